"""A number said of a set in passing is held against the set: right ones change nothing, wrong ones are told, never passed over."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("8年度の国土交通省の3本の平均は", "8年度の国土交通省の事業の平均は"),
        ("8年度の新規の2本を合わせていくら", "8年度の新規の事業を合わせていくら"),
    ],
)
def test_a_right_number_is_answered_as_the_set(question: str, plain: str, ports: AskServices) -> None:
    found, without = answer_question(question, ports), answer_question(plain, ports)
    assert found["status"] == "answered" and found["answer"]["value"] == without["answer"]["value"]
    assert found["question"] == question


@pytest.mark.parametrize(
    ("question", "said", "has"),
    [
        ("8年度の新規の1本を合わせていくら", "1本", "2事業"),
        ("8年度の新規の3本を合わせていくら", "3本", "2事業"),
        ("8年度の国土交通省の4本の平均は", "4本", "3事業"),
    ],
)
def test_a_wrong_number_is_told_with_what_the_set_has(
    question: str, said: str, has: str, ports: AskServices
) -> None:
    found = answer_question(question, ports)
    assert (found["status"], found["reason"]) == ("unanswerable", "false_premise")
    assert f"「{said}」" in found["text"] and has in found["text"]


def test_how_many_are_to_be_shown_is_no_number_of_the_set(ports: AskServices) -> None:
    found = answer_question("8年度で金額が多い2事業の名前", ports)
    assert [item["label"] for item in found["answer"]["items"]] == ["離島航路維持事業", "岸壁補修推進事業"]

"""Everyday wordings over other names: places between two places and beyond the last, the least of rises and falls, several denied
together, one of two, a list by its number of rows, and what is asked beside ministries of their rows."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question


def labels(question: str, ports: AskServices) -> list[str]:
    found = answer_question(question, ports)
    assert found["status"] == "answered", found["text"]
    return [item["label"] for item in found["answer"]["items"]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("8年度で金額が2番目から4番目の事業", ["岸壁補修推進事業", "港湾警備強化事業", "漁港清掃支援事業"]),
        ("8年度で3位から4位の事業は？金額で", ["港湾警備強化事業", "漁港清掃支援事業"]),
    ],
)
def test_every_place_between_two_places_is_told(
    question: str, expected: list[str], ports: AskServices
) -> None:
    assert labels(question, ports) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("8年度から9年度で増額が一番小さい事業は", "岸壁補修推進事業"),
        ("8年度から9年度で減額が一番小さい事業は", "灯台保守高度化事業"),
        ("8年度から9年度で増えた事業は？ >> じゃあ減額がいちばん大きいのは", "灯台保守高度化事業"),
    ],
)
def test_the_least_of_rises_is_a_rise_and_of_falls_a_fall(
    question: str, expected: str, ports: AskServices
) -> None:
    context = None
    for part in question.split(" >> "):
        found = answer_question(part, ports, context=context)
        context = found["permalink"]
    assert [item["label"] for item in found["answer"]["items"]][:1] == [expected]


def test_a_place_behind_the_last_is_a_false_premise_that_tells_how_many_there_are(ports: AskServices) -> None:
    found = answer_question("9年度で20番目に大きい事業は？", ports)
    assert (found["status"], found["reason"]) == ("unanswerable", "false_premise")
    assert "20番目はありません" in found["text"]


@pytest.mark.parametrize("denied", ["以外の", "が担当していない", "のどれも担当していない", "を除いた"])
def test_what_is_denied_of_the_last_of_three_is_denied_of_all(denied: str, ports: AskServices) -> None:
    kept = labels(f"法務省・農林水産省・復興庁{denied}8年度の事業", ports)
    assert set(kept) == {"岸壁補修推進事業", "灯台保守高度化事業", "離島航路維持事業"}


def test_numbers_asked_for_beside_ministries_are_those_of_their_rows(ports: AskServices) -> None:
    found = answer_question("8年度で新規の事業を持つ府省庁は？金額も", ports)
    assert found["status"] == "answered", found["text"]
    assert {item["label"] for item in found["answer"]["items"]} == {"灯台保守高度化事業", "港湾警備強化事業"}
    assert all(word in found["text"] for word in ("国土交通省", "法務省", "95百万円", "480百万円"))


@pytest.mark.parametrize(("rows", "year"), [(5, "令和8年度"), (3, "令和9年度")])
def test_a_list_is_known_by_its_number_of_rows(rows: int, year: str, ports: AskServices) -> None:
    found = answer_question(f"一覧{rows}行のうち国土交通省は何行", ports)
    assert found["status"] == "answered" and year in found["interpretation"]
    assert answer_question(f"一覧{rows + 11}行のうち国土交通省は何行", ports)["reason"] == "false_premise"


def test_of_a_list_that_has_none_nothing_of_another_list_is_told(ports: AskServices) -> None:
    assert answer_question("一覧3行のうち新規は何行", ports)["status"] == "unanswerable"

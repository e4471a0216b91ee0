"""What comes right behind something named in an order; nothing where it has no place in that order."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question


@pytest.mark.parametrize(
    ("question", "next_one"),
    [
        ("8年度で国土交通省の次に額が大きい省庁は", "法務省"),
        ("8年度で法務省の次に額が大きい省庁は", "農林水産省"),
        ("8年度で離島航路維持事業の次に大きい事業は", "岸壁補修推進事業"),
        ("8年度で岸壁補修推進事業の次に額が大きい事業は", "港湾警備強化事業"),
        ("8年度で725百万円に次いで大きい事業は", "港湾警備強化事業"),
        ("8年度で灯台保守高度化事業の次に小さい事業は", "漁港清掃支援事業"),
    ],
)
def test_the_place_behind_is_told_with_where_the_named_one_stands(
    question: str, next_one: str, ports: AskServices
) -> None:
    found = answer_question(question, ports)
    assert found["status"] == "answered", found["text"]
    assert [item["label"] for item in found["answer"]["items"]] == [next_one]
    assert "番目" in found["interpretation"]


@pytest.mark.parametrize(
    "question",
    [
        "8年度で灯台保守高度化事業の次に大きい事業は",  # it is the smallest
        "8年度で離島航路維持事業の次に額が小さい事業は",
        "8年度で厚生労働省の次に額が大きい省庁は",  # it has no amount
        "8年度の新規の事業で岸壁補修推進事業の次に額が大きい事業は",  # it is no new one
    ],
)
def test_nothing_stands_behind_the_last_or_behind_one_that_is_not_in_the_order(
    question: str, ports: AskServices
) -> None:
    assert answer_question(question, ports)["status"] == "unanswerable"

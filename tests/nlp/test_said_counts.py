"""A number said of a set in passing is parted from the question; bounds, places and numbers of other things are not."""

from __future__ import annotations

import pytest

from nlp.questions.beside.said_counts import said_count


@pytest.mark.parametrize(
    ("question", "number", "thing", "rest"),
    [
        ("国交省の３事業の平均は", 3, "事業", "国交省の事業の平均は"),
        ("新規の2本をあわせていくら", 2, "", "新規の事業をあわせていくら"),
        ("R8当初の新規2事業の名前は", 2, "事業", "r8当初の新規事業の名前は"),
        ("12事業で一番大きいのは", 12, "事業", "事業で一番大きいのは"),
        ("農水省の4施策の担当は", 4, "施策", "農水省の施策の担当は"),
        ("再掲の2行の合計", 2, "行", "再掲の行の合計"),
    ],
)
def test_a_number_in_passing_leaves_the_set_behind(question: str, number: int, thing: str, rest: str) -> None:
    found = said_count(question)
    assert found is not None and (found.number, found.thing, found.rest) == (number, thing, rest)


@pytest.mark.parametrize(
    "question",
    [
        "国交省の3事業以上の合計",
        "3事業以上を持つ府省庁",
        "2つの府省庁が担当する施策",
        "3つの読み方のうち",
        "国交省の3つの柱",
        "3億円の事業の合計",
        "上位3事業の名前",
        "令和8年度の事業の平均は",
        "",
    ],
)
def test_a_bound_an_amount_a_place_or_other_things_are_no_number_of_the_set(question: str) -> None:
    assert said_count(question) is None

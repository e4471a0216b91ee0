"""Headings placed in an outline: the known one where it fits, marks alone where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.gazetteer import load_gazetteers
from nlp.layout.marks import parse_mark
from nlp.layout.outline import Candidate, place_headings

OUTLINES = load_gazetteers().outlines


def placed(*texts: str) -> list[tuple[str, int | None]]:
    candidates = [Candidate(text, 0, len(text), certain=True) for text in texts]
    return [(item.notation, item.candidate) for item in place_headings(candidates, OUTLINES)]


@pytest.mark.parametrize(
    ("text", "kind", "ordinal"),
    [
        ("（２）支援", "paren", 2),
        ("③居場所", "circled", 3),
        ("4-①関連", "both", 4),
        ("（４）②関連", "both", 4),
        ("第３ 具体的施策", "part", 3),
        ("第二章 方針", "part", 2),
        ("Ⅲ．具体的施策", "roman", 3),
        ("4. 対策", "number", 4),
        ("5関連施策の推進", "number", 5),
        ("ア 現状", "kana", 1),
    ],
)
def test_marks(text: str, kind: str, ordinal: int) -> None:
    mark = parse_mark(text)
    assert mark is not None and (mark.kind, mark.ordinal) == (kind, ordinal)


@pytest.mark.parametrize(
    "text", ["令和6年度の実施状況", "5件の相談", "アウトリーチ", "30日閣議決定", "2024年"]
)
def test_no_mark(text: str) -> None:
    assert parse_mark(text) is None


def test_damaged_headings_follow_the_known_outline() -> None:
    assert placed(
        "①孤独 虫・孤立の実態把握",
        "②支援 受情報が網羅されたポータルサイト",
        "①相談支援体制の整備",
        "②人 ⁴",
        "3関 車施策の推進",
        "守り・交流の場や居場所を確保し、場所の確保人と人との「つながり」を実感できる地域づくりを行う",
    ) == [("1", None), ("1-①", 0), ("1-②", 1), ("2", None), ("2-①", 2), ("2-②", 3), ("2-③", 4), ("3", 5), ("3-①", 5)]  # fmt: skip


def test_headings_of_another_plan_on_like_matters_stay_as_printed() -> None:
    lines = [
        *("(1)困りごとを話しやすいまちにする", "①暮らしの実態把握", "②窓口情報の一覧化と発信"),
        *("(2)切れ目なく相談につなげる", "①夜間の相談体制の整備", "②支援する人材の確保", "3関連施策の推進"),
        *("(3)居場所をひらく", "①居場所の開設", "②訪問による支援体制の構築"),
    ]
    found = place_headings([Candidate(text, 0, 1, certain=True) for text in lines], OUTLINES)
    assert [item.label for item in found] == [text.lstrip("(123)①②") for text in lines]
    assert [item.notation for item in found][:4] == ["1", "1-①", "1-②", "2"]


def test_unknown_outline_is_read_by_its_marks() -> None:
    assert placed("(1)暮らしの基盤", "①住まい", "②食", "(2)学び", "①学び直し") == [
        ("1", 0),
        ("1-①", 1),
        ("1-②", 2),
        ("2", 3),
        ("2-①", 4),
    ]


def test_section_number_that_starts_again_shows_a_lost_pillar() -> None:
    assert placed("(1)暮らしの基盤", "①住まい", "②食", "①学び直し") == [
        ("1", 0),
        ("1-①", 1),
        ("1-②", 2),
        ("2", None),
        ("2-①", 3),
    ]


def test_section_that_a_later_plan_adds_keeps_its_mark() -> None:
    found = placed("(1)孤独・孤立に至っても支援を求める声を上げやすい社会とする", "①孤独・孤立の実態把握", "②支援情報が網羅されたポータルサイトの構築、タイムリーな情報発信", "③声を上げやすい・声をかけやすい環境整備", "④海外邦人への広報の強化")  # fmt: skip
    assert found[-1] == ("1-④", 4)


@given(st.lists(st.text(alphabet="(1)①②③孤独・孤立の実態把握支援関連施策の推進 ", max_size=20), max_size=8))
def test_any_lines_give_headings_in_order(texts: list[str]) -> None:
    places = [candidate for _, candidate in placed(*texts) if candidate is not None]
    assert places == sorted(places)


def test_plain_numbers_above_circled_ones_are_the_pillars() -> None:
    lines = ("１．走れるまち", "①道路", "②教育", "２．健康", "①観光")
    placed = place_headings([Candidate(text, 0, 1, certain=True) for text in lines], OUTLINES)
    assert [item.notation for item in placed] == ["1", "1-①", "1-②", "2", "2-①"]
    assert all(item.candidate is not None for item in placed)

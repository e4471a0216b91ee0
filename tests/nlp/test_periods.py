"""Lengths of time and periods: as printed, with their place; what is not printed is not worked out."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.build import build_quads, parts_of, reconcile
from graph.shapes import validate
from nlp.extract import extract_document
from nlp.sources import SourceEntry
from nlp.values.periods import find_periods


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("３年間（令和６年度～令和８年度）で集中して支援", [("P3Y", 2024, 2026)]),
        ("令和5年度から令和7年度までの実績", [("", 2023, 2025)]),
        ("任期2年", [("P2Y", None, None)]),
        ("補助の期間は３か年とする", [("P3Y", None, None)]),
        ("令和６～８年度", [("", 2024, 2026)]),
        ("～令和12年度末", [("", None, 2030)]),
        ("H29年度～", [("", 2017, None)]),
        ("令和3年度からおおむね5年間", [("P5Y", None, None)]),
        ("6か月間の研修を2週間行う", [("P6M", None, None), ("P14D", None, None)]),
        ("令和5年度から7年間", [("P7Y", None, None)]),
        ("2025年度から2027年度まで", [("", 2025, 2027)]),
        ("令和8年度から令和5年度まで", []),  # backwards: misread
        ("令和7年度から実施", []),
        ("改修した家屋を十年以上活用する", [("P10Y", None, None)]),
        ("取得後、八年以上社員寮の用地として管理すること", [("P8Y", None, None)]),
        ("3年以上前の事業、10年以上の実務経験", []),
        ("年間3回以上", []),
        ("2年以内再入率", []),
        ("令和9年2月8日～3月19日", []),
        ("平成30年間もなく", []),
    ],
)
def test_periods_as_printed(text: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    found = find_periods(text)
    assert [(one.duration, one.first, one.last) for one in found] == expected
    assert all(text[one.start : one.end] == one.text for one in found)


@given(st.text(alphabet="令和RH平成0123456789３年度間か月から～まで任期末（）、 \n", max_size=40))
def test_any_text_gives_periods_in_order_that_slice_back(text: str) -> None:
    found = find_periods(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(one.first is None or one.last is None or one.first <= one.last for one in found)


def test_periods_of_measures_are_in_the_graph(tmp_path: Path) -> None:
    head = (
        "施策 No.\t施策名\t施策の概要\t目標及び達成の期間\t目標の達成状況\t見直し方針\t関連URL\t担当府省庁\n"
    )
    row = "{n}\t岸壁の点検の推進{n}\t岸壁を点検する。\t{goal}\t点検を行った。\t続ける。\t\t国土交通省\n"
    goals = ("10年間（令和6年度～令和15年度）で100か所を点検する。", "任期2年の委員を30人置く。")
    file = tmp_path / "ports.txt"
    text = head + "".join(row.format(n=n, goal=goal) for n, goal in enumerate(goals, 1))
    file.write_text(text, encoding="utf-8")
    found = extract_document(SourceEntry(file, "ports"), profile="measure_table")
    assert [
        (one.parent, one.value("duration"), one.value("first_year"), one.value("last_year"))
        for one in found.of_kind("period")
    ] == [("measure:1", "P10Y", 2024, 2033), ("measure:2", "P2Y", None, None)]
    for record in found.of_kind("period"):
        for item in record.fields:
            assert item.where is None or found.text[item.where.start : item.where.end] == item.raw
    parts = parts_of([found])
    store = Store()
    store.extend(build_quads(parts, reconcile(parts)))
    assert list(validate(store)) == []
    rows = store.query(
        "PREFIX tsu: <https://w3id.org/tsunagari/ns#> SELECT ?duration WHERE { ?measure tsu:period/tsu:duration ?duration } ORDER BY ?duration"
    )
    assert sorted(item["duration"].value for item in rows) == ["P10Y", "P2Y"]

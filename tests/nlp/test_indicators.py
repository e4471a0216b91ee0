"""Indicators: figures with unit, year and verdict; only what the text itself says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.measures.figures import Figure, load_cues
from nlp.measures.indicators import find_indicators
from nlp.values.quantities import find_quantities
from tests.gold.eval_indicators import evaluate

CASES = Path(__file__).parent / "cases" / "indicators.csv"


def rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(line for line in handle if not line.startswith("#")))


def written(role: str, figure: Figure) -> str:
    when = str(figure.year or "") if role == "target" else figure.date
    return f"{role}:{figure.text}:{when}:{'' if figure.reached is None else figure.reached}"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["why"])
def test_case(row: dict[str, str]) -> None:
    found = find_indicators(row["goal"], row["achievement"])
    figures = [written("target", item.target) for item in found if item.target]
    figures += [written("result", item.result) for item in found if item.result]
    assert sorted(figures) == sorted(row["figures"].split("|") if row["figures"] else [])


def test_target_and_result_of_one_thing_are_one_indicator() -> None:
    found = find_indicators(
        "居場所を開く自治体数を令和9年度までに120自治体とする。研修の受講者を500人以上とする。",
        "研修の受講者は480人であった。居場所を開く自治体数は95自治体（令和7年4月時点）である。",
    )
    assert [(i.target.text, i.result.text) for i in found if i.target and i.result] == [
        ("120自治体", "95自治体"),
        ("500人以上", "480人"),
    ]


@given(st.text(alphabet="令和6年度までに100人%割合を目標。、（）()・→～:：0123456789万千の", max_size=80))
def test_spans_slice_back_and_nothing_crashes(text: str) -> None:
    for item in find_indicators(text, text):
        for figure in (item.target, item.result):
            if figure is not None:
                assert text[figure.start : figure.end] == figure.text
                assert figure.measured.startswith(text[figure.measured_start : figure.measured_end])


@given(st.integers(1, 9_999_999), st.sampled_from(["人", "件", "か所", "団体", "%"]))
def test_numbers_come_back(number: int, unit: str) -> None:
    for printed in (str(number), f"{number:,}"):
        found = list(find_quantities(f"数は{printed}{unit}である", load_cues().units))
        assert [int(item.value or 0) for item in found] == [number]


def test_fresh_labels_reach_the_aim() -> None:
    figures = {subject: value for subject, _, value in evaluate()}
    for part in ("fresh 002", "texts fresh-a", "texts fresh-b", "texts fresh-c"):
        assert figures[f"indicators, {part}: figure"] >= 0.85


def test_a_series_has_one_name_and_says_whom_each_figure_is_of() -> None:
    found = find_indicators("喫煙している者の割合を、令和9年度までに男性20.0%、女性5.0%まで減少させる。", "")
    assert [item.target.measured for item in found if item.target] == [
        "喫煙している者の割合（男性）",
        "喫煙している者の割合（女性）",
    ]


def test_what_all_have_is_named_by_what_is_done() -> None:
    found = find_indicators("巡回相談員を全ての保健所に配置する。", "巡回相談員は31保健所に配置されている。")
    assert [(item.target.measured, item.target.value, item.target.unit) for item in found if item.target] == [
        ("巡回相談員の配置", None, "保健所")
    ]

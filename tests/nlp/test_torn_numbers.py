"""Numbers that a space parts: joined where comma, point or the width of the lines say so, else left out with an issue."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nlp.gazetteer import load_gazetteers
from nlp.layout.tables import clean_cell
from nlp.layout.wraps import width
from nlp.measures.table_reader import read_measure_table
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.values.amounts import find_amounts
from nlp.values.counts import find_counts
from nlp.values.quantities import find_quantities
from nlp.values.torn_numbers import torn_numbers

UNITS = ["件", "人", "%", "ヘクタール", "市町村"]
SETTINGS = load_profiles()["measure_table"].settings["measure_table"]
HEAD = "施策No.\t施策名\t施策の概要\t目標\t達成状況\t見直し\t関連URL\t担当府省庁"


def read(achievement: str) -> ReadResult:
    rows = [
        f"{number}\t{name}の推進\t{name}を進める。\t{name}の件数を令和7年度までに増やす。\t{text}\t引き続き取り組む。\t\t内閣府"
        for number, name, text in (
            (1, "見守り", achievement),
            (2, "学習支援", "進めた。"),
            (3, "就労支援", "進めた。"),
        )
    ]
    text = "\n".join([HEAD, *rows]) + "\n"
    return read_measure_table(Reading.plain("made", text), Context(load_gazetteers(), SETTINGS, "made"))


@given(st.integers(10, 999_999), st.data(), st.sampled_from(["件", "人", "%", "ヘクタール"]))
def test_no_tail_of_a_parted_number_is_a_value(value: int, data: st.DataObject, unit: str) -> None:
    digits = str(value)
    place = data.draw(st.integers(1, len(digits) - 1))
    assume(not (place == 4 and digits.startswith("20")))  # 2025 95件 reads as a year and a number
    text = f"相談は{digits[:place]} {digits[place:]}{unit}であった。"
    assert not list(find_quantities(text, UNITS))
    assert not find_counts(text)
    assert [text[start:end].replace(" ", "") for start, end in torn_numbers(text)] == [digits]


@given(st.integers(10, 999_999), st.data(), st.sampled_from(["百万円", "億円", "千円"]))
def test_an_amount_with_a_parted_number_exists_without_a_value(
    value: int, data: st.DataObject, unit: str
) -> None:
    digits = str(value)
    place = data.draw(st.integers(1, len(digits) - 1))
    assume(not (place == 4 and digits.startswith("20")))  # 2025 95件 reads as a year and a number
    found = find_amounts(f"予算額 {digits[:place]} {digits[place:]}{unit}")
    assert [item.yen for item in found] == [None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1, 295件", "1295"),
        ("50. 3%", "50.3"),
        ("R5 95件", "95"),
        ("令和5年度 95件", "95"),
        ("2023 95件", "95"),
        ("(1) 95件", "95"),
    ],
)
def test_a_space_that_parts_no_number_or_leaves_no_doubt(text: str, value: str) -> None:
    assert [str(item.value) for item in find_quantities(clean_cell(text), UNITS)] == [value]
    assert not list(torn_numbers(clean_cell(text)))


def test_counts_with_ten_thousands() -> None:
    assert [str(item.value) for item in find_counts("延べ12万4,000件")] == ["124000"]


def wrapped(text: str, columns: int) -> str:
    """The text as a cell of `columns` half-width letters prints it, its line ends read as spaces."""
    lines, line = [], ""
    for char in text:
        if width(line + char) > columns:
            lines.append(line)
            line = ""
        line += char
    return " ".join([*lines, line])


@given(st.integers(100, 999_999), st.integers(10, 30))
def test_lines_of_one_width_say_where_a_number_goes_on(value: int, half: int) -> None:
    text = f"令和5年度末の時点で、全国の市町村で行った相談の件数は合わせて{value}件となっており、目標とした値を上回ったところである。"
    clean = clean_cell(wrapped(text, 2 * half))
    assert clean.replace(" ", "") == text
    assert f"{value}件" in clean


def test_a_cell_of_a_table_joins_or_reports() -> None:
    whole = read(
        "令和5年 度末の時点では、全国で合計12 95件となっており、目標とし た値を上回った。引き続き進め る。"
    )
    values = [item.value("result_value") for item in whole.records if item.kind == "indicator"]
    assert 95 not in values
    assert "torn-number" not in {issue.code for issue in whole.issues}
    open_ = read("相談の件数は12 95件となった。")
    assert 95 not in [item.value("result_value") for item in open_.records if item.kind == "indicator"]
    issue = next(item for item in open_.issues if item.code == "torn-number")
    assert issue.where is not None
    assert issue.subject == "measure:1"
    assert re.search("12 95", issue.message)

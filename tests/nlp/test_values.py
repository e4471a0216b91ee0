"""Amounts, dates, fiscal years, rates and counts: case tables, and what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.values.amounts import UNITS, find_amounts, parse_amount, table_unit
from nlp.values.counts import find_counts
from nlp.values.era_dates import find_dates, find_fiscal_years
from nlp.values.subsidies import find_rates
from tests.nlp.value_cases import load_cases

READERS = {
    "amounts": lambda text: [f"{'' if a.yen is None else a.yen} {a.kind}" for a in find_amounts(text)],
    "dates": lambda text: [hit.iso for hit in find_dates(text)],
    "fiscal_years": lambda text: [f"{hit.year} {hit.stage}" for hit in find_fiscal_years(text)],
    "rates": lambda text: [rate.value for rate in find_rates(text)],
    "counts": lambda text: [f"{count.value} {count.unit} {count.as_of}" for count in find_counts(text)],
}
CASES = [(name, case) for name in READERS for case in load_cases(name)]
SNIPPETS = st.sampled_from(
    [
        "令和",
        "R7",
        "年",
        "月",
        "日",
        "年度",
        "補正",
        "億",
        "円",
        "千円",
        "の内数",
        "うち",
        "1/2",
        "分の",
        "３",
        "7",
        ",",
        ".",
        "～",
        "同年",
        "万",
        "百",
    ]
)
TEXTS = st.lists(st.one_of(SNIPPETS, st.text(max_size=3)), max_size=20).map("".join)


@pytest.mark.parametrize(
    ("name", "case"), CASES, ids=[f"{name}-{case['input'][:24]}" for name, case in CASES]
)
def test_case(name: str, case: dict[str, str]) -> None:
    expected = case["expected"].split(";") if case["expected"] else []
    assert READERS[name](case["input"]) == expected, case["why"]


@pytest.mark.parametrize("case", load_cases("cell_amounts"), ids=lambda case: case["input"])
def test_cell(case: dict[str, str]) -> None:
    found = parse_amount(case["input"], int(case["unit"]) if case["unit"] else None)
    said = "" if found is None else f"{found.yen} {found.kind} {found.text}"
    assert said == case["expected"], case["why"]


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("（単位：百万円）", 10**6),
        ("(単位:千円)", 10**3),
        ("単位　百万円", 10**6),
        ("予算額（百万円）", 10**6),
        ("金額", None),
    ],
)
def test_unit_of_a_table(text: str, yen: int | None) -> None:
    assert table_unit(text) == yen


@given(TEXTS)
def test_spans_lie_inside_the_text_and_do_not_overlap(text: str) -> None:
    for hits in (
        find_amounts(text),
        find_dates(text),
        find_fiscal_years(text),
        find_rates(text),
        find_counts(text),
    ):
        end = 0
        for hit in sorted(hits, key=lambda item: item.start):
            assert end <= hit.start < hit.end <= len(text)
            end = hit.end
    for amount in find_amounts(text):
        assert text[amount.start : amount.end] == amount.text


@given(st.integers(1, 99_999_999), st.sampled_from(sorted(UNITS)), st.booleans(), st.booleans())
def test_a_printed_amount_is_read_back(number: int, unit: str, full: bool, included: bool) -> None:
    printed = f"{number:,}"
    if full:
        printed = printed.translate({ord(a): ord(a) - 0x30 + 0xFF10 for a in "0123456789"} | {ord(","): "，"})
    (found,) = find_amounts(f"予算額は{printed}{unit}{'の内数' if included else ''}とする")
    assert found.yen == number * UNITS[unit]
    assert found.kind == ("includedIn" if included else "exact")


@given(st.integers(1, 20), st.integers(1, 12), st.integers(1, 28))
def test_the_same_day_in_every_form(year: int, month: int, day: int) -> None:
    iso = f"{2018 + year}-{month:02d}-{day:02d}"
    for form in (
        f"令和{year}年{month}月{day}日",
        f"R{year}.{month}.{day}",
        f"{2018 + year}年{month}月{day}日",
        f"{2018 + year}/{month}/{day}",
    ):
        assert [hit.iso for hit in find_dates(form)] == [iso]


@pytest.mark.parametrize(
    ("cell", "yen"),
    [
        ("3,4\u300033の内数", 3_433_000_000),
        ("3,43 3", 3_433_000_000),
        ("1,234,5 67", 1_234_567_000_000),
        ("3 33の内数", None),  # 333 or two numbers: open
        ("3,4 333", None),
    ],
)
def test_a_blank_inside_an_amount(cell: str, yen: int | None) -> None:
    found = parse_amount(cell, 1_000_000)
    assert (None if found is None else found.yen) == yen

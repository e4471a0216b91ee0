"""Budget lists as offices keep them in CSV and XLSX: everyday headers, remarks that speak of the amount, sums, no year."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from nlp.budgets.columns import head_unit
from nlp.budgets.reader import read_budget_list
from nlp.budgets.remarks import said_included
from nlp.budgets.words import ListWords, list_words
from nlp.extract import extract_document
from nlp.gazetteer import load_gazetteers
from nlp.profiles import load_profiles
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Extraction
from nlp.sources import SourceEntry

SETTINGS = load_profiles()["budget_list"].settings["budget_list"]
# One name per column as offices print it.
HEADS = {
    "number": ["番号", "№", "NO", "連番", "項番", "事業番号", "ID"],
    "name": ["事務事業名", "事業名称", "事業の名称", "細事業名", "事業", "取組名", "施策名"],
    "amount": [
        "予算額（千円）",
        "予算（千円）",
        "金額\n（千円）",
        "事業費（千円）",
        "予算現額(千円)",
        "所要額（千円）",
    ],
    "ministry": ["所管", "担当", "省庁", "所管府省", "府省名", "担当府省庁"],
    "remarks": ["備考", "備　考", "摘要", "特記事項", "メモ"],
}
ROWS = [
    ("1", "ひとり親家庭等相談支援事業", "12,500", "こども家庭庁", "内数"),
    ("2", "若者就労支援推進事業", "34,000", "厚生労働省", "再掲"),
    ("3", "地域見守り活動支援事業", "5,000", "総務省", ""),
    ("4", "災害時要配慮者支援事業", "6,100", "内閣府", "新規"),
]
COLUMNS = ("number", "name", "amount", "ministry", "remarks")


def written(path: Path, lines: list[tuple[str, ...]]) -> Extraction:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    path.write_text(text.getvalue(), encoding="utf-8")
    return extract_document(SourceEntry(path=path, id=path.stem))


@pytest.mark.parametrize("turn", range(7))
@pytest.mark.parametrize("order", [COLUMNS, ("number", "ministry", "name", "amount", "remarks")])
def test_everyday_headers_make_a_budget_list(tmp_path: Path, turn: int, order: tuple[str, ...]) -> None:
    head = {name: items[turn % len(items)] for name, items in HEADS.items()}
    places = [COLUMNS.index(name) for name in order]
    lines = [tuple(head[name] for name in order), *(tuple(row[i] for i in places) for row in ROWS)]
    found = written(tmp_path / "list.csv", lines)
    assert found.document.profile == "budget_list"
    rows = found.of_kind("budget_line")
    assert [row.value("label") for row in rows] == [row[1] for row in ROWS]
    assert [row.value("amount") for row in rows] == [12_500_000, 34_000_000, 5_000_000, 6_100_000]
    assert [row.value("amount_kind") for row in rows] == ["includedIn", "exact", "exact", "exact"]
    assert [row.value("ministry") for row in rows] == [row[3] for row in ROWS]
    assert rows[1].value("relisted") is True
    assert rows[3].value("newly_listed") is True


def test_a_list_without_a_year_says_what_to_do_and_keeps_its_amounts(tmp_path: Path) -> None:
    found = written(tmp_path / "list.csv", [tuple(items[0] for items in HEADS.values()), *ROWS])
    rows = found.of_kind("budget_line")
    assert all(row.value("amount") and row.first("fiscal_year") is None for row in rows)
    issue = next(item for item in found.issues if item.code == "missing-fiscal-year")
    assert "manifest.toml" in issue.hint
    assert "fiscal_year" in issue.hint


def test_the_name_of_a_sheet_can_say_the_year_and_sums_are_no_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "R7当初"
    for line in [
        ["No", "事務事業名", "予算額(千円)", "所管課", "備考"],
        [1, "ひとり親家庭等相談支援事業", 12500, "福祉部こども課", None],
        [2, "若者就労支援推進事業", 34000.5, "商工課", "内数"],
        ["小計", None, 46500.5, None, None],
        [3, "地域見守り活動支援事業", 5000, "危機管理課", "新規"],
        [None, "合計（再掲を除く）", 51500.5, None, None],
    ]:
        sheet.append(line)
    path = tmp_path / "list.xlsx"
    book.save(path)
    found = extract_document(SourceEntry(path=path, id="list"))
    rows = found.of_kind("budget_line")
    assert [(row.value("number"), row.value("amount")) for row in rows] == [
        (1, 12_500_000),
        (2, 34_000_500),
        (3, 5_000_000),
    ]
    assert {(row.value("fiscal_year"), row.value("stage")) for row in rows} == {(2025, "initial")}
    assert [row.value("bureau") for row in rows] == ["福祉部こども課", "商工課", "危機管理課"]
    assert sum(issue.code == "total-row" for issue in found.issues) == 2


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        ("内数", "内数"),
        ("うち数", "うち数"),
        ("再掲、内数", "内数"),
        ("地域共生事業（10億円）の内数", "内数"),
        ("内 数", "内 数"),
        ("一部内数", "内数"),
        ("このほか、地域共生事業の内数", ""),
        ("他に○○交付金の内数あり", ""),
        ("内数を除く", ""),
        ("新規", ""),
        ("", ""),
    ],
)
def test_remarks_that_call_an_amount_part_of_a_larger_one(remark: str, said: str) -> None:
    span = said_included(remark, _words())
    assert (remark[slice(*span)] if span else "") == said


@given(
    st.integers(1, 9_999_999),
    st.sampled_from(["内数", "うち数", "○○事業の内数", "新規、内数", "再掲・内数"]),
    st.sampled_from(["\t", "  "]),
)
def test_the_kind_quotes_the_remark(million: int, remark: str, border: str) -> None:
    rows = [(3, "若者就労支援推進事業", f"{million:,}", "厚生労働省", remark), (4, *ROWS[3][1:])]
    text = "令和7年度当初予算 一覧（単位：百万円）\n" + border.join(
        ("No.", "事業名", "予算額", "担当府省庁", "備考")
    )
    text += "\n4-① 相談\n" + "\n".join(border.join(map(str, row)) for row in rows) + "\n"
    found = read_budget_list(Reading.plain("made", text), Context(load_gazetteers(), SETTINGS, "made"))
    lines = {item.key: item for item in found.records if item.kind == "budget_line"}
    kind = lines["3"].first("amount_kind")
    assert lines["3"].value("amount") == million * 1_000_000
    assert kind is not None and kind.value == "includedIn" and kind.where is not None
    assert text[kind.where.start : kind.where.end] == kind.raw
    assert kind.raw in remark
    assert lines["4"].value("amount_kind") == "exact"


@given(
    st.sampled_from(["千円", "百万円", "億円", "円"]),
    st.sampled_from(["予算（{}）", "事業費：{}", "額 ({})", "{}", "予算額［{}］"]),
)
def test_units_of_heads(unit: str, form: str) -> None:
    assert head_unit(form.format(unit)) == {"千円": 1000, "百万円": 10**6, "億円": 10**8, "円": 1}[unit]


def _words() -> ListWords:
    return list_words(SETTINGS)

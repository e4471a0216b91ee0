"""Amounts of which a digit, a point or a blank was lost or came in: no wrong value without a word, every one of them an issue."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.extract import extract_document
from nlp.records import Extraction
from nlp.sources import SourceEntry
from nlp.values.amounts import find_amounts

LIST = (
    "令和9年度 海辺のまちづくり関係予算\n\n(単位：百万円)\n\nNo.\t事業名\t令和9年度 当初予算額\t担当府省庁\t備考\n2. 港と浜を支える\n2-①港の安全\n"
    "11 灯台保守管理費 310 海上保安庁\n12 漁港浚渫事業 CELL 水産庁\n13 海辺の見守り活動推進事業 1,204 国土交通省\n14 磯根資源回復事業 77 水産庁\n"
)
SHEET = (
    "\n\n\n海辺の見守り活動推進事業（国土交通省港湾局）\n\n９年度当初予算額 MONEY\n\n事業概要・目的\n\n○ 水辺の事故を防ぐ活動を行う団体を支援します。\n\n"
    "資金の流れ\n\n国\n市町村\n定額\n\n期待される効果\n\n○ 事故が減ります。\n"
)


def read(folder: Path, cell: str = "240", money: str = "１２．０億円") -> Extraction:
    file = folder / "d.txt"
    file.write_text((LIST + SHEET).replace("CELL", cell).replace("MONEY", money), encoding="utf-8")
    return extract_document(SourceEntry(file, "d"), profile="budget_list")


def line(found: Extraction, number: int) -> tuple[object, str, str]:
    record = next(item for item in found.of_kind("budget_line") if item.value("number") == number)
    return record.value("amount"), record.text("label"), record.text("ministry")


def codes(found: Extraction, subject: str) -> set[str]:
    return {issue.code for issue in found.issues if issue.subject == subject}


BROKEN = ["2,4〓0", "■■,500", "1X0", "１,?50", "〓〓", "2,40", "24〇", "3 20", "1,2345", "O25", "l20", "120〓", "〓120", "1,2〓0の内数", "12.", ".5", "2·4"]  # fmt: skip


@pytest.mark.parametrize("cell", BROKEN)
def test_a_broken_amount_of_a_list_has_no_value_and_an_issue(tmp_path: Path, cell: str) -> None:
    found = read(tmp_path, cell)
    assert line(found, 12) == (None, "漁港浚渫事業", "水産庁")
    assert codes(found, "budget_line:12") & {"unreadable-amount", "missing-amount"}
    assert line(found, 13)[0] == 1_204_000_000


@pytest.mark.parametrize(
    ("cell", "yen"),
    [
        ("2,4 00", 2_400_000_000),
        ("1,20 0", 1_200_000_000),
        ("240", 240_000_000),
        ("1,204,500", 1_204_500_000_000),
    ],
)
def test_groups_of_three_prove_what_a_blank_parts(tmp_path: Path, cell: str, yen: int) -> None:
    found = read(tmp_path, cell)
    assert line(found, 12) == (yen, "漁港浚渫事業", "水産庁")


@pytest.mark.parametrize(
    "money",
    ["２．Ｘ億円", "〓．２億円", "Ｘ．２億円", "■億円", "1X億円", "２■．４億円", "□□百万円", "2,5〓0百万円", "２．４〓円", "?.?億円", "１,?50百万円", "億円", "．４億円", "2億4,〓00万円", "O.5億円", "l.2億円", "3.4億四", "2\u0e014億円"],
)  # fmt: skip
def test_a_broken_amount_of_a_sheet_has_no_value_and_an_issue(tmp_path: Path, money: str) -> None:
    found = read(tmp_path, money=money)
    assert not found.of_kind("sheet_amount")
    assert "unreadable-amount" in codes(found, "sheet:海辺の見守り活動推進事業")


@pytest.mark.parametrize("stage", ["９年度〓初予算額", "〓年度当初予算額"])
def test_a_readable_amount_of_a_lost_stage_is_kept_without_it(tmp_path: Path, stage: str) -> None:
    file = tmp_path / "d.txt"
    text = (LIST + SHEET).replace("CELL", "1").replace("９年度当初予算額 MONEY", f"{stage} １２．０億円")
    file.write_text(text, encoding="utf-8")
    found = extract_document(SourceEntry(file, "d"), profile="budget_list")
    (amount,) = found.of_kind("sheet_amount")
    assert amount.value("amount") == 1_200_000_000 and amount.value("stage") is None
    assert "unknown-year" in codes(found, "sheet:海辺の見守り活動推進事業")


@pytest.mark.parametrize(
    ("money", "doubted"),
    [
        ("１２０億円", True),  # 12.0億円 without its point, beside 1,204百万円
        ("１２．０億円", False),
        ("１２億円", False),
        ("１，２０４百万円", False),
        ("１５．０億円", False),  # another sum, but no power of ten
        ("１２，０４０百万円", True),
    ],
)
def test_an_amount_ten_times_the_other_is_doubted_and_kept(tmp_path: Path, money: str, doubted: bool) -> None:
    found = read(tmp_path, money=money)
    (amount,) = found.of_kind("sheet_amount")
    field = amount.first("amount")
    assert field is not None and (field.confidence < 0.5) is doubted
    assert ("doubtful-amount" in {issue.code for issue in found.issues}) is doubted


def test_a_part_above_the_whole_is_doubted(tmp_path: Path) -> None:
    found = read(tmp_path, money="１２．０億円（うち、研修分 ３５億円）")
    assert any(issue.code == "doubtful-amount" and "35" in issue.message for issue in found.issues) or any(
        "３５億円" in issue.message for issue in found.issues
    )


@settings(max_examples=120, deadline=None)
@given(
    number=st.integers(min_value=10, max_value=99_999_999),
    place=st.integers(min_value=0, max_value=9),
    sign=st.sampled_from("〓■□?�Ｘᡳ"),
    unit=st.sampled_from(["億円", "百万円", "千円", "万円"]),
)
def test_no_digit_lost_inside_a_number_gives_a_value(number: int, place: int, sign: str, unit: str) -> None:
    printed = f"{number:,}"
    digits = [index for index, char in enumerate(printed) if char.isdigit()]
    at = digits[place % len(digits)]
    text = f"当初予算額 {printed[:at]}{sign}{printed[at + 1 :]}{unit}"
    found = find_amounts(text)
    assert found and all(item.yen is None for item in found)
    assert all(text[item.start : item.end] == item.text for item in found)

"""Labels of conditions on a programme sheet: what is read from them, and the issue where nothing is."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record
from nlp.sheets.reader import read_sheets

SHEET = """海岸漂着物等地域対策支援事業（環境省水・大気環境局海洋環境課）

令和１０年度概算決定額 ３．１億円

事業概要・目的

○ 海岸に漂着したごみの回収を進めます。

資金の流れ

{conditions}

期待される効果

○ 海岸の景観が保たれます。
"""


def read(conditions: str) -> tuple[Record, ReadResult, str]:
    text = SHEET.format(conditions=conditions)
    result = read_sheets(Reading.plain("d", text), Context(load_gazetteers(), {}, "d"))
    return next(item for item in result.records if item.kind == "sheet"), result, text


def unread(result: ReadResult, text: str) -> list[str]:
    found = [item for item in result.issues if item.code == "unread-condition"]
    assert all(item.subject.startswith("sheet:") for item in found)
    return [text[item.where.start : item.where.end].strip() for item in found if item.where is not None]


@pytest.mark.parametrize(
    ("conditions", "field", "value"),
    [
        ("補助率\\n2/3", "subsidy_rate", "2/3"),
        ("事業実施者　港務局", "implementer", "港務局"),
        ("【国費率】1/2", "subsidy_rate", "1/2"),
        ("助成限度額：１団体あたり 7,000千円", "limit", 7_000_000),
    ],
)
def test_a_label_without_brackets_or_in_other_words_is_read(
    conditions: str, field: str, value: str | int
) -> None:
    sheet, result, text = read(conditions.replace("\\n", "\n"))
    assert [item.value for item in sheet.all(field)] == [value]
    assert unread(result, text) == []


@pytest.mark.parametrize(
    ("conditions", "value"),
    [
        ("【補助率】別途定める", "別途定める"),
        ("【補助上限額】予算の範囲内", "予算の範囲内"),
        ("【実施主体】海岸を管理する者が定める団体とする。", "海岸を管理する者が定める団体とする。"),
        ("【採択要件】５年以上の計画を有すること", "５年以上の計画を有すること"),
        ("対象経費：回収と運搬に要する費用", "回収と運搬に要する費用"),
    ],
)
def test_a_value_that_no_field_holds_is_an_issue(conditions: str, value: str) -> None:
    _, result, text = read(conditions)
    assert unread(result, text) == [value]


def test_whoever_stands_behind_the_label_of_the_supported_is_supported() -> None:
    sheet, _, text = read("【対象者】漁業者（留学生を除く）")
    groups = {str(item.value): item for item in sheet.all("target_group")}
    assert set(groups) == {"漁業者"}
    where = groups["漁業者"].where
    assert where is not None
    assert text[where.start : where.end] == "漁業者"


def test_a_limit_that_a_note_sets_is_read_with_what_it_is_of() -> None:
    sheet, result, _ = read(
        "国　→　市町村　1/2（２の事業）\n\n※２の事業の上限は１団体あたり 3,000千円とする。"
    )
    assert [(item.value, item.note) for item in sheet.all("limit")] == [
        (3_000_000, "２の事業・1団体あたり（上限）")
    ]
    assert not any("上限" in str(item.value) for name in ("purpose", "overview") for item in sheet.all(name))
    assert not any(item.code == "unread-note" for item in result.issues)

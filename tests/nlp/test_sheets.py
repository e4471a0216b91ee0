"""Programme sheets: where they begin and end, what they hold, and what damage does to them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.gazetteer import load_gazetteers
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record
from nlp.sheets.parts import Nesting, read_mark
from nlp.sheets.reader import read_sheets
from nlp.sheets.stages import find_stages
from tests.generate.sheets import write_document


def read(text: str) -> ReadResult:
    """The sheets of a plain text."""
    return read_sheets(Reading.plain("d", text), Context(load_gazetteers(), {}, "d"))


def sheets(result: ReadResult) -> list[Record]:
    """The sheet records."""
    return [record for record in result.records if record.kind == "sheet"]


@pytest.mark.parametrize("seed", range(12))
def test_generated_sheets_are_read_whole(seed: int) -> None:
    text, truth = write_document(seed)
    result = read(text)
    assert [sheet.text("label") for sheet in sheets(result)] == [sheet.label for sheet in truth]
    for found, sheet in zip(sheets(result), truth, strict=True):
        own = [item for item in result.records if item.parent == f"sheet:{found.key}"]
        amounts = [item for item in own if item.kind == "sheet_amount"]
        assert found.text("ministry") == sheet.ministry
        assert [item.value("amount") for item in amounts] == [item.yen for item in sheet.amounts]
        assert [item.value("fiscal_year") for item in amounts] == [item.year for item in sheet.amounts]
        assert [item.value("stage") for item in amounts] == [item.stage for item in sheet.amounts]
        assert [item.text("label") for item in own if item.kind == "component"] == sheet.components
        assert {item.value for item in found.all("limit")} == set(sheet.limits)
        assert {item.value for item in found.all("subsidy_rate")} == set(sheet.rates)


@pytest.mark.parametrize("seed", range(6))
def test_every_quote_slices_back(seed: int) -> None:
    text, _ = write_document(seed)
    for record in read(text).records:
        for item in record.fields:
            if item.where is not None:
                assert text[item.where.start : item.where.end] == item.raw


def damaged(text: str, seed: int) -> str:
    """The text with characters and lines cut, doubled and moved."""
    random = Random(seed)
    lines = text.split("\n")
    for _ in range(random.randint(1, 8)):
        at = random.randrange(len(lines))
        action = random.choice(("cut", "drop", "double", "move", "noise"))
        if action == "cut":
            lines[at] = lines[at][: random.randint(0, len(lines[at]))]
        elif action == "drop" and len(lines) > 1:
            del lines[at]
        elif action == "double":
            lines.insert(at, lines[at])
        elif action == "move":
            lines.insert(random.randrange(len(lines)), lines.pop(at))
        else:
            lines[at] += chr(random.choice((0x0E01, 0x2028, 0xF06C, 0x0000, 0x200B)))
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(40))
def test_damage_never_crashes_and_quotes_still_slice_back(seed: int) -> None:
    text = damaged(write_document(seed % 8)[0], seed)
    for record in read(text).records:
        for item in record.fields:
            if item.where is not None:
                assert text[item.where.start : item.where.end] == item.raw


@given(
    st.text(
        alphabet="①②（）()12.．年度補正予算額億円【】補助率事業の目的施策名：:\n\t　 室課内閣府・○。",
        max_size=300,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str) -> None:
    read(text)


def test_a_lost_title_leaves_the_sheet_and_an_issue() -> None:
    result = read(
        "令和9年度補正予算額 5億円\n\n事業概要・目的\n\n- 高齢者への支援が必要です。\n\n期待される効果\n\n- 進みます。\n"
    )
    (sheet,) = sheets(result)
    assert sheet.first("label") is None
    assert sheet.text("display_label").startswith("（")
    assert sheet.first("display_label").method == "built"
    assert "missing-title" in {issue.code for issue in result.issues}


def test_shuffled_page_keeps_its_texts_apart() -> None:
    text = (
        "ＮＰＯ等を対象として、先駆的な取組への支援を行い、その成果を取りまとめます。\n\n"
        "○ 高齢者の孤立が進み、地域の居場所の確保が重要です。\n\n"
        "地域のつながり推進事業（総務省自治行政局地域振興室）\n\n９年度補正予算額 ３．５億円\n\n"
        "事業概要・目的 事業イメージ・具体例\n\n資金の流れ\n\n"
        "○ これにより、各地で取組が展開されます。\n\n期待される効果\n"
    )
    result = read(text)
    (sheet,) = sheets(result)
    assert sheet.text("label") == "地域のつながり推進事業"
    assert "重要です" in sheet.text("purpose")
    assert "取りまとめます" in sheet.text("overview")
    assert "展開されます" in sheet.text("effect")


def test_amounts_of_several_programmes_keep_their_names() -> None:
    text = (
        "令和10年度当初予算案\n・住まい支援事業 12.34億円\n・総合交付金 4,000億円の内数\n令和9年度補正予算\n・住まい支援事業 1.5億円\n\n"
        "住まい支援法人等に対する活動支援\n\n【事業イメージ】\n\n【制度スキーム】\n"
    )
    amounts = [item for item in read(text).records if item.kind == "sheet_amount"]
    assert [
        (item.text("label"), item.value("fiscal_year"), item.value("stage"), item.value("amount_kind"))
        for item in amounts
    ] == [
        ("住まい支援事業", 2028, "draft", "exact"),
        ("総合交付金", 2028, "draft", "includedIn"),
        ("住まい支援事業", 2027, "supplementary", "exact"),
    ]


def test_wrapped_label_is_joined() -> None:
    text = (
        "施策名：見守りの強化\n\n① 施策の目的\n\n③ 施策の概要\n\n"
        "（１）地域におけるSNS等を活用した悩みに対する\n相談体制の強化等の支援\n\n・相談員の確保\n"
    )
    parts = [item.text("label") for item in read(text).records if item.kind == "component"]
    assert parts == ["地域におけるSNS等を活用した悩みに対する相談体制の強化等の支援"]


@pytest.mark.parametrize(
    ("text", "year", "stage"),
    [
        ("令和7年度補正予算案 4.4億円", 2025, "supplementary"),
        ("R8予算(案)額", 2026, "draft"),
        ("８年度概算決定額", 2026, "approvedEstimate"),
        ("令和元年度当初予算額", 2019, "initial"),
        ("平成31年度予算額", 2019, "initial"),
    ],
)
def test_stages(text: str, year: int, stage: str) -> None:
    (found,) = find_stages(text)
    assert (found.year, found.stage) == (year, stage)


def test_marks_nest_and_skip() -> None:
    nesting = Nesting()
    placed = [
        nesting.place(mark)
        for text in ("(1) 甲の支援", "(A) 乙の型", "(B) 丙の型", "(2) 丁の支援")
        if (mark := read_mark(text))
    ]
    assert placed == ["(1)", "(1)(A)", "(1)(B)", "(2)"]
    assert read_mark("(1)～(3)は指針に基づく") is None
    assert read_mark("Ⅰ\tⅡ") is None


def test_a_passage_printed_twice_on_end_is_read_once_and_reported() -> None:
    text, truth = write_document(3, 1)
    lines = [line for line in text.split("\n") if line]
    at = next(index for index, line in enumerate(lines) if index > 4 and len(line) > 20)
    result = read("\n\n".join([*lines[: at + 1], *lines[at - 2 : at + 1], *lines[at + 1 :]]))
    assert [sheet.text("label") for sheet in sheets(result)] == [truth[0].label]
    assert "repeated-passage" in {issue.code for issue in result.issues}

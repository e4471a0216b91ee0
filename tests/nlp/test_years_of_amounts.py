"""Amounts of other years on sheets and lists: 前年度 4.8億円, R6補正, differences and carry-overs; and the flow of funds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.budgets.reader import read_budget_list
from nlp.gazetteer import load_gazetteers
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record
from nlp.sheets.reader import read_sheets
from nlp.sheets.stages import year_marks
from nlp.values.era_dates import find_fiscal_years
from nlp.values.relative_years import is_carried_over, is_difference, names_difference

SETTINGS = load_profiles()["budget_list"].settings["budget_list"]
BODY = "\n\n事業概要・目的\n\n○ 不登校児童生徒の学習を支援します。\n\n事業イメージ・具体例\n\n○ 教室を設置します。\n"


def sheet(amounts: str, body: str = BODY) -> ReadResult:
    text = f"学習支援推進事業（文部科学省初等中等教育局児童生徒課）\n\n{amounts}{body}"
    return read_sheets(Reading.plain("made", text), Context(load_gazetteers(), {}, "made"))


def printed(amounts: str) -> list[tuple[object, object, object]]:
    return [
        (item.value("amount"), item.value("fiscal_year"), item.value("stage"))
        for item in sheet(amounts).records
        if item.kind == "sheet_amount"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("令和7年度当初予算額 5億円（前年度 4億円）", [(5, 2025, "initial"), (4, 2024, "initial")]),
        ("令和7年度当初予算額 5億円（前年度予算額 4億円）", [(5, 2025, "initial"), (4, 2024, "initial")]),
        (
            "８年度概算決定額 5億円（前年度予算額 4億円）",
            [(5, 2026, "approvedEstimate"), (4, 2025, "initial")],
        ),
        ("令和7年度当初予算額 5億円（R6補正: 4億円）", [(5, 2025, "initial"), (4, 2024, "supplementary")]),
        ("令和7年度当初予算額 5億円（令和6年度 4億円）", [(5, 2025, "initial"), (4, 2024, "initial")]),
        ("令和6年度補正予算額 5億円（R5：4億円）", [(5, 2024, "supplementary"), (4, 2023, None)]),
        ("令和7年度当初予算額 5億円\n（前年度 4億円）", [(5, 2025, "initial"), (4, 2024, "initial")]),
        ("令和7年度当初予算額 5億円（＋1億円）", [(5, 2025, "initial")]),
        ("令和7年度当初予算額 5億円（対前年度比 1億円増）", [(5, 2025, "initial")]),
        ("令和7年度当初予算額 5億円（うち前年度繰越 1億円）", [(5, 2025, "initial")]),
        ("令和7年度当初予算額（前年度 4億円） 5億円", [(4, 2024, "initial"), (5, 2025, "initial")]),
        ("（令和7年度当初予算）5億円", [(5, 2025, "initial")]),
    ],
)
def test_every_amount_takes_its_own_year(text: str, found: list[tuple[int, int, str]]) -> None:
    assert printed(text) == [(yen * 100_000_000, year, stage) for yen, year, stage in found]


@given(
    st.integers(2, 30),
    st.integers(1, 9999),
    st.integers(1, 9999),
    st.sampled_from(["前年度", "前年度予算額", "前年度当初予算"]),
)
def test_an_amount_of_the_year_before_is_never_the_current_years(
    year: int, now: int, before: int, word: str
) -> None:
    found = printed(f"令和{year}年度当初予算額 {now}百万円（{word} {before}百万円）")
    assert found == [
        (now * 1_000_000, 2018 + year, "initial"),
        (before * 1_000_000, 2017 + year, "initial"),
    ]


def test_a_carry_over_is_reported() -> None:
    found = sheet("令和7年度当初予算額 5億円（うち前年度繰越 1億円）")
    assert "carried-over" in {issue.code for issue in found.issues}


def test_columns_of_a_list_by_their_distance_in_years() -> None:
    text = """令和7年度予算一覧（単位：百万円）
No.\t事業名\t令和7年度予算額\t前年度予算額\t増減額\t担当府省庁
1\t学習支援推進事業\t500\t400\t100\t文部科学省
2\t見守り支援事業\t300\t350\t△50\t厚生労働省
"""
    settings = load_profiles()["budget_list"].settings["budget_list"]
    found = read_budget_list(Reading.plain("made", text), Context(load_gazetteers(), settings, "made"))
    rows = [item for item in found.records if item.kind == "budget_line"]
    assert [(row.value("number"), row.value("fiscal_year"), row.value("amount")) for row in rows] == [
        (1, 2025, 500_000_000),
        (1, 2024, 400_000_000),
        (2, 2025, 300_000_000),
        (2, 2024, 350_000_000),
    ]


def test_words_of_differences_and_carry_overs() -> None:
    assert names_difference("対前年度増減額")
    assert not names_difference("前年度予算額")
    assert is_difference("△3百万円", 1, 5)
    assert not is_carried_over("前年度 3百万円", 4)


PARTS = """

＜本事業のねらい＞

外国人が安心して暮らせる環境を整備します。

＜事業の内容＞

1. 相談窓口の設置

相談窓口を設置する市町村を支援します。

2. 研修の実施

職員に対する研修を実施します。

{flow}国 → 民間団体　定額
"""


@pytest.mark.parametrize("flow", ["＜資金の流れ＞\n\n", "【資金の流れ】\n\n", "《事業スキーム》\n\n", ""])
def test_a_flow_of_funds_is_the_sheets_and_names_its_receiver(flow: str) -> None:
    found = {
        item.kind + item.key[-2:]: item
        for item in sheet("令和7年度当初予算額 5億円", PARTS.format(flow=flow)).records
    }
    whole = _only(found, "sheet")
    assert whole.value("purpose") == "外国人が安心して暮らせる環境を整備します。"
    assert whole.value("subsidy_rate") == "定額"
    assert whole.value("implementer") == "民間団体"
    parts = [item for item in found.values() if item.kind == "component"]
    assert len(parts) == 2
    assert all(item.first("subsidy_rate") is None and item.first("implementer") is None for item in parts)


@pytest.mark.parametrize(
    ("line", "bodies"),
    [
        ("国 → 都道府県、指定都市（1/2）", ["都道府県", "指定都市"]),
        ("厚生労働省 ⇒ 社会福祉法人等　委託費", ["社会福祉法人等"]),
        ("国 → 都道府県 → 市町村　1/2", []),
        ("国が市町村を支援する", []),
    ],
)
def test_receivers(line: str, bodies: list[str]) -> None:
    body = f"\n\n事業概要・目的\n\n○ 学習を支援します。\n\n資金の流れ\n\n{line}\n"
    whole = next(item for item in sheet("令和7年度当初予算額 5億円", body).records if item.kind == "sheet")
    assert [item.value for item in whole.all("implementer")] == bodies


def _only(found: dict[str, Record], kind: str) -> Record:
    return next(item for item in found.values() if item.kind == kind)


@pytest.mark.parametrize(
    ("before", "after"), [("R8当初", "R9案"), ("８年度当初", "９年度政府案"), ("令和8年度予算額", "R9要求")]
)
def test_two_years_side_by_side_by_short_heads(before: str, after: str) -> None:
    text = (
        f"番号\t事業名\t府省庁\t{before}\t{after}\t備考\n（単位：百万円）\n"
        "1\t離島航路維持事業\t国土交通省\t1,000\t1,120\t\n"
        "2\t日本語教室推進事業\t文部科学省\t-\t75\t新規\n"
        "3\t人材定着支援事業\t総務省\t56\t-\t\n"
    )
    result = read_budget_list(Reading.plain("made", text), Context(load_gazetteers(), SETTINGS, "made"))
    found = {
        (item.value("number"), item.value("fiscal_year"), item.value("amount"))
        for item in result.records
        if item.kind == "budget_line" and item.value("amount") is not None
    }
    assert found == {
        (1, 2026, 1_000_000_000),
        (1, 2027, 1_120_000_000),
        (2, 2027, 75_000_000),
        (3, 2026, 56_000_000),
    }


def test_a_column_of_amounts_without_a_year_is_told_and_lends_no_amount() -> None:
    text = (
        "番号\t事業名\t府省庁\t令和8年度予算額（百万円）\t精算\t備考\n"
        "1\t離島航路維持事業\t国土交通省\t1,000\t990\t\n"
        "2\t日本語教室推進事業\t文部科学省\t-\t75\t\n"
    )
    result = read_budget_list(Reading.plain("made", text), Context(load_gazetteers(), SETTINGS, "made"))
    amounts = [item.value("amount") for item in result.records if item.kind == "budget_line"]
    assert amounts == [1_000_000_000, None]
    assert "unread-column" in {issue.code for issue in result.issues}


OFFICE = """住居確保モデル事業
住宅局 安心居住推進課
令和10年度要求額 0.45億円（新規）

１．目的
住居を失った者を支援する。

２．内容
(1) 物件の紹介
 物件の紹介に要する経費を補助する。

３．実施主体 居住支援法人
４．補助率 定額（国10/10）
５．補助上限 １法人当たり15,000千円
"""


def test_an_office_between_title_and_amount_and_numbered_conditions() -> None:
    records = read_sheets(Reading.plain("made", OFFICE), Context(load_gazetteers(), {}, "made")).records
    (found,) = [item for item in records if item.kind == "sheet"]
    assert (found.text("label"), found.text("bureau")) == ("住居確保モデル事業", "住宅局 安心居住推進課")
    assert found.text("purpose") == "住居を失った者を支援する。"
    assert "住宅局" not in found.text("overview") and "補助率" not in found.text("overview")
    assert [item.value for item in found.all("implementer")] == ["居住支援法人"]
    assert [item.value for item in found.all("subsidy_rate")] == ["定額", "10/10"]
    assert [item.value for item in found.all("limit")] == [15_000_000]
    (part,) = [item for item in records if item.kind == "component"]
    assert not list(part.all("implementer"))


SHEETS = """漁業研修生受入環境整備事業

【令和９年度要求額 1,120（980）百万円】

１ 事業の目的
研修生が働けるよう支援する。

２ 事業の概要・スキーム、実施主体等
【実施主体】都道府県
【補助率】
 発災から３年間 10/10
 ４年目以降 3/4
"""


def test_a_sum_in_brackets_before_the_unit_is_of_another_year_and_told() -> None:
    result = read_sheets(Reading.plain("made", SHEETS), Context(load_gazetteers(), {}, "made"))
    (found,) = [item for item in result.records if item.kind == "sheet"]
    assert found.text("label") == "漁業研修生受入環境整備事業"
    assert found.text("purpose") == "研修生が働けるよう支援する。"
    assert [item.value for item in found.all("subsidy_rate")] == ["10/10", "3/4"]
    amounts = [item.value("amount") for item in result.records if item.kind == "sheet_amount"]
    assert amounts == [1_120_000_000]
    assert any("980" in issue.message for issue in result.issues)


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("政府案", "draft"),
        ("予算政府案", "draft"),
        ("政府予算案", "draft"),
        ("当初案", "draft"),
        ("当初予算（案）", "draft"),
        ("予算額（政府案）", "draft"),
        ("案", "draft"),
        ("要求", "request"),
        ("要求額", "request"),
        ("予算概算要求額", "request"),
        ("当初要求額", "request"),
        ("当初概算決定", "approvedEstimate"),
        ("予算額(概算決定)", "approvedEstimate"),
        ("補正予算案", "supplementary"),
        ("当初", "initial"),
        ("予算額", "initial"),
    ],
)
def test_heads_of_lists_and_lines_of_sheets_say_the_same_stage(words: str, stage: str) -> None:
    (listed,) = find_fiscal_years(f"令和8年度{words}")
    (on_sheet,) = year_marks(f"令和8年度{words} 10億円", None)
    assert (listed.year, listed.stage) == (on_sheet.year, on_sheet.stage) == (2026, stage)


def test_a_case_is_no_draft() -> None:
    assert [hit.stage for hit in find_fiscal_years("令和8年度案件の一覧")] == [""]

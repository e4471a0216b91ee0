"""Sheets side by side: a title in brackets, amounts at a sheet's end, conditions that are numbered like parts."""

from __future__ import annotations

from nlp.gazetteer import load_gazetteers
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record
from nlp.sheets.reader import read_sheets

TEXT = """《河川協力団体活動支援事業》令和8年度補正予算 2.4億円

水管理・国土保全局 河川環境課

事業の目的

- 河川の清掃や巡視を行う団体の活動を後押しする。

事業の概要

① 巡視活動の支援

団体が行う巡視に要する経費を補助する。

② 実施主体　河川協力団体

③ 補助率　国 1/2、市町村 1/2

④ 実施期間　交付決定の日から1年以内

令和9年度当初予算案：防災・安全交付金 880億円の内数

干潟再生モデル事業

【令和8年度補正予算額 310百万円】

【R9予算（案）額 12,500千円】

<対策のポイント>
干潟の再生に取り組む市町村を支援します。

<事業の内容>

1. 干潟の造成

砂の投入を補助します。【補助率】定額

〈農山漁村振興費補助金〉令和8年度補正予算 5億円

事業の目的

- 里山で伐採した木材の利用を進める。里山の木材は里山で使う。

事業の概要

補助：定額（1団体あたり上限300万円）
"""


def _read() -> ReadResult:
    return read_sheets(Reading.plain("d", TEXT), Context(load_gazetteers(), {}, "d"))


def _of(kind: str) -> list[Record]:
    return [record for record in _read().records if record.kind == kind]


def test_a_programme_in_brackets_is_the_title_a_fund_is_not() -> None:
    """《…事業》 heads its sheet; 〈…費補助金〉 says whose money it is, so that sheet's name is built."""
    assert [sheet.text("label") for sheet in _of("sheet")] == [
        "河川協力団体活動支援事業",
        "干潟再生モデル事業",
        "",
    ]
    assert "農山漁村振興費補助金" in _of("sheet")[2].text("display_label")


def test_an_amount_at_the_end_of_a_sheet_is_its_own() -> None:
    """The next title has amounts below it; the amount above the title is of the sheet before."""
    found = [
        (amount.parent, amount.value("fiscal_year"), amount.value("amount"), amount.text("amount_kind"))
        for amount in _of("sheet_amount")
    ]
    assert found[:4] == [
        ("sheet:河川協力団体活動支援事業", 2026, 240_000_000, "exact"),
        ("sheet:河川協力団体活動支援事業", 2027, 88_000_000_000, "includedIn"),
        ("sheet:干潟再生モデル事業", 2026, 310_000_000, "exact"),
        ("sheet:干潟再生モデル事業", 2027, 12_500_000, "exact"),
    ]


def test_numbered_conditions_are_no_parts() -> None:
    """② 実施主体 and ④ 実施期間 are conditions; what no field of its own holds stays in the text."""
    assert [part.text("label") for part in _of("component")] == ["巡視活動の支援", "干潟の造成"]
    sheet = _of("sheet")[0]
    assert [item.value for item in sheet.all("implementer")] == ["河川協力団体"]
    assert [item.value for item in sheet.all("subsidy_rate")] == ["1/2"]
    assert "実施期間　交付決定の日から1年以内" in sheet.text("overview")


def test_a_rate_behind_the_bare_word_of_the_payment() -> None:
    """補助：定額."""
    assert [item.value for item in _of("sheet")[2].all("subsidy_rate")] == ["定額"]

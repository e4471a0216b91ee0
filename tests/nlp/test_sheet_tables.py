"""Programme sheets: tables of parts by their columns, numbers torn over a line end, who carries out what a drawing shows, lost signs."""

from __future__ import annotations

from nlp.gazetteer import load_gazetteers
from nlp.language.group_names import above
from nlp.profiles import load_profiles
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Issue, Record
from nlp.sheets.reader import read_sheets
from nlp.values.subsidies import find_rates

MENU = """里の手仕事継承支援事業（観光庁観光地域振興部）

令和９年度補正予算額 １億2千万円（新規）

事業概要・目的

○ 古くから伝わる手仕事を学ぶ者を支える市町村の取組を後押しします。

事業イメージ・具体例

	事業メニュー	補助率	上限
①	教室の開催	定額	1教室 600千円
②	道具の購入	２／３	１人
			150千円
③	展示会の開催	５．５／１０

資金の流れ

国 → 事務局（民間事業者） → 手仕事保存団体、漁業協同組合

期待される効果

○ 令和１２年度末までに、教室を修了した者を延べ３００人とします。
"""
FARM = """〇 湖の恵み再生緊急対策事業

＜対策のポイント＞
魚の減った湖において、漁協等が行う稚魚の放流を支援します。

＜事業の内容＞

１．稚魚の放流
稚魚の購入費を支援します。

＜事業の流れ＞

国

定額、1/2
（１の事業）

都道府県

漁業協同組合、
加工団体

3/4（２の事業、上限 200万円）

【令和９年度補正予算額 2,4
50百万円】

［お問い合わせ先］水産庁栽培養殖課（03-0000-1111）
"""
POLICE = """施策名：水難防止巡回事業
令和９年度補正予算案 3億円

① 施策の目的

・水の事故をなくす。見回りを若者だけが担っているとの声がある。

③ 施策の概要

・川辺の見回りを行う。

④ 施策のスキーム図、実施要件（対象、補助率等）等

○ 実施主体：警察庁（民間事業者に委託）
○ 補助率：定額（■■■）

⑤ 成果イメージ（経済効果、雇用の下支え・創出効果、波及プロセスを含む）

・見回りの回数を増やす。
"""


def read(text: str) -> tuple[Record, list[Record], list[Issue]]:
    settings = load_profiles()["grant_sheets"].settings.get("sheets", {})
    result = read_sheets(Reading.plain("d", text), Context(load_gazetteers(), settings, "d"))
    (sheet,) = [item for item in result.records if item.kind == "sheet"]
    return sheet, list(result.records), list(result.issues)


def values(record: Record, name: str) -> list[object]:
    return [item.value for item in record.all(name)]


def test_a_table_of_parts_is_read_by_its_columns() -> None:
    sheet, records, _ = read(MENU)
    assert values(sheet, "subsidy_rate") == ["定額", "2/3", "5.5/10"]
    assert [(item.value, item.note) for item in sheet.all("limit")] == [
        (600_000, "1教室（上限）"),
        (150_000, "1人（上限）"),
    ]
    parts = {item.text("notation"): item for item in records if item.kind == "component"}
    assert values(parts["②"], "limit") == [150_000] and values(parts["③"], "limit") == []
    assert set(values(sheet, "implementer")) == {"手仕事保存団体", "漁業協同組合"}


def test_a_number_torn_over_the_line_end_and_the_end_of_a_drawn_chain() -> None:
    sheet, records, issues = read(FARM)
    (amount,) = [item for item in records if item.kind == "sheet_amount"]
    assert (amount.value("amount"), amount.value("fiscal_year")) == (2_450_000_000, 2027)
    assert {"sheet-without-amount", "unreadable-amount"}.isdisjoint(item.code for item in issues)
    _, again, _ = read(FARM.replace("2,4\n50百万円", "2,\n450百万円"))
    assert [item.value("amount") for item in again if item.kind == "sheet_amount"] == [2_450_000_000]
    assert values(sheet, "implementer") == ["漁業協同組合", "加工団体"]
    assert set(values(sheet, "subsidy_rate")) == {"定額", "1/2", "3/4"}


def test_the_ministry_that_carries_it_out_and_what_is_lost() -> None:
    sheet, _, issues = read(POLICE)
    assert values(sheet, "ministry") == ["警察庁"]
    assert "若者" not in " ".join(map(str, values(sheet, "target_group")))
    assert "unreadable-rate" in {item.code for item in issues}
    assert [rate.value for rate in find_rates("国費率：５．５／１０")] == ["5.5/10"]
    groups = load_gazetteers().target_groups
    assert "被災者" not in above("住居を失った犯罪被害者", groups) and "被災者" in above(
        "住居を失った世帯", groups
    )


def test_rates_limits_and_who_in_running_text() -> None:
    told = POLICE.replace(
        "・川辺の見回りを行う。",
        "・消防団が見回りを行うための費用を補助する。補助率は２分の１（離島は３分の２）とし、１団につき４０万円を超えないものとする。",
    ).replace("○ 実施主体：警察庁（民間事業者に委託）\n○ 補助率：定額（■■■）\n", "")
    told = told.replace("消防団", "地域の協議会")
    sheet, _, _ = read(told)
    assert values(sheet, "subsidy_rate") == ["1/2", "2/3"]
    assert [(item.value, item.note) for item in sheet.all("limit")] == [(400_000, "1団につき（上限）")]
    assert values(sheet, "implementer") == ["地域の協議会"]
    _, records, _ = read(FARM.replace("2,4\n50百万円", "2,\n450（1,900）百万円"))
    assert [item.value("amount") for item in records if item.kind == "sheet_amount"] == [2_450_000_000]
    _, records, _ = read(FARM.replace("2,4\n50百万円", "\n\n050百万円"))
    assert not [item for item in records if item.kind == "sheet_amount" and item.value("amount") is not None]

"""Programme sheets without a list before them: recognised by their build, rates and bodies outside the labelled brackets."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.errors import UnknownKindError
from nlp.extract import extract_document
from nlp.files.inputs import load_source
from nlp.language.bodies import split_bodies
from nlp.records import Extraction, Record
from nlp.sheets.drawn_rates import drawn_rates
from nlp.sources import SourceEntry

# None of these headings stands in the seeds' profiles.
SHEETS = """離島航路デジタル化支援事業（国土交通省海事局内航課（航路担当））

令和９年度当初予算額 1.4億円

■ 事業の趣旨
島の住民の足を守るため、運航情報の電子化に取り組む航路事業者を支援する。

■ 支援の内容
(1) 運航情報の電子化
運航状況を知らせる仕組みの導入費用を補助する。

■ 資金の流れ
国 → 航路事業者　補助率：２/５

■ 事業の効果
欠航を知らずに港へ来る人が減る。



森林環境教育推進プロジェクト（林野庁森林整備部森林利用課）

令和９年度当初予算額 30百万円

■ 背景と目的
森に触れる機会の少ないこどもに、森林の働きを学ぶ場をつくる。

■ 支援の内容
指導者の養成と教材の作成を行う。

（１）実施主体
都道府県及び一部事務組合、森林組合
"""


def read(tmp_path: Path, text: str, name: str = "sheets.txt") -> Extraction:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return extract_document(SourceEntry(id="sheets", path=path))


def sheets(found: Extraction) -> dict[str, Record]:
    return {record.text("label"): record for record in found.records if record.kind == "sheet"}


def test_sheets_alone_are_recognised_by_their_build(tmp_path: Path) -> None:
    found = read(tmp_path, SHEETS)
    assert found.document.profile == "programme_sheets"
    assert set(sheets(found)) == {"離島航路デジタル化支援事業", "森林環境教育推進プロジェクト"}
    assert not [record for record in found.records if record.kind == "budget_line"]


def test_an_office_with_a_bracket_of_its_own(tmp_path: Path) -> None:
    sheet = sheets(read(tmp_path, SHEETS))["離島航路デジタル化支援事業"]
    assert sheet.text("bureau") == "国土交通省海事局内航課（航路担当）"
    assert sheet.text("ministry") == "国土交通省"


def test_a_rate_within_the_flow_and_bodies_side_by_side(tmp_path: Path) -> None:
    found = sheets(read(tmp_path, SHEETS))
    assert [item.value for item in found["離島航路デジタル化支援事業"].all("subsidy_rate")] == ["2/5"]
    named = [item.value for item in found["森林環境教育推進プロジェクト"].all("implementer")]
    assert named == ["都道府県", "一部事務組合", "森林組合"]


def test_a_page_of_prose_is_still_not_recognised(tmp_path: Path) -> None:
    with pytest.raises(UnknownKindError):
        read(
            tmp_path, "港のまちづくり\n\n島の暮らしを支える人に話を聞いた。\n\n概要\n\n来月に続きを載せる。\n"
        )


def test_a_list_without_its_head_is_still_a_list(tmp_path: Path) -> None:
    rows = "\n".join(
        f"{number}\t第{number}種漁港整備事業\t{number}40百万円\t農林水産省" for number in range(31, 38)
    )
    found = read(tmp_path, rows + "\n\n\n" + SHEETS)
    assert found.document.profile == "budget_list"
    assert sum(record.kind == "budget_line" for record in found.records) == 7


@pytest.mark.parametrize(
    ("line", "flow", "rates"),
    [
        ("国 → 県 → 漁協 補助（3/4）", False, ["3/4"]),
        ("国 民間団体 定額、1/3", True, ["定額", "1/3"]),
        ("（補助率 １/３）", False, ["1/3"]),
        ("国 → 都道府県 1/2 → 市町村 1/4", True, ["1/2"]),
        ("令和９年 4/1 から受付", False, []),
        ("資料 1/3", True, []),
        ("国は費用の1/2を負担する。", True, []),
    ],
)
def test_rates_in_drawings(line: str, flow: bool, rates: list[str]) -> None:
    assert [rate.value for rate in drawn_rates(line, flow=flow)] == rates


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("町村又は広域連合", ["町村", "広域連合"]),
        ("県（指定都市を含む。）、市", ["県", "市"]),
        ("漁業協同組合・NPO法人", ["漁業協同組合", "NPO法人"]),
        ("市町村及び県が認める団体", ["市町村及び県が認める団体"]),
        ("※別紙のとおり", []),
    ],
)
def test_bodies(text: str, names: list[str]) -> None:
    assert [body.name for body in split_bodies(text)] == names


def test_the_spans_of_bodies_slice_back(tmp_path: Path) -> None:
    found = read(tmp_path, SHEETS)
    text = load_source(tmp_path / "sheets.txt").text
    for record in found.records:
        for item in record.fields:
            if item.where is not None and item.raw:
                assert text[item.where.start : item.where.end] == item.raw


SAID = """河川環境保全交付金（国土交通省水管理・国土保全局）

令和９年度当初予算額 1.4億円

■ 事業の趣旨
地方公共団体が住民団体と連携して行う河川の清掃を支援します。

■ 支援の内容
(1) 清掃支援
【補助率】国 1/2、都道府県・市町村 1/2
河川の清掃に使う舟艇の購入を支援します（1艇あたり上限180万円）。

■ 事業の効果
川に親しむ人が増える。
"""


def test_shares_a_limit_in_a_sentence_and_who_carries_it_out(tmp_path: Path) -> None:
    sheet = next(iter(sheets(read(tmp_path, SAID)).values()))
    assert [(item.value, item.raw) for item in sheet.all("rate_shares")] == [
        ("国 1/2、都道府県・市町村 1/2", "国 1/2、都道府県・市町村 1/2")
    ]
    assert [item.value for item in sheet.all("subsidy_rate")] == ["1/2"]
    assert [(item.value, item.note) for item in sheet.all("limit")] == [(1_800_000, "1艇あたり（上限）")]
    assert [(item.value, item.method) for item in sheet.all("implementer")] == [("地方公共団体", "said")]


PARTS = """夜間診療確保事業（厚生労働省医政局）

令和７年度補正予算額 3億円

事業概要・目的

○ 夜間に診療する医療機関を支援します。

実施主体等

【実施主体】都道府県
【補助率】国１／３、都道府県２／３（離島は国10/10）
【補助率】定額（１機関当たり700万円を上限）
＜事業の流れ＞
国 → 都道府県 → 医療機関
（交付率は国3/4、医療機関1/4）
"""


def test_no_share_and_no_limit_of_a_rate_is_lost(tmp_path: Path) -> None:
    sheet = next(iter(sheets(read(tmp_path, PARTS)).values()))
    assert {item.value for item in sheet.all("subsidy_rate")} == {"1/3", "10/10", "定額", "3/4"}
    assert [item.value for item in sheet.all("rate_shares")] == [
        "国 1/3、都道府県 2/3、離島は国 10/10",
        "国 3/4、医療機関 1/4",
    ]
    assert [(item.value, item.note) for item in sheet.all("limit")] == [(7_000_000, "1機関当たり（上限）")]

"""Programme sheets whose conditions stand in a drawing with several arrows, in a bracket or in a sentence only."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.extract import extract_document
from nlp.records import Record
from nlp.sources import SourceEntry

SHEET = """海辺の清掃基盤整備事業（水産庁漁港漁場整備部防災漁村課）

令和９年度当初予算額 1.4億円

■ 事業の趣旨
{purpose}

■ 支援の内容
1. 清掃用具の整備
{part}

■ 資金の流れ

{flow}

■ 事業の効果
海辺がきれいになる。
"""


def read(
    tmp_path: Path,
    purpose: str = "海辺の清掃を進める。",
    part: str = "用具の購入を進める。",
    flow: str = "",
) -> Record:
    path = tmp_path / "sheet.txt"
    path.write_text(SHEET.format(purpose=purpose, part=part, flow=flow), encoding="utf-8")
    found = extract_document(SourceEntry(id="sheet", path=path))
    (sheet,) = [record for record in found.records if record.kind == "sheet"]
    return sheet


def test_each_arrow_below_the_state_has_its_rates_limit_and_bodies(tmp_path: Path) -> None:
    sheet = read(
        tmp_path,
        flow="国\n 定額、2/3 → 漁業協同組合等 （１の事業。１組合あたり上限 1,500千円）\n 1/3 → 民間団体 → 港湾協議会 （２の事業）",
    )
    assert [item.value for item in sheet.all("subsidy_rate")] == ["定額", "2/3", "1/3"]
    assert [(item.value, item.note) for item in sheet.all("limit")] == [(1_500_000, "1組合あたり（上限）")]
    assert [item.value for item in sheet.all("implementer")] == [
        "漁業協同組合等",
        "民間団体",
        "港湾協議会",
    ]


def test_a_second_limit_says_in_which_case(tmp_path: Path) -> None:
    sheet = read(
        tmp_path,
        part="【補助率】定額　【補助限度額】１組合あたり 2,000千円（船を新たに購入する場合は 5,000千円）",
    )
    assert [(item.value, item.note) for item in sheet.all("limit")] == [
        (2_000_000, "1組合あたり"),
        (5_000_000, "船を新たに購入する場合"),
    ]


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        ("水難の救助を行う救難法人等の活動に要する経費を補助する。", [("救難法人等", "")]),
        (
            "海浜の監視を、海上保安部が地元の事業者に委託して行う事業。",
            [("地元の事業者", "海上保安部の委託先")],
        ),
        ("都道府県及び市町村における監視塔の設置を支援する。", [("都道府県", ""), ("市町村", "")]),
        ("漁業協同組合等が行う清掃、見回りを続ける体制の整備を支援する。", [("漁業協同組合等", "")]),
        ("海辺の事故を防ぐため、住民の学ぶ機会を増やす。", []),
    ],
)
def test_who_carries_it_out_by_a_sentence(
    tmp_path: Path, purpose: str, expected: list[tuple[str, str]]
) -> None:
    sheet = read(tmp_path, purpose=purpose)
    assert [(item.value, item.note) for item in sheet.all("implementer")] == expected

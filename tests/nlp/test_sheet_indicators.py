"""What a programme sheet aims at is read as the indicators of the programme, each figure with its evidence."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Record
from nlp.sheets.reader import read_sheets

SHEET = """山村留学受入体制整備事業（林野庁森林利用課）

令和１０年度概算決定額 ２．４億円

事業概要・目的

○ 山村で学ぶ児童生徒を受け入れる市町村を支援します。

{goal}

資金の流れ

国 → 市町村

期待される効果

○ 山村の学校が維持されます。
"""


def indicators(goal: str) -> list[Record]:
    text = SHEET.format(goal=goal)
    result = read_sheets(Reading.plain("d", text), Context(load_gazetteers(), {}, "d"))
    sheet = next(item for item in result.records if item.kind == "sheet")
    found = [item for item in result.records if item.kind == "indicator"]
    for record in found:
        assert record.parent == f"sheet:{sheet.key}"
        assert all(
            item.where and text[item.where.start : item.where.end] == item.raw for item in record.fields
        )
    return found


def told(record: Record) -> tuple[object, ...]:
    return tuple(record.value(name) for name in ("measured", "target_value", "unit", "due_year"))


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (
            "＜事業目標＞\n\n○ 受入れを行う市町村数の増加（120市町村［令和14年度まで］）",
            [("受入れを行う市町村数", 120, "市町村", 2032)],
        ),
        ("【成果目標】\n・ 間伐材の利用量　38,000t（令和13年度）", [("間伐材の利用量", 38000, "t", 2031)]),
        ("ＫＰＩ：指導員研修の修了者数 2,400人（R12年度末）", [("指導員研修の修了者数", 2400, "人", 2030)]),
        (
            "６．アウトカム指標\n\n留学生の継続率　90％以上（令和12年度）\n留学した児童生徒数　令和9年度 310人 → 令和13年度 700人",
            [("留学生の継続率", 90, "％", 2030), ("留学した児童生徒数", 700, "人", 2031)],
        ),
        (
            "＜政策目標＞\n○ 木材の輸出額の拡大（600億円［令和11年まで］、1,660億円［令和17年まで］）",
            [("木材の輸出額", 60_000_000_000, "円", 2029), ("木材の輸出額", 166_000_000_000, "円", 2035)],
        ),
        (
            "＜事業目標＞\n○ 山村の木材廃棄量を令和５年度比で30%削減［令和12年度まで］",
            [("山村の木材廃棄量の削減", 30, "%", 2030)],
        ),
        ("＜事業目標＞\n○ 利用者数の増加（45人（令和9年3月時点））", []),
        ("＜事業目標＞\n○ 山村の教育環境の維持", []),
    ],
)
def test_figures_below_the_heading_of_a_goal_are_targets(
    goal: str, expected: list[tuple[object, ...]]
) -> None:
    assert [told(item) for item in indicators(goal)] == expected


def test_figures_elsewhere_in_a_sheet_are_no_targets() -> None:
    assert indicators("＜事業の概要＞\n○ 全国30か所で説明会を開き、1,200人に資料を配ります。") == []


def test_a_figure_of_a_goal_that_is_no_target_is_reported() -> None:
    text = SHEET.format(goal="＜事業目標＞\n○ 利用者数の増加（45人（令和9年3月時点））")
    result = read_sheets(Reading.plain("d", text), Context(load_gazetteers(), {}, "d"))
    assert [
        text[item.where.start : item.where.end]
        for item in result.issues
        if item.code == "unread-figure" and item.where
    ] == ["45人"]


@pytest.mark.parametrize(
    ("effect", "measured", "value", "unit", "due"),
    [
        ("橋りょうの点検率 95%（令和11年度末まで）", "橋りょうの点検率", 95, "%", 2029),
        (
            "救急車の到着までの時間を平均8分以内とし、助かる命を増やします。",
            "救急車の到着までの時間",
            8,
            "分",
            None,
        ),
        ("森林経営計画の策定率を60%以上とすることを目指します。", "森林経営計画の策定率", 60, "%", None),
    ],
)
def test_what_an_effect_sets_as_its_aim_is_an_indicator(
    effect: str, measured: str, value: int, unit: str, due: int | None
) -> None:
    """A year in brackets, or …を…とする: the effect of a sheet sets a target too."""
    (found,) = indicators(f"期待される成果\n\n○ {effect}")
    assert (found.text("measured"), found.value("target_value"), found.text("unit")) == (
        measured,
        value,
        unit,
    )
    assert found.value("due_year") == due


@pytest.mark.parametrize(
    "effect", ["交付決定の日から30日以内に工事が始まります。", "約300社が加わり、市場が広がります。"]
)
def test_terms_and_counts_in_an_effect_are_none(effect: str) -> None:
    assert indicators(f"期待される成果\n\n○ {effect}") == []

"""What a column edge left in a heading is taken out where the document speaks for it, and nothing else is."""

from __future__ import annotations

import pytest

from nlp.language.cut_headings import mended_cuts

TEXT = "森林整備を進める。林業労働者への支援を行い、木材利用を広げる。都市部の市区町村と連携施策を進める。官民連携の木材利用。"


@pytest.mark.parametrize(
    ("raw", "value", "mended"),
    [
        ("②森林\t林整備の推進", "森林林整備の推進", "森林整備の推進"),
        ("①支援\t爰を広げる", "支援爰を広げる", "支援を広げる"),
        ("(1)木材\t- 利用の拡大", "木材- 利用の拡大", "木材利用の拡大"),
        ("③林業 ⁴\t労働者の確保", "林業⁴労働者の確保", "林業労働者の確保"),
        ("④連\t隽施策の推進", "連隽施策の推進", "連携施策の推進"),
        ("(2)森を守り、<i>。</i> 木を使う", "森を守り、。 木を使う", "森を守り、木を使う"),
        ("(3)官民等の? 官民等の?連携", "官民等の? 官民等の?連携", "官民等の連携"),
    ],
)
def test_the_half_of_a_cut_letter_goes(raw: str, value: str, mended: str) -> None:
    assert mended_cuts(raw, value, f"{TEXT}{raw}") == mended


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("①林業\t労働者の支援", "林業労働者の支援"),
        ("②都市\t部の市区町村", "都市部の市区町村"),
        ("③見守り・\t交流の場", "見守り・交流の場"),
        ("④広\t域連携の推進", "広域連携の推進"),
        ("⑤木材利用の拡大", "木材利用の拡大"),
        ("⑥N\tPO等の活動", "NPO等の活動"),
    ],
)
def test_a_heading_that_a_column_parts_without_harm_stays(raw: str, value: str) -> None:
    assert mended_cuts(raw, value, f"{TEXT}{raw}") == value

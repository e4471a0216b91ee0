"""Figures of ＜現状＞ as results of a page's targets: the same measure in other words, and never another's."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.measures.current_results import current_indicators
from nlp.measures.list_reader import read_measure_list
from nlp.profiles import load_profiles
from nlp.readers import Context
from nlp.reading import Reading


@pytest.mark.parametrize(
    ("goal", "current", "value", "date"),
    [
        (
            "令和12年度までに、手話で応じる窓口を置く市の割合を80％とする。",
            "令和９年度に手話で応じる窓口を置く市の割合は41.5％となっている。",
            "41.5",
            "2027",
        ),
        (
            "令和13年度の灯台守養成講座の修了者に占める定着率を60％以上とする。",
            "令和９年度の定着率は52.3％であった。",
            "52.3",
            "2027",
        ),
        (
            "令和10年度末までに、全ての都道府県において夜間の相談を実施する。",
            "令和９年８月時点で、31都道府県において実施している。",
            "31",
            "2027-08",
        ),
        (
            "各地に設置されることを目指し、令和14年度までに90校とする。",
            "令和９年５月現在、56校が設置されている。",
            "56",
            "2027-05",
        ),
    ],
)
def test_a_figure_of_today_that_measures_the_same_is_the_targets_result(
    goal: str, current: str, value: str, date: str
) -> None:
    numbered = [item for item in current_indicators(goal, current) if item.target and item.target.unit]
    result = numbered[-1].result
    assert result is not None
    assert (str(result.value), result.date) == (value, date)


@pytest.mark.parametrize(
    ("goal", "current"),
    [
        (
            "令和12年度までに、手話講座の修了者数を2,000人とする。",
            "手話講座の講師は、令和８年度に120人である。",
        ),
        (
            "令和12年度までに、聴こえを支えるボランティアを5,000人とする。",
            "聴こえに不安のある人は全国に1,400万人いる。",
        ),
        ("令和12年度までに、窓口の相談件数を900件とする。", "令和８年度の苦情は310件であった。"),
    ],
)
def test_a_figure_of_something_else_is_no_result(goal: str, current: str) -> None:
    (found,) = current_indicators(goal, current)
    assert found.target is not None
    assert found.result is None


def test_what_describes_today_never_judges_the_target() -> None:
    goal = "令和10年度までに、巡回相談の実施率を70%とする。"
    (found,) = current_indicators(goal, "巡回相談の実施率は令和８年度末71.2%であり、目標を達成した。")
    assert found.result is not None
    assert found.result.reached is None


def test_the_page_of_a_plan_gives_the_result_with_its_place() -> None:
    text = """（１）海辺の暮らしを支える
①相談の体制
No.001:離島の巡回相談の推進【国土交通省】・・・・・・ 12

施策 No.001

（１）海辺の暮らしを支える
①相談の体制

離島の巡回相談の推進【国土交通省】

＜施策の概要＞
　離島の住民の相談に応じる。

【目標及び達成の期間】
　令和11年度までに、巡回相談を行う島を120か所とする。

＜現状＞
　令和８年度末現在、巡回相談を行う島は74か所である。
　島の数は全国で416である。

＜課題＞
　船の便が少ない。
"""
    rules = load_profiles()["measure_list"].settings["measure_list"]
    result = read_measure_list(Reading.plain("d", text), Context(load_gazetteers(), rules, "d"))
    (indicator,) = [record for record in result.records if record.kind == "indicator"]
    assert (indicator.value("target_value"), indicator.value("result_value")) == (120, 74)
    assert (indicator.value("due_year"), indicator.value("result_date")) == (2029, "2026")
    assert indicator.value("reached") is None
    for item in indicator.fields:
        assert item.where is not None
        assert text[item.where.start : item.where.end] == item.raw

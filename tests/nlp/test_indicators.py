"""Indicators: figures with unit, year and verdict; only what the text itself says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.measures.figures import Figure, load_cues
from nlp.measures.indicators import find_indicators
from nlp.values.quantities import find_quantities
from tests.gold.eval_indicators import evaluate

CASES = Path(__file__).parent / "cases" / "indicators.csv"


def rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(line for line in handle if not line.startswith("#")))


def written(role: str, figure: Figure) -> str:
    when = str(figure.year or "") if role == "target" else figure.date
    return f"{role}:{figure.text}:{when}:{'' if figure.reached is None else figure.reached}"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["why"])
def test_case(row: dict[str, str]) -> None:
    found = find_indicators(row["goal"], row["achievement"])
    figures = [written("target", item.target) for item in found if item.target]
    figures += [written("result", item.result) for item in found if item.result]
    assert sorted(figures) == sorted(row["figures"].split("|") if row["figures"] else [])


def test_target_and_result_of_one_thing_are_one_indicator() -> None:
    found = find_indicators(
        "居場所を開く自治体数を令和9年度までに120自治体とする。研修の受講者を500人以上とする。",
        "研修の受講者は480人であった。居場所を開く自治体数は95自治体（令和7年4月時点）である。",
    )
    assert [(i.target.text, i.result.text) for i in found if i.target and i.result] == [
        ("120自治体", "95自治体"),
        ("500人以上", "480人"),
    ]


@given(st.text(alphabet="令和6年度までに100人%割合を目標。、（）()・→～:：0123456789万千の", max_size=80))
def test_spans_slice_back_and_nothing_crashes(text: str) -> None:
    for item in find_indicators(text, text):
        for figure in (item.target, item.result):
            if figure is not None:
                assert text[figure.start : figure.end] == figure.text
                assert figure.measured.startswith(text[figure.measured_start : figure.measured_end])


@given(st.integers(1, 9_999_999), st.sampled_from(["人", "件", "か所", "団体", "%"]))
def test_numbers_come_back(number: int, unit: str) -> None:
    for printed in (str(number), f"{number:,}"):
        found = list(find_quantities(f"数は{printed}{unit}である", load_cues().units))
        assert [int(item.value or 0) for item in found] == [number]


def test_fresh_labels_reach_the_aim() -> None:
    figures = {subject: value for subject, _, value in evaluate()}
    for part in ("fresh 002", "texts fresh-a", "texts fresh-b", "texts fresh-c"):
        assert figures[f"indicators, {part}: figure"] >= 0.85


def test_a_series_has_one_name_and_says_whom_each_figure_is_of() -> None:
    found = find_indicators("喫煙している者の割合を、令和9年度までに男性20.0%、女性5.0%まで減少させる。", "")
    assert [item.target.measured for item in found if item.target] == [
        "喫煙している者の割合（男性）",
        "喫煙している者の割合（女性）",
    ]


def test_what_all_have_is_named_by_what_is_done() -> None:
    found = find_indicators("巡回相談員を全ての保健所に配置する。", "巡回相談員は31保健所に配置されている。")
    assert [(item.target.measured, item.target.value, item.target.unit) for item in found if item.target] == [
        ("巡回相談員の配置", None, "保健所")
    ]


@pytest.mark.parametrize(
    ("goal", "achievement", "expected"),
    [
        # A threshold is no target; the number behind the noun that it limits is.
        (
            "令和9年度までに、加入率が60%を超える町村を35とする。",
            "該当する町村は、令和8年7月末で21である。",
            [("加入率が60%を超える町村", "35", "21")],
        ),
        # What is done names what is counted; a part is not the whole, and the verdict is of the whole.
        (
            "令和8年度までに、9言語以上で対応する窓口を250か所設置。",
            "268か所（うち離島20か所）。目標達成。",
            [("9言語以上で対応する窓口", "250か所", "268か所"), ("離島", None, "20か所")],
        ),
        (
            "令和8年度中に、普及員を任命する都道府県を40以上とする。",
            "36都府県が任命している。",
            [("普及員を任命する都道府県", "40以上", "36都府県")],
        ),
        ("", "令和8年度は655市町村で開催された。", [("開催された市町村", None, "655市町村")]),
        (
            "",
            "モデル地域12か所で延べ1,845人が参加した。",
            [("モデル地域", None, "12か所"), ("参加した人", None, "1,845人")],
        ),
        # A counter that only this row knows.
        (
            "サイクルルートを令和13年度までに10ルート指定する。",
            "計8ルートとなった。",
            [("サイクルルート", "10ルート", "8ルート")],
        ),
        ("ポートを3年間で1.5倍の2万か所とする。", "", [("ポート", "2万か所", None)]),
        # A parted number keeps what it measures.
        ("学校を令和9年度までに全国30 0校とする。", "", [("学校", "30 0校", None)]),
    ],
)
def test_names_parts_and_thresholds(
    goal: str, achievement: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    found = [
        (
            (
                item.target.measured
                if item.target and item.target.measured
                else item.result.measured
                if item.result
                else ""
            ),
            item.target.text if item.target else None,
            item.result.text if item.result else None,
        )
        for item in find_indicators(goal, achievement)
    ]
    assert found == expected


def test_a_parted_number_has_no_value_and_keeps_its_year() -> None:
    (found,) = find_indicators("学校を令和9年度までに全国30 0校とする。", "")
    assert found.target is not None
    assert (found.target.value, found.target.year) == (None, 2027)


def test_a_verdict_behind_a_part_is_of_the_whole() -> None:
    found = find_indicators("窓口を250か所設置する。", "268か所（うち離島20か所）。目標達成。")
    assert [(item.result.text, item.result.reached) for item in found if item.result] == [
        ("268か所", True),
        ("20か所", None),
    ]


def test_all_of_them_answers_a_goal_that_aims_at_all_of_them() -> None:
    (found,) = find_indicators(
        "令和8年度に点検の手引きを全ての市町村教育委員会に配布する。",
        "令和8年度に全ての市町村教育委員会に配布し、目標を達成した。",
    )
    assert found.target is not None and found.result is not None
    assert (found.target.measured, found.target.year) == ("点検の手引きの配布", 2026)
    assert (found.result.date, found.result.reached) == ("2026", True)


def test_operators_are_counted_as_the_text_counts_them() -> None:
    (found,) = find_indicators(
        "令和9年度までに特典を設ける事業者を6万事業者とする。", "令和8年度末時点で47,310事業者であった。"
    )
    assert found.result is not None and (found.result.text, found.result.unit) == (
        "47,310事業者",
        "事業者",
    )


@pytest.mark.parametrize(
    ("goal", "achievement", "measured", "result"),
    [
        (
            "令和8年度に防災の副読本を全国の小学校に配布する。",
            "令和8年度に全国の小学校に配布し、目標を達成した。",
            "防災の副読本の全国の小学校への配布",
            ("2026", True),
        ),
        ("令和8年度に実態調査の結果を公表する。", "令和9年2月に実態調査の結果を公表した。", "実態調査の結果の公表", ("2027-02", None)),
        # What was done is another thing.
        ("令和9年度に窓口の運用を開始する。", "令和8年度に様式の案を公表した。", "窓口の運用の開始", None),
        ("令和9年度までに全ての都道府県に調整役を配置する。", "令和8年度末時点で31都道府県に配置した。", "調整役を配置した都道府県", ("2026", None)),
        ("令和9年度までに新しい端末を700か所の公民館に導入する。", "令和8年度末時点で540か所に導入した。", "新しい端末を導入した公民館", ("2026", None)),
        ("令和7年度までに支援員を全ての学校に配置する。", "", "支援員の配置", None),
    ],
)  # fmt: skip
def test_what_is_done_where_names_what_is_measured(
    goal: str, achievement: str, measured: str, result: tuple[str, bool | None] | None
) -> None:
    (found,) = find_indicators(goal, achievement)
    assert found.target is not None and found.target.measured == measured
    assert (found.result and (found.result.date, found.result.reached)) == result


@pytest.mark.parametrize(
    ("goal", "achievement", "targets", "results"),
    [
        (
            "令和10年度までに火災の発生件数を半減（令和5年度：900件）させる。",
            "令和7年度は712件。",
            [],
            [("712件", "2025", None)],
        ),
        (
            "受診率を80％とする。",
            "受診率は61.5％（令和5年度：58.0％）であり、目標を下回っている。",
            [("受診率", "80％", None)],
            [("61.5％", "", False), ("58.0％", "2023", None)],
        ),
        (
            "実施率を高める。",
            "実施率は県74.1％、市66.2％（令和6年度）。",
            [],
            [("74.1％", "2024", None), ("66.2％", "2024", None)],
        ),
        (
            "採用者を令和9年4月1日までに300人とする。うち女性は90人とする。",
            "採用を進めた。",
            [("採用者", "300人", 2027), ("女性", "90人", 2027)],
            [],
        ),
        (
            "陸域及び海域の保護区をそれぞれ30か所、12か所とする。",
            "指定を進めた。",
            [("保護区（陸域）", "30か所", None), ("保護区（海域）", "12か所", None)],
            [],
        ),
        ("橋の点検率：令和4年度50％→令和9年度90％", "点検を進めた。", [("橋の点検率", "90％", 2027)], []),
        ("登録車両を全国で500台とする。", "満足度は70％台前半だった。", [("登録車両", "500台", None)], []),
        (
            "講座を年間40回開き、受講者数は年6千人を上回る水準とする。",
            "開催実績は44回、受講者数は6,300人であり、いずれも目標を上回った。",
            [("講座", "40回", None), ("受講者数", "6千人", None)],
            [("44回", "", True), ("6,300人", "", True)],
        ),
    ],
)
def test_when_of_whom_and_whether_it_is_said(
    goal: str,
    achievement: str,
    targets: list[tuple[str, str, int | None]],
    results: list[tuple[str, str, bool | None]],
) -> None:
    """What brackets, うち, それぞれ, いずれも and arrows say is said of the figures that they are about."""
    found = find_indicators(goal, achievement)
    assert [(i.target.measured, i.target.text, i.target.year) for i in found if i.target] == targets
    assert sorted((i.result.text, i.result.date, i.result.reached) for i in found if i.result) == sorted(
        results
    )


@pytest.mark.parametrize(
    ("goal", "achievement", "measured", "text", "unit"),
    [
        (
            "令和11年度までに、水難事故の死者数を令和4年比で40%減とする。",
            "令和8年の水難事故の死者数は、令和4年比18.3％減となった。",
            "水難事故の死者数",
            "18.3％",
            "％",
        ),
        (
            "落雷の被害件数を令和10年までに平成30年比で20％以上減少させる。",
            "令和8年の落雷の被害件数は平成30年と比べ12.5％減であった。",
            "落雷の被害件数",
            "12.5％",
            "％",
        ),
        (
            "令和9年度までに、港に窓口を置く。",
            "令和8年度末現在、54のうち37の市が設置している。",
            "設置した市",
            "37の市",
            "市",
        ),
        ("令和9年度までに、窓口を置く。", "54のうち37で設置済みである。", "設置済み", "37", ""),
    ],
)
def test_what_is_told_against_the_goals_year_and_of_a_whole_is_a_figure(
    goal: str, achievement: str, measured: str, text: str, unit: str
) -> None:
    (result,) = [item.result for item in find_indicators(goal, achievement) if item.result is not None]
    assert (result.measured, result.text, result.unit) == (measured, text, unit)


def test_a_change_against_another_year_is_no_result() -> None:
    found = find_indicators(
        "令和11年度までに、死者数を令和4年比で40%減とする。", "死者数は、前年比3.1％減となった。"
    )
    assert [item.result for item in found] == [None]


@pytest.mark.parametrize(
    ("achievement", "measured"),
    [
        ("令和7年6月から9月にかけて全812漁協を対象に点検を行った。", []),
        ("令和7年度に発生した3件の事故の全てについて、5日以内に報告した。", []),
        ("依頼のあった37校の全てに講師を派遣した。", ["依頼のあった学校"]),
        ("26人の測量士が受験した。", ["受験した測量士"]),
        ("令和7年度は、島に延べ310人の整備士を派遣した。", ["派遣した整備士"]),
        ("普及率は41.0%であり、令和6年度の38.5%から上昇した。", ["普及率"]),
        ("出荷額の達成率は、令和6年4月から2.5ポイント上昇した。", []),
        ("修了者数は累計百四十二人であった。", ["修了者数"]),
        ("12道府県において延べ3万4千回の巡視を行った。", ["巡視"]),
    ],
)
def test_a_figure_has_the_name_of_what_it_counts_or_makes_no_indicator(
    achievement: str, measured: list[str]
) -> None:
    found = find_indicators("", achievement)
    assert [item.result.measured for item in found if item.result is not None] == measured


def test_how_often_places_of_two_kinds_and_a_gap_that_is_told() -> None:
    (often,) = find_indicators("令和8年度は、離島における巡回診療を月3回以上実施する。", "")
    assert often.target is not None and often.target.measured == "離島における巡回診療"
    (two,) = find_indicators(
        "令和9年度までに、全ての都道府県及び指定都市に配置する。",
        "令和7年4月時点で41都道府県及び9指定都市に配置されている。",
    )
    assert two.result is not None and (two.result.value, two.result.text) == (None, "41都道府県及び9指定都市")
    (far,) = find_indicators("普及率を80%とする。", "普及率は31%であり、目標とは大きな隔たりがある。")
    assert far.result is not None and far.result.reached is False

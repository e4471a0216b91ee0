"""Rows that a lost reader made up of slices of a row, repeated without end: kept out, told, and never at the cost of a real row."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.language.repetition import find_runs
from nlp.measures.table_reader import read_measure_table
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading

HEAD = "施策 No.\t施策名\t施策の概要\t目標及び達成の期間\t目標の達成状況\t達成状況を踏まえた施策の見直し方針\t関連URL\t担当 府省庁"
ROWS = {
    30: "30\t山村の買物支援\t山村に住む高齢者の買物を助ける移動販売を広げる。\t令和10年度までに、移動販売を行う町村を80とする。\t令和9年度末の町村数は61である。\t研修を行う。\t\t農林水産省",
    31: "31\t盲導犬の育成と理解の促進\t視覚障害者の外出を支える盲導犬の育成団体を支援し、店舗の理解を促す。\t令和9年度に、体験会を全国20か所で開催する。\t全国17か所で開催した。\t店舗への周知を進める。\t\t厚生労働省",
    32: "32\t海辺の清掃と交流\t海岸の清掃を通じて若者と住民の交流を促す。\t令和9年度に、清掃活動を40回行う。\t令和9年度は42回行った。\t引き続き行う。\t\t環境省",
}
MADE_UP = [
    "\t\tえる盲導犬の育成団体を支援しを支援しを支援しを支援しを支援し\t視覚障害のある方が旅行を楽しめるよう、\t験会を17か所で開\t\t, ,\t61 8 20",
    "る盲導犬の育\t31\t盲導犬の育成と理解の促進\t視覚障害のある方が旅行を楽しむ。\t体験会を17か所で開催した。体験会を17か所で開催した。体験会を17か所で開催し、体験会を\t\t61 20\t厚生労働省",
]


def read(*rows: str) -> ReadResult:
    rules = load_profiles()["measure_table"].settings["measure_table"]
    text = "\n".join(["「灯台の里づくり計画」の実施状況(令和9年度)", "", HEAD, *rows, ""])
    return read_measure_table(
        Reading.plain("d", text), Context(load_gazetteers(), rules, "d", fiscal_year=2027)
    )


def texts(result: ReadResult) -> dict[str, tuple[str, ...]]:
    return {
        record.key: tuple(record.text(name) for name in ("label", "overview", "goal", "achievement"))
        for record in result.records
        if record.kind == "measure"
    }


@pytest.mark.parametrize(
    ("made_up", "before"), [(MADE_UP[:1], True), (MADE_UP[1:], True), (MADE_UP[1:], False), (MADE_UP, True)]
)
def test_made_up_rows_beside_the_row_they_read_are_kept_out_and_told(
    made_up: list[str], before: bool
) -> None:
    own = [*made_up, ROWS[31]] if before else [ROWS[31], *made_up]
    clean = read(*ROWS.values())
    result = read(ROWS[30], *own, ROWS[32])
    assert texts(result) == texts(clean)
    figures = [item.text("result_text") for item in result.records if item.kind == "indicator"]
    assert figures == [item.text("result_text") for item in clean.records if item.kind == "indicator"]
    told = [issue for issue in result.issues if issue.code == "machine-repetition"]
    assert [issue.subject for issue in told] == ["measure:31"] * len(made_up)


def test_a_row_whose_number_is_missing_in_the_sequence_is_no_phantom() -> None:
    torn = ROWS[31].replace("31\t", "\t", 1).replace("店舗の理解を促す。", "店舗の理解を促す。" + "促す" * 6)
    result = read(ROWS[30], torn, ROWS[32])
    assert set(texts(result)) == {"30", "31", "32"}


@pytest.mark.parametrize(
    ("lead", "run"),
    [
        ("", "巡回を12回行った。巡回を12回行い、巡回を12回行った。"),
        (
            "実績は次のとおり。",
            "手話講座を3か所で開催し、手話講座を3か所で開催した。手話講座を3か所で開催し、手話講",
        ),
    ],
)
def test_a_clause_said_again_in_other_endings_is_a_run(lead: str, run: str) -> None:
    assert list(find_runs(lead + run)) == [(len(lead), len(lead) + len(run))]


@pytest.mark.parametrize(
    "text",
    [
        "令和7年度は12回行った。令和8年度は12回行った。令和9年度は12回行った。",
        "甲県で設置し、乙県で設置し、丙県で設置した。",
        "順次、順次、順次。",
    ],
)
def test_a_series_and_a_list_are_no_run(text: str) -> None:
    assert list(find_runs(text)) == []

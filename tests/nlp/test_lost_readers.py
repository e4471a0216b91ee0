"""Rows that a reader looped over, merged or pushed aside, and flows of funds without their arrows: read, or left open and said."""

from __future__ import annotations

import pytest

from nlp.records import Record
from tests.generate.measure_tables import MINISTRIES, make_table
from tests.nlp.test_measure_table import HEADER, measures, read
from tests.nlp.test_sheets import read as read_sheet
from tests.nlp.test_sheets import sheets

ROWS = [
    "1\t移動図書館の巡回\t山間部を巡回する移動図書館の車両を整備する市町村を支援する。\t令和9年度までに巡回箇所を300か所とする。\t令和6年度の巡回箇所は214か所である。\t車両の更新を進める。\t\t文部科学省",
    "2\t林業従事者の健康診断\t林業従事者が受ける健康診断の費用を補助し、受診を促している。\t令和8年度までに受診率を80%とする。\t令和5年度の受診率は61%である。\t受診の機会を広げる。\t\t農林水産省",
    "3\t離島航路の維持\t離島に暮らす人の生活を支える航路の運航費を補助している。\t離島航路の維持率を100%とする。\t令和6年度の維持率は99%である。\t補助の要件を見直す。\t\t国土交通省",
    "4\t通訳者の養成\t医療の現場で働く通訳者を養成する研修を実施している。\t令和8年度までに修了者を500人とする。\t令和6年度の修了者は312人である。\t研修の回数を増やす。\t\t厚生労働省",
]
LOOP = "離島に暮らす人の生活。また、家族や支援者の立場の者が協働し、離島に暮らす人の生活。また、家族や支援者の立場の者が協働し、離島"


def cell(text: str, number: int, name: str) -> str:
    return measures(read(text))[str(number)].text(name)


@pytest.mark.parametrize("times", [2, 5, 17])
def test_what_a_reader_prints_over_and_over_belongs_to_no_row(times: int) -> None:
    loop = [f"\t\t離島航路の維持\t{LOOP}\t\t\t\t"] * times
    plain, looped = (read(HEADER + "\n".join(rows) + "\n") for rows in (ROWS, [*ROWS[:3], *loop, ROWS[3]]))
    for name in ("label", "overview", "goal", "achievement", "review"):
        for key, record in measures(plain).items():
            assert measures(looped)[key].text(name) == record.text(name)
    assert any(issue.code == "machine-repetition" for issue in looped.issues)


def test_two_names_in_one_row_go_to_the_texts_that_speak_of_them() -> None:
    first, second = ROWS[1].split("\t"), ROWS[2].split("\t")
    cells = [f"{one} {other}".strip() for one, other in zip(first, second, strict=True)]
    cells[0] = "2"
    cells[-1] = "農林水産省 厚生労働省 国土交通省"
    result = read(HEADER + "\n".join([ROWS[0], "\t".join(cells), ROWS[3]]) + "\n")
    found = measures(result)
    assert [found[key].text("label") for key in ("2", "3")] == ["林業従事者の健康診断", "離島航路の維持"]
    assert [[item.value for item in found[key].all("ministry")] for key in ("2", "3")] == [
        ["農林水産省"],
        ["国土交通省"],
    ]
    # Which of the two is shared with 厚生労働省 cannot be told: said, and neither is called a measure of one ministry.
    assert all(found[key].value("joint") is None for key in ("2", "3"))
    assert any("厚生労働省" in issue.message for issue in result.issues if issue.code == "merged-rows")


def test_a_measure_merged_into_the_tables_last_row_is_told_and_not_split() -> None:
    first, second = ROWS[2].split("\t"), ROWS[3].split("\t")
    cells = [f"{one} {other}".strip() for one, other in zip(first, second, strict=True)]
    cells[:2] = first[:2]
    result = read(HEADER + "\n".join([*ROWS[:2], "\t".join(cells)]) + "\n")
    told = {(issue.code, issue.subject) for issue in result.issues}
    assert {("merged-rows", "measure:3"), ("missing-row", "measure:4")} <= told
    assert set(measures(result)) == {"1", "2", "3"}


def test_a_last_row_of_two_ministries_or_two_paragraphs_is_no_merged_one() -> None:
    cells = ROWS[3].split("\t")
    shared = [*cells[:-1], "厚生労働省 外務省"]
    longer = [*cells[:3], f"{cells[3]} 通訳者の登録も進める。", f"{cells[4]} 登録は88人である。", *cells[5:]]
    for last in (cells, shared, longer):
        result = read(HEADER + "\n".join([*ROWS[:3], "\t".join(last)]) + "\n")
        assert not {"merged-rows", "missing-row"} & {issue.code for issue in result.issues}


@pytest.mark.parametrize("seed", range(300, 303))
def test_generated_tables_last_two_rows_merged_are_told(seed: int) -> None:
    *head, first, second = make_table(seed, 24).text.strip().split("\n")
    one, other = first.split("\t"), second.split("\t")
    label = 2 if any(item in one[1] for item in MINISTRIES) else 1
    cells = [f"{left} {right}".strip() for left, right in zip(one, other, strict=True)]
    cells[0], cells[label] = one[0], one[label]
    told = {issue.subject for issue in read("\n".join([*head, "\t".join(cells)]) + "\n").issues}
    assert f"measure:{other[0]}" in told


@pytest.mark.parametrize("place", range(4))
def test_texts_pushed_on_by_an_empty_cell_are_put_back(place: int) -> None:
    cells = ROWS[place].split("\t")
    pushed = [*cells[:2], "", *cells[2:6], cells[7]]
    rows = [row if index != place else "\t".join(pushed) for index, row in enumerate(ROWS)]
    clean, shifted = (
        measures(read(HEADER + "\n".join(item) + "\n"))[str(place + 1)] for item in (ROWS, rows)
    )
    for name in ("label", "overview", "goal", "achievement", "review", "ministry"):
        assert shifted.text(name) == clean.text(name)


def implementers(flow: str) -> list[object]:
    text = (
        "水辺の安全学習事業（水産庁）\n\n７年度補正予算額 １．２億円\n\n事業概要・目的\n\n○ 水辺の事故を防ぐ学習の機会を設ける団体を支援します。\n\n"
        f"資金の流れ\n\n{flow}\n\n期待される効果\n\n○ 事故が減ります。\n"
    )
    sheet: Record = sheets(read_sheet(text))[0]
    return [item.value for item in sheet.all("implementer")]


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ("国\n都道府県\n委託（定額）", ["都道府県"]),
        ("国\n漁業協同組合、市町村\n補助（1/2）", ["漁業協同組合", "市町村"]),
        ("国\n市町村\n２/３\n国\n中間支援組織\n定額", ["市町村", "中間支援組織"]),
        ("国\n都道府県\n市町村\n1/2", []),  # who of the two carries it out is open
        ("国\n２億円\n", []),
        ("国\n市町村が団体を支援する。", []),
    ],
)
def test_who_receives_the_money_below_the_state(flow: str, expected: list[str]) -> None:
    assert implementers(flow) == expected

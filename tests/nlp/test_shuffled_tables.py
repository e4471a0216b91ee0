"""Tables whose rows stand in another order, and rows that a lost reader gave the cells of their neighbour."""

from __future__ import annotations

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlp.gazetteer import load_gazetteers
from nlp.measures.table_reader import read_measure_table
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading

SETTINGS = load_profiles()["measure_table"].settings["measure_table"]
HEAD = "施策No.\t施策名\t施策の概要\t目標\t達成状況\t見直し\t関連URL\t担当府省庁"
WHAT = [
    "見守り",
    "学習支援",
    "就労支援",
    "居場所づくり",
    "防災訓練",
    "健康づくり",
    "家計相談",
    "多言語情報提供",
]
WHO = ["高齢者", "障害者", "若者", "外国人住民"]
MINISTRIES = ["内閣府", "文部科学省", "厚生労働省", "総務省", "法務省", "農林水産省", "こども家庭庁"]


def row(number: int, *, printed: bool = True, text: int | None = None) -> str:
    own = number if text is None else text
    what, who = WHAT[own % len(WHAT)], WHO[own // len(WHAT) % len(WHO)]
    name = f"{who}に対する{what}の推進"
    cells = [
        str(number) if printed else "",
        name,
        f"{who}に対し、第{own}次の{what}を市町村と連携して全国で進める取組を行う。",
        f"令和7年度までに、{what}を実施する市町村を{own * 10 + 3}市町村とする。",
        f"令和6年度末で{what}を実施した市町村は{own * 10 + 1}市町村であった。",
        f"引き続き、{who}への{what}の実施を市町村に働き掛ける。",
        "",
        MINISTRIES[number % len(MINISTRIES)],
    ]
    return "\t".join(cells)


def read(rows: list[str]) -> ReadResult:
    text = "\n".join([HEAD, *rows]) + "\n"
    return read_measure_table(Reading.plain("made", text), Context(load_gazetteers(), SETTINGS, "made"))


def wrong(found: ReadResult) -> list[tuple[object, object]]:
    measures = [item for item in found.records if item.kind == "measure"]
    return [
        (number, [item.value for item in measure.all("ministry")])
        for measure in measures
        if isinstance(number := measure.value("number"), int)
        and [item.value for item in measure.all("ministry")] != [MINISTRIES[number % len(MINISTRIES)]]
    ]


@settings(deadline=None, max_examples=25)
@example(2500, 1, {4})  # two spans that overlap
@example(
    231, 0, {18}
)  # a row without a number at the head of the table, the number that follows it printed far below
@example(231, 0, {1})  # a row without a number right below the span
@example(854, 15, {23, 25, 33})  # two rows without a number right above the span, that number printed in it
@example(3560, 0, {1, 12, 15, 18})  # beside the span 17, a row of another place without a number, 19
@example(293, 9, {1, 13, 23})  # the last number of the shuffled rows right behind a row of the next part
@given(st.integers(0, 10_000), st.integers(0, 15), st.sets(st.integers(1, 40), max_size=4))
def test_no_ministry_goes_to_another_number_in_a_shuffled_table(
    seed: int, start: int, unprinted: set[int]
) -> None:
    numbers = list(range(1, 41))
    part = numbers[start : start + 18]
    random.Random(seed).shuffle(part)
    numbers[start : start + 18] = part
    shuffled = set(part)
    found = read([row(number, printed=number not in unprinted & shuffled) for number in numbers])
    assert not wrong(found)
    kept = {item.value("number") for item in found.records if item.kind == "measure"}
    open_ = sum(issue.code in ("unplaced-row", "missing-row") for issue in found.issues)
    assert set(range(1, 41)) - unprinted <= kept
    assert len(kept) + open_ >= 40


def test_numbers_in_order_are_restored_as_before() -> None:
    found = read([row(number, printed=number not in (7, 19)) for number in range(1, 31)])
    assert not wrong(found)
    assert {item.value("number") for item in found.records if item.kind == "measure"} == set(range(1, 31))


def test_a_row_without_a_number_takes_no_text_of_its_neighbour() -> None:
    rows = [row(number) for number in range(1, 7)]
    rows.insert(4, row(99, printed=False, text=4))
    rows[5:] = [row(number) for number in range(6, 9)]
    found = read(rows)
    invented = next(item for item in found.records if item.kind == "measure" and item.key == "5")
    assert invented.first("overview") is None
    assert invented.first("achievement") is None
    assert not any(item.kind == "indicator" and item.parent == "measure:5" for item in found.records)
    assert ("machine-repetition", "measure:5") in {(issue.code, issue.subject) for issue in found.issues}


def test_visual_lines_below_a_row_keep_their_ministries_last_letters_and_sentences() -> None:
    first = row(1).split("\t")
    first[1], first[2], first[7] = (
        "中小企業のカーボンニュートラル対",
        "十分な教育を受けられない者に対して、就学の機会を提供する",
        "厚生労働省",
    )
    below = ["", "応", "夜間中学の設置を促進する。", "", "", "", "", "公正取引委員会"]
    last = ["", "", "", "", "", "", "", "中小企業庁"]
    lines = ["\t".join(cells) for cells in (first, below, last)]
    found = read([*lines, *(row(number) for number in range(2, 6))])
    measure = next(item for item in found.records if item.kind == "measure" and item.key == "1")
    assert measure.value("label") == "中小企業のカーボンニュートラル対応"
    assert measure.value("overview") == f"{first[2]}{below[2]}"
    assert [item.value for item in measure.all("ministry")] == ["厚生労働省", "公正取引委員会", "中小企業庁"]

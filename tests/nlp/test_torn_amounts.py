"""Amounts torn from their rows: a cell whose signs are lost, amounts in no order, a twin row, the end of a list."""

from __future__ import annotations

from nlp.budgets.detached_columns import Evidence, Loose, assign
from nlp.budgets.reader import read_budget_list
from nlp.budgets.scattered import scattered
from nlp.gazetteer import load_gazetteers
from nlp.profiles import load_profiles
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Issue, Record

HEAD = "No.\t事業名\t令和９年度当初予算額\t担当府省庁\n（単位：百万円）\n".replace("\t", " ")
LOOSE = """3-①海を守る
11 藻場再生推進事業 水産庁
12 海岸漂着物対策事業 環境省
13 港内清掃船整備事業 国土交通省

812
64
350

3-②海に学ぶ
14 海洋教育推進事業 120 文部科学省
15 灯台活用事業 〓〓8 海上保安庁
16 海岸漂着物対策事業 350 環境省 再掲
17 水産高校実習船整備事業 410 文部科学省
"""
SHEET = """

藻場再生推進事業（水産庁漁港漁場整備部計画課）

令和９年度当初予算額 0.6億円

事業概要・目的

○ 藻場の再生に取り組む漁業者の団体を支援します。
"""


def read(text: str) -> tuple[dict[str, Record], tuple[Issue, ...]]:
    settings = load_profiles()["budget_list"].settings["budget_list"]
    found = read_budget_list(Reading.plain("d", text), Context(load_gazetteers(), settings, "d"))
    return {record.key: record for record in found.records if record.kind == "budget_line"}, found.issues


def test_an_amount_whose_signs_are_lost_stays_with_its_row_and_takes_no_other() -> None:
    rows, issues = read(HEAD + LOOSE + SHEET)
    assert rows["15"].text("label") == "灯台活用事業"
    assert rows["15"].value("amount") is None
    assert ("unreadable-amount", "budget_line:15") in {(item.code, item.subject) for item in issues}


def test_the_sheet_and_the_twin_row_order_amounts_that_follow_no_order() -> None:
    rows, _ = read(HEAD + LOOSE + SHEET)
    found = {key: rows[key].value("amount") for key in ("11", "12", "13")}
    assert found == {"11": 64_000_000, "12": 350_000_000, "13": 812_000_000}


def test_without_sheet_and_twin_two_ways_remain_and_nothing_is_given() -> None:
    bare = LOOSE.replace("16 海岸漂着物対策事業 350 環境省 再掲", "16 離島航路維持事業 95 国土交通省")
    rows, issues = read(HEAD + bare)
    assert rows["11"].value("amount") is None
    assert rows["13"].value("amount") is None
    assert "ambiguous-amount" in {item.code for item in issues}


def test_a_sheets_amount_line_with_a_lost_sign_is_no_row_of_the_list() -> None:
    rows, _ = read(
        HEAD
        + LOOSE
        + SHEET.replace("令和９年度当初予算額 0.6億円", "９〓度当初〓算額 0.6億円（８年度予算額 0.5億円）")
    )
    assert set(rows) == {str(number) for number in range(11, 18)}


def test_every_matching_is_weighed() -> None:
    strong, none = 5.0, 0.0
    value, rows = scattered(
        [[none, strong, none], [none, none, strong], [none, none, none]], [-4.0] * 3, -2.5
    )
    assert value > 0
    assert [max(chances, key=lambda item: chances[item]) for chances in rows] == [1, 2, 0]
    assert all(abs(sum(chances.values()) - 1) < 1e-9 for chances in rows)


def test_evidence_against_the_printed_order_wins() -> None:
    loose = [Loose(key, place, place + 1, 0) for place, key in enumerate("abc")]
    said = {(0, 1): Evidence(4.0, "s"), (1, 2): Evidence(4.0, "s")}
    found = assign([0, 1, 2], loose, said)
    assert [item.loose.key if item.loose else None for item in found] == ["b", "c", "a"]

"""Rows of a budget list whose name ran over into a row of its own, and amounts under the headings of their sections."""

from __future__ import annotations

from nlp.budgets.reader import read_budget_list
from nlp.gazetteer import load_gazetteers
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record

HEAD = "国土保全関係予算（令和８年度補正予算）\n\n(単位：百万円)\n\nNo.\t事業名\t令和8年度 補正予算額\t担当府省庁\t備考\n"
SPLIT = (
    HEAD
    + "1. 海岸を守る\n1-①砂浜の保全\n"
    + "1\t砂浜侵食緊急対策事業\t320\t国土交通省\t\n"
    + "2\t漂着ごみ（流木を含む。）広域\t\t\t\n"
    + "\t回収処理支援事業\t45\t環境省\t新規\n"
    + "3\t離岸堤点検事業\t18\t国土交通省\t\n"
    + "\t潮位観測機器更新事業\t7\t気象庁\t\n"
    + "5\t海浜植物再生事業\t\t\t\n"
    + "\t干潟観察施設整備事業\t12\t環境省\t\n"
    + "7\t藻場造成事業\t60\t水産庁\t\n"
)
TORN = """国土保全関係予算（令和８年度補正予算）

(単位：百万円)

No.	事業名	令和8年度 補正予算額	担当府省庁	備考
1. 海岸を守る
1-①砂浜の保全
No. 事業名 担当府省庁 備考

1 砂浜侵食緊急対策事業 国土交通省
2 漂着ごみ回収処理支援事業 環境省

3 離岸堤点検事業 国土交通省
4 潮位観測機器更新事業 気象庁
5 海浜植物再生事業 環境省

6 藻場造成事業 水産庁
7 魚道改修事業 水産庁

320
45

1-②施設の点検

18
7
{third}
1-③水産資源の回復

60
{last}
"""


def _read(text: str) -> ReadResult:
    settings = load_profiles()["budget_list"].settings["budget_list"]
    return read_budget_list(Reading.plain("d", text), Context(load_gazetteers(), settings, "d"))


def _rows(text: str) -> dict[str, Record]:
    return {record.key: record for record in _read(text).records if record.kind == "budget_line"}


def test_a_name_in_two_rows_of_cells_is_one_row() -> None:
    """The next row has the next number: nothing lacks between the two halves."""
    row = _rows(SPLIT)["2"]
    assert row.text("label") == "漂着ごみ（流木を含む。）広域回収処理支援事業"
    assert (row.value("amount"), row.text("ministry")) == (45_000_000, "環境省")
    assert row.where is not None
    assert SPLIT[row.where.start : row.where.end].startswith("2\t漂着ごみ")


def test_a_row_that_lost_its_number_stays_a_row() -> None:
    """4 lacks between 3 and 5, 6 between 5 and 7: the rows without a number are these."""
    rows = _rows(SPLIT)
    assert rows["4"].text("label") == "潮位観測機器更新事業"
    assert (rows["5"].text("label"), rows["5"].value("amount")) == ("海浜植物再生事業", None)
    assert rows["6"].text("label") == "干潟観察施設整備事業"


def test_amounts_under_a_sections_heading_are_of_its_rows() -> None:
    """The counts fit the rows section by section, but for one that lost an amount."""
    rows = _rows(TORN.format(third="250", last=""))
    found = {key: row.value("amount") for key, row in rows.items()}
    assert [found[key] for key in "12345"] == [320_000_000, 45_000_000, 18_000_000, 7_000_000, 250_000_000]
    assert found["6"] is None and found["7"] is None


def test_headings_that_do_not_fit_the_counts_prove_nothing() -> None:
    """Two sections lost an amount: where, is not decided by the headings."""
    rows = _rows(TORN.format(third="", last=""))
    assert all(rows[key].value("amount") is None for key in "34567")

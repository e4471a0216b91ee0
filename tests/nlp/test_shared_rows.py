"""Rows of a budget list that share one line, numbers in kanji or spaced digits, headings torn into cells, names without their ends."""

from __future__ import annotations

from nlp.budgets.reader import read_budget_list
from nlp.gazetteer import load_gazetteers
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record

HEAD = "森と木の関係予算（令和８年度補正予算）\n\n(単位：百万円)\n\nNo.\t事業名\t令和8年度 補正予算額\t担当府省庁\t備考\n"
LIST = (
    HEAD
    + "1. 森を育てる\n1-①苗木\tづくりと担い手の\t確保\n"
    + "7\t苗木生産施設整備事業\t三百二十\t林野庁\t\n"
    + "8 林業体験教室推進事業 9 木育指導者養成事業\t45 の内数 18\t文部科学省 こども家庭庁\t再掲 新規\n"
    + "\t材利用都市建築促進事業\t1,206\t国土交通省\t\n"
    + "11\t鳥獣被害防止柵整備事業\t2,■06\t農林水産省\t\n"
    + "1-②里山の利用\n"
    + "12\t木材利用都市建築促進事業\t1,206\t国土交通省\t再掲\n"
    + "13 山村留学推進事業 14 里山案内人育成事業\t77\t総務省 文部科学省\t新規\n"
    + "15 薪炭利用促進事業 4 0 5 環境省\n"
)
FLOATING = (
    HEAD.replace("\t", " ")
    + """
20 林道復旧事業 林野庁
21 間伐材搬出支援事業 林野庁
22 山地防災情報整備事業 国土交通省

23 木質燃料利用促進事業 65 経済産業省
24 林道復旧事業 830 林野庁 再掲

25 森林教育推進事業 文部科学省
26 緑の募金普及事業 環境省

2-②木を使う

830
112
59

2-③木に学ぶ

14

2. 山を守る
2-①山の安全
"""
)


def read(text: str) -> ReadResult:
    context = Context(load_gazetteers(), load_profiles()["budget_list"].settings["budget_list"], "d")
    return read_budget_list(Reading.plain("d", text), context)


def rows(result: ReadResult) -> dict[str, Record]:
    return {item.key: item for item in result.records if item.kind == "budget_line"}


def test_rows_of_one_line_are_parted_by_their_numbers_and_what_cannot_be_parted_stays_open() -> None:
    result = read(LIST)
    found = rows(result)
    assert list(found) == [str(number) for number in range(7, 16)]
    assert [found["8"].text("label"), found["9"].text("label")] == [
        "林業体験教室推進事業",
        "木育指導者養成事業",
    ]
    assert (found["8"].value("amount"), found["8"].value("amount_kind")) == (45_000_000, "includedIn")
    assert (found["9"].value("amount"), found["9"].text("ministry")) == (18_000_000, "こども家庭庁")
    assert found["8"].value("relisted") is True and found["9"].value("newly_listed") is True
    for key in ("13", "14"):
        assert found[key].value("amount") is None and found[key].first("newly_listed") is None
    said = {item.subject: item.message for item in result.issues if item.code == "merged-rows"}
    assert "金額「77」" in said["budget_line:13"] and "「新規」" in said["budget_line:14"]


def test_kanji_and_spaced_digits_are_amounts_a_hole_is_none_and_a_cut_name_is_its_twins() -> None:
    result = read(LIST)
    found = rows(result)
    amounts = {key: record.value("amount") for key, record in found.items()}
    assert (amounts["7"], amounts["15"], amounts["11"]) == (320_000_000, 405_000_000, None)
    assert "unreadable-amount" in {item.code for item in result.issues if item.subject == "budget_line:11"}
    label = found["10"].first("label")
    assert label is not None and (label.value, label.raw) == (
        "木材利用都市建築促進事業",
        "材利用都市建築促進事業",
    )
    sections = {record.key: record.text("label") for record in result.records if record.kind == "section"}
    assert sections["1-①"] == "苗木づくりと担い手の確保"


def test_a_holed_amount_is_read_by_its_twin_where_every_sign_agrees() -> None:
    holed = LIST.replace("12\t木材利用都市建築促進事業\t1,206", "12\t木材利用都市建築促進事業\t1,2O6")
    holed = holed.replace("\t材利用都市", "\t木材利用都市")
    result = read(holed)
    row = rows(result)["12"]
    amount = row.first("amount")
    assert amount is not None and (amount.value, amount.raw, amount.method) == (
        1_206_000_000,
        "1,2O6",
        "first-listing",
    )
    codes = {item.code for item in result.issues if item.subject == "budget_line:12"}
    assert "restored-amount" in codes and "unreadable-amount" not in codes
    other = rows(read(holed.replace("1,2O6", "1,3O6")))["12"]
    assert other.value("amount") is None


def test_amounts_below_the_heading_of_a_section_that_lacks_none_are_of_the_one_before() -> None:
    result = read(FLOATING)
    found = {key: record.value("amount") for key, record in rows(result).items()}
    assert [found[key] for key in ("20", "21", "22")] == [830_000_000, 112_000_000, 59_000_000]
    assert found["25"] is None and found["26"] is None
    assert sum("14,000,000円" in item.message for item in result.issues) == 2

"""What grantees were granted, where their table prints it (a table of a field that no seed has)."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

_TABLE = """令和8年度 港まちづくり推進交付金（浜の担い手支援事業） 交付団体＜中間支援組織＞

令和8年7月31日
国土交通省港湾局

交付団体と取組概要

\t団体名/事業名\t概要\t事業区域\t交付決定額
1\t一般社団法人 みなと会 (青森県) 浜の見守り事業\t見守りを行う。\t青森県 岩手県\t1,420万円
2\t特定非営利活動法人 うみのこ (富山県) 海の学校事業\t学校を開く。\t富山県\t860万円
3\t社会福祉法人 しおかぜ (愛媛県) 島の買い物支援事業\t買い物を助ける。\t愛媛県 高知県\t990万円
4\t特定非営利活動法人 なぎさ工房 (長崎県) 漁具の再生事業\t漁具を直す。\t全国\t1,420万円
"""


@pytest.fixture(scope="module")
def grants(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    """Services over one table of four grantees with amounts."""
    folder, store = tmp_path_factory.mktemp("grants"), tmp_path_factory.mktemp("grants_store") / "store"
    (folder / "grants.txt").write_text(_TABLE, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("浜の担い手支援の交付団体で交付決定額が1,000万円に届かないところ", ["うみのこ", "しおかぜ"]),
        ("交付額が1,400万円を超える団体は", ["みなと会", "なぎさ工房"]),
        ("富山県の交付団体はどこで、いくらもらう？", ["うみのこ"]),
        ("一番多くもらっている団体はどこ", ["みなと会", "なぎさ工房"]),
        ("交付決定額が最も少ない交付団体は？", ["うみのこ"]),
        ("交付団体を交付決定額の少ない順に並べて", ["うみのこ", "しおかぜ", "みなと会", "なぎさ工房"]),
        ("NPO法人以外の団体の交付決定額", ["みなと会", "しおかぜ"]),
        ("しおかぜの交付決定額は", ["しおかぜ"]),
        ("交付額を多い順に3つ", ["みなと会", "なぎさ工房", "しおかぜ"]),
        ("3番目に交付額の大きい団体", ["しおかぜ"]),
        ("平均より多くもらっている団体", ["みなと会", "なぎさ工房"]),
        ("900万円台の交付団体はどこで、いくら", ["しおかぜ"]),
        ("3番の団体の交付額は", ["しおかぜ"]),
        ("買い物に関わる団体はどこで、いくらもらう", ["しおかぜ"]),
        ("青森と岩手をまたぐ団体の交付額", ["みなと会"]),
    ],
)
def test_the_grantees_with_their_amounts(grants: AskServices, question: str, expected: list[str]) -> None:
    found = answer_question(question, grants)
    assert found["status"] == "answered", found["text"]
    assert [item["label"] for item in found["answer"]["items"]] == expected
    names, rows = grants.run(found["sparql"])
    place = names.index("label")
    assert [str(getattr(row[place], "value", row[place])) for row in rows] == expected


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("交付団体の交付決定額の合計は", 46_900_000),
        ("NPO法人の交付団体の交付額の平均はいくらですか", 11_400_000),
        ("みなと会とうみのこの交付決定額の合計", 22_800_000),
        ("交付決定額が900万円以上の団体は何団体", 3),
        ("交付決定額が一番多い団体と少ない団体の差は", 5_600_000),
        ("4団体あわせていくら交付された？", 46_900_000),
    ],
)
def test_one_value_of_them(grants: AskServices, question: str, value: int) -> None:
    found = answer_question(question, grants)
    assert (found["status"], found["answer"]["value"]) == ("answered", value)
    [[cell]] = grants.run(found["sparql"])[1]
    assert float(str(getattr(cell, "value", cell))) == value


@pytest.mark.parametrize("question", ["交付団体は全部で何団体", "交付団体は合わせて何団体ありますか"])
def test_their_number_is_no_sum(grants: AskServices, question: str) -> None:
    found = answer_question(question, grants)
    assert (found["status"], found["answer"]["value"]) == ("answered", 4)


def test_follow_ups_keep_what_they_do_not_say(grants: AskServices) -> None:
    first = answer_question("交付決定額が1,000万円に届かない交付団体", grants)
    order = answer_question("金額の大きい順に並べて", grants, context=first["permalink"])
    total = answer_question("合計するといくら", grants, context=order["permalink"])
    assert [item["label"] for item in order["answer"]["items"]] == ["しおかぜ", "うみのこ"]
    assert total["answer"]["value"] == 18_500_000


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("交付決定額が2,000万円以上の団体は", "not_in_source"),
        ("交付団体に実際に使われた額は", "not_in_graph"),
        ("みなと会の交付額は去年より増えた？", "not_in_graph"),
    ],
)
def test_what_the_table_does_not_print_is_refused(grants: AskServices, question: str, reason: str) -> None:
    found = answer_question(question, grants)
    assert (found["status"], found.get("reason")) == ("unanswerable", reason)


@pytest.mark.parametrize(
    "question",
    [
        "交付額が1,400万円以上か900万円以下の団体は",
        "交付額が1,420万円か860万円の団体は",
        "交付額が1,400万円以上と900万円以下の団体は",
        "交付額が約900万円の団体は",
        "交付額が900万円前後の団体は",
        "交付額が900万円ほどの団体は",
        "青森県と富山県の交付団体の交付決定額の合計はそれぞれいくら？",
        "NPO法人は何団体で交付額の合計はいくら",
        "NPO法人の交付団体の交付額の合計と数は",
    ],
)
def test_what_is_more_or_less_than_one_set_with_one_value_is_refused(
    grants: AskServices, question: str
) -> None:
    assert answer_question(question, grants)["status"] == "unanswerable"


def test_two_bounds_that_both_hold(grants: AskServices) -> None:
    found = answer_question("交付額が900万円以上1,000万円未満の団体は", grants)
    assert [item["label"] for item in found["answer"]["items"]] == ["しおかぜ"]


@pytest.mark.parametrize(
    ("first", "then", "value"),
    [
        ("青森県の交付団体の交付額の合計は？", "富山県は？", 8_600_000),
        # 高知県 is an area of one and the seat of none.
        ("岩手県で活動している交付団体の交付額の合計は？", "高知県は？", 9_900_000),
        ("富山県のNPO法人の交付額の合計は？", "長崎県は？", 14_200_000),
    ],
)
def test_of_another_place_the_same_value(grants: AskServices, first: str, then: str, value: int) -> None:
    before = answer_question(first, grants)
    assert before["answer"]["type"] == "amount", before["text"]
    found = answer_question(then, grants, context=before["permalink"])
    assert (found["status"], found["answer"].get("value")) == ("answered", value), found["text"]


def test_a_bound_behind_a_choice_is_of_those_chosen(grants: AskServices) -> None:
    before = answer_question("NPO法人の交付団体の交付額は？", grants)
    found = answer_question("1,000万円以上の団体は？", grants, context=before["permalink"])
    assert [item["label"] for item in found["answer"]["items"]] == ["なぎさ工房"]
    anew = answer_question("交付額が1,000万円以上の交付団体は？", grants, context=before["permalink"])
    assert [item["label"] for item in anew["answer"]["items"]] == ["みなと会", "なぎさ工房"]


@pytest.fixture(scope="module")
def notice_and_decision(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    """Services over two tables of one programme and year: the decision, and the notice, of which one cell is a dash."""
    folder, store = tmp_path_factory.mktemp("twice"), tmp_path_factory.mktemp("twice_store") / "store"
    (folder / "decision.txt").write_text(_TABLE, encoding="utf-8")
    notice = _TABLE.replace("交付決定額", "交付内示額").replace("990万円", "－")
    (folder / "notice.txt").write_text(notice, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))


@pytest.mark.parametrize(
    "question",
    ["交付団体の交付額の合計は", "交付額が1,000万円以上の団体は何団体", "一番多くもらっている団体はどこ"],
)
def test_what_two_documents_print_of_one_programme_is_not_added_up(
    notice_and_decision: AskServices, question: str
) -> None:
    found = answer_question(question, notice_and_decision)
    assert (found["status"], found.get("reason")) == ("unanswerable", "not_in_graph")
    assert "複数の文書" in found["text"]


def test_it_is_said_how_many_have_no_amount_that_is_read(notice_and_decision: AskServices) -> None:
    found = answer_question("愛媛県の交付団体の交付額の合計は", notice_and_decision)
    assert found["answer"]["value"] == 9_900_000
    assert "ほか1団体は額が読めない" in found["text"]

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

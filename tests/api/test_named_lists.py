"""Plans and budget lists named in questions, whole or in part: only their rows count (documents of a field that no seed has)."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

_TABLE = """「海の安全・にぎわい推進基本計画」(令和7年10月28日海の安全会議決定) 「Ⅲ.具体的施策」の実施状況(令和8年度)

施策 No.\t施策名\t施策の概要\t目標及び達成の期間\t目標の達成状況\t達成状況を踏まえた施策の見直し方針\t関連URL\t担当 府省庁
(1)海の安全を守る\t\t\t\t\t\t\t
①見守りの強化\t\t\t\t\t\t\t
1\t灯台の保守と点検の高度化\t灯台を保守する。\t令和8年度までに100基を点検する。\t100基を点検し、目標を達成した。\t引き続き点検を進める。\t\t国土交通省
2\t漁港における高齢者の見守り\t漁港で高齢者を見守る。\t令和8年度までに50港で行う。\t31港で行った。\t働き掛けを強める。\t\t農林水産省、厚生労働省
3\t海岸の清掃と障害者の社会参加\t障害者の団体と海岸を清掃する。\t令和8年度までに20か所とする。\t22か所で行い、目標を達成した。\t引き続き行う。\t\t環境省、厚生労働省
4\t港湾の警備の強化\t港湾を警備する。\t令和9年度までに10港とする。\t6港で行った。\t引き続き行う。\t\t警察庁
"""
_LIST = """離島・半島振興プラン2028

令和９年３月19日
離島・半島振興会議決定

Ⅲ．具体的施策　一覧

（１）離島の暮らしを支える

①足の確保

No.001:離島航路の維持と改善【国土交通省】・・・・・・・・・・・・・・・・・・ 21
No.002:離島の高齢者の買い物支援【厚生労働省、農林水産省】・・・・・・・・・・ 22
No.003:離島の学校の学びの充実【文部科学省】・・・・・・・・・・・・・・・・・ 23

②にぎわい

No.004:半島の漁業の担い手づくり【農林水産省】・・・・・・・・・・・・・・・・ 25
No.005:(再掲)離島航路の維持と改善【国土交通省】（前出（１）①：P.21）
No.006:離島の駐在所の相談体制の充実【警察庁】・・・・・・・・・・・・・・・・ 27
"""
_BUDGET = """海と高齢者支援関係予算　令和9年度予算案　一覧

(単位：百万円)

No.\t事業名\t令和9年度 予算案\t担当府省庁\t備考
1. 海の安全を守り、港で暮らす高齢者を支える\t\t\t\t
1-①見守り\t\t\t\t
1\t灯台保守高度化事業\t725\t国土交通省\t
2\t漁港高齢者見守り事業\t95\t農林水産省\t新規
3\t海岸清掃推進事業\t310\t環境省\t
4\t港湾警備強化事業\t480\t警察庁\t新規
1-②再び載るもの\t\t\t\t
5\t海岸清掃推進事業\t310\t環境省\t再掲
"""


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    """Services over two plans and a budget list, each with a name of its own."""
    folder, store = tmp_path_factory.mktemp("lists"), tmp_path_factory.mktemp("lists_store") / "store"
    for name, text in (("table", _TABLE), ("list", _LIST), ("budget", _BUDGET)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))


def _labels(lists: AskServices, question: str) -> list[str]:
    found = answer_question(question, lists)
    assert found["status"] == "answered", found["text"]
    return [item["label"] for item in found["answer"]["items"]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("海の安全・にぎわい推進基本計画で厚労省と農水省が共同でやっている施策", ["漁港における高齢者の見守り"]),
        ("海の安全の計画の実施状況で目標を達成したとされた施策を挙げて", ["灯台の保守と点検の高度化", "海岸の清掃と障害者の社会参加"]),
        ("高齢者が対象の施策、海の安全にぎわい計画で", ["漁港における高齢者の見守り"]),
        ("プラン2028で警察庁が担当している施策", ["離島の駐在所の相談体制の充実"]),
        ("離島・半島振興プラン2028の再掲の施策はどれ", ["離島航路の維持と改善"]),
        ("半島振興プランの農水省の施策を教えて", ["離島の高齢者の買い物支援", "半島の漁業の担い手づくり"]),
        ("離島計画で文科省の施策は", ["離島の学校の学びの充実"]),
        ("基本計画に載っている警察庁の施策は", ["港湾の警備の強化"]),
        ("海と高齢者支援関係予算の新規事業は", ["港湾警備強化事業", "漁港高齢者見守り事業"]),
    ],
)  # fmt: skip
def test_only_the_rows_of_the_list_that_is_named(
    lists: AskServices, question: str, expected: list[str]
) -> None:
    assert _labels(lists, question) == expected


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("プラン2028は何件？", 6),
        ("離島・半島振興プラン2028の再掲を除いた施策は何件ですか", 5),
        ("海の安全計画で厚労省が入っていない施策は何件", 2),
        # 高齢者 stands in the name of the list and narrows nothing.
        ("海と高齢者支援関係予算の一覧、全部で何行", 5),
    ],
)
def test_the_rows_of_the_list_are_counted(lists: AskServices, question: str, value: int) -> None:
    found = answer_question(question, lists)
    assert (found["status"], found["answer"]["value"]) == ("answered", value)


def test_the_answer_says_of_which_list_it_is_and_asks_the_graph_for_no_other(lists: AskServices) -> None:
    found = answer_question("プラン2028で農水省の施策は", lists)
    assert "離島・半島振興プラン2028" in found["interpretation"]
    rows = {str(cell) for row in lists.run(found["sparql"])[1] for cell in row}
    assert any("半島の漁業の担い手づくり" in cell for cell in rows)
    assert not any("漁港における高齢者の見守り" in cell for cell in rows)


def test_a_number_is_one_of_the_list(lists: AskServices) -> None:
    found = answer_question("プラン2028のNo.4の担当は", lists)
    assert found["status"] == "answered"
    assert "農林水産省" in found["text"]
    none = answer_question("海の安全計画の施策No.6の担当は", lists)
    assert (none["status"], none["reason"]) == ("unanswerable", "false_premise")


def test_a_follow_up_stays_in_the_list_and_may_go_to_another(lists: AskServices) -> None:
    first = answer_question("プラン2028で警察庁が担当している施策", lists)
    same = answer_question("文科省は？", lists, context=first["permalink"])
    other = answer_question("海の安全の計画では？", lists, context=first["permalink"])
    every = answer_question("全部の計画だと？", lists, context=first["permalink"])
    assert [i["label"] for i in same["answer"]["items"]] == ["離島の学校の学びの充実"]
    assert [i["label"] for i in other["answer"]["items"]] == ["港湾の警備の強化"]
    assert len(every["answer"]["items"]) == 2


@pytest.mark.parametrize(
    "question",
    ["プラン2028の新規事業は", "プラン2028に基づく事業はいくら", "プラン2040で警察庁の施策は"],
)
def test_what_no_row_of_the_list_can_answer_is_refused(lists: AskServices, question: str) -> None:
    assert answer_question(question, lists)["status"] == "unanswerable"


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("プラン2028と海の安全計画で施策が多いのはどっち", [6, 4]),
        ("海の安全の計画とプラン2028、農水省の施策はそれぞれ何件", [1, 2]),
    ],
)
def test_two_lists_side_by_side(lists: AskServices, question: str, rows: list[int]) -> None:
    found = answer_question(question, lists)
    assert found["status"] == "answered"
    assert [row[1] for row in found["answer"]["rows"]] == rows
    [cells] = lists.run(found["sparql"])[1]
    assert [int(str(getattr(cell, "value", cell))) for cell in cells] == rows


def test_of_two_lists_nothing_else_is_answered(lists: AskServices) -> None:
    found = answer_question("海の安全計画とプラン2028の両方に施策がある府省庁は", lists)
    assert found["status"] == "unanswerable"
    assert "海の安全・にぎわい推進基本計画" in found["text"]


@pytest.mark.parametrize(
    "question",
    [
        "プラン2028と海と高齢者支援関係予算で件数が多いのはどっち",
        "海と高齢者支援関係予算とプラン2028はそれぞれ何件",
    ],
)
def test_measures_and_rows_of_a_budget_are_not_held_against_each_other(
    lists: AskServices, question: str
) -> None:
    found = answer_question(question, lists)
    assert found["status"] == "unanswerable"
    assert "並べて比べません" in found["text"]
    assert set(found["suggestions"]) == {
        "離島・半島振興プラン2028の施策は何件",
        "海と高齢者支援関係予算の行は何件",
    }
    for offered in found["suggestions"]:
        assert answer_question(offered, lists)["status"] == "answered"


@pytest.mark.parametrize(
    "question",
    ["プラン2028の再掲の施策はどれ、元はどこ", "離島・半島振興プラン2028で再掲されている施策と、その元は"],
)
def test_where_what_is_printed_again_was_printed_first(lists: AskServices, question: str) -> None:
    found = answer_question(question, lists)
    assert found["status"] == "answered"
    assert "No.5" in str(found["answer"]["rows"]) or "No.5" in found["text"]
    assert "No.1" in found["text"]


def test_a_plan_asked_about_itself_is_no_list(lists: AskServices) -> None:
    found = answer_question("海の安全・にぎわい推進基本計画はいつ決定された？", lists)
    assert "令和7年10月28日" in found["text"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("No.2の担当と金額（予算の一覧の方）", "95百万円"),
        ("予算の方のNo.3の担当は", "環境省"),
        ("No.4の担当、施策ではなく予算の方です", "警察庁"),
    ],
)
def test_of_which_list_a_number_is_may_be_said_beside_it(
    lists: AskServices, question: str, said: str
) -> None:
    found = answer_question(question, lists)
    assert found["status"] == "answered"
    assert said in found["text"]


def test_the_side_alone_answers_what_was_asked_back(lists: AskServices) -> None:
    back = answer_question("No.2の担当は？", lists)
    assert back["status"] == "ambiguous"
    line = answer_question("予算の方です", lists, context=back["permalink"])
    plan = answer_question("プラン2028の方", lists, context=back["permalink"])
    assert "農林水産省" in line["text"]
    assert "漁港高齢者見守り事業" in line["text"]
    assert "離島の高齢者の買い物支援" in plan["text"]


_SHEET = """漁港高齢者見守り事業

水産庁　漁港課

令和９年度予算案 0.95億円（うち声掛け関係 0.2億円）（令和８年度当初予算額 0.8億円）

事業の目的

漁港で暮らす高齢者を見守る。

事業の概要

(1) 見守りの実施

漁港で見守りを行う団体に対して、支援を行う。

実施主体等

【実施主体】都道府県、市区町村 【補助率】国 1/2、都道府県・市区町村 1/2

【補助基準額】１自治体あたり 5,120千円
"""


@pytest.fixture(scope="module")
def one_list(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    """Services over one budget list and a sheet that prints what the year before had."""
    folder, store = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("one_store") / "store"
    for name, text in (("budget", _BUDGET), ("sheet", _SHEET)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))


def test_the_year_before_may_stand_on_a_sheet_where_one_list_is_loaded(one_list: AskServices) -> None:
    found = answer_question("漁港高齢者見守り事業は前の年度と比べて増えた？", one_list)
    assert (found["status"], found["answer"]["value"]) == ("answered", 15_000_000)


@pytest.mark.parametrize("question", ["海岸清掃推進事業は前の年度より増えた？", "前の年度より増えた事業は？"])
def test_else_it_is_said_which_list_there_is(one_list: AskServices, question: str) -> None:
    found = answer_question(question, one_list)
    assert (found["status"], found["reason"]) == ("unanswerable", "not_loaded")
    assert "令和9年度のものだけ" in found["text"]


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    """Services over one budget list and the sheets of three of its programmes: two rose, one fell."""
    folder, store = tmp_path_factory.mktemp("sheets"), tmp_path_factory.mktemp("sheets_store") / "store"
    (folder / "budget.txt").write_text(_BUDGET, encoding="utf-8")
    for name, label, now, before in (
        ("a", "漁港高齢者見守り事業", "0.95", "0.8"),
        ("b", "港湾警備強化事業", "4.8", "5.2"),
        ("c", "灯台保守高度化事業", "7.25", "7.0"),
    ):
        text = _SHEET.replace("漁港高齢者見守り事業", label).replace("（うち声掛け関係 0.2億円）", "")
        text = text.replace("0.95億円", f"{now}億円").replace("0.8億円", f"{before}億円")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))


def test_all_that_are_named_are_told_where_any_change_is_asked_for(sheets: AskServices) -> None:
    found = answer_question(
        "漁港高齢者見守り事業と港湾警備強化事業は前の年度からいくら変わりましたか", sheets
    )
    assert found["status"] == "answered", found["text"]
    for said in ("漁港高齢者見守り事業は", "港湾警備強化事業は"):
        assert said in found["text"]


@pytest.mark.parametrize(
    ("question", "label", "value"),
    [
        ("漁港高齢者見守り事業と港湾警備強化事業は前の年度より増えた？", "漁港高齢者見守り事業", 15_000_000),
        (
            "漁港高齢者見守り事業と港湾警備強化事業で、前の年度から一番減ったのはどれ",
            "港湾警備強化事業",
            -40_000_000,
        ),
    ],
)
def test_one_end_of_them(sheets: AskServices, question: str, label: str, value: int) -> None:
    found = answer_question(question, sheets)
    assert found["status"] == "answered", found["text"]
    assert found["text"].startswith(label)
    assert found["answer"]["value"] == value


def test_printed_places_are_rows_of_the_list(one_list: AskServices) -> None:
    found = answer_question("海岸清掃推進事業は一覧のどことどこに載ってますか", one_list)
    assert "No.3" in found["text"]
    assert "No.5" in found["text"]
    assert "再掲" in found["text"]


def test_which_numbers_bear_a_mark(one_list: AskServices) -> None:
    found = answer_question("新規なのは何番と何番？", one_list)
    assert sorted(row[1] for row in found["answer"]["rows"]) == ["2", "4"]

"""What was answered wrongly or in part, on documents of a field that no seed has: the field that is asked for, every part of what is
asked, the number or time of the thing itself; else a refusal that names the word.
"""

from __future__ import annotations

import re

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

_HEAD = "施策 No.\t施策名\t施策の概要\t目標及び達成の期間\t目標の達成状況\t達成状況を踏まえた施策の見直し方針\t関連URL\t担当 府省庁"
_PLAN = f"""「海の安全・にぎわい推進基本計画」(令和7年10月28日海の安全会議決定) 「Ⅲ.具体的施策」の実施状況(令和8年度)

{_HEAD}
(1)海の安全を守る\t\t\t\t\t\t\t
①見守りの強化\t\t\t\t\t\t\t
1\t灯台の保守の促進\t灯台を保守する。\t令和8年度は、灯台の利用者の満足度を80%以上とする。\t令和8年度の灯台の利用者の満足度は71.5%であった。\t満足度の向上に向け、丁寧に保守する。\t\t国土交通省
2\t漁港における見守りの強化\t漁港で高齢者を見守る。\t見守りを実施する漁港の数を令和10年度末までに50港とする。\t31港で行った。\t令和11年度以降の新たな目標を設定する。\t\t農林水産省
3\t海岸の清掃の推進\t高齢者と海岸を清掃する。\t令和8年度までに20か所とする。\t22か所で行い、1年前倒しで目標を達成。\t清掃の目標を新たに設定する。\t\t環境省
"""
_LIST = """海と高齢者支援関係予算　一覧

(単位：百万円)

No.\t事業名\t令和{year}年度 当初予算額\t担当府省庁\t備考
1. 海の安全を守る\t\t\t\t
1-①見守り\t\t\t\t
1\t灯台保守高度化事業\t{light}\t国土交通省\t
2\t漁港高齢者見守り事業\t95の内数\t農林水産省\t
1-②にぎわい\t\t\t\t
3\t海岸清掃推進事業\t310\t環境省\t
4\t灯台保守高度化事業\t{light}\t国土交通省\t再掲
"""


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    """Services over a plan with results and the budget lists of 令和8年度 and 令和9年度."""
    folder, store = tmp_path_factory.mktemp("sea"), tmp_path_factory.mktemp("sea_store") / "store"
    lists = {f"list{year}": _LIST.format(year=year, light=light) for year, light in ((8, 700), (9, 725))}
    for name, text in {"plan": _PLAN, **lists}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("灯台の利用者の満足度は目標に届いた？", "71.5%は目標の80%以上に届いていません"),
        ("灯台の利用者の満足度の目標はクリアできましたか", "71.5%は目標の80%以上に届いていません"),
        ("海岸の清掃の目標は達成されましたか", "1年前倒しで目標を達成"),
        ("施策を省庁別に並べて", "国土交通省: No.1"),
        ("R9当初の事業を節ごとに一覧にして", "1-② にぎわい: .*海岸清掃推進事業"),
        ("R8とR9の両方に載っている事業はいくつ？", "3事業です（一覧の行では8行"),
        ("R9当初の合計は？内数は別で", "足していない内数は.*95百万円の内数"),
        ("1-①と1-②に同じ事業はある？", "はい.*灯台保守高度化事業"),
        ("灯台保守高度化事業の額と、関連する施策を教えて", "①.*725百万円.*②"),
        ("国土交通省のR9当初の事業の番号と金額、それに再掲かどうかも", "725百万円.*再掲"),
    ],
)
def test_what_is_asked_is_what_is_told(question: str, said: str, sea: AskServices) -> None:
    found = answer_question(question, sea)
    assert found["status"] == "answered", found["text"]
    assert re.search(said, found["text"], re.DOTALL), found["text"]


@pytest.mark.parametrize(
    "question",
    [
        "灯台保守高度化事業はいつ終わる？",
        "漁港を見守る人と海岸を清掃する人の参加者数の差は？",
        "灯台の交付金の③と⑥は何",
    ],
)
def test_another_kind_of_thing_is_no_answer(question: str, sea: AskServices) -> None:
    found = answer_question(question, sea)
    assert found["status"] == "unanswerable", found["text"]


def test_a_list_by_ministry_narrows_as_a_list(sea: AskServices) -> None:
    first = answer_question("施策を省庁別に並べて", sea)
    found = answer_question("そのうち環境省だけ", sea, context=first["permalink"])
    assert [item["label"] for item in found["answer"]["items"]] == ["海岸の清掃の推進"], found["text"]

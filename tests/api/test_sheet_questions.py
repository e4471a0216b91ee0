"""What sheets say at most, where a statement stands, and the lists as such: on documents of another field.

Every expected value was read from the texts below by hand.
"""

from __future__ import annotations

from typing import Any

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

_LIST = """（単位：百万円）

No.\t事業名\t令和{year}年度 補正予算額\t担当府省庁\t備考
3. 港を守る人とのつながりを広げる\t\t\t\t
3-①港の見守りの支援\t\t\t\t
31\t灯台見守り支援事業\t{first}\t国土交通省\t
32\t岸壁清掃推進事業\t{second}\t農林水産省\t新規
"""
_SHEET = """
灯台見守り支援事業（国土交通省海事局）

{year}年度補正予算額 {amount}億円

事業概要・目的

- 令和{before}年の海難事故の死者数は過去最多の{dead}人となっており、灯台の見守りの担い手の確保が課題となっている。

事業の概要

(1) 灯台巡回支援

灯台を巡回する地方自治体に対して、財政支援を行う。

(2) NPO等と連携した灯台活用支援

NPO法人等の民間団体が行う灯台の活用のためのモデル事業を実施する。

実施主体等

(1) 灯台巡回支援

【実施主体】\t都道府県、市町村\t【補助率】\t国 1/2、都道府県・市町村 1/2
【補助基準額】\t1 都道府県あたり\t{prefecture}千円\t1 市町村あたり {city}千円

(2) NPO等と連携した灯台活用支援

【実施主体】\t都道府県、民間団体
【補助率】\t国 10/10
【補助基準額】\t1 団体あたり {body}千円(上限)
"""
_MEASURES = """令和8年度 港湾施策の実施状況

No.\t施策名\t施策の概要\t目標及び達成の期間\t目標の達成状況\t見直し方針\t関連URL\t担当府省庁
1\t灯台の保守\t灯台の保守を行う。\t灯台を直す。\t令和8年度末時点で214市町村において灯台の保守が行われている。\t続ける。\t\t国土交通省
2\t漁村の交流\t漁村の交流を支援する。\t交流を増やす。\t交流した。\t続ける。\t\t環境省
"""
_YEARS = {
    8: {"first": "310", "second": "45", "amount": "3.1", "dead": "87", "before": 7, "prefecture": "6,100", "city": "1,850", "body": "4,000"},
    9: {"first": "452", "second": "45", "amount": "4.5", "dead": "91", "before": 8, "prefecture": "6,350", "city": "1,790", "body": "4,000"},
}  # fmt: skip


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    folder, store = tmp_path_factory.mktemp("harbours"), tmp_path_factory.mktemp("harbour_store") / "store"
    for year, said in _YEARS.items():
        text = (_LIST + _SHEET).format(year=year, **said)
        (folder / f"r{year}.txt").write_text(text, encoding="utf-8")
    (folder / "measures.txt").write_text(_MEASURES, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))


def ask(services: AskServices, *questions: str) -> dict[str, Any]:
    context, found = None, {}
    for question in questions:
        found = answer_question(question, services, context=context)
        context = found["permalink"]
    return found


TOLD = {
    ("灯台巡回支援の補助基準額は市町村あたりR9でいくら？",): ["1市町村あたり 1,790千円"],
    ("灯台巡回支援、都道府県だと基準額はR8でいくら？補助率も",): ["6,100千円", "国 1/2、都道府県・市町村 1/2"],
    ("灯台巡回支援の補助基準額は市町村あたりR9でいくら？", "都道府県だと？R8との差も"): ["6,100千円から6,350千円へ250千円上がりました"],
    ("灯台巡回支援の市町村あたりの基準額はR8とR9でいくら違う？",): ["1,850千円から1,790千円へ60千円下がりました"],
    ("補助上限額が一番高いのはどれ",): ["都道府県あたりでは6,350千円", "団体あたりでは4,000千円", "市町村あたりでは1,850千円"],
    ("市町村あたりの補助基準額が一番低いのはどれ？",): ["市町村あたりでは1,790千円"],
    ("海難事故の死者数が91人で過去最多って何の資料のどこに書いてありますか",): ["【91人】"],
    ("R9の補正予算一覧は何番から何番まで入ってますか？柱1〜2もある？",): ["No.31〜32の2行（柱3）", "柱1・2の行は読み込まれていません"],
    ("灯台見守り支援事業、一覧の452とシートの4.5億円で数字が違うけどどっちが正しいの",): ["丸めたもので、同じ額です"],
    ("施策を担当しているのにR9補正の一覧に一行も出てこない府省庁は？",): ["環境省"],
    ("R9補正の一覧に行があるのに施策のない省庁はどこ",): ["農林水産省"],
}  # fmt: skip


@pytest.mark.parametrize("asked", TOLD)
def test_what_is_printed_is_told(harbours: AskServices, asked: tuple[str, ...]) -> None:
    found = ask(harbours, *asked)
    assert found["status"] == "answered", found["text"]
    assert [said for said in TOLD[asked] if said not in found["text"]] == [], found["text"]
    names, rows = harbours.run(found["sparql"])
    assert names and rows


NOT_TOLD = {
    "灯台巡回支援の補助基準額はR7でいくら？": "not_in_source",
    "R7の補正予算一覧は何番から何番まで入ってますか": "not_loaded",
    "灯台巡回支援の補助基準額が一番高くない市町村は": "",
    "海難事故の死者数が19人って何の資料に載ってる？": "",
}


@pytest.mark.parametrize("asked", NOT_TOLD)
def test_what_is_not_printed_is_not_told(harbours: AskServices, asked: str) -> None:
    found = ask(harbours, asked)
    assert found["status"] == "unanswerable", found["text"]
    assert found["reason"] == (NOT_TOLD[asked] or found["reason"])


def test_the_ministries_of_the_gap_are_the_items(harbours: AskServices) -> None:
    found = ask(harbours, "施策があるのに補正の一覧に載っていない府省庁は？")
    assert {item["label"] for item in found["answer"]["items"]} == {"環境省"}


MAY = {
    "市町村は灯台巡回支援を実施できますか": ("はい。「市町村」", True),
    "NPO法人は灯台活用支援の実施主体になれますか": ("はい。「民間団体」", True),
    "灯台巡回支援は都道府県でも使えますか": ("はい。「都道府県」", True),
    "民間団体は灯台巡回支援を実施できますか": ("「民間団体」は、そこに挙げられていません", None),
    "個人は灯台活用支援に応募できますか": ("「個人」は、そこに挙げられていません", None),
    "灯台活用支援はだれが申請できる？": ("民間団体", None),
}


@pytest.mark.parametrize("asked", MAY)
def test_who_may_is_held_against_what_is_printed(harbours: AskServices, asked: str) -> None:
    """What is printed is confirmed; of what is not printed no いいえ is said."""
    found, (said, value) = ask(harbours, asked), MAY[asked]
    assert found["status"] == "answered" and said in found["text"], found["text"]
    assert found["answer"].get("value") is value or value is None
    assert not found["text"].startswith("いいえ")
    if value:
        assert [str(cell.value) for cell in harbours.run(found["sparql"])[1][0]] == ["true"]


@pytest.mark.parametrize(
    "asked", ["市町村は岸壁清掃推進事業を実施できますか", "企業は港の基金を申請できますか"]
)
def test_who_may_is_not_told_by_words_alone(harbours: AskServices, asked: str) -> None:
    assert ask(harbours, asked)["status"] == "unanswerable"

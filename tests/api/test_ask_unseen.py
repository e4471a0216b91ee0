"""Questions on documents of another field, written by hand: tests/questions/transport (bus and ferry lines, 令和8・9年度).

The documents imitate the kinds that the seeds are of; names, ministries' shares, numbers and years are others, and every
answer below was read from the text by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

DOCUMENTS = Path(__file__).parent.parent / "questions" / "transport"

LISTS = {
    "令和9年度に新規の事業は": {"二種免許取得支援事業", "高齢者移動支援モデル事業"},
    "国交省が所管する令和9年度の事業は？": {
        "二種免許取得支援事業",
        "地域公共交通確保維持改善事業",
        "離島航路運航費等補助金",
    },
    "令和9年度の再掲の事業は": {"地域公共交通確保維持改善事業", "高齢者移動支援モデル事業"},
    "令和8年度にあって令和9年度にない事業": {"過疎地域バス実証事業", "離島航路補助金"},
    "令和8年度も令和9年度も載っている事業": {
        "へき地児童生徒援助費等補助金",
        "地域おこし協力隊推進経費",
        "地域公共交通確保維持改善事業",
        "運転免許自主返納者支援事業",
    },
    "R8にもR9にもある事業は？": {
        "へき地児童生徒援助費等補助金",
        "地域おこし協力隊推進経費",
        "地域公共交通確保維持改善事業",
        "運転免許自主返納者支援事業",
    },
    "1億円以上の令和9年度の事業は": {
        "二種免許取得支援事業",
        "地域公共交通確保維持改善事業",
        "離島航路運航費等補助金",
    },
    "内数の事業は": {"へき地児童生徒援助費等補助金"},
    "2-①の事業は": {"二種免許取得支援事業", "地域おこし協力隊推進経費"},
    "運転者の確保の施策は": {"二種免許取得の支援", "外国人運転者の受入れ環境の整備"},
    "府省庁が共同で担当する施策は": {"スクールバスの混乗化", "外国人運転者の受入れ環境の整備"},
    "国交省と厚労省が両方担当する施策は": {"外国人運転者の受入れ環境の整備"},
    "高齢者を対象とする施策は": {
        "乗合タクシーの導入支援",
        "介護予防と移動支援の一体的実施",
        "運転免許の自主返納の促進",
    },
    "施策No.4の担当は": {"国土交通省", "文部科学省"},
    "運転者不足に関する施策": {"二種免許取得の支援"},
    # Conditions together, in several orders.
    "URLのない国交省の施策の目標は？": {"通学定期券の割引に対する支援", "外国人運転者の受入れ環境の整備"},
    "国交省の施策は？関連URLのないものに限って。": {
        "通学定期券の割引に対する支援",
        "外国人運転者の受入れ環境の整備",
    },
    "高齢者を対象とする施策のうち関連URLの欄が空いているものの達成状況を一覧で": {"運転免許の自主返納の促進"},
    "URLが空欄の施策を担当しているのはどこ？": {"国土交通省", "警察庁", "法務省", "厚生労働省", "総務省"},
    "令和9年度の前年度にはない国交省の事業は？": {"二種免許取得支援事業", "離島航路運航費等補助金"},
    "国交省と警察庁の令和9年度の事業で一番金額が小さいのは？": {"運転免許自主返納者支援事業"},
}
VALUES = {
    "令和8年度の事業は何件": 6,
    "R9 国交省 件数": 3,
    "高齢者移動支援モデル事業の令和9年度の額は": 45_000_000,
    "令和9年度の再掲を二重計上しないで合計して": 28_547_500_000,
    "運転免許自主返納者支援事業の増減は？": -2_500_000,
    "施策No.6の見直し方針は": "支援額を引き上げる。",
    "施策No.8のURL": "https://www.mlit.go.jp/ritou.html",
    "高齢者移動支援推進交付金の実施主体は": "市町村",
    "実施要領はいつ制定されたか": "2026-04-01",
    "R9の新規でない事業を持つ省庁の数は？": 4,
    "第1の柱のURLの書いてある施策は全体の何％？": 33.3,
}
DECLINED = {
    "令和7年度の事業は？": "not_loaded",
    "施策No.150の担当は？": "false_premise",
    "環境省の事業は？": "not_in_source",
    "地域おこし協力隊推進経費の執行額は？": "not_in_graph",
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    store = tmp_path_factory.mktemp("transport") / "store"
    build(BuildOptions(DOCUMENTS, str(store)))
    return services_for(open_graph(str(store)))


def answered(question: str, asking: AskServices) -> dict[str, Any]:
    found = answer_question(question, asking)
    assert found["status"] == "answered", found["text"]
    for item in found["evidence"]:
        with (DOCUMENTS / f"{item['document']}.txt").open(encoding="utf-8", newline="") as handle:
            assert handle.read()[item["start"] : item["end"]] == item["quote"]
    return found


@pytest.mark.parametrize("question", LISTS)
def test_lists(question: str, asking: AskServices) -> None:
    found = answered(question, asking)
    assert {item["label"] for item in found["answer"]["items"]} == LISTS[question]
    cells = {str(getattr(cell, "value", cell)) for row in asking.run(found["sparql"])[1] for cell in row}
    items = found["answer"]["items"]
    assert {item["id"] for item in items} <= cells or {item["label"] for item in items} <= cells


@pytest.mark.parametrize("question", VALUES)
def test_values(question: str, asking: AskServices) -> None:
    assert answered(question, asking)["answer"]["value"] == VALUES[question]


@pytest.mark.parametrize("question", DECLINED)
def test_declined(question: str, asking: AskServices) -> None:
    assert answer_question(question, asking).get("reason") == DECLINED[question]


def test_a_former_name_and_shares_of_money(asking: AskServices) -> None:
    assert "離島航路補助金" in answered("離島航路運航費等補助金は以前の何という事業か", asking)["text"]
    assert "99.5%" in answered("国土交通省の予算の割合は？", asking)["text"]
    assert answered("何ができますか", asking)["answer"]["type"]


def test_a_name_that_restricts_nothing_is_not_answered_with_everything(asking: AskServices) -> None:
    found = answer_question("買物支援事業では何ができる", asking)
    assert len((found["answer"] or {}).get("items", [])) < 9

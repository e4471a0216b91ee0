"""Questions on several plans side by side, written by hand: tests/questions/adaptation (two tables of what was done in one year, a
plan with pages of its own, two budget lists; disasters, heat, tourism, islands).

Every answer below was read from the texts by hand before the questions were asked.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

DOCUMENTS = Path(__file__).parent.parent / "questions" / "adaptation"

LISTS = {
    "観光・デジタルの計画で国土交通省が担当している施策は": {
        "多言語の案内の整備",
        "ドローンによる買物支援",
        "自動運転バスの社会実装",
    },
    "離島プランで総務省が担当する施策を一覧で": {
        "島民の運賃の割引",
        "離島留学の受入れの支援",
        "地域おこし協力隊の拡充",
        "空き家の改修の支援",
    },
    "第3次プランの再掲の施策": {"島民の運賃の割引", "オンライン診療の拠点の整備"},
    "達成状況が書かれていない施策はどれ？": {"自動運転バスの社会実装", "気象防災アドバイザーの活用"},
    "実施状況の表で消防庁がからむ施策": {"障害者・高齢者の避難の支援", "消防団員の確保"},
    "目標を達成した施策を計画ごとに": {
        "国立公園の利用者の分散",
        "多言語の案内の整備",
        "農泊の推進",
        "田んぼダムの取組の拡大",
        "障害者・高齢者の避難の支援",
    },
    "「目標を達成」か「目標を上回った」と書かれた施策": {
        "国立公園の利用者の分散",
        "多言語の案内の整備",
        "農泊の推進",
        "田んぼダムの取組の拡大",
        "障害者・高齢者の避難の支援",
    },
    "R9で3省庁以上が名を連ねる事業": {"食品廃棄ゼロ国民運動"},
    "R9で複数の省が担当する事業": {
        "こどもエコ学習推進事業",
        "地域気象防災アドバイザー派遣事業",
        "食品廃棄ゼロ国民運動",
    },
    "2-①に入ってる令和9年度の予算は？": {
        "流域治水計画策定支援事業",
        "田んぼダム普及促進事業",
        "雨水貯留浸透施設整備補助金",
        "洪水予測高度化システム開発",
    },
    "R9から始まった事業のうち農水省のもの": {"ブルーカーボン藻場再生事業", "田んぼダム普及促進事業"},
    "R9で消えた国交省の事業": {"港湾BCP策定支援事業"},
    "離島プランの柱2にはどんな施策がある": {
        "オンライン診療の拠点の整備",
        "救急搬送用のヘリコプターの配備",
        "遠隔授業の実施",
        "離島留学の受入れの支援",
    },
    "気候変動の予算一覧で、R9の柱2の再掲": {"田んぼダム普及促進事業"},
    "R8からR9まで毎年計上されている環境省の事業": {
        "クーリングシェルター整備促進事業",
        "こどもエコ学習推進事業",
        "食品廃棄ゼロ国民運動",
    },
    "離島プランで課題が書かれている施策は": {
        "離島航路の運航の維持",
        "オンライン診療の拠点の整備",
        "離島留学の受入れの支援",
        "地域おこし協力隊の拡充",
    },
    "環境省が単独ではない事業": {"こどもエコ学習推進事業", "食品廃棄ゼロ国民運動"},
    "令和11年度までを期限にしている施策は": {
        "学校における暑さ対策",
        "気象情報の改善",
        "ドローンによる買物支援",
        "離島航路の運航の維持",
        "離島留学の受入れの支援",
    },
}
VALUES = {
    "R9から始まった農水省の事業は何件": 2,
    "気候変動の計画のNo.5の目標は": "令和10年度末までに、一級水系の全てで流域水害対策計画を策定する。",
    "離島・過疎地域くらし再生プランのNo.6、課題には何て書いてある？": "通信の環境が十分でない島がある。",
    "第3次プランの施策は再掲をまとめると何件": 13,
    "離島プランの施策、重複を除いていくつ": 13,
    "第3次プランが決まったのはいつ？": "2027-02-26",
    "観光計画はいつ決定された": "2026-03-06",
}
TOLD = {
    "農林水産省は何件から何件に増えた？": ["令和9年度 6", "令和8年度 5"],
    "R9で木造住宅耐震改修促進事業は全体の何％": ["5,600百万円", "17,025百万円の32.9%"],
    "国交省の事業、R8当初とR9でそれぞれ何件": ["4事業です", "6事業です"],
    "離島プランのNo.14の目標と今の数字は？": ["10,000人", "7,910人"],
    "計画ごとの施策の数": ["が10施策", "が15施策、"],
    "国土交通省の施策は各計画に何件ありますか": ["が3施策", "が2施策", "が7施策"],
    "総務省の事業数と施策数": ["2事業", "8施策"],
    "気候変動の計画のNo.8と観光計画のNo.8の担当は": ["内閣府", "ドローンによる買物支援"],
    "柱1と柱2、R9ではどちらが大きい？": ["2,143百万円", "14,719百万円"],
}
THREADS = {
    ("R9の新規", "農水省だけで"): "担当府省庁が農林水産省、令和9年度",
    ("観光計画", "国交省の施策だけ"): "3施策あります",
    ("R8にはなかったのにR9で出てきた事業", "それを足し合わせるといくら？"): "1,652百万円",
    ("R8の一覧にあって、R9では姿を消した事業は？", "合計すると"): "398百万円",
    ("観光計画のNo.9は何の施策？", "その目標と今の数字は？"): "794万人泊",
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    store = tmp_path_factory.mktemp("adaptation") / "store"
    build(BuildOptions(DOCUMENTS, str(store)))
    return services_for(open_graph(str(store)))


@pytest.mark.parametrize("question", LISTS)
def test_lists(question: str, asking: AskServices) -> None:
    found = answer_question(question, asking)
    assert found["status"] == "answered", found["text"]
    answer = found["answer"]
    named = {item["label"] for item in answer.get("items", ())} or {row[0] for row in answer["rows"]}
    assert named == LISTS[question]


@pytest.mark.parametrize("question", VALUES)
def test_values(question: str, asking: AskServices) -> None:
    found = answer_question(question, asking)
    assert found["status"] == "answered", found["text"]
    assert found["answer"]["value"] == VALUES[question]


@pytest.mark.parametrize("question", TOLD)
def test_told(question: str, asking: AskServices) -> None:
    found = answer_question(question, asking)
    assert found["status"] == "answered", found["text"]
    assert [said for said in TOLD[question] if said not in found["text"]] == []


@pytest.mark.parametrize("thread", THREADS)
def test_threads(thread: tuple[str, str], asking: AskServices) -> None:
    first = answer_question(thread[0], asking)
    assert THREADS[thread] in answer_question(thread[1], asking, context=first["permalink"])["text"]


@pytest.mark.parametrize(
    "question", ["令和8年度の施策No.5の担当は？", "施策No.8の達成状況は", "施策No.9とNo.10の担当"]
)
def test_a_number_of_several_plans_is_asked_back_by_their_names(question: str, asking: AskServices) -> None:
    found = answer_question(question, asking)
    assert found["status"] == "ambiguous"
    offered = [choice["question"] for choice in found["alternatives"]]
    assert any("持続可能な観光・デジタル田園推進計画" in said for said in offered)
    assert all(answer_question(said, asking)["status"] == "answered" for said in offered)


def test_one_plan_alone_that_has_an_answer_is_told(asking: AskServices) -> None:
    found = answer_question("R8の施策No.3のURL", asking)
    assert found["answer"]["value"] == "https://www.bunka.go.jp/night/index.html"
    assert "持続可能な観光・デジタル田園推進計画" in found["caveats"][0]

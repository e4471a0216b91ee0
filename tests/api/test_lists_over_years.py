"""Lists of another field told by two groups, by ministries that an order chooses, over two years, and by how far two ends lie apart."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question

# 令和8年度: 岸壁 725, 灯台 95, 離島 1,240 by 国土交通省, 漁港 310 by 農林水産省, 港湾警備 480 by 法務省. 令和9年度: 岸壁 910, 灯台 80, 漁港 310.
TOLD = [
    ("年度ごとの府省庁別の事業数", ("国土交通省 3", "国土交通省 2", "法務省 1")),
    ("令和8年度で一番予算の大きい府省庁の事業は", ("2,060百万円", "岸壁補修推進事業", "離島航路維持事業")),
    ("令和8年度で事業数が同じ府省庁は", ("法務省・農林水産省（1事業ずつ）",)),
    ("片方の年度だけにある事業は", ("港湾警備強化事業", "離島航路維持事業")),
    ("増えた事業の増加額の合計は", ("185百万円増えました",)),
    ("減った事業の担当は", ("灯台保守高度化事業", "国土交通省")),
    (
        "国土交通省が占める割合は令和8年度から令和9年度でどう変わった",
        ("72.3%", "76.2%", "3.9ポイント上がって"),
    ),
    ("令和8年度で最大の事業と最小の事業の差は", ("1,240百万円", "95百万円", "1,145百万円")),
    ("令和8年度の総額を、岸壁補修推進事業は1回だけ数えて", ("2,850百万円",)),
    ("岸壁補修と漁港清掃、令和8年度の差はいくら", ("725百万円", "310百万円", "415百万円")),
]


@pytest.mark.parametrize(("question", "said"), TOLD)
def test_what_two_years_of_lists_tell(ports: AskServices, question: str, said: tuple[str, ...]) -> None:
    found = answer_question(question, ports)
    assert found["status"] == "answered", found["text"]
    assert all(words in found["text"] for words in said), found["text"]
    assert ports.run(found["sparql"])[1]


REFUSED = [
    "令和8年度で上位2府省庁の事業は",
    "令和9年度で事業が増えた府省庁はどこ",
    "令和8年度と令和9年度で順位が入れ替わった事業は",
]


@pytest.mark.parametrize("question", REFUSED)
def test_orders_and_moves_that_are_not_made_are_not_told(ports: AskServices, question: str) -> None:
    found = answer_question(question, ports)
    assert found["status"] == "unanswerable", found["text"]


def test_a_share_is_one_of_programmes(ports: AskServices) -> None:
    found = answer_question("令和8年度の事業のうち、国土交通省の事業は過半数を占めますか", ports)
    assert found["answer"]["value"] is True, found["text"]
    assert [str(cell.value) for cell in ports.run(found["sparql"])[1][0]] == ["true", "3", "5"]


@pytest.mark.parametrize("question", ["増えた事業の増加額の合計は", "減った事業の減少額を合わせるといくら"])
def test_the_query_adds_what_the_text_adds(ports: AskServices, question: str) -> None:
    found = answer_question(question, ports)
    assert [int(row["sum"]) for row in ports.rows(found["sparql"])] == [found["answer"]["value"]]

"""Claims to be confirmed over documents of another field: of a whole set, denied, of one ministry, of a name that is on no list."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question

# 令和8年度: 岸壁・灯台・離島 by 国土交通省, 漁港 by 農林水産省, 港湾警備 by 法務省; 灯台 and 港湾警備 are new.
CLAIMS = [
    ("令和8年度の事業は全部国土交通省の担当ですか", False),
    ("令和9年度の国土交通省の事業はすべて新規ですか", False),
    ("令和8年度の法務省の事業はどれも新規ですか", True),
    ("令和9年度の事業に新規は一つもないですか", True),
    ("令和8年度の事業に新規は一つもないですか", False),
    ("令和8年度の行は半分以上が国土交通省ですか", True),
    ("令和8年度の行は6割を超えて国土交通省ですか", False),
    ("令和9年度の事業は全部令和8年度にもありましたか", True),
    ("令和8年度の事業は全部が新規というわけではないですよね", True),
    ("令和8年度の事業は全部1億円以上ですか", False),
    ("灯台保守高度化事業は国土交通省の担当ではないですか", True),
    ("灯台保守高度化事業は法務省の担当ではないですよね", True),
    ("灯台保守高度化事業は国土交通省の担当ではないですよね", False),
    ("岸壁補修推進事業と離島航路維持事業は同じ省の担当ですか", True),
    ("岸壁補修推進事業と漁港清掃支援事業は同じ省の担当ですか", False),
    ("岸壁補修推進事業と漁港清掃支援事業は別の省の担当ですか", True),
    ("岸壁補修推進事業は令和8年度からずっと国土交通省の担当ですか", True),
]


@pytest.mark.parametrize(("question", "holds"), CLAIMS)
def test_a_claim_is_judged_over_the_whole_of_what_it_is_about(
    ports: AskServices, question: str, holds: bool
) -> None:
    found = answer_question(question, ports)
    assert found["status"] == "answered", found["text"]
    assert found["answer"]["value"] is holds, found["text"]
    assert found["text"].startswith("はい" if holds else "いいえ"), found["text"]


def test_what_is_not_so_is_named(ports: AskServices) -> None:
    found = answer_question("令和8年度の事業は全部国土交通省の担当ですか", ports)
    assert {item["label"] for item in found["answer"]["items"]} == {"漁港清掃支援事業", "港湾警備強化事業"}
    names, rows = ports.run(found["sparql"])
    assert [str(cell.value) for cell in rows[0]] == ["false", "3", "5"], names


def test_what_holds_for_some_is_neither_yes_nor_no(ports: AskServices) -> None:
    found = answer_question("令和8年度の事業は国土交通省の担当ですか", ports)
    assert found["answer"]["type"] == "table"
    assert "一部だけ" in found["text"] and "3行" in found["text"]


REFUSED = [
    "令和8年度の事業は全部よい事業ですか",
    "灯台は港湾施設に入りますか",
    "岸壁補修推進事業は同じ省の担当ですか",
]


@pytest.mark.parametrize("question", REFUSED)
def test_what_no_text_says_is_not_denied(ports: AskServices, question: str) -> None:
    assert answer_question(question, ports)["status"] == "unanswerable"

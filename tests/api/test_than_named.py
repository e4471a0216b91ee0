"""More or less than one that is named: its own amount or place is the bound, of one year, and it never counts itself."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question


@pytest.mark.parametrize(
    ("question", "beyond"),
    [
        (
            "8年度で岸壁補修推進事業より額が少ない事業",
            {"港湾警備強化事業", "漁港清掃支援事業", "灯台保守高度化事業"},
        ),
        ("8年度で岸壁補修推進事業より額が多い事業は", {"離島航路維持事業"}),
        ("9年度で漁港清掃支援事業より額が多い事業は", {"岸壁補修推進事業"}),
        ("岸壁補修推進事業より大きい事業 R8当初", {"離島航路維持事業"}),
        ("8年度で農林水産省より額が大きい省庁は", {"国土交通省", "法務省"}),
        ("8年度で農林水産省より事業が多い省庁は", {"国土交通省"}),
    ],
)
def test_what_lies_beyond_the_named_one(question: str, beyond: set[str], ports: AskServices) -> None:
    found = answer_question(question, ports)
    assert found["status"] == "answered", found["text"]
    assert {item["label"] for item in found["answer"]["items"]} == beyond
    assert "（「" in found["interpretation"]


@pytest.mark.parametrize(
    "question",
    [
        "8年度で離島航路維持事業より額が多い事業は",  # the most
        "8年度で国土交通省より額が大きい省庁は",
        "岸壁補修推進事業より額が多い事業は",  # amounts of two years
        "9年度で離島航路維持事業より額が多い事業は",  # no amount in that year
    ],
)
def test_nothing_is_told_beyond_the_first_or_beyond_no_amount(question: str, ports: AskServices) -> None:
    found = answer_question(question, ports)
    assert found["status"] == "unanswerable", found["text"]


def test_an_amount_of_its_own_is_the_bound_itself(ports: AskServices) -> None:
    found = answer_question("8年度で725百万円より大きい事業は", ports)
    assert [item["label"] for item in found["answer"]["items"]] == ["離島航路維持事業"]

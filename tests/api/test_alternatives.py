"""Either, one alone and neither of names and years; shares whose condition leaves something out; places and means of an order.

Read by hand from the two lists of `conftest.py`.
"""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question
from api.answering.sets.projected import bare_query


def rows(query: str, ports: AskServices) -> set[str]:
    return {getattr(cell, "value", str(cell)) for row in ports.run(query)[1] for cell in row}


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("法務省と農林水産省のどちらかが担当する8年度の事業", {"港湾警備強化事業", "漁港清掃支援事業"}),
        ("8年度と9年度の片方にしか載っていない事業", {"港湾警備強化事業", "離島航路維持事業"}),
        ("8年度だけ、または9年度だけにある事業", {"港湾警備強化事業", "離島航路維持事業"}),
        ("国土交通省でも法務省でもない8年度の事業", {"漁港清掃支援事業"}),
        ("国土交通省、農林水産省、法務省のどれでもない8年度の事業", set()),
        ("8年度で2番目と4番目に大きい事業", {"岸壁補修推進事業", "漁港清掃支援事業"}),
    ],
)
def test_just_these_are_told_and_returned(question: str, labels: set[str], ports: AskServices) -> None:
    found = answer_question(question, ports)
    items = (found["answer"] or {}).get("items") or []
    assert {item["label"] for item in items} == labels
    assert found["status"] == ("answered" if labels else "unanswerable")
    if labels:
        assert rows(bare_query(found, ports), ports) == {item["id"] for item in items}


@pytest.mark.parametrize(
    ("question", "percent"),
    [
        ("国土交通省の新規の事業は8年度当初予算の何％", 3.3),
        ("新規を除くと国土交通省は8年度当初予算の何％", 86.4),
        ("国土交通省は8年度当初（新規を除く）の何％", 86.4),
        ("8年度当初予算の国土交通省の額のうち新規は何％", 4.6),
    ],
)
def test_a_share_is_of_what_its_words_say(question: str, percent: float, ports: AskServices) -> None:
    assert answer_question(question, ports)["answer"]["value"] == percent


def test_the_mean_of_the_first_few_stands_in_the_query(ports: AskServices) -> None:
    found = answer_question("8年度の上位2事業の平均額は", ports)
    assert found["answer"]["value"] == 982_500_000
    assert "982500000" in rows(found["sparql"], ports)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("岸壁補修推進事業の所管は8年度と9年度で同じですか", True),
        ("岸壁補修推進事業の所管、8年度と9年度で変わりましたか", False),
        ("漁港清掃支援事業の担当は2年とも国土交通省ですか", False),
    ],
)
def test_the_charge_over_years_is_the_first_cell_of_its_query(
    question: str, value: bool, ports: AskServices
) -> None:
    found = answer_question(question, ports)
    assert found["answer"]["value"] is value
    assert rows(found["sparql"], ports) == {str(value).lower()}

"""Who is supported, and who is only mentioned."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.language.roles import role_rules, target_groups_of
from tests.gold.eval_sheets import group_rows


def groups(text: str) -> set[str]:
    """The canonical names of the groups that a text supports."""
    return {found.canonical for found in target_groups_of(text, load_gazetteers())}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("生活困窮者やひきこもり状態にある者等に対する支援を行う", {"生活困窮者", "ひきこもり状態にある人"}),
        ("不登校児童生徒への支援", {"不登校児童生徒"}),
        ("高齢者、障害者や消費者等の見守り活動等の充実", {"高齢者", "障害者", "消費者"}),
        ("ひとり親家庭が、安心して相談できる窓口を設ける", {"ひとり親家庭"}),
        ("地方公共団体が実施する取組を支援する", {"地方公共団体"}),
        ("障害者相談支援体制の充実", {"障害者"}),
    ],
)
def test_supported(text: str, expected: set[str]) -> None:
    assert groups(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "こども家庭庁において検討する。",
        "民間団体と連携して実施する。",
        "専門的職員の配置を進める。",
        "小中高生の自殺者数は過去最多となった。",
        "消費者庁ホームページに掲載する。",
    ],
)
def test_only_mentioned(text: str) -> None:
    assert groups(text) == set()


def test_everybody_only_where_nobody_else() -> None:
    assert groups("スポーツに誰もがアクセスできる環境の整備") == {"すべての人"}
    assert groups("障害者の学びの機会を充実し、誰もが共に学び、生きる社会を目指す") == {"障害者"}


def test_spans_are_of_the_name() -> None:
    text = "地域の高齢者に対する支援"
    (found,) = target_groups_of(text, load_gazetteers())
    assert text[found.start : found.end] == "高齢者"
    assert found.role in {rule.id for rule in role_rules()}


def test_labelled_set_reaches_the_aim() -> None:
    figures = {(subject, name): value for subject, name, value in group_rows()}
    assert figures["target groups of measures", "F1"] >= 0.90
    assert figures["target groups of sheets", "F1"] >= 0.90

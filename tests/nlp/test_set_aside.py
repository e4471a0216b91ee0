"""Clauses that only narrow are taken out of a question, whatever is asked and wherever they stand before the things."""

from __future__ import annotations

import pytest

from nlp.questions.conditions.set_aside import set_aside


@pytest.mark.parametrize(
    ("text", "rest", "kinds"),
    [
        ("数値目標を持たない法務省の施策の見直し方針は?", "法務省の施策の見直し方針は?", ["not_numeric"]),
        ("対象者の書いてある達成状況の欄が空いている施策は何番", "施策は何番", ["has", "missing"]),
        ("柱1の施策の中で関連する事業がないものを持つ省庁は", "柱1の施策を持つ省庁は", ["not_tied_measure"]),
        ("復興庁の施策は、リンクのないものが何件?", "復興庁の施策が何件?", ["missing"]),
        ("そのうち数値目標のあるものは何件", "そのうちものは何件", ["numeric"]),
        (
            "名称に「目標のない事業」を含む概要がない施策は",
            "名称に「目標のない事業」を含む施策は",
            ["missing"],
        ),
        ("複数の府省庁が担当する対象者がない施策は", "施策は", ["joint", "missing"]),
        ("文科省の施策で関連urlの欄が空いているのは何番", "文科省の施策は何番", ["missing"]),
    ],
)
def test_clauses_are_taken_out(text: str, rest: str, kinds: list[str]) -> None:
    left, found = set_aside(text)
    assert (left, [aside.kind for aside in found]) == (rest, kinds)


@pytest.mark.parametrize(
    "text",
    [
        "目標のない府省庁は?",
        "目標がないのはどの施策",
        "リンクも概要もない施策は",
        "割合で目標を立てている施策",
        "目標のある施策とリンクのない施策はどちらが多い",
        "概要のある施策のうちリンクのある施策の割合は",
        "概要がない厚労省は施策が何件",
        "厚労省に関連する事業のある施策は",
    ],
)
def test_what_says_more_stays(text: str) -> None:
    assert set_aside(text) == (text, ())

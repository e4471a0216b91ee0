"""A question less the words that were not read."""

from __future__ import annotations

import pytest

from nlp.questions.found.words import words
from nlp.questions.refusing.without import without


@pytest.mark.parametrize(
    ("unread", "question", "rest"),
    [
        (["推移"], "就労準備支援の推移を事業ごとに", "就労準備支援の事業ごとに"),
        (["推移"], "厚労省の施策の件数の推移は？", "厚労省の施策の件数"),
        (["ぶら下がっ"], "柱4には何本の施策がぶら下がってる？", "柱4には何本の施策"),
        (["141"], "施策は141のうち何件？", "施策はうち何件？"),
        (["推移"], "何件ですか", ""),
    ],
)
def test_words_go_with_what_ties_them(unread: list[str], question: str, rest: str) -> None:
    assert without(unread, question, tuple(words(question))) == rest

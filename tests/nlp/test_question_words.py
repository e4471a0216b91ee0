"""The words of a question: the tokens cover it in order, whatever is typed."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.questions.found.words import words


@pytest.mark.parametrize("question", ["子どもも居場所", "も居場所はどこ"])
def test_a_noun_that_was_split_at_a_verb_of_one_kanji_is_whole(question: str) -> None:
    assert "居場所" in [word.surface for word in words(question)]


@pytest.mark.parametrize(
    ("verb", "noun"), itertools.product("出見居着似射得寝", ("事業", "件数", "補正", "場所", "法務省"))
)
def test_a_verb_and_a_noun_that_are_two_words_by_themselves_stay_two(verb: str, noun: str) -> None:
    assert "".join(word.surface for word in words(f"も{verb}{noun}")) == f"も{verb}{noun}"
    assert "".join(word.surface for word in words(f"{verb}{noun}")) == f"{verb}{noun}"


@given(st.text(alphabet="も出見居着似射得除事業件数補正場所法務省の、", max_size=30))
def test_the_tokens_cover_the_text_in_order(text: str) -> None:
    found = words(text)
    assert "".join(word.surface for word in found) == text
    assert all(text[word.start : word.end] == word.surface for word in found)

"""Unread words in words of the same meaning: what is exchanged, and what never is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.questions.found.words import Word, words
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon, Name
from nlp.questions.names.linking import LinkIndex
from nlp.questions.refusing.kindred_words import Reworded, kindred, opposites, reworded

_NAMES = (
    Name("iri:p", "programme", "物差し推進事業"),
    Name("iri:m", "measure", "受け持ちの見直し", number=27),
    Name("iri:k", "ministry", "法務省"),
)


def _known(names: tuple[Name, ...] = ()) -> Knowledge:
    lexicon = Lexicon("b", names)
    return Knowledge(lexicon, LinkIndex(lexicon), lambda *_: True, lambda *_: True)


def _read_as(question: str, *named: str, names: tuple[Name, ...] = ()) -> list[Reworded]:
    return list(reworded(question, named, _known(names)))


def _one(text: str) -> Word:
    found = words(text)
    assert len(found) == 1, text
    return found[0]


@pytest.mark.parametrize(
    ("question", "word", "written"),
    [
        ("二つの事業はイコールですか", "イコール", "2つの事業は同一ですか"),
        ("最も増した事業は", "増し", "最も増えた事業は"),
    ],
)
def test_a_word_of_no_table_is_written_as_a_known_word_of_its_meaning(
    question: str, word: str, written: str
) -> None:
    found = _read_as(question, word)
    assert written in [way.question for way in found]
    assert found[0].said().startswith(f"「{word}」を「")


def test_a_known_word_that_means_something_else_too_is_not_sure() -> None:
    """敷地 is a place, サイト also a page of the web."""
    assert not any(way.sure for way in _read_as("施策27の敷地は", "敷地"))
    assert any(way.sure for way in _read_as("二つの事業はイコールですか", "イコール"))


def test_known_words_and_words_that_the_refusal_does_not_name_stay() -> None:
    assert not _read_as("この事業の金額は", "金額")
    assert not _read_as("二つの事業はイコールですか", "事業")


@pytest.mark.parametrize(
    "question", ["「イコール」という語が出る施策", "『イコール』の事業は", "非イコールの事業は"]
)
def test_quoted_words_and_parts_of_longer_words_stay(question: str) -> None:
    assert not _read_as(question, "イコール")


def test_a_word_that_stands_in_a_name_stays() -> None:
    name = Name("iri:x", "programme", "イコールパートナー推進事業")
    assert _read_as("イコールの事業は", "イコール")
    assert not _read_as("イコールの事業は", "イコール", names=(name,))


_SIDES = [
    (word, a, b)
    for one, other in opposites()
    for a, b in ((one, other), (other, one))
    for word in sorted(a)
    if len(words(word)) == 1
]


@given(st.sampled_from(_SIDES))
def test_a_word_is_never_read_as_its_opposite(side: tuple[str, frozenset[str], frozenset[str]]) -> None:
    word, _, other = side
    assert not {found.normal for found in kindred(_one(word))} & other


@given(st.sampled_from(_SIDES))
def test_no_word_may_be_read_as_either_of_two_opposites(
    side: tuple[str, frozenset[str], frozenset[str]],
) -> None:
    found = {word.normal for word in kindred(_one(side[0]))}
    assert not any(found & one and found & other for one, other in opposites())


def test_an_excess_is_not_read_as_at_least() -> None:
    for word, boundary in itertools.product(("超え", "オーバー", "超過"), ("以上", "以下", "未満")):
        assert boundary not in {found.base for found in kindred(_one(word))}


@given(
    st.sampled_from([name.label for name in _NAMES]),
    st.sampled_from(["の金額は", "を受け持つのは", "の物差しは", "と受け持ちの事業"]),
)
def test_names_stand_in_every_rewording(name: str, rest: str) -> None:
    question = name + rest
    for way in reworded(question, tuple(word.surface for word in words(question)), _known(_NAMES)):
        assert name in way.question


@given(st.text(alphabet="受け持ち物差しの事業はイコール最高額?「」53年度", max_size=14), st.text(max_size=4))
def test_any_text_is_reworded_or_left(question: str, named: str) -> None:
    for way in reworded(question, (named, question), _known()):
        assert way.question and way.read_as

"""The words of asides (`frames/asides.toml`) and the runs of nouns of a clause with their class: people, papers, occasions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.questions.found.words import Word, words
from nlp.questions.tables.frame_files import load_frames_file

NOUNS = ("名詞", "代名詞", "接頭辞", "接尾辞", "形状詞")
_LEANING = ("助詞", "助動詞", "補助記号", "空白", "感動詞", "副詞", "接続詞", "連体詞")


@lru_cache(maxsize=1)
def aside_data() -> Mapping[str, Any]:
    """`frames/asides.toml` as read."""
    return load_frames_file("asides.toml")


@lru_cache(maxsize=1)
def noun_kinds() -> dict[str, str]:
    """Noun of asides -> its class (`bodies`); of two classes the first one in the file."""
    return {word: kind for kind, said in reversed(aside_data()["nouns"].items()) for word in said}


@lru_cache(maxsize=1)
def aside_verbs() -> frozenset[str]:
    """The words of predicates of asides, as written and in the dictionary's form (載せる is 乗せる there)."""
    said = [word for kind in aside_data()["verbs"].values() for word in kind]
    return frozenset((*said, *(token.normal for word in said for token in words(word)[:1])))


@lru_cache(maxsize=1)
def matters() -> frozenset[str]:
    """The nouns that end a clause with で or に (準備で, 急ぎで)."""
    return frozenset((*aside_data()["nouns"]["matters"], "急ぎ", "用"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of nouns in a clause with the particle behind it and the class of its head, "" when it has none."""

    start: int
    end: int
    particle: str
    kind: str


def phrases_of(tokens: Sequence[Word]) -> Iterator[Phrase]:
    """The runs of nouns of a clause, in order."""
    run: list[Word] = []
    for token in (*tokens, None):
        if token is not None and token.pos in NOUNS and token.detail != "助動詞語幹":
            run.append(token)
            continue
        if run:
            particle = token.surface if token is not None and token.pos in ("助詞", "助動詞") else ""
            yield Phrase(run[0].start, run[-1].end, particle, _kind_of(run))
            run = []


def _kind_of(run: Sequence[Word]) -> str:
    """The class of a run of nouns by its head; the words before it need one too where the head is no body or occasion."""
    whole = "".join(t.surface for t in run)
    if whole in noun_kinds():
        return noun_kinds()[whole]
    head = run[-1]
    kind = noun_kinds().get(head.normal) or noun_kinds().get(head.surface) or _by_ending(whole)
    if not kind:
        kind = "matters" if head.normal in aside_verbs() else ""
    if kind in ("bodies", "occasions") or not kind:
        return kind
    return kind if all(stands_alone(t) for t in run[:-1]) else ""


def stands_alone(token: Word) -> bool:
    """Whether a word before the head of a run is a number or itself a word of asides."""
    number = token.detail == "数詞" or token.pos in ("接頭辞", "接尾辞")
    return (
        number
        or token.normal in noun_kinds()
        or token.surface in noun_kinds()
        or token.normal in aside_verbs()
    )


def _by_ending(whole: str) -> str:
    for kind, endings in aside_data()["endings"].items():
        if any(whole.endswith(end) and len(whole) > len(end) for end in endings):
            return str(kind)
    return ""


def verbal_known(token: Word) -> bool:
    """Whether a word is no verb, or one of asides."""
    if token.pos == "動詞":
        return token.detail == "非自立可能" or token.normal in aside_verbs()
    return token.pos in (*_LEANING, *NOUNS, "形容詞")

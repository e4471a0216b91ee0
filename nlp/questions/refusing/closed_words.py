"""Words that may not stand where any other word is read as saying nothing: `frames/closed_words.toml`.

A list of words never ends, so each reaches its kin: what shares its normalised form or a synonym group of Sudachi's
dictionary, what is written with one of the kanji of its field, and compound verbs that end in one of its verbs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from nlp.questions.found.words import Word, groups_of_word, words
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.text import fold_question


def closed(tokens: Iterable[Word], spared: Collection[str] = ()) -> str:
    """The name of the field of meaning that one of the tokens belongs to, "" when none of them belongs to any.

    Kanji in `spared` close no word by themselves: the slot knows what they mean in it.
    """
    for token in tokens:
        for said in (token.normal, token.base, token.surface):
            if found := _fields().get(said) or _by_sign(said, spared) or _by_end(said):
                return found
        for group in groups_of_word(token.base) | groups_of_word(token.normal):
            if found := _groups().get(group, ""):
                return found
    return ""


def _by_sign(said: str, spared: Collection[str]) -> str:
    return next((_signs()[sign] for sign in said if sign in _signs() and sign not in spared), "")


def _by_end(said: str) -> str:
    ends = ((end, field) for end, field in _ends().items() if said.endswith(end) and said != end)
    return next((field for _, field in ends), "")


def _table(key: str) -> Mapping[str, str]:
    entries = load_frames_file("closed_words.toml")["closed"]
    return {said: entry["name"] for entry in entries for said in entry.get(key, ())}


@lru_cache(maxsize=1)
def _fields() -> Mapping[str, str]:
    found = dict(_table("words"))
    for said, field in _table("words").items():
        tokens = words(fold_question(said))
        if len(tokens) == 1:
            found.setdefault(tokens[0].normal, field)
    return found


@lru_cache(maxsize=1)
def _groups() -> Mapping[int, str]:
    return {group: field for said, field in _table("words").items() for group in groups_of_word(said)}


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, str]:
    return _table("signs")


@lru_cache(maxsize=1)
def _ends() -> Mapping[str, str]:
    return _table("ends")


__all__ = ["closed"]

"""What a question points at that only its first clause names (国交省さんに話を聞きに行くことになりまして、あそこが持っている事業は;
岩手で活動している者ですが、うちの県を区域に入れている団体は): the name is given to what is asked, and the clause is left with a word
that stands in for it, so that it can be set aside. The words that point are those of `frames/talk.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.found.reading import Reading
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.clauses import clauses_of

_POLITE = r"(?:さん|様)?(?:の(?:方|人|担当者?))?"


@dataclass(frozen=True, slots=True)
class _Pointing:
    """The words that point at a name of one of `kinds`, and what stands in for it in the clause that names it."""

    kinds: tuple[str, ...]
    pattern: re.Pattern[str]
    stand_in: str

    def named(self, reading: Reading) -> list[str]:
        """The names of the kinds in a reading, as they stand there."""
        return [hit.surface for hit in reading.entities if hit.kinds() & set(self.kinds)]


@lru_cache(maxsize=1)
def _pointing() -> tuple[_Pointing, ...]:
    data = load_frames_file("talk.toml")["referents"]
    return tuple(
        _Pointing(tuple(said["kinds"]), re.compile(said["pointing"]), said["stand_in"])
        for said in data.values()
    )


def with_referents(question: str, read: Callable[[str], Reading]) -> str:
    """The question with the one name of its first clauses where the rest points at it; the question itself where nothing points,
    where the rest names one of the kind itself, or where several are named. `read` reads a text by itself."""
    for points in _pointing():
        if points.pattern.search(question):
            found = _given(question, points, read)
            if found:
                return found
    return question


def _given(question: str, points: _Pointing, read: Callable[[str], Reading]) -> str:
    """The question with the name that its first clause with one gives; "" where that is not to be said."""
    clauses = clauses_of(question)
    for number, clause in enumerate(clauses[:-1]):
        named = points.named(read(clause))
        if not named:
            continue
        rest = "".join(clauses[number + 1 :])
        if len(named) > 1 or named[0] not in clause or points.named(read(rest)):
            return ""
        if not points.pattern.search(rest):
            return ""
        told = re.sub(re.escape(named[0]) + _POLITE, points.stand_in, clause, count=1)
        return "".join(clauses[:number]) + told + points.pattern.sub(named[0], rest, count=1)
    return ""


__all__ = ["with_referents"]

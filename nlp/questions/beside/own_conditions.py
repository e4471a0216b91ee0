"""Whether a part of a question holds conditions of its own: beside what a person is (うちは北海道なので), what was supposed
of another thing (デジタル庁は確か3件だったと思いますが、厚労省は), or whom a person works for (厚労省の職員ですが).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from nlp.questions.found.reading import Reading
from nlp.questions.found.words import Word
from nlp.questions.tables.frame_files import load_frames_file

# Classes whose things a year or a mark does not tell apart from all of them.
_WHOLE = ("class:measure", "class:grantee")
_MARKS = ("cond", "stage")


def conditions_of_its_own(about: Reading) -> bool:
    """Whether a question asks of less than everything of a kind: it names a thing, or a number, year or mark tells lines apart."""
    if about.entities or any(_a_keyword(token, about) for token in about.tokens):
        return True
    marked = bool(about.numbers) or any(cue.slot in _MARKS for cue in about.cues)
    return marked and not about.has(*_WHOLE)


def other_subject(topic: Reading, rest: Reading) -> bool:
    """Whether `rest` names another thing, number, mark or class than `topic` where both have one of the kind, or a thing at all."""
    if not _ids(rest) <= _ids(topic) or not _numbers(rest) <= _numbers(topic):
        return True
    for slots in (_MARKS, ("class",)):
        told, asked = _cues(topic, slots), _cues(rest, slots)
        if told and not asked <= told:
            return True
    return False


def brings_conditions(topic: Reading, rest: Reading) -> bool:
    """Whether `rest` narrows what `topic` is: its things are fewer than those supposed."""
    same = _ids(rest) <= _ids(topic) and _numbers(rest) <= _numbers(topic)
    return not same or not _cues(rest, (*_MARKS, "group")) <= _cues(topic, (*_MARKS, "group"))


def of_a_ministry(clause: str, read: Callable[[str], Reading]) -> bool:
    """Whether a clause says that the person works for a ministry: whether its measures are meant is not to be known."""
    return _employed().match(clause) is not None and bool(read(clause).of_kind("ministry"))


@lru_cache(maxsize=1)
def _employed() -> re.Pattern[str]:
    return re.compile(load_frames_file("asides.toml")["employed"]["pattern"])


def _a_keyword(token: Word, about: Reading) -> bool:
    """Whether a noun is explained by no cue and no number: a word to be looked for in names (食品アクセスの事業)."""
    spans = [(x.start, x.end) for x in about.cues] + [(x.start, x.end) for x in about.numbers]
    explained = any(start < token.end and token.start < end for start, end in spans)
    return token.pos == "名詞" and token.detail in ("普通名詞", "固有名詞") and not explained


def _ids(reading: Reading) -> set[str]:
    return {name.id for hit in reading.entities for name in hit.names}


def _numbers(reading: Reading) -> set[tuple[str, tuple[str, ...]]]:
    return {(hit.kind, tuple(hit.values)) for hit in reading.numbers}


def _cues(reading: Reading, slots: tuple[str, ...]) -> set[str]:
    return {cue.name for cue in reading.cues if cue.slot in slots}


__all__ = ["brings_conditions", "conditions_of_its_own", "of_a_ministry", "other_subject"]

"""A question about the most that sheets give: for whom (1市町村あたり), of which year, how it moved, or which is the highest.

Every word must be read: one that asks, a recipient, a year, one that narrows nothing, or a word that what has the limit must
print (`frames/limit_questions.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.found.marked import Marked
from nlp.questions.found.numbers import find_numbers
from nlp.questions.found.words import words
from nlp.questions.names.linking import EntityHit, LinkIndex
from nlp.questions.printed.record_questions import may_not_be_left, narrowing_left
from nlp.questions.printed.sought_words import Sought, sought_words, with_prefixes
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import compiled, families_of, patterns
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_key, fold_question, without_wish

_FILE = "limit_questions.toml"
_NAMED = frozenset({"programme", "component", "sheet", "call"})


@dataclass(frozen=True, slots=True)
class Recipient:
    """For whom a limit is: what people call it and what sheets print in front of あたり."""

    name: str
    said: re.Pattern[str]
    printed: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class LimitQuestion:
    """The words that what has the limit prints, the recipients asked for (all where none is), western years, whether the subsidy
    rate is asked for too, how the limits moved between years, and whether the highest or the lowest is meant."""

    sought: tuple[Sought, ...]
    recipients: tuple[Recipient, ...] = ()
    years: tuple[int, ...] = ()
    limit: bool = False
    rate: bool = False
    moved: bool = False
    order: str = ""

    @property
    def words(self) -> tuple[Sought, ...]:
        """The words that may not be missing."""
        return tuple(word for word in self.sought if not word.verb)


def asks_of_limits(question: str) -> bool:
    """Whether a word for a limit stands in the question."""
    return patterns(_FILE, "asked")["limit"].search(fold_question(question)) is not None


def limit_question(question: str, index: LinkIndex) -> LimitQuestion | None:
    """What a question asks of limits; None where it asks of none, or where a word of it is not read."""
    if not asks_of_limits(question):
        return None
    asked = _read(question, index)
    if asked is None or not asked.limit:
        return None
    return asked if asked.order or asked.words else None


def limit_follow_up(question: str, before: LimitQuestion, index: LinkIndex) -> LimitQuestion | None:
    """指定都市だと？R6との差も: the former question with what this one says instead; None where it says anything else."""
    said = _read(question, index)
    if said is None or said.words or said.order:
        return None
    if not (said.recipients or said.years or said.moved or said.rate):
        return None
    years = said.years or before.years
    if said.moved and said.years:
        years = tuple(sorted({*before.years, *said.years}))
    return replace(
        before,
        recipients=said.recipients or before.recipients,
        years=years,
        limit=said.limit or not said.rate or bool(said.recipients or said.moved),
        rate=said.rate,
        moved=said.moved,
    )


def _read(question: str, index: LinkIndex) -> LimitQuestion | None:
    text = without_wish(plain_speech(fold_question(question)))
    tokens = words(text)
    starts, ends = frozenset(t.start for t in tokens), frozenset(t.end for t in tokens)
    asked, marked = patterns(_FILE, "asked"), Marked(text)
    named = [hit for hit in index.exact(text, starts, ends) if hit.kinds() & _NAMED]
    marked.take((hit.start, hit.end) for hit in named)
    years = [hit for hit in find_numbers(text) if hit.kind == "year"]
    marked.take((hit.start, hit.end) for hit in years)
    outside = marked.copy()
    found = {name: bool(marked.all(pattern, outside=outside)) for name, pattern in asked.items()}
    recipients = []
    for recipient in _recipients():
        free = marked.copy()
        if marked.all(recipient.said, outside=free):
            recipients.append(recipient)
    marked.all(patterns(_FILE, "glue")["said"], outside=outside)
    unread = list(marked.unread(with_prefixes(tokens)))
    left = sought_words(unread)
    if left is None or any(map(may_not_be_left, unread)) or narrowing_left(marked):
        return None
    if any(not hit.values[0].isdecimal() for hit in years) or (found["most"] and found["least"]):
        return None
    names = [
        Sought(hit.surface, tuple(dict.fromkeys((*_labels(hit), hit.surface))), start=hit.start)
        for hit in named
    ]
    return LimitQuestion(
        (*names, *left),
        tuple(recipients),
        tuple(dict.fromkeys(int(hit.values[0]) for hit in years)),
        found["limit"],
        found["rate"],
        found["moved"],
        "desc" if found["most"] else "asc" if found["least"] else "",
    )


def _labels(hit: EntityHit) -> Iterator[str]:
    """The spellings of the labels that a name may stand for."""
    for name in hit.names:
        yield from keyword_variants(fold_key(name.label))


@lru_cache(maxsize=1)
def _recipients() -> tuple[Recipient, ...]:
    data = load_frames_file(_FILE)
    families = families_of(data, {}, _FILE)
    return tuple(
        Recipient(
            entry["name"],
            compiled(entry["said"], families, f"{_FILE}: {entry['name']}"),
            compiled(entry["printed"], families, f"{_FILE}: {entry['name']}"),
        )
        for entry in data["recipient"]
    )


__all__ = ["LimitQuestion", "Recipient", "limit_follow_up", "limit_question"]

"""Questions that are read, nearest to one that is not: what it names put into the slots of known wordings.

They are offered beside a refusal, never answered in its place: with cases kept apart, most of the nearest ask something
else (docs/known-questions.md). A wording is taken only where its slots are just what the question names, so that none is lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from nlp.questions.found.reading import Reading
from nlp.questions.found.words import words
from nlp.questions.framing.sets import Knowledge
from nlp.questions.parser import reading_of, understand
from nlp.questions.refusing.nearest import NearestIndex, nearest_index
from nlp.questions.refusing.skeletons import as_typed, skeleton_of
from nlp.questions.tables.frame_rules import Understood

_LEAST_LIKENESS = 0.1
_LOOKED_AT = 120
_MOST_READ = 12
_LONGEST = 160
"""Characters: no known wording is as long once its slots are filled with what people name."""
# How much less a wording is like a question when it has none of its compounds that no cue explains.
_LOST = 0.9


def near_questions(
    question: str, known: Knowledge, index: NearestIndex | None = None
) -> Iterator[tuple[str, Understood]]:
    """Known questions about what this one names, with how they are read; each reading once, the nearest first.

    A question much longer than any known one has none.
    """
    if len(question) > _LONGEST:
        return
    readings: list[object] = []
    for _, said in wordings(question, known, index or nearest_index())[:_MOST_READ]:
        found = understand(said, known)
        if (
            isinstance(found, Understood)
            and not found.frame.unused
            and (key := reading_key(found)) not in readings
        ):
            readings.append(key)
            yield said, found


def wordings(question: str, known: Knowledge, index: NearestIndex) -> list[tuple[float, str]]:
    """The wordings whose slots this question fills, filled, with their likeness, the nearest first.

    Those that keep the question's other nouns come before those that do not.
    """
    reading = reading_of(question, known)
    found: dict[str, float] = {}
    for searched in dict.fromkeys(((), _unheard(reading, index))):
        skeleton = skeleton_of(reading, known.index, searched)
        said = [(slot.kind, as_typed(reading.question, slot.surface)) for slot in skeleton.slots]
        kinds = sorted(kind for kind, _ in said)
        for likeness, near in index.near(skeleton.text, _LOOKED_AT):
            if likeness >= _LEAST_LIKENESS and sorted(kind for kind, _ in near.slots) == kinds:
                wording = near.with_slots(said)
                found[wording] = max(likeness * _kept(wording, reading), found.get(wording, 0.0))
    return sorted(((likeness, wording) for wording, likeness in found.items()), key=lambda x: -x[0])


def _kept(wording: str, reading: Reading) -> float:
    nouns = [core.text for core in reading.cores if core.noun]
    lost = sum(noun not in wording.casefold() for noun in nouns)
    return 1 - _LOST * lost / len(nouns) if nouns else 1.0


def _unheard(reading: Reading, index: NearestIndex) -> tuple[str, ...]:
    """The compounds with a noun that no known wording has: they may be words to be looked for."""
    return tuple(
        core.text
        for core in reading.cores
        if core.noun and any(w.pos == "名詞" and not index.has_word(w.normal) for w in words(core.text))
    )


def reading_key(found: Understood) -> object:
    """What two questions that are read alike have in common."""
    f = found.frame
    said = {(c.kind, tuple(t.value for t in c.values), c.mode, c.operator) for c in f.conditions}
    parts = [reading_key(part) for _, part in found.parts]
    return (
        found.rule.id,
        f.over,
        f.item,
        said,
        f.attribute,
        f.group,
        f.order,
        f.limit,
        f.nth,
        f.within,
        parts,
    )

"""A question with what it names taken out: its skeleton, in which each name and number is a slot of a kind.

Kinds are those of names (`ministry`, `target_group`, …; programmes, measures and their like are one kind, `thing`) and of
numbers with their comparison (`year`, `amount>=`). In files a slot is written `{kind}`, the second of a kind `{kind#2}`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.found.reading import Reading
from nlp.questions.names.linking import EntityHit, LinkIndex
from nlp.questions.typed.text import fold_question

_THINGS = frozenset({"measure", "programme", "line", "component", "sheet", "eligible_programme"})
_FIRST = ("ministry", "target_group")
_SLOT = re.compile(r"\{([a-z_]+(?:<=|>=|<|>|between)?)(?:#(\d))?\}")
# A part of a name this long or longer is a slot too (食品アクセス of 食品アクセス確保緊急支援事業).
_SHORTEST_PART = 3
_LONGEST_TYPED = 60
_ENDS = "?。!？！ "
# Slots stand in skeletons as one character each, from this one on.
_MARKS = 0xE000


@dataclass(frozen=True, slots=True)
class Slot:
    """One name or number at [start, end) of the folded question: its kind, and `ids`, by which it is the same as another."""

    start: int
    end: int
    kind: str
    surface: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A folded question whose slots are one mark each (`text`), and the slots in order."""

    text: str
    slots: tuple[Slot, ...]

    def kinds(self) -> Counter[str]:
        """How many slots of each kind there are."""
        return Counter(slot.kind for slot in self.slots)


@lru_cache(maxsize=256)
def mark(kind: str) -> str:
    """The character that stands for a slot of a kind; the same for a kind as long as the process lives."""
    _known_kinds.setdefault(kind, len(_known_kinds))
    return chr(_MARKS + _known_kinds[kind])


_known_kinds: dict[str, int] = {}


def skeleton_of(reading: Reading, index: LinkIndex, words: Collection[str] = ()) -> Skeleton:
    """The skeleton of a question that was read; `words` are those of its compounds that it looks for (slots `word`)."""
    found = [Slot(h.start, h.end, _kind(h), h.surface, _ids(h)) for h in reading.entities]
    found += [
        Slot(n.start, n.end, n.kind + n.operator, reading.text[n.start : n.end], n.values)
        for n in reading.numbers
    ]
    found += _parts(reading, index)
    found += [Slot(c.start, c.end, "word", c.text, (c.text,)) for c in reading.cores if c.text in words]
    slots = tuple(_apart(found))
    return Skeleton(blanked(reading.text, slots).rstrip(_ENDS), slots)


def blanked(text: str, slots: Sequence[Slot]) -> str:
    """`text` with a mark for each slot; slots in order, not overlapping."""
    kept, position = "", 0
    for slot in slots:
        kept += text[position : slot.start] + mark(slot.kind)
        position = slot.end
    return kept + text[position:]


def _kind(hit: EntityHit) -> str:
    kinds = hit.kinds()
    first = next((kind for kind in _FIRST if kind in kinds), "")
    return first or ("thing" if kinds & _THINGS else min(kinds))


def _ids(hit: EntityHit) -> tuple[str, ...]:
    return tuple(sorted(name.id for name in hit.names))


def _parts(reading: Reading, index: LinkIndex) -> Iterator[Slot]:
    for core in reading.cores:
        if core.noun and core.end - core.start >= _SHORTEST_PART and index.containing(core.text):
            yield Slot(core.start, core.end, "thing", core.text, (core.text,))


def _apart(found: Sequence[Slot]) -> Iterator[Slot]:
    end = 0
    for slot in sorted(found, key=lambda slot: (slot.start, -slot.end)):
        if slot.start >= end:
            yield slot
            end = slot.end


def written_skeleton(wording: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    """A wording with written slots -> its skeleton's text, and for each slot its kind and its place among those of that kind.

    >>> written_skeleton("{ministry}の{year}の事業は?")[1]
    (('ministry', 1), ('year', 1))
    """
    slots: list[tuple[str, int]] = []
    seen: Counter[str] = Counter()
    kept, position = "", 0
    for match in _SLOT.finditer(wording):
        seen[match[1]] += 1
        slots.append((match[1], int(match[2] or seen[match[1]])))
        kept += fold_question(f"x{wording[position : match.start()]}x")[1:-1] + mark(match[1])
        position = match.end()
    return (kept + fold_question(f"x{wording[position:]}x")[1:-1]).rstrip(_ENDS), tuple(slots)


def filled(wording: str, fillings: Sequence[str]) -> str:
    """A wording with each written slot, in order, replaced by its filling.

    >>> filled("{ministry}の事業は?", ["法務省"])
    '法務省の事業は?'
    """
    rest = iter(fillings)
    return _SLOT.sub(lambda _: next(rest), wording)


def as_typed(question: str, folded: str) -> str:
    """The stretch of the question as typed whose folded form is `folded`; `folded` itself when there is none.

    >>> as_typed("Ｒ７補正の事業", "r7補正")
    'Ｒ７補正'
    """
    if folded in question:
        return folded
    starts = [at for at, char in enumerate(question) if folded[:1] and fold_question(char)[:1] == folded[0]]
    for length in range(1, min(2 * len(folded), _LONGEST_TYPED) + 1):
        for start in starts:
            if fold_question(question[start : start + length]) == folded:
                return question[start : start + length]
    return folded

"""Outlines of any depth: １ → （１） → ①, 第１ → 1 → (1) → ア. Which kind of mark stands above which is read from the document itself.

A kind is one level. It stands below every kind that was seen before it, where it begins again at one below each of them; the
first is the pillar's. Two levels whose lower one is ①, and headings that print both marks (4-①), are read by `nlp.layout.outline`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nlp.layout.notations import written

# So many of the marks must count on or begin anew where the levels say so.
_IN_ORDER = 0.8
# Two levels are enough where the lower one is no ① (a plain digit where NFKC undid it); three always.
_DEEP = 3
_LEAVES = ("circled", "kana", "number")


@dataclass(frozen=True, slots=True)
class Marked:
    """A heading's mark: its kind, its ordinal, and the index of its candidate."""

    kind: str
    ordinal: int
    candidate: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading in its place: its notation, how deep (0: pillar), and its candidate; None for one that is lost and shown by the next."""

    notation: str
    depth: int
    candidate: int | None


def without_chapter(marks: Sequence[Marked]) -> list[Marked]:
    """The marks without a single one at the top over several others: 第４章 具体的施策 is the chapter that holds the list.

    >>> [item.kind for item in without_chapter([Marked("part", 4, 0), Marked("number", 1, 1), Marked("number", 2, 2)])]
    ['number', 'number']
    """
    for kind in ("part", "roman"):
        own = [item for item in marks if item.kind == kind]
        if len(own) == 1 and len(marks) > 2 and marks[0] is own[0] and _heads_pillars(marks[1]):
            return list(marks[1:])
    return list(marks)


def _heads_pillars(item: Marked) -> bool:
    return item.ordinal == 1 and item.kind not in ("circled", "kana", "both")


def nested(marks: Sequence[Marked]) -> list[Placed] | None:
    """The headings in their places, those that the counting shows to be lost included; None where the marks are of no deep outline."""
    levels = list(dict.fromkeys(item.kind for item in marks))
    if "both" in levels or len(levels) < 2 or (len(levels) < _DEEP and levels[1] in _LEAVES):
        return None
    if not _ordered(marks, levels):
        return None
    return list(_places(marks, levels))


def _ordered(marks: Iterable[Marked], levels: Sequence[str]) -> bool:
    """Whether each kind counts on among its siblings and begins anew below a higher one."""
    path: list[int] = []
    right = total = 0
    for item in marks:
        depth = levels.index(item.kind)
        expected = path[depth] + 1 if depth < len(path) else 1
        path = [*path[:depth], *[0] * (depth - len(path)), item.ordinal]
        total += 1
        right += item.ordinal == expected
    return total > 0 and right >= _IN_ORDER * total


def _places(marks: Iterable[Marked], levels: Sequence[str]) -> Iterator[Placed]:
    path: list[int] = []

    def placed(candidate: int | None) -> Placed:
        depth = len(path) - 1
        steps = [(kind, ordinal) for kind, ordinal in zip(levels, path, strict=False) if ordinal]
        return Placed(written(steps), depth, candidate)

    for item in marks:
        depth = levels.index(item.kind)
        if 0 < depth < len(path) and item.ordinal == 1:
            # （１） again without a ２ above it: the heading between them is lost.
            path = [*path[: depth - 1], path[depth - 1] + 1]
            yield placed(None)
        path = [*path[:depth], *[0] * (depth - len(path)), item.ordinal]
        yield placed(item.candidate)

"""A document that has both a list and its sheets: where rows and sheets stand, and which rows are left for a sheet without one.

A row or sheet is told by the group that it belongs to. Of a corpus taken apart into blocks the groups of one document may be in several:
those that are elsewhere are told by a name, so that the order can be followed where not all of its groups are at hand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

# A group that is at hand by its number, one that is elsewhere by its name.
Leader = int | str


class Standing(NamedTuple):
    """A row or sheet where it stands: its document, its id, its place among the others of its kind, how it is shown, its group's name."""

    document: str
    kind: Literal["budget_line", "sheet"]
    id: str
    at: tuple[int, int, str]
    shown: str
    group: str


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """The rows and the sheets of one document, each in order."""

    rows: tuple[Standing, ...]
    sheets: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A sheet (by its place in the order) that has no row, and the rows that are left for it. `siblings`: sheets in this place."""

    sheet: int
    rows: tuple[Leader, ...]
    level: str
    siblings: int
    reason: str


def orders_of(standing: Iterable[Standing]) -> dict[str, SheetOrder]:
    """The orders of the documents that have both rows and sheets, by document."""
    found: dict[str, dict[str, list[Standing]]] = defaultdict(lambda: {"budget_line": [], "sheet": []})
    for one in standing:
        found[one.document][one.kind].append(one)

    def ordered(these: list[Standing]) -> tuple[Standing, ...]:
        return tuple(sorted(these, key=lambda one: one.at))

    return {
        document: SheetOrder(ordered(kinds["budget_line"]), ordered(kinds["sheet"]))
        for document, kinds in sorted(found.items())
        if kinds["budget_line"] and kinds["sheet"]
    }


def spots(rows: Mapping[Leader, str], sheets: Sequence[Leader]) -> Iterator[Spot]:
    """The sheets whose group has no row in the list, with the rows left for them between those of their neighbours.

    `rows`: the groups of the rows in order, each at its first row, and how that is shown; `sheets`: the groups of the sheets in order.
    Nothing where too few sheets have rows, or too many stand out of order.
    """
    position = {leader: index for index, leader in enumerate(rows)}
    anchors = [(index, position[leader]) for index, leader in enumerate(sheets) if leader in position]
    rising = _longest_rising(anchors)
    if len(rising) < 3 or len(rising) < 0.75 * len(anchors):
        return
    leaders, shown = list(rows), list(rows.values())
    anchored = {row for _, row in anchors}
    at, held = [index for index, _ in rising], {index for index, _ in anchors}
    free: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index in range(len(sheets)):
        if index not in held:
            spot = bisect_right(at, index)
            before = rising[spot - 1][1] if spot else -1
            after = rising[spot][1] if spot < len(rising) else len(rows)
            free[(before, after)].append(index)
    for (before, after), indexes in sorted(free.items()):
        left = [row for row in range(before + 1, after) if row not in anchored]
        above = shown[before] if before >= 0 else "一覧の先頭"
        below = shown[after] if after < len(rows) else "一覧の末尾"
        between = "・".join(shown[row] for row in left[:3])
        reason = (
            f"資料の並び順: {above}の資料と{below}の資料の間にあり、資料のない行は{between}だけ"
            if left
            else ""
        )
        groups = tuple(leaders[row] for row in left)
        for index in indexes:
            yield Spot(index, groups, _level(len(left)), len(indexes), reason)


def _level(left: int) -> str:
    """How sure a place makes: by how many rows are left."""
    if left > 3:
        return "unknown"
    return ("outside", "only-row", "one-of-few", "one-of-few")[left]


def _longest_rising(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of (sheet, row) whose rows never fall: a sheet out of order must not misplace the others."""
    best: list[tuple[int, int]] = []
    lengths: list[list[tuple[int, int]]] = []
    for anchor in anchors:
        before = max((run for run in lengths if run[-1][1] <= anchor[1]), key=len, default=[])
        lengths.append([*before, anchor])
        if len(lengths[-1]) > len(best):
            best = lengths[-1]
    return best

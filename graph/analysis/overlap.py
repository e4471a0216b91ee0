"""Fragmentation, overlap and duplication between ministries, in the sense of GAO-15-49SP.

*Fragmentation*: several ministries work for one group (or in one section). *Overlap*: their programmes also share goals, here
a section or an activity. *Duplication*: the same activity for the same group in the same section. The grades say where to look;
they do not say that anything is wasted.
Source: U.S. GAO, Fragmentation, Overlap, and Duplication: An Evaluation and Management Guide (GAO-15-49SP).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Literal
from unicodedata import normalize

from nlp.errors import ProfileError

Grade = Literal["none", "fragmentation", "overlap", "duplication"]
Fact = tuple[str, str, str]
GRADES: tuple[Grade, ...] = ("none", "fragmentation", "overlap", "duplication")
GRADE_LABELS: dict[Grade, tuple[str, str]] = {
    "none": ("一つの府省庁だけ", "one ministry alone"),
    "fragmentation": (
        "分散（複数の府省庁が同じ対象に取り組む）",
        "fragmentation: several ministries serve the same group",
    ),
    "overlap": ("重なり（対象に加え、節か活動も同じ）", "overlap: the section or the activity is shared too"),
    "duplication": (
        "重複の可能性（対象・節・活動が同じ）",
        "possible duplication: same group, section and activity",
    ),
}


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a programme or measure beyond the pair in the table."""

    target_groups: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cell:
    """One ministry (row) and one group (column): the things behind it, sorted."""

    row: str
    column: str
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairOverlap:
    """Two ministries over one value: grade, strength 0..1, what is shared, and the pairs of things behind it."""

    first: str
    second: str
    over: str
    grade: Grade
    strength: float
    shared: tuple[str, ...]
    things_first: tuple[str, ...]
    things_second: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ColumnGrade:
    """One value of `over`: how many ministries and things, the gravest grade between any two of them."""

    value: str
    grade: Grade
    ministries: tuple[str, ...]
    things: int


@dataclass(frozen=True, slots=True)
class OverlapTable:
    """The table: rows and columns sorted by how much they hold, cells, pairs and grades by column."""

    by: str
    over: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]
    pairs: tuple[PairOverlap, ...]
    grades: tuple[ColumnGrade, ...]

    def cell(self, row: str, column: str) -> tuple[str, ...]:
        """The things of a cell, () when it is empty."""
        return next((cell.things for cell in self.cells if cell.row == row and cell.column == column), ())


def overlap_table(
    facts: Iterable[Fact],
    by: str = "ministry",
    over: str = "targetGroup",
    *,
    traits: Mapping[str, Traits] | None = None,
) -> OverlapTable:
    """Who shares what: facts are (thing, value of `by`, value of `over`); repeated facts count once.

    Without `traits` only fragmentation can be told; with them overlap and duplication too.
    """
    known = traits or {}
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for thing, row, column in facts:
        if thing and row and column:
            held[(row, column)].add(thing)
    weight_row: dict[str, int] = defaultdict(int)
    weight_column: dict[str, int] = defaultdict(int)
    for (row, column), things in held.items():
        weight_row[row] += len(things)
        weight_column[column] += len(things)
    rows = tuple(sorted(weight_row, key=lambda name: (-weight_row[name], name)))
    columns = tuple(sorted(weight_column, key=lambda name: (-weight_column[name], name)))
    cells = tuple(
        Cell(row, column, tuple(sorted(held[(row, column)])))
        for row in rows
        for column in columns
        if (row, column) in held
    )
    pairs: list[PairOverlap] = []
    grades: list[ColumnGrade] = []
    things_of = {(cell.row, cell.column): cell.things for cell in cells}
    aspects = {path: _aspects(item, over) for path, item in known.items()}
    for column in columns:
        here = sorted(row for row in rows if (row, column) in held)
        graded = [
            _pair(one, other, column, things_of[one, column], things_of[other, column], aspects)
            for one, other in combinations(here, 2)
        ]
        pairs.extend(graded)
        gravest: Grade = max((pair.grade for pair in graded), key=GRADES.index, default=GRADES[0])
        things = set().union(*(held[(row, column)] for row in here)) if here else set()
        grades.append(ColumnGrade(column, gravest, tuple(here), len(things)))
    gravity = {grade: -place for place, grade in enumerate(GRADES)}
    pairs.sort(key=lambda pair: (gravity[pair.grade], -pair.strength, pair.over, pair.first, pair.second))
    return OverlapTable(by, over, rows, columns, cells, tuple(pairs), tuple(grades))


def _pair(
    first: str,
    second: str,
    column: str,
    mine: tuple[str, ...],
    theirs: tuple[str, ...],
    aspects: Mapping[str, _Aspects],
) -> PairOverlap:
    levels: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for one in mine:
        left = aspects.get(one)
        for other in theirs if left else ():
            right = aspects.get(other)
            if left and right and one != other and (level := _level(left, right)):
                levels[level - 1].append((one, other))
    alone = len(mine) + len(theirs)
    # A measure that two ministries carry together is cooperation, and says so.
    joint: set[str] = (
        set() if mine[0] > theirs[-1] or theirs[0] > mine[-1] else set(mine).intersection(theirs)
    )
    if not levels[0] and not levels[1]:
        strength = round(len(joint) / (alone - len(joint)), 4) if joint else 0.0
        return PairOverlap(first, second, column, "fragmentation", strength, (), mine, theirs, ())
    at_level = levels[1] or levels[0]
    involved = joint.union(*levels[0], *levels[1])
    shared = {
        word
        for one, other in at_level
        for left, right in zip(aspects[one], aspects[other], strict=True)
        for word in left & right
    }
    return PairOverlap(
        first,
        second,
        column,
        "duplication" if levels[1] else "overlap",
        round(len(involved) / (alone - len(joint)), 4),
        tuple(sorted(shared)),
        mine,
        theirs,
        tuple(at_level),
    )


_Aspects = tuple[frozenset[str], ...]


def _aspects(traits: Traits, over: str) -> _Aspects:
    """What can be shared beside `over`: the other two of target groups, sections and activities."""
    every = {"targetGroup": traits.target_groups, "section": traits.sections, "activity": traits.activities}
    return tuple(words for name, words in every.items() if name != over)


def _level(left: _Aspects, right: _Aspects) -> int:
    """2: everything else is shared as well; 1: some of it; 0: nothing."""
    shared = 0
    for mine, theirs in zip(left, right):  # noqa: B905 - of one length, and it runs for every pair of things
        if not mine.isdisjoint(theirs):
            shared += 1
    return 2 if shared >= 2 and shared == len(left) else 1 if shared else 0


@lru_cache(maxsize=2)
def load_activities(path: Path | None = None) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The activity words of `activities.tsv`, compiled, in file order.

    Raises:
        ProfileError: a line has too few columns or is no regular expression.
    """
    source = path or Path(__file__).parent / "activities.tsv"
    found: list[tuple[re.Pattern[str], str]] = []
    with source.open(encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if not row or row[0].startswith("#") or row[0] == "surface":
                continue
            try:
                found.append((re.compile(normalize("NFKC", row[0])), row[1]))
            except (IndexError, re.error) as error:
                raise ProfileError(
                    f"{source.name}:{number}: {error}", hint="columns: surface, canonical, english"
                ) from error
    return tuple(found)


def activities_of(label: str, text: str = "") -> frozenset[str]:
    """The kinds of activity a programme carries out, from its name; from its text only when the name tells none.

    >>> sorted(activities_of("こどもの居場所づくり支援体制強化事業"))
    ['居場所づくり']
    """
    for source in (label, text[:400]):
        folded = normalize("NFKC", source)
        found = frozenset(name for pattern, name in load_activities() if pattern.search(folded))
        if found:
            return found
    return frozenset()

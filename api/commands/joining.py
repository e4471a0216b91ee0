"""Copies of one document joined pair after pair; pairs that have no document in common side by side."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from api.commands.engine import Engine, Lost
from api.commands.keeping import beside, finished, keep
from graph.damaged_copies import joined_copies
from graph.part_file import PartFile, pack, part_file, unpack
from nlp.errors import StoreError

# Pairs of one task, whose parts are all sent back at once.
_PAIRS = 16
_Pair = tuple[Path, Path]


@dataclass(frozen=True, slots=True)
class _Step:
    """Two copies: the files that hold them, those that are to hold them joined, and in what their rows differ by damage."""

    before: _Pair
    after: _Pair
    rows: Mapping[str, str]


def join_copies(
    parts: MutableMapping[str, PartFile], copies: Mapping[str, tuple[str, Mapping[str, str]]], engine: Engine
) -> None:
    """Replace each copy in `parts`, and the document that it is a copy of, by parts that say each row once (kept beside the first).

    `copies` as in `graph.renumbering.Compared`: taken in the order of their names, each finds what the one before it left.

    Raises: StoreError when the work cannot be kept or was killed again and again.
    """
    now = {name: part.file for name, part in parts.items()}
    courses: dict[str, list[_Step]] = {}
    course_of: dict[str, str] = {}
    for name, (twin, rows) in sorted(copies.items()):
        before = now[twin], now[name]
        change = f"joined {before[0].name} {before[1].name} {sorted(rows.items())}"
        after = beside(before[0], change), beside(before[1], change)
        first, other = course_of.setdefault(twin, twin), course_of.setdefault(name, name)
        if first != other:  # two courses that meet go on as one, in the order in which they were planned
            courses[first] = [*courses.get(first, ()), *courses.pop(other, ())]
            course_of |= {one: first for one, course in course_of.items() if course == other}
        courses.setdefault(first, []).append(_Step(before, after, rows))
        now[twin], now[name] = after
    _carry_out([[step for step in steps if not _done(step)] for steps in courses.values()], engine)
    for name in course_of:
        parts[name] = part_file(now[name])


def _carry_out(courses: list[list[_Step]], engine: Engine) -> None:
    while courses := [steps for steps in courses if steps]:
        tasks = ((number, (steps[:_PAIRS],)) for number, steps in enumerate(courses))
        for number, made in engine.run(_join, tasks):
            if isinstance(made, Lost):
                copy = courses[number][0].before[1].name
                raise StoreError(f"{copy}: {made.reason}", hint="もう一度作る (build again)")
            for file, packed in made:
                keep(file, packed)
        courses = [steps[_PAIRS:] for steps in courses]


def _join(steps: list[_Step]) -> list[tuple[Path, bytes]]:
    """The joined parts of some pairs, packed. A part that did not change is its old file."""
    made: dict[Path, bytes] = {}
    for step in steps:
        packed = [made[file] if file in made else file.read_bytes() for file in step.before]
        opened = [unpack(data) for data in packed]
        joined = joined_copies(opened[0], opened[1], step.rows)
        for file, data, old, new in zip(step.after, packed, opened, joined, strict=True):
            made[file] = data if new is old else pack(new)
    return list(made.items())


def _done(step: _Step) -> bool:
    return all(finished(file) is not None for file in step.after)

"""The cells of review data, whatever file they came in: a JSON object or a row of a table is one dict of cells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.files.json_members import Broken, Member, objects_in
from nlp.reading import Reading

_FEWEST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed value: its text, and its half-open span in the reading."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one object or row by field name, and its span in the reading."""

    cells: Mapping[str, Sequence[Cell]]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch that could not be read as data, and why."""

    start: int
    end: int
    reason: str


def sheets_in(reading: Reading, columns: Mapping[str, Sequence[str]]) -> Iterator[Sheet | Unread]:
    """Every sheet of a reading. `columns`: field name -> names of its column, the preferred first."""
    if reading.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        yield from _from_json(reading.text, columns)
    else:
        yield from _from_table(reading, columns)


def _from_json(text: str, columns: Mapping[str, Sequence[str]]) -> Iterator[Sheet | Unread]:
    for found in objects_in(text):
        if isinstance(found, Broken):
            yield Unread(found.start, len(text), found.reason)
            continue
        members, start, end = found
        by_key = {member.key: member for member in members}
        cells = {
            field: list(_values(text, by_key[name]))
            for field, names in columns.items()
            for name in [next((name for name in names if name in by_key), "")]
            if name
        }
        yield Sheet(cells, start, end)


def _values(text: str, member: Member) -> Iterator[Cell]:
    if member.value is None or isinstance(member.value, bool | dict):
        return
    if isinstance(member.value, list):
        at = member.start
        for item in member.value:
            printed = json.dumps(item, ensure_ascii=False)
            place = text.find(printed, at, member.end)
            if isinstance(item, str) and place >= 0:
                yield Cell(item, place + 1, place + len(printed) - 1)
                at = place + len(printed)
        return
    yield Cell(str(member.value), member.start, member.end)


def _from_table(reading: Reading, columns: Mapping[str, Sequence[str]]) -> Iterator[Sheet | Unread]:
    field_of = {name: field for field, names in columns.items() for name in names}
    preference = {name: rank for names in columns.values() for rank, name in enumerate(names)}
    header: list[str] = []
    for line in reading.lines():
        cells = line.text.split("\t")
        names = [cell.strip().strip("\ufeff") for cell in cells]
        if len({field_of[name] for name in names if name in field_of}) >= _FEWEST_NAMES:
            header = names
            continue
        if not header or not line.text.strip():
            continue
        if len(cells) > len(header):
            yield Unread(line.start, line.end, f"{len(cells)} cells under {len(header)} headings")
            continue
        found: dict[str, tuple[int, Cell]] = {}
        at = line.start
        for name, cell in zip(header, cells, strict=False):
            field = field_of.get(name)
            if field is not None and cell.strip():
                lead = len(cell) - len(cell.lstrip())
                rank = preference[name]
                if field not in found or rank < found[field][0]:
                    printed = cell.strip()
                    found[field] = (rank, Cell(printed, at + lead, at + lead + len(printed)))
            at += len(cell) + 1
        yield Sheet({field: [cell] for field, (_, cell) in found.items()}, line.start, line.end)

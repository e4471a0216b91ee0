"""Which printed column of a damaged row holds which field: columns lost, added or shifted by the reader.

Rows of one block (no blank line between, same number of cells) share one layout. The cheapest monotone assignment of
printed columns to the header's fields is taken, by what each kind of cell looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from nlp.layout.tables import Row

_INTEGER = re.compile(r"^\s*(?:No|NO|№|Ｎｏ)?[.．\s]*[0-9０-９]{1,4}\s*$")
_LINK = re.compile(
    r"https?:|www\.|\.(?:go|or|co|ac|lg)\.(?:jp|ip)|\.html?|\.pdf|[a-z]{3,}[/_.-][a-z]", re.IGNORECASE
)
_SENTENCE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]{6,}.*。$", re.DOTALL)
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Field name -> 0-based printed column; `extra` are printed columns that belong to no field.

    `moved`: the address of the row stands in front of the columns that it follows elsewhere.
    """

    columns: Mapping[str, int]
    extra: tuple[int, ...]
    cost: float
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Looks:
    """What tells the columns apart: does this text name ministries, and words that speak for a text field."""

    names_ministry: Callable[[str], bool]
    cues: Mapping[str, re.Pattern[str]]


def is_integer(text: str) -> bool:
    """Whether a cell holds one whole number, with or without No."""
    return bool(_INTEGER.match(text))


def is_link(text: str) -> bool:
    """Whether a cell holds an internet address or a piece of one."""
    return bool(_LINK.search(text)) and not text.startswith("**")


def fitness(text: str, name: str, looks: Looks) -> float:
    """How well cell `text` suits field `name`: above 0 speaks for it, below 0 against it; an empty cell says nothing."""
    if not text:
        return 0.0
    size = len(text)
    if name == "number":
        return 3.0 if is_integer(text) else (0.3 if size <= 5 else -3.0)
    if name == "ministry":
        if looks.names_ministry(text):
            return 3.0
        return -3.0 if size > 40 or is_link(text) else (-1.5 if is_integer(text) else -0.8)
    if name == "link":
        if is_link(text):
            return 3.0
        return -2.5 if size > 40 else (-2.0 if looks.names_ministry(text) else -0.5)
    if is_integer(text) or (size <= 40 and looks.names_ministry(text)):
        return -2.0
    if is_link(text) and not _JAPANESE.search(text):
        return -3.0
    if name == "label":
        return 0.8 if size <= 70 else -2.0
    cue = looks.cues.get(name)
    return (0.5 if size > 25 else -0.1) + (0.6 if cue is not None and cue.search(text) else 0.0)


def assign(rows: Sequence[Row], fields: Sequence[str], looks: Looks) -> Layout:
    """The cheapest layout of rows that all have the same number of cells.

    `fields` are the header's columns in order ("" where nothing names the column).
    """
    width = len(rows[0].cells)
    gain = [[_mean(rows, column, name, looks) for name in fields] for column in range(width)]
    waste = [_waste(rows, column, looks) for column in range(width)]
    lost = [-1.0 if name in ("number", "ministry") else -0.6 for name in fields]
    best: list[list[float]] = [[0.0] * (len(fields) + 1) for _ in range(width + 1)]
    step: list[list[str]] = [[""] * (len(fields) + 1) for _ in range(width + 1)]
    for column in range(width + 1):
        for field in range(len(fields) + 1):
            options: list[tuple[float, str]] = []
            if column and field:
                options.append((best[column - 1][field - 1] + gain[column - 1][field - 1], "take"))
            if column:
                options.append((best[column - 1][field] + waste[column - 1], "extra"))
            if field:
                options.append((best[column][field - 1] + lost[field - 1], "lost"))
            if options:
                best[column][field], step[column][field] = max(options, key=lambda item: item[0])
    columns: dict[str, int] = {}
    extra: list[int] = []
    column, field = width, len(fields)
    while column or field:
        move = step[column][field]
        if move == "take":
            column, field = column - 1, field - 1
            if fields[field]:
                columns[fields[field]] = column
        elif move == "extra":
            column -= 1
            extra.append(column)
        else:
            field -= 1
    return Layout(columns, tuple(sorted(extra)), best[width][len(fields)])


def _mean(rows: Sequence[Row], column: int, name: str, looks: Looks) -> float:
    if not name:
        return 0.0
    return sum(fitness(row.cells[column].text, name, looks) for row in rows) / len(rows)


def _waste(rows: Sequence[Row], column: int, looks: Looks) -> float:
    """What it costs to give a column to no field: little when it is empty, much when it holds values."""
    total = 0.0
    for row in rows:
        text = row.cells[column].text
        if not text:
            total -= 0.02
        elif is_integer(text) or looks.names_ministry(text):
            total -= 2.5
        else:
            total -= 0.5
    return total / len(rows) - 0.1


def straight(fields: Sequence[str]) -> Layout:
    """The layout of the header itself."""
    return Layout({name: column for column, name in enumerate(fields) if name}, (), 0.0)


def lay_out(rows: Sequence[Row], fields: Sequence[str], breaks: Sequence[int], looks: Looks) -> list[Layout]:
    """A layout for each row.

    `breaks[i]` numbers the block of row i (rows between blank lines). Rows as wide as the header keep its order
    unless their own cells speak clearly against it (a row shifted by one).
    """
    layouts: list[Layout] = []
    plain = straight(fields)
    keyed = [(block, len(row.cells), row) for block, row in zip(breaks, rows, strict=True)]
    for (_, width), group in groupby(keyed, key=lambda item: item[:2]):
        members = [row for _, _, row in group]
        if width == len(fields):
            layouts.extend(_own(row, plain, fields, looks) for row in members)
            continue
        shared = assign(members, fields, looks)
        layouts.extend(_own(row, shared, fields, looks) for row in members)
    return layouts


def _own(row: Row, shared: Layout, fields: Sequence[str], looks: Looks) -> Layout:
    """The row's own layout where it is better than the shared one by a whole key column, else the shared one."""
    if sum(1 for cell in row.cells if cell.text) < 4:
        return shared
    if (moved := _moved_link(row, shared, looks)) is not None:
        return moved
    current = _value(row, shared, looks)
    own = assign([row], fields, looks)
    if _slipped(row, shared, own, looks):
        return own
    if current > 0 and _key_columns(row, shared, looks):
        return shared
    better = _value(row, own, looks) >= current + 3.0 and _key_columns(row, own, looks)
    return own if better else shared


def _moved_link(row: Row, shared: Layout, looks: Looks) -> Layout | None:
    """The layout of a row whose address stands in an earlier column, the cells between each one column further on; None for others.

    The address must be alone in its cell, its own column hold a text, and the ministries stand where they belong.
    """
    place = shared.columns.get("link")
    if place is None or place >= len(row.cells) or not _key_columns(row, shared, looks):
        return None
    if not _JAPANESE.search(row.cells[place].text) or is_link(row.cells[place].text):
        return None
    links = [cell for cell in row.cells if is_link(cell.text) and not _JAPANESE.search(cell.text)]
    if len(links) != 1 or not 0 < links[0].column < place:
        return None
    first = links[0].column
    columns = {
        name: column + 1 if first <= column < place else column for name, column in shared.columns.items()
    }
    return Layout({**columns, "link": first}, shared.extra, shared.cost, moved=True)


def _slipped(row: Row, shared: Layout, own: Layout, looks: Looks) -> bool:
    """Whether an empty cell in front moved the texts behind it one column on, the last into the column of addresses."""
    column = shared.columns.get("link")
    text = row.cells[column].text if column is not None and column < len(row.cells) else ""
    if not _SENTENCE.search(text) or is_link(text) or looks.names_ministry(text):
        return False
    left = [name for name in shared.columns if name not in own.columns]
    empty = all(not row.cells[index].text for index in own.extra)
    return left == ["link"] and bool(own.extra) and empty and _key_columns(row, own, looks)


def _key_columns(row: Row, layout: Layout, looks: Looks) -> bool:
    column = layout.columns.get("ministry")
    return column is not None and looks.names_ministry(row.cells[column].text)


def _value(row: Row, layout: Layout, looks: Looks) -> float:
    gained = sum(fitness(row.cells[column].text, name, looks) for name, column in layout.columns.items())
    return gained + sum(_waste([row], column, looks) for column in layout.extra)

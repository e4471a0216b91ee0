"""Cells that a lost reader printed again and again beside other rows: kept once, where they belong, and nowhere else.

A run is one text in one column over four rows or more, most of them without a number of their own. A text that was read whole
before the run belongs there, and in the run it is no evidence for anything; a name belongs to the number printed beside it.
(A text that grows from row to row is new: `nlp.language.repetition` takes it.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.layout.table_rows import DataRow
from nlp.layout.tables import clean_cell

_LEAST_ROWS = 4
_LEAST_LETTERS = 6
_REACH = 12
_SENTENCE = re.compile(r"[^。]+。?")


@dataclass(frozen=True, slots=True)
class Quiet:
    """The rows without their echoes, and the half-open row spans of the runs."""

    rows: tuple[DataRow, ...]
    runs: tuple[tuple[int, int], ...]


def without_echoes(
    rows: Sequence[DataRow], printed: Sequence[int | None], fields: Sequence[str], label: str = "label"
) -> Quiet:
    """`rows` with the echoed cells taken out of their layout; `printed` is the number that each row prints."""
    gone: dict[int, set[str]] = {}
    spans: list[tuple[int, int]] = []
    for name in (*fields, label):
        for start, end in _runs(rows, printed, name):
            if name == label:
                keeper = next((index for index in range(start, end) if printed[index] is not None), start)
            elif _read_before(rows, name, start):
                keeper = None
            elif _begins(rows, printed, start, end):
                keeper = start
            else:
                continue
            spans.append((start, end))
            for index in range(start, end):
                if index != keeper:
                    gone.setdefault(index, set()).add(name)
    quiet = [_without(row, gone.get(index, set())) for index, row in enumerate(rows)]
    return Quiet(tuple(quiet), tuple(sorted(set(spans))))


def _runs(rows: Sequence[DataRow], printed: Sequence[int | None], name: str) -> Iterator[tuple[int, int]]:
    start = 0
    texts = [_once(row.text(name)) for row in rows]
    for index in range(1, len(rows) + 1):
        if index < len(rows) and texts[index] == texts[start]:
            continue
        numbers = {number for number in printed[start:index] if number is not None}
        if (
            index - start >= _LEAST_ROWS
            and len(texts[start]) >= _LEAST_LETTERS
            and 2 * len(numbers) <= index - start
        ):
            yield start, index
        start = index


def _once(text: str) -> str:
    """The text with a sentence that follows itself said once."""
    said: list[str] = []
    for match in _SENTENCE.finditer(clean_cell(text)):
        if not said or said[-1] != match.group().strip():
            said.append(match.group().strip())
    return "".join(said)


def _read_before(rows: Sequence[DataRow], name: str, start: int) -> bool:
    """Whether the rows above the run, before the reader lost its place, say its text."""
    above = [row for row in rows[max(0, start - _REACH) : start] if not row.reread]
    return _once(rows[start].text(name)) in "".join(_once(row.text(name)) for row in above)


def _begins(rows: Sequence[DataRow], printed: Sequence[int | None], start: int, end: int) -> bool:
    """Whether the run begins with a row that was read well, and goes on beside another number."""
    own = printed[start]
    others = {number for number in printed[start + 1 : end] if number is not None}
    return own is not None and not rows[start].reread and bool(others - {own})


def _without(row: DataRow, names: set[str]) -> DataRow:
    if not names:
        return row
    columns = {name: column for name, column in row.layout.columns.items() if name not in names}
    return replace(row, layout=replace(row.layout, columns=columns))

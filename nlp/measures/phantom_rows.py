"""Rows that a lost reader made up beside a row that it then read well: slices of it repeated without end, in columns that are not theirs.

Such a row is no row of the table. It is known by all of these: a piece of it runs on (find_runs), it prints no number or that of the row it
reads, it says what that row says, and the numbers around leave no place for it. Whatever else stands in it (figures, a sentence that
nobody wrote) is the reader's own and is kept out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from nlp.language.repetition import find_runs
from nlp.layout.table_rows import DataRow, PrintedTable, TableRules, read_again
from nlp.layout.tables import clean_cell

_REACH = 3
"""How many rows apart a made-up row and the row that it reads may stand, others made up between them."""
_LIKE = 80
_TELLING = 8
_NUMBER = re.compile("[0-9０-９]{1,3}")
_MARGIN = 2
"""A number stands in one of so many first cells, whatever column these were taken for."""


@dataclass(frozen=True, slots=True)
class Phantom:
    """A made-up row and the number of the row that it reads."""

    row: DataRow
    number: int


def without_phantoms(
    table: PrintedTable, rules: TableRules, number_of: Callable[[DataRow], int | None]
) -> tuple[PrintedTable, list[Phantom]]:
    """The table without its made-up rows, and these; `number_of` reads the number in a row's number cell."""
    rows = table.rows
    numbers = [number_of(row) if _is_whole(row, rules) else None for row in rows]
    gone: dict[int, Phantom] = {}
    for index, row in enumerate(rows):
        if numbers[index] is None and _runs_on(row):
            found = next(
                (number for place, number in _near(index, rows, numbers) if _reads(row, rows[place], number)),
                None,
            )
            if found is not None:
                gone[index] = Phantom(row, found)
    if not gone:
        return table, []
    kept = [row for index, row in enumerate(rows) if index not in gone]
    again = [
        replace(row, reread=bool(place) and row.reread and read_again(kept[place - 1], row, table.header))
        for place, row in enumerate(kept)
    ]
    return replace(table, rows=tuple(again)), list(gone.values())


def _near(index: int, rows: Sequence[DataRow], numbers: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """(place, number) of the whole rows next to row `index`, below and above, if the numbers leave no place between."""
    below = next(
        (n for n in range(index + 1, min(len(rows), index + _REACH + 1)) if numbers[n] is not None), None
    )
    above = next((n for n in range(index - 1, -1, -1) if numbers[n] is not None), None)
    first = numbers[above] if above is not None else 0
    last = numbers[below] if below is not None else None
    if below is not None and last is not None and first == last - 1 and _all_run(rows[index:below]):
        yield below, last
    closed = last is None or first == last - 1
    if (
        above is not None
        and first
        and closed
        and index - above <= _REACH
        and _all_run(rows[above + 1 : index + 1])
    ):
        yield above, first


def _all_run(rows: Sequence[DataRow]) -> bool:
    return all(_runs_on(row) for row in rows)


def _runs_on(row: DataRow) -> bool:
    return any(next(find_runs(cell.text), None) is not None for cell in row.row.cells)


def _is_whole(row: DataRow, rules: TableRules) -> bool:
    """Whether a row was read well: a name and a ministry in their columns, nothing that runs on."""
    named = bool(clean_cell(row.text("label"))) and rules.looks.names_ministry(row.text("ministry"))
    return named and not _runs_on(row)


def _reads(row: DataRow, whole: DataRow, number: int) -> bool:
    """Whether a row is made of slices of another and prints no number but its."""
    cells = (cell.text.strip() for cell in row.row.cells[:_MARGIN])
    printed = {int(text) for text in cells if _NUMBER.fullmatch(text)}
    if printed - {number}:
        return False
    said = "".join(clean_cell(cell.text) for cell in whole.row.cells)
    return any(
        len(piece) >= _TELLING and fuzz.partial_ratio(piece, said) >= _LIKE
        for cell in row.row.cells
        for piece in _before_run(cell.text)
    )


def _before_run(text: str) -> Iterator[str]:
    """What a cell says before it begins to run on, and the piece that it repeats."""
    run = next(find_runs(text), None)
    yield clean_cell(text if run is None else text[: run[0]])
    if run is not None:
        yield clean_cell(text[run[0] : run[1]])[:40]

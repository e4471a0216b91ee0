"""Cells that a lost reader printed again and again beside other rows: kept once, where they belong, and nowhere else.

A run is one text in one column over four rows or more, most of them without a number of their own. A text that was read whole
before the run belongs there, and in the run it is no evidence for anything; a name belongs to the number printed beside it.
Rows without a number that are alike in every cell are a loop of the reader's: two are enough, and nothing of them counts.
(A text that grows from row to row is new: `nlp.language.repetition` takes it.)
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.layout.table_rows import DataRow
from nlp.layout.tables import clean_cell
from nlp.measures.rows import MeasureRows, join_pieces

_LEAST_ROWS = 4
_LEAST_LETTERS = 6
_REACH = 12
_LONG = 30
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
            elif _begins(rows, printed, start):
                keeper = start
            else:
                continue
            spans.append((start, end))
            for index in range(start, end):
                if index != keeper:
                    gone.setdefault(index, set()).add(name)
    for start, end in _loops(rows, printed):
        spans.append((start, end))
        for index in range(start, end):
            gone.setdefault(index, set()).update((*fields, label))
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


def _loops(rows: Sequence[DataRow], printed: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Runs of rows without a number that print the very same cells, a long one among them: no table does, a lost reader does."""
    texts = [[clean_cell(cell.text) for cell in row.row.cells if cell.text.strip()] for row in rows]
    start = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and texts[index] == texts[start] and printed[index] is None:
            continue
        if index - start >= 2 and printed[start] is None and max(map(len, texts[start]), default=0) >= _LONG:
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


def _begins(rows: Sequence[DataRow], printed: Sequence[int | None], start: int) -> bool:
    """Whether the run begins with a numbered row that was read well: the text is that row's, whatever stands below."""
    return printed[start] is not None and not rows[start].reread


def without_borrowed(
    groups: Sequence[MeasureRows], printed: Container[int]
) -> tuple[list[MeasureRows], list[MeasureRows]]:
    """The groups, and those of them that lost a text: a row whose number no row prints proves nothing by its neighbour's text.

    `printed` are the numbers that rows print. A reader that lost its place gives the row that it skipped the cells of the
    row beside it.
    """
    kept: list[MeasureRows] = []
    changed: list[MeasureRows] = []
    for index, group in enumerate(groups):
        if group.number in printed:
            kept.append(group)
            continue
        beside = (*groups[max(0, index - 1) : index], *groups[index + 1 : index + 2])
        taken = {
            name
            for name in group.texts
            if (text := _whole(group, name)) and text in {_whole(other, name) for other in beside}
        }
        # A review such as 引き続き取り組む stands in many rows: only a row that says nothing of its own has borrowed it.
        if any(_whole(group, name) for name in group.texts if name not in taken):
            kept.append(group)
            continue
        texts = {name: () if name in taken else pieces for name, pieces in group.texts.items()}
        quiet = replace(group, texts=texts)
        if texts != group.texts:
            changed.append(quiet)
        kept.append(quiet)
    return kept, changed


def _whole(group: MeasureRows, name: str) -> str:
    """A text of a group for comparison, "" when it is too short to tell rows apart."""
    text = _once(join_pieces(group.texts.get(name, ())).text)
    return text if len(text) >= _LEAST_LETTERS else ""


def _without(row: DataRow, names: set[str]) -> DataRow:
    if not names:
        return row
    columns = {name: column for name, column in row.layout.columns.items() if name not in names}
    return replace(row, layout=replace(row.layout, columns=columns))

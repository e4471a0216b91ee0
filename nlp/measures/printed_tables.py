"""The tables of measures that a reading prints, with borders between their cells or with blanks."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.layout.table_rows import PrintedTable, TableRules, is_header, read_tables
from nlp.layout.tables import Cell, Row
from nlp.layout.unbordered import with_borders
from nlp.reading import Reading

_LEAST_TEXTS = 2


def printed_tables(
    reading: Reading, rules: TableRules, texts: Sequence[str]
) -> tuple[Reading, list[PrintedTable]]:
    """The tables with two or more of the columns `texts`, and the reading in which they stand.

    Where there is none, blanks are tried for borders (see nlp.layout.unbordered): the reading is then the one with borders.
    """
    tables = _tables(reading, rules, texts)
    if tables:
        return reading, tables
    bordered = with_borders(reading, lambda cells: is_header(_row(cells), rules) is not None)
    return (reading, []) if bordered is None else (bordered, _tables(bordered, rules, texts))


def _tables(reading: Reading, rules: TableRules, texts: Sequence[str]) -> list[PrintedTable]:
    found = read_tables(reading, rules)
    return [table for table in found if len(set(texts) & set(table.header.columns)) >= _LEAST_TEXTS]


def _row(cells: Sequence[str]) -> Row:
    """Cells of a line as a row that stands nowhere."""
    return Row(tuple(Cell(text, 0, len(text), column) for column, text in enumerate(cells)), 0, 0, 0)

"""Which lines of a document are its budget list: its header, its rows and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from nlp.budgets.columns import Columns, read_columns
from nlp.budgets.line_kinds import ListLine, Scanner, section_heading
from nlp.budgets.words import ListWords, head_fields
from nlp.gazetteer import Gazetteer
from nlp.layout.joined_headings import headings_apart
from nlp.layout.joined_lines import parted
from nlp.layout.page_lines import without_page_lines
from nlp.layout.tables import Cell, Row
from nlp.layout.tables import split_row as split_table_row
from nlp.reading import Line, Reading
from nlp.values.amounts import table_unit

_MOST_OTHER = 2
_LOOK_AHEAD = 12
_LOOK_BACK = 40
_LEAST_UNNUMBERED = 3
_UNNUMBERED_WITHIN = 8
_MONEY = re.compile(r"[省庁府会][）)]?[ 　]+[0-9０-９]|[0-9０-９円数）)][ 　]+\S{1,12}[省庁府会]")


@dataclass(frozen=True, slots=True)
class Region:
    """A budget list: its lines in printed order, its columns where borders show them, its unit in yen."""

    lines: tuple[ListLine, ...]
    columns: Columns
    unit: int | None
    start: int
    end: int


def find_regions(reading: Reading, words: ListWords, ministries: Gazetteer) -> Iterator[Region]:
    """Each budget list of a reading.

    A list begins at header lines that name its columns, or, where these are lost, at two rows that leave no doubt; without
    numbers at three lines that each print a name, a ministry and an amount.
    """
    lines = parted(headings_apart(without_page_lines(reading.lines())))
    scanner = Scanner(reading, words, ministries, lines)
    index = 0
    while index < len(lines):
        header = _header(scanner, index)
        if not header and not _headless(scanner, index) and not _unnumbered(scanner, index):
            index += 1
            continue
        table = [row for line in header if (row := split_table_row(line)) is not None]
        columns = read_columns(table, words) if table else _plain_columns(header, words)
        units = [item.unit for item in columns.amounts if item.unit is not None]
        unit = units[0] if units else _unit(reading.text, lines, index)
        here = replace(scanner, columns=columns, unit=unit)
        found, after = _collect(here, index + len(header))
        if any(item.kind == "row" for item in found):
            above = _above(here, index)
            first = (above[0].start if above else lines[index].start) if header or above else found[0].start
            heads = [ListLine("header", line.start, line.end) for line in header]
            yield Region((*above, *heads, *found), columns, unit, first, found[-1].end)
            index = after
        else:
            index += max(1, len(header))


def _header(scanner: Scanner, index: int) -> list[Line]:
    """The header lines that begin at `index`: together they name the programme and its ministry or amount."""
    taken: list[Line] = []
    fields: set[str] = set()
    for line in scanner.lines[index : index + 10]:
        if not line.text.strip() and taken:
            taken.append(line)
            continue
        found = head_fields(line.text, scanner.words)
        if "\t" in line.text and (row := split_table_row(line)) is not None:
            cells = [_head_cell(cell.text, scanner.words) for cell in row.cells if cell.text]
            known = [item for item in cells if item]
            if found is not None or (len(known) * 4 >= len(cells) * 3 and len(known) >= 3):
                found = (found or frozenset()).union(*known)
        if not found:
            break
        taken.append(line)
        fields |= found
    while taken and not taken[-1].text.strip():
        taken.pop()
    wanted = fields & {"number", "name", "ministry", "amount", "remarks"}
    if "name" not in wanted or not wanted & {"ministry", "amount"} or len(wanted) < 3:
        return []
    return taken


def _head_cell(text: str, words: ListWords) -> frozenset[str] | None:
    """The columns that one cell of a header row names, None when it names none."""
    short = words.cell_field(text)
    return frozenset({short}) if short else head_fields(text, words)


def _headless(scanner: Scanner, index: int) -> bool:
    """Two undoubted rows close together, the second numbered right behind the first."""
    first = scanner.strict_row(index)
    if first is None or first.number is None:
        return False
    for other in range(index + 1, min(len(scanner.lines), index + 5)):
        second = scanner.strict_row(other)
        if second is not None and second.number is not None:
            step = int(normalize("NFKC", second.number.text)) - int(normalize("NFKC", first.number.text))
            return step == 1
    return False


def _unnumbered(scanner: Scanner, index: int) -> bool:
    """Whether a line and the next two (headings of sections between them) are rows of a list that prints no numbers."""
    if not _MONEY.search(scanner.lines[index].text):
        return False
    unit = _unit(scanner.reading.text, scanner.lines, index)
    rows = 0
    for line in scanner.lines[index : index + _UNNUMBERED_WITHIN]:
        if rows and (not line.text.strip() or section_heading(line.text)):
            continue
        if not replace(scanner, unit=unit).unnumbered_row(line):
            return False
        rows += 1
        if rows == _LEAST_UNNUMBERED:
            return True
    return False


def _plain_columns(header: Sequence[Line], words: ListWords) -> Columns:
    """Columns without borders: only the amount columns count, by the years that the header prints."""
    begin = header[0].start if header else 0
    text = "\n".join(line.text for line in header)
    cells = Row((), begin, begin + len(text), header[0].number if header else 0)
    pieces = []
    for column, match in enumerate(
        re.finditer(r"[^\s\u3000]+(?:[ \u3000]+(?:当初|補正)?予算(?:案|額)?)?", text)
    ):
        pieces.append(Cell(match.group(), begin + match.start(), begin + match.end(), column))
    return Columns({}, read_columns([replace(cells, cells=tuple(pieces))], words).amounts)


def _unit(text: str, lines: Sequence[Line], index: int) -> int | None:
    """The unit printed nearest to the header, within forty lines of it."""
    near: list[tuple[int, int]] = []
    for other in range(max(0, index - 10), min(len(lines), index + 60)):
        unit = table_unit(lines[other].text)
        if unit is not None:
            near.append((abs(other - index), unit))
    return min(near)[1] if near else table_unit(text)


def _collect(scanner: Scanner, index: int) -> tuple[list[ListLine], int]:
    found: list[ListLine] = []
    block, unknown, last, rows = 0, 0, 0, 0
    while index < len(scanner.lines):
        line = scanner.lines[index]
        if not line.text.strip():
            block += 1
            index += 1
            continue
        items, used = scanner.classify(index)
        if items[0].kind == "other":
            unknown += 1
            if unknown > _MOST_OTHER and rows and not _goes_on(scanner, index):
                break
        else:
            unknown = 0
            rows += items[0].kind == "row"
        found.extend(replace(item, block=block) for item in items)
        if items[0].kind != "other":
            last = len(found)
        index += used
    return found[:last], index


def _goes_on(scanner: Scanner, index: int) -> bool:
    """Whether an undoubted row or a section's heading follows within a few lines: notes interrupt lists."""
    ahead = range(index, min(len(scanner.lines), index + _LOOK_AHEAD))
    return any(section_heading(scanner.lines[i].text) or scanner.strict_row(i) for i in ahead)


def _above(scanner: Scanner, index: int) -> list[ListLine]:
    """Headings, loose values and units that PDF order printed before the header."""
    found: list[ListLine] = []
    block, kept = -1, 0
    for place in range(index - 1, max(-1, index - _LOOK_BACK), -1):
        if not scanner.lines[place].text.strip():
            block -= 1
            continue
        items, _ = scanner.classify(place)
        if items[0].kind in ("other", "row"):
            break
        found.extend(replace(item, block=block) for item in reversed(items))
        if items[0].kind in ("section", "amount", "ministry"):
            kept = len(found)
    return found[:kept][::-1]

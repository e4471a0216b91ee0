"""A printed table, damaged or clean -> its rows by kind: headings, data rows with their layout, furniture."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from nlp.language.familiarity import Familiarity
from nlp.language.repetition import is_reread
from nlp.layout.column_layout import Layout, Looks, is_integer, is_link, lay_out
from nlp.layout.marks import Mark, parse_mark
from nlp.layout.outline import Candidate
from nlp.layout.row_signs import RowSign
from nlp.layout.tables import Cell, Header, Row, clean_cell, match_header, read_rows
from nlp.reading import Line, Reading

HEADING_LENGTH = 160
PLAIN_LINES = 4
_PLAIN_WORDS = 5
_DAMAGED_NUMBER = re.compile(r"(?=.*[0-9０-９])\S{1,4}")
_REST = re.compile(r"[。」）)]{1,2}|[A-Za-z0-9/]{1,4}|[ぁ-ん]{1,3}。|[ァ-ヺー一-鿿]。?")
_PARAGRAPH = re.compile(r"。\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row that carries data. `before` is how many heading candidates were printed above it."""

    row: Row
    layout: Layout
    before: int
    reread: bool

    def cell(self, name: str) -> Cell | None:
        """The cell of a field, None where this row's layout has no such column."""
        column = self.layout.columns.get(name)
        return None if column is None or column >= len(self.row.cells) else self.row.cells[column]

    def text(self, name: str) -> str:
        """The text of a field's cell, "" without one."""
        found = self.cell(name)
        return "" if found is None else found.text

    def extra(self) -> tuple[Cell, ...]:
        """Cells that belong to no field."""
        return tuple(self.row.cells[column] for column in self.layout.extra if column < len(self.row.cells))


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table: header, data rows, heading candidates in printed order, rows without content, loose lines, its span."""

    header: Header
    rows: tuple[DataRow, ...]
    headings: tuple[Candidate, ...]
    junk: tuple[Row, ...]
    loose: tuple[Line, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableRules:
    """What the reader needs to know: column names as printed, fields a table must have, how cells look."""

    synonyms: Mapping[str, Sequence[str]]
    required: Collection[str]
    minimum: int
    looks: Looks
    familiar: Familiarity
    likely_heading: Callable[[str], bool]
    usual: tuple[str, ...] = ()


def is_header(row: Row, rules: TableRules) -> Header | None:
    """The header that `row` is, or None: it must name the required fields and `minimum` fields in all."""
    filled = [cell for cell in row.cells if cell.text]
    if len(filled) < rules.minimum or max(len(cell.text) for cell in filled) > 60:
        return None
    header = match_header(row, rules.synonyms)
    if len(header.columns) < rules.minimum or not set(rules.required) <= set(header.columns):
        return None
    return header


def read_tables(reading: Reading, rules: TableRules) -> list[PrintedTable]:
    """Every table of the reading whose header fits the rules; a header printed again on a page continues it.

    Rows above the first header (a page whose head is lost) are read under it where they have its columns. Without any header
    the columns are the usual ones of the profile, if the rows look like them.
    """
    tables: list[PrintedTable] = []
    header: Header | None = None
    body: list[tuple[int, Row | Line]] = []
    early: list[tuple[int, Row | Line]] = []
    block, plain = 0, 0
    for item in read_rows(reading):
        if isinstance(item, Row):
            found = is_header(item, rules)
            if found is not None:
                if header is not None and found.columns != header.columns:
                    tables.append(_sort(header, body, rules))
                    header, body = None, []
                if header is None:
                    header = found
                    if not tables:
                        body = _headless(early, found, rules)
                block, plain = block + 1, 0
                continue
        if header is None:
            if not tables and (isinstance(item, Row) or item.text.strip()):
                early.append((block, item))
            continue
        if isinstance(item, Line):
            if not item.text.strip():
                block += 1
                continue
            plain += 1 if parse_mark(item.text) is None and len(item.text) > 12 else 0
            if plain >= PLAIN_LINES:
                tables.append(_sort(header, _cut_plain(body), rules))
                header, body, plain = None, [], 0
                continue
        else:
            plain = 0
        body.append((block, item))
    if header is not None:
        tables.append(_sort(header, body, rules))
    if not tables and (assumed := _assumed([item for _, item in early], rules)) is not None:
        tables.append(_sort(assumed, _headless(early, assumed, rules), rules))
    return tables


def _headless(
    early: Sequence[tuple[int, Row | Line]], header: Header, rules: TableRules
) -> list[tuple[int, Row | Line]]:
    """What stands above a header from the first row on that has its columns; [] where fewer than two rows do."""
    fitting = [
        index
        for index, (_, item) in enumerate(early)
        if isinstance(item, Row) and _fits(item, header.columns, header.width, rules)
    ]
    return list(early[fitting[0] :]) if len(fitting) >= 2 else []


def _fits(row: Row, columns: Mapping[str, int], width: int, rules: TableRules) -> bool:
    if len(row.cells) != width or "number" not in columns or "ministry" not in columns:
        return False
    named = row.cells[columns["ministry"]].text
    return is_integer(row.cells[columns["number"]].text) and bool(named) and rules.looks.names_ministry(named)


def _assumed(items: Sequence[Row | Line], rules: TableRules) -> Header | None:
    """The usual columns, for rows without a header that have as many, a number in front and ministries where these belong."""
    columns = {name: index for index, name in enumerate(rules.usual)}
    rows = [item for item in items if isinstance(item, Row) and _fits(item, columns, len(columns), rules)]
    return Header(rows[0], columns, assumed=True) if len(rows) >= 2 else None


def _cut_plain(body: list[tuple[int, Row | Line]]) -> list[tuple[int, Row | Line]]:
    """Without the plain lines at the end: they belong to what comes after the table."""
    last = max((index for index, (_, item) in enumerate(body) if isinstance(item, Row)), default=-1)
    return body[: last + 1]


def _sort(header: Header, body: Sequence[tuple[int, Row | Line]], rules: TableRules) -> PrintedTable:
    headings: list[Candidate] = []
    junk: list[Row] = []
    loose: list[Line] = []
    data: list[tuple[int, Row, int]] = []
    for block, item in body:
        if isinstance(item, Line):
            if parse_mark(item.text) is not None and len(item.text) <= HEADING_LENGTH:
                headings.append(Candidate(item.text.strip(), item.start, item.end, certain=True))
            elif len(item.text.strip()) > 12:
                loose.append(item)
            continue
        heading = _as_heading(item, rules)
        if heading is not None:
            headings.append(heading)
        elif all(rules.familiar.garbage(cell.text) for cell in item.cells) and not (
            data and data[-1][0] == block and _goes_on(data[-1][1], item)
        ):
            junk.append(item)
        else:
            merged = _merged_heading(item, rules)
            if merged is not None:
                headings.append(merged)
            data.append((block, item, len(headings)))
    layouts = lay_out(
        [row for _, row, _ in data], header.fields, [block for block, _, _ in data], rules.looks
    )
    rows: list[DataRow] = []
    for (_, row, before), layout in zip(data, layouts, strict=True):
        made = DataRow(row, layout, before, False)
        again = bool(rows) and read_again(rows[-1], made, header)
        rows.append(DataRow(row, layout, before, again))
    start = min([header.row.start, *(item.start for _, item in body)])
    end = max([header.row.end, *(item.end for _, item in body)])
    return PrintedTable(header, tuple(rows), tuple(headings), tuple(junk), tuple(loose), start, end)


def _goes_on(above: Row, row: Row) -> bool:
    """Whether a row holds the last sign or letters of cells above it (。, l of .html): as many columns, no word of its own."""
    filled = [cell for cell in row.cells if cell.text]
    return (
        len(row.cells) == len(above.cells)
        and bool(filled)
        and filled[0].column > 0
        and all(above.cells[cell.column].text and _REST.fullmatch(cell.text) for cell in filled)
    )


def read_again(before: DataRow, after: DataRow, header: Header) -> bool:
    """Whether `after` is the row `before` read once more; rows that print two different names never are."""
    names = clean_cell(before.text("label")), clean_cell(after.text("label"))
    alike = bool(names[0]) and names[0] == names[1]
    if all(names) and not alike:
        return False
    return is_reread(_texts(before, header), _texts(after, header), named_alike=alike)


def _texts(row: DataRow, header: Header) -> list[str]:
    return [
        row.text(name) for name in header.fields if name not in ("number", "label", "link", "ministry", "")
    ]


def _as_heading(row: Row, rules: TableRules) -> Candidate | None:
    """The heading that a row prints across its first cells, the cells after it empty or slices of the next row."""
    cells = row.cells
    first = next((index for index, cell in enumerate(cells) if cell.text), None)
    if first is None or first > 1 or is_integer(cells[first].text):
        return None
    run: list[Cell] = []
    for cell in cells[first:]:
        if not cell.text:
            break
        run.append(cell)
    rest = [cell for cell in cells[first + len(run) :] if cell.text]
    joined = "".join(cell.text for cell in run)
    while len(run) > 1 and rules.familiar.garbage(run[-1].text):
        run.pop()
    if len(joined) > HEADING_LENGTH or len(run) > 5:
        return None
    if any(_weighs(cell, rules) for cell in rest):
        return None
    if any(rules.looks.names_ministry(cell.text) for cell in (*run, *rest)):
        return None
    mark = parse_mark(joined)
    if not rules.likely_heading(joined) and (mark is None or mark.kind in ("kana",) or len(mark.rest) < 2):
        return None
    return Candidate(joined, run[0].start, run[-1].end, certain=len(run) == 1 and mark is not None)


def _weighs(cell: Cell, rules: TableRules) -> bool:
    """Whether a cell beside a heading holds text of its own: not a slice of the row below (□ △107年中ナーコナ…)."""
    if len(cell.text) <= 3 or rules.familiar.garbage(cell.text):
        return False
    return not rules.familiar.threshold or len(cell.text) > 40 or rules.familiar.share(cell.text) >= 0.55


def _merged_heading(row: Row, rules: TableRules) -> Candidate | None:
    """A heading mark in the first cell of a data row: the heading was read into the row (②人 before No.43)."""
    first = row.cells[0]
    mark = parse_mark(first.text)
    if (
        mark is None
        or not (mark.kind in ("circled", "paren", "both") or _plain_heading(mark))
        or len(first.text) > 60
        or is_link(first.text)
    ):
        return None
    if not any(rules.looks.names_ministry(cell.text) for cell in row.cells[1:]):
        return None
    return Candidate(first.text, first.start, first.end)


def _plain_heading(mark: Mark) -> bool:
    """Whether what stands before a row in its number's cell is a heading whose ② became a plain 2: words and no number."""
    return (
        mark.kind == "number" and len(mark.rest) >= _PLAIN_WORDS and not re.search(r"[0-9０-９]", mark.rest)
    )


def sign_of(row: DataRow, rules: TableRules, texts: Sequence[str], printed: int | None) -> RowSign:
    """What `row` shows for the number sequence; `texts` are the names of its text fields."""
    if row.reread:
        return RowSign(printed, 5.0, 0.0)
    ministry = bool(rules.looks.names_ministry(row.text("ministry")))
    label = not rules.familiar.garbage(row.text("label"))
    filled = sum(1 for name in texts if len(clean_cell(row.text(name))) > 15)
    new = 3.0 - 1.5 * ministry - 0.7 * label - 0.5 * (filled >= 2)
    same = 0.5 + 1.8 * ministry + 0.6 * label
    if printed is None and _DAMAGED_NUMBER.fullmatch(row.text("number")):
        # Some number stands there, whichever: the row begins an item.
        new, same = new - 1.5, same + 1.5
    return RowSign(printed, max(0.3, new), same, _holds(row, rules, texts))


def _holds(row: DataRow, rules: TableRules, texts: Sequence[str]) -> int:
    """How many measures a row seems to hold: as many as its ministry cell and two text cells fall into."""
    names = [part for part in row.text("ministry").split() if rules.looks.names_ministry(part)]
    parts = [len(_PARAGRAPH.findall(row.text(name))) + 1 for name in texts]
    return len(names) if len(names) > 1 and parts.count(len(names)) >= 2 else 1

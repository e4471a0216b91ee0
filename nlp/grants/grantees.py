"""Reads tables of grantees (交付団体): who got the grant, from where, for which project, in which area.

A row is `number <tab> legal form, name (prefecture), project <tab> description <tab> area`; cells may be marked up
with `<p>` and run over several lines, a table may be split over pages (1/2), (2/2). Heading words: `grant_cues.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from unicodedata import normalize

from nlp.cue_files import load_cues
from nlp.grants.grantee_amounts import amount_fields, amount_issues, unit_of_table, with_one_amount
from nlp.grants.grantee_cells import Piece, area_fields, name_pieces, piece
from nlp.layout.unbordered import with_borders
from nlp.readers import Context, ReadResult
from nlp.reading import Line, Reading
from nlp.records import Field, Issue, Record
from nlp.values.era_dates import find_fiscal_years

_ROW = re.compile(r"[ \u3000|]*(?P<number>[0-9０-９]{1,3})[ \u3000]*(?:\t|\||(?=<p>))")
_DAMAGED_ROW = re.compile(r"[ \u3000]*(?P<number>[^\t]{0,3})\t(?=[^\t]*\t[^\t]*(?:\t|$))")
# A row of marked-up cells whose number is gone: its other cells stand on the lines below.
_MARKED_ROW = re.compile(r"[ \u3000]*(?P<number>[^\t<>]{0,3})\t(?=[ \u3000]*<p>)")

_MOST_MISSING = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """The span of one cell in the reading."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its printed number (None when unreadable) and its cells after the number, in order."""

    number: int | None
    number_cell: Cell
    cells: tuple[Cell, ...]


def read_grantees(reading: Reading, context: Context) -> ReadResult:
    """One `grantee` record per row of every grantee table; an Issue for each row or number that is missing."""
    cues: Mapping[str, Any] = {**load_cues("grant_cues")["grantees"], **context.settings}
    lines = list(reading.lines())
    if not any(_columns(line.text, cues["columns"]) for line in lines):
        reading = (
            with_borders(reading, lambda cells: bool(_columns("\t".join(cells), cues["columns"]))) or reading
        )
        lines = list(reading.lines())
    records: list[Record] = []
    issues: list[Issue] = []
    covered: list[tuple[int, int]] = []
    seen: set[str] = set()
    for header, columns, rows in _tables(lines, cues):
        programme = _programme(reading, lines, header, cues)
        unit = unit_of_table(lines, header, columns)
        expected = 1 + max((int(record.value("number") or 0) for record in records), default=0)
        for row in rows:
            number = row.number
            if number is not None and records and number > expected:
                issues.extend(
                    _missing(reading, row, lost) for lost in range(expected, number)[:_MOST_MISSING]
                )
            taken = expected if number is None else number
            record = _grantee(reading, context, row, columns, (programme, unit), taken, issues)
            if record.key in seen:
                record = Record(record.kind, f"{record.key}-{len(seen) + 1}", record.where, record.fields)
            seen.add(record.key)
            records.append(record)
            expected = taken + 1
        issues.extend(_left_columns(reading, header, columns, rows))
        if rows:
            covered.append(
                (header.start, rows[-1].cells[-1].end if rows[-1].cells else rows[-1].number_cell.end)
            )
    if records:
        issues.extend(_count_issue(reading, lines, records, cues))
    return ReadResult(tuple(records), tuple(issues), covered=tuple(covered))


def _tables(lines: list[Line], cues: Mapping[str, Any]) -> Iterator[tuple[Line, tuple[str, ...], list[Row]]]:
    """Every table whose heading names a column of grantees, with its column roles and rows."""
    heads = [
        (index, columns)
        for index, line in enumerate(lines)
        if (columns := _columns(line.text, cues["columns"]))
    ]
    for position, (index, columns) in enumerate(heads):
        stop = heads[position + 1][0] if position + 1 < len(heads) else len(lines)
        yield lines[index], columns, _rows(lines[index + 1 : stop], len(columns))


def _left_columns(
    reading: Reading, header: Line, columns: tuple[str, ...], rows: Sequence[Row]
) -> Iterator[Issue]:
    """One issue for each column whose heading names nothing that a grantee has in the graph (総事業費), and whose cells hold something."""
    first = 1 if columns[0] == "number" else 0
    at = header.start
    for number, (role, cell) in enumerate(zip(columns, header.text.split("\t"), strict=False)):
        start, at = at, at + len(cell) + 1
        filled = [
            row
            for row in rows
            if not role
            and 0 <= number - first < len(row.cells)
            and piece(reading, row.cells[number - first].start, row.cells[number - first].end).text
        ]
        if filled:
            yield Issue(
                "column-not-kept",
                "warning",
                f"交付団体の表の列「{cell.strip()}」の値（{len(filled)}行）は、グラフに入れる項目に当たらないため入れていない",
                reading.where(start, start + len(cell)),
                hint="この列の値は原本の表で確かめる",
            )


def _columns(text: str, names: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The roles of a heading line's columns, () when it heads no grantee table."""
    if "\t" not in text:
        return ()
    cells = [normalize("NFKC", re.sub(r"</?p>|[\s\u3000]", "", cell)) for cell in text.split("\t")]
    roles: list[str] = []
    for cell in cells:
        fitting = (role for role, words in names.items() if any(_heads(cell, word) for word in words))
        roles.append(next(fitting, "number" if not cell and not roles else ""))
    named = {"name", "name_project"} & set(roles)
    return with_one_amount(roles, cells) if named and len(set(roles) - {"", "number"}) >= 2 else ()


def _heads(cell: str, word: str) -> bool:
    """True when a heading cell says `word` and little else (団体名（所在地）), so that running text never does."""
    printed = normalize("NFKC", word)
    bare = re.sub(r"\([^()]*\)", "", cell)
    return any(printed in said and len(said) <= len(printed) + 8 for said in (cell, bare))


def _rows(lines: list[Line], width: int) -> list[Row]:
    """The rows below a heading line: a row ends where its cells are full and no `<p>` is open or follows."""
    rows: list[Row] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        match = _begins(line.text, width)
        if not match:
            index += 1
            continue
        last = _row_end(lines, index, width)
        number = normalize("NFKC", match["number"]).strip()
        cell = Cell(line.start + match.start("number"), line.start + match.end("number"))
        spans = _cells(lines[index : last + 1], line.start + match.end())
        # 0 numbers no row: it is a misread digit.
        printed = int(number) if number.isdecimal() and int(number) > 0 else None
        rows.append(Row(printed, cell, spans))
        index = last + 1
    return rows


def _begins(text: str, width: int) -> re.Match[str] | None:
    """The number cell of a line that begins a row, its number readable or not."""
    damaged = _DAMAGED_ROW.match(text) if text.count("\t") >= width - 1 else None
    return _ROW.match(text) or damaged or _MARKED_ROW.match(text)


def _row_end(lines: list[Line], first: int, width: int) -> int:
    """The index of a row's last line."""
    text, last = lines[first].text, first
    for index in range(first + 1, len(lines)):
        line = lines[index].text
        if not line.strip():
            continue
        open_cell = text.count("<p>") > text.count("</p>")
        unfinished = text.count("\t") < width - 1
        new_row = _begins(line, width) if not open_cell else _ROW.match(line)
        if new_row or not (open_cell or unfinished or line.lstrip().startswith("<p>")):
            break
        if (
            unfinished
            and not open_cell
            and "\t" not in line
            and not line.lstrip().startswith("<p>")
            and index > last + 2
        ):
            break
        text, last = text + "\n" + line, index
    return last


def _cells(lines: list[Line], start: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    begin = start
    for line in lines:
        position = max(start, line.start)
        while (tab := line.text.find("\t", position - line.start)) >= 0:
            cells.append(Cell(begin, line.start + tab))
            begin = position = line.start + tab + 1
    cells.append(Cell(begin, lines[-1].end))
    return tuple(cells)


def _grantee(
    reading: Reading,
    context: Context,
    row: Row,
    columns: tuple[str, ...],
    of_table: tuple[list[Field], int | None],
    number: int,
    issues: list[Issue],
) -> Record:
    """The record of one row; what cannot be read becomes an Issue. `of_table`: its programme and the yen of a bare number."""
    programme, unit = of_table
    key = str(number)
    method = "table-cell" if row.number is not None else "sequence"
    span = row.number_cell if row.number is not None else Cell(row.number_cell.start, row.number_cell.start)
    confidence = 1.0 if row.number is not None else 0.8
    fields = [reading.make("number", number, span.start, span.end, method=method, confidence=confidence)]
    roles = columns[1:] if columns and columns[0] == "number" else columns
    for role, cell in zip(roles, row.cells, strict=False):
        fields.extend(_cell_fields(reading, context, role, cell))
        if role == "amount":
            whole = piece(reading, cell.start, cell.end)
            fields.extend(amount_fields(reading, whole, unit))
            issues.extend(amount_issues(reading, whole, unit, key))
    fields.extend(programme)
    end = row.cells[-1].end if row.cells else row.number_cell.end
    where = reading.where(row.number_cell.start, end)
    wanted = {"label": "団体名", "legal_form": "法人格", "prefecture": "都道府県", "project": "事業名"}
    if "area" in columns:
        wanted["service_area"] = "事業区域"
    have = {item.name for item in fields}
    if row.number is None:
        issues.append(
            Issue(
                "missing-number",
                "warning",
                f"交付団体の番号が読めないため順番から {number} とした",
                where,
                f"grantee:{key}",
            )
        )
    for name, words in wanted.items():
        if name not in have:
            issues.append(
                Issue(
                    f"missing-{name.replace('_', '-')}",
                    "warning",
                    f"交付団体 {number} の{words}が読めない",
                    where,
                    f"grantee:{key}",
                )
            )
    return Record("grantee", key, where, tuple(fields))


def _cell_fields(reading: Reading, context: Context, role: str, cell: Cell) -> Iterator[Field]:
    whole = piece(reading, cell.start, cell.end)
    if not whole.text:
        return
    if role in ("name", "name_project"):
        yield from name_pieces(reading, context.gazetteers, cell.start, cell.end)
    elif role == "area":
        yield from area_fields(reading, context.gazetteers.regions, whole)
    elif role == "prefecture":
        found = context.gazetteers.regions.resolve(whole.text, tolerant=False)
        value = found.entry.canonical if found else whole.text
        yield _made(reading, "prefecture", whole, value)
    elif role == "legal_form":
        form = context.gazetteers.legal_forms.resolve(whole.text, tolerant=False)
        yield _made(reading, "legal_form", whole, form.entry.canonical if form else whole.text)
    elif role in ("project", "description"):
        yield _made(reading, role, whole, whole.text)


def _made(reading: Reading, name: str, part: Piece, value: str) -> Field:
    return reading.make(name, value, part.start, part.end, method="table-cell")


def _programme(reading: Reading, lines: list[Line], header: Line, cues: Mapping[str, Any]) -> list[Field]:
    """Programme and fiscal year from the nearest heading above the table that names both programme and grantees."""
    heading = re.compile(
        rf"^[ \u3000#]*(?P<name>[^\n]*?(?:交付金|補助金|助成金|助成|事業|調査|支援|基金)[^\n\t。]*?)[ \u3000の]*{cues['heading']}"
    )
    above = [item for item in lines if item.end <= header.start]
    # A heading may run over the end of its line: (text, where it begins, where it ends, where the line end was).
    printed = [(item.text, item.start, item.end, len(item.text)) for item in above]
    printed.extend(
        (first.text + second.text, first.start, second.end, len(first.text))
        for first, second in pairwise(above)
        if second.start == first.end + 1 and first.text.strip() and second.text.strip()
    )
    for line, begin, _, cut in sorted(printed, key=lambda item: (-item[2], item[1])):
        match = heading.match(line)
        # The end of a line between name and word of heading parts two lines of their own.
        if not match or "。" in line or (cut < len(line) and match.end("name") == cut):
            continue
        start, end = (
            begin + at + (at > cut or (at == cut and at == match.start("name"))) for at in match.span("name")
        )
        text = reading.text[start:end]
        fields = []
        years = find_fiscal_years(text)
        if years:
            year = years[0]
            fields.append(
                reading.make("fiscal_year", year.year, start + year.start, start + year.end, method="heading")
            )
            start += year.end
        start += len(reading.text[start:end]) - len(reading.text[start:end].lstrip(" \u3000のに"))
        name = re.sub(r"\s+", "", reading.text[start:end])
        if name:
            fields.insert(0, reading.make("programme", name, start, end, method="heading"))
            return fields
    return []


def _missing(reading: Reading, row: Row, number: int) -> Issue:
    """That no row has a number, told at the row behind its place."""
    where = reading.where(row.number_cell.start, row.number_cell.end)
    return Issue(
        "missing-row",
        "warning",
        f"交付団体の表に {number} 番の行がない",
        where,
        f"grantee:{number}",
        "原本で行が落ちていないか確かめる",
    )


def _count_issue(
    reading: Reading, lines: list[Line], records: list[Record], cues: Mapping[str, Any]
) -> Iterator[Issue]:
    """An Issue when the text states another number of grantees than the table has."""
    pattern = re.compile(cues["stated_count"])
    for line in lines:
        match = pattern.match(line.text)
        if match and int(normalize("NFKC", match[1])) != len(records):
            where = reading.where(line.start, line.end)
            message = (
                f"本文は {normalize('NFKC', match[1])} 団体とするが、表から読めたのは {len(records)} 団体"
            )
            yield Issue("count-mismatch", "warning", message, where)

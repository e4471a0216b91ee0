"""Rows of a budget list that has cell borders: the header says which column holds what, amounts may be several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from nlp.budgets.rows import MinistryPart, Part, RowParts, ministry_parts, shifted
from nlp.budgets.words import ListWords, head_fields
from nlp.gazetteer import Gazetteer
from nlp.layout.tables import Cell, Row, match_header
from nlp.values.amounts import Amount, parse_amount, table_unit
from nlp.values.era_dates import find_fiscal_years

_NUMBER = re.compile(r"(?:No|NO|№)?[.．]?\s*(\d{1,4})\s*[.)）]?")
_DASH = re.compile(r"[-－―─‐ー—–]+")
_ONLY_INCLUDED = re.compile(r"(?:の?内数|[（(]内数[)）])")
_MONEY = re.compile(r"当初|補正|予算|概算|要求|額")


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of amounts: 0-based place, fiscal year and stage as its head prints them, and where."""

    column: int
    year: int | None = None
    stage: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what: field -> 0-based column, and the amount columns from left to right."""

    places: dict[str, int]
    amounts: tuple[AmountColumn, ...]


NO_COLUMNS = Columns({}, ())


def read_columns(header: Sequence[Row], words: ListWords) -> Columns:
    """The columns that one or more header rows name (a second row splits 予算額 into years)."""
    places: dict[str, int] = {}
    names = {name: items for name, items in words.columns.items() if name != "amount"}
    for row in header:
        for name, column in match_header(row, names).columns.items():
            places.setdefault(name, column)
    taken = set(places.values())
    amounts: dict[int, AmountColumn] = {}
    for row in header:
        year: AmountColumn | None = None
        for cell in row.cells:
            if cell.column in taken:
                year = None
                continue
            text = normalize("NFKC", cell.text)
            if head_fields(cell.text, words) == frozenset({"unit"}):
                continue
            named = any(normalize("NFKC", item) in "".join(text.split()) for item in words.columns["amount"])
            hits = find_fiscal_years(_spaced(cell.text))
            if hits:
                hit = hits[0]
                year = AmountColumn(cell.column, hit.year, hit.stage, (cell.start + hit.start, cell.end))
                amounts[cell.column] = year
            elif named or _MONEY.search(text):
                known = amounts.get(cell.column) or year
                stage = _stage(text)
                if known is not None:
                    amounts[cell.column] = AmountColumn(
                        cell.column, known.year, stage or known.stage, known.span
                    )
                else:
                    amounts[cell.column] = AmountColumn(cell.column, None, stage, None)
    return Columns(places, tuple(amounts[column] for column in sorted(amounts)))


def _spaced(text: str) -> str:
    return re.sub(r"[\n\r\t]", " ", text)


def _stage(text: str) -> str:
    hits = find_fiscal_years(f"令和1年度{text}")
    return hits[0].stage if hits else ""


def split_cells(
    row: Row, columns: Columns, words: ListWords, ministries: Gazetteer, unit_yen: int | None
) -> RowParts:
    """The parts of a row by its columns. A cell that its column cannot explain is tried as what it looks like."""
    cells = {cell.column: cell for cell in row.cells if cell.text}
    number = _number(_at(cells, columns, "number"))
    name = _at(cells, columns, "name")
    ministry = _at(cells, columns, "ministry")
    remarks = _at(cells, columns, "remarks")
    section = _at(cells, columns, "section")
    found: tuple[MinistryPart, ...] = ()
    if ministry is not None:
        found = ministry_parts(ministry.text, ministry.start, ministries, loose=True)
    money = [cells.get(item.column) for item in columns.amounts]
    used = {
        cell.column
        for cell in (name, ministry if found else None, remarks, section, *money)
        if cell is not None
    }
    used |= {columns.places["number"]} if "number" in columns.places else set()
    spare = [cell for column, cell in sorted(cells.items()) if column not in used]
    if not found:
        # A column may have slipped: a ministry's name is known wherever it stands.
        for cell in [*spare, *(item for item in (remarks, *money) if item is not None)]:
            found = ministry_parts(cell.text, cell.start, ministries, loose=False)
            if found:
                remarks = None if cell is remarks else remarks
                break
    amounts = [_amount(cell, unit_yen) for cell in money]
    if not any(amounts):
        slipped = [_amount(cell, unit_yen) for cell in spare if not _is_ministry(cell, found)]
        if any(slipped) and len(amounts) <= 1:
            amounts = [next(item for item in slipped if item is not None)]
    if remarks is None:
        remarks = next((cell for cell in spare if words.remark_like(cell.text)), None)
    blank = bool(money) and all(cell is not None and _DASH.fullmatch(cell.text) for cell in money)
    included = next(
        (cell for cell in money if cell is not None and _ONLY_INCLUDED.fullmatch(cell.text)), None
    )
    return RowParts(
        number,
        _part(name),
        tuple(amounts),
        blank,
        found,
        _part(remarks) if remarks is not None and not _DASH.fullmatch(remarks.text) else None,
        _part(section),
        _part(included),
    )


def _at(cells: dict[int, Cell], columns: Columns, name: str) -> Cell | None:
    place = columns.places.get(name)
    return None if place is None else cells.get(place)


def _part(cell: Cell | None) -> Part | None:
    return None if cell is None else Part(cell.text, cell.start, cell.end)


def _number(cell: Cell | None) -> Part | None:
    if cell is None:
        return None
    found = _NUMBER.fullmatch(normalize("NFKC", cell.text).strip())
    return Part(found[1], cell.start, cell.end) if found else None


def _amount(cell: Cell | None, unit_yen: int | None) -> Amount | None:
    if cell is None:
        return None
    found = read_amount(cell.text, unit_yen)
    return None if found is None else shifted(found, cell.start)


def read_amount(text: str, unit_yen: int | None) -> Amount | None:
    """The amount of a cell; without a known unit its `yen` is None, but it is an amount all the same."""
    found = parse_amount(text, unit_yen)
    if found is None and unit_yen is None:
        bare = parse_amount(text, 1)
        if bare is not None:
            return Amount(bare.start, bare.end, None, bare.kind, bare.text, bare.unit)
    return found


def _is_ministry(cell: Cell, found: tuple[MinistryPart, ...]) -> bool:
    return any(cell.start <= item.part.start < cell.end for item in found)


def column_unit(header: Sequence[Row]) -> int | None:
    """The unit that a header row prints (予算額（百万円）), None when it prints none."""
    units = [table_unit(cell.text) for row in header for cell in row.cells]
    return next((unit for unit in units if unit is not None), None)

"""Rows of a budget list that has cell borders: the header says which column holds what, amounts may be several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from nlp.budgets.rows import MinistryPart, Part, RowParts, ministry_parts, shifted
from nlp.budgets.words import ListWords, head_fields
from nlp.gazetteer import Gazetteer
from nlp.layout.tables import Cell, Row, match_header
from nlp.values.amounts import UNITS, Amount, parse_amount, table_unit
from nlp.values.era_dates import find_fiscal_years
from nlp.values.relative_years import RelativeYear, find_relative_years, names_difference

_NUMBER = re.compile(r"(?:No|NO|№)?[.．]?\s*(\d{1,4})\s*[.)）]?")
_DASH = re.compile(r"[-－―─‐ー—–]+")
_ONLY_INCLUDED = re.compile(r"(?:の?内数|[（(]内数[)）])")
# 1,■40, ■■の内数: digits, or signs that stand for lost ones.
_HOLED = re.compile(
    r"(?=.*[0-9０-９■□〓�])[^ぁ-ゖァ-ヺ一-龥々A-HJ-NP-Za-km-np-zＡ-Ｚａ-ｚ]{2,12}(?:(?:千|百万|万|億)?円)?(?:の?内数)?"
)
_OFFICE = re.compile(
    r"[一-龥々ぁ-んァ-ヶー・、]{1,30}(?:課|室|局|部|係|班|所|館|センター|グループ|チーム|事務局)"
)
_HEAD_UNIT = re.compile(r"(?:^|[(\[:/・、,])(千万円|百万円|千円|万円|億円|円)[)\]]?$")
_MONEY = re.compile(r"当初|補正|予算|概算|要求|額")


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of amounts: 0-based place, fiscal year and stage as its head prints them, and where; its unit in yen."""

    column: int
    year: int | None = None
    stage: str = ""
    span: tuple[int, int] | None = None
    unit: int | None = None


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
    for cell in (cell for row in header for cell in row.cells if cell.text):
        short = words.cell_field(cell.text)
        if short and short != "amount" and cell.column not in places.values():
            places.setdefault(short, cell.column)
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
            if names_difference(text):
                year = None
                continue
            relative = next(find_relative_years(text), None)
            if relative is not None:
                apart = _relative_column(cell, relative, header, text)
                amounts[cell.column] = year = apart
                continue
            named = words.cell_field(cell.text) == "amount" or any(
                normalize("NFKC", item) in "".join(text.split()) for item in words.columns["amount"]
            )
            unit = head_unit(text)
            hits = find_fiscal_years(_spaced(cell.text))
            known = amounts.get(cell.column) or year
            if hits:
                hit = hits[0]
                span = (cell.start + hit.start, cell.end)
                unit = unit or (known.unit if known is not None else None)
                year = AmountColumn(cell.column, hit.year, hit.stage, span, unit)
                amounts[cell.column] = year
            elif named or unit is not None or _MONEY.search(text):
                here = known or AmountColumn(cell.column)
                amounts[cell.column] = replace(
                    here, column=cell.column, stage=_stage(text) or here.stage, unit=unit or here.unit
                )
    return Columns(places, tuple(amounts[column] for column in sorted(amounts)))


def _relative_column(cell: Cell, said: RelativeYear, header: Sequence[Row], text: str) -> AmountColumn:
    """The column of 前年度予算額: a year before the latest that the header prints, no year where it prints none."""
    years = [
        hit.year for row in header for item in row.cells for hit in find_fiscal_years(_spaced(item.text))
    ]
    span = (cell.start + said.start, cell.end)
    if not years:
        return AmountColumn(cell.column, None, _stage(text), None, head_unit(text))
    stage = _stage(text[said.end :])
    return AmountColumn(cell.column, max(years) + said.offset, stage, span, head_unit(text))


def head_unit(text: str) -> int | None:
    """The yen of the unit that closes the head of a column (予算（千円）, 事業費：百万円); None when none does.

    >>> head_unit("予算（千円）"), head_unit("千円"), head_unit("予算額")
    (1000, 1000, None)
    """
    found = _HEAD_UNIT.search(normalize("NFKC", "".join(text.split())))
    return UNITS[found[1]] if found else None


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
    number = _number(
        _at(cells, columns, "number") if "number" in columns.places else _unnamed(cells, columns)
    )
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
    if "number" in columns.places or number is not None:
        used.add(columns.places.get("number", 0))
    spare = [cell for column, cell in sorted(cells.items()) if column not in used]
    if not found:
        # A column may have slipped: a ministry's name is known wherever it stands.
        for cell in [*spare, *(item for item in (remarks, *money) if item is not None)]:
            found = ministry_parts(cell.text, cell.start, ministries, loose=False)
            if found:
                remarks = None if cell is remarks else remarks
                break
    units = [item.unit or unit_yen for item in columns.amounts]
    amounts = [_amount(cell, unit) for cell, unit in zip(money, units, strict=True)]
    # A dash in the amount's own column says that there is none: what stands beside it is another column's.
    empty = not any(cell is not None and _DASH.fullmatch(cell.text) for cell in money)
    if not any(amounts) and empty:
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
        unreadable=_unreadable(money) if not any(amounts) else None,
        office=_part(ministry) if not found and _is_office(ministry) else None,
    )


def _unreadable(money: Sequence[Cell | None]) -> Part | None:
    """What the amount's column prints that is no amount: digits with a lost sign among them, never words."""
    return next(
        (_part(cell) for cell in money if cell is not None and _HOLED.fullmatch(cell.text.strip())), None
    )


def _at(cells: dict[int, Cell], columns: Columns, name: str) -> Cell | None:
    place = columns.places.get(name)
    return None if place is None else cells.get(place)


def _unnamed(cells: dict[int, Cell], columns: Columns) -> Cell | None:
    """The first cell of a row, where the header leaves the first column without a name."""
    named = {*columns.places.values(), *(item.column for item in columns.amounts)}
    return None if 0 in named else cells.get(0)


def _is_office(cell: Cell | None) -> bool:
    return cell is not None and _OFFICE.fullmatch("".join(cell.text.split())) is not None


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

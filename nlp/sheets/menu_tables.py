"""Tables of a programme's parts whose columns say what each row prints: 事業メニュー | 補助率 | 上限, a cell run over onto the line below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from nlp.cue_files import load_cues
from nlp.reading import Reading
from nlp.records import Field
from nlp.sheets.parts import read_mark
from nlp.sheets.printed_lines import SheetLine
from nlp.values.amounts import find_amounts
from nlp.values.subsidies import find_rates

_READ = ("subsidy_rate", "limit")
# １人, 1団体: per what the amount behind it is.
_PER = re.compile(
    r"(?P<what>[0-9０-９一][ \u3000]*[^\s\u3000（）()、。0-9０-９]{1,12}?(?:あたり|当たり|につき)?)[ \u3000\n]*$"
)


@dataclass(frozen=True, slots=True)
class MenuRow:
    """A numbered row: the line that prints its number, and its cells by field, each its pieces as (text, start in the reading)."""

    line: SheetLine
    cells: dict[str, list[tuple[str, int]]]


def menu_rows(lines: Sequence[SheetLine]) -> Iterator[MenuRow]:
    """The rows of the tables on `lines` of which a column's head is a word for rates or limits."""
    columns: dict[int, str] = {}
    row: MenuRow | None = None
    for item in lines:
        cells = list(_cells(item))
        if len(cells) < 2:
            if row is not None:
                yield row
            columns, row = {}, None
            continue
        heads = {place: name for place, (text, _) in enumerate(cells) if (name := _named(text))}
        if heads and read_mark(item.text) is None:
            columns = heads
            continue
        if not columns:
            continue
        numbered = read_mark(item.text) is not None
        if numbered:
            if row is not None:
                yield row
            row = MenuRow(item, {})
        if row is None or (not numbered and any(text for text, _ in cells[:2])):
            continue
        for place, name in columns.items():
            if place < len(cells) and cells[place][0]:
                row.cells.setdefault(name, []).append(cells[place])
    if row is not None:
        yield row


def menu_fields(reading: Reading, row: MenuRow) -> Iterator[Field]:
    """`subsidy_rate` and `limit` fields of a row; what an amount is per (1団体) is its note."""
    for text, start in row.cells.get("subsidy_rate", ()):
        for rate in find_rates(text):
            yield reading.make(
                "subsidy_rate", rate.value, start + rate.start, start + rate.end, method="table-cell"
            )
    before = ""
    for text, start in row.cells.get("limit", ()):
        for amount in find_amounts(text):
            if amount.yen is None:
                continue
            per = _PER.search(f"{before}{text[: amount.start]}")
            note = f"{normalize('NFKC', per['what'])}（上限）" if per else "上限"
            span = (start + amount.start, start + amount.end)
            yield reading.make("limit", amount.yen, *span, unit="円", note=note, method="table-cell")
        before = f"{before}{text}\n"


def menu_values(reading: Reading, own: Sequence[SheetLine], fields: Sequence[Field]) -> Iterator[Field]:
    """The rates and limits that the rows of a table of parts print, each value once."""
    known = {(item.name, item.value, item.note if item.name == "limit" else "") for item in fields}
    for row in menu_rows(own):
        for made in menu_fields(reading, row):
            identity = (made.name, made.value, made.note if made.name == "limit" else "")
            if identity not in known:
                known.add(identity)
                yield made


def _cells(item: SheetLine) -> Iterator[tuple[str, int]]:
    """The cells of a line as (text, start in the reading), empty ones too."""
    position = item.line.start
    for cell in item.line.text.split("\t"):
        text = cell.strip(" \u3000\r")
        yield text, position + len(cell) - len(cell.lstrip(" \u3000\r"))
        position += len(cell) + 1


def _named(text: str) -> str:
    """The field that a column's head names: subsidy_rate or limit, "" for any other."""
    cues = load_cues("sheet_cues")
    bare = "".join(text.split())
    return next(
        (name for name in _READ if bare in (*cues["conditions"][name], *cues["menu_columns"][name])), ""
    )

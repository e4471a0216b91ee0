"""What a budget list as a whole leaves open: its year, stage and unit, rows that are missing, lines that nobody read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.budgets.columns import read_amount
from nlp.budgets.layout import Region
from nlp.budgets.line_kinds import ListLine
from nlp.budgets.numbers import RowNumber
from nlp.layout.tables import Row, split_row
from nlp.readers import Context
from nlp.reading import Line, Reading
from nlp.records import Field, Issue, Severity

_STAGE_HINT = 'manifest.toml の stage に "initial"（当初）か "supplementary"（補正）を書く'


def year_issues(
    reading: Reading, region: Region, fields: Sequence[Field], context: Context
) -> Iterator[Issue]:
    """What the list leaves open about its year: no stage printed, another year than the supplier says."""
    said = {field.name: field for field in fields}
    where = reading.where(region.start, region.end)
    year = said.get("fiscal_year")
    if year is None:
        message = "一覧に年度が印刷されていない。金額は年度なしで残した"
        hint = "manifest.toml のこの文書の項に、fiscal_year = 2025 のように西暦の年度を、stage に当初・補正の別を書く"
        yield Issue("missing-fiscal-year", "warning", message, where, hint=hint)
        return
    if "stage" not in said:
        yield Issue(
            "missing-stage", "warning", "一覧に当初・補正の別が印刷されていない", where, hint=_STAGE_HINT
        )
    if year.where is not None and context.fiscal_year not in (None, year.value):
        message = f"一覧に印刷された年度は {year.value}、manifest.toml の年度は {context.fiscal_year}"
        yield Issue(
            "year-mismatch", "warning", message, year.where, hint="manifest.toml の fiscal_year を確かめる"
        )


def number_issues(
    reading: Reading, rows: Sequence[ListLine], numbers: Sequence[RowNumber], in_order: bool
) -> Iterator[Issue]:
    """Rows out of order, and numbers that the list skips."""
    values = [item.value for item in numbers]
    if not in_order and rows:
        where = reading.where(rows[0].start, rows[-1].end)
        message = "行の番号が順に並んでいない（行が入れ替わっている）"
        yield Issue("shuffled-rows", "warning", message, where)
    known = {value for value in values if value is not None}
    for (before, after), line in zip(pairwise(values), rows[1:], strict=False):
        if before is None or after is None or after - before > 50:
            continue
        for missing in range(before + 1, after):
            if missing not in known:
                yield missing_row(reading, missing, (before, after), line)


def missing_row(reading: Reading, number: int, between: tuple[int, int], line: ListLine) -> Issue:
    """That no row has a number, told at the row `line` beside it; `between` are the numbers before and after."""
    message = f"No.{number} の行が一覧に見つからない（No.{between[0]} の次が No.{between[1]}）"
    where = reading.where(line.start, line.end)
    return Issue("missing-row", "warning", message, where, f"budget_line:{number}")


def shared_issues(
    reading: Reading, rows: Sequence[ListLine], numbers: Sequence[RowNumber]
) -> Iterator[Issue]:
    """Rows that stand on one printed line, and which of its cells could not be told apart."""
    for line, number in zip(rows, numbers, strict=True):
        if line.shared is None:
            continue
        open_cells = f"。{line.shared}は、どの行のものか決められない" if line.shared else ""
        message = f"No.{number.value} の行は、ほかの行と一行に合わさって印刷されている。番号と印刷の順に分けた{open_cells}"
        where = reading.where(line.start, line.end)
        severity: Severity = "warning" if line.shared else "info"
        yield Issue("merged-rows", severity, message, where, f"budget_line:{number.value}")


def unread_issues(reading: Reading, lines: Sequence[ListLine], used: frozenset[int]) -> Iterator[Issue]:
    """Lines inside the list that are no row, and loose values that found none (`used` are the starts of those that did)."""
    for line in lines:
        if line.kind == "total":
            where, text = reading.where(line.start, line.end), reading.text[line.start : line.end]
            message = f"計の行は一覧の行として数えない: {' '.join(text.split())[:60]}"
            yield Issue("total-row", "info", message, where)
        if line.kind in ("amount", "ministry") and line.start in used:
            continue
        if line.kind in ("other", "amount", "ministry"):
            where, text = reading.where(line.start, line.end), reading.text[line.start : line.end].strip()
            code = "unread-line" if line.kind == "other" else f"unplaced-{line.kind}"
            words = "一覧の中の読めない行" if line.kind == "other" else "どの行のものか決められない値"
            yield Issue(code, "warning", f"{words}: {text[:60]}", where)


def column_issues(reading: Reading, region: Region, rows: Sequence[ListLine]) -> Iterator[Issue]:
    """A column of amounts that is none of the list's: its head says no year, or a difference between years."""
    known = {*region.columns.places.values(), *(item.column for item in region.columns.amounts)}
    heads = [
        row for line in region.lines if line.kind == "header" if (row := _cells(reading, line)) is not None
    ]
    bodies = [row for line in rows if (row := _cells(reading, line)) is not None]
    for cell in (cell for row in heads for cell in row.cells if cell.text and cell.column not in known):
        own = [
            other.text for row in bodies for other in row.cells if other.column == cell.column and other.text
        ]
        if own and 2 * sum(read_amount(text, 1) is not None for text in own) >= len(own):
            message = f"列「{' '.join(cell.text.split())}」の値（{len(own)} 件）は、どの年度の額か決まらないため取らない"
            yield Issue(
                "unread-column",
                "warning",
                message,
                reading.where(cell.start, cell.end),
                hint="列の見出しを確かめる",
            )


def _cells(reading: Reading, line: ListLine) -> Row | None:
    text = reading.text[line.start : line.end]
    return split_row(Line(text, line.start, line.end, 0)) if "\t" in text or "|" in text else None


def unit_issues(reading: Reading, region: Region, rows: Sequence[ListLine]) -> Iterator[Issue]:
    """No unit printed, although not one amount could be read without."""
    if region.unit is not None or not rows or any(line.row and any(line.row.amounts) for line in rows):
        return
    message = "金額の単位（単位：百万円 など）が印刷されていないため、金額を円に直せない"
    yield Issue("missing-unit", "warning", message, reading.where(region.start, region.end))

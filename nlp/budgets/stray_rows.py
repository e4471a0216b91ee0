"""Undoubted rows of a budget list outside every list: a page out of order, shuffled lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.budgets.columns import NO_COLUMNS
from nlp.budgets.layout import Region
from nlp.budgets.line_kinds import ListLine, Scanner
from nlp.budgets.list_issues import missing_row
from nlp.budgets.numbers import RowNumber, printed_number
from nlp.budgets.records import Finding, amount_fields, ministry_fields, row_fields
from nlp.budgets.remarks import included_part
from nlp.budgets.rows import RowParts
from nlp.budgets.words import ListWords
from nlp.budgets.years import year_fields
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Issue, Record
from nlp.values.amounts import table_unit

_STRAY_REACH = 30
_AMOUNT = re.compile(r"[ \u3000\t][0-9０-９][0-9０-９,，]*(?:[ \u3000]?の?内数)?[ \u3000\t]")
_GAP = 3
"""Numbers that may lack beside a stray row and belong to its list; a wider gap is between two lists."""


def stray_rows(
    reading: Reading,
    context: Context,
    words: ListWords,
    covered: Sequence[tuple[int, int]],
    records: Sequence[Record],
) -> Iterator[ListLine]:
    """Undoubted rows outside every list: a page out of order, shuffled lines."""
    known = {int(record.key) for record in records if record.kind == "budget_line" and record.key.isdecimal()}
    lines = list(reading.lines())
    scanner = Scanner(reading, words, context.gazetteers.ministries, lines, unit=table_unit(reading.text))
    found = []
    for index, line in enumerate(lines):
        if any(start <= line.start < end for start, end in covered):
            continue
        row = scanner.strict_row(index)
        value = printed_number(row.number.text) if row is not None and row.number is not None else None
        if row is None or value is None or value in known:
            continue
        if known and not min(known) - _STRAY_REACH <= value <= max(known) + _STRAY_REACH:
            continue
        found.append(ListLine("row", line.start, line.end, row=row, stray=True))
    # Without any list one such line may be chance; two are a list without its header, and so is one that prints an amount.
    alone = len(found) == 1 and _AMOUNT.search(reading.text, found[0].start, found[0].end) is not None
    yield from found if known or len(found) >= 2 or alone else ()


def stray_record(
    reading: Reading, context: Context, line: ListLine, words: ListWords, records: Sequence[Record]
) -> tuple[Record, list[Issue]]:
    """The record of a stray row: year and stage as the lists of the document (`records`) have them, its section open."""
    row = line.row or RowParts()
    number = RowNumber(line.printed, line.printed, "table-cell", 0.9)
    key = str(number.value)
    where, subject = reading.where(line.start, line.end), f"budget_line:{key}"
    fields = list(row_fields(reading, line, number, words))
    named, issues = ministry_fields(reading, row.ministries, where, subject)
    fields.extend(named)
    other = next((item for item in records if item.kind == "budget_line"), None)
    if other is not None:
        fields.extend(field for field in other.fields if field.name in ("fiscal_year", "stage"))
    else:
        empty = Region((), NO_COLUMNS, None, line.start, line.end)
        fields.extend(year_fields(reading, context, empty, words, None))
    if row.amount is not None:
        fields.extend(
            amount_fields(reading, Finding(row.amount, "stray-row", 0.9), included_part(row, words))
        )
    else:
        issues.append(Issue("missing-amount", "warning", f"No.{key} の金額が読めない", where, subject))
    message = f"No.{key}: 一覧の外にある行のため、節が決められない"
    issues.append(Issue("unknown-section", "warning", message, where, subject))
    return Record("budget_line", key, where, tuple(fields)), issues


def skipped_rows(
    reading: Reading, strays: Sequence[ListLine], records: Sequence[Record], issues: Sequence[Issue]
) -> Iterator[Issue]:
    """The numbers that lack right beside a stray row, and of which nothing is told yet (`records` hold the stray ones too)."""
    known = {int(record.key) for record in records if record.kind == "budget_line" and record.key.isdecimal()}
    told = {issue.subject for issue in issues}
    places = {line.printed: line for line in strays if line.printed is not None}
    for before, after in pairwise(sorted(known)):
        line = places.get(before) or places.get(after)
        if line is None or after - before - 1 > _GAP:
            continue
        for missing in range(before + 1, after):
            if f"budget_line:{missing}" not in told:
                yield missing_row(reading, missing, (before, after), line)

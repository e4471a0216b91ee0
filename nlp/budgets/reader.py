"""Reads budget lists: numbered rows of 事業名, 予算額, 担当府省庁, 備考 under pillars and sections.

Amounts, ministries or headings may stand apart from their rows; they are then assigned by weighing all evidence
(`nlp.budgets.detached`, `nlp.budgets.sections`), each with its reasons. What remains open is an issue, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from nlp.budgets.columns import AmountColumn
from nlp.budgets.cut_names import with_whole_names
from nlp.budgets.damaged_numbers import with_damaged_numbers
from nlp.budgets.detached import find_detached
from nlp.budgets.layout import Region, find_regions
from nlp.budgets.line_kinds import ListLine
from nlp.budgets.list_ends import without_foreign_end
from nlp.budgets.list_issues import (
    column_issues,
    number_issues,
    shared_issues,
    unit_issues,
    unread_issues,
    year_issues,
)
from nlp.budgets.lost_headings import heading_issues, with_lost_headings
from nlp.budgets.names import join_names
from nlp.budgets.numbers import RowNumber, restore_numbers
from nlp.budgets.records import name_of, section_records
from nlp.budgets.row_records import RowRecords
from nlp.budgets.rows import RowParts
from nlp.budgets.sections import SectionChoice, place_sections
from nlp.budgets.split_rows import with_split_rows
from nlp.budgets.stray_rows import skipped_rows, stray_record, stray_rows
from nlp.budgets.twin_amounts import with_twin_amounts
from nlp.budgets.words import ListWords, list_words
from nlp.budgets.years import year_fields
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Issue, Record

_SECTION = re.compile(r"([0-9])\s*[-－ー―‐–—−]\s*([①-⑳])")
_MOST_DESCENTS = 0.15


def read_budget_list(reading: Reading, context: Context) -> ReadResult:
    """Every budget list in a reading, as `section` and `budget_line` records.

    Rows without a readable part are kept, with an issue that names the part; so is a line that is no row.

    Raises:
        ProfileError: the profile names no columns.
    """
    words = list_words(context.settings)
    records: list[Record] = []
    issues: list[Issue] = []
    covered: list[tuple[int, int]] = []
    for whole in find_regions(reading, words, context.gazetteers.ministries):
        region = without_foreign_end(whole)
        found, trouble = _read_region(reading, context, region, words)
        records.extend(found)
        issues.extend(trouble)
        covered.append((region.start, region.end))
    strays = list(stray_rows(reading, context, words, covered, records))
    for line in strays:
        record, trouble = stray_record(reading, context, line, words, records)
        records.append(record)
        issues.extend(trouble)
        covered.append((line.start, line.end))
    issues.extend(skipped_rows(reading, strays, records, issues))
    if not covered:
        message = "予算一覧の見出し行（No.・事業名・担当府省庁）が見つからない"
        hint = "見出しの語が違うときは、プロファイルの [reader.budget_list] に足す"
        issues.append(Issue("no-budget-list", "warning", message, hint=hint))
    records, cut = with_whole_names(records)
    issues.extend(cut)
    records, read_again = with_twin_amounts(records, issues, reading)
    restored = {item.subject for item in read_again}
    issues = [item for item in issues if item.code != "unreadable-amount" or item.subject not in restored]
    issues.extend(read_again)
    return ReadResult(tuple(records), tuple(issues), covered=tuple(covered))


def _read_region(
    reading: Reading, context: Context, region: Region, words: ListWords
) -> tuple[list[Record], list[Issue]]:
    found = with_split_rows(with_damaged_numbers(region.lines))
    lines = join_names(with_lost_headings(found, reading), reading.text)
    region = Region(lines, region.columns, region.unit, region.start, region.end)
    rows = [line for line in lines if line.kind == "row"]
    numbers = restore_numbers([line.printed for line in rows])
    in_order = _in_order(lines, numbers)
    sections = place_sections(lines, lambda line: name_of(line.row or RowParts()), in_order)
    columns: Sequence[AmountColumn | None] = region.columns.amounts or (None,)
    main = _main_column(columns, context)
    years = [year_fields(reading, context, region, words, column) for column in columns]
    placed = {index: choice.notation for index, choice in sections.items()}
    detached = find_detached(reading, region, rows, years[main], context, placed)
    issues = [
        *detached.issues,
        *year_issues(reading, region, years[main], context),
        *unit_issues(reading, region, rows),
        *column_issues(reading, region, rows),
        *heading_issues(reading, lines),
    ]
    sectioned = bool(sections) or any(
        line.kind in ("section", "pillar") or _own_section(line) for line in lines
    )
    if rows and not sectioned:
        where = reading.where(region.start, region.end)
        issues.append(Issue("no-sections", "info", "一覧に節（柱）の見出しがない", where))
    made = RowRecords(
        reading,
        words,
        sectioned,
        context.gazetteers,
        detached.amounts,
        detached.ministries,
        next((item.unit for item in columns[main : main + 1] if item is not None and item.unit), region.unit),
        any(number.printed is not None for number in numbers) or "number" in region.columns.places,
    )
    if rows and not made.numbered:
        where = reading.where(region.start, region.end)
        message = "一覧に番号が印刷されていない。行は番号なしで残した"
        issues.append(Issue("no-numbers", "warning", message, where))
    headings = [line for line in lines if line.kind in ("section", "pillar")]
    records = list(section_records(reading, headings))
    unnumbered = 0
    for index, line in enumerate(rows):
        number = numbers[index]
        key = str(number.value) if number.value is not None else ""
        if not key:
            unnumbered += 1
            key = f"no-number-{unnumbered}"
        record, trouble = made.record(
            index, line, key, number, _own_section(line) or sections.get(index), years, main
        )
        records.extend(record)
        issues.extend(trouble)
    issues.extend(shared_issues(reading, rows, numbers))
    issues.extend(number_issues(reading, rows, numbers, in_order))
    issues.extend(unread_issues(reading, lines, detached.used))
    return records, issues


def _in_order(lines: Sequence[ListLine], numbers: Sequence[RowNumber]) -> bool:
    """Whether the printed numbers ascend, starting again only below a heading; `numbers` of the rows tell which are misread."""
    descents, pairs, before, headed = 0, 0, None, False
    row = -1
    for line in lines:
        if line.kind in ("section", "pillar"):
            headed = True
        elif line.kind == "row":
            row += 1
            here = numbers[row].value if line.printed is not None else None
            if here is not None and before is not None:
                pairs += 1
                descents += here <= before and not (headed and here == 1)
            before = here if here is not None else before
            headed = False
    return descents <= _MOST_DESCENTS * pairs


def _main_column(columns: Sequence[AmountColumn | None], context: Context) -> int:
    """The amount column that the document is about: its year as the supplier says, else the latest year."""
    known = [(item.year, -index) for index, item in enumerate(columns) if item is not None and item.year]
    for index, item in enumerate(columns):
        if item is None or item.year is None or item.year != context.fiscal_year:
            continue
        if not context.stage or not item.stage or item.stage == context.stage:
            return index
    return -max(known)[1] if known else 0


def _own_section(line: ListLine) -> SectionChoice | None:
    """The section that a column of the row itself prints."""
    part = line.row.section if line.row else None
    found = _SECTION.search(normalize("NFKC", part.text.translate(_KEEP)).translate(_BACK)) if part else None
    if part is None or found is None:
        return None
    here = ListLine("section", part.start, part.end, notation=f"{found[1]}-{found[2]}")
    return SectionChoice(here.notation, here, "table-cell", 1.0)


# NFKC would turn ① into 1: keep the circled digits out of its way.
_KEEP = {0x2460 + index: 0xE000 + index for index in range(20)}
_BACK = {0xE000 + index: 0x2460 + index for index in range(20)}

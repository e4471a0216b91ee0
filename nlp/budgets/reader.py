"""Reads budget lists: numbered rows of 事業名, 予算額, 担当府省庁, 備考 under pillars and sections.

Amounts, ministries or headings may stand apart from their rows; they are then assigned by weighing all evidence
(`nlp.budgets.detached`, `nlp.budgets.sections`), each with its reasons. What remains open is an issue, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

from nlp.budgets.columns import NO_COLUMNS, AmountColumn
from nlp.budgets.detached import Placed, find_detached
from nlp.budgets.layout import ListLine, Region, Scanner, find_regions
from nlp.budgets.list_ends import without_foreign_end
from nlp.budgets.names import join_names
from nlp.budgets.numbers import RowNumber, printed_number, restore_numbers
from nlp.budgets.records import (
    Finding,
    amount_fields,
    ministry_fields,
    name_of,
    row_fields,
    section_fields,
    section_records,
)
from nlp.budgets.rows import RowParts
from nlp.budgets.sections import SectionChoice, place_sections
from nlp.budgets.words import ListWords, list_words
from nlp.budgets.years import year_fields
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Where
from nlp.values.amounts import table_unit

_SECTION = re.compile(r"([0-9])\s*[-－ー―‐–—−]\s*([①-⑳])")
_STRAY_REACH = 30
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
    strays = list(_stray_rows(reading, context, words, covered, records))
    for line in strays:
        record, trouble = _stray_record(reading, context, line, words, records)
        records.append(record)
        issues.extend(trouble)
        covered.append((line.start, line.end))
    if not covered:
        message = "予算一覧の見出し行（No.・事業名・担当府省庁）が見つからない"
        hint = "見出しの語が違うときは、プロファイルの [reader.budget_list] に足す"
        issues.append(Issue("no-budget-list", "warning", message, hint=hint))
    return ReadResult(tuple(records), tuple(issues), covered=tuple(covered))


def _read_region(
    reading: Reading, context: Context, region: Region, words: ListWords
) -> tuple[list[Record], list[Issue]]:
    lines = join_names(region.lines, reading.text)
    region = Region(lines, region.columns, region.unit, region.start, region.end)
    rows = [line for line in lines if line.kind == "row"]
    numbers = restore_numbers([_printed(line) for line in rows])
    in_order = _in_order(lines)
    sections = place_sections(lines, lambda line: name_of(line.row or RowParts()), in_order)
    columns: Sequence[AmountColumn | None] = region.columns.amounts or (None,)
    main = _main_column(columns, context)
    years = [year_fields(reading, context, region, words, column) for column in columns]
    detached = find_detached(reading, region, rows, years[main], context)
    issues = list(detached.issues)
    if not any(field.name == "fiscal_year" for field in years[main]):
        where = reading.where(region.start, region.end)
        issues.append(Issue("missing-fiscal-year", "warning", "一覧の年度が読めない", where))
    issues.extend(_year_issues(reading, region, years[main], context))
    if (
        region.unit is None
        and rows
        and not any(item for line in rows if line.row for item in line.row.amounts)
    ):
        where = reading.where(region.start, region.end)
        message = "金額の単位（単位：百万円 など）が印刷されていないため、金額を円に直せない"
        issues.append(Issue("missing-unit", "warning", message, where))
    made = _Made(reading, words, detached.amounts, detached.ministries)
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
    issues.extend(_gaps(reading, rows, numbers, in_order))
    issues.extend(_unread(reading, lines, detached.used))
    return records, issues


def _year_issues(
    reading: Reading, region: Region, fields: Sequence[Field], context: Context
) -> Iterator[Issue]:
    """What the list leaves open about its year: no stage printed, another year than the supplier says."""
    said = {field.name: field for field in fields}
    where = reading.where(region.start, region.end)
    year = said.get("fiscal_year")
    if year is None:
        return
    if "stage" not in said:
        yield Issue("missing-stage", "warning", "一覧に当初・補正の別が印刷されていない", where)
    if year.where is not None and context.fiscal_year not in (None, year.value):
        message = f"一覧に印刷された年度は {year.value}、manifest.toml の年度は {context.fiscal_year}"
        yield Issue(
            "year-mismatch", "warning", message, year.where, hint="manifest.toml の fiscal_year を確かめる"
        )


def _printed(line: ListLine) -> int | None:
    return printed_number(line.row.number.text if line.row and line.row.number else None)


def _in_order(lines: Sequence[ListLine]) -> bool:
    """Whether the printed numbers ascend, starting again only below a heading."""
    descents, pairs, before, headed = 0, 0, None, False
    for line in lines:
        if line.kind in ("section", "pillar"):
            headed = True
        elif line.kind == "row":
            here = _printed(line)
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


@dataclass(frozen=True, slots=True)
class _Made:
    """Makes the records of a region's rows."""

    reading: Reading
    words: ListWords
    amounts: Mapping[int, Placed]
    ministries: Mapping[int, Placed]

    def record(
        self,
        index: int,
        line: ListLine,
        key: str,
        number: RowNumber,
        section: SectionChoice | None,
        years: Sequence[list[Field]],
        main: int,
    ) -> tuple[list[Record], list[Issue]]:
        """The record of a row, and one more for each further amount column that the row fills."""
        row = line.row or RowParts()
        where, subject = self.reading.where(line.start, line.end), f"budget_line:{key}"
        fields = list(row_fields(self.reading, line, number, self.words))
        issues = list(_row_issues(row, key, number, where, subject))
        named, trouble = self._ministries(index, row, key, where, subject)
        fields.extend(named)
        issues.extend(trouble)
        if section is not None and section.notation:
            fields.extend(section_fields(self.reading, section))
        else:
            reason = "どの節に属するか決められない" if section is None else section.reason
            issues.append(Issue("unknown-section", "warning", f"No.{key}: {reason}", where, subject))
        found = [Finding(item, "table-cell", 1.0) if item else None for item in row.amounts]
        first = found[main] if main < len(found) else None
        own: list[Field] = []
        if first is not None:
            own.extend(amount_fields(self.reading, first))
            issues.extend(_unitless(first, key, where, subject))
        else:
            own, trouble = self._detached_amount(index, row, key, where, subject)
            issues.extend(trouble)
        records = [Record("budget_line", key, where, (*fields, *years[main], *own))]
        for column, other in enumerate(found):
            if other is not None and column != main and column < len(years) and years[column]:
                said = {field.name: field.value for field in years[column]}
                second = f"{key}@{said.get('fiscal_year', '')}{said.get('stage', '')}"
                more = (*fields, *years[column], *amount_fields(self.reading, other))
                records.append(Record("budget_line", second, where, more))
        return records, issues

    def _ministries(
        self, index: int, row: RowParts, key: str, where: Where, subject: str
    ) -> tuple[list[Field], list[Issue]]:
        if row.ministries:
            return ministry_fields(self.reading, row.ministries, where, subject)
        placed = self.ministries.get(index)
        if placed is not None and placed.decided:
            return list(placed.ministry_fields(self.reading)), []
        if placed is not None and placed.options:
            message = f"No.{key} の担当府省庁は {placed.options} のいずれとも決められない"
            return [], [Issue("ambiguous-ministry", "warning", message, where, subject)]
        return [], [Issue("missing-ministry", "warning", f"No.{key} の担当府省庁が読めない", where, subject)]

    def _detached_amount(
        self, index: int, row: RowParts, key: str, where: Where, subject: str
    ) -> tuple[list[Field], list[Issue]]:
        placed = self.amounts.get(index)
        if placed is not None and placed.decided and placed.finding is not None:
            return list(amount_fields(self.reading, placed.finding)), []
        if row.included_only is not None:
            part = row.included_only
            span = (part.start, part.end)
            fields = [
                self.reading.make("amount_kind", "includedIn", *span, method="table-cell"),
                self.reading.make("amount_text", part.text, *span, method="table-cell"),
            ]
            message = f"No.{key} は内数とだけあり、金額が印刷されていない"
            return fields, [Issue("missing-amount", "warning", message, where, subject)]
        if row.unreadable is not None:
            at = self.reading.where(row.unreadable.start, row.unreadable.end)
            message = f"No.{key} の金額「{row.unreadable.text}」は字が失われていて読めない"
            return [], [Issue("unreadable-amount", "warning", message, at, subject)]
        if row.blank:
            return [], [Issue("blank-amount", "info", f"No.{key} の金額欄は棒線である", where, subject)]
        if placed is not None and placed.options:
            message = f"No.{key} の金額は {placed.options} のいずれとも決められない"
            return [], [Issue("ambiguous-amount", "warning", message, where, subject)]
        return [], [Issue("missing-amount", "warning", f"No.{key} の金額が読めない", where, subject)]


def _row_issues(row: RowParts, key: str, number: RowNumber, where: Where, subject: str) -> Iterator[Issue]:
    if number.value is None:
        yield Issue(
            "missing-number", "warning", "番号が読めず、前後の番号からも決められない行", where, subject
        )
    elif number.printed is None:
        yield Issue("restored-number", "info", f"No.{number.value} を前後の番号から補った", where, subject)
    elif number.printed != number.value:
        message = f"印刷の番号 {number.printed} を、前後の番号から {number.value} と読んだ"
        yield Issue("misread-number", "warning", message, where, subject)
    if row.name is None and not row.more:
        yield Issue("missing-label", "warning", f"No.{key} の事業名が読めない", where, subject)
    if row.more:
        message = f"No.{key} の事業名を、離れた行とつないで読んだ: {name_of(row)}"
        yield Issue("joined-name", "info", message, where, subject)


def _unitless(found: Finding, key: str, where: Where, subject: str) -> Iterator[Issue]:
    if found.amount.yen is None:
        message = f"No.{key} の金額「{found.amount.text}」は単位が分からず、円に直せない"
        hint = "表に（単位：百万円）などがあるかを確かめる"
        yield Issue("missing-unit", "warning", message, where, subject, hint)


def _gaps(
    reading: Reading, rows: Sequence[ListLine], numbers: Sequence[RowNumber], in_order: bool
) -> Iterator[Issue]:
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
                message = f"No.{missing} の行が一覧に見つからない（No.{before} の次が No.{after}）"
                where = reading.where(line.start, line.end)
                yield Issue("missing-row", "warning", message, where, f"budget_line:{missing}")


def _unread(reading: Reading, lines: Sequence[ListLine], used: frozenset[int]) -> Iterator[Issue]:
    for line in lines:
        if line.kind in ("amount", "ministry") and line.start in used:
            continue
        if line.kind in ("other", "amount", "ministry"):
            where, text = reading.where(line.start, line.end), reading.text[line.start : line.end].strip()
            code = "unread-line" if line.kind == "other" else f"unplaced-{line.kind}"
            words = "一覧の中の読めない行" if line.kind == "other" else "どの行のものか決められない値"
            yield Issue(code, "warning", f"{words}: {text[:60]}", where)


def _stray_rows(
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
    # Without any list one such line may be chance; two are a list without its header.
    yield from found if known or len(found) >= 2 else ()


def _stray_record(
    reading: Reading, context: Context, line: ListLine, words: ListWords, records: Sequence[Record]
) -> tuple[Record, list[Issue]]:
    row = line.row or RowParts()
    number = RowNumber(_printed(line), _printed(line), "table-cell", 0.9)
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
        fields.extend(amount_fields(reading, Finding(row.amount, "stray-row", 0.9)))
    else:
        issues.append(Issue("missing-amount", "warning", f"No.{key} の金額が読めない", where, subject))
    message = f"No.{key}: 一覧の外にある行のため、節が決められない"
    issues.append(Issue("unknown-section", "warning", message, where, subject))
    return Record("budget_line", key, where, tuple(fields)), issues

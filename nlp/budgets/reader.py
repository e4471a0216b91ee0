"""Reads budget lists: numbered rows of 事業名, 予算額, 担当府省庁, 備考 under pillars and sections.

Amounts, sections or both may stand apart from their rows; they are then assigned by `nlp.budgets.detached_columns` and
`nlp.budgets.sections`, each with its reasons. What remains open is an issue, not a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import normalize

from nlp.budgets.clues import find_clues
from nlp.budgets.detached_columns import Assigned, Loose, assign
from nlp.budgets.layout import ListLine, Region, find_regions
from nlp.budgets.rows import RowParts
from nlp.budgets.sections import SectionChoice, place_sections
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Where
from nlp.values.amounts import Amount, parse_amount, table_unit
from nlp.values.era_dates import find_fiscal_years

# Both signs are printed in full on the row or derived from a printed heading.
_SURE = 0.7


def read_budget_list(reading: Reading, context: Context) -> ReadResult:
    """Every budget list in a reading, as `section` and `budget_line` records.

    Rows without a readable part are kept, with an issue that names the part.
    """
    records: list[Record] = []
    issues: list[Issue] = []
    covered = []
    unit = table_unit(reading.text)
    for region in find_regions(reading, context.settings, context.gazetteers.ministries, unit):
        found, trouble = _read_region(reading, context, region, unit)
        records.extend(found)
        issues.extend(trouble)
        covered.append((region.start, region.end))
    if not covered:
        issues.append(
            Issue("no-budget-list", "warning", "予算一覧の見出し行（No.・事業名・担当府省庁）が見つからない")
        )
    if covered and unit is None:
        issues.append(
            Issue(
                "missing-unit",
                "warning",
                "金額の単位（単位：百万円 など）が印刷されていないため、金額を円に直せない",
            )
        )
    return ReadResult(tuple(records), tuple(issues), covered=tuple(covered))


def _read_region(
    reading: Reading, context: Context, region: Region, unit: int | None
) -> tuple[list[Record], list[Issue]]:
    rows = [line for line in region.lines if line.kind == "row"]
    headings = [line for line in region.lines if line.kind in ("section", "pillar")]
    sections = place_sections(region.lines, lambda line: _name(reading, line))
    amounts, issues = _detached(reading, region, rows, unit, context)
    numbers = _numbers(rows)
    year = _year_fields(reading, context, region)
    records = list(_section_records(reading, headings))
    for index, line in enumerate(rows):
        record, trouble = _line_record(
            reading, context, line, numbers[index], sections.get(index), amounts.get(index), year
        )
        records.append(record)
        issues.extend(trouble)
    issues.extend(_gaps(reading, rows, numbers))
    for line in region.lines:
        if line.kind == "other":
            where = reading.where(line.start, line.end)
            text = reading.text[line.start : line.end].strip()
            issues.append(Issue("unread-line", "warning", f"一覧の中の読めない行: {text[:60]}", where))
    return records, issues


def _name(reading: Reading, line: ListLine) -> str:
    row = line.row
    if row is None or row.name is None:
        return ""
    return reading.text[line.start + row.name.start : line.start + row.name.end]


def _section_records(reading: Reading, headings: Sequence[ListLine]) -> Iterator[Record]:
    for line in headings:
        where = reading.where(line.start, line.end)
        fields = [
            reading.make("notation", line.notation, line.start, max(line.start + 1, line.label[0])),
            Field("level", line.kind, "", None, method="layout"),
        ]
        label = "".join(reading.text[line.label[0] : line.label[1]].split())
        if label:
            fields.append(reading.make("label", label, *line.label))
        if line.kind == "section":
            fields.append(Field("broader", line.notation.split("-")[0], "", None, method="layout"))
        yield Record("section", line.notation, where, tuple(fields))


def _numbers(rows: Sequence[ListLine]) -> list[int]:
    return [
        int(normalize("NFKC", line.row.number.text)) if line.row and line.row.number else 0 for line in rows
    ]


def _gaps(reading: Reading, rows: Sequence[ListLine], numbers: Sequence[int]) -> Iterator[Issue]:
    for before, after, line in zip(numbers, numbers[1:], rows[1:], strict=False):
        for missing in range(before + 1, min(after, before + 50)):
            yield Issue(
                "missing-row",
                "warning",
                f"No.{missing} の行が一覧に見つからない（No.{before} の次が No.{after}）",
                reading.where(line.start, line.end),
                f"budget_line:{missing}",
            )


def _year_fields(reading: Reading, context: Context, region: Region) -> list[Field]:
    """Fiscal year and stage of a list: printed in or near its header, else as the supplier says."""
    spans = [(max(0, region.start - 300), region.start), (region.start, region.end + 200)]
    for start, end in spans:
        for hit in find_fiscal_years(_unbroken(reading.text[start:end])):
            if hit.stage in ("initial", "supplementary", "request") and hit.explicit:
                begin = start + hit.start
                return [
                    reading.make("fiscal_year", hit.year, begin, start + hit.end, method="list-header"),
                    reading.make("stage", hit.stage, begin, start + hit.end + 6, method="list-header"),
                ]
    fields = []
    if context.fiscal_year is not None:
        fields.append(Field("fiscal_year", context.fiscal_year, "", None, method="manifest", confidence=0.95))
    if context.stage:
        fields.append(Field("stage", context.stage, "", None, method="manifest", confidence=0.95))
    return fields


def _unbroken(text: str) -> str:
    """Line ends as spaces, so that 令和６年度 / 補正予算額 over two lines reads as one; offsets stay."""
    return text.replace("\n", " ").replace("\r", " ").replace("\t", " ")


def _detached(
    reading: Reading, region: Region, rows: Sequence[ListLine], unit: int | None, context: Context
) -> tuple[dict[int, Assigned], list[Issue]]:
    lacking = [
        i for i, line in enumerate(rows) if line.row and line.row.amount is None and not line.row.amount_blank
    ]
    loose_lines = [line for line in region.lines if line.kind == "amount"]
    if not lacking or not loose_lines or unit is None:
        return {}, []
    loose = list(_loose(reading, loose_lines, region.lines, unit))
    if len(loose) != len(lacking):
        message = f"金額の無い行が{len(lacking)}、離れた金額が{len(loose)}で数が合わず、割り当てない"
        where = reading.where(loose_lines[0].start, loose_lines[-1].end)
        return {}, [Issue("detached-amounts-unmatched", "warning", message, where)]
    names = {index: "".join(_name(reading, rows[index]).split()) for index in lacking}
    year = _year_fields(reading, context, region)
    clues = find_clues(reading.text, (region.start, region.end), names, {f.name: f.value for f in year})
    issues = []
    found = assign(lacking, loose, clues)
    for item in found:
        if item.others:
            line = rows[item.row]
            number = line.row.number.text if line.row and line.row.number else "?"
            options = "、".join(f"{yen:,}円" for yen in (item.loose.amount.yen or 0, *item.others))
            issues.append(
                Issue(
                    "ambiguous-amount",
                    "warning",
                    f"No.{number} の金額は {options} のいずれとも決められない",
                    reading.where(line.start, line.end),
                    f"budget_line:{normalize('NFKC', number)}",
                )
            )
    return {item.row: item for item in found}, issues


def _loose(
    reading: Reading, lines: Sequence[ListLine], all_lines: Sequence[ListLine], unit: int
) -> Iterator[Loose]:
    places = {line.start: position for position, line in enumerate(all_lines)}
    run, before = 0, None
    for order, line in enumerate(lines):
        text = reading.text[line.start : line.end]
        amount = parse_amount(text, unit)
        if amount is None:
            continue
        place = places[line.start]
        if before is not None and (place != before[0] + 1 or line.block != before[1]):
            run += 1
        before = (place, line.block)
        shifted = Amount(
            line.start + amount.start,
            line.start + amount.end,
            amount.yen,
            amount.kind,
            amount.text,
            amount.unit,
        )
        yield Loose(shifted, run, order)


def _line_record(
    reading: Reading,
    context: Context,
    line: ListLine,
    number: int,
    section: SectionChoice | None,
    assigned: Assigned | None,
    year: Sequence[Field],
) -> tuple[Record, list[Issue]]:
    row = line.row
    assert row is not None
    key, where = str(number), reading.where(line.start, line.end)
    subject = f"budget_line:{key}"
    fields: list[Field] = [*_printed(reading, context, line, row, number), *year]
    issues: list[Issue] = []
    if section is not None and section.notation:
        fields.extend(_section_fields(reading, section))
    else:
        reason = "どの節に属するか決められない" if section is None else section.reason
        issues.append(Issue("unknown-section", "warning", f"No.{number}: {reason}", where, subject))
    if row.amount is not None:
        fields.extend(_amount_fields(reading, row.amount, line.start, "table-cell", 1.0, ""))
    elif assigned is not None and not assigned.others and assigned.confidence >= _SURE:
        fields.extend(
            _amount_fields(
                reading,
                assigned.loose.amount,
                0,
                "detached-column",
                assigned.confidence,
                "。".join(assigned.reasons),
            )
        )
    else:
        code = "blank-amount" if row.amount_blank else "missing-amount"
        issues.append(
            Issue(
                code,
                "info" if row.amount_blank else "warning",
                f"No.{number} の金額が読めない",
                where,
                subject,
            )
        )
    if row.name is None:
        issues.append(Issue("missing-label", "warning", f"No.{number} の事業名が読めない", where, subject))
        fields.append(
            Field("display_label", f"予算一覧 No.{number}", "", None, method="built", confidence=0.5)
        )
    if not row.ministries:
        issues.append(
            Issue("missing-ministry", "warning", f"No.{number} の担当府省庁が読めない", where, subject)
        )
    issues.extend(_ministry_issues(row, where, subject))
    return Record("budget_line", key, where, tuple(fields)), issues


def _printed(
    reading: Reading, context: Context, line: ListLine, row: RowParts, number: int
) -> Iterator[Field]:
    base = line.start
    if row.number is not None:
        yield reading.make(
            "number", number, base + row.number.start, base + row.number.end, method="table-cell"
        )
    if row.name is not None:
        text = "".join(row.name.text.split("\n"))
        yield reading.make(
            "label", " ".join(text.split()), base + row.name.start, base + row.name.end, method="table-cell"
        )
    for item in row.ministries:
        if item.resolved is None:
            continue
        yield reading.make(
            "ministry",
            item.resolved.entry.canonical,
            base + item.part.start,
            base + item.part.end,
            method=f"gazetteer-{item.resolved.method}",
            confidence=item.resolved.confidence,
        )
    remarks = "" if row.remarks is None else row.remarks.text
    for name in ("relisted", "newly_listed"):
        said = any(word in remarks for word in context.settings.get(name, ()))
        if row.remarks is not None:
            start, end = base + row.remarks.start, base + row.remarks.end
            yield reading.make(name, said, start, end, method="table-cell")
        else:
            # 備考 is blank: the row itself is the evidence that nothing is printed.
            yield Field(name, False, "", None, method="blank-remarks", confidence=0.98)
    if row.remarks is not None:
        yield reading.make(
            "remarks", remarks, base + row.remarks.start, base + row.remarks.end, method="table-cell"
        )


def _section_fields(reading: Reading, section: SectionChoice) -> Iterator[Field]:
    line = section.heading
    start, end = (line.start, line.end) if line is not None else (0, 0)
    for name, value in (("section", section.notation), ("pillar", section.notation.split("-")[0])):
        if name == "section" and "-" not in value:
            continue
        if line is None:
            yield Field(
                name,
                value,
                "",
                None,
                method=section.method,
                confidence=section.confidence,
                note=section.reason,
            )
        else:
            yield reading.make(
                name,
                value,
                start,
                end,
                method=section.method,
                confidence=section.confidence,
                note=section.reason,
            )


def _amount_fields(
    reading: Reading, amount: Amount, base: int, method: str, confidence: float, note: str
) -> Iterator[Field]:
    start, end = base + amount.start, base + amount.end
    text = " ".join(reading.text[start:end].split())
    if amount.yen is not None:
        yield reading.make(
            "amount", amount.yen, start, end, unit="円", method=method, confidence=confidence, note=note
        )
        yield reading.make("amount_kind", amount.kind, start, end, method=method, confidence=confidence)
    yield reading.make("amount_text", text, start, end, method=method, confidence=confidence)


def _ministry_issues(row: RowParts, where: Where, subject: str) -> Iterator[Issue]:
    for item in row.ministries:
        if item.resolved is not None and item.resolved.method == "fuzzy":
            yield Issue(
                "misread-ministry",
                "info",
                f"「{item.part.text}」を{item.resolved.entry.canonical}と読んだ",
                where,
                subject,
            )

"""Reads the table of measures of a plan (施策No., 施策名, 概要, 目標, 達成状況, 見直し方針, URL, 府省庁).

The steps, in order: find the table by its header; tell headings, data rows and furniture apart; find which
column holds what in each row; restore the numbers from their sequence; place the headings in the outline; put
every measure's cells together; say what could not be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from unicodedata import normalize

from nlp.language.familiarity import Familiarity
from nlp.language.repetition import find_runs
from nlp.layout.column_layout import Looks
from nlp.layout.number_sequence import number_rows
from nlp.layout.outline import Heading, known_outlines, likeness, place_headings
from nlp.layout.outline_records import section_records
from nlp.layout.table_rows import DataRow, PrintedTable, TableRules, sign_of
from nlp.layout.tables import clean_cell
from nlp.measures.echoes import without_borrowed, without_echoes
from nlp.measures.fields import MeasureMaker
from nlp.measures.indicator_records import indicator_records
from nlp.measures.last_rows import last_row_issues
from nlp.measures.merged_rows import shared_number, split_merged
from nlp.measures.ministry_cells import read_ministries
from nlp.measures.phantom_rows import Phantom, without_phantoms
from nlp.measures.plan_year import plan_year
from nlp.measures.printed_tables import printed_tables
from nlp.measures.rows import MeasureRows, group_rows, join_pieces
from nlp.measures.texts import kept_pieces
from nlp.measures.unread_figures import figure_issues
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Issue, Record, Repair

TEXTS = ("overview", "goal", "achievement", "review")
# What is neither letter nor digit nor a sign of text: glyph debris beside a number.
_DEBRIS = re.compile(r"[^ -~ぁ-ゖァ-ヺー々一-鿿Ａ-Ｚａ-ｚ０-９、。・（）「」]")
_NUMBER = re.compile(r"[0-9０-９]{1,4}")


def read_measure_table(reading: Reading, context: Context) -> ReadResult:
    """Every measure of the tables in `reading`, their sections, and what was damaged.

    Settings: `columns` (field -> names as printed), `minimum`, `required`, `cues`, `beside_ministries`, `gist`.
    """
    rules = table_rules(reading, context)
    reading, tables = printed_tables(reading, rules, TEXTS)
    records: list[Record] = []
    issues: list[Issue] = []
    covered: list[tuple[int, int]] = []
    year = plan_year(reading.text, context.fiscal_year)
    known: set[str] = set()
    for printed in tables:
        covered.append((printed.start, printed.end))
        table, phantoms = without_phantoms(printed, rules, printed_number)
        issues.extend(_phantom_issues(reading, phantoms))
        if table.header.assumed:
            where = reading.where(table.start, table.header.row.end)
            message = "見出しの行がないため、いつもの列の並びで読んだ"
            issues.append(Issue("no-header", "warning", message, where, hint="列の並びを原本で確かめる"))
        headings = place_headings(table.headings, context.gazetteers.outlines)
        sections = section_of_rows(table, headings)
        for record in section_records(reading, table.headings, headings):
            if record.key not in known:
                known.add(record.key)
                records.append(record)
        made, found = _measures(reading, context, table, rules, sections, year)
        records.extend(made)
        issues.extend(found)
        issues.extend(_heading_issues(reading, table, headings))
        issues.extend(_repetition_issues(reading, table))
    return ReadResult(
        records=tuple(records), issues=tuple(issues), repairs=tuple(_repairs(records)), covered=tuple(covered)
    )


def _phantom_issues(reading: Reading, phantoms: Sequence[Phantom]) -> Iterator[Issue]:
    for phantom in phantoms:
        yield replace(
            _repeated(
                reading,
                phantom.row.row.start,
                phantom.row.row.end,
                f"No.{phantom.number} の行の切れ端を読み手が繰り返して作った行。内容として取らない",
            ),
            subject=f"measure:{phantom.number}",
        )


def _repairs(records: Sequence[Record]) -> Iterator[Repair]:
    """Values that differ from what is printed because we repaired them."""
    for record in records:
        for item in record.fields:
            rule = {"rejoined": "rejoin-link", "tolerant": "misread-ministry"}.get(item.method)
            if rule is not None and item.where is not None:
                yield Repair(item.where, item.raw, str(item.value), rule, item.confidence)


def table_rules(reading: Reading, context: Context) -> TableRules:
    """The rules of the profile, tied to this document's own letters and to the gazetteers."""
    settings = context.settings
    ignore = tuple(settings.get("beside_ministries", ()))
    ministries = context.gazetteers.ministries

    @cache
    def names_ministry(text: str) -> bool:
        if not text or len(text) > 200:
            return False
        cell = read_ministries(text, ministries, ignore=ignore)
        sure = [item for item in cell.ministries if item.method != "fragment"]
        named = sum(item.end - item.start for item in sure)
        return bool(sure) and named >= 0.5 * len(re.sub(r"[\s、，・]", "", text))

    entries = [entry for group in known_outlines(context.gazetteers.outlines).values() for entry in group]

    def likely_heading(text: str) -> bool:
        return any(likeness(text, entry.surface) >= 0.5 for entry in entries)

    cues = {name: re.compile(pattern) for name, pattern in settings.get("cues", {}).items()}
    return TableRules(
        synonyms=settings.get("columns", {}),
        required=tuple(settings.get("required", ("label",))),
        minimum=int(settings.get("minimum", 4)),
        looks=Looks(names_ministry, cues),
        familiar=Familiarity(reading.text),
        likely_heading=likely_heading,
        usual=tuple(settings.get("usual", ())),
    )


def section_of_rows(
    table: PrintedTable, headings: Sequence[Heading]
) -> list[tuple[Heading | None, Heading | None]]:
    """(pillar, section) in force at each data row."""
    placed: list[tuple[Heading | None, Heading | None]] = []
    for row in table.rows:
        pillar: Heading | None = None
        section: Heading | None = None
        for heading in headings:
            if heading.candidate is not None and heading.candidate >= row.before:
                break
            if heading.level == "pillar":
                pillar, section = heading, None
            else:
                section = heading
        # A lost pillar heading stands in the list just before the section that shows it.
        if section is None and pillar is not None and pillar.candidate is None:
            earlier = [item for item in headings[: headings.index(pillar)] if item.level == "section"]
            above = [item for item in headings[: headings.index(pillar)] if item.level == "pillar"]
            pillar, section = (above[-1] if above else None), (earlier[-1] if earlier else None)
        placed.append((pillar, section))
    return placed


def printed_number(row: DataRow) -> int | None:
    """The whole number in the row's number cell, None without one."""
    text = row.text("number")
    plain = _DEBRIS.sub("", re.sub(r"^(?:No|NO|№|Ｎｏ)[.．\s]*", "", text.strip()))
    found = _NUMBER.fullmatch(plain)
    if found is None:
        cells = [row.text("label"), *(cell.text for cell in row.row.cells[:1])]
        return next(
            (
                number
                for cell in cells
                if (number := shared_number(normalize("NFKC", text), normalize("NFKC", cell)))
            ),
            None,
        )
    return int(found.group()) or None


def _measures(
    reading: Reading,
    context: Context,
    table: PrintedTable,
    rules: TableRules,
    sections: Sequence[tuple[Heading | None, Heading | None]],
    year: int | None,
) -> tuple[list[Record], list[Issue]]:
    placed = number_rows([sign_of(row, rules, TEXTS, printed_number(row)) for row in table.rows])
    quiet = without_echoes(table.rows, [printed_number(row) for row in table.rows], TEXTS)
    numbers = {number for row in table.rows if (number := printed_number(row)) is not None}
    groups, borrowed = without_borrowed(group_rows(quiet.rows, placed, TEXTS, rules.familiar), numbers)
    place = {row.row.start: where for row, where in zip(table.rows, sections, strict=True)}
    numbered = "number" in table.header.columns
    maker = MeasureMaker(reading, context, rules, TEXTS, year, numbered)
    records: list[Record] = []
    issues: list[Issue] = []
    if not numbered:
        top = reading.where(table.header.row.start, table.header.row.end)
        issues.append(Issue("no-number-column", "warning", "番号の列がない。行の順に数えた", top))
    for first, last in quiet.runs:
        span = reading.where(table.rows[first].row.start, table.rows[last - 1].row.end)
        message = "同じ欄が行をまたいで繰り返し読まれている。前の行にある文は、あとの行の内容として取らない"
        issues.append(Issue("machine-repetition", "warning", message, span))
    for group in borrowed:
        span = reading.where(group.rows[0].row.start, group.rows[-1].row.end)
        message = (
            "番号が印刷されていない行に、隣の行と同じ文がある。読み取りの繰り返しとみて、内容として取らない"
        )
        issues.append(Issue("machine-repetition", "warning", message, span, f"measure:{group.number}"))
    before: Record | None = None
    order = sorted({group.number for group in groups})
    follows = dict(pairwise(order))
    keys: Counter[int] = Counter()
    for row, item in zip(table.rows, placed, strict=True):
        if item.number is None:
            span = reading.where(row.row.start, row.row.end)
            issues.append(Issue("unplaced-row", "warning", "どの施策の行か分からない", span))
    for group in groups:
        issues.extend(_row_issues(reading, group))
        missing = follows.get(group.number, group.number + 1) - group.number - 1
        where = place[group.rows[0].row.start]
        for draft in split_merged(group, missing, context.gazetteers.ministries, maker.ignore):
            keys[draft.number] += 1
            key = f"{draft.number}~{keys[draft.number]}" if keys[draft.number] > 1 else str(draft.number)
            record, found = maker.make(replace(draft, key=key), where, table.headings, before)
            records.append(record)
            texts = [join_pieces(kept_pieces(draft, name)) for name in ("goal", "achievement")]
            sure = 0.6 if draft.reread else 0.95 * draft.confidence
            records.extend(indicator_records(reading, key, *texts, sure=sure))
            issues.extend(figure_issues(reading, f"measure:{key}", *texts))
            issues.extend(found)
            before = record
    issues.extend(last_row_issues(reading, groups, context.gazetteers.ministries, maker.ignore))
    issues.extend(_gaps(reading, table, records))
    return records, issues


def _row_issues(reading: Reading, group: MeasureRows) -> Iterator[Issue]:
    """What was joined from several printed rows, and the slices that stand in their cells and are no text of the field."""
    subject = f"measure:{group.number}"
    joined = [name for name, pieces in group.texts.items() if len(pieces) > 1]
    if len(group.rows) > 1 and joined and not group.reread:
        span = reading.where(group.rows[0].row.start, group.rows[-1].row.end)
        message = f"行が {len(group.rows)} 行に割れている。欄ごとにつないで読んだ"
        yield Issue("split-row", "info", message, span, subject)
    for row in group.rows:
        if row.layout.moved:
            message = "URLが前の欄に印刷され、間の欄が一つずつ後ろにずれている。ずれを戻して読んだ"
            where = reading.where(row.row.start, row.row.end)
            yield Issue("shifted-columns", "warning", message, where, subject)
    for piece in group.left:
        message = f"文として読めない切れ端を、内容として取らない: 「{clean_cell(piece.text)[:40]}」"
        yield Issue("left-slice", "info", message, reading.where(piece.start, piece.end), subject)


def _gaps(reading: Reading, table: PrintedTable, records: Sequence[Record]) -> Iterator[Issue]:
    """Numbers that the sequence asks for and no row can be found for."""
    records = [record for record in records if record.kind == "measure"]
    if any("~" in record.key for record in records):
        yield Issue(
            "repeated-numbers",
            "warning",
            "施策の番号が通し番号でなく、同じ番号が二度以上現れる。二つ目からは「番号~2」とした",
            reading.where(table.header.row.start, table.header.row.end),
        )
        return
    numbers = sorted(int(record.key) for record in records)
    for first, second in pairwise(numbers):
        after = next(record for record in records if int(record.key) == first)
        for number in range(first + 1, min(second, first + 50)):
            yield Issue(
                "missing-row",
                "error",
                f"施策No.{number} の行が見当たらない（No.{first} の次が No.{second}）",
                after.where,
                f"measure:{number}",
                "原本の表で、この番号の行を確かめる",
            )
    if not records:
        yield Issue("empty-table", "warning", "表に施策の行がない", reading.where(table.start, table.end))


def _heading_issues(reading: Reading, table: PrintedTable, headings: Sequence[Heading]) -> Iterator[Issue]:
    for heading in headings:
        if heading.candidate is None:
            yield Issue(
                "missing-heading",
                "warning",
                f"柱 {heading.notation} の見出しが失われている"
                + (
                    f"（体系から「{heading.label}」とした）"
                    if heading.label
                    else "（節の番号が始めに戻ることから置いた）"
                ),
                None,
                f"section:{heading.notation}",
            )
        elif heading.method == "outline" and heading.confidence < 0.95:
            candidate = table.headings[heading.candidate]
            yield Issue(
                "damaged-heading",
                "info",
                f"見出し「{candidate.text[:40]}」を {heading.notation}「{heading.label}」と読んだ（一致度 {heading.confidence}）",
                reading.where(candidate.start, candidate.end),
                f"section:{heading.notation}",
            )
    used = {heading.candidate for heading in headings}
    for number, candidate in enumerate(table.headings):
        if number not in used:
            yield Issue(
                "unplaced-heading",
                "info",
                f"見出しらしい行「{candidate.text[:40]}」は体系に置けない",
                reading.where(candidate.start, candidate.end),
            )
    for line in table.loose:
        where = reading.where(line.start, line.end)
        yield Issue("unread-line", "info", f"表の中の、列のない行: 「{line.text.strip()[:40]}」", where)
    for row in table.junk:
        yield Issue("unreadable-row", "info", "読める文字のない行", reading.where(row.start, row.end))


def _repetition_issues(reading: Reading, table: PrintedTable) -> Iterator[Issue]:
    """Passages that a lost reader made: rows read again and again, runs inside cells, columns of no field."""
    start: int | None = None
    last = 0
    for index, row in enumerate(table.rows):
        if row.reread and start is None:
            start = table.rows[index - 1].row.start
        if row.reread:
            last = row.row.end
        elif start is not None:
            yield _repeated(
                reading, start, last, "同じ行が繰り返し読まれている。新しく加わった文字だけを取った"
            )
            start = None
    if start is not None:
        yield _repeated(reading, start, last, "同じ行が繰り返し読まれている。新しく加わった文字だけを取った")
    for index, row in enumerate(table.rows):
        if row.reread or (index + 1 < len(table.rows) and table.rows[index + 1].reread):
            continue
        for cell in row.row.cells:
            if not cell.text:
                continue
            if cell.column in row.layout.extra:
                yield _repeated(reading, cell.start, cell.end, "どの列にも属さない文字列。内容として取らない")
                continue
            for begin, end in find_runs(cell.text):
                message = "同じ語の機械的な繰り返し。内容として取らない"
                yield _repeated(reading, cell.start + begin, cell.start + end, message)


def _repeated(reading: Reading, start: int, end: int, message: str) -> Issue:
    return Issue("machine-repetition", "warning", message, reading.where(start, end))

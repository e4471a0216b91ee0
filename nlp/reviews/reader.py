"""Reads data of the review system (行政事業レビュー): one `review_sheet` record per programme and year.

Source of the columns: the tables that the RS system offers for download (予算事業ID, 事業名, 府省庁, 局・庁, 事業の目的, 現状・課題,
事業の概要 …), and the same as JSON. Which column feeds which field stands in the profile (`review_sheets.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from nlp.gazetteer import Gazetteers
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Field, Issue, Record
from nlp.reviews.cells import Cell, Sheet, Unread, sheets_in

_YEARS = {"fiscal_year", "start_year", "end_year"}
_YEAR = re.compile(r"(?:19|20)\d{2}")


def read_review_sheets(reading: Reading, context: Context) -> ReadResult:
    """Records of kind `review_sheet`, key: the project id; several rows of one project and year are one record.

    Fields: project_id, label, fiscal_year (western), ministry*, bureau, purpose, current_issues, overview, url, category,
    start_year, end_year, expense_class, remarks, method*, former_number. What cannot be read is an issue.
    """
    found: dict[tuple[str, int | None], Record] = {}
    issues: list[Issue] = []
    covered: list[tuple[int, int]] = []
    blank = frozenset(context.settings.get("blank", ()))
    for sheet in sheets_in(reading, context.settings["columns"]):
        if isinstance(sheet, Unread):
            issues.append(_unread(sheet, reading))
            continue
        fields = list(_fields(sheet, reading, context, blank, issues))
        record = _record(sheet, fields, reading, context)
        if record is None:
            issues.append(
                Issue(
                    "review-sheet-without-id",
                    "warning",
                    "予算事業IDか事業名がなく、どの事業か分からない",
                    reading.where(sheet.start, min(sheet.end, sheet.start + 200)),
                )
            )
            continue
        covered.append((sheet.start, sheet.end))
        year = record.value("fiscal_year")
        key = (record.key, year if isinstance(year, int) else None)
        found[key] = _joined(found[key], record) if key in found else record
    if any(year is None for _, year in found):
        issues.append(
            Issue(
                "review-year-unknown",
                "warning",
                "レビューの年度がどこにも書かれていない",
                None,
                hint="manifest.toml の fiscal_year に書く",
            )
        )
    return ReadResult(tuple(found.values()), tuple(issues), covered=tuple(covered))


def _unread(part: Unread, reading: Reading) -> Issue:
    end = min(part.end, part.start + 200)
    return Issue(
        "unreadable-data",
        "error" if part.end - part.start > 200 else "warning",
        f"データとして読めない（ここから{part.end - part.start}字）: {part.reason}",
        reading.where(min(part.start, len(reading.text)), max(part.start, end)),
        hint="ファイルが途中で切れていないか、書き出し直して確かめる",
    )


def _record(sheet: Sheet, fields: list[Field], reading: Reading, context: Context) -> Record | None:
    by_name = {item.name: item for item in fields}
    if "project_id" not in by_name or "label" not in by_name:
        return None
    if "fiscal_year" not in by_name:
        fields.extend(_year_of_file(context))
    return Record(
        "review_sheet",
        str(by_name["project_id"].value),
        reading.where(sheet.start, sheet.end),
        tuple(fields),
    )


def _year_of_file(context: Context) -> Iterator[Field]:
    """The year that the manifest gives, else the one in the file's name."""
    if context.fiscal_year is not None:
        yield Field("fiscal_year", context.fiscal_year, "", None, method="manifest", confidence=1.0)
        return
    match = re.search(str(context.settings.get("year_in_name", r"(?!)")), context.document)
    if match:
        yield Field("fiscal_year", int(match[1]), "", None, method="file-name", confidence=0.9)


def _fields(
    sheet: Sheet, reading: Reading, context: Context, blank: frozenset[str], issues: list[Issue]
) -> Iterator[Field]:
    for name, cells in sheet.cells.items():
        for cell in cells:
            text = cell.text.strip()
            if not text or text in blank:
                continue
            if name == "ministry":
                yield _ministry(cell, reading, context.gazetteers, issues)
            elif name in _YEARS:
                match = _YEAR.search(normalize("NFKC", text))
                if match:
                    yield _field(name, int(match.group()), cell, reading)
            else:
                yield _field(name, text, cell, reading)


def _field(name: str, value: str | int, cell: Cell, reading: Reading) -> Field:
    # `repaired` would claim damage: an escape of JSON (\") is none.
    return replace(reading.make(name, value, cell.start, cell.end, method="data-cell"), repaired=None)


def _ministry(cell: Cell, reading: Reading, gazetteers: Gazetteers, issues: list[Issue]) -> Field:
    """The ministry of a cell; 国土交通省観光庁 names the agency, its ministry follows from the gazetteer."""
    hits = list(gazetteers.ministries.find(cell.text))
    if hits and sum(hit.end - hit.start for hit in hits) == len(cell.text):
        return _field("ministry", hits[-1].entry.canonical, cell, reading)
    resolved = gazetteers.ministries.resolve(cell.text)
    if resolved is not None:
        return replace(
            _field("ministry", resolved.entry.canonical, cell, reading),
            method=f"gazetteer-{resolved.method}",
            confidence=resolved.confidence,
        )
    issues.append(
        Issue(
            "unknown-ministry",
            "warning",
            f"府省庁の一覧にない名称: {cell.text[:60]}",
            reading.where(cell.start, cell.end),
        )
    )
    return replace(_field("ministry", cell.text, cell, reading), method="unresolved", confidence=0.3)


def _joined(first: Record, second: Record) -> Record:
    """Several rows of one sheet: what the first lacks, and every further ministry or method."""
    known: set[tuple[str, object]] = {(item.name, item.value) for item in first.fields}
    names = {item.name for item in first.fields}
    more: Sequence[Field] = [
        item
        for item in second.fields
        if (item.name, item.value) not in known
        and (item.name not in names or item.name in ("ministry", "method"))
    ]
    return replace(first, fields=(*first.fields, *more))

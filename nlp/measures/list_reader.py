"""Reads a plan's own list of measures and its one page per measure.

The printed 再掲 (listed again under another pillar) and 前出 (where it stood before) are reconciliation given by the
source: a relisted entry with the number of an earlier one adds a section to that measure; with a number of its own it
is a measure of its own, related to the earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from nlp.layout.joined_headings import headings_apart
from nlp.layout.outline import heading_key, place_headings
from nlp.layout.outline_records import section_records
from nlp.measures.list_damage import (
    cut_earlier,
    head_apart,
    unglued,
    unread_lines,
    with_bracket,
    with_numbers,
    with_pages,
)
from nlp.measures.list_entries import ListRules, Span, outside_list, read_list
from nlp.measures.pages import MeasurePage, read_page
from nlp.measures.plan_measures import PlanMeasures
from nlp.measures.plan_title import plan_on_title_page
from nlp.measures.plan_year import plan_year
from nlp.measures.relistings import ListedMeasure, relistings
from nlp.measures.torn_headings import unplaced, with_torn_headings
from nlp.readers import Context, ReadResult
from nlp.reading import Line, Reading
from nlp.records import Issue, Record

# A list that begins with a number up to this one has lost its beginning; one that begins later is a part.
_FIRST_AT_MOST = 10
_SAME_NAME = 90
_SHORTEST_HEADING = 4


def read_measure_list(reading: Reading, context: Context) -> ReadResult:
    """Measures, sections, indicators and the printed reconciliation of a plan.

    Settings: `entry`, `page`, `relisted`, `earlier` (patterns), `blocks` (field -> printed names), `beside_ministries`.
    """
    rules = ListRules.from_settings(context.settings)
    blocks = context.settings.get("blocks", {})
    unglued_lines = unglued(reading.lines(), [name for names in blocks.values() for name in names])
    printed, torn = with_torn_headings(read_list(reading, headings_apart(unglued_lines), rules), reading)
    known = context.gazetteers.ministries
    mended = [with_bracket(entry, reading.text, known) for entry in printed.entries]
    entries, issues = with_numbers(mended, reading)
    issues.extend(cut_earlier(entries, reading))
    entries, cut = with_pages(entries, reading)
    issues.extend(cut)
    outside = outside_list(printed.headings, printed.entries)
    headings = place_headings(printed.headings, context.gazetteers.outlines, outside=outside)
    noted = {
        printed.headings[one.candidate].start: one.notation for one in headings if one.candidate is not None
    }
    for issue in torn:
        notation = noted.get(issue.where.start if issue.where is not None else -1, "")
        issues.append(replace(issue, subject=f"section:{notation}") if notation else issue)
    labels = {heading_key(one.label) for one in headings if len(one.label) >= _SHORTEST_HEADING}
    measures: dict[int, ListedMeasure] = {}
    for entry in entries:
        own = measures.setdefault(entry.number, ListedMeasure(entry.number))
        if own.entry is None and entry.relisted is None:
            own.entry = entry
        else:
            own.relistings.append(entry)
    for printed_number, place, lines in printed.pages:
        page = read_page(printed_number, place, head_apart(lines, headings), blocks, rules, labels)
        taken = printed_number in measures and measures[printed_number].page is not None
        number = printed_number
        if number < 1 or taken:
            number = _listed_under(reading, page, measures)
            issues.append(_of_page(reading, lines, number, taken=taken))
        if number:
            own = measures.setdefault(number, ListedMeasure(number))
            own.page = replace(page, number=number)
    year = plan_year(reading.text, context.fiscal_year)
    lost, starts = unplaced(printed.headings), [one.start for one in printed.headings]
    maker = PlanMeasures(
        reading, context, headings, year, _relisting_numbers(reading, measures), lost, starts
    )
    records: list[Record] = list(section_records(reading, printed.headings, headings)) if measures else []
    plan = plan_on_title_page(reading) if measures else None
    records.extend(() if plan is None else (plan,))
    for measure in measures.values():
        made, found = maker.make(measure)
        records.extend(made)
        issues.extend(found)
    issues.extend(_gaps(sorted(measures)))
    issues.extend(unread_lines(printed, reading))
    covered = [(entry.place.start, entry.place.end) for entry in printed.entries]
    covered.extend(
        (own.page.place.start, own.page.place.end) for own in measures.values() if own.page is not None
    )
    return ReadResult(
        records=tuple(records),
        issues=tuple(issues),
        relations=tuple(relistings(reading, measures, records)),
        covered=tuple(sorted(covered)),
    )


def _relisting_numbers(reading: Reading, measures: Mapping[int, ListedMeasure]) -> frozenset[int]:
    """The numbers under which a measure is listed again that has its first listing under another number."""
    first = {_squeezed(reading, own.entry.name) for own in measures.values() if own.entry is not None}
    first |= {
        _squeezed(reading, own.page.name)
        for own in measures.values()
        if own.page is not None and own.page.name is not None and not own.relistings
    }
    return frozenset(
        own.number
        for own in measures.values()
        if own.entry is None and any(_squeezed(reading, entry.name) in first for entry in own.relistings)
    )


def _squeezed(reading: Reading, span: Span) -> str:
    return re.sub(r"\s", "", reading.text[span.start : span.end])


def _listed_under(reading: Reading, page: MeasurePage, measures: Mapping[int, ListedMeasure]) -> int:
    """The number under which the list has the name of a page whose own number cannot be read; 0 where it has none, or several."""
    name = "" if page.name is None else _squeezed(reading, page.name)
    alike = [
        number
        for number, own in measures.items()
        if own.entry is not None
        and own.page is None
        and name
        and fuzz.ratio(_squeezed(reading, own.entry.name), name) >= _SAME_NAME
    ]
    return alike[0] if len(alike) == 1 else 0


def _of_page(reading: Reading, lines: Sequence[Line], number: int, *, taken: bool) -> Issue:
    where = reading.where(lines[0].start, lines[-1].end)
    what = "番号がほかの頁と重なる" if taken else "番号の読めない"
    if number:
        return Issue(
            "restored-number",
            "info",
            f"{what}施策の頁を、一覧の名称から No.{number} とした",
            where,
            f"measure:{number}",
        )
    return Issue("missing-number", "error", f"{what}施策の頁がある", where, hint="原本で番号を確かめる")


def _gaps(numbers: Sequence[int]) -> Iterator[Issue]:
    begun = [0, *numbers] if numbers and numbers[0] <= _FIRST_AT_MOST else numbers
    for first, second in pairwise(begun):
        for number in range(first + 1, min(second, first + 50)):
            message = f"施策No.{number} が一覧にも個別の頁にもない"
            yield Issue("missing-row", "error", message, None, f"measure:{number}", "原本の一覧を確かめる")

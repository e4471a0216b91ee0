"""The plan that a list of measures is of, from its title page: name, and on the lines below it when and by whom it was decided."""

from __future__ import annotations

import re

from nlp.layout.tables import clean_cell
from nlp.reading import Line, Reading
from nlp.records import Record
from nlp.values.era_dates import find_dates

_NAME = re.compile(
    r"^[ 　「]*(?P<name>[^\s。、：:「」][^\n。：:「」]{1,60}?(?:計画|プラン|戦略|大綱|ビジョン|指針|方針|パッケージ)(?:[ 　]*[0-9０-９]{2,4})?)[ 　」]*(?:[(（][^()（）]{1,20}[)）])?[ 　]*$"
)
_MARKED = re.compile(
    r"^[ 　]*(?:[0-9０-９ⅠⅡⅢⅣⅤ]+[.．、 　]|[(（][0-9０-９]+[)）]|[①-⑳]|第[0-9０-９一二三四五]+[章節部]|No|施策)"
)
_DECIDED = re.compile(r"(?P<by>[^\s0-9０-９()（）]{2,30}?)(?P<verb>閣議決定|決定|策定|改定)[ 　)）]*$")
_LINES = 12
"""A title page has no more printed lines than this above the list."""
_BELOW = 4


def plan_on_title_page(reading: Reading) -> Record | None:
    """The `plan` record of a title page; None where no line names a plan above the lines that date and decide it."""
    lines = [line for line in reading.lines() if line.text.strip()][:_LINES]
    for place, line in enumerate(lines):
        name = _NAME.match(line.text)
        if name is None or _MARKED.match(line.text):
            continue
        dated, decided = None, None
        for below in lines[place + 1 : place + 1 + _BELOW]:
            dated = dated or _dated(below)
            decided = decided or _decided(below)
        if dated is None or decided is None:
            return None
        label = re.sub(r"[ 　]+", "", clean_cell(name["name"]))
        fields = (
            reading.make(
                "label",
                label,
                line.start + name.start("name"),
                line.start + name.end("name"),
                method="title-page",
            ),
            reading.make("decided_on", *dated, method="title-page"),
            reading.make("decided_by", *decided, method="title-page"),
        )
        return Record("plan", label, fields[0].where, fields)
    return None


def _dated(line: Line) -> tuple[str, int, int] | None:
    found = [date for date in find_dates(line.text) if len(date.iso) == len("2025-06-13")]
    return (found[0].iso, line.start + found[0].start, line.start + found[0].end) if len(found) == 1 else None


def _decided(line: Line) -> tuple[str, int, int] | None:
    found = _DECIDED.search(line.text)
    if found is None:
        return None
    by = found["by"].lstrip("日 　")
    by = "閣議" if found["verb"] == "閣議決定" else by
    return (by, line.start + found.start(), line.start + found.end("verb")) if by else None

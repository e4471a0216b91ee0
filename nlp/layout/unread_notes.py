"""Notes that stand in no record: ※…, （注）… printed below a table or a row; each becomes an issue, so that none is lost without a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from nlp.reading import Reading
from nlp.records import Issue, Record

# A note begins a line or a cell of it: ※「内数」は…, （注）原則…, 注１：….
_NOTE = re.compile(
    r"(?:^|(?<=\t))[ \u3000|]*(?:※[ \u3000]*[0-9０-９]*|[（(]注[ \u3000]*[0-9０-９]*[)）]|注[ \u3000]*[0-9０-９]*[)）：:])[ \u3000]*(?P<said>[^\t|\n]{8,})"
)
_LETTERS = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]{4}")
_SHOWN = 60
# An issue stands for a note only where it is about hardly more than that.
_ABOUT = 3


def unread_notes(reading: Reading, records: Sequence[Record], issues: Sequence[Issue]) -> Iterator[Issue]:
    """One issue for each note of which no field of a record quotes a letter and no other issue tells."""
    quoted = sorted(
        (item.where.start, item.where.end)
        for record in records
        for item in record.fields
        if item.where is not None
    )
    ends = _furthest(quoted)
    starts = [start for start, _ in quoted]
    for line in reading.lines():
        for found in _NOTE.finditer(line.text):
            if not _LETTERS.search(found["said"]):
                continue
            where = reading.where(line.start + found.start("said"), line.start + found.end("said"))
            place = bisect_right(starts, where.end - 1) - 1
            if place >= 0 and ends[place] > where.start:
                continue
            if any(_tells(issue, where.start, where.end) for issue in issues):
                continue
            message = (
                f"印刷された注「{' '.join(found['said'].split())[:_SHOWN]}」を、どの記録にも入れていない"
            )
            yield Issue("unread-note", "info", message, where, "", "原本の注を確かめる")


def _furthest(spans: Sequence[tuple[int, int]]) -> list[int]:
    """For each span in order of their beginnings, the furthest end of it and those before."""
    found: list[int] = []
    for _, end in spans:
        found.append(max(end, found[-1]) if found else end)
    return found


def _tells(issue: Issue, start: int, end: int) -> bool:
    where = issue.where
    if where is None or where.end <= start or end <= where.start:
        return False
    return where.end - where.start <= _ABOUT * (end - start)

"""Numbered rows of tables that no reader took: each becomes an issue, so that no row is lost without a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from nlp.reading import Line, Reading
from nlp.records import Issue, Record

# A number, a border, and text with letters: `82<tab>…`, `| 82 | … |`, `No.006:…`.
_ROW = re.compile(
    r"[ \u3000|]*(?:(?:施策)?(?:No|NO|Ｎｏ|№)[.．]?[ \u3000]*)?(?P<number>[0-9０-９]{1,3})[ \u3000]*(?P<border>\t|\||[:：])(?P<rest>.*)"
)
# A number with debris in its cell: which it was is open, that there is a row is not.
_DAMAGED_ROW = re.compile(
    r"[ \u3000|]*(?=[^\t|]*[0-9０-９])(?P<number>[^\s|]{2,4})[ \u3000]*[\t|](?P<rest>[^\t|]{4,}[\t|].*)"
)
# Without borders only a number that the rows read leave out, or one right beside them, with cells behind the name.
_PLAIN_ROW = re.compile(r"[ \u3000]*(?P<number>[0-9０-９]{1,3})[ \u3000]+(?P<rest>\S{5,}[ \u3000]+\S+.*)")
# Without borders and without any row read: numbered lines that name a ministry or a legal form, one behind the other.
_BARE_ROW = re.compile(
    r"[ \u3000]*(?:No[.．]?)?(?P<number>[0-9０-９]{1,3})[.．]?[ \u3000]+(?P<rest>\S{4,}.*(?:[省庁府]|委員会|法人).*)"
)
_LEAST_ROWS = 2
_BESIDE = 3
_TEXT = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]{2}")
# What readers make of numbered rows.
_KINDS = {
    "budget_list": "budget_line",
    "measure_table": "measure",
    "measure_list": "measure",
    "grantees": "grantee",
}


def unread_rows(
    reading: Reading, readers: Sequence[str], records: Sequence[Record], issues: Sequence[Issue]
) -> Iterator[Issue]:
    """One issue per line that looks like a numbered row and that no record or other issue stands for.

    A row counts as taken when a record bears its number, when a record's number or label stands on its line, or when an issue that is no
    mere note covers the line or names the row.
    """
    kinds = [_KINDS[name] for name in readers if name in _KINDS]
    if not kinds:
        return
    numbers = {int(value) for record in records if isinstance(value := record.value("number"), int)}
    taken = _spans(records, issues)
    starts = [span[0] for span in taken]
    named = {issue.subject for issue in issues}
    bare = _bare_rows(reading) if not numbers else set()
    for line in reading.lines():
        found = _ROW.match(line.text) or (_BARE_ROW.match(line.text) if line.start in bare else None)
        if found is None and "budget_list" in readers and numbers:
            found = _PLAIN_ROW.match(line.text)
            near = found and min(numbers) - _BESIDE <= int(found["number"]) <= max(numbers) + _BESIDE
            found = found if near and "。" not in line.text else None
        damaged = None if found is not None else _DAMAGED_ROW.match(line.text)
        if damaged is not None and _TEXT.search(damaged["rest"]) and not _taken(reading, line, taken, starts):
            where = reading.where(line.start, line.end)
            message = f"番号「{damaged['number']}」の読めない行を、どの表の行としても読めなかった"
            yield Issue("unread-row", "warning", message, where, "", "原本の行を確かめる")
        if found is None or not _TEXT.search(found["rest"]):
            continue
        number = int(found["number"])
        if not number or number in numbers or any(f"{kind}:{number}" in named for kind in kinds):
            continue
        if _taken(reading, line, taken, starts):
            continue
        where = reading.where(line.start, line.end)
        quote = " ".join(line.text.split())[:60]
        message = f"番号 {number} の行を、どの表の行としても読めなかった: {quote}"
        yield Issue("unread-row", "warning", message, where, f"{kinds[0]}:{number}", "原本の行を確かめる")


def _bare_rows(reading: Reading) -> set[int]:
    """Where the numbered lines begin that stand for a table without borders: the next number follows on one of them."""
    found = [
        (int(match["number"]), line.start)
        for line in reading.lines()
        if (match := _BARE_ROW.match(line.text))
    ]
    numbers = {number for number, _ in found}
    rows = {start for number, start in found if number + 1 in numbers or number - 1 in numbers}
    return rows if len(rows) >= _LEAST_ROWS else set()


def _taken(reading: Reading, line: Line, taken: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Whether a span of `taken` (sorted, `starts` their beginnings) reaches into a line."""
    where = reading.where(line.start, line.end)
    index = bisect_right(starts, where.end - 1) - 1
    return index >= 0 and any(end > where.start for _, end in taken[max(0, index - 3) : index + 1])


def _spans(records: Sequence[Record], issues: Sequence[Issue]) -> list[tuple[int, int]]:
    """Source spans that stand for a row of their own: numbers and labels of records, places of issues."""
    spans = [
        (item.where.start, item.where.end)
        for record in records
        for item in record.fields
        if item.name in ("number", "label", "notation") and item.where is not None
    ]
    spans.extend(
        (issue.where.start, issue.where.end)
        for issue in issues
        if issue.where is not None and issue.severity != "info" and issue.code != "unreadable-glyphs"
    )
    return sorted(spans)

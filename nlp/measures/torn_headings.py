"""Headings of a plan's list that lost their mark or their first words (ロスの削減と寄附の促進): known from the pages or from their neighbours.

List and pages of a plan share one outline. Where neither a page's heading nor the gap between ① and ③ says which section a torn heading
begins, it stays one of unknown place, and what stands below it is of no known section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from nlp.layout.item_markers import CIRCLED
from nlp.layout.marks import Mark, parse_mark
from nlp.layout.outline import Candidate, heading_key
from nlp.measures.list_entries import PrintedList, Span
from nlp.reading import Line, Reading
from nlp.records import Issue

_HEAD_LINES = 6
_LEAST_KEPT = 0.5
_SHORTEST = 5
# A heading on the line of another: （３）食を通じて学ぶ　①食育の推進.
_SECOND = re.compile(rf"[ \u3000]+(?=[{CIRCLED}])")


def with_torn_headings(printed: PrintedList, reading: Reading) -> tuple[PrintedList, list[Issue]]:
    """The list, its headings without a mark with the one that a page or the headings around them show, and an issue for each."""
    known = {heading_key(text): text for text in _page_headings(printed)}
    have = {heading_key(one.text) for one in printed.headings if parse_mark(one.text) is not None}
    twice = Counter("".join(one.text.split()) for one in printed.headings)
    made: list[Candidate] = []
    issues: list[Issue] = []
    for place, one in enumerate(printed.headings):
        if parse_mark(one.text) is not None:
            made.append(one)
            continue
        heads = any(entry.before == place + 1 for entry in printed.entries)
        if twice["".join(one.text.split())] > 1 or not (heads or _from_pages(one.text, known, have)):
            made.append(replace(one, text=""))  # a running title; what heads no entry
            continue
        whole, reason = _from_pages(one.text, known, have), "施策の頁の見出し"
        if not whole:
            whole, reason = _from_gap(printed.headings, place), "前後の見出しの順"
        where = reading.where(one.start, one.end)
        if whole:
            have.add(heading_key(whole))
            message = (
                f"見出し「{one.text[:40]}」は番号か頭の字が失われている。{reason}から「{whole[:40]}」と読んだ"
            )
        else:
            message = f"見出しらしい行「{one.text[:40]}」は番号が失われている。この下の施策の節は決められない"
        issues.append(Issue("misread-heading", "warning", message, where))
        made.append(replace(one, text=whole or one.text))
    return replace(printed, headings=tuple(made)), issues


def unplaced(headings: Sequence[Candidate]) -> list[Span]:
    """The places of the headings that have words and no mark: what they head is of no known section."""
    return [Span(one.start, one.end) for one in headings if one.text and parse_mark(one.text) is None]


def _page_headings(printed: PrintedList) -> Iterator[str]:
    """The headings that the pages print above the names of their measures, a wrapped one joined to what runs over."""
    for _, _, lines in printed.pages:
        yield from headings_above([line for line in lines if line.text.strip()][1:_HEAD_LINES])


def headings_above(lines: Sequence[Line]) -> Iterator[str]:
    """The headings with a mark among lines, up to the first that names ministries; each with the line below too, onto which it may run."""
    for line, below in zip_longest(lines, lines[1:]):
        if "【" in line.text or re.match(r"\s*[＜<]", line.text):
            return
        if (
            below is not None
            and parse_mark(line.text)
            and not parse_mark(below.text)
            and "【" not in below.text
        ):
            yield f"{line.text.strip()}{below.text.strip()}"
        for part in _SECOND.split(line.text.strip()):
            mark = parse_mark(part)
            if mark is not None and mark.kind in ("circled", "paren", "both", "kana"):
                yield part


def _from_pages(text: str, known: dict[str, str], have: set[str]) -> str:
    """The whole heading of a page of which `text` is the end or the beginning; "" where none or several are."""
    key = heading_key(text)
    if len(key) < _SHORTEST:
        return ""
    found = {
        whole
        for other, whole in known.items()
        if other not in have
        and (other.endswith(key) or other.startswith(key))
        and len(key) >= _LEAST_KEPT * len(other)
    }
    return found.pop() if len(found) == 1 else ""


def _from_gap(headings: Sequence[Candidate], place: int) -> str:
    """The heading with the circled number that the headings with a number right above and below leave; "" where they leave none."""
    before, after = _near(headings, place, -1), _near(headings, place, 1)
    if before is None or after is None or before.kind != "circled" or after.kind != "circled":
        return ""
    if after.ordinal != before.ordinal + 2:
        return ""
    words = re.sub(r"^[^ぁ-ゖァ-ヺ一-龥々A-Za-z]+", "", headings[place].text)
    return f"{CIRCLED[before.ordinal]}{words}"


def _near(headings: Sequence[Candidate], place: int, step: int) -> Mark | None:
    """The mark of the next heading above or below, over those of a lower level (ア); None where that one has none either."""
    at = place + step
    while 0 <= at < len(headings):
        mark = parse_mark(headings[at].text)
        if mark is None or mark.kind != "kana":
            return mark
        at += step
    return None

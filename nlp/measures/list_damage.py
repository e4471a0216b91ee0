"""Damage of a plan's list of measures: entries glued on one line, numbers that are gone, brackets that are.

Lines and entries go in and come out; a number is restored only where the numbers around leave exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from nlp.gazetteer import Gazetteer
from nlp.layout.marks import parse_mark
from nlp.layout.outline import Heading
from nlp.measures.list_entries import Entry, PrintedList, Span
from nlp.reading import Line, Reading
from nlp.records import Issue

_SHORTEST_LABEL = 4
# The head of a page: its number, its sections and its name.
_HEAD_LINES = 8
# …【環境省】･･･ 37 No.004:… and …･･･ 38（２）状況に合わせた…: the break between two printed lines was lost.
_GLUED_ENTRY = re.compile(
    r"(?<=[】)）0-9０-９･…ぁ-ゖァ-ヺ一-鿿])[ \u3000\t]*(?=(?:No|NO|Ｎｏ|№)[.．]?\s*[0-9０-９]{1,3}\s*[:：])"
)
_GLUED_HEADING = re.compile(
    r"[･…]{2,}[ \u3000]*[0-9０-９]{1,3}[ \u3000]*(?=[（(][0-9０-９][)）][^\s0-9①-⑳]{4})"
)
# … 取組を行っている。- 43 -: the number of the page behind the last line of its text.
_GLUED_PAGE = re.compile(r"(?<=。)[ \u3000\t]*(?=[-－‐–—]\s?[0-9０-９]{1,3}\s?[-－‐–—]\s*$)")


def unglued(lines: Iterable[Line], blocks: Iterable[str] = ()) -> Iterator[Line]:
    """The lines, those that hold two printed lines taken apart. `blocks`: the names of the blocks of a measure's page (現状)."""
    names = "|".join(map(re.escape, blocks))
    block = re.compile(rf"[ \u3000\t]*(?=[＜<〈《【]\s*(?:{names})\s*[＞>〉》】])") if names else _GLUED_PAGE
    for line in lines:
        cuts = sorted(
            {
                found.end()
                for pattern in (_GLUED_ENTRY, _GLUED_HEADING, _GLUED_PAGE, block)
                for found in pattern.finditer(line.text)
            }
        )
        begin = 0
        for cut in (*cuts, len(line.text)):
            if begin < cut or not line.text:
                yield Line(line.text[begin:cut], line.start + begin, line.start + cut, line.number)
            begin = cut


def head_apart(lines: Sequence[Line], headings: Sequence[Heading]) -> list[Line]:
    """The lines of a page, the first ones that print a section's heading and behind it the measure's name taken apart."""
    labels = sorted(
        {one.label for one in headings if len(one.label) >= _SHORTEST_LABEL}, key=len, reverse=True
    )
    found: list[Line] = []
    for line in lines:
        mark = parse_mark(line.text) if len(found) < _HEAD_LINES else None
        label = next(
            (one for one in labels if mark is not None and "【" in mark.rest and one in line.text), ""
        )
        cut = line.text.find(label) + len(label) if label else 0
        if label and line.text[cut:].lstrip(" \u3000\t")[:1] not in ("", "【"):
            found.append(Line(line.text[:cut], line.start, line.start + cut, line.number))
            line = Line(line.text[cut:], line.start + cut, line.end, line.number)
        found.append(line)
    return found


def with_numbers(entries: Sequence[Entry], reading: Reading) -> tuple[list[Entry], list[Issue]]:
    """Entries that were printed without a readable number (0) get the one that is missing at their place.

    An entry whose number stays open is left out, with an issue that
    quotes it.
    """
    found: list[Entry] = []
    issues: list[Issue] = []
    known = {entry.number for entry in entries if entry.number}
    for index, entry in enumerate(entries):
        if entry.number:
            found.append(entry)
            continue
        where = reading.where(entry.place.start, entry.place.end)
        name = reading.text[entry.name.start : entry.name.end]
        number = _missing_at(entries, index, known) if entry.relisted is None else None
        if number is None:
            message = f"番号の読めない施策の行があり、前後からも決まらない: 「{name}」"
            issues.append(Issue("unnumbered-row", "error", message, where, "", "原本で番号を確かめる"))
            continue
        found.append(replace(entry, number=number, restored=True))
        message = f"番号の読めない行を、前後の番号から No.{number} とした: 「{name}」"
        issues.append(Issue("restored-number", "info", message, where, f"measure:{number}"))
    return found, issues


def with_pages(entries: Sequence[Entry], reading: Reading) -> tuple[list[Entry], list[Issue]]:
    """The entries, page numbers that fall behind those before and after them left out, with an issue: digits of them are lost.

    The pages of a list ascend. A number is doubted where the ones beside it ascend without it, and only then.
    """
    pages = {
        index: int(normalize("NFKC", reading.text[entry.page.start : entry.page.end]))
        for index, entry in enumerate(entries)
        if entry.page is not None and entry.relisted is None
    }
    order = sorted(pages)
    done = list(entries)
    issues: list[Issue] = []
    for at, index in enumerate(order[1:-1], 1):
        before, own, after = (pages[order[at + step]] for step in (-1, 0, 1))
        page = entries[index].page
        if before <= own <= after or not before <= after or page is None:
            continue
        done[index] = replace(entries[index], page=None)
        message = f"頁の番号「{own}」は前後の頁（{before}、{after}）に合わない。字が欠けているとみて取らない"
        where = reading.where(page.start, page.end)
        issues.append(Issue("cut-number", "warning", message, where, f"measure:{entries[index].number}"))
    return done, issues


def unread_lines(printed: PrintedList, reading: Reading) -> Iterator[Issue]:
    """Lines between the entries of a list that are no entry, no heading and no part of one."""
    for line in printed.loose:
        message = f"施策一覧の中の読めない行: 「{' '.join(line.text.split())[:60]}」"
        where = reading.where(line.start, line.end)
        yield Issue("unread-line", "warning", message, where, hint="原本の一覧を確かめる")


def cut_earlier(entries: Sequence[Entry], reading: Reading) -> Iterator[Issue]:
    """Relisted entries whose note of where they stood before (（前出（３）①：P.37）) is cut."""
    for entry in entries:
        text = reading.text[entry.place.start : entry.place.end]
        begin = max(text.rfind("前出"), text.rfind("既出"))
        if entry.relisted is None or begin < 0 or entry.earlier is None or not entry.number:
            continue
        rest = text[begin:]
        if entry.earlier.page is None and rest.count("（") + rest.count("(") >= rest.count("）") + rest.count(
            ")"
        ):
            message = f"前出の記載「{' '.join(rest.split())[:40]}」は途中で切れている。頁は取らない"
            where = reading.where(entry.place.start, entry.place.end)
            yield Issue("cut-cell", "info", message, where, f"measure:{entry.number}")


def _missing_at(entries: Sequence[Entry], index: int, known: set[int]) -> int | None:
    """The number of the unnumbered entry at `index`, when the unnumbered ones fill their gap exactly."""
    before = [entry.number for entry in entries[:index]]
    low = max(before, default=0)
    after = [entry.number for entry in entries[index + 1 :]]
    high = min((number for number in after if number > low), default=None)
    if high is None:
        return None
    begin = before.index(low) + 1 if low else 0
    end = index + 1 + after.index(high)
    gap = [at for at in range(begin, end) if not entries[at].number and entries[at].relisted is None]
    number = low + 1 + gap.index(index)
    return number if high - low - 1 == len(gap) and number not in known else None


def with_bracket(entry: Entry, text: str, gazetteer: Gazetteer) -> Entry:
    """An entry whose 【 is lost, with the ministries that stand right before its 】 taken out of its name."""
    close = text.find("】", entry.name.start, entry.place.end)
    if entry.ministries is not None or close < 0:
        return entry
    begin = close
    # A ministry may run over the end of the line (国土交 / 通省】).
    places = [at for at in range(entry.name.start, close) if not text[at].isspace()]
    printed = "".join(text[at] for at in places)
    for hit in sorted(gazetteer.find(printed), key=lambda item: -item.end):
        if text[places[hit.end - 1] + 1 : begin].strip(" \u3000\n、・，,"):
            break
        begin = places[hit.start]
    if begin == close or begin == entry.name.start:
        return entry
    name = text[entry.name.start : begin].rstrip()
    return replace(
        entry, name=Span(entry.name.start, entry.name.start + len(name)), ministries=Span(begin, close)
    )

"""Entries of a plan's own list of measures: No.006:(再掲)名前【府省庁】（前出（１）②：P.37）, broken over lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from nlp.layout.item_markers import CIRCLED
from nlp.layout.marks import leading_notation, parse_mark
from nlp.layout.outline import Candidate
from nlp.reading import Line, Reading

_MINISTRY = re.compile(r"【([^【】]*)】")
_LEADER = re.compile(r"[\s・･…‥.．·_ー-]*(?:[PＰp][.．]?)?\s*[0-9０-９]{1,3}\s*$|[\s・･…‥.．·_-]{3,}$")
_LEADS_TO = re.compile(
    r"(?:[・･…‥.．·_ー-]{2,}|】)[\s・･…‥.．·_ー-]*(?:[PＰp][.．]?)?\s*(?P<page>[0-9０-９]{1,3})\s*\Z"
)
_GOES_ON = re.compile(r"^\s*(?:[（(]\s*(?:前出|既出|後出|後掲)|[・･…‥.．·]{2,}|[0-9０-９]{1,3}\s*$|【)")
_PAGE_FOOT = re.compile(r"^\s*[-－―‐]?\s*[0-9０-９]{1,3}\s*[-－―‐]?\s*$")
# The eye of a reader takes 0 for O and 1 for l.
_MISREAD_DIGITS = str.maketrans("OoＯｏlI", "000011")
_PLAIN_HEADING = re.compile(r"\s*([0-9]{1,2})[ \u3000]*([ぁ-ゖァ-ヺ一-鿿A-Z][^\t|。【】]{3,60})")
_SPACED_HEADING = re.compile(r"\s*([0-9０-９]{1,2})[ \u3000]+([ぁ-ゖァ-ヺ一-鿿A-ZＡ-Ｚ][^\t|。【】]{1,60})")
_OPEN, _CLOSE = "（(【「『", "）)】」』"
LONGEST = 400
_SHORTEST_NAME = 6
_CHAPTERS = ("part", "roman")
_HEADING_KINDS = ("paren", "circled", "both", "number", "part", "roman", "kana")
# No.   :名前, No.0 6:名前: the number is gone or torn, its sign is left.
_LOST_NUMBER = re.compile(
    r"[ \u3000]*(?:No|NO|Ｎｏ|№)[.．]?[ \u3000]*(?:[0-9０-９OoＯlI■□〓●▲?？�][ \u3000]*){0,4}[:：][ \u3000]*"
)
# No.024, N١.024:, …【国土交通省】: a line that was an entry.
_LIKE_ROW = re.compile(r"^\s*\S{0,3}[.．]?\s?[0-9０-９OoIl]{2,3}\s*[:：]|【[^】]*】|[(（]再掲[)）]")
_REST_OF_NOTE = re.compile(r"[\s0-9０-９①-⑳ア-ソ：:PＰp.．、（(）)-]*")
_HEADING_WORDS = re.compile(
    r"[ぁ-ゖァ-ヺー一-龥々・、「」A-Za-z]{6,50}|(?:[(（][^()（）]{1,2}[)）]|[^\sぁ-ゖァ-ヺー一-龥々A-Za-z0-9０-９（）()※＊*注]{1,2})[ぁ-ゖァ-ヺー一-龥々・、「」A-Za-z]{4,50}"
)
# A page number of which no digit is sure.
_STRANGE = 3


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open span of the reading."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where the plan says that a relisted measure stood before: section notation, page (None when not printed)."""

    section: str
    page: int | None
    place: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list. `before` is how many heading candidates were printed above it.

    `number` is 0 when it can not be read; `restored` says that it comes from the numbers around. `page`: the number of the
    page of the plan to which the leader behind it leads.
    """

    number: int
    number_place: Span
    name: Span
    ministries: Span | None
    relisted: Span | None
    earlier: Earlier | None
    place: Span
    before: int
    restored: bool = False
    page: Span | None = None


@dataclass(frozen=True, slots=True)
class ListRules:
    """The patterns of the profile, compiled; see measure_list.toml."""

    entry: re.Pattern[str]
    page: re.Pattern[str]
    relisted: re.Pattern[str]
    earlier: re.Pattern[str]

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> ListRules:
        """From the reader's settings in the profile."""
        return cls(*(re.compile(settings[name]) for name in ("entry", "page", "relisted", "earlier")))


@dataclass(frozen=True, slots=True)
class PrintedList:
    """The entries of a document, the heading candidates between them, the line spans of measure pages, and lines of the list that are none."""

    entries: tuple[Entry, ...]
    headings: tuple[Candidate, ...]
    pages: tuple[tuple[int, Span, tuple[Line, ...]], ...]
    loose: tuple[Line, ...] = ()


def read_list(reading: Reading, lines: Iterable[Line], rules: ListRules) -> PrintedList:
    """Entries, headings and pages of the lines of a reading, in printed order.

    A page runs from its 施策No. line to the next one. An entry runs over lines until its brackets are closed and its
    ministries are named; a heading, another entry or a page ends it.
    """
    entries: list[Entry] = []
    headings: list[Candidate] = []
    pages: list[tuple[int, Span, list[Line]]] = []
    held: list[Line] = []
    loose: list[Line] = []
    blank = ends = (
        0  # where the last empty line stands, where lines end that follow an entry without one between
    )
    # Where Unicode form NFKC made plain digits of ①②③, 3 情報発信の充実 heads a section.
    plain = not any(sign in reading.text for sign in CIRCLED)
    for line in lines:
        blank = blank if line.text.strip() else line.start
        page = rules.page.match(line.text)
        entry = rules.entry.match(line.text)
        digits = "" if page is None else normalize("NFKC", page[1])
        # No.01■: a page whose number lost digits; behind an entry's number a lost sign was its colon, and the name follows.
        torn = page is not None and not digits.isdecimal()
        if page is not None and (entry is None or torn):
            held = _close(reading, held, rules, entries, len(headings))
            number = 0 if torn else int(digits)
            pages.append((number, Span(line.start + page.start(1), line.start + page.end(1)), [line]))
        elif entry is not None or (held and _names_ministries(held) and _is_unnumbered(line)):
            held = _close(reading, held, rules, entries, len(headings))
            held = [line]
        elif held and _belongs(held, line):
            if line.text.strip() and not (_PAGE_FOOT.match(line.text) and not _open(held)):
                held.append(line)
        elif pages and not held and not (entries and entries[-1].place.start > pages[-1][2][0].start):
            pages[-1][2].append(line)
        else:
            held = _close(reading, held, rules, entries, len(headings))
            text = _LEADER.sub("", _marked(line.text, plain=plain)).strip()
            mark = parse_mark(text)
            if mark is None and entries and not pages and _is_unnumbered(line):
                held = [line]
            elif mark is None and (entries or headings) and not pages and heading_like(text):
                # A heading without its mark: `torn_headings` says which, or that it is open.
                headings.append(Candidate(text, line.start, line.start + len(line.text.rstrip())))
            elif mark is not None and mark.kind in _HEADING_KINDS and len(line.text) <= 120:
                headings.append(
                    Candidate(
                        text,
                        line.start,
                        line.start + len(line.text.rstrip()),
                        certain=True,
                        bare=not plain and _SPACED_HEADING.fullmatch(line.text.rstrip()) is not None,
                    )
                )
            elif entries and not pages and len(line.text.strip()) >= _SHORTEST_NAME:
                loose.append(line)
                ends = ends if blank > entries[-1].place.end else line.end
    _close(reading, held, rules, entries, len(headings))
    # What stands behind the last entry may be anything; a row there shows its number or its ministries.
    last = max((entry.place.end for entry in entries), default=0)
    last = max(last, ends)
    return PrintedList(
        tuple(entries),
        tuple(headings),
        tuple((number, place, tuple(lines)) for number, place, lines in pages),
        tuple(
            line
            for line in loose
            if not _PAGE_FOOT.match(line.text) and (line.start < last or _LIKE_ROW.search(line.text))
        ),
    )


def outside_list(headings: Sequence[Candidate], entries: Sequence[Entry]) -> frozenset[int]:
    """The headings up to the chapter (第４章, Ⅲ) that holds all the entries: they stand over the list or before it."""
    if not entries:
        return frozenset()
    first, last = min(entry.before for entry in entries), max(entry.before for entry in entries)
    marks = [parse_mark(item.text) for item in headings]
    chapters = [index for index, mark in enumerate(marks) if mark is not None and mark.kind in _CHAPTERS]
    above = [index for index in chapters if index < first]
    if not above or any(first <= index < last for index in chapters) or above[-1] + 2 > first:
        return frozenset()
    return frozenset(range(above[-1] + 1))


def _marked(text: str, *, plain: bool) -> str:
    """A heading with a point behind its number (3 情報発信の充実; 2人材の育成 where numbers are plain), any other line as it is."""
    found = _SPACED_HEADING.fullmatch(text.rstrip()) or (_PLAIN_HEADING.fullmatch(text) if plain else None)
    return f"{found[1]}.{found[2]}" if found is not None else text


def _open(held: Sequence[Line]) -> bool:
    return _depth("".join(line.text for line in held)) > 0


def _depth(text: str) -> int:
    return sum((letter in _OPEN) - (letter in _CLOSE) for letter in text)


def _names_ministries(held: Sequence[Line]) -> bool:
    """Whether ministries are named and nothing behind them is open that could hold others.

    A bracket of the name that lost its end (（再掲洔…) holds nothing, nor does one that tells where the measure stood before (（前出（１）…).
    """
    text = "".join(item.text for item in held)
    named = list(_MINISTRY.finditer(text))
    rest = text[named[-1].end() :] if named else ""
    return bool(named) and (_depth(rest) <= 0 or _GOES_ON.match(rest) is not None)


def _is_unnumbered(line: Line) -> bool:
    """A line that is an entry of its own although its number is gone: a name, then 【…】, then nothing but a leader, be it damaged (4陟)."""
    found = _MINISTRY.search(line.text)
    if found is None or len(line.text[: found.start()].strip(" \u3000:：")) < _SHORTEST_NAME:
        return False
    rest = line.text[found.end() :]
    return len(_LEADER.sub("", rest).strip()) <= _STRANGE or bool(_GOES_ON.match(rest))


def _belongs(held: Sequence[Line], line: Line) -> bool:
    """Whether `line` goes on with the entry held so far."""
    text = "".join(item.text for item in held)
    if len(text) > LONGEST:
        return False
    if text.rfind("【") > text.rfind("】") and "】" not in line.text and parse_mark(line.text) is not None:
        return False  # 【環境省 was never closed: a heading is not the rest of it
    if _open(held):
        # （前出（３）① was cut: the heading below is not the rest of it, as ①：P.30） is.
        if "】" not in text or re.search("[）)]", line.text):
            return True
        return _REST_OF_NOTE.fullmatch(line.text) is not None
    if _MINISTRY.search(text) or "】" in text:
        return bool(_GOES_ON.match(line.text))
    return not _heads(line.text)


def _heads(text: str) -> bool:
    """Whether a line is a heading with a mark, no entry."""
    mark = parse_mark(text)
    return mark is not None and mark.kind in ("paren", "circled", "both") and not re.search("【", text)


def heading_like(text: str) -> bool:
    """Whether a line without a mark between two entries can be a heading: words without figures that end no sentence.

    >>> heading_like("ロスの削減と寄附の促進"), heading_like("（注）再掲を除く。"), heading_like("施策一覧")
    (True, False, False)
    """
    plain = "".join(text.split())
    return _HEADING_WORDS.fullmatch(plain) is not None


def _close(
    reading: Reading, held: list[Line], rules: ListRules, entries: list[Entry], before: int
) -> list[Line]:
    """Turn the held lines into an entry; returns the empty list that holds the next."""
    if held:
        entries.append(_entry(reading, held[0].start, held[-1].end, rules, before))
    return []


def _entry(reading: Reading, start: int, end: int, rules: ListRules, before: int) -> Entry:
    text = reading.text[start:end]
    head = rules.entry.match(text)
    opening = head.end() if head is not None else 0
    group = (head.lastindex or 0) if head is not None else 0
    digits = normalize("NFKC", head[group].translate(_MISREAD_DIGITS)) if head is not None else ""
    digits = "".join(digits.split())
    number = int(digits) if digits.isdecimal() else 0
    if head is None:
        lost = _LOST_NUMBER.match(text)
        opening = lost.end() if lost else len(text) - len(text.lstrip(" \u3000:："))
    place = (
        Span(start + head.start(group), start + head.end(group)) if head is not None else Span(start, start)
    )
    brackets = list(_MINISTRY.finditer(text, opening))
    named = brackets[-1] if brackets else None
    unclosed = text.find("【", opening) if named is None else -1
    ministries = Span(start + named.start(1), start + named.end(1)) if named is not None else None
    if unclosed >= 0:
        inside = _LEADER.sub("", text[unclosed + 1 :])
        ministries = Span(start + unclosed + 1, start + unclosed + 1 + len(inside.rstrip()))
    stop = named.start() if named is not None else (unclosed if unclosed >= 0 else len(text))
    relisted = rules.relisted.search(text, opening)
    earlier = rules.earlier.search(text, named.end() if named is not None else opening)
    if named is None and earlier is not None:
        stop = min(
            stop, text.rfind("（", 0, earlier.start()) if "（" in text[: earlier.start()] else earlier.start()
        )
    begin = opening
    if relisted is not None and relisted.start() <= begin + 2:
        begin = relisted.end()
    name = text[begin:stop]
    if named is None:
        name = _LEADER.sub("", name)
    name_start = start + begin + len(name) - len(name.lstrip(" 　\r\n"))
    name_end = start + begin + len(name.rstrip(" 　\r\n"))
    return Entry(
        number,
        place,
        Span(name_start, max(name_start, name_end)),
        ministries,
        Span(start + relisted.start(), start + relisted.end()) if relisted is not None else None,
        _earlier(earlier, start),
        Span(start, end),
        before,
        page=_page(text, named.end() if named is not None else max(text.rfind("】") + 1, opening), start),
    )


def _page(text: str, behind: int, offset: int) -> Span | None:
    """The digits of the page number that stands behind a leader, or alone behind the ministries."""
    found = _LEADS_TO.search(text, max(0, behind - 1))
    return None if found is None else Span(offset + found.start("page"), offset + found.end("page"))


def _earlier(found: re.Match[str] | None, offset: int) -> Earlier | None:
    if found is None:
        return None
    page = int(normalize("NFKC", found["page"])) if found["page"] else None
    section, _ = leading_notation(found["section"])
    return Earlier(section, page, Span(offset + found.start(), offset + found.end()))


def content_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a page without blank ones and page numbers."""
    return (line for line in lines if line.text.strip() and not _PAGE_FOOT.match(line.text))

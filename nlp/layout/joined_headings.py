"""Headings that stand on the line of a row or of another heading because the line end between them was lost: each on its own line again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from nlp.layout.item_markers import CIRCLED
from nlp.reading import Line

_D = "[0-9０-９]"
_MARK = re.compile(
    rf"(?:[(（](?P<both_in>{_D}{{1,2}})[)）]|(?P<both>{_D})[ \u3000]?[-－―‐–—−ー])[ \u3000]?(?P<section>[①-⑳])"
    rf"|[(（](?P<paren>{_D}{{1,2}})[)）]|(?<![0-9０-９A-Za-z/_.．])(?P<point>{_D})[.．](?!{_D})|(?P<circled>[①-⑳])"
)
_AT_START = re.compile(r"[\s\u3000|｜]*")
# What a heading says: words to the end of its cell, of which none ends a sentence.
_WORDS = re.compile(r"[ \u3000]*[ぁ-ゖァ-ヺ一-鿿A-ZＡ-Ｚ「][^\t|｜。]{1,79}(?=[\t|｜]|$)")
_ROW = re.compile(rf"[\s\u3000|｜]*(?:No|NO|Ｎｏ|№)?[.．]?[ \u3000]*{_D}{{1,3}}[.．:：]?(?=[\t \u3000]|\D)")
# The end of an entry of a plan's list: …【内閣府】, …（前出（１）②：P.37）.
_ENTRY_ENDS = re.compile(rf"】|[PＰ][.．]\s?{_D}{{1,3}}[)）]")
# The end of a printed row: a border or blank, the end of a sentence, of a bracket, a page number, a ministry or a word of 備考.
_ROW_ENDS = re.compile(r"(?:[\t \u3000|｜。】）)･…]|省|庁|府|会|再掲|新規|内数|[0-9０-９])$")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A heading's mark at [start, end) of its line: the pillar (0 where it prints none) and the section (0 for a pillar)."""

    pillar: int
    section: int
    start: int
    end: int

    def follows(self, before: tuple[int, int]) -> bool:
        """Whether it is the next heading after the one of (pillar, section)."""
        pillar, section = before
        if not self.pillar:
            return self.section == section + 1
        if self.section:
            return before in ((self.pillar, self.section - 1), (0, 0)) or (
                self.section == 1 and self.pillar == pillar + 1
            )
        return self.pillar == pillar + 1


def headings_apart(lines: Iterable[Line]) -> list[Line]:
    """`lines`, those that hold a heading behind a row or another heading parted before it.

    Only the next heading in order parts a line, where it heads no line of its own, its words end the line or a cell, and what stands
    before it is a whole row or a heading: ① in a sentence, and marks that a line names, part none.

    >>> rows = [Line("3-①相談の体制", 0, 8, 0), Line("4\\t相談事業\\t90\\t法務省\\t再掲 3-②被害の回復", 9, 36, 1), Line("5\\t学習事業", 37, 43, 2)]
    >>> [line.text for line in headings_apart(rows)][1:3]
    ['4\\t相談事業\\t90\\t法務省\\t再掲', '3-②被害の回復']
    """
    every = list(lines)
    own = [_mark(line.text) for line in every]
    found: list[Line] = []
    before = (0, 0)
    for line, mark, after in zip(every, own, _following(own), strict=True):
        for part in _parts(line, mark, before, after):
            found.append(part)
            before = _placed(_mark(part.text), before)
    return found


def _following(marks: Sequence[_Mark | None]) -> list[_Mark | None]:
    """For each line the mark of the next one below that begins with a heading."""
    following: list[_Mark | None] = []
    after = None
    for mark in reversed(marks):
        following.append(after)
        after = mark or after
    return following[::-1]


def _parts(line: Line, own: _Mark | None, before: tuple[int, int], after: _Mark | None) -> Iterator[Line]:
    rowless = not _ROW.match(line.text) and line.text.count("\t") < 2 and not _ENTRY_ENDS.search(line.text)
    if own is None and rowless:
        yield line
        return
    state = _placed(own, before)
    for match in _MARK.finditer(line.text, own.end if own else 0):
        mark = _read(match)
        if _parts_here(line.text, mark, own, state, after):
            yield Line(
                line.text[: mark.start].rstrip("\t "), line.start, line.start + mark.start, line.number
            )
            rest = Line(line.text[mark.start :], line.start + mark.start, line.end, line.number)
            yield from _parts(rest, _mark(rest.text), state, after)
            return
    yield line


def _parts_here(
    text: str, mark: _Mark, own: _Mark | None, state: tuple[int, int], after: _Mark | None
) -> bool:
    if not mark.follows(state) or (after is not None and _same(mark, after)):
        return False
    head = text[: mark.start]
    if own is not None:
        # A pillar with its first section, never two sections: no row would stand between them.
        fits = own.section == 0 and mark.section == 1 and len(head[own.end :].strip()) >= 2
    else:
        fits = _ROW_ENDS.search(head) is not None and len(head.strip()) >= 4 and not _counted(head, mark)
    return fits and _WORDS.match(text, mark.end) is not None


def _counted(head: str, mark: _Mark) -> bool:
    """Whether the mark before it stands on the line too: 1. … 2. … 3. … count what a sentence says."""
    before = (mark.pillar, mark.section - 1) if mark.section else (mark.pillar - 1, 0)
    return any((one.pillar, one.section) == before for one in map(_read, _MARK.finditer(head)))


def _same(one: _Mark, other: _Mark) -> bool:
    return one.section == other.section and (one.pillar == other.pillar or 0 in (one.pillar, other.pillar))


def _placed(mark: _Mark | None, before: tuple[int, int]) -> tuple[int, int]:
    """The pillar and section that lines stand in from a heading on."""
    if mark is None:
        return before
    return mark.pillar or before[0], mark.section


def _mark(text: str) -> _Mark | None:
    """The mark that a line begins with, where words follow it."""
    blank = _AT_START.match(text)
    match = _MARK.match(text, blank.end() if blank else 0)
    return _read(match) if match and re.match(r"[ \u3000]*[^\s\t|｜]{2}", text[match.end() :]) else None


def _read(match: re.Match[str]) -> _Mark:
    pillar = match["both_in"] or match["both"] or match["paren"] or match["point"]
    section = match["section"] or match["circled"]
    number = int(normalize("NFKC", pillar)) if pillar else 0
    return _Mark(number, CIRCLED.index(section) + 1 if section else 0, match.start(), match.end())

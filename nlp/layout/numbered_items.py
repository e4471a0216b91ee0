"""Reads a numbered outline (１ / （１） / ア / ① / (ｱ)) whose lines are wrapped and blank-separated.

Gives a flat list of items in order, each with its full notation ("3(2)ア①"), its heading and its paragraphs, every
character tied to the reading. The order of levels is learned from the document: a marker of a kind that is
not open yet opens a level below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from unicodedata import east_asian_width, normalize

from nlp.layout.blocks import Block
from nlp.layout.joined_text import join_lines
from nlp.reading import Line

KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "dai",
        re.compile(r"第\s*(?P<mark>[0-9０-９一二三四五六七八九十]{1,3})\s*(?:条|章|節)?(?=[\s\u3000（(])"),
    ),
    ("number", re.compile(r"(?P<mark>[0-9０-９]{1,2})(?=[\s\u3000.．、])(?![.．][0-9０-９])")),
    ("bracket", re.compile(r"[(（]\s*(?P<mark>[0-9０-９]{1,2})\s*[)）]|(?P<mark2>[⑴-⒇])")),
    ("kana-bracket", re.compile(rf"[(（]\s*(?P<mark>[{KANA}ｱ-ﾝ])\s*[)）]")),
    ("kana", re.compile(rf"(?P<mark>[{KANA}])(?=[\s\u3000.．、])")),
    ("circled", re.compile(rf"(?P<mark>[{CIRCLED}])")),
    ("kanji", re.compile(r"(?P<mark>[一二三四五六七八九十]{1,2})(?=[\s\u3000.．、])")),
)
# A clause that no full stop ended yet goes on below, however short its line is: ただし、事業の全部又は一部を / 委託することができる。
_CLAUSE = re.compile(r"(?:は|し|て|り|き|に|が|ため|場合|ほか)、[^。]*$")
_POINT = re.compile(r"^[\s\u3000]*[.．、]?")
_KANJI = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@dataclass(frozen=True, slots=True)
class Marker:
    """The number in front of an item: its kind, its ordinal, how it is written in a notation, and its span."""

    kind: str
    ordinal: int
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item: `notation` from the top ("3(2)ア①"), `parent` notation or "", `heading` None when it has only text.

    [start, mark_end) is its printed number; `skipped` is how many numbers are missing before it in its series.
    """

    notation: str
    parent: str
    start: int
    mark_end: int
    end: int
    heading: Block | None
    paragraphs: tuple[Block, ...]
    skipped: int = 0

    @property
    def text(self) -> str:
        """All paragraphs, one per line."""
        return "\n".join(block.text for block in self.paragraphs)


def display_width(text: str) -> int:
    """Width in half-width columns.

    >>> display_width("ア1")
    3
    """
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text.rstrip())


def read_marker(line: Line) -> Marker | None:
    """The marker at the head of a line, None when the line has none."""
    body = line.text.lstrip()
    offset = line.start + len(line.text) - len(body)
    for kind, pattern in _MARKERS:
        match = pattern.match(body)
        if match is None:
            continue
        mark = normalize("NFKC", next(value for value in match.groups() if value)).strip("()")
        ordinal = _ordinal(mark, match.group())
        if ordinal:
            return Marker(kind, ordinal, _written(kind, ordinal, mark), offset, offset + match.end())
    return None


def _ordinal(mark: str, printed: str) -> int:
    if mark.isdecimal():
        return int(mark)
    if mark in KANA:
        return KANA.index(mark) + 1
    if printed.strip()[:1] in CIRCLED:
        return CIRCLED.index(printed.strip()[0]) + 1
    if mark in _KANJI:
        return _KANJI[mark]
    return 10 + _KANJI.get(mark[1:], 0) if mark.startswith("十") else 0


def _written(kind: str, ordinal: int, mark: str) -> str:
    if kind == "bracket":
        return f"({ordinal})"
    if kind == "kana-bracket":
        return f"({KANA[ordinal - 1]})"
    if kind == "circled":
        return CIRCLED[ordinal - 1]
    if kind == "kanji":
        return mark
    return KANA[ordinal - 1] if kind == "kana" else str(ordinal) if mark else ""


@dataclass
class _Open:
    """An item being collected."""

    notation: str
    parent: str
    skipped: int
    marker: Marker
    above: Line | None = None
    lines: list[Line] = field(default_factory=list)


def read_items(lines: Iterable[Line]) -> list[Item]:
    """The items of a numbered outline, in order; text before the first marker is left out."""
    printed = [line for line in lines if line.text.strip()]
    full = _full_width(printed)
    stack: list[Marker] = []
    collected: list[_Open] = []
    before: Line | None = None
    last: Line | None = None
    marked = [(line, read_marker(line)) for line in printed]
    for index, (line, found) in enumerate(marked):
        marker = _renumbered(found, stack, marked, index) if found else None
        skipped = _admit(marker, stack, bool(collected)) if marker else None
        if marker and skipped is None and _second_paragraph(marker, stack, last):
            skipped = 0
            del stack[[item.kind for item in stack].index("dai") + 1 :]
        before, last = last, line
        if marker is None or skipped is None:
            if collected:
                collected[-1].lines.append(line)
            continue
        kinds = [open_marker.kind for open_marker in stack]
        if marker.kind in kinds:
            del stack[kinds.index(marker.kind) :]
        parent = "".join(open_marker.written for open_marker in stack)
        if marker.kind == "number" and parent:
            # 第２ の １: 2.1, for 21 would be another item.
            marker = replace(marker, written=f".{marker.ordinal}")
        stack.append(marker)
        # １．目的: the point behind the number is neither of the number nor of the heading.
        body = _POINT.sub("", line.text[marker.end - line.start :])
        rest = Line(body, line.start + len(line.text) - len(body), line.end, line.number)
        above = _heading_above(marker, collected, before)
        collected.append(_Open(parent + marker.written, parent, skipped, marker, above, [rest]))
    return [_close(item, full) for item in collected]


def _renumbered(
    marker: Marker, stack: list[Marker], marked: list[tuple[Line, Marker | None]], index: int
) -> Marker:
    """A plain number of a series below an open one as the circled number that it was: normalised text prints ① as 1.

    Such a series begins with 1 while plain numbers are open, with 2 as the next plain number.
    """
    series = {item.kind: item.ordinal for item in stack}
    if marker.kind != "number" or "number" not in series or marker.ordinal > len(CIRCLED):
        return marker
    following = next((item for _, item in marked[index + 1 :] if item and item.kind == "number"), None)
    begins = marker.ordinal == 1 and following is not None and following.ordinal == 2
    if begins or series.get("circled") == marker.ordinal - 1:
        return replace(marker, kind="circled", written=CIRCLED[marker.ordinal - 1])
    return marker


def _second_paragraph(marker: Marker, stack: list[Marker], last: Line | None) -> bool:
    """Whether a plain ２ is the second paragraph (項) of an article, whose first bears no number."""
    kinds = [item.kind for item in stack]
    ended = last is not None and (last.text.rstrip().endswith(("。", "）")) or read_marker(last) is not None)
    return (
        marker.kind == "number" and marker.ordinal == 2 and "dai" in kinds and "number" not in kinds and ended
    )


def _heading_above(marker: Marker, collected: list[_Open], before: Line | None) -> Line | None:
    """The heading in brackets above an article （通則）第１条; it is taken from the item before."""
    if (
        marker.kind != "dai"
        or before is None
        or not re.fullmatch(r"[（(][^（）()]{2,24}[）)]", before.text.strip())
    ):
        return None
    if collected and collected[-1].lines and collected[-1].lines[-1] is before:
        collected[-1].lines.pop()
    return before


def _admit(marker: Marker, stack: list[Marker], begun: bool) -> int | None:
    """How many numbers are skipped when `marker` continues or opens a series; None when it is running text.

    A wrapped line may begin like an item; it is one only if its number continues an open series (at most
    three missing) or opens a new one with 1.
    """
    for open_marker in reversed(stack):
        if open_marker.kind == marker.kind:
            gap = marker.ordinal - open_marker.ordinal - 1
            return gap if 0 <= gap <= 3 else None
    if marker.ordinal == 1:
        return 0
    return marker.ordinal - 1 if not begun and marker.ordinal <= 3 else None


def _full_width(lines: list[Line]) -> int:
    """The width at which this document wraps its lines: one that a tenth of the lines reach."""
    widths = sorted(display_width(line.text) for line in lines)
    return widths[int(len(widths) * 0.9)] if widths else 0


def _close(item: _Open, full: int) -> Item:
    blocks = [join_lines(group) for group in _paragraphs(item.lines, full)]
    blocks = [block for block in blocks if block.text]
    heading = blocks[0] if blocks and _is_heading(blocks[0].text, len(blocks)) else None
    if item.above is not None:
        named = join_lines([item.above])
        inner = Block(named.text[1:-1], named.offsets[1:-1])
        end = max((line.end for line in item.lines if line.text.strip()), default=item.marker.end)
        return Item(
            item.notation,
            item.parent,
            item.marker.start,
            item.marker.end,
            end,
            inner,
            tuple(blocks),
            item.skipped,
        )
    end = max((line.end for line in item.lines if line.text.strip()), default=item.marker.end)
    rest = tuple(blocks[1:] if heading else blocks)
    return Item(
        item.notation, item.parent, item.marker.start, item.marker.end, end, heading, rest, item.skipped
    )


def _is_heading(text: str, blocks: int) -> bool:
    """A first paragraph without a sentence end is a heading, if text follows it or it stands alone and short."""
    return not re.search(r"[。．：:]$|。", text) and (blocks > 1 or len(text) <= 60)


def _paragraphs(lines: list[Line], full: int) -> Iterator[list[Line]]:
    """Lines grouped: a line that ends a sentence or falls short of the full width ends its paragraph."""
    group: list[Line] = []
    for line in lines:
        if re.match(r"[\s\u3000]*[・○●※]", line.text) and group:
            yield group
            group = []
        group.append(line)
        width = display_width(line.text) + (group[0].start > 0 and len(group) == 1) * 3
        ended = line.text.rstrip().endswith(("。", "。）", "。」"))
        if ended or (width < full - 6 and not _CLAUSE.search(join_lines(group).text)):
            yield group
            group = []
    if group:
        yield group

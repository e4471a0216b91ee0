"""Reads a numbered outline (１ / （１） / ア / ① / (ｱ)) whose lines are wrapped and blank-separated.

Gives a flat list of items in order, each with its full notation ("3(2)ア①"), its heading and its paragraphs, every
character tied to the reading. The order of levels is learned from the document: a marker of a kind that is
not open yet opens a level below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from unicodedata import east_asian_width

from nlp.layout.blocks import Block
from nlp.layout.item_markers import Marker, read_marker, renumbered
from nlp.layout.joined_text import join_lines
from nlp.layout.running_text import closes_below, ends_sentence, goes_on
from nlp.reading import Line

# A clause that no full stop ended yet goes on below, however short its line is: ただし、事業の全部又は一部を / 委託することができる。
_CLAUSE = re.compile(r"(?:は|し|て|り|き|に|が|ため|場合|ほか)、[^。]*$")
# How far from the full width a line may end that the page's width broke.
_SLACK = 6
_POINT = re.compile(r"^[\s\u3000]*[.．、]?")


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
        if found and last is not None and _named_in_running_text(line, found, last, full):
            found = None
        marker = renumbered(found, stack, marked, index) if found else None
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


def _named_in_running_text(line: Line, marker: Marker, above: Line, full: int) -> bool:
    """Whether a line begins with the number of an item that the sentence of the full line above names (３（１）ア / ①の計画)."""
    ended = ends_sentence(above.text) or above.text.rstrip().endswith(("：", ":"))
    return (
        not ended
        and display_width(above.text) >= full - _SLACK
        and goes_on(line.text[marker.end - line.start :])
    )


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
    for index, line in enumerate(lines):
        if re.match(r"[\s\u3000]*[・○●※]", line.text) and group:
            yield group
            group = []
        group.append(line)
        width = display_width(line.text) + (group[0].start > 0 and len(group) == 1) * 3
        text = join_lines(group).text
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        if closes_below(text, (line.text for line in lines[index + 1 : index + 4])):
            continue
        if ends_sentence(text, below) or (width < full - _SLACK and not _CLAUSE.search(text)):
            yield group
            group = []
    if group:
        yield group

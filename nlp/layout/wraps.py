"""Which spaces of a cell stand where its lines ended: the lines of one cell are about equally long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

from nlp.values.torn_numbers import CERTAIN

_SPACE = re.compile(r"[ \u3000\n\r]+")
# A line is up to two letters short of the widest one: 。 and 、 never begin a line, a Latin word is not parted.
_SLACK = 4
_NARROWEST = 8
_LINES = 3
_TORN = re.compile(r"(?<=[0-9０-９,，.．]) (?=[0-9０-９])|(?<=[0-9０-９]) (?=[,，.．][0-9０-９])")


def torn_digits(text: str) -> Iterator[int]:
    """The index of each space of a cell at which a line ended inside a number.

    A space between digits is one where the lines of the cell are of one width and the space stands at that width, or
    where comma and point leave no doubt.

    >>> list(torn_digits("1, 295件")), list(torn_digits("12 95件"))
    ([2], [])
    """
    spaces = [match.start() for match in _TORN.finditer(text)]
    if not spaces:
        return
    certain = {match.start() for match in CERTAIN.finditer(text)}
    ends = set(_line_ends(text))
    yield from (index for index in spaces if index in certain or index in ends)


def _line_ends(text: str) -> Iterator[int]:
    """The starts of the spaces that stand at the common width of three lines or more."""
    begin = 0
    lines: list[tuple[int, int]] = []
    for space in _SPACE.finditer(text):
        lines.append((width(text[begin : space.start()]), space.start()))
        begin = space.end()
    widest = max((size for size, _ in lines), default=0)
    full = [at for size, at in lines if size >= widest - _SLACK]
    if widest >= _NARROWEST and len(full) >= _LINES:
        yield from full


def width(text: str) -> int:
    """The printed width of a text in half-width letters.

    >>> width("令和5年")
    7
    """
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)

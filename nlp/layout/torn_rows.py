"""Rows of cells that a line end inside a cell tore in two or more lines: one line again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from nlp.reading import Line

_NUMBER = re.compile(r"[\s\u3000]*(?:No|NO|№)?[.．]?[ \u3000]*[0-9０-９]{1,4}[.．]?[\s\u3000]*")
_HEADING = re.compile(
    r"[\s\u3000]*(?:[(（][0-9０-９]{1,2}[)）]|[①-⑳]|第[0-9０-９一二三四五六七八九十]|[ⅠⅡⅢⅣⅤ])"
)
# A note below the table (注　数値は暫定, ※…, （注1）…) is no part of a cell.
_NOTE = re.compile(
    r"[\s\u3000]*(?:[※＊*]|[(（［\[]?[ \u3000]*(?:注|備考)(?=[0-9０-９\s\u3000:：.．)）］\]]|$))"
)
_LEAST_CELLS = 5
_MOST_LINES = 6


def mended_rows(lines: Iterable[Line], text: str) -> list[Line]:
    """`lines` of the reading `text`, the parts of a torn row as one line that holds its line ends.

    Parts are one row where their cells together are exactly as many as the numbered rows of the table have, only the first begins
    with a number or an empty cell, and none begins with the mark of a heading or of a note.

    >>> rows = ["1\\tあ\\tい\\tう\\tえ", "2\\tか\\tき", "く\\tけ\\tこ", "3\\tさ\\tし\\tす\\tせ"]
    >>> starts = [0, 10, 16, 22]
    >>> lines = [Line(row, start, start + len(row), 0) for row, start in zip(rows, starts)]
    >>> [line.text.split("\\t")[2] for line in mended_rows(lines, "\\n".join(rows))]
    ['い', 'き\\nく', 'し']
    """
    every = list(lines)
    widths = Counter(_cells(line) for line in every if "\t" in line.text and _begins_row(line))
    width, seen = widths.most_common(1)[0] if widths else (0, 0)
    if width < _LEAST_CELLS or seen < 2:
        return every
    mended: list[Line] = []
    index = 0
    while index < len(every):
        used = _torn(every, index, width)
        first, last = every[index], every[index + used - 1]
        mended.append(
            first if used == 1 else Line(text[first.start : last.end], first.start, last.end, first.number)
        )
        index += used
    return mended


def _torn(lines: Sequence[Line], index: int, width: int) -> int:
    """How many lines from `index` on make one row of `width` cells; 1 where the line is no torn row."""
    first = lines[index]
    cells = _cells(first)
    if not 2 <= cells < width or not (_begins_row(first) or first.text.startswith("\t")):
        return 1
    before = first
    for used in range(2, _MOST_LINES + 1):
        if index + used > len(lines):
            return 1
        part = lines[index + used - 1]
        # A line end parts what stands inside a cell; beside a border it proves nothing unless the row has its number.
        parted = before.text.rsplit("\t", 1)[-1].strip() and part.text.split("\t", 1)[0].strip()
        if not (parted or _begins_row(first)):
            return 1
        if _begins_row(part) or _HEADING.match(part.text) or _NOTE.match(part.text):
            return 1
        if part.start != before.end + 1:
            return 1
        cells += _cells(part) - 1
        if cells >= width:
            return used if cells == width and "\t" in part.text else 1
        before = part
    return 1


def _begins_row(line: Line) -> bool:
    head = line.text.split("\t", 1)[0]
    return bool(_NUMBER.fullmatch(head))


def _cells(line: Line) -> int:
    return line.text.count("\t") + 1

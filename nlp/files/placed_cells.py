"""Numbered tables without ruled lines on a page of a PDF: rows and columns from where the characters stand.

The steps: characters -> pieces (runs without a gap) -> printed lines -> columns (what the lines of three pieces or more leave
white is between them) -> rows (each begins where the first column prints the next number). Lengths are in heights of a character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Any
from unicodedata import normalize

# A gap inside a piece: less than a space. Columns stand farther apart.
_GAP = 0.55
_SAME_LINE = 0.5
_LEAST_COLUMNS = 3
_LEAST_NUMBERS = 3
_NUMBER = re.compile(r"(?:No[.．]?)?[0-9]{1,3}[.．]?")
# A line end inside a row is nearer than the end of the row, where the table is not set solid.
_APART = 0.35
_LARGEST_LEADING = 0.8


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that follow each other without a gap; lengths in points, `top` from the top of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


Columns = tuple[tuple[float, float], ...]


Lines = Sequence[list[Piece]]


def placed_lines(chars: Sequence[dict[str, Any]]) -> list[list[Piece]]:
    """The printed lines of a page from top to bottom, the pieces of each from left to right; `chars` are those of pdfplumber."""
    return list(_lines(list(_pieces(chars))))


def placed_tables(pages: Sequence[Lines], joined: Callable[[str], str]) -> list[str | None]:
    """The text of each page with its numbered table as rows of tab-separated cells; None for a page without such a table.

    `joined` makes one line of the lines of a cell. A table needs three columns, and three numbers or more that ascend in its first;
    a page before or behind it that has its columns and one number, or its columns alone, belongs to it.
    """
    own = [_columns(lines) if _fits(lines, _columns(lines), _LEAST_NUMBERS) else () for lines in pages]
    known = list(own)
    for order in (range(len(pages)), range(len(pages) - 1, -1, -1)):
        before: Columns = ()
        for index in order:
            if not known[index] and _fits(pages[index], before, 0) and _shares(pages[index], before):
                known[index] = before
            before = known[index]
    for run in _runs_of(known):
        pooled = _columns([line for index in run for line in pages[index]])
        if len(pooled) >= max(len(known[index]) for index in run):
            known[run.start : run.stop] = [pooled] * len(run)
    return [
        "\n".join(_printed(group, columns, joined) for group in _groups(lines, columns)) if columns else None
        for lines, columns in zip(pages, known, strict=True)
    ]


def _runs_of(known: Sequence[Columns]) -> Iterator[range]:
    """The pages one behind the other that have columns: of one table, of which a page may leave a column blank."""
    start = 0
    for index in range(len(known) + 1):
        if index == len(known) or not known[index]:
            if start < index:
                yield range(start, index)
            start = index + 1


def _fits(lines: Lines, columns: Columns, least: int) -> bool:
    """Whether the first of `columns` holds `least` numbers or more on these lines, all ascending."""
    numbers = [number for line in lines if (number := _number(line, columns)) is not None]
    ascending = all(before < after for before, after in pairwise(numbers))
    return len(columns) >= _LEAST_COLUMNS and len(numbers) >= least and ascending


def _shares(lines: Lines, columns: Columns) -> bool:
    """Whether a line stands in three of `columns` or more, and no line of so many pieces reaches over two of them."""
    wide = [[_column(piece, columns) for piece in line] for line in lines if len(line) >= _LEAST_COLUMNS]
    return bool(wide) and all(None not in line and len(set(line)) == len(line) for line in wide)


def _pieces(chars: Sequence[dict[str, Any]]) -> Iterator[Piece]:
    upright = [char for char in chars if char.get("upright", True) and char["text"]]
    height = median(char["bottom"] - char["top"] for char in upright) if upright else 0
    if not height:
        return
    placed = sorted(upright, key=lambda char: (char["top"] + char["bottom"], char["x0"]))
    line: list[dict[str, Any]] = []
    for char in placed:
        if line and _middle(char) - _middle(line[0]) > _SAME_LINE * height:
            yield from _runs(line)
            line = []
        line.append(char)
    yield from _runs(line)


def _middle(char: dict[str, Any]) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _runs(line: list[dict[str, Any]]) -> Iterator[Piece]:
    line.sort(key=lambda char: char["x0"])
    run: list[dict[str, Any]] = []
    for char in line:
        size = char["bottom"] - char["top"]
        if run and char["x0"] - run[-1]["x1"] > _GAP * size:
            yield from _piece(run)
            run = []
        run.append(char)
    yield from _piece(run)


def _piece(run: Sequence[dict[str, Any]]) -> Iterator[Piece]:
    text = "".join(char["text"] for char in run)
    filled = [char for char in run if not char["text"].isspace()]
    if filled:
        top, bottom = min(char["top"] for char in filled), max(char["bottom"] for char in filled)
        yield Piece(text.strip(), filled[0]["x0"], filled[-1]["x1"], top, bottom)


def _lines(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces of one height, from left to right; lines from top to bottom."""
    line: list[Piece] = []
    for piece in sorted(pieces, key=lambda item: (item.top + item.bottom, item.left)):
        if line and (piece.top + piece.bottom - line[0].top - line[0].bottom) / 2 > _SAME_LINE * (
            line[0].bottom - line[0].top
        ):
            yield sorted(line, key=lambda item: item.left)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda item: item.left)


def _columns(lines: Sequence[Sequence[Piece]]) -> Columns:
    """The spans that the lines of three pieces or more fill, from left to right."""
    spans = sorted(
        (piece.left, piece.right) for line in lines if len(line) >= _LEAST_COLUMNS for piece in line
    )
    merged: list[tuple[float, float]] = []
    for left, right in spans:
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return tuple(merged)


def _column(piece: Piece, columns: Columns) -> int | None:
    """The one column in which a piece stands, None where it reaches over several."""
    touched = [
        index for index, (left, right) in enumerate(columns) if piece.left < right and left < piece.right
    ]
    if len(touched) > 1:
        return None
    if touched:
        return touched[0]
    middle = (piece.left + piece.right) / 2
    return min(range(len(columns)), key=lambda index: abs(middle - sum(columns[index]) / 2))


def _number(line: Sequence[Piece], columns: Columns) -> int | None:
    """The number that a line prints in the first column."""
    plain = normalize("NFKC", line[0].text)
    if not columns or _column(line[0], columns) != 0 or not _NUMBER.fullmatch(plain):
        return None
    return int("".join(filter(str.isdecimal, plain)))


def _groups(lines: Sequence[list[Piece]], columns: Columns) -> list[list[list[Piece]]]:
    """The lines of each row and each line outside of the rows, from top to bottom.

    Rows stand apart, or each begins with its number and a heading begins in the first column.
    """
    gaps = [below[0].top - max(piece.bottom for piece in above) for above, below in pairwise(lines)]
    heights = median(line[0].bottom - line[0].top for line in lines)
    usual = min(*gaps, _LARGEST_LEADING * heights) if gaps else 0.0
    apart = [gap > usual + _APART * heights for gap in gaps]
    marks = [0]
    for split in apart:
        marks.append(marks[-1] + split)
    blocks = [
        [line for _, line in group]
        for _, group in groupby(zip(marks, lines, strict=True), key=lambda item: item[0])
    ]
    groups: list[list[list[Piece]]] = []
    for block in blocks:
        groups.extend([block] if _is_one(block, columns) else _by_numbers(block, columns))
    return groups


def _is_one(block: Sequence[list[Piece]], columns: Columns) -> bool:
    """Whether lines that stand together are one row, or none: no second number, and no heading beside a number."""
    numbered = sum(_number(line, columns) is not None for line in block)
    headed = any(_number(line, columns) is None and _column(line[0], columns) in (0, None) for line in block)
    crossing = any(_column(piece, columns) is None for line in block for piece in line)
    if not numbered:
        return not (crossing and any(len(line) >= _LEAST_COLUMNS for line in block))
    return numbered == 1 and not headed


def _by_numbers(lines: Sequence[list[Piece]], columns: Columns) -> list[list[list[Piece]]]:
    groups: list[list[list[Piece]]] = []
    open_ = False
    for line in lines:
        begins = _number(line, columns) is not None
        heading = not begins and (line[0].left < columns[1][0] and _column(line[0], columns) in (0, None))
        if open_ and not begins and not heading:
            groups[-1].append(line)
        else:
            groups.append([line])
        open_ = begins or (open_ and not heading)
    return groups


def _printed(group: Sequence[list[Piece]], columns: Columns, joined: Callable[[str], str]) -> str:
    """A row or a head of columns as cells, other lines as they stand."""
    pieces = [piece for line in group for piece in line]
    places = [_column(piece, columns) for piece in pieces]
    row = any(_number(line, columns) is not None for line in group)
    head = len({place for place in places if place is not None}) >= _LEAST_COLUMNS
    goes_on = len(set(places)) > 1 or (places[0] not in (0, None))
    if None in places or not (row or head or goes_on):
        return "\n".join(" ".join(piece.text for piece in line) for line in group)
    cells: list[list[str]] = [[] for _ in columns]
    for piece, place in zip(pieces, places, strict=True):
        cells[place or 0].append(piece.text)
    return "\t".join(joined("\n".join(cell)) for cell in cells)

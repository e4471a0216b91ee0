"""Lines of a reading -> rows of cells with offsets; the header row of a table -> which column holds what.

A row is a line with tabs, or a line of a pipe table (`| a | b |`). Cells keep their place: `start`/`end` are
offsets in the reading, white space at both ends left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from nlp.gazetteer import comparison_key
from nlp.layout.joined_headings import headings_apart
from nlp.layout.joined_lines import parted
from nlp.layout.page_lines import without_page_lines
from nlp.layout.torn_rows import mended_rows
from nlp.layout.wraps import torn_digits
from nlp.reading import Line, Reading

_TAG = re.compile(r"<[^<>]{0,12}>")
_LETTER = re.compile(r"[ぁ-ゖァ-ヺー々一-鿿0-9A-Za-z]")
_UNTIDY = re.compile(r"[\s<>]")
_RULE = re.compile(r"^[\s|:+=\-―─┼]+$")
_WIDE = r"[^\x00-\x7f]"
# A line break inside a cell reads as a space: no Japanese text has one there, except after a full stop, before a
# bullet and before the next item of a list (継続団体:8団体 新規団体:2団体).
_ITEM = r"(?<=[)）」%％:：名人件])[ ]+(?=[・※○●■◆①-⑳【])|[ ]+(?=・(?:令和|平成))|(?<=\S)[ ]+(?=[^\s、。:：\d][^\s、。:：]{1,24}[ ]?[:：][ ]?\d)"
_JOIN = re.compile(
    rf"(?!{_ITEM})(?:"
    rf"(?<=[^\x00-\x7f。])[ ]+(?={_WIDE}|[0-9A-Za-z%(])|(?<=[0-9A-Za-z%)])[ ]+(?={_WIDE})|(?<=。)[ ]+(?=[ ]))"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text without outer white space, its half-open span in the reading, its 0-based column."""

    text: str
    start: int
    end: int
    column: int


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row. `line` is the 0-based line number in the reading, `start`/`end` the line's span."""

    cells: tuple[Cell, ...]
    start: int
    end: int
    line: int


@lru_cache(maxsize=4096)
def clean_cell(text: str) -> str:
    """Cell text with line-break spaces and mark-up taken out; spaces between Latin words and at paragraphs stay.

    A space after 。 is where a paragraph ended, so it stays as one; inside a number it goes where a line ended there.

    >>> clean_cell("実態 の把握。 また、7,179 件")
    '実態の把握。 また、7,179件'
    """
    return clean_with_offsets(text)[0]


def clean_with_offsets(text: str) -> tuple[str, list[int]]:
    """`clean_cell` of `text`, and for every character of it the index in `text` that it came from."""
    if not _UNTIDY.search(text):
        return text, list(range(len(text)))
    dropped: set[int] = set()
    for match in _TAG.finditer(text):
        dropped.update(range(*match.span()))
    bare = "".join(" " if letter in "\u3000\n\r\t" else letter for letter in text)
    kept = [index for index in range(len(bare)) if index not in dropped]
    while kept and bare[kept[0]] == " ":
        kept.pop(0)
    while kept and bare[kept[-1]] == " ":
        kept.pop()
    line = "".join(bare[index] for index in kept)
    gone: set[int] = set()
    for match in _JOIN.finditer(line):
        gone.update(range(*match.span()))
    gone.update(torn_digits(line))
    offsets = [index for place, index in enumerate(kept) if place not in gone]
    return "".join(bare[index] for index in offsets), offsets


def split_row(line: Line) -> Row | None:
    """The cells of a line, or None when it has no cell border."""
    text = line.text
    if "\t" in text:
        pieces, begin = text.split("\t"), line.start
        mark = 1
    elif text.lstrip().startswith("|") and text.count("|") >= 3 and not _RULE.match(text):
        lead = text.index("|") + 1
        stop = text.rindex("|") if text.rstrip().endswith("|") else len(text)
        pieces, begin, mark = text[lead:stop].split("|"), line.start + lead, 1
    else:
        return None
    cells: list[Cell] = []
    for column, piece in enumerate(pieces):
        body = piece.strip()
        at = begin + (len(piece) - len(piece.lstrip()) if body else 0)
        cells.append(Cell(body, at, at + len(body), column))
        begin += len(piece) + mark
    return Row(tuple(cells), line.start, line.end, line.number)


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a table: field name -> 0-based column, and how many columns it has.

    `assumed`: no header is left, the columns are the usual ones and `row` is the first row of the table.
    """

    row: Row
    columns: Mapping[str, int]
    assumed: bool = False

    @property
    def width(self) -> int:
        """How many columns the header prints."""
        return len(self.row.cells)

    @property
    def fields(self) -> tuple[str, ...]:
        """The field of each column in order, "" for a column that nothing names."""
        by_column = {column: name for name, column in self.columns.items()}
        return tuple(by_column.get(column, "") for column in range(self.width))


def match_header(row: Row, synonyms: Mapping[str, Sequence[str]]) -> Header:
    """The columns of `row` that are named by `synonyms` (field -> names as printed), nearest name first.

    A cell names a field when it equals one of its names, holds one of four characters or more, or differs
    from it by one character in five (reading errors). Each field and each column is used once.
    """
    scored: list[tuple[float, int, str]] = []
    for cell in row.cells:
        key = comparison_key(_TAG.sub("", cell.text))
        if not key or len(key) > 40:
            continue
        for name, names in synonyms.items():
            best = max((_likeness(key, comparison_key(item)) for item in names), default=0.0)
            if best > 0:
                scored.append((best, cell.column, name))
    columns: dict[str, int] = {}
    for _, column, name in sorted(scored, key=lambda item: (-item[0], item[1])):
        if name not in columns and column not in columns.values():
            columns[name] = column
    return Header(row, columns)


def _likeness(key: str, name: str) -> float:
    if key == name:
        return 2.0
    if len(name) >= 4 and name in key:
        return 1.0 + len(name) / len(key) / 2
    if len(name) >= 4 and Levenshtein.distance(key, name) <= max(1, len(name) // 5):
        return 0.9
    if len(name) >= 3 and with_debris(key, name):
        return 0.8
    if len(name) >= 2 and name in key:
        return 0.3 + len(name) / len(key) / 2
    return 0.0


def with_debris(key: str, name: str) -> bool:
    """Whether a cell is a name of which under half of the characters are debris (施〓名)."""
    if len(key) != len(name):
        return False
    other = [left for left, right in zip(key, name, strict=True) if left != right]
    return 0 < len(other) < len(name) / 2 and not any(_LETTER.match(char) for char in other)


def read_rows(reading: Reading, start: int = 0, end: int | None = None) -> Iterator[Row | Line]:
    """Every non-blank line as a Row, or as the Line itself where it has no cells; blank lines as empty Lines."""
    lines = parted(headings_apart(without_page_lines(reading.lines(start, end))))
    for line in mended_rows(lines, reading.text):
        yield split_row(line) or line

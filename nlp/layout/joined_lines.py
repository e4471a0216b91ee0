"""Numbered rows that stand on one line because the line end between them was lost: each on a line of its own again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from unicodedata import normalize

from nlp.reading import Line

_NUMBERED = re.compile(
    r"[\s\u3000]*(?:No|NO|№)?[.．]?[ \u3000]*(?P<number>[0-9０-９]{1,3})[.．]?(?=[\t \u3000])"
)
_MINISTRY = re.compile(r"(?:[一-龥々ぁ-ん]{1,8}|デジタル)(?:省|庁|府|委員会)(?![一-龥々ぁ-ん])")
_LEAST_CELLS = 3
_MARKED = re.compile(
    r"[\s\u3000]*(?:[0-9０-９]\s?[-－―‐ー]\s?[①-⑳]|[①-⑳]|[(（][0-9０-９]{1,2}[)）]|[0-9０-９][.．、])[^\t]{2,80}"
)


def parted(lines: Iterable[Line]) -> list[Line]:
    """`lines`, those that hold the row after their own as well parted before its number.

    Only the next number parts a line, where no row of that number follows on a line of its own and both rows are whole: as
    many cells as the rows of this text have, or, without cell borders, a ministry in each.

    >>> text = "5\\t見守り事業\\t120\\t内閣府\\t再掲6\\t相談事業\\t80\\t総務省\\t"
    >>> rows = [Line("4\\t学習事業\\t90\\t法務省\\t", 0, 13, 0), Line(text, 14, 14 + len(text), 1)]
    >>> [line.text.split("\\t")[0] for line in parted(rows)]
    ['4', '5', '6']
    """
    every = list(lines)
    widths = Counter(
        line.text.count("\t") for line in every if "\t" in line.text and _NUMBERED.match(line.text)
    )
    width = min((width for width, _ in widths.most_common(1)), default=0) + 1
    # Of each line, from the last up, the number of the next row that begins a line of its own.
    following: list[int | None] = []
    after = None
    for line in reversed(every):
        following.append(after)
        number = _number(line.text)
        after = after if number is None else number
    return [
        part
        for line, after in zip(every, reversed(following), strict=True)
        for part in _parts(line, width, after)
    ]


def _number(text: str) -> int | None:
    """The number that a line begins with."""
    found = _NUMBERED.match(text)
    return int(normalize("NFKC", found["number"])) if found is not None else None


def _parts(line: Line, width: int, after: int | None) -> list[Line]:
    own = _number(line.text)
    if own is None and after is not None and (place := _behind_heading(line.text, after - 1, width)):
        head = Line(line.text[:place].rstrip("\t "), line.start, line.start + place, line.number)
        return [
            head,
            *_parts(Line(line.text[place:], line.start + place, line.end, line.number), width, after),
        ]
    if own is None or after == own + 1:
        return [line]
    number = own + 1
    celled = "\t" in line.text and width >= _LEAST_CELLS
    place = _in_cells(line.text, number, width) if celled else _in_words(line.text, number)
    if place is None:
        return [line]
    head = Line(line.text[:place], line.start, line.start + place, line.number)
    return [head, *_parts(Line(line.text[place:], line.start + place, line.end, line.number), width, after)]


def _in_cells(text: str, number: int, width: int) -> int | None:
    """Where the row `number` begins inside a row of too many cells; None where it does not."""
    if width < _LEAST_CELLS or text.count("\t") + 1 <= width:
        return None
    for match in re.finditer(rf"(?<![0-9０-９,，.．]){_either(number)}(?=\t)", text):
        before, after = text[: match.start()].count("\t") + 1, text[match.start() :].count("\t") + 1
        if before in (width - 1, width, width + 1) and after >= width - 1:
            return match.start()
    return None


def _behind_heading(text: str, number: int, width: int) -> int | None:
    """Where the row `number`, whole, begins behind a heading that stands on its line (2-①担い手の育成 | 21 | 事業名 | …)."""
    if width < _LEAST_CELLS:
        return _words_behind_heading(text, number)
    for match in re.finditer(rf"(?<![0-9０-９,，.．]){_either(number)}(?=\t)", text):
        whole = width - 1 <= text[match.start() :].count("\t") + 1 <= width
        if whole and _MARKED.fullmatch(text[: match.start()].rstrip("\t \u3000")):
            return match.start()
    return None


def _words_behind_heading(text: str, number: int) -> int | None:
    """As `_behind_heading`, in a list without cell borders: 2-①担い手の育成21 事業名 69 内閣府."""
    if _MARKED.match(text) is None:
        return None
    for match in re.finditer(
        rf"(?<![0-9０-９,，.．第]){_either(number)}[.．]?[ \u3000]+(?=[^\s0-9０-９,，.．の年月日]\S{{3}})",
        text,
    ):
        if (
            match.start() > 4
            and _MINISTRY.search(text[match.end() :])
            and not _MINISTRY.search(text[: match.start()])
        ):
            return match.start()
    return None


def _in_words(text: str, number: int) -> int | None:
    # ５７10 …: the digits of the amount before may be as wide as those of the number are narrow.
    wide, narrow = _wide(number), str(number)
    pattern = rf"(?:(?<![0-9０-９,，.．第]){narrow}|(?<=[０-９]){narrow}|(?<![0-9０-９,，.．第]){wide}|(?<=[0-9]){wide})[.．]?[ \u3000]+(?=[^\s0-9０-９,，.．の年月日]\S{{3}})"
    for match in re.finditer(pattern, text):
        if _MINISTRY.search(text[: match.start()]) and _MINISTRY.search(text[match.end() :]):
            return match.start()
    return None


def _either(number: int) -> str:
    """The number in half- or full-width digits."""
    return f"(?:{number}|{_wide(number)})"


def _wide(number: int) -> str:
    return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})

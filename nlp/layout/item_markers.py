"""The number at the head of a line (１, （１）, ア, ①, 一), and which series a plain number continues.

Text that was normalised prints ① as 1: such a number is told from a heading's by what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

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
_KANJI = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@dataclass(frozen=True, slots=True)
class Marker:
    """The number in front of an item: its kind, its ordinal, how it is written in a notation, its span, the bare number as printed."""

    kind: str
    ordinal: int
    written: str
    start: int
    end: int
    printed: str = ""


def read_marker(line: Line) -> Marker | None:
    """The marker at the head of a line, None when the line has none."""
    body = line.text.lstrip()
    offset = line.start + len(line.text) - len(body)
    for kind, pattern in _MARKERS:
        match = pattern.match(body)
        if match is None:
            continue
        printed = next(value for value in match.groups() if value)
        mark = normalize("NFKC", printed).strip("()")
        ordinal = _ordinal(mark, match.group())
        if ordinal:
            written = _written(kind, ordinal, mark)
            return Marker(kind, ordinal, written, offset, offset + match.end(), printed)
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


def renumbered(
    marker: Marker, stack: Sequence[Marker], marked: Sequence[tuple[Line, Marker | None]], index: int
) -> Marker:
    """A plain number of a series below an open one as the circled number that it was: normalised text prints ① as 1.

    Such a series begins with 1 while plain numbers are open, with 2 as the next plain number. A number that goes on with
    the headings (`_is_next_heading`) is none of it.
    """
    series = {item.kind: item for item in stack}
    if marker.kind != "number" or "number" not in series or marker.ordinal > len(CIRCLED):
        return marker
    following = [item for _, item in marked[index + 1 :] if item]
    number = next((item for item in following if item.kind == "number"), None)
    begins = marker.ordinal == 1 and number is not None and number.ordinal == 2
    circled = series.get("circled")
    continues = (
        circled is not None
        and circled.ordinal == marker.ordinal - 1
        and not _is_next_heading(marker, series, following)
    )
    return (
        replace(marker, kind="circled", written=CIRCLED[marker.ordinal - 1])
        if begins or continues
        else marker
    )


def _is_next_heading(marker: Marker, series: Mapping[str, Marker], following: Sequence[Marker]) -> bool:
    """Whether a plain number that could follow ③ (or the 3 that it became) is the one after the open heading ３.

    A printed ③, or a list in figures of another width than the headings, leaves it to the headings. Where all are printed
    alike, it is of the list if its section goes on below: its number comes once more, or イ after ア does.
    """
    heading, listed = series["number"], series["circled"]
    alike = _is_wide(marker) == _is_wide(heading)
    if listed.printed in CIRCLED:
        return marker.ordinal == heading.ordinal + 1 or (alike and marker.ordinal > heading.ordinal)
    if marker.ordinal != heading.ordinal + 1 or not alike:
        return False
    return _is_wide(listed) != _is_wide(marker) or not _section_goes_on(marker, series, following)


def _section_goes_on(marker: Marker, series: Mapping[str, Marker], following: Sequence[Marker]) -> bool:
    for item in following:
        if item.kind not in series:
            continue
        if item.ordinal == 1:
            return False
        if item.ordinal == (marker.ordinal if item.kind == "number" else series[item.kind].ordinal + 1):
            return True
    return False


def _is_wide(marker: Marker) -> bool:
    return "０" <= marker.printed[0] <= "９"

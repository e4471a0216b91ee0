"""Which lines of a document are its budget list, and what each of them is: row, section, loose amount, other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from unicodedata import normalize

from nlp.budgets.rows import ROW, RowParts, split_row
from nlp.gazetteer import Gazetteer
from nlp.reading import Line, Reading

Kind = Literal["row", "section", "pillar", "amount", "header", "blank", "other"]
_SECTION = re.compile(
    r"^[\s|｜]*(?P<pillar>[0-9０-９])\s*[-－ー―‐–—]\s*(?P<mark>[①-⑳])\s*(?P<label>[^\t|｜]*)"
)
_PILLAR = re.compile(r"^[\s|｜]*(?P<pillar>[0-9０-９])\s*[.．、]\s*(?P<label>[^\t|｜0-9０-９][^\t|｜]{5,})")
_LOOSE = re.compile(r"^\s*[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?\s*(?:の\s*内\s*数)?\s*$")
_WHOLE_AMOUNT = re.compile(
    r"^\s*[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})*\s*(?:の\s*内\s*数)?\s*$|^\s*[0-9０-９]+\s*(?:の\s*内\s*数)?\s*$"
)
_LONGEST_ROW = 4
_MOST_OTHER = 2


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line or several (of one row) at reading span [start, end). `block` counts runs between blank lines."""

    kind: Kind
    start: int
    end: int
    block: int
    notation: str = ""
    label: tuple[int, int] = (0, 0)
    row: RowParts | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A budget list: its lines, the header's span and where it ends."""

    lines: tuple[ListLine, ...]
    start: int
    end: int


def find_regions(
    reading: Reading, settings: Mapping[str, Any], ministries: Gazetteer, unit_yen: int | None
) -> Iterator[Region]:
    """Each budget list of a reading. A list begins at a header line that names its columns."""
    lines = list(reading.lines())
    index = 0
    while index < len(lines):
        if not is_header(lines[index].text, settings):
            index += 1
            continue
        begin = index
        # Headings that PDF order put before the header still belong to the list.
        found, index = _collect(reading.text, lines, index + 1, settings, ministries, unit_yen)
        if any(item.kind == "row" for item in found):
            yield Region(tuple(found), lines[begin].start, found[-1].end)


def is_header(text: str, settings: Mapping[str, Any]) -> bool:
    """Whether a line names at least the columns of number, name and ministry."""
    squeezed = re.sub(r"\s", "", normalize("NFKC", text))
    return all(
        any(normalize("NFKC", word) in squeezed for word in settings.get(column, ()))
        for column in ("number", "name", "ministry")
    )


def _collect(
    whole: str,
    lines: Sequence[Line],
    index: int,
    settings: Mapping[str, Any],
    ministries: Gazetteer,
    unit_yen: int | None,
) -> tuple[list[ListLine], int]:
    words = (*settings.get("relisted", ()), *settings.get("newly_listed", ()))
    found: list[ListLine] = []
    block, unknown, last, rows = 0, 0, 0, 0
    while index < len(lines):
        line = lines[index]
        if not line.text.strip():
            block += 1
            index += 1
            continue
        item, used = _classify(whole, lines, index, words, ministries, unit_yen, settings)
        if item.kind == "other":
            unknown += 1
            if unknown > _MOST_OTHER and rows:
                break
        elif item.kind != "blank":
            unknown = 0
            rows += item.kind == "row"
        found.append(replace(item, block=block))
        if item.kind in ("row", "section", "pillar", "amount", "header"):
            last = len(found)
        index += used
    return found[:last], index


def _classify(
    whole: str,
    lines: Sequence[Line],
    index: int,
    words: tuple[str, ...],
    ministries: Gazetteer,
    unit_yen: int | None,
    settings: Mapping[str, Any],
) -> tuple[ListLine, int]:
    line = lines[index]
    if match := _SECTION.match(line.text):
        return _heading("section", match, line), 1
    if (match := _PILLAR.match(line.text)) and not _is_row(line.text, ministries, words, unit_yen):
        return _heading("pillar", match, line), 1
    if is_header(line.text, settings) or _is_head_matter(line.text):
        return ListLine("header", line.start, line.end, 0), 1
    if _LOOSE.match(line.text):
        kind: Kind = "amount" if _WHOLE_AMOUNT.match(line.text) or "内数" in line.text else "other"
        return ListLine(kind, line.start, line.end, 0), 1
    if ROW.match(line.text):
        return _row(whole, lines, index, words, ministries, unit_yen)
    return ListLine("other", line.start, line.end, 0), 1


def _is_row(text: str, ministries: Gazetteer, words: tuple[str, ...], unit_yen: int | None) -> bool:
    """Whether a line that begins like a pillar (4. …) ends like a row: with a ministry or an amount."""
    if not ROW.match(text):
        return False
    parts = split_row(text, ministries, words, unit_yen)
    return bool(parts.ministries) or parts.amount is not None


def _is_head_matter(text: str) -> bool:
    return bool(
        re.search(
            r"単位\s*[：:]|^\s*(?:令和|平成).{1,4}年度\s*$|^\s*(?:当初|補正)?予算額\s*$|概算要求額\s*$", text
        )
    )


def _heading(kind: Kind, match: re.Match[str], line: Line) -> ListLine:
    notation = normalize("NFKC", match["pillar"])
    if kind == "section":
        notation = f"{notation}-{match['mark']}"
    label = (line.start + match.start("label"), line.start + len(line.text[: match.end("label")].rstrip()))
    return ListLine(kind, line.start, line.end, 0, notation, label)


def _row(
    whole: str,
    lines: Sequence[Line],
    index: int,
    words: tuple[str, ...],
    ministries: Gazetteer,
    unit_yen: int | None,
) -> tuple[ListLine, int]:
    first = lines[index]
    parts = split_row(first.text, ministries, words, unit_yen)
    if parts.ministries or "\t" in first.text.strip():
        return ListLine("row", first.start, first.end, 0, row=parts), 1
    # The name runs on: take lines until a ministry closes the row.
    for used in range(2, _LONGEST_ROW + 1):
        if index + used > len(lines):
            break
        line = lines[index + used - 1]
        if (
            not line.text.strip()
            or ROW.match(line.text)
            or _SECTION.match(line.text)
            or _LOOSE.match(line.text)
        ):
            break
        longer = split_row(whole[first.start : line.end], ministries, words, unit_yen)
        if longer.ministries:
            return ListLine("row", first.start, line.end, 0, row=longer), used
    kind: Kind = "row" if parts.amount is not None or parts.remarks is not None else "other"
    return ListLine(kind, first.start, first.end, 0, row=parts if kind == "row" else None), 1

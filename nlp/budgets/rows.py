"""One printed row of a budget list, read from the right: 備考, 担当府省庁, 予算額; what is left is the name.

Tabs, spaces and pipes all separate cells, so one way of reading serves ruled, tabbed and collapsed tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.gazetteer import Gazetteer, Resolved
from nlp.values.amounts import Amount, parse_amount

ROW = re.compile(r"^[\s|｜]*(?P<number>[0-9０-９]{1,4})(?:[.．)）])?[\t 　|｜]+(?=\S)")
_CELL = re.compile(r"[^\t|｜]+")
_WORD = re.compile(r"[^\s\u3000|｜]+")
_JOINT = re.compile(r"[、，,・／/･\n]+")
_AMOUNT_TAIL = re.compile(
    r"(?P<amount>[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?(?:\s*(?:百万円|千円|億円|万円|円))?\s*(?:の\s*内\s*数)?)$"
)
_DASH = re.compile(r"^[-－―─‐ー—–]+$")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a row at [start, end) of the row's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MinistryPart:
    """A ministry of a row: what is printed and what it resolves to (None when to nothing)."""

    part: Part
    resolved: Resolved | None


@dataclass(frozen=True, slots=True)
class RowParts:
    """The parts of a row; each None or empty when not printed. Offsets count in the row's text."""

    number: Part | None
    name: Part | None
    amount: Amount | None
    amount_blank: bool
    ministries: tuple[MinistryPart, ...]
    remarks: Part | None


def split_row(
    text: str,
    ministries: Gazetteer,
    remark_words: tuple[str, ...],
    unit_yen: int | None,
    *,
    numbered: bool = True,
) -> RowParts:
    """Read the row `text`, which may run over several lines.

    `unit_yen` is the yen of one printed unit of the table; `numbered` says that a number heads the row.
    """
    head = ROW.match(text) if numbered else None
    number = Part(head["number"], head.start("number"), head.end("number")) if head else None
    words = [
        Part(match.group(), match.start(), match.end())
        for match in _WORD.finditer(text, head.end() if head else 0)
    ]
    remarks = _take_remarks(words, remark_words)
    found = _take_ministries(words, ministries)
    if remarks is None:
        remarks = _take_remarks(words, remark_words)
    amount, blank = _take_amount(words, unit_yen, text)
    if not found:
        # 予算額 stands behind 担当府省庁 in some lists.
        found = _take_ministries(words, ministries)
    name = None
    if words:
        start, end = words[0].start, words[-1].end
        name = Part(text[start:end], start, end)
    return RowParts(number, name, amount, blank, tuple(found), remarks)


def _take_remarks(words: list[Part], remark_words: tuple[str, ...]) -> Part | None:
    taken: list[Part] = []
    while (
        len(words) > 1 and any(word in words[-1].text for word in remark_words) and len(words[-1].text) <= 24
    ):
        taken.append(words.pop())
    if not taken:
        return None
    first, last = taken[-1], taken[0]
    return Part(" ".join(part.text for part in reversed(taken)), first.start, last.end)


def _take_ministries(words: list[Part], ministries: Gazetteer) -> list[MinistryPart]:
    found: list[MinistryPart] = []
    while len(words) > 1:
        word = words[-1]
        pieces = _pieces(word)
        resolved = [MinistryPart(piece, ministries.resolve(piece.text, tolerant=True)) for piece in pieces]
        known = [item for item in resolved if item.resolved is not None]
        if not known or any(item.resolved is None for item in resolved if len(item.part.text) > 1):
            break
        words.pop()
        found[:0] = known
    return found


def _pieces(word: Part) -> list[Part]:
    pieces, position = [], 0
    for match in [*_JOINT.finditer(word.text), None]:
        end = len(word.text) if match is None else match.start()
        if end > position:
            pieces.append(Part(word.text[position:end], word.start + position, word.start + end))
        position = end if match is None else match.end()
    return pieces


def _take_amount(words: list[Part], unit_yen: int | None, text: str) -> tuple[Amount | None, bool]:
    if len(words) < 2:
        return None, False
    if _DASH.match(words[-1].text):
        words.pop()
        return None, True
    for count in (3, 2, 1):  # 682 の内数, 10億円 の 内数
        if len(words) <= count:
            continue
        start, end = words[-count].start, words[-1].end
        match = _AMOUNT_TAIL.fullmatch(text[start:end].strip())
        if match is None:
            continue
        amount = parse_amount(text[start:end], unit_yen)
        if amount is not None and (unit_yen is not None or amount.unit):
            del words[-count:]
            return (
                Amount(
                    start + amount.start,
                    start + amount.end,
                    amount.yen,
                    amount.kind,
                    text[start + amount.start : start + amount.end],
                    amount.unit,
                ),
                False,
            )
    return None, False

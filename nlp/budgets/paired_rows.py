"""Rows of a budget list that share one printed line because the line end between them was lost in every cell.

109 A事業 110 B事業 <tab> 640 215 <tab> 国土交通省 厚生労働省 <tab> 新規 再掲: the numbers count on, and each cell holds one value for each
row, in printed order. A cell that does not fall into as many parts is no row's: which one it belongs to stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import normalize

from nlp.budgets.rows import MinistryPart, Part, RowParts, ministry_parts, shifted
from nlp.budgets.words import ListWords
from nlp.gazetteer import Gazetteer
from nlp.layout.tables import Cell, Row
from nlp.values.amounts import Amount, parse_amount

_NUMBER = re.compile(r"(?:(?<=[\s\u3000])|^)(?:No\.?)?[ ]?(?P<number>[0-9０-９]{1,4})[.．]?[ \u3000]+(?=\S)")
_PIECE = re.compile(r"\S+(?:[ \u3000]*の[ \u3000]*内数)?")
_SHORTEST = 4
_NAMED = re.compile(r"[ぁ-ゖァ-ヺ一-龥々]{2}")


def paired_rows(
    table: Row, words: ListWords, ministries: Gazetteer, unit_yen: int | None
) -> list[tuple[RowParts, str]]:
    """The rows of a line of cells that holds several, each with the words for what could not be told apart ("" for nothing).

    [] when the line holds one row: the first cell must print numbers that count on, a name behind each.
    """
    cells = [cell for cell in table.cells if cell.text.strip()]
    heads = _heads(cells[0]) if len(cells) > 1 else []
    if len(heads) < 2:
        return []
    count = len(heads)
    amounts: list[Amount] | None = None
    named: list[tuple[MinistryPart, ...]] = []
    remarks: list[Part] = []
    left: list[str] = []
    unread: Part | None = None
    for cell in cells[1:]:
        pieces = list(_pieces(cell))
        read = [_amount(piece, unit_yen) for piece in pieces]
        found = [ministry_parts(piece.text, piece.start, ministries, loose=False) for piece in pieces]
        if amounts is None and any(read):
            whole = [item for item in read if item is not None]
            if len(whole) == count == len(pieces):
                amounts = whole
            else:
                unread = Part(cell.text, cell.start, cell.end)
                left.append(f"金額「{_flat(cell.text)}」")
        elif not named and all(found) and len(found) == count:
            named = found
        elif any(found):
            left.append(f"府省庁「{_flat(cell.text)}」")
        elif len(pieces) == count and all(words.remark_like(piece.text) for piece in pieces):
            remarks = pieces
        else:
            left.append(f"「{_flat(cell.text)}」")
    if amounts is None and not named:
        return []
    open_remarks = any(item.startswith("「") for item in left)
    return [
        (
            RowParts(
                number,
                name,
                (amounts[index],) if amounts else (),
                False,
                named[index] if named else (),
                remarks[index] if remarks else None,
                unreadable=unread,
                open_remarks=open_remarks,
                open_amount=unread is not None,
            ),
            "と".join(left),
        )
        for index, (number, name) in enumerate(heads)
    ]


def _heads(cell: Cell) -> list[tuple[Part, Part]]:
    """Number and name of each row that a cell holds, where the numbers count on."""
    marks: list[re.Match[str]] = []
    for match in _NUMBER.finditer(cell.text):
        value = int(normalize("NFKC", match["number"]))
        if not marks and match.start() > 0:
            return []
        if not marks or value == int(normalize("NFKC", marks[-1]["number"])) + 1:
            marks.append(match)
    bounds = [*(match.start() for match in marks), len(cell.text)]
    heads = []
    for match, (_, after) in zip(marks, pairwise(bounds), strict=True):
        text = cell.text[match.end() : after].rstrip()
        if len(text) < _SHORTEST or _NAMED.search(text) is None:
            return []
        number = Part(match["number"], cell.start + match.start("number"), cell.start + match.end("number"))
        heads.append((number, Part(text, cell.start + match.end(), cell.start + match.end() + len(text))))
    return heads


def _pieces(cell: Cell) -> Iterator[Part]:
    for match in _PIECE.finditer(cell.text):
        yield Part(match.group(), cell.start + match.start(), cell.start + match.end())


def _amount(piece: Part, unit_yen: int | None) -> Amount | None:
    if not re.match(r"[0-9０-９]", piece.text):
        return None
    found = parse_amount(piece.text, unit_yen)
    return None if found is None else shifted(found, piece.start)


def _flat(text: str) -> str:
    return " ".join(text.split())

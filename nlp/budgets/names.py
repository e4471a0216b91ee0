"""Joins the names of rows whose cells ran over lines: what stands above or below a row and belongs to nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.budgets.line_kinds import ListLine
from nlp.budgets.rows import Part

_NOTE = re.compile(r"^[\s\u3000（(]*(?:※|＊|\*|注)")
_LONGEST = 60


def join_names(lines: Sequence[ListLine], text: str) -> tuple[ListLine, ...]:
    """The lines with pieces of names joined to their rows (`RowParts.more`); other lines stay as they are.

    A piece above belongs to a row that has no name of its own; a piece below to the row right above it.
    """
    done: list[ListLine] = []
    held: list[ListLine] = []
    for line in lines:
        if line.kind == "other" and not line.notation and _is_piece(text[line.start : line.end]):
            held.append(line)
            continue
        if held:
            done, held = _settle(done, held, line, text), []
            if done[-1].kind == "row" and done[-1].start <= line.start < done[-1].end:
                continue  # the line took the pieces above it and stands already
        done.append(line)
    return tuple(_settle(done, held, None, text)) if held else tuple(done)


def _settle(
    done: list[ListLine], held: Sequence[ListLine], below: ListLine | None, text: str
) -> list[ListLine]:
    above = done[-1] if done else None
    if (
        below is not None
        and below.row is not None
        and below.row.name is None
        and below.block == held[-1].block
    ):
        return [*done, _with(below, held, text)]
    if above is not None and above.row is not None and above.block == held[0].block and len(held) <= 2:
        return [*done[:-1], _with(above, held, text)]
    return [*done, *held]


def _with(line: ListLine, pieces: Sequence[ListLine], text: str) -> ListLine:
    row = line.row
    if row is None:
        return line
    parts = tuple(_part(text, piece) for piece in pieces)
    start = min(line.start, *(part.start for part in parts))
    end = max(line.end, *(part.end for part in parts))
    return replace(line, row=replace(row, more=(*row.more, *parts)), start=start, end=end)


def _part(text: str, line: ListLine) -> Part:
    piece = text[line.start : line.end]
    start = line.start + len(piece) - len(piece.lstrip())
    return Part(piece.strip(), start, start + len(piece.strip()))


def _is_piece(text: str) -> bool:
    plain = text.strip()
    return 2 <= len(plain) <= _LONGEST and "。" not in plain and "\t" not in plain and not _NOTE.match(text)

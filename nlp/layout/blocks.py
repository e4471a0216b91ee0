"""Cuts a reading into blocks for the pipeline: one cell or line each, with stray spaces closed.

OCR and PDF extraction leave spaces where a line was broken (実態 の把握). Names are found only in closed
text, so a block carries its closed text and, for each of its characters, the place in the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.reading import Reading

_CELL = re.compile(r"[^\t\n\r\f]+")
_JAPANESE = r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff々〆ー、。「」『』（）・]"
_STRAY = re.compile(rf"(?<={_JAPANESE})[ \u3000]+(?={_JAPANESE})")


@dataclass(frozen=True, slots=True)
class Block:
    """`text` with stray spaces closed; `offsets[i]` is the reading index of its character i."""

    text: str
    offsets: range | tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The reading span behind block span [start, end)."""
        return self.offsets[start], self.offsets[end - 1] + 1


def close_spaces(text: str, start: int = 0) -> Block:
    """`text` without the spaces between two Japanese characters; `start` is its place in the reading.

    >>> close_spaces("実態 の把握").text
    '実態の把握'
    """
    gaps = list(_STRAY.finditer(text))
    if not gaps:
        return Block(text, range(start, start + len(text)))
    kept: list[int] = []
    position = 0
    for gap in gaps:
        kept.extend(range(position, gap.start()))
        position = gap.end()
    kept.extend(range(position, len(text)))
    return Block("".join(text[i] for i in kept), tuple(start + i for i in kept))


def blocks_of(reading: Reading) -> Iterator[Block]:
    """Every non-blank cell or line of a reading, in order."""
    for match in _CELL.finditer(reading.text):
        if not match.group().isspace():
            yield close_spaces(match.group(), match.start())

"""Texts in memory, each once, and in which of them a word stands: the same as looking through all, without doing so.

The texts stand one behind another in blocks. For each pair of neighbouring characters (reduced to one of `_ROWS` numbers)
one whole number says in which blocks it stands, a bit for each: only blocks that have all pairs of a word are looked through.
That costs at most some 8 kB for a block, a quarter of its text.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import pairwise

BETWEEN = "\uffff"
"""Stands between two texts, and in none: no RDF has it."""
_BLOCK = 16_000
_ROWS = 1 << 16
_KEPT_WORDS = 256


class TextPool:
    """Texts by number, from 0 in the order in which they were added; case is not told apart. Thread-safe once closed."""

    def __init__(self, block: int = _BLOCK) -> None:
        """`block`: characters after which the next text begins a new block."""
        self._block = block
        self._numbers: dict[str, int] = {}
        self._blocks: list[str] = []
        self._starts: list[array[int]] = []
        self._first: list[int] = []
        self._rows = [0] * _ROWS
        self._open: list[str] = []
        self._open_length = 0
        self._found: OrderedDict[str, array[int]] = OrderedDict()
        self._lock = threading.Lock()
        self.characters = 0

    def add(self, text: str) -> int:
        """The number of a text, which it keeps when it is added again."""
        text = text.lower()
        known = self._numbers.get(text)
        if known is not None:
            return known
        number = self._numbers[text] = len(self._numbers)
        self._open.append(text)
        self._open_length += len(text) + 1
        self.characters += len(text) + 1
        if self._open_length > self._block:
            self._close_block()
        return number

    def more(self, texts: Iterable[str]) -> int:
        """The characters that adding these texts would take."""
        return sum(len(text) + 1 for text in {text.lower() for text in texts} if text not in self._numbers)

    def close(self) -> None:
        """No more texts come: what was only needed to add them is given back."""
        if self._open:
            self._close_block()
        self._numbers = {}

    def _close_block(self) -> None:
        before = self._first[-1] + len(self._starts[-1]) if self._first else 0
        starts, at = array("I"), 0
        for text in self._open:
            starts.append(at)
            at += len(text) + 1
        whole = BETWEEN.join(self._open) + BETWEEN
        bit = 1 << len(self._blocks)
        for row in {_row(one, other) for one, other in set(pairwise(whole))}:
            self._rows[row] |= bit
        self._first.append(before)
        self._starts.append(starts)
        self._blocks.append(whole)
        self._open, self._open_length = [], 0

    def having(self, word: str) -> array[int]:
        """The numbers of the texts in which a word stands, ascending.

        >>> pool = TextPool()
        >>> [pool.add(text) for text in ("ひきこもりの人", "NPO等", "ひきこもりの人", "地域のnpo")]
        [0, 1, 0, 2]
        >>> pool.close()
        >>> list(pool.having("NPO"))
        [1, 2]
        """
        word = word.lower()
        with self._lock:
            found = self._found.get(word)
            if found is not None:
                self._found.move_to_end(word)
                return found
        found = array("I", self._search(word)) if BETWEEN not in word else array("I")
        with self._lock:
            self._found[word] = found
            if len(self._found) > _KEPT_WORDS:
                self._found.popitem(last=False)
        return found

    def _search(self, word: str) -> Iterator[int]:
        blocks = (1 << len(self._blocks)) - 1
        for one, other in set(pairwise(word)):
            blocks &= self._rows[_row(one, other)]
        while blocks:
            lowest = blocks & -blocks
            yield from self._in_block(word, lowest.bit_length() - 1)
            blocks ^= lowest

    def _in_block(self, word: str, block: int) -> Iterator[int]:
        text, starts, first, place = self._blocks[block], self._starts[block], self._first[block], 0
        while (place := text.find(word, place)) >= 0:
            owner = bisect_right(starts, place) - 1
            yield first + owner
            if owner + 1 == len(starts):
                return
            place = starts[owner + 1]


def _row(one: str, other: str) -> int:
    return (ord(one) * 40_503 ^ ord(other)) & (_ROWS - 1)


__all__ = ["BETWEEN", "TextPool"]

"""Numbers in front of a sheet's parts: (1), (A), ①, 1., Ⅰ, ア, 居住支援法人への支援②：; and the nesting they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from nlp.layout.item_markers import CIRCLED, KANA

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "headed",
        re.compile(
            rf"(?P<head>[^：:。{CIRCLED}\t]{{3,24}}?)(?P<mark>[{CIRCLED}])[ \u3000]*[：:][ \u3000]*(?=\S)"
        ),
    ),
    ("roman", re.compile(r"(?P<mark>[Ⅰ-Ⅹ]|I{1,3}|IV|VI{0,3}|IX|X)[ \u3000.．]+(?=[^\sⅠ-ⅩI\t])")),
    ("bracket", re.compile(r"[（(][ ]?(?P<mark>[0-9０-９]{1,2})[ ]?[)）][ \u3000\t]*(?![～〜~はのや、及])")),
    ("letter", re.compile(r"[（(](?P<mark>[A-ZＡ-Ｚ])[)）][ \u3000\t]*(?![～〜~はのや、及])")),
    ("dotted", re.compile(r"(?P<mark>[0-9０-９]{1,2})[.．][ \u3000\t]*(?![0-9０-９])")),
    ("circled", re.compile(rf"(?P<mark>[{CIRCLED}])[ \u3000\t]*(?![～〜~の、及])")),
    ("kana", re.compile(rf"(?P<mark>[{KANA[:15]}])[ \u3000]+(?=\S)")),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a part: its kind, its ordinal, how a notation writes it, and where the label begins."""

    kind: str
    ordinal: int
    written: str
    end: int


def read_mark(text: str) -> Mark | None:
    """The mark that `text` begins with, None when it has none.

    >>> read_mark("（２）広報啓発活動支援").written
    '(2)'
    """
    for kind, pattern in _KINDS:
        match = pattern.match(text)
        if match is None or match.end() >= len(text):
            continue
        mark = normalize("NFKC", match["mark"])
        if kind in ("circled", "headed"):
            number = CIRCLED.index(match["mark"]) + 1
            return Mark(kind, number, match["mark"], match.end())
        if kind == "roman":
            return Mark(kind, _ROMAN[mark], mark, match.end()) if mark in _ROMAN else None
        if kind == "kana":
            return Mark(kind, KANA.index(mark) + 1, mark, match.end())
        if kind == "letter":
            return Mark(kind, ord(mark) - ord("A") + 1, f"({mark})", match.end())
        number = int(mark)
        return Mark(kind, number, f"({number})" if kind == "bracket" else str(number), match.end())
    return None


class Nesting:
    """The marks open at a place. `place` gives a mark's full notation, or None when it continues no series."""

    def __init__(self) -> None:
        self._open: list[Mark] = []

    def place(self, mark: Mark) -> str | None:
        """The notation of a part with this mark; the same number again (a second table) opens its series anew."""
        kinds = [item.kind for item in self._open]
        if mark.kind in kinds:
            at = kinds.index(mark.kind)
            follows = mark.ordinal == self._open[at].ordinal + 1
            if not (follows or mark.ordinal == 1):
                # A number is missing in between: take it, the text may be damaged.
                follows = self._open[at].ordinal < mark.ordinal <= self._open[at].ordinal + 3
            if not follows and mark.ordinal != 1:
                return None
            del self._open[at:]
        elif mark.ordinal > 2:
            return None
        notation = "".join(item.written for item in self._open) + mark.written
        self._open.append(mark)
        return notation

    def clear(self) -> None:
        """Forget all open marks: a new section begins."""
        self._open.clear()

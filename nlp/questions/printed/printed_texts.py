"""Printed texts, the passages found in them, and texts levelled so that either width of a sign and either case is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from nlp.questions.found.number_patterns import ERAS
from nlp.questions.printed.asked_words import Wanted

# A year, not a span (10年間, 3年後) nor a decimal (85.2%): behind its era, of four digits, or said to be fiscal.
_YEAR = re.compile(
    r"(?:(?P<era>令和|平成|(?<![a-z])[rh])\s?(?P<n>\d{1,2})(?:年度|年(?![度間前後]|以内)|\.\d)"
    r"|(?<!\d)(?P<whole>\d{4})(?:年度|年(?![度間前後]|以内))|(?<!\d)(?P<fiscal>\d{1,2})年度)"
)
MORE = "(?:以上|以下|程度|超|未満|弱|増|減)"
"""What may follow a number and belongs to its value."""


@lru_cache(maxsize=256)
def _local_name(path: str) -> str:
    return re.split(r"[/#]", path)[-1]


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed text: `path` is the property that prints it, `names` are those of the thing and of what it is part of.

    `kind` is the thing's class; `year` the fiscal year of the plan or sheet, 0 where none is printed.
    """

    thing: str
    kind: str
    path: str
    text: str
    names: tuple[str, ...]
    year: int = 0

    @property
    def field(self) -> str:
        """The property's own name (goal, overview …)."""
        return _local_name(self.path)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that holds the fact: [start, end) of the text, the value and where it begins, -1 where there is none.

    `anchor` is a word of the question as printed beside the value, `ahead` whether it stands before it; `absent` are
    loose words that do not stand there. `rank` orders passages, the lowest first. `doubtful`: the value may be another one's.
    """

    printed: Printed
    start: int
    end: int
    rank: tuple[int, ...]
    absent: tuple[str, ...] = ()
    value: str = ""
    value_at: int = -1
    anchor: str = ""
    ahead: bool = True
    doubtful: bool = False

    @property
    def quote(self) -> str:
        """The sentence as printed."""
        return self.printed.text[self.start : self.end].strip()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a levelled text with the words that stand in it; `tier` says how far the others had to be looked for.

    `torn` is the number of the question's compounds that do not stand whole in it or in the
    names; `names` and `beyond`, the thing's texts that may speak of another number, are levelled.
    """

    printed: Printed
    start: int
    end: int
    text: str
    tier: int
    inside: tuple[Wanted, ...]
    absent: tuple[str, ...]
    torn: int
    names: str = ""
    beyond: str = ""


class _Levelled(dict[int, str]):
    """Characters by code point, levelled when they are first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = char if "①" <= char <= "⑳" else normalize("NFKC", char).lower()
        self[code] = kept if len(kept) == 1 else char
        return self[code]


_LEVELLED = _Levelled()


@lru_cache(maxsize=8192)  # the texts that one question looks through, some thousand at 1,000 documents
def level(text: str) -> str:
    """A text with digits and letters of one width, lower case, of the same length.

    >>> level("５年間でＮＰＯ①")
    '5年間でnpo①'
    """
    return text.translate(_LEVELLED)


_LOOKED = re.compile(r"\(\?<?[=!][^()]*\)")
# In this order: what one puts in, a later one leaves alone.
_WIDER = (
    ("[0-9", "[0-9０-９"),
    (r"[\d,.]", "[0-9０-９,，.．]"),
    (r"\d", "[0-9０-９]"),
    ("%", "[%％]"),
)


def wide(pattern: str) -> str:
    """A pattern for levelled texts as one for texts as printed, which every engine reads: signs of either width, and
    nothing looked for beside the match.

    >>> wide(r"(?<![第])\\d[\\d,.]*%")
    '[0-9０-９][0-9０-９,，.．]*[%％]'
    """
    kept = _LOOKED.sub("", pattern)
    for before, after in _WIDER:
        kept = kept.replace(before, after)
    return kept


def years_in(text: str) -> list[tuple[int, int]]:
    """The years printed in a levelled text, as (western year, place).

    >>> years_in("令和3年に始め10年間で85.2%、2030年度まで")
    [(2021, 0), (2030, 18)]
    """
    found = []
    for match in _YEAR.finditer(text):
        year = int(match["whole"] or 0) or int(match["n"] or match["fiscal"]) + ERAS[match["era"] or "令和"]
        found.append((year, match.start()))
    return found

"""What a text must have for a pattern to match anywhere in it: of a thousand patterns a question has what some thirty need.

Of each pattern one set of pieces (one sign, or two side by side) is worked out, of which one must stand in the text. It is read
off the pattern's own structure (`re`'s parser); where that is not plain, nothing is needed and the pattern is tried.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

_MOST = 24
"""More pieces than this rule nothing out that a match would not rule out as fast."""
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")

Pieces = frozenset[str]


def needed(pattern: re.Pattern[str]) -> Pieces:
    """Pieces of which a text has one wherever the pattern matches; none where nothing is sure.

    >>> sorted(needed(re.compile("(?:なんぼ|幾ら)(?=です)か?")))
    ['です']
    >>> sorted(needed(re.compile("何本?|いくつ"))), sorted(needed(re.compile("[0-9]+件?")))
    (['いく', '何'], [])
    """
    if pattern.flags & (re.IGNORECASE | re.VERBOSE):
        return frozenset()
    parser = importlib.import_module("re._parser")
    return _of_sequence(parser.parse(pattern.pattern, pattern.flags))


def pieces_of(text: str) -> Pieces:
    """Every sign of a text, and every two side by side.

    >>> sorted(pieces_of("何本"))
    ['何', '何本', '本']
    """
    return frozenset((*text, *(one + other for one, other in pairwise(text))))


def _of_sequence(items: Iterable[Any]) -> Pieces:
    """The pieces that rule out most, of all that the items of a sequence need."""
    found = [pieces for pieces in _each(items) if 0 < len(pieces) <= _MOST]
    return min(found, key=_commonness, default=frozenset())


def _each(items: Iterable[Any]) -> Iterator[Pieces]:
    before = ""
    for code, told in items:
        name = str(code)
        if name == "LITERAL":
            sign = chr(told)
            yield frozenset((before + sign,))
            before = sign
            continue
        before = ""
        if name == "IN":
            yield _of_set(told)
        elif name == "BRANCH":
            yield _of_any(_of_sequence(items) for items in told[1])
        elif name == "SUBPATTERN" and not told[1]:  # (?i:…) is told apart by flags of its own
            yield _of_sequence(told[3])
        elif name == "ATOMIC_GROUP":
            yield _of_sequence(told)
        elif name == "ASSERT":
            yield _of_sequence(told[1])
        elif name in _REPEATS and told[0]:
            yield _of_sequence(told[2])


def _of_set(told: Iterable[tuple[Any, Any]]) -> Pieces:
    kinds = list(told)
    plain = all(str(code) == "LITERAL" for code, _ in kinds)
    return frozenset(chr(sign) for _, sign in kinds) if plain else frozenset()


def _of_any(each: Iterable[Pieces]) -> Pieces:
    found = list(each)
    return frozenset().union(*found) if all(found) else frozenset()


def _commonness(pieces: Pieces) -> float:
    return sum(_often(piece) for piece in pieces)


def _often(piece: str) -> float:
    """How much oftener than 施策 a piece stands in questions, roughly: hiragana and digits are common, two signs less than one."""
    common = all("ぁ" <= sign <= "ん" or sign.isascii() for sign in piece)
    return (8.0 if common else 1.0) if len(piece) == 2 else (40.0 if common else 3.0)


__all__ = ["Pieces", "needed", "pieces_of"]

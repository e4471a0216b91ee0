"""Notations of pillars and sections: "4", "4-①" of an outline of two levels, "2(1)①" of a deeper one, as its marks are printed.

The pillar is the first number; everything behind it says which section. A mark in brackets stands as it is printed; a bare one
right behind the pillar is parted from it by "-".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.layout.item_markers import CIRCLED, KANA

_PILLAR = re.compile(r"(?:[^:]*:)?[^-(①-⑳]*")
_LAST = re.compile(r"(?:-?[^-()]|\([0-9]{1,2}\))$")


def pillar_of(notation: str) -> str:
    """The pillar that a section stands under, the notation of a pillar as it is; the name of an outline before ":" is kept.

    >>> pillar_of("4-①"), pillar_of("2(1)①"), pillar_of("4"), pillar_of("000_list:2(1)"), pillar_of("")
    ('4', '2', '4', '000_list:2', '')
    """
    found = _PILLAR.match(notation)
    return found.group() if found else notation


def is_section(notation: str) -> bool:
    """Whether a notation is a section's and not a pillar's.

    >>> is_section("4-①"), is_section("2(1)"), is_section("4")
    (True, True, False)
    """
    return pillar_of(notation) != notation


def place_above(notation: str) -> str:
    """The notation one level up; "" for a pillar.

    >>> place_above("2(1)①"), place_above("2(1)"), place_above("4-①"), place_above("4")
    ('2(1)', '2', '4', '')
    """
    return _LAST.sub("", notation) if is_section(notation) else ""


def written(path: Sequence[tuple[str, int]]) -> str:
    """The notation of a path of marks, each its kind ("number", "paren", "circled", "kana", …) and ordinal, from the pillar on.

    >>> written([("number", 2), ("paren", 1), ("circled", 1)]), written([("paren", 4), ("circled", 2)]), written([("part", 3)])
    ('2(1)①', '4-②', '3')
    """
    if not path:
        return ""
    said = str(path[0][1])
    for depth, (kind, ordinal) in enumerate(path[1:], 1):
        joint = "-" if depth == 1 and kind != "paren" else ""
        said += joint + _sign(kind, ordinal)
    return said


def _sign(kind: str, ordinal: int) -> str:
    if kind == "circled" and ordinal <= len(CIRCLED):
        return CIRCLED[ordinal - 1]
    if kind == "kana" and ordinal <= len(KANA):
        return KANA[ordinal - 1]
    return f"({ordinal})" if kind == "paren" else str(ordinal)

"""The records that a damaged line goes through on its way to being decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["plain", "decoded", "unreadable", "lookalike"]


@dataclass(frozen=True, slots=True)
class Token:
    """One character of the source (`raw` at offset `start`, or two that NFC took apart) and its reading `text`.

    `other` is a second possible reading, "" when there is none; a lookalike keeps its raw character as `text`.
    """

    start: int
    raw: str
    text: str
    kind: Kind
    confidence: float = 1.0
    other: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A damaged line with its tokens as they stand, and in each order that displays as it stands."""

    start: int
    end: int
    space: str
    standing: tuple[Token, ...]
    orders: tuple[tuple[Token, ...], ...]


def likely_text(token: Token) -> str:
    """What a token most likely reads before its lookalikes are settled: kana as they are, symbols as glyph ids."""
    if token.kind == "lookalike" and not "\u3041" <= token.raw <= "\u30fe":
        return token.other
    return token.text

"""Texts put one after another, each with a circled number."""

from __future__ import annotations

from collections.abc import Iterable

_FIRST, _MOST = ord("①"), 20


def in_marks(texts: Iterable[str]) -> str:
    """The texts in one line, each behind its number; at most twenty, as there are such signs.

    >>> in_marks(["はい。", "3件です。"])
    '①はい。 ②3件です。'
    """
    return " ".join(f"{chr(_FIRST + place)}{text}" for place, text in enumerate(texts) if place < _MOST)


__all__ = ["in_marks"]

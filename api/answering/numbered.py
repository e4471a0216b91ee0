"""Texts put one after another, each with a circled number."""

from __future__ import annotations

from collections.abc import Iterable

from nlp.layout.item_markers import CIRCLED


def in_marks(texts: Iterable[str]) -> str:
    """The texts in one line, each behind its number; at most twenty, as there are such signs.

    >>> in_marks(["はい。", "3件です。"])
    '①はい。 ②3件です。'
    """
    return " ".join(f"{mark}{text}" for mark, text in zip(CIRCLED, texts, strict=False))


__all__ = ["in_marks"]

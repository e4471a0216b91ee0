"""Passages of a sheet that a reader printed twice on end: the second print is damage, not text."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.sheets.printed_lines import SheetLine

_MOST_LINES = 12
# Shorter lines may well stand twice on end in a drawing (国 / 国).
_LONG_LINE = 14


def without_repeats(lines: Sequence[SheetLine]) -> tuple[list[SheetLine], list[tuple[int, int]]]:
    """The lines without passages that repeat the lines right before them, and the reading spans of what was left out.

    A passage is one to twelve lines, letter for letter the same, one of them a heading or at least fourteen characters long. Titles and amounts
    are in none: two pages of one programme print the same amount, the second below the first.
    """
    kept: list[SheetLine] = []
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        size = _repeat_at(kept, lines, index)
        if size:
            spans.append((lines[index].line.start, lines[index + size - 1].line.end))
            index += size
            continue
        kept.append(lines[index])
        index += 1
    return kept, spans


def _repeat_at(before: Sequence[SheetLine], lines: Sequence[SheetLine], index: int) -> int:
    """How many lines from `index` on repeat the last lines of `before`; 0 when none do."""
    for size in range(min(_MOST_LINES, len(before), len(lines) - index), 0, -1):
        if before[-size].text != lines[index].text:
            continue
        if any(item.kind in ("amount", "title") for item in lines[index : index + size]):
            continue
        same = [item.text for item in before[-size:]] == [item.text for item in lines[index : index + size]]
        if same and any(
            item.kind == "heading" or len(item.text) >= _LONG_LINE for item in lines[index : index + size]
        ):
            return size
    return 0

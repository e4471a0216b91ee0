"""Where a budget list ends: lines of the sheets behind it that only look like rows are taken off its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nlp.budgets.layout import Region
from nlp.budgets.line_kinds import ListLine
from nlp.budgets.numbers import printed_number

# With fewer rows that name their ministry the list has no run of numbers to hold others against.
_LEAST_ROWS = 5
_LOST_ROWS = 3


def without_foreign_end(region: Region) -> Region:
    """The region up to the last row of its own.

    Behind the last row that names a ministry, a row without one must go on with the numbers; a sheet's ７年度…額 with its 年 lost
    does not. A list whose rows are shuffled is left as it is.
    """
    kept = _own(region.lines)
    return region if len(kept) == len(region.lines) else replace(region, lines=kept, end=kept[-1].end)


def _own(lines: Sequence[ListLine]) -> tuple[ListLine, ...]:
    named = [index for index, line in enumerate(lines) if line.row and line.row.ministries]
    numbers = [number for index in named if (number := _number(lines[index])) is not None]
    rising = sum(first < second for first, second in pairwise(numbers))
    if len(numbers) < _LEAST_ROWS or rising < 0.9 * (len(numbers) - 1):
        return tuple(lines)
    end = len(lines)
    most = max(numbers)
    for index in range(named[-1] + 1, len(lines)):
        if lines[index].kind != "row":
            continue
        number = _number(lines[index])
        if number is not None and not most < number <= most + _LOST_ROWS:
            end = index
            break
        most = number if number is not None else most
    kept = list(lines[:end])
    while len(kept) > named[-1] + 1 and end < len(lines) and kept[-1].kind in ("other", "header"):
        kept.pop()
    return tuple(kept)


def _number(line: ListLine) -> int | None:
    return printed_number(line.row.number.text) if line.row and line.row.number else None

"""The numbers of a list's rows: as printed, or restored from the sequence where one is lost or misread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

_BETWEEN = 0.95
_AT_END = 0.7
_MISREAD = 0.85


@dataclass(frozen=True, slots=True)
class RowNumber:
    """`value` None when neither print nor sequence gives it; `printed` what stands on the row, None when nothing."""

    value: int | None
    printed: int | None
    method: str
    confidence: float


def printed_number(text: str | None) -> int | None:
    """The number that a row prints, None when there is none.

    >>> printed_number("４６")
    46
    """
    plain = normalize("NFKC", text or "").strip()
    return int(plain) if plain.isdecimal() else None


def restore_numbers(printed: Sequence[int | None]) -> list[RowNumber]:
    """A number for each row in printed order.

    A lost number is taken from its neighbours when exactly the lost ones fit between them; at either end by
    counting on. A number that breaks a sequence whose neighbours leave one place is a misreading. What another row prints is given
    to no row.
    """
    values = list(printed)
    known = set(printed)
    numbers = [RowNumber(value, value, "table-cell", 1.0) for value in values]
    if _ascending_share(values) >= 0.75:
        for index in range(1, len(values) - 1):
            before, here, after = values[index - 1], values[index], values[index + 1]
            if before is None or here is None or after is None or after - before != 2 or here == before + 1:
                continue
            if before + 1 in known:
                continue  # 42, 48, 44 with 43 elsewhere: rows in another order
            numbers[index] = RowNumber(before + 1, here, "sequence", _MISREAD)
            values[index] = before + 1
    for index, beside, step in ((0, 1, -1), (len(values) - 1, len(values) - 2, 1)):
        # 9, 97, 98: a digit of the first or last number is lost.
        if len(values) > 2 and _is_cut(values[index], values[beside], step):
            expected = (values[beside] or 0) + step
            numbers[index] = RowNumber(expected, values[index], "sequence", _MISREAD)
            values[index] = expected
    index = 0
    while index < len(values):
        if values[index] is not None:
            index += 1
            continue
        end = index
        while end < len(values) and values[end] is None:
            end += 1
        left = values[index - 1] if index else None
        right = values[end] if end < len(values) else None
        for place, value, sure in _filled(index, end, left, right):
            if value in known:
                continue  # another row prints it
            numbers[place] = RowNumber(value, printed[place], "sequence", sure)
        index = end
    return numbers


def _is_cut(here: int | None, beside: int | None, step: int) -> bool:
    if here is None or beside is None or beside + step < 1:
        return False
    expected, printed = str(beside + step), str(here)
    return len(printed) < len(expected) and (expected.startswith(printed) or expected.endswith(printed))


def _ascending_share(values: Sequence[int | None]) -> float:
    steps = [after > before for before, after in pairwise(v for v in values if v is not None)]
    return sum(steps) / len(steps) if steps else 0.0


def _filled(start: int, end: int, left: int | None, right: int | None) -> list[tuple[int, int, float]]:
    lost = end - start
    if left is not None and right is not None:
        fits = right - left == lost + 1
        return [(start + i, left + 1 + i, _BETWEEN) for i in range(lost)] if fits else []
    if left is not None:
        return [(start + i, left + 1 + i, _AT_END) for i in range(lost)]
    if right is not None and right > lost:
        return [(start + i, right - lost + i, _AT_END) for i in range(lost)]
    return []

"""What a table row shows of its number, and the number that it was given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowSign:
    """What a row shows of itself.

    `printed` is the number in its number cell, None when there is none. `new` is the cost of taking it for the
    first row of an item when no number speaks for it, `same` the cost of taking it for more of the item before.
    `holds` is how many items its cells seem to hold: after a row of two, one number may well be skipped.
    """

    printed: int | None
    new: float
    same: float
    holds: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A row's number, and whether the row begins its item. `number` is None before the first item."""

    number: int | None
    begins: bool


def as_cut(printed: int, number: int) -> bool:
    """Whether `printed` is `number` with digits lost at one end (39 of 139, 13 of 139)."""
    whole, part = str(number), str(printed)
    return len(part) < len(whole) and (whole.endswith(part) or whole.startswith(part))


def cut_of(printed: int, item: Placed) -> bool:
    """Whether `printed` is the number given to the row that begins an item, digits of it lost."""
    return item.begins and item.number is not None and as_cut(printed, item.number)

"""Numbers of table rows restored from their sequence: which rows begin an item, and which number it has.

Printed numbers may be cut (39 for 139), lost, or repeated; rows may be split, merged or no rows at all. The
cheapest explanation of all rows together is taken (dynamic programming over rows and numbers).
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.layout.row_signs import Placed, RowSign, as_cut, cut_of
from nlp.layout.shuffled_rows import counts_anew, shuffled_spans, unrestored

JUMP = 4.0
NEIGHBOURS = 60
_WHOLE_ROW = 2.9


def _begin_cost(sign: RowSign, number: int) -> float:
    if sign.printed == number:
        return 0.0
    if sign.printed is None:
        return sign.new
    return 0.8 + sign.new / 4 if as_cut(sign.printed, number) else 7.0 + sign.new / 4


def _same_cost(sign: RowSign, number: int) -> float:
    return sign.same if sign.printed in (None, number) else 6.0 + sign.same


def number_rows(signs: Sequence[RowSign], *, first: int | None = None) -> list[Placed]:
    """The number of every row. `first` is the number before the first row when it is known (0 for none).

    Ties go to the earliest beginning.

    >>> [item.number for item in number_rows([RowSign(4, 0, 2), RowSign(None, 1, 2), RowSign(6, 0, 2)])]
    [4, 5, 6]
    """
    if not signs:
        return []
    start = _starts(signs) if first is None else [first]
    costs: dict[int, float] = dict.fromkeys(start, 0.0)
    back: list[dict[int, tuple[int, bool]]] = []
    held = 1
    for sign in signs:
        following: dict[int, float] = {}
        origin: dict[int, tuple[int, bool]] = {}
        for number, cost in sorted(costs.items()):
            options = [(number, cost + _same_cost(sign, number), False)]
            targets = {number + 1}
            if sign.printed is not None and sign.printed > number:
                targets.add(sign.printed)
            targets.update(range(number + 2, number + 4))
            for target in targets:
                gap = target - number - 1
                options.append((target, cost + _begin_cost(sign, target) + _jump(gap, held), True))
            for target, total, begins in options:
                known = following.get(target)
                if known is None or total < known - 1e-9 or (abs(total - known) <= 1e-9 and not begins):
                    following[target] = total
                    origin[target] = (number, begins)
        keep = sorted(following, key=lambda item: following[item])[:NEIGHBOURS]
        costs = {number: following[number] for number in keep}
        back.append(origin)
        held = sign.holds
    number = min(costs, key=lambda item: (costs[item], -item))
    placed: list[Placed] = []
    for origin in reversed(back):
        before, begins = origin[number]
        placed.append(Placed(number, begins))
        number = before
    placed.reverse()
    placed = _without_lead(placed)
    zones = shuffled_spans(placed, signs)
    if zones and not counts_anew(signs):
        return _as_printed(unrestored(placed, signs, zones), signs)
    placed = _as_printed(placed, signs)
    return _plain(signs) if _restarts(placed, signs) else _unmerged(placed, signs)


def _unmerged(placed: Sequence[Placed], signs: Sequence[RowSign]) -> list[Placed]:
    """A whole row without a number for which the sequence leaves none is of no known item, not more of the whole row above."""
    return [
        Placed(None, False)
        if index
        and not item.begins
        and sign.printed is None
        and _is_whole(sign)
        and _is_whole(signs[index - 1])
        else item
        for index, (item, sign) in enumerate(zip(placed, signs, strict=True))
    ]


def _is_whole(sign: RowSign) -> bool:
    """Whether a row shows a name, a ministry and texts of its own, so that it is hardly a part of another."""
    return 2 * sign.new <= 1.0 and sign.same >= _WHOLE_ROW


def _restarts(placed: Sequence[Placed], signs: Sequence[RowSign]) -> bool:
    """Whether so many clean numbers were overruled that the table does not count through (each pillar from 1)."""
    printed = [
        (item, sign.printed) for item, sign in zip(placed, signs, strict=True) if sign.printed is not None
    ]
    wrong = sum(1 for item, own in printed if own != item.number and not cut_of(own, item))
    return wrong > max(2, len(printed) // 5)


def _plain(signs: Sequence[RowSign]) -> list[Placed]:
    """Numbers as printed; a row without one is the next item where it looks like one, else more of the item before."""
    placed: list[Placed] = []
    current: int | None = None
    for sign in signs:
        if sign.printed is not None:
            begins = sign.printed != current or sign.same > 0
            current = sign.printed
        else:
            begins = sign.new < sign.same
            current = (current or 0) + 1 if begins else current
        placed.append(Placed(current, begins and current is not None))
    return placed


def _jump(gap: int, held: int) -> float:
    if gap <= 0:
        return 0.0
    return 1.5 if held == gap + 1 else JUMP + 2.0 * min(gap, 3)


def _starts(signs: Sequence[RowSign]) -> list[int]:
    """Numbers that may stand before the first row: just before the first printed number, less the rows above it."""
    for index, sign in enumerate(signs):
        if sign.printed is not None:
            return sorted({max(0, sign.printed - 1 - above) for above in range(index + 1)})
    return [0]


def _without_lead(placed: list[Placed]) -> list[Placed]:
    seen = False
    result: list[Placed] = []
    for item in placed:
        seen = seen or item.begins
        result.append(item if seen else Placed(None, False))
    return result


def _as_printed(placed: list[Placed], signs: Sequence[RowSign]) -> list[Placed]:
    """Rows whose clean printed number was overruled only because rows stand in another order keep it.

    So it is when the number given to the row is printed by another row, and no row that prints this row's number
    has it: a shuffled table is not renumbered, a single misread number still is.
    """
    printed = {sign.printed for sign in signs if sign.printed is not None}
    kept = {
        item.number
        for item, sign in zip(placed, signs, strict=True)
        if item.begins and sign.printed == item.number
    }
    result: list[Placed] = []
    for item, sign in zip(placed, signs, strict=True):
        own = sign.printed
        swapped = own is not None and own != item.number and own not in kept
        if (
            swapped
            and own is not None
            and (not item.begins or item.number in printed)
            and not cut_of(own, item)
        ):
            kept.add(own)
            result.append(Placed(own, True))
        else:
            result.append(item)
    return result


def items_of(placed: Sequence[Placed]) -> list[int]:
    """For every row the index of the item that it belongs to, in printed order; -1 for rows before the first item."""
    current = -1
    result: list[int] = []
    for item in placed:
        current += item.begins
        result.append(-1 if item.number is None else current)
    return result

"""Parts of a table whose numbered rows stand in another order than they count: what is printed stays, what is not stays open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from nlp.layout.row_signs import Placed, RowSign, cut_of

# A row that costs less to take for more of the item before shows neither name nor ministry.
_CLEAN = 0.5
_NEAR = 6
_LEAST_SHUFFLED = 3
_REACH = 30


def shuffled_spans(placed: Sequence[Placed], signs: Sequence[RowSign]) -> list[tuple[int, int]]:
    """Half-open row spans, in order and apart, in which clean numbers stand in another order than they count, three overruled or more."""
    clean = {
        index: sign.printed
        for index, sign in enumerate(signs)
        if sign.printed is not None and sign.same > _CLEAN
    }
    wrong = [
        index
        for index, own in clean.items()
        if own != placed[index].number and not cut_of(own, placed[index])
    ]
    found = []
    for cluster in _clusters(wrong):
        turned = [
            other
            for other, number in clean.items()
            for index in cluster
            if abs(other - index) <= _REACH and (other < index) != (number < clean[index]) and other != index
        ]
        found.append(_widened(min(*cluster, *turned), max(*cluster, *turned) + 1, placed, signs))
    return _joined(found)


def _clusters(indexes: Iterable[int]) -> list[list[int]]:
    """Ascending row indexes in groups that stand near each other, groups of fewer than three left out."""
    clusters: list[list[int]] = []
    for index in indexes:
        if clusters and index - clusters[-1][-1] <= _NEAR:
            clusters[-1].append(index)
        else:
            clusters.append([index])
    return [cluster for cluster in clusters if len(cluster) >= _LEAST_SHUFFLED]


def _widened(start: int, end: int, placed: Sequence[Placed], signs: Sequence[RowSign]) -> tuple[int, int]:
    """The span with the rows beside it that print no number, or not the one they were given: they may be of anywhere too."""
    while start > 0 and placed[start - 1].begins and signs[start - 1].printed != placed[start - 1].number:
        start -= 1
    while end < len(signs) and signs[end].printed != placed[end].number and _stands_alone(placed, signs, end):
        end += 1
    return start, end


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one.

    >>> _joined([(4, 9), (1, 5), (12, 14)])
    [(1, 9), (12, 14)]
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _stands_alone(placed: Sequence[Placed], signs: Sequence[RowSign], index: int) -> bool:
    return placed[index].begins or signs[index].printed is not None or _own_item(signs[index])


def _own_item(sign: RowSign) -> bool:
    """Whether a row shows so much of its own that it is hardly more of the item above it."""
    return 2 * sign.new < sign.same


def counts_anew(signs: Sequence[RowSign]) -> bool:
    """Whether most falls of the printed numbers go back to the beginning: each part of the table counts from 1."""
    printed = [sign.printed for sign in signs if sign.printed is not None]
    falls = [after for before, after in pairwise(printed) if after < before]
    return bool(falls) and 2 * sum(number <= 2 for number in falls) >= len(falls)


def unrestored(
    placed: Sequence[Placed], signs: Sequence[RowSign], zones: Sequence[tuple[int, int]]
) -> list[Placed]:
    """In shuffled spans every clean number stays as printed; a row without one, or with one that is taken, is of no known item."""
    result = list(placed)
    taken: set[int] = set()
    for start, end in zones:
        for index in range(start, end):
            own = signs[index].printed
            if own in taken and result[index - 1].number != own:
                own = None
            result[index] = Placed(own, own is not None)
            taken.add(own or 0)
        for index in range(end, len(result)):
            if result[index].begins:
                break
            # More of the item above, unless it prints a number itself.
            own = signs[index].printed
            result[index] = Placed(own or result[index - 1].number, own is not None)
    return _without_guesses(result, signs, zones)


def _without_guesses(
    placed: Sequence[Placed], signs: Sequence[RowSign], zones: Sequence[tuple[int, int]]
) -> list[Placed]:
    """Beside a shuffled span a row that prints no number has none; near it only where the rows right above and below count on to it.

    Which number such a row bore is open otherwise: it may be one that stands in the span, or one of those that are missing there.
    """
    result = list(placed)
    printed = {sign.printed for sign in signs}
    for index, item in enumerate(placed):
        apart = min(max(start - index, index - end + 1, 0) for start, end in zones)
        if apart > _REACH or signs[index].printed is not None or item.number is None:
            continue
        if not item.begins and index and not _own_item(signs[index]):
            # With the row above goes what is more of it.
            result[index] = Placed(result[index - 1].number, False)
        elif (
            not item.begins
            or apart <= _NEAR
            or item.number in printed
            or not (_counts_on(placed, signs, index, -1) and _counts_on(placed, signs, index, 1))
        ):
            result[index] = Placed(None, False)
    return result


def _counts_on(placed: Sequence[Placed], signs: Sequence[RowSign], index: int, step: int) -> bool:
    """Whether the next item from `index` on in direction `step` that prints its number is as far away in numbers as in items."""
    apart, other = 0, index
    while 0 <= (other := other + step) < len(placed):
        apart += placed[other].begins
        if placed[other].begins and signs[other].printed is not None:
            return signs[other].printed == (placed[index].number or 0) + step * apart
    return False

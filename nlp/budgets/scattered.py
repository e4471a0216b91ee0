"""Values that follow no order: every way to give each of a few rows one of a few items, weighed by its evidence."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence


def scattered(
    scores: Sequence[Sequence[float]], drops: Sequence[float], empty: float
) -> tuple[float, list[dict[int | None, float]]]:
    """(log of the evidence for no order, for each row how probable each item is; None: no item).

    `scores[r][i]` and `drops[i]` as in `column_tilings.weigh`; `empty` is the log-odds of a row without an item. Counts
    grow as 2 to the number of items.
    """
    flat = [[0.0] * len(row) for row in scores]
    ahead, total = _ways(scores, drops, empty)
    _, neutral = _ways(flat, drops, empty)
    return math.log(total) - math.log(neutral), _chances(scores, drops, empty, ahead, total)


def _layer(before: dict[int, float], row: Sequence[float], empty: float) -> dict[int, float]:
    after: dict[int, float] = defaultdict(float)
    for taken, weight in before.items():
        after[taken] += weight * math.exp(empty)
        for item, score in enumerate(row):
            if not taken >> item & 1:
                after[taken | 1 << item] += weight * math.exp(min(20.0, score))
    return after


def _ways(
    scores: Sequence[Sequence[float]], drops: Sequence[float], empty: float
) -> tuple[list[dict[int, float]], float]:
    """The weight of each set of items taken after each row, and of all ways."""
    layers: list[dict[int, float]] = [{0: 1.0}]
    for row in scores:
        layers.append(_layer(layers[-1], row, empty))
    total = sum(weight * _left(taken, drops) for taken, weight in layers[-1].items())
    return layers, total


def _left(taken: int, drops: Sequence[float]) -> float:
    """The weight of the items that found no row."""
    return math.exp(sum(drop for item, drop in enumerate(drops) if not taken >> item & 1))


def _chances(
    scores: Sequence[Sequence[float]],
    drops: Sequence[float],
    empty: float,
    ahead: list[dict[int, float]],
    total: float,
) -> list[dict[int | None, float]]:
    """Marginals, from the last row back."""
    found: list[dict[int | None, float]] = []
    behind: dict[int, float] = {taken: _left(taken, drops) for taken in ahead[-1]}
    for place in range(len(scores) - 1, -1, -1):
        chances: dict[int | None, float] = defaultdict(float)
        earlier: dict[int, float] = defaultdict(float)
        for taken, weight in ahead[place].items():
            share = math.exp(empty) * behind.get(taken, 0.0)
            chances[None] += weight * share / total
            earlier[taken] += share
            for item, score in enumerate(scores[place]):
                if taken >> item & 1:
                    continue
                share = math.exp(min(20.0, score)) * behind.get(taken | 1 << item, 0.0)
                chances[item] += weight * share / total
                earlier[taken] += share
        found.append(dict(chances))
        behind = earlier
    return found[::-1]

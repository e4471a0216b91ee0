"""Assigns values that stand apart from their rows (amounts, ministries), by weighing all evidence.

What the rest of the document says about a row (an amount near its name that equals the loose one, also after
rounding: 2.4億円 and 240百万円) gives each pair of row and value a log-likelihood ratio; `nlp.budgets.column_tilings` weighs
every way in which the torn column can lie on its rows. A row's confidence is the posterior probability of its value.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from unicodedata import normalize

from nlp.budgets.column_tilings import weigh
from nlp.values.amounts import Amount

# Odds that a loose item belongs to no row: a page number is a short whole number; a total is the sum of the others.
_FOREIGN = -4.0
_FOREIGN_SHORT = -1.5
_FOREIGN_TOTAL = 3.0
_LISTED = 0.03
# The most that the direction of a column proves where at most one, or two, of its blocks are known otherwise.
_ALONE, _FEW_KNOWN = 0.8, 0.89
_CLEAR = 0.8


@dataclass(frozen=True, slots=True)
class Loose:
    """A detached value: `key` says when two are the same value; `block` counts the runs in which they stand."""

    key: Hashable
    start: int
    end: int
    block: int
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a row holds: `loose` is the most probable value with its `confidence`, None when most probably none.

    `candidates` are all values of some probability, best first; `reasons` speak for the best.
    """

    row: int
    loose: Loose | None
    confidence: float
    reasons: tuple[str, ...]
    candidates: tuple[tuple[Loose, float], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The log-likelihood ratio of one pair of row and value, and the words for it."""

    score: float
    reason: str


_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def step_of(amount: Amount) -> Decimal | None:
    """The yen that one unit of the last printed digit stands for (2.4億円: 10,000,000); None when unknown."""
    if not amount.yen:
        return None
    printed = re.sub(r"[,，\s]", "", normalize("NFKC", amount.text))
    found = _NUMBER.findall(printed)
    if not found or len(found) > 1:
        # 1億2,500万円: its last digits count in 万円.
        return Decimal(10_000) if found else None
    number = Decimal(found[0])
    if not number:
        return None
    decimals = len(found[0].partition(".")[2])
    return Decimal(amount.yen) / number / Decimal(10) ** decimals


def rounds_to(exact: int, printed: Amount) -> bool:
    """Whether `exact` yen, rounded or cut to the digits printed, is the printed amount (507百万円 is 5億円, 5.1億円)."""
    step = step_of(printed)
    if step is None or printed.yen is None:
        return False
    return bool(abs(Decimal(exact) - printed.yen) < step)


def assign(
    rows: Sequence[int], loose: Sequence[Loose], evidence: Mapping[tuple[int, int], Evidence]
) -> list[Assigned]:
    """What each of `rows` most probably holds, in row order. Numbers of rows and values may differ."""
    if not rows or not loose:
        return []
    scores = [
        [evidence[row, index].score if (row, index) in evidence else 0.0 for index in range(len(loose))]
        for row in rows
    ]
    posterior = weigh(scores, _blocks(loose), [_foreign(loose, index) for index in range(len(loose))])
    result: list[Assigned] = []
    for row, chances in zip(rows, posterior.rows, strict=True):
        # Two equal amounts are one answer, wherever each of them came from.
        values: dict[Hashable, float] = defaultdict(float)
        likeliest: dict[Hashable, tuple[float, int]] = {}
        for index, chance in chances.items():
            if index is not None:
                key = loose[index].key
                values[key] += chance
                likeliest[key] = max(likeliest.get(key, (0.0, index)), (chance, index))
        ranked = sorted(values.items(), key=lambda item: -item[1])
        candidates = tuple(
            (loose[likeliest[key][1]], round(chance, 2)) for key, chance in ranked if chance >= _LISTED
        )
        if not ranked or ranked[0][1] < chances.get(None, 0.0):
            result.append(Assigned(row, None, round(chances.get(None, 1.0), 2), (), candidates))
            continue
        best = likeliest[ranked[0][0]][1]
        reasons = _reasons(row, best, evidence, loose, posterior.habits, len(rows) == len(loose) == 1)
        # Never quite sure of what was not printed together.
        result.append(Assigned(row, loose[best], min(0.99, round(ranked[0][1], 2)), reasons, candidates))
    return _with_support(result, loose, evidence, down=posterior.habits.get("down", 0.0) >= _CLEAR)


def _with_support(
    assigned: Sequence[Assigned],
    loose: Sequence[Loose],
    evidence: Mapping[tuple[int, int], Evidence],
    *,
    down: bool,
) -> list[Assigned]:
    """The same, less sure where nothing speaks for a value or for one that was printed beside it.

    Then it rests on the direction of the column alone; of the values given so, one in ten was wrong where one other block was
    known, one in eighty where two were (generated lists, seeds 200-234); of those from the top down none was (`down`). What is left
    over when all others are known is sure.
    """
    places = {id(item): index for index, item in enumerate(loose)}
    held = [item for item in assigned if item.loose is not None]

    def spoken_for(item: Assigned) -> bool:
        found = evidence.get((item.row, places[id(item.loose)]))
        return found is not None and found.score > 0

    known = {item.loose.block for item in held if item.loose is not None and spoken_for(item)}
    left = sum(not spoken_for(item) for item in held)
    # A page number or a total among the values moves whole columns by one place.
    uneven = len(loose) != len(assigned)
    few = len(known) <= 1 + uneven and not (down and known)
    most = _ALONE if few else _FEW_KNOWN
    if left <= 1 or len(known) > 2 + uneven:
        return list(assigned)
    return [
        replace(item, confidence=min(item.confidence, most))
        if item.loose is not None and item.loose.block not in known
        else item
        for item in assigned
    ]


def _blocks(loose: Sequence[Loose]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for index, item in enumerate(loose):
        groups.setdefault(item.block, []).append(index)
    return [group for _, group in sorted(groups.items())]


def _foreign(loose: Sequence[Loose], index: int) -> float:
    """Log-odds that an item belongs to no row."""
    amount = loose[index].amount
    if amount is None or amount.yen is None:
        return _FOREIGN
    exact = [item.amount.yen for item in loose if item.amount is not None and item.amount.yen is not None]
    if len(exact) > 2 and sum(exact) - amount.yen == amount.yen:
        return _FOREIGN_TOTAL
    alone = sum(item.block == loose[index].block for item in loose) == 1
    return _FOREIGN_SHORT if alone and len(amount.text) <= 2 else _FOREIGN


def _reasons(
    row: int,
    index: int,
    evidence: Mapping[tuple[int, int], Evidence],
    loose: Sequence[Loose],
    habits: Mapping[str, float],
    single: bool,
) -> tuple[str, ...]:
    reasons = []
    found = evidence.get((row, index))
    if found is not None and found.score > 0:
        reasons.append(found.reason)
    if single:
        reasons.append("値の無い行と離れた値が一つずつ残る")
    size = sum(item.block == loose[index].block for item in loose)
    if size > 1:
        reasons.append(f"離れた値の{size}件のまとまりが隣り合う行に対応する")
    for habit, words in (("down", "離れた列が上から順に並ぶ"), ("up", "離れた列が下から順に並ぶ")):
        if habits.get(habit, 0.0) >= _CLEAR and len(loose) > 1:
            reasons.append(words)
    if found is None or found.score <= 0:
        reasons.append("他の行に他の値を割り当てた残り（消去法）")
    return tuple(reasons)


def shared_words(name: str, near: str, rarity: Counter[str]) -> float:
    """The share (0..1) of `name`'s letter pairs, rare ones counting more, that also stand in `near`.

    >>> shared_words("見守り事業", "高齢者の見守り", Counter())
    0.5
    """
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    if not pairs:
        return 0.0
    weight = {pair: 1 / (1 + rarity.get(pair, 0)) for pair in pairs}
    return sum(value for pair, value in weight.items() if pair in near) / sum(weight.values())

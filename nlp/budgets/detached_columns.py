"""Assigns amounts that stand apart from their rows, by weighing all evidence and saying how sure it is.

PDF order can print a column away from its table: blocks of amounts, each block in row order or against it.
An assignment lays the blocks onto the rows that lack an amount (each block covers neighbouring rows, read down or up)
and is scored by what the rest of the document says about each row: an amount near the row's name that equals
the loose one, also after rounding (2.4億円 and 240百万円), or near words that the name shares. What the best
assignment gains over the best one that differs at a row is the margin from which that row's confidence comes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from nlp.values.amounts import Amount

# Weights in nats. Measured on generated lists (tests/nlp/test_detached_columns.py): a shared exact amount near
# the name is right in about 19 of 20 cases, shared words alone in about 3 of 4.
_NAMED = 3.0
_SHARED_WORDS = 2.0
_CONTRADICTED = -2.5
_READ_UP = -0.1


@dataclass(frozen=True, slots=True)
class Loose:
    """A detached amount: `block` counts the runs in which they stand, `order` its place in reading order."""

    amount: Amount
    block: int
    order: int


@dataclass(frozen=True, slots=True)
class Clue:
    """An amount elsewhere in the document: `named` rows whose name stands near, `words` rows with shared words.

    `words` maps a row to the share (0..1) of its name's rarer letter pairs that stand near.
    """

    yen: int
    text: str
    named: frozenset[int]
    words: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Assigned:
    """The amount for a row with its reasons; `others` are amounts that remain possible (yen)."""

    row: int
    loose: Loose
    confidence: float
    reasons: tuple[str, ...]
    others: tuple[int, ...]


def rounds_to(exact: int, printed: Amount) -> bool:
    """Whether `exact` yen, rounded to the digits printed, is the printed amount (507百万円 is 5億円, 5.1億円).

    Both rounding and cutting off occur in print; the printed step is the unit of its last digit.
    """
    if printed.yen is None:
        return False
    digits = printed.text.replace("．", ".").replace(" ", "").replace(",", "").replace("，", "")
    number = Decimal("".join(c for c in _half(digits) if c.isdigit() or c == ".").strip(".") or "0")
    if not number:
        return False
    unit = Decimal(printed.yen) / number
    places = -number.as_tuple().exponent if isinstance(number.as_tuple().exponent, int) else 0  # type: ignore[operator]
    step = unit / (10 ** max(0, int(places)))
    return bool(abs(Decimal(exact) - printed.yen) < step)


def _half(text: str) -> str:
    return text.translate({0xFF10 + i: str(i) for i in range(10)})


def pair_scores(
    rows: Sequence[int], loose: Sequence[Loose], clues: Sequence[Clue]
) -> dict[tuple[int, int], float]:
    """The evidence for each (row, index of loose amount), in nats; 0 where nothing speaks for or against."""
    scores: dict[tuple[int, int], float] = {}
    for row in rows:
        about = [clue for clue in clues if row in clue.named]
        for index, item in enumerate(loose):
            yen = item.amount.yen
            if yen is None:
                continue
            agreeing = [clue for clue in clues if rounds_to(yen, _as_amount(clue))]
            if any(row in clue.named for clue in agreeing):
                scores[row, index] = _NAMED
            elif agreeing and (share := max(clue.words.get(row, 0.0) for clue in agreeing)) > 0:
                scores[row, index] = _SHARED_WORDS * share
            elif about:
                # The document prints other amounts for this very name.
                scores[row, index] = _CONTRADICTED
    return scores


def _as_amount(clue: Clue) -> Amount:
    return Amount(0, 0, clue.yen, "exact", clue.text, "")


def assign(rows: Sequence[int], loose: Sequence[Loose], clues: Sequence[Clue]) -> list[Assigned]:
    """The best assignment of loose amounts to rows, in row order; empty when their numbers differ.

    Each row has at most one amount and each amount one row. A row for which two assignments score the same
    names the others in `others` and has a confidence of at most one half.
    """
    if not rows or len(rows) != len(loose):
        return []
    scores = pair_scores(rows, loose, clues)
    blocks = _blocks(loose)
    best = _tile(rows, blocks, scores, {})
    result = []
    for position, row in enumerate(rows):
        index = best.order[position]
        rival = _tile(rows, blocks, scores, {(row, index): -math.inf})
        single = rival.score == -math.inf
        margin = math.inf if single else best.score - rival.score
        others = () if margin > 1e-9 else _others(rival.order[position], loose)
        # Two hypotheses that differ by `margin` nats; never quite sure of what was not printed together.
        confidence = 0.98 if math.isinf(margin) else min(0.98, 1 / (1 + math.exp(-margin)))
        result.append(
            Assigned(
                row,
                loose[index],
                round(confidence, 2),
                _reasons(row, index, scores, blocks, loose, single),
                others,
            )
        )
    return result


def _others(index: int, loose: Sequence[Loose]) -> tuple[int, ...]:
    yen = loose[index].amount.yen
    return () if yen is None else (yen,)


@dataclass(frozen=True, slots=True)
class _Tiling:
    score: float
    order: tuple[int, ...]


def _blocks(loose: Sequence[Loose]) -> list[tuple[int, ...]]:
    groups: dict[int, list[int]] = {}
    for index, item in enumerate(loose):
        groups.setdefault(item.block, []).append(index)
    return [tuple(group) for _, group in sorted(groups.items())]


def _tile(
    rows: Sequence[int],
    blocks: Sequence[tuple[int, ...]],
    scores: Mapping[tuple[int, int], float],
    forbidden: Mapping[tuple[int, int], float],
) -> _Tiling:
    """The best way to lay the blocks side by side onto the rows, each read down or up (subset dynamics).

    With more blocks than subsets can be tried for (16), blocks keep the order in which they are printed.
    """
    if len(blocks) > 16:
        order = tuple(index for block in blocks for index in block)
        return _Tiling(_score(rows, 0, order, scores, forbidden), order)
    full = (1 << len(blocks)) - 1
    table: dict[int, _Tiling] = {0: _Tiling(0.0, ())}
    for subset in range(full + 1):
        done = table.get(subset)
        if done is None:
            continue
        start = len(done.order)
        for number, block in enumerate(blocks):
            if subset >> number & 1:
                continue
            # A tie goes to the block printed first, so that the result does not depend on chance.
            for turned in (block, block[::-1]) if len(block) > 1 else (block,):
                gained = _score(rows, start, turned, scores, forbidden)
                gained += _READ_UP * 0 if turned == block else _READ_UP
                candidate = _Tiling(done.score + gained, done.order + turned)
                known = table.get(subset | 1 << number)
                if known is None or candidate.score > known.score + 1e-12:
                    table[subset | 1 << number] = candidate
    return table.get(full, _Tiling(-math.inf, tuple(range(len(rows)))))


def _score(
    rows: Sequence[int],
    start: int,
    order: Sequence[int],
    scores: Mapping[tuple[int, int], float],
    forbidden: Mapping[tuple[int, int], float],
) -> float:
    return sum(
        scores.get((rows[start + step], index), 0.0) + forbidden.get((rows[start + step], index), 0.0)
        for step, index in enumerate(order)
    )


def _reasons(
    row: int,
    index: int,
    scores: Mapping[tuple[int, int], float],
    blocks: Sequence[tuple[int, ...]],
    loose: Sequence[Loose],
    single: bool,
) -> tuple[str, ...]:
    reasons = []
    score = scores.get((row, index), 0.0)
    if score >= _NAMED:
        reasons.append("資料でこの名称の近くに同じ金額（丸めを含む）がある")
    elif score > 0:
        reasons.append("資料で名称と語を共にする箇所に同じ金額（丸めを含む）がある")
    if single:
        reasons.append("金額の無い行と離れた金額が一つずつ残る")
    block = next(group for group in blocks if index in group)
    if len(block) > 1:
        down = all(loose[a].order < loose[b].order for a, b in pairwise(block))
        reasons.append(f"離れた金額の{len(block)}件のまとまりが{'隣り合う行に対応する' if down else '並ぶ'}")
    if score <= 0:
        reasons.append("他の行に他の金額を割り当てた残り（消去法）")
    return tuple(reasons)


def shared_words(name: str, near: str, rarity: Counter[str]) -> float:
    """The share (0..1) of `name`'s letter pairs, rare ones counting more, that also stand in `near`."""
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    if not pairs:
        return 0.0
    weight = {pair: 1 / (1 + rarity.get(pair, 0)) for pair in pairs}
    return sum(value for pair, value in weight.items() if pair in near) / sum(weight.values())

"""How a torn-off column can lie on the rows it came from: every way weighed, and what each row then holds.

PDF order prints a column away from its table in runs ("blocks"). A way of laying them back ("tiling") puts each
block on neighbouring rows, read down or up; a row may stay empty and an item may be foreign (a page number).
Four habits of PDF order compete: the whole column downwards, the whole column upwards, blocks in any order, and
(seldom) items that follow no order at all.
The answer is a posterior: for each row, how probable each item is, and each habit.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from nlp.budgets.scattered import scattered

# How often each habit is met, before any evidence. Of the seeds one list is whole and one (001) is torn in any order, so
# neither direction may be taken for granted: a list without other evidence stays undecided (tests/gold/eval_budget.py).
HABITS: Mapping[str, float] = {"down": 0.4, "up": 0.2, "any": 0.35, "scattered": 0.05}
_EMPTY_ROW = -2.5
_MOST_BLOCKS = 9
_SPARE = 1
# Two items have only two orders, which the other habits cover; many items without order say nothing.
_LEAST_SCATTERED, _MOST_SCATTERED = 3, 9


@dataclass(frozen=True, slots=True)
class Posterior:
    """`rows[r][i]` is the probability that row r holds item i (i None: none of them); `habits` that of each habit."""

    rows: tuple[Mapping[int | None, float], ...]
    habits: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Step:
    """Laying one block: which item goes to which row, the rows used up (empty ones too), items left out, weight."""

    block: int
    placed: tuple[tuple[int, int], ...]
    used: int
    dropped: int
    weight: float


@dataclass
class _Problem:
    count: int
    blocks: Sequence[tuple[int, ...]]
    scores: Sequence[Sequence[float]]
    drops: Sequence[float]
    habit: str
    skips: int
    foreign: int
    memo: dict[tuple[int, int, int], float] = field(default_factory=dict)

    def steps(self, state: tuple[int, int, int]) -> Iterator[_Step]:
        """Every way to lay one more block. A state is (blocks laid as bits, rows used, items left out)."""
        laid, row, dropped = state
        for block in self._next(laid):
            items = self.blocks[block]
            for kept, lost in self._kept(items, self.foreign - dropped):
                for order in _turns(kept, self.habit):
                    yield from self._placements(block, order, lost, row)

    def _next(self, laid: int) -> Sequence[int]:
        count = len(self.blocks)
        if self.habit == "any":
            return [index for index in range(count) if not laid >> index & 1]
        order = range(count) if self.habit == "down" else range(count - 1, -1, -1)
        return [index for index in order if not laid >> index & 1][:1]

    def _kept(self, items: tuple[int, ...], budget: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        yield items, ()
        if budget >= 1:
            for place in range(len(items)):
                yield items[:place] + items[place + 1 :], (items[place],)
        if 1 < len(items) <= budget:
            yield (), items

    def _placements(
        self, block: int, order: tuple[int, ...], lost: tuple[int, ...], row: int
    ) -> Iterator[_Step]:
        size = len(order)
        base = sum(self.drops[item] for item in lost)
        if not size:
            yield _Step(block, (), 0, len(lost), base)
            return
        spare = min(self.skips, self.count - row - size)
        for lead in range(spare + 1):
            start = row + lead
            yield self._step(block, tuple((start + i, item) for i, item in enumerate(order)), row, lost, base)
            if lead < spare:
                # One row inside the block stays empty: its amount was lost.
                for hole in range(1, size):
                    rows = ((start + i + (i >= hole), item) for i, item in enumerate(order))
                    yield self._step(block, tuple(rows), row, lost, base)

    def _step(
        self,
        block: int,
        placed: tuple[tuple[int, int], ...],
        row: int,
        lost: tuple[int, ...],
        base: float,
    ) -> _Step:
        used = placed[-1][0] + 1 - row
        weight = base + _EMPTY_ROW * (used - len(placed)) + sum(self.scores[r][i] for r, i in placed)
        return _Step(block, placed, used, len(lost), weight)

    def after(self, state: tuple[int, int, int], step: _Step) -> tuple[int, int, int] | None:
        """The state after a step, None when too many rows would stay empty."""
        laid, row, dropped = state
        placed_before = sum(len(self.blocks[i]) for i in range(len(self.blocks)) if laid >> i & 1) - dropped
        skipped = row - placed_before + step.used - len(step.placed)
        if skipped > self.skips:
            return None
        return laid | 1 << step.block, row + step.used, dropped + step.dropped

    def mass(self, state: tuple[int, int, int]) -> float:
        """Log of the summed weight of all ways to finish from a state."""
        known = self.memo.get(state)
        if known is not None:
            return known
        laid, row, dropped = state
        if laid == (1 << len(self.blocks)) - 1:
            left = self.count - row
            placed = sum(map(len, self.blocks)) - dropped
            value = _EMPTY_ROW * left if row - placed + left <= self.skips else -math.inf
        else:
            value = -math.inf
            for step in self.steps(state):
                following = self.after(state, step)
                if following is not None:
                    value = _log_add(value, step.weight + self.mass(following))
        self.memo[state] = value
        return value


def weigh(
    scores: Sequence[Sequence[float]], blocks: Sequence[Sequence[int]], drops: Sequence[float]
) -> Posterior:
    """The posterior over rows.

    `scores[r][i]` is the log-likelihood ratio of evidence for row r holding item i; `blocks` the items in printed
    order; `drops[i]` the log-odds (negative) that item i belongs to no row.
    """
    count, items = len(scores), sum(map(len, blocks))
    if not count or not items:
        return Posterior(tuple({None: 1.0} for _ in scores), {})
    usable = [tuple(block) for block in blocks if block]
    spare = _SPARE if len(usable) <= _MOST_BLOCKS - 1 else 0
    skips, foreign = max(0, count - items) + spare, max(0, items - count) + spare
    flat = [[0.0] * len(row) for row in scores]
    evidence: dict[str, float] = {}
    marginals: dict[str, list[dict[int | None, float]]] = {}
    for habit, prior in HABITS.items():
        if habit == "scattered":
            if not _MOST_SCATTERED >= items >= _LEAST_SCATTERED or count > _MOST_SCATTERED:
                continue
            value, rows = scattered(scores, drops, _EMPTY_ROW)
        elif habit == "any" and len(usable) > _MOST_BLOCKS:
            value, rows = _unordered(scores)
        else:
            problem = _Problem(count, usable, scores, drops, habit, skips, foreign)
            neutral = _Problem(count, usable, flat, drops, habit, skips, foreign)
            value = problem.mass((0, 0, 0)) - neutral.mass((0, 0, 0))
            rows = _marginals(problem)
        if math.isfinite(value):
            evidence[habit] = math.log(prior) + value
            marginals[habit] = rows
    if not evidence:
        return Posterior(tuple({None: 1.0} for _ in scores), {})
    top = max(evidence.values())
    total = sum(math.exp(value - top) for value in evidence.values())
    habits = {habit: math.exp(value - top) / total for habit, value in evidence.items()}
    merged: list[dict[int | None, float]] = []
    for row in range(count):
        chances: dict[int | None, float] = defaultdict(float)
        for habit, share in habits.items():
            for item, chance in marginals[habit][row].items():
                chances[item] += share * chance
        merged.append(dict(chances))
    return Posterior(tuple(merged), habits)


def _marginals(problem: _Problem) -> list[dict[int | None, float]]:
    rows: list[dict[int | None, float]] = [defaultdict(float) for _ in range(problem.count)]
    start = (0, 0, 0)
    if not math.isfinite(problem.mass(start)):
        return rows
    reach = {start: 1.0}
    # Blocks are laid one at a time, so states come in layers by the number of blocks laid.
    for _ in problem.blocks:
        following: dict[tuple[int, int, int], float] = defaultdict(float)
        for state, chance in reach.items():
            total = problem.mass(state)
            for step in problem.steps(state):
                after = problem.after(state, step)
                if after is None:
                    continue
                share = chance * math.exp(step.weight + problem.mass(after) - total)
                if share < 1e-12:
                    continue
                following[after] += share
                for row, item in step.placed:
                    rows[row][item] += share
        reach = following
    for chances in rows:
        chances[None] = max(0.0, 1.0 - sum(chances.values()))
    return rows


def _unordered(scores: Sequence[Sequence[float]]) -> tuple[float, list[dict[int | None, float]]]:
    """Many blocks: any item on any row, each used once (Sinkhorn's balancing in place of the sum over orders)."""
    table = [[math.exp(min(20.0, value)) for value in row] for row in scores]
    value = sum(math.log(sum(row) / len(row)) for row in table)
    width = len(table[0])
    limit = max(1.0, len(table) / width)
    for _ in range(60):
        for row in table:
            total = sum(row)
            row[:] = [cell / total for cell in row]
        for column in range(width):
            total = sum(row[column] for row in table)
            if total > limit:
                for row in table:
                    row[column] *= limit / total
    found: list[dict[int | None, float]] = []
    for row in table:
        chances: dict[int | None, float] = dict(enumerate(row))
        chances[None] = max(0.0, 1.0 - sum(row))
        found.append(chances)
    return value, found


@lru_cache(maxsize=4096)
def _turns(items: tuple[int, ...], habit: str) -> tuple[tuple[int, ...], ...]:
    if habit == "down" or len(items) < 2:
        return (items,)
    return (items[::-1],) if habit == "up" else (items, items[::-1])


def _log_add(first: float, second: float) -> float:
    if first < second:
        first, second = second, first
    if second == -math.inf:
        return first
    return first + math.log1p(math.exp(second - first))

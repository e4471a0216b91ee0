"""One programme and the measures that it may serve: compared one after the other, the likeliest first, as far as links ask for it.

What speaks for most measures is known closely beforehand (`Likely.most`). So those that cannot be linked are compared only where
it is asked whether they come near one that can; the links are the same as if all were.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.reconcile.items import Feature, MeasureItem, MeasureLinkKind
from graph.reconcile.measure_evidence import SLACK
from graph.reconcile.measure_sides import ProgrammeWords
from graph.reconcile.plan_index import Likely, PlanIndex

# By so many bits the first measure fits better than any other, and by so many clearly.
_FIRST, _CLEARLY = 1.5, 3.5
Compared = tuple[MeasureItem, MeasureLinkKind, list[Feature], tuple[str, ...]]


def named_alone(places: Sequence[int]) -> Likely:
    """Measures of which nothing is known but that they print or bear a name."""
    return Likely(places, [math.inf] * len(places), [False] * len(places))


@dataclass(slots=True)
class Meeting:
    """A programme compared with measures of a year. `_weights` are those of the measures compared, `_rest` the others, the likeliest
    last, each with the most that it can weigh."""

    programme: ProgrammeWords
    index: PlanIndex
    _found: dict[int, Compared] = field(default_factory=dict)
    _weights: list[tuple[float, MeasureItem]] = field(default_factory=list)
    _rest: list[tuple[float, int]] = field(default_factory=list)

    def compare(self, likely: Likely) -> None:
        """Compare all that may be linked."""
        least = self.index.comparer.least_linked
        order: list[tuple[float, int]] = []
        for at, most, by_name in zip(likely.places, likely.most, likely.by_name, strict=True):
            named = (
                by_name
                and most < math.inf
                and self.index.comparer.may_be_named(self.programme, self.index.words(at))
            )
            order.append((-math.inf if named else -most, at))
        order.sort()
        for most, at in ((-most, at) for most, at in order):
            if most > least and not self._hopeless(most, self.index.measures[at]):
                self._add(at)
            else:
                self._rest.append((most, at))
        self._rest.reverse()

    def in_order(self) -> Iterator[Compared]:
        """What was compared, in the order of the measures."""
        return iter([self._found[at] for at in sorted(self._found)])

    def rank(self, own: float, measure: MeasureItem) -> str:
        """Whether a measure of this weight fits better than any other; measures worded alike (one stated again in another section)
        aside."""
        best = max(
            (weight for weight, other in self._weights if self._rivals(own, measure, weight, other)),
            default=own - _CLEARLY,
        )
        while self._rest and own - best >= _FIRST and self._rest[-1][0] > best - SLACK:
            weight, other = self._add(self._rest.pop()[1])
            if weight > best and self._rivals(own, measure, weight, other):
                best = weight
        margin = own - best
        return "clear-first" if margin >= _CLEARLY else "first" if margin >= _FIRST else "not-first"

    def _add(self, at: int) -> tuple[float, MeasureItem]:
        measure, words = self.index.measures[at], self.index.words(at)
        found = self.index.comparer.features(self.programme, words, self.index.printed[at])
        self._found[at] = measure, *found
        self._weights.append((sum(feature.weight for feature in found[1]), measure))
        return self._weights[-1]

    def _rivals(self, own: float, measure: MeasureItem, weight: float, other: MeasureItem) -> bool:
        return weight > own - _CLEARLY and other.id != measure.id and not self.index.twins(measure, other)

    def _hopeless(self, most: float, measure: MeasureItem) -> bool:
        """Whether a measure that weighs so much at most must be the first for a link, and another that was compared comes near it."""
        needed = self.index.comparer.needed
        if most > needed("not-first"):
            return False
        margin = _FIRST if most > needed("first") else _CLEARLY
        return any(
            weight > most + SLACK - margin and not self.index.twins(measure, other)
            for weight, other in self._weights
        )

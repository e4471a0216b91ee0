"""The measures of one year's plans, to be looked up by what a programme says: all of them in a short plan, the likeliest in a long one.

Comparing every programme with every measure grows with the square of a corpus. Beyond a few hundred measures a programme meets
those that print its name, those that bear it, and those whose label, words, ministry, section and people fit best.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from graph.reconcile.features import text_similarity
from graph.reconcile.items import MeasureItem
from graph.reconcile.measure_evidence import Comparer
from graph.reconcile.measure_sides import MeasureWords, ProgrammeWords, measure_words
from graph.reconcile.measure_words import longest_run
from graph.reconcile.name_words import fold

# Measures of a year with which every programme is compared.
_ALL_MEASURES = 60
_NEAREST = 24
# Measures that are kept made ready, of a long plan (some 20 kB each).
_READY = 2_000
# Pairs of measures of which it is kept whether they are one.
_TWINS = 50_000
Numbers = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float64]


Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Column(Generic[Value]):
    """What each measure has of one kind: the distinct values, and for each measure which of them."""

    values: tuple[Value, ...]
    codes: Numbers

    def weighed(self, weight: Callable[[Value], float]) -> Scores:
        """The weight of each measure's value."""
        return np.array([weight(value) for value in self.values])[self.codes]


def _column(values: Iterable[Value]) -> _Column[Value]:
    known: dict[Value, int] = {}
    codes = [known.setdefault(value, len(known)) for value in values]
    return _Column(tuple(known), np.array(codes, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Postings:
    """Pair of characters -> the measures whose label (without people) or whose label and text have it. Of the measures alone, so
    that they may be kept."""

    labels: Mapping[str, Places]
    bodies: Mapping[str, Places]


@dataclass
class PlanIndex:
    """One plan year's measures, sorted; `printed` are the names that each one's text prints, and where.

    `postings` of these measures are made when none are given and the plan is long.
    """

    measures: Sequence[MeasureItem]
    printed: Sequence[Mapping[str, tuple[int, int]]]
    comparer: Comparer
    postings: Postings | None = None
    _ready: dict[int, MeasureWords] = field(default_factory=dict)
    _twins: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._bearing: dict[str, list[int]] = defaultdict(list)
        self._naming: dict[str, list[int]] = defaultdict(list)
        for at, (measure, printed) in enumerate(zip(self.measures, self.printed, strict=True)):
            self._bearing[fold(measure.label)].append(at)
            for name in printed:
                self._naming[name].append(at)
        self._ministries = _column(measure.ministry for measure in self.measures)
        self._sections = _column(measure.section for measure in self.measures)
        self._groups = _column(frozenset(measure.target_groups) for measure in self.measures)
        if self.postings is None and len(self.measures) > _ALL_MEASURES:
            self.postings = postings_of(map(self.words, range(len(self.measures))))
        self._bits = self._label_bits(self.postings) if self.postings is not None else np.zeros(0)

    def words(self, at: int) -> MeasureWords:
        """The measure at a place, made ready."""
        found = self._ready.get(at)
        if found is None:
            if len(self._ready) >= _READY:
                del self._ready[next(iter(self._ready))]
            found = self._ready[at] = measure_words(self.measures[at])
        return found

    def twins(self, first: MeasureItem, second: MeasureItem) -> bool:
        """Whether two measures are one, stated twice: alike in text, and in label as far as it can be read.

        Programmes of one ministry meet the same measures, so that what was found of two is kept.
        """
        pair = (first.id, second.id) if first.id < second.id else (second.id, first.id)
        found = self._twins.get(pair)
        if found is None:
            if len(self._twins) >= _TWINS:
                self._twins.clear()
            found = self._twins[pair] = _one_stated_twice(first, second)
        return found

    def naming(self, programme: ProgrammeWords) -> list[int]:
        """The places of the measures that print or bear a name of the programme, in order."""
        return sorted(
            {
                at
                for _, name in programme.names
                for table in (self._naming, self._bearing)
                for at in table.get(name, ())
            }
        )

    def likely(self, programme: ProgrammeWords) -> list[int]:
        """The places of the measures worth comparing with a programme, in order."""
        if self.postings is None:
            return list(range(len(self.measures)))
        scores = self._scores(programme, self.postings)
        least = np.partition(scores, -_NEAREST)[-_NEAREST]
        near = np.flatnonzero(scores >= least)
        near = near[np.lexsort((near, -scores[near]))][:_NEAREST]
        named = self.naming(programme)
        return sorted({*near.tolist(), *named[:_NEAREST]})

    def _scores(self, programme: ProgrammeWords, words: Postings) -> Scores:
        """What ministry, section, people and words say, without steps: higher is likelier."""
        comparer, table = self.comparer, self.comparer.table
        scores = self._ministries.weighed(
            lambda names: comparer.ministry(programme.ministries, names)[1].weight
        )
        scores = scores + self._sections.weighed(
            lambda name: comparer.section(programme.sections, name).weight
        )
        scores = scores + self._groups.weighed(lambda people: self._people(programme, people))
        shared = self._covered(programme.pairs, words.labels)
        scores = scores + table["label-most"] * shared / self._bits
        best = np.zeros(len(scores))
        for wanted in programme.wanted:
            total = sum(map(comparer.vocabulary.of, sorted(wanted)))
            if total:
                best = np.maximum(best, self._covered(wanted, words.bodies) / total)
        return np.asarray(np.round(scores + table["words-most"] * best, 9))

    def _label_bits(self, words: Postings) -> Scores:
        """The bits of each measure's label, summed in the order of its pairs; 1 where it says nothing."""
        wanted: list[list[str]] = [[] for _ in self.measures]
        for pair in sorted(words.labels):
            for at in words.labels[pair].tolist():
                wanted[at].append(pair)
        return np.array([sum(map(self.comparer.vocabulary.of, pairs)) or 1.0 for pairs in wanted])

    def _people(self, programme: ProgrammeWords, people: frozenset[str]) -> float:
        found = self.comparer.groups(programme.targets, people)
        return found.weight if found is not None else 0.0

    def _covered(self, pairs: frozenset[str], holders: Mapping[str, Places]) -> Scores:
        """For every measure the bits of the pairs that it has."""
        found = np.zeros(len(self.measures))
        for pair in sorted(holders.keys() & pairs):
            found[holders[pair]] += self.comparer.vocabulary.of(pair)
        return found


def _one_stated_twice(first: MeasureItem, second: MeasureItem) -> bool:
    if text_similarity(first.text, second.text) < 0.7:
        return False
    one, other = fold(first.label), fold(second.label)
    shorter = min(len(one), len(other))
    return len(longest_run(one, other)) >= 0.8 * shorter


def postings_of(measures: Iterable[MeasureWords]) -> Postings:
    """Which of some measures, made ready, hold which pair."""
    labels: dict[str, array[int]] = defaultdict(lambda: array("i"))
    bodies: dict[str, array[int]] = defaultdict(lambda: array("i"))
    for at, measure in enumerate(measures):
        for pair in measure.wanted:
            labels[pair].append(at)
        for pair in measure.body:
            bodies[pair].append(at)
    return Postings(
        {pair: np.array(found, dtype=np.int32) for pair, found in labels.items()},
        {pair: np.array(found, dtype=np.int32) for pair, found in bodies.items()},
    )

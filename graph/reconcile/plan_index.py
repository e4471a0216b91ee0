"""The measures of one year's plans, to be looked up by what a programme says: all of them in a short plan, the likeliest in a long one.

Comparing every programme with every measure grows with the square of a corpus. Beyond a few hundred measures a programme meets
those that print its name, those that bear it, and those whose label, words, ministry, section and people fit best.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from graph.reconcile.features import FEWEST_TO_COMPARE, codes_similarity
from graph.reconcile.items import MeasureItem
from graph.reconcile.measure_columns import Columns, Numbers, Scores
from graph.reconcile.measure_evidence import (
    CLOSE,
    FEW_WORDS,
    LABEL_STEPS,
    LOOSE,
    PRINTED,
    WORDS_STEPS,
    Comparer,
)
from graph.reconcile.measure_sides import MeasureWords, ProgrammeWords
from graph.reconcile.measure_words import longest_run
from graph.reconcile.name_words import fold
from graph.reconcile.pair_codes import mask_of, pairs_of_codes
from graph.reconcile.plan_words import Places, Postings, postings_of, sums_of

# Measures of a year with which every programme is compared.
_ALL_MEASURES = 60
_NEAREST = 24
# Measures that are kept made ready, of a long plan.
_READY = 2_000
# Pairs of measures of which it is kept whether they are one.
_TWINS = 50_000
# Sums of bits may differ so much by the order in which they are added up.
_ROUNDED = 1e-9


@dataclass(frozen=True, slots=True)
class Likely:
    """Measures worth comparing with a programme, by place in order; for each the most that all that speaks for it can weigh, and
    whether its name may yet speak for it, which `most` leaves out. Of one that prints a name, `most` is endless."""

    places: Sequence[int]
    most: Sequence[float]
    by_name: Sequence[bool]


@dataclass
class PlanIndex:
    """One plan year's measures, sorted; `printed` are the names that each one's text prints, and where.

    `postings` of these measures are made when none are given.
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
        self._place = {measure.id: at for at, measure in enumerate(self.measures)}
        self._columns = Columns(self.measures, self.comparer)
        self.words_held = self.postings or postings_of(map(self.words, range(len(self.measures))))
        self._bits = self._label_bits(self.words_held)
        self._bits_of = np.array(
            list(map(self.comparer.vocabulary.of, pairs_of_codes(self.words_held.numbers)))
        )
        self._any_name = np.zeros(len(self.measures), dtype=bool)
        self._any_name[self.words_held.any_name] = True

    def words(self, at: int) -> MeasureWords:
        """The measure at a place, made ready."""
        found = self._ready.get(at)
        if found is None:
            if len(self._ready) >= _READY:
                del self._ready[next(iter(self._ready))]
            found = self._ready[at] = MeasureWords(self.measures[at])
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
            found = self._twins[pair] = _one_stated_twice(*(self.words(self._place[one]) for one in pair))
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

    def likely(self, programme: ProgrammeWords) -> Likely:
        """The measures worth comparing with a programme: every one of a short plan."""
        named = self.naming(programme)
        weighed, people = self._columns.weighed(programme)
        label = self._covered(programme.pairs, self.words_held.labels) / self._bits
        words = self._words_share(programme)
        places = np.arange(len(self.measures))
        if len(places) > _ALL_MEASURES:
            table = self.comparer.table
            # What ministry, section, people and words say, without steps: higher is likelier.
            scores = weighed + people + table["label-most"] * label + table["words-most"] * words
            scores = np.round(scores, 9)
            least = np.partition(scores, -_NEAREST)[-_NEAREST]
            near = np.flatnonzero(scores >= least)
            near = near[np.lexsort((near, -scores[near]))][:_NEAREST]
            places = np.array(sorted({*near.tolist(), *named[:_NEAREST]}), dtype=np.int64)
        most = self._most(programme, places, weighed[places] + people[places], label[places], words[places])
        most[np.isin(places, named)] = np.inf
        return Likely(
            places.tolist(), most.tolist(), self._by_any_name(programme, label[places], places).tolist()
        )

    def _most(
        self, programme: ProgrammeWords, places: Numbers, plain: Scores, label: Scores, words: Scores
    ) -> Scores:
        """The most that speaks for measures whose names are another and that print none of the programme's."""
        table = self.comparer.table
        most = plain + _highest(label, LABEL_STEPS, table, "label")
        most = most + _highest(words, WORDS_STEPS, table, "words") + table["text-apart"]
        if not programme.printed:
            return most
        text = max(table[f"text-{level}"] for level in ("apart", "loose", "close")) - table["text-apart"]
        phrase = max(table["phrase-printed"], 0.0)
        worth = most + text + phrase > self.comparer.least_linked
        if worth.any():
            some = places[worth]
            most[worth] += self._text_weights(programme, some) - table["text-apart"]
            most[worth] += np.where(self._may_print(programme, some), phrase, 0.0)
        return most

    def _text_weights(self, programme: ProgrammeWords, places: Numbers) -> Scores:
        """What the texts weigh, as `Comparer` finds it."""
        numbers, sizes = self.words_held.texts.of(places)
        alike = np.zeros(len(places))
        for codes in programme.text_codes:
            shared = sums_of(mask_of(codes, self.words_held.numbers)[numbers], sizes)
            shorter = np.minimum(sizes, len(codes))
            alike = np.maximum(
                alike, np.where(shorter >= FEWEST_TO_COMPARE, shared / np.maximum(shorter, 1), 0.0)
            )
        table = self.comparer.table
        return np.select(
            [alike >= CLOSE, alike >= LOOSE], [table["text-close"], table["text-loose"]], table["text-apart"]
        )

    def _may_print(self, programme: ProgrammeWords, places: Numbers) -> npt.NDArray[np.bool_]:
        """Whether the programme's texts hold enough of a measure's label that they may print a long part of it."""
        numbers, sizes = self.words_held.wanted.of(places)
        held = sums_of(
            mask_of(programme.told_codes, self.words_held.numbers)[numbers] * self._bits_of[numbers], sizes
        )
        return np.asarray(held >= (PRINTED - _ROUNDED) * self._bits[places])

    def _by_any_name(
        self, programme: ProgrammeWords, label: Scores, places: Numbers
    ) -> npt.NDArray[np.bool_]:
        """Whether the names are compared: they share a word, or one says little or cannot be read."""
        if programme.damaged:
            return np.ones(len(places), dtype=bool)
        return np.asarray((label >= FEW_WORDS - _ROUNDED) | self._any_name[places])

    def _words_share(self, programme: ProgrammeWords) -> Scores:
        """For every measure, how much of the name that it holds most of it holds (0..1)."""
        best = np.zeros(len(self.measures))
        for wanted in programme.wanted:
            total = sum(map(self.comparer.vocabulary.of, sorted(wanted)))
            if total:
                best = np.maximum(best, self._covered(wanted, self.words_held.bodies) / total)
        return best

    def _label_bits(self, words: Postings) -> Scores:
        """The bits of each measure's label, summed in the order of its pairs; 1 where it says nothing."""
        wanted: list[list[str]] = [[] for _ in self.measures]
        for pair in sorted(words.labels):
            for at in words.labels[pair].tolist():
                wanted[at].append(pair)
        return np.array([sum(map(self.comparer.vocabulary.of, pairs)) or 1.0 for pairs in wanted])

    def _covered(self, pairs: frozenset[str], holders: Mapping[str, Places]) -> Scores:
        """For every measure the bits of the pairs that it has."""
        shared = sorted(holders.keys() & pairs)
        if not shared:
            return np.zeros(len(self.measures))
        places = [holders[pair] for pair in shared]
        bits = np.repeat([self.comparer.vocabulary.of(pair) for pair in shared], list(map(len, places)))
        return np.asarray(
            np.bincount(np.concatenate(places), bits, minlength=len(self.measures)), dtype=np.float64
        )


def _highest(
    share: Scores, steps: Sequence[tuple[float, str]], table: Mapping[str, float], name: str
) -> Scores:
    """The highest weight of a step that shares reach, or of one below it."""
    best = table[f"{name}-none"]
    found = np.full(len(share), best)
    for least, level in reversed(steps):
        best = max(best, table[f"{name}-{level}"])
        found[share >= least - _ROUNDED] = best
    return found


def _one_stated_twice(first: MeasureWords, second: MeasureWords) -> bool:
    if codes_similarity(first.text_codes, second.text_codes) < 0.7:
        return False
    one, other = fold(first.item.label), fold(second.item.label)
    shorter = min(len(one), len(other))
    return len(longest_run(one, other)) >= 0.8 * shorter

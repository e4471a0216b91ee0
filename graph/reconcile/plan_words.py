"""The pairs of characters of a year's measures: who holds a pair, and which pairs a measure holds. Of the measures alone, so that
they may be kept.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.reconcile.measure_columns import Numbers, Scores
from graph.reconcile.measure_sides import MeasureWords, body_pairs
from graph.reconcile.pair_codes import Codes, codes_of_pairs, each_once

Places = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Numbers of pairs of characters, measure after measure, and where those of each end."""

    numbers: Places
    ends: Places

    def of(self, places: Numbers) -> tuple[Places, Numbers]:
        """The numbers of some measures one after the other, and how many are of each."""
        starts = np.where(places > 0, self.ends[places - 1], 0)
        found = [
            self.numbers[start:end]
            for start, end in zip(starts.tolist(), self.ends[places].tolist(), strict=True)
        ]
        return np.concatenate(found), (self.ends[places] - starts).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Postings:
    """Pair of characters -> the measures whose label (without people) or whose label and text have it; the measures that are
    compared with `any_name`; and by measure the pairs by which its text is compared (`texts`), and those of its label (`wanted`),
    by their places in `numbers`, which holds all such pairs as codes."""

    labels: Mapping[str, Places]
    bodies: Mapping[str, Places]
    any_name: Places
    texts: Pairs
    wanted: Pairs
    numbers: Codes


def sums_of(values: npt.NDArray[Any], sizes: Numbers) -> Scores:
    """The sums of values that stand in groups, one group after the other."""
    sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    ends = np.cumsum(sizes)
    return np.asarray(sums[ends] - sums[ends - sizes], dtype=np.float64)


def _numbered(columns: Sequence[Codes], numbers: Codes) -> Pairs:
    """Columns of codes by their places in `numbers`, which holds them all."""
    found = np.searchsorted(numbers, np.concatenate(columns)) if columns else np.zeros(0)
    return Pairs(found.astype(np.int32), np.cumsum(list(map(len, columns)), dtype=np.int32))


def postings_of(measures: Iterable[MeasureWords]) -> Postings:
    """Which of some measures, made ready, hold which pair."""
    any_name: list[int] = []
    texts: list[Codes] = []
    wanted: list[Codes] = []
    labels: dict[str, array[int]] = defaultdict(lambda: array("i"))
    bodies: dict[str, array[int]] = defaultdict(lambda: array("i"))
    for at, measure in enumerate(measures):
        texts.append(measure.text_codes)
        wanted.append(codes_of_pairs(measure.wanted))
        if measure.any_name:
            any_name.append(at)
        for pair in measure.wanted:
            labels[pair].append(at)
        for pair in body_pairs(measure.item):
            bodies[pair].append(at)
    numbers = each_once(np.concatenate([*texts, *wanted, np.zeros(0, dtype=np.uint64)]))
    return Postings(
        {pair: np.array(found, dtype=np.int32) for pair, found in labels.items()},
        {pair: np.array(found, dtype=np.int32) for pair, found in bodies.items()},
        np.array(any_name, dtype=np.int32),
        _numbered(texts, numbers),
        _numbered(wanted, numbers),
        numbers,
    )

"""What the measures of a year have in columns: what ministry, section and people weigh for a programme, for all of them at a time.

A year of thousands of measures has few ministries, and sections and groups of people by hundreds: each is weighed once, and for
programmes of which the same is asked the weights of all measures are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from graph.reconcile.items import MeasureItem
from graph.reconcile.measure_evidence import Comparer
from graph.reconcile.measure_sides import ProgrammeWords
from graph.reconcile.people import other_people
from graph.reconcile.sections import outline_of

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Value = TypeVar("Value", bound=Hashable)
# What distinct values weigh is kept for so many programmes that differ.
_WEIGHED = 500


@dataclass(frozen=True, slots=True)
class _Column(Generic[Value]):
    """What each measure has of one kind: the distinct values, and for each measure which of them."""

    values: tuple[Value, ...]
    codes: Numbers
    _kept: dict[Hashable, Scores] = field(default_factory=dict)
    _last: dict[Hashable, Scores] = field(default_factory=dict)  # of all measures, for the programme before

    def weighed(self, asked: Hashable, weights: Callable[[], Iterable[float]]) -> Scores:
        """The weight of each measure's value, from that of each distinct value: the same whenever the same is `asked`."""
        found = self._last.get(asked)
        if found is None:
            distinct = self._kept.get(asked)
            if distinct is None:
                if len(self._kept) >= _WEIGHED:
                    del self._kept[next(iter(self._kept))]
                distinct = self._kept[asked] = np.array(list(weights()))
            self._last.clear()
            found = self._last[asked] = distinct[self.codes]
        return found


def _column(values: Iterable[Value]) -> _Column[Value]:
    known: dict[Value, int] = {}
    codes = [known.setdefault(value, len(known)) for value in values]
    return _Column(tuple(known), np.array(codes, dtype=np.int64))


@dataclass(slots=True)
class Columns:
    """Ministries, sections and people of the measures of a year, in order."""

    measures: Sequence[MeasureItem]
    comparer: Comparer
    _ministries: _Column[tuple[str, ...]] = field(init=False)
    _sections: _Column[str] = field(init=False)
    _groups: _Column[frozenset[str]] = field(init=False)
    _of_group: dict[str, frozenset[str]] = field(default_factory=dict)
    _alike: dict[str, list[int]] = field(
        init=False
    )  # the sections of a pillar, those of an outline, and none at all ("")

    def __post_init__(self) -> None:
        self._ministries = _column(measure.ministry for measure in self.measures)
        self._sections = _column(measure.section for measure in self.measures)
        self._groups = _column(frozenset(measure.target_groups) for measure in self.measures)
        self._alike = {}
        for at, section in enumerate(self._sections.values):
            for kind in _kinds_of(section) if section else ("",):
                self._alike.setdefault(kind, []).append(at)

    def weighed(self, programme: ProgrammeWords) -> tuple[Scores, Scores]:
        """What ministry and section weigh for each measure, and what people do (0 where nothing is known)."""
        comparer = self.comparer
        ministries = self._ministries.weighed(
            programme.ministries,
            lambda: (
                comparer.ministry(programme.ministries, names)[1].weight for names in self._ministries.values
            ),
        )
        sections = self._sections.weighed(
            programme.sections, lambda: self._section_weights(programme.sections)
        )
        people = self._groups.weighed(programme.targets, lambda: self._people_weights(programme.targets))
        return ministries + sections, people

    def _section_weights(self, sections: frozenset[str]) -> Iterable[float]:
        """What `Comparer.section` weighs for each distinct section; those of other outlines and pillars all weigh the same."""
        weigh, values = self.comparer.section, self._sections.values
        kinds = {kind for one in sections for kind in _kinds_of(one)}
        near = {at for kind in kinds for at in self._alike.get(kind, ())}
        far = next((one for at, one in enumerate(values) if one and at not in near), "")
        weights = [weigh(sections, far).weight] * len(values)
        for at in near | set(self._alike.get("", ())):
            weights[at] = weigh(sections, values[at]).weight
        return weights

    def _people_weights(self, targets: frozenset[str]) -> Iterator[float]:
        """What `Comparer.groups` weighs for each distinct set of groups; 0 where it finds nothing."""
        table = self.comparer.table
        shared, other = table["target-shared"], table["target-other"]
        akin: frozenset[str] = frozenset().union(*map(self._akin, targets))
        for people in self._groups.values:
            if not targets.isdisjoint(people):
                yield shared
            else:
                yield other if targets and people and akin.isdisjoint(people) else 0.0

    def _akin(self, group: str) -> frozenset[str]:
        """The groups of the year's measures that can be the people of a group, or among them."""
        found = self._of_group.get(group)
        if found is None:
            every = frozenset[str]().union(*self._groups.values)
            found = frozenset(one for one in every if not other_people({group}, {one}))
            self._of_group[group] = found
        return found


def _kinds_of(section: str) -> tuple[str, str]:
    """The outline and the pillar of a section, told from each other."""
    return f"outline {outline_of(section)}", f"pillar {section.split('-')[0]}"

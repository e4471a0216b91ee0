"""The measures of a corpus's plans, on disk by year: programmes are related to them a year at a time, anywhere."""

from __future__ import annotations

import io
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from graph.document_part import DocumentPart
from graph.reconcile.items import MeasureItem
from graph.reconcile.measure_sides import body_pairs
from graph.reconcile.measure_words import Vocabulary, vocabulary_from
from graph.reconcile.related import in_order


@dataclass(slots=True)
class PlanFiles:
    """Takes note of the measures of documents, in the order of the documents' ids; holds of each the year by a hash of its id, and
    the words they use."""

    folder: Path
    _year_of: dict[int, int] = field(default_factory=dict)
    _years: dict[int, int] = field(default_factory=dict)  # each year once: one number for all its measures
    _counts: Counter[str] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        """Whether there are measures."""
        return bool(self._year_of)

    def note(self, part: DocumentPart) -> None:
        """The measures of one document. A measure printed again elsewhere is the one printed first."""
        by_year: dict[int, list[bytes]] = {}
        for measure in part.measures:
            key = hash_of(measure.id)
            first = key not in self._year_of
            if first:
                self._year_of[key] = self._years.setdefault(measure.plan_year, measure.plan_year)
                self._counts.update(body_pairs(measure))
            evidence = part.labels.get(measure.id, ())
            if first or evidence:
                packed = pickle.dumps((measure if first else None, measure.id, tuple(evidence)))
                by_year.setdefault(self._year_of[key], []).append(packed)
        for year, lines in by_year.items():
            with self._file(year).open("ab") as out:
                out.writelines(lines)

    def vocabulary(self) -> Vocabulary:
        """The words of all measures."""
        return vocabulary_from(self._counts, len(self._year_of))

    def ordered(self) -> list[MeasureItem]:
        """Every measure by number alone, in order."""
        every = (measure for year in self.years() for measure in each_measure(self.packed(year)))
        return in_order(MeasureItem(one.id, one.number, one.plan_year, "") for one in every)

    def years(self) -> list[int]:
        """The years of the plans."""
        return sorted(self._years)

    def packed(self, year: int) -> bytes:
        """The measures of a year, for `measures_in`. Raises: OSError."""
        return self._file(year).read_bytes()

    def evidence_of(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Evidence of the labels of measures, by id."""
        year_of = {name: self._year_of.get(hash_of(name)) for name in names}
        wanted = {name for name, year in year_of.items() if year is not None}
        found: dict[str, tuple[str, ...]] = {}
        for year in sorted({year for year in year_of.values() if year is not None}):
            _, evidence = measures_in(self.packed(year))
            found.update((name, nodes) for name, nodes in evidence.items() if name in wanted)
        return found

    def _file(self, year: int) -> Path:
        return self.folder / f"{year}.plan"


def hash_of(name: str) -> int:
    """64 bits of a name, to hold in its place."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def each_measure(plan: bytes) -> Iterator[MeasureItem]:
    """The packed measures of a year, one after the other."""
    source = io.BytesIO(plan)
    while source.tell() < len(plan):
        measure, _, _ = pickle.load(source)
        if measure is not None:
            yield measure


def measures_in(plan: bytes) -> tuple[dict[str, MeasureItem], dict[str, tuple[str, ...]]]:
    """The packed measures of a year by id, and the evidence of their labels."""
    measures: dict[str, MeasureItem] = {}
    evidence: dict[str, tuple[str, ...]] = {}
    source = io.BytesIO(plan)
    while source.tell() < len(plan):
        measure, name, nodes = pickle.load(source)
        if measure is not None:
            measures[name] = measure
        evidence[name] = (*evidence.get(name, ()), *nodes)
    return measures, evidence

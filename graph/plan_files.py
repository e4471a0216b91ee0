"""The measures of a corpus's plans, on disk by year: programmes are related to them a year at a time, anywhere."""

from __future__ import annotations

import io
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.document_part import DocumentPart
from graph.reconcile.items import MeasureItem, MeasureLink
from graph.reconcile.measure_sides import Subject, body_pairs
from graph.reconcile.measure_words import PrintedNames, Vocabulary, vocabulary_from
from graph.reconcile.related import in_order, relate_plan

# Programmes that one task compares with a year's measures: enough that making the measures ready is little beside it.
_SUBJECTS = 4_000


@dataclass(frozen=True, slots=True)
class Related:
    """Links of some programmes to a year's measures; the linked measures without their texts; evidence of their labels."""

    links: tuple[MeasureLink, ...]
    measures: tuple[MeasureItem, ...]
    evidence: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class PlanFiles:
    """Takes note of the measures of documents, in the order of the documents' ids; holds their ids and the words they use."""

    folder: Path
    ids: dict[str, tuple[int, int]] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def note(self, part: DocumentPart) -> None:
        """The measures of one document. A measure printed again elsewhere is the one printed first."""
        by_year: dict[int, list[bytes]] = {}
        for measure in part.measures:
            first = measure.id not in self.ids
            if first:
                self.ids[measure.id] = measure.plan_year, measure.number
                self._counts.update(body_pairs(measure))
            evidence = part.labels.get(measure.id, ())
            if first or evidence:
                packed = pickle.dumps((measure if first else None, measure.id, tuple(evidence)))
                by_year.setdefault(self.ids[measure.id][0], []).append(packed)
        for year, lines in by_year.items():
            with self._file(year).open("ab") as out:
                out.writelines(lines)

    def vocabulary(self) -> Vocabulary:
        """The words of all measures."""
        return vocabulary_from(self._counts, len(self.ids))

    def ordered(self) -> list[MeasureItem]:
        """Every measure by number alone, in order."""
        return in_order(MeasureItem(name, number, year, "") for name, (year, number) in self.ids.items())

    def tasks(
        self, subjects: Iterable[Sequence[Subject]], names: PrintedNames
    ) -> Iterator[tuple[int, tuple[bytes, bytes, PrintedNames, Vocabulary]]]:
        """What `relate_year` is to be asked, with numbers: every year with every programme, some thousands at a time."""
        vocabulary, number = self.vocabulary(), 0
        years = sorted({year for year, _ in self.ids.values()})
        for some in _some(subjects):
            packed = pickle.dumps(some)
            for year in years:
                yield number, (self._file(year).read_bytes(), packed, names, vocabulary)
                number += 1

    def evidence_of(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Evidence of the labels of measures, by id."""
        wanted = {name for name in names if name in self.ids}
        found: dict[str, tuple[str, ...]] = {}
        for year in sorted({self.ids[name][0] for name in wanted}):
            _, evidence = _read(self._file(year).read_bytes())
            found.update((name, nodes) for name, nodes in evidence.items() if name in wanted)
        return found

    def _file(self, year: int) -> Path:
        return self.folder / f"{year}.plan"


def _some(subjects: Iterable[Sequence[Subject]]) -> Iterator[list[Subject]]:
    waiting: list[Subject] = []
    for more in subjects:
        waiting.extend(more)
        if len(waiting) >= _SUBJECTS:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _read(plan: bytes) -> tuple[dict[str, MeasureItem], dict[str, tuple[str, ...]]]:
    measures: dict[str, MeasureItem] = {}
    evidence: dict[str, tuple[str, ...]] = {}
    source = io.BytesIO(plan)
    while source.tell() < len(plan):
        measure, name, nodes = pickle.load(source)
        if measure is not None:
            measures[name] = measure
        evidence[name] = (*evidence.get(name, ()), *nodes)
    return measures, evidence


def relate_year(plan: bytes, subjects: bytes, names: PrintedNames, vocabulary: Vocabulary) -> Related:
    """The links of packed programmes to the packed measures of one year."""
    measures, evidence = _read(plan)
    links = tuple(relate_plan(in_order(measures.values()), pickle.loads(subjects), names, vocabulary))
    linked = sorted({link.measure for link in links})
    return Related(
        links,
        tuple(replace(measures[name], text="") for name in linked),
        {name: evidence[name] for name in linked},
    )

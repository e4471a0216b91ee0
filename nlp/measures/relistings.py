"""What list and pages of a plan say about one number, and which measure lists again which other one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.measures.list_entries import Earlier, Entry
from nlp.measures.pages import MeasurePage
from nlp.reading import Reading
from nlp.records import Record, Relation


@dataclass(slots=True)
class ListedMeasure:
    """What list and pages say about one number."""

    number: int
    entry: Entry | None = None
    relistings: list[Entry] = field(default_factory=list)
    page: MeasurePage | None = None


def relistings(
    reading: Reading, measures: Mapping[int, ListedMeasure], records: Sequence[Record]
) -> Iterator[Relation]:
    """measure --relists--> measure: a relisted entry under a number of its own names one that stood before."""
    labels = {record.key: record.text("label") for record in records if record.kind == "measure"}
    sections = {
        record.key: {
            str(item.value)
            for name in ("section", "relisted_section")
            for item in record.all(name)
            if item.method != "relisted"
        }
        for record in records
        if record.kind == "measure"
    }
    for measure in measures.values():
        for entry in measure.relistings:
            if measure.entry is not None:
                continue
            target = _earlier_measure(measure.number, labels, sections, entry.earlier)
            if target:
                yield Relation(
                    f"measure:{measure.number}",
                    "relists",
                    f"measure:{target}",
                    "printed-relisting",
                    reading.where(entry.place.start, entry.place.end),
                    1.0 if entry.earlier is not None else 0.9,
                )


def _earlier_measure(
    number: int, labels: Mapping[str, str], sections: Mapping[str, set[str]], earlier: Earlier | None
) -> str:
    own = re.sub(r"\s", "", labels.get(str(number), ""))
    same = [key for key, label in labels.items() if key != str(number) and re.sub(r"\s", "", label) == own]
    if earlier is not None:
        placed = [key for key in same if earlier.section in sections.get(key, set())]
        same = placed or same
    return same[0] if own and len(same) == 1 else ""

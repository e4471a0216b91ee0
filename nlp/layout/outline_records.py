"""Pillars and sections as records, with the place where each heading is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.layout.notations import pillar_of
from nlp.layout.outline import Candidate, Heading
from nlp.reading import Reading
from nlp.records import Field, Record, Where


def section_records(
    reading: Reading, candidates: Sequence[Candidate], headings: Sequence[Heading]
) -> Iterator[Record]:
    """A record for every pillar and section, lost ones included where the outline is known."""
    for heading in headings:
        where: Where | None = None
        candidate = None if heading.candidate is None else candidates[heading.candidate]
        if candidate is not None:
            where = reading.where(candidate.start, candidate.end)
        fields = [
            Field(
                "notation", heading.notation, "", where, method=heading.method, confidence=heading.confidence
            )
        ]
        if candidate is not None:
            fields = [
                reading.make(
                    "notation",
                    heading.notation,
                    candidate.start,
                    candidate.end,
                    method=heading.method,
                    confidence=heading.confidence,
                ),
                reading.make(
                    "label",
                    heading.label,
                    candidate.start,
                    candidate.end,
                    method=heading.method,
                    confidence=heading.confidence,
                ),
            ]
        elif heading.label:
            fields.append(
                Field("label", heading.label, "", None, method=heading.method, confidence=heading.confidence)
            )
        fields.append(Field("level", heading.level, "", None, method="derived"))
        if heading.level == "section":
            fields.append(Field("broader", pillar_of(heading.notation), "", None, method="derived"))
        yield Record("section", heading.notation, where, tuple(fields))

"""The list of doubtful pairs for a researcher: the same columns as judgements, so that it can be filled and returned."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from graph.reconcile.items import Doubt, MeasureItem, MeasureLink, ProgrammeCluster
from graph.reconcile.judgements import COLUMNS

REVIEW_COLUMNS = (*COLUMNS, "score", "reasons", "subject_label", "object_label")


def measure_doubts(
    related: Iterable[MeasureLink], programmes: Iterable[ProgrammeCluster], measures: Iterable[MeasureItem]
) -> tuple[Doubt, ...]:
    """The programmes that may serve a measure, where it is not sure enough to be published; the most probable first."""
    names = {one.key: one.label for one in programmes}
    labels = {measure.id: f"No.{measure.number} {measure.label}" for measure in measures}
    found = (
        Doubt(
            f"programme/{link.programme}",
            link.measure,
            link.confidence,
            link.reasons,
            names.get(link.programme, ""),
            labels.get(link.measure, ""),
            "measure",
        )
        for link in related
        if not link.published
    )
    return tuple(sorted(found, key=lambda doubt: (-doubt.score, doubt.first, doubt.second)))


def review_csv(doubtful: Iterable[Doubt]) -> str:
    """Doubtful pairs as CSV text, the most probable first; `verdict` is empty for the researcher to fill in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(REVIEW_COLUMNS)
    for doubt in sorted(doubtful, key=lambda item: (-item.score, item.first, item.second)):
        writer.writerow(
            [
                doubt.first,
                doubt.second,
                "",
                doubt.kind,
                "",
                "",
                "",
                f"{doubt.score:.3f}",
                " / ".join(doubt.reasons),
                doubt.first_label,
                doubt.second_label,
            ]
        )
    return out.getvalue()

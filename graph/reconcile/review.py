"""The list of doubtful pairs for a researcher: the same columns as judgements, so that it can be filled and returned."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from graph.reconcile.items import Doubt, MeasureItem, MeasureLink
from graph.reconcile.judgements import COLUMNS

REVIEW_COLUMNS = (*COLUMNS, "score", "reasons", "subject_label", "object_label")


def measure_doubts(
    related: Iterable[MeasureLink], names: Mapping[str, str], measures: Iterable[MeasureItem]
) -> Iterator[Doubt]:
    """The programmes that may serve a measure, where it is not sure enough to be published. `names`: programme keys -> labels."""
    labels = {measure.id: f"No.{measure.number} {measure.label}" for measure in measures}
    return (
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


def report_order(doubt: Doubt) -> tuple[bool, float, str, str]:
    """The order of a report: pairs that may be one programme, then measures that one may serve, the most probable first."""
    return doubt.kind != "identity", -doubt.score, doubt.first, doubt.second


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

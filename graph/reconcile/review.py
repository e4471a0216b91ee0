"""The list of doubtful pairs for a researcher: the same columns as judgements, so that it can be filled and returned."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from graph.reconcile.items import Doubt
from graph.reconcile.judgements import COLUMNS

REVIEW_COLUMNS = (*COLUMNS, "score", "reasons", "subject_label", "object_label")


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
                "identity",
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

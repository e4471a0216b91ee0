"""The report of a build: per document what was read, repaired, found by reasoning and left open, and how complete it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph.durable import write_json
from graph.part_file import PartFile
from graph.reconcile.items import Doubt
from nlp.errors import StoreError

REPORT_FORMAT = 1


class ReportedDocuments(list[dict[str, Any]]):
    """What each document gave, read from its part when it is its turn: of a corpus it would not fit in memory at once."""

    def __init__(self, parts: Sequence[PartFile]) -> None:
        super().__init__()
        self._parts = parts

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for part in self._parts:
            yield {**part.document, **part.told}


class ReportedDoubts(list[dict[str, Any]]):
    """What waits for a researcher, read when it is its turn."""

    def __init__(self, doubts: Collection[Doubt]) -> None:
        super().__init__()
        self._doubts = doubts

    def __len__(self) -> int:
        return len(self._doubts)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(asdict, self._doubts)


def make_report(
    parts: Sequence[PartFile],
    failed: Sequence[tuple[str, str]],
    skipped: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """The machine-readable report: per document what was read, repaired, found by reasoning, left open, and how complete.

    `failed` could not be read, `skipped` are no kind of document we know: (file name, reason) each.
    """
    return {
        "format": REPORT_FORMAT,
        "counts": {},
        "failed": [{"document": name, "reason": why} for name, why in failed],
        "skipped": [{"document": name, "reason": why} for name, why in skipped],
        "violations": [],
        "documents": ReportedDocuments(parts),
    }


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write a report where somebody asked for it. Raises: StoreError when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, report)
    except OSError as error:
        raise StoreError(
            f"報告を書けません (the report cannot be written: {error.strerror})",
            hint="別の場所を --report で指定する (choose another)",
        ) from error

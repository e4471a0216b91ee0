"""The report of a build: per document what was read, repaired, found by reasoning and left open, and how complete it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Generic, TypeVar

from graph.durable import write_json
from graph.part_file import PartFile
from graph.reconcile.items import Doubt
from nlp.errors import StoreError

REPORT_FORMAT = 1
Held = TypeVar("Held")


class Reported(list[dict[str, Any]], Generic[Held]):
    """What is told of each of many, made when it is its turn: of a corpus it would not fit in memory at once."""

    def __init__(self, held: Collection[Held], tell: Callable[[Held], dict[str, Any]]) -> None:
        super().__init__()
        self._held, self._tell = held, tell

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(self._tell, self._held)


def reported_doubts(doubts: Collection[Doubt]) -> Reported[Doubt]:
    """What waits for a researcher."""
    return Reported(doubts, asdict)


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
        "documents": Reported(parts, lambda part: {**part.document, **part.told}),
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

"""What waits for a researcher, on disk: of a large corpus it is more than memory should hold, and it is read once, in order."""

from __future__ import annotations

import heapq
import pickle
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from graph.reconcile.items import Doubt
from graph.reconcile.review import report_order

# Doubts that are held until they are sorted and written; so many follow each other in the file.
_HELD = 5_000


class Waiting(Collection[Doubt]):
    """Doubts in a file, as they are added; read in the order of a report."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._held: list[Doubt] = []
        self._runs: list[
            tuple[int, int]
        ] = []  # where in the file doubts in order begin, and how many they are

    def add(self, doubts: Iterable[Doubt]) -> None:
        """Add some, in any order. Raises: OSError."""
        for doubt in doubts:
            self._held.append(doubt)
            if len(self._held) >= _HELD:
                self._write()

    def move(self, file: Path) -> None:
        """Keep the file elsewhere on the same disk. Raises: OSError."""
        if self._runs:
            self.file.replace(file)
        self.file = file

    def __len__(self) -> int:
        return sum(count for _, count in self._runs) + len(self._held)

    def __iter__(self) -> Iterator[Doubt]:
        runs = [self._run(start, count) for start, count in self._runs]
        return heapq.merge(*runs, sorted(self._held, key=report_order), key=report_order)

    def __contains__(self, doubt: object) -> bool:
        return any(one == doubt for one in self)

    def _write(self) -> None:
        with self.file.open("ab") as out:
            self._runs.append((out.tell(), len(self._held)))
            for doubt in sorted(self._held, key=report_order):
                pickle.dump(doubt, out)
        self._held.clear()

    def _run(self, start: int, count: int) -> Iterator[Doubt]:
        with self.file.open("rb") as source:
            source.seek(start)
            for _ in range(count):
                yield pickle.load(source)

"""A copy of a build in memory: the same engine answers from it some four times as fast as from the disk.

A build never changes, so the copy gives the same rows. The quotes behind the statements (some two thirds of a graph) are
asked for by name, which the disk answers as fast: they are left out, and a query that speaks of them is asked of the disk.
The copy takes about 0.4 kB for each statement, so graphs with more than `MOST` of them stay on the disk.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from itertools import islice

from pyoxigraph import NamedNode, Quad, Store

from graph.iris import NS, iri

MOST = 1_500_000
_CHUNK = 5_000
_EVIDENCE = iri("evidence/")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class MemoryCopy:
    """A copy that is made in a thread of its own; `store` is None until it is whole, and for ever when too large."""

    def __init__(self, source: Store, most: int = MOST, then: Callable[[], None] | None = None) -> None:
        """`then` is called in the same thread when the copy is whole, or at once when there will be none."""
        self.store: Store | None = None
        self._source, self._most, self._then = source, most, then
        self._left_out = {f"{NS}evidence", f"{NS}Evidence"}
        self._speaks_of_it = re.compile("")
        # No daemon: a thread that the end of the process cuts off inside the engine would take the process with it.
        self._thread = threading.Thread(target=self._make, name="memory-copy", daemon=False)
        self._thread.start()

    def for_query(self, query: str) -> Store | None:
        """The copy, where it has all that the query speaks of."""
        return None if self.store is None or self._speaks_of_it.search(query) else self.store

    def _make(self) -> None:
        held = self._kept()
        if held is not None:
            self._copy(held)
        if self._then is not None and threading.main_thread().is_alive():
            self._then()

    def _kept(self) -> list[Quad] | None:
        """What the copy will hold, in the order of the disk; None when that is too much or the process ends."""
        held: list[Quad] = []
        quads = iter(self._source)
        while chunk := list(islice(quads, _CHUNK)):
            if not threading.main_thread().is_alive():
                return None
            held += (quad for quad in chunk if not self._is_left_out(quad))
            if len(held) > self._most:
                return None
        return held

    def _is_left_out(self, quad: Quad) -> bool:
        subject, predicate = quad.subject, quad.predicate.value
        if isinstance(subject, NamedNode) and subject.value.startswith(_EVIDENCE):
            if predicate != _TYPE:
                self._left_out.add(predicate)
            return True
        return predicate == f"{NS}evidence"

    def _copy(self, held: list[Quad]) -> None:
        names = "|".join(sorted(re.escape(re.split("[/#]", name)[-1]) for name in self._left_out))
        self._speaks_of_it = re.compile(rf"[:/#](?:{names})\b")
        copy = Store()
        # The copy gives last what came first: filled from the end, it keeps the order of the disk, on which joined names
        # and rows of equal rank depend.
        while held:
            if not threading.main_thread().is_alive():
                return
            copy.extend(held[: -_CHUNK - 1 : -1])
            del held[-_CHUNK:]
        self.store = copy

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the copying has ended; whether there is a copy."""
        self._thread.join(seconds)
        return self.store is not None

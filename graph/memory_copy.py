"""A copy of a build in memory: the same engine answers from it some four times as fast as from the disk.

A build never changes, so the copy gives the same rows. The quotes behind the statements (some two thirds of a graph) are
asked for by name, which the disk answers as fast: they are left out, and a query that speaks of them, or that could find
them (`?x tsu:confidence ?y`, when a link and a quote have one and nothing else is said of ?x), is asked of the disk.
The copy takes about 0.4 kB for each statement, and as much again while it is made, so graphs with more than `MOST` of them,
or more than half of the free memory has room for, stay on the disk.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from graph.iris import NS, iri
from graph.query_subjects import Said, said

MOST = 3_000_000
_EACH = 800
"""Bytes for each statement while the copy is made."""
_CHUNK = 5_000
_EVIDENCE = iri("evidence/")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class MemoryCopy:
    """A copy that is made in a thread of its own; `store` is None until it is whole, and for ever when too large."""

    def __init__(
        self, source: Store, most: int | None = None, then: Callable[[], None] | None = None
    ) -> None:
        """`then` is called in the same thread when the copy is whole, or at once when there will be none."""
        self.store: Store | None = None
        self._source, self._then = source, then
        self._most = min(MOST, free_memory() // 2 // _EACH) if most is None else most
        self._leads_there = {f"{NS}evidence", f"{NS}Evidence"}
        self._said_of_it: set[str] = set()
        self._kept_too: set[str] = set()
        self._speaks_of_it = self._could_find_it = re.compile("")
        # No daemon: a thread that the end of the process cuts off inside the engine would take the process with it.
        self._thread = threading.Thread(target=self._make, name="memory-copy", daemon=False)
        self._thread.start()

    def for_query(self, query: str) -> Store | None:
        """The copy, where it has all that the query speaks of."""
        if self.store is None or self._speaks_of_it.search(query):
            return None
        return None if self._could_find_it.search(query) and self._finds_it(query) else self.store

    def _finds_it(self, query: str) -> bool:
        """Whether something that the query leaves open may be what was left out: all that is said of it is said of both."""
        open_ones, others = set[str](), set[str]()
        for step in said(query):
            if not step.first and step.subject:
                continue  # from a thing that is in the copy one never gets to what was left out but by `evidence`
            both = self._said_of_both(step)
            if both and not step.subject:
                return True
            (open_ones if both else others).add(step.subject)
        return any(one.startswith("?") for one in open_ones - others)

    def _said_of_both(self, step: Said) -> bool:
        if step.predicate.startswith("?"):
            return True
        return bool(self._could_find_it.search(":" + step.predicate.strip("<>"))) or (
            step.predicate == "a" and step.object.startswith("?")
        )

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
            kept = [quad for quad in chunk if not self._is_left_out(quad)]
            self._kept_too.update(quad.predicate.value for quad in kept)
            held += kept
            if len(held) > self._most:
                return None
        return held

    def _is_left_out(self, quad: Quad) -> bool:
        subject, predicate = quad.subject, quad.predicate.value
        if isinstance(subject, NamedNode) and subject.value.startswith(_EVIDENCE):
            if predicate != _TYPE:
                self._said_of_it.add(predicate)
            return True
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(_EVIDENCE):
            self._leads_there.add(predicate)
            return True
        return False

    def _copy(self, held: list[Quad]) -> None:
        self._speaks_of_it = _naming(self._leads_there | self._said_of_it - self._kept_too)
        self._could_find_it = _naming(self._said_of_it & self._kept_too)
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


def free_memory(folder: Path = Path("/")) -> int:
    """Bytes of memory that may still be taken: what the machine has free, or what its container leaves of its limit; where
    neither is told, enough for 1,500,000 statements."""

    def said(name: str) -> str:
        try:
            return (folder / name).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    found = []
    if free := re.search(r"MemAvailable:\s*(\d+) kB", said("proc/meminfo")):
        found.append(int(free[1]) * 1024)
    limit, used = said("sys/fs/cgroup/memory.max"), said("sys/fs/cgroup/memory.current")
    if limit.isdecimal() and used.isdecimal():
        files = re.search(r"^inactive_file (\d+)", said("sys/fs/cgroup/memory.stat"), re.MULTILINE)
        found.append(max(0, int(limit) - int(used) + int(files[1] if files else 0)))
    return min(found, default=2 * 1_500_000 * _EACH)


def _naming(iris: set[str]) -> re.Pattern[str]:
    """Finds any of the terms in a query, by their local names."""
    names = "|".join(sorted(re.escape(re.split("[/#]", name)[-1]) for name in iris)) or "(?!)"
    return re.compile(rf"[:/#](?:{names})\b")

"""Which queries are known to be long, by their skeleton: they need not show it again in a place for short ones."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable

from graph.sparql_text import Token

_REMEMBERED = 1024
_SECONDS = 600.0


def skeleton(tokens: Iterable[Token]) -> str:
    """What a query has in common with others of the same cost: its tokens without comments, spaces and literals.

    The numbers of LIMIT and OFFSET stay: LIMIT 10 is not LIMIT 1000000.
    """
    parts = []
    before = ""
    for token in tokens:
        text = token.text
        if token.kind == "string":
            text = '"'
        elif token.kind == "number":
            text = text if before in ("LIMIT", "OFFSET") else "0"
        elif token.kind == "word":
            before = text = text.upper()
            parts.append(text)
            continue
        before = ""
        parts.append(text)
    return hashlib.blake2b(" ".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


class LongQueries:
    """Skeletons of long queries, each for ten minutes since it was last seen to be long. Thread-safe."""

    def __init__(self) -> None:
        self._until: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, name: str) -> None:
        """Remembers one; "" is no skeleton."""
        if not name:
            return
        with self._lock:
            self._until[name] = time.monotonic() + _SECONDS
            self._until.move_to_end(name)
            while len(self._until) > _REMEMBERED:
                self._until.popitem(last=False)

    def discard(self, name: str) -> None:
        """Forgets one that was quick this time."""
        with self._lock:
            self._until.pop(name, None)

    def __contains__(self, name: str) -> bool:
        return self._until.get(name, 0.0) > time.monotonic()

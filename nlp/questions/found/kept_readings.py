"""The last questions read, by their words: an answer reads its question and those that it offers several times."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 500


class KeptReadings(Generic[T]):
    """What stands in the last questions, or what they mean, worked out once each. Thread-safe: what two ask for at once is read twice."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, question: str, read: Callable[[], T]) -> T:
        """What stands in a question, by `read` where it is not kept."""
        with self._lock:
            found = self._kept.get(question)
            if found is not None:
                self._kept.move_to_end(question)
                return found
        found = read()
        with self._lock:
            self._kept[question] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found


__all__ = ["KeptReadings"]

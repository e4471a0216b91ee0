"""The last questions read, by their words: an answer reads its question and those that it offers several times."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from nlp.questions.found.reading import Reading

MOST = 500


class KeptReadings:
    """What stands in the last questions, read once each. Thread-safe: what two ask for at once is read twice."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, Reading] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, question: str, read: Callable[[], Reading]) -> Reading:
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

"""Which of the questions offered beside a refusal have an answer: found out within a time, remembered for a build."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")
Run = Callable[[str], tuple[list[str], list[tuple[Any, ...]]]]
_MOST_REMEMBERED = 10_000


class _UsedUpError(Exception):
    """The time for checks is used up: the question under way stays unknown."""


class NearChecks:
    """What is known of the questions offered in one build. Thread-safe."""

    def __init__(self, seconds: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        """`seconds` is how long the checks beside one refusal may go on, 0 for no limit; `clock` tells seconds."""
        self._seconds, self._clock = seconds, clock
        self._known: dict[str, bool] = {}
        self._lock = threading.Lock()

    def answered(
        self, near: Iterable[tuple[str, T]], run: Run, check: Callable[[T, Run], bool], most: int
    ) -> list[str]:
        """The first `most` questions of `near` that have an answer, fewer when the time is used up before.

        The time begins with the first question that is not remembered. It is looked at before each query: one under way
        goes on to its end. `check` finds out whether a question has an answer, asking what it asks by the given run.
        """
        offered: list[str] = []
        until: float | None = None

        def within(query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
            if until is not None and self._clock() >= until:
                raise _UsedUpError
            return run(query)

        for said, read in near:
            good = self._known.get(said)
            if good is None:
                if self._seconds and until is None:
                    until = self._clock() + self._seconds
                try:
                    good = check(read, within)
                except _UsedUpError:
                    break
                self._remember(said, good)
            if good:
                offered.append(said)
            if len(offered) == most or (until is not None and self._clock() >= until):
                break
        return offered

    def _remember(self, said: str, good: bool) -> None:
        with self._lock:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[said] = good

"""A time limit for our own queries: they run in the server, where the engine cannot be interrupted.

Each runs in a thread beside the one that waits for it (the engine lets other threads go on). Whoever waits is told at the
limit that it took too long; the query ends by itself. One that was too slow once, and all while `MOST_OVERDUE` are still
running on, are for the query processes, which can be ended.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, TypeVar, cast

from api.endpoint.long_queries import LongQueries

T = TypeVar("T")
MOST_OVERDUE = 4


class OverdueError(Exception):
    """The time is up; the query runs on by itself."""


class _Run:
    """One query under way: what to do, and where its outcome is waited for."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work
        self.outcome: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        self.left = self.ended = False


class TimedQueries:
    """Runs queries with a limit each. Thread-safe."""

    def __init__(self) -> None:
        self.overdue = 0
        self._slow = LongQueries()
        self._idle: list[SimpleQueue[_Run]] = []
        self._lock = threading.Lock()

    def refuses(self, query: str) -> bool:
        """Whether a query should be run where it can be ended."""
        return self.overdue >= MOST_OVERDUE or query in self._slow

    def run(self, query: str, work: Callable[[], T], seconds: float) -> T:
        """What `work` gives. Raises: OverdueError after `seconds`, else what `work` raises."""
        run = _Run(work)
        with self._lock:
            runner = self._idle.pop() if self._idle else None
        if runner is None:
            runner = SimpleQueue()
            threading.Thread(target=self._serve, args=(runner,), name="own-query", daemon=True).start()
        runner.put(run)
        try:
            value, error = run.outcome.get(timeout=max(0.0, seconds))
        except Empty:
            self._leave(run, query)
            raise OverdueError from None
        if error is not None:
            raise error
        return cast(T, value)

    def _leave(self, run: _Run, query: str) -> None:
        self._slow.add(query)
        with self._lock:
            run.left = True
            self.overdue += not run.ended

    def _serve(self, runner: SimpleQueue[_Run]) -> None:
        while True:
            run = runner.get()
            value: Any = None
            error: BaseException | None = None
            try:
                value = run.work()
            except BaseException as raised:  # the engine's panics are BaseExceptions
                error = raised
            with self._lock:
                run.ended = True
                self.overdue -= run.left
                self._idle.append(runner)
            run.outcome.put((value, error))
            del run, value, error

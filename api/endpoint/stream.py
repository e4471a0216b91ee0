"""The result of one query as it comes from its process, and what that process has used so far."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from api.endpoint.query_process import Job, Worker

if TYPE_CHECKING:
    from api.endpoint.workers import WorkerPool

READ_AHEAD = 1 << 20
"""Bytes of a result that are taken from the process before the client is asked to read."""
SHORT, LONG, STREAMED = "short", "long", "streamed"
_PATIENCE = 8
"""A query that waits without computing is long after so many times the seconds of a short one."""


class Stream:
    """The result of one query. `first` is its beginning; `complete` when that is all of it: `used` then says how many
    seconds of a processor it took.

    Iterating gives the rest. Close it in any case: a process that was not read to its end is replaced.
    """

    def __init__(self, pool: WorkerPool, worker: Worker, job: Job, client: str, lane: str) -> None:
        self.pool, self.worker, self.job, self.client, self.lane = pool, worker, job, client, lane
        self.started = time.monotonic()
        self.computed = self.used = 0.0
        self.complete = self.closed = self.cancelled = False
        self.moved = self.started
        self._processor = worker.processor_seconds()
        self._parts: list[bytes] = []
        self._size = 0

    @property
    def first(self) -> bytes:
        """What was read before the client is asked to."""
        if len(self._parts) > 1:
            self._parts = [b"".join(self._parts)]
        return self._parts[0] if self._parts else b""

    @property
    def large(self) -> bool:
        """Whether more has come than is read before the client is asked to."""
        return self._size >= READ_AHEAD

    @property
    def processor(self) -> float:
        """Seconds of a processor that the query has used."""
        return self.worker.processor_seconds() - self._processor

    def overdue(self) -> bool:
        """Whether the query has used up a short place: by computing, not by waiting for a busy machine."""
        limit = self.pool.settings.long_after_seconds
        return self.processor >= limit or time.monotonic() - self.started >= _PATIENCE * limit

    def begin(self) -> None:
        """Waits for the result, or for its first mebibyte. Raises: QueryFailedError."""
        while not self.complete and not self.large:
            self._keep(self._next())
        if not self.complete and self.lane != STREAMED:
            try:
                self.pool.promote(self, STREAMED)
            except BaseException:
                self.close()
                raise

    def poll(self) -> bool:
        """Reads what has arrived, without waiting; True when the whole result is here. Raises: QueryFailedError."""
        self.computed = time.monotonic() - self.started
        try:
            while not self.complete and not self.large:
                frame = self.worker.arrived()
                if frame is None:
                    return False
                self._keep(self._settled(*frame))
        except EOFError:
            raise self.pool.died(self) from None
        return self.complete

    def cancel(self) -> None:
        """Ends the query because nobody waits for it any more; whoever reads it sees a failure."""
        self.cancelled = True
        with suppress(OSError):
            self.worker.process.kill()

    def _keep(self, data: bytes) -> None:
        self._parts.append(data)
        self._size += len(data)

    def __iter__(self) -> Iterator[bytes]:
        while not self.complete:
            if time.monotonic() - self.started > self.pool.settings.stream_seconds:
                self.close()
                raise self.pool.failure({"code": "stream_limit"})
            data = self._next()
            self.moved = time.monotonic()
            if data:
                yield data

    def close(self) -> None:
        """Gives the process back, or replaces it when it is still busy."""
        if not self.closed:
            self.closed = True
            self.pool.release(self)

    def _next(self) -> bytes:
        """The next data. Raises: QueryFailedError at a limit or an error; the process is then given back."""
        before = time.monotonic()
        try:
            kind, data = self._frame()
        except EOFError:
            self.computed += time.monotonic() - before
            raise self.pool.died(self) from None
        except BaseException:
            self.computed += time.monotonic() - before
            self.close()
            raise
        self.computed += time.monotonic() - before
        return self._settled(kind, data)

    def _settled(self, kind: bytes, data: bytes) -> bytes:
        """The data of a frame; the last one gives the process back. Raises: QueryFailedError for an error."""
        if kind != b"D":
            self.complete = True
            self.used = self.processor
            self.close()
        if kind == b"E":
            found = json.loads(data)
            if found["code"] == "memory_limit":
                self.pool.known_long.add(self.job.skeleton)
            raise self.pool.failure(found, self.job.query)
        return data

    def _frame(self) -> tuple[bytes, bytes]:
        """The next frame; a query that turns out to be long changes its place meanwhile."""
        settings = self.pool.settings
        before = time.monotonic() - self.computed
        look = settings.long_after_seconds
        while True:
            spent = time.monotonic() - before
            until = min(look, settings.query_seconds) if self.lane == SHORT else settings.query_seconds
            try:
                return self.worker.frame(max(until - spent, 0.0))
            except TimeoutError:
                if time.monotonic() - before >= settings.query_seconds:
                    raise self.pool.failure({"code": "time_limit"}) from None
                if self.lane == SHORT and self.overdue():
                    self.pool.promote(self, LONG)
                look = time.monotonic() - before + settings.long_after_seconds / 3

"""The pool of query processes: places for short and for long queries, a fair queue, deadlines that hold.

A query starts in a place for short queries. When it is still running after `long_after_seconds` it moves to a
place for long ones: its process gets the lowest priority and another process takes the short place, so endless
queries never stand in front of quick ones. The engine cannot be interrupted: at a limit the process is killed
and replaced. Waiting queries are served by who has used least lately, not by who asks most.
"""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from api.endpoint.query_failures import WORDS, QueryFailedError, WorkerLostError, describe
from api.endpoint.query_process import Job, Worker
from api.endpoint.turns import Turns
from api.settings import Settings

READ_AHEAD = 1 << 20
"""Bytes of a result that are taken from the process before the client is asked to read."""
SHORT, LONG, STREAMED = "short", "long", "streamed"


ATTEMPTS = 5


class Stream:
    """The result of one query. `first` is its beginning; `complete` when that is all of it.

    Iterating gives the rest. Close it in any case: a process that was not read to its end is replaced.
    """

    def __init__(self, pool: WorkerPool, worker: Worker, client: str) -> None:
        self.pool, self.worker, self.client = pool, worker, client
        self.started = time.monotonic()
        self.computed = 0.0
        self.lane = SHORT
        self.complete = self.closed = self.cancelled = False
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

    def begin(self) -> None:
        """Waits for the result, or for its first mebibyte. Raises: QueryFailedError."""
        while not self.complete and not self.large:
            self._keep(self._next())
        if not self.complete and self.lane == SHORT:
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
            if data := self._next():
                yield data

    def close(self) -> None:
        """Gives the process back, or replaces it when it is still busy."""
        if not self.closed:
            self.closed = True
            self.pool.release(self, reuse=self.complete and self.lane == SHORT)

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
            self.close()
        if kind == b"E":
            raise self.pool.failure(json.loads(data))
        return data

    def _frame(self) -> tuple[bytes, bytes]:
        """The next frame; a query that turns out to be long changes its place meanwhile."""
        settings = self.pool.settings
        before = time.monotonic() - self.computed
        while True:
            spent = time.monotonic() - before
            until = settings.long_after_seconds if self.lane == SHORT else settings.query_seconds
            try:
                return self.worker.frame(max(min(until, settings.query_seconds) - spent, 0.0))
            except TimeoutError:
                if time.monotonic() - before >= settings.query_seconds:
                    raise self.pool.failure({"code": "time_limit"}) from None
                if self.lane == SHORT:
                    self.pool.promote(self, LONG)


class WorkerPool:
    """Runs queries in processes. Thread-safe; `close` ends every process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._places = settings.short_places
        self.turns = Turns(
            places=self._places,
            queue=settings.queue,
            queue_per_client=settings.queue_per_client,
        )
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._lanes = {LONG: 0, STREAMED: 0}
        self._room = {LONG: settings.long_places, STREAMED: settings.streams}
        self._closed = False
        self.replaced = 0
        self._wake = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="query-pool", daemon=True)
        self._keeper.start()

    def run(self, job: Job, client: str) -> Stream:
        """Runs a query and returns its result when the beginning is there. Raises: QueryFailedError."""
        for _ in range(ATTEMPTS):
            if not self.turns.take(client, self.settings.queue_seconds):
                raise self.failure({"code": "busy"})
            stream = self.start(job, client)
            try:
                stream.begin()
            except WorkerLostError:
                continue
            return stream
        raise self.failure({"code": "worker_lost"})

    def start(self, job: Job, client: str) -> Stream:
        """Sends a query to a process; the place must have been taken. Raises: OSError when none can be made."""
        try:
            while True:
                worker = self._worker()
                try:
                    worker.send(job)
                except OSError:
                    self._discard(worker)
                    continue
                return Stream(self, worker, client)
        except BaseException:
            self.turns.give(client, 0.0)
            raise

    def promote(self, stream: Stream, lane: str) -> None:
        """Moves a query out of the short places. Raises: QueryFailedError when the others are taken."""
        with self._lock:
            if self._lanes[lane] >= self._room[lane]:
                raise self.failure({"code": "long_busy"})
            self._lanes[lane] += 1
        stream.lane = lane
        stream.worker.lower_priority()
        self.turns.give(stream.client, stream.computed)
        self._wake.set()

    def release(self, stream: Stream, *, reuse: bool) -> None:
        """Takes a process back from its query."""
        with self._lock:
            self._busy.discard(stream.worker)
            if stream.lane != SHORT:
                self._lanes[stream.lane] -= 1
            reuse = reuse and not self._closed
            if reuse:
                self._idle.append(stream.worker)
        if stream.lane != SHORT:
            self.turns.charge(stream.client, stream.computed)
        else:
            self.turns.give(stream.client, stream.computed)
        if not reuse:
            stream.worker.kill()
            self.replaced += 1
            self._wake.set()

    def died(self, stream: Stream) -> QueryFailedError:
        """The failure to report when the process of a query has ended by itself."""
        stream.worker.socket.close()
        status = stream.worker.process.wait()
        stream.close()
        if stream.cancelled:
            return self.failure({"code": "cancelled"})
        if status in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
            return self.failure({"code": "memory_limit"})
        self._bury()  # who killed one may have killed the others too
        return WorkerLostError("worker_lost", WORDS["worker_lost"])

    def failure(self, found: Mapping[str, Any]) -> QueryFailedError:
        """What a process reported, in words."""
        return describe(found, self.settings)

    def state(self) -> dict[str, int]:
        """Numbers for /metrics: processes idle, busy, long, streamed; queries waiting; processes replaced so far."""
        with self._lock:
            counts = {"idle": len(self._idle), "busy": len(self._busy), **self._lanes}
        return {**counts, "waiting": self.turns.waiting, "replaced": self.replaced}

    def close(self) -> None:
        """Ends every process; running queries fail."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy]
            self._idle = []
        self._wake.set()
        for worker in workers:
            with suppress(OSError):
                worker.process.kill()
        for worker in workers:
            worker.process.wait()

    def _worker(self) -> Worker:
        with self._lock:
            worker = self._idle.pop() if self._idle else None
            if worker is not None:
                self._busy.add(worker)
        if worker is None:
            worker = Worker(self.settings.query_memory_mb)
            with self._lock:
                self._busy.add(worker)
        self._wake_if_short()
        return worker

    def _short(self) -> int:
        return len(self._busy) - sum(self._lanes.values())

    def _wake_if_short(self) -> None:
        if not self._idle and self._short() < self._places:
            self._wake.set()

    def _discard(self, worker: Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
        worker.kill()
        self.replaced += 1

    def _bury(self) -> None:
        """Takes idle processes that died out of the pool."""
        with self._lock:
            dead = [worker for worker in self._idle if worker.process.poll() is not None]
            self._idle = [worker for worker in self._idle if worker not in dead]
        for worker in dead:
            worker.kill()
            self.replaced += 1

    def _keep(self) -> None:
        """Keeps a process ready for every short place, and buries idle ones that died."""
        while not self._closed:
            self._bury()
            with self._lock:
                missing = self._places - len(self._idle) - self._short()
            if missing > 0:
                self._add_idle()
                continue
            self._wake.wait(1.0)
            self._wake.clear()

    def _add_idle(self) -> None:
        try:
            worker = Worker(self.settings.query_memory_mb)
        except OSError:
            time.sleep(0.5)
            return
        with self._lock:
            if not self._closed:
                self._idle.insert(0, worker)
                return
        worker.kill()

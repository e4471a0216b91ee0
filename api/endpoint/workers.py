"""The pool of query processes: places for short and for long queries, a fair queue, deadlines that hold.

A query starts in a place for short queries. When it has computed for `long_after_seconds` it moves to a place for
long ones: its process gets the lowest priority and another process takes the short place, so endless queries never
stand in front of quick ones. When the long places are taken it is ended, and begun again when one is free; the next
query like it starts there at once. The engine cannot be interrupted: at a limit the process is killed and replaced.
Waiting queries are served by who has used least lately, not by who asks most.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from api.endpoint.long_queries import LongQueries
from api.endpoint.query_failures import WORDS, QueryFailedError, WorkerLostError, describe
from api.endpoint.query_process import Job, Worker
from api.endpoint.stream import LONG, SHORT, STREAMED, Stream
from api.endpoint.turns import Turns
from api.settings import Settings

ATTEMPTS = 5
_QUIET = 0.05
_PIECE_SECONDS = 0.005
"""A quarter of a mebibyte for each 5 ms: what large results send together while quick queries are asked."""


class PostponedError(Exception):
    """The query is long and the long places are taken: it must wait for one and begin again."""


class WorkerPool:
    """Runs queries in processes. Thread-safe; `close` ends every process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._places = settings.short_places
        bounds = {"queue": settings.queue, "queue_per_client": settings.queue_per_client}
        self.turns = {
            SHORT: Turns(places=self._places, **bounds),
            LONG: Turns(places=settings.long_places, **bounds),
        }
        self.known_long, self.known_large = LongQueries(), LongQueries()
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._slow: list[Worker] = []  # idle ones of low priority, which cannot be raised again
        self._busy: dict[str, set[Worker]] = {SHORT: set(), LONG: set(), STREAMED: set()}
        self._sending: list[Stream] = []
        self._dying: list[Worker] = []
        self._closed = False
        self._asked = 0.0
        self.replaced = 0
        self._wake = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="query-pool", daemon=True)
        self._keeper.start()

    def run(self, job: Job, client: str) -> Stream:
        """Runs a query and returns its result when the beginning is there. Raises: QueryFailedError."""
        lane = self.lane_of(job)
        for _ in range(ATTEMPTS):
            before = lane
            if not self.turns[lane].take(client, self.settings.queue_seconds):
                raise self.busy(lane)
            if (lane := self.moved(job, client, lane)) != before:
                continue
            stream = self.start(job, client, lane)
            try:
                stream.begin()
            except PostponedError:
                lane = LONG
                continue
            except WorkerLostError:
                continue
            return stream
        raise self.failure({"code": "worker_lost"})

    def lane_of(self, job: Job) -> str:
        """Where a query starts. Raises: QueryFailedError when its result is known to be too large for now."""
        if job.skeleton not in self.known_long:
            return SHORT
        if job.skeleton in self.known_large and not self._room_to_send():
            raise self.busy(LONG)
        return LONG

    def moved(self, job: Job, client: str, lane: str) -> str:
        """The lane of a query whose turn has come: while it waited, others like it may have turned out to be long.

        Its place is then given back.
        """
        if lane == SHORT and job.skeleton in self.known_long:
            self.turns[SHORT].give(client, 0.0)
            return LONG
        return lane

    def start(self, job: Job, client: str, lane: str) -> Stream:
        """Sends a query to a process; the place must have been taken. Raises: OSError when none can be made."""
        try:
            if lane == SHORT:
                self.quick_asked()
            while True:
                worker = self._worker(lane)
                try:
                    worker.send(job)
                except OSError:
                    self._discard(worker, lane)
                    continue
                return Stream(self, worker, job, client, lane)
        except BaseException:
            self.turns[lane].give(client, 0.0)
            raise

    def promote(self, stream: Stream, lane: str) -> None:
        """Moves a query to another lane. Raises: QueryFailedError or PostponedError when that is full."""
        if lane == STREAMED:
            self.known_large.add(stream.job.skeleton)
        if lane == STREAMED or stream.processor >= self.settings.long_after_seconds:
            self.known_long.add(stream.job.skeleton)
        if lane == LONG and not self.turns[LONG].take_now(stream.client):
            raise PostponedError
        before = stream.lane
        if lane == STREAMED and not self._room_to_send():
            raise self.failure({"code": "long_busy"})
        with self._lock:
            self._busy[before].discard(stream.worker)
            self._busy[lane].add(stream.worker)
            if lane == STREAMED:
                self._sending.append(stream)
        stream.lane = lane
        stream.worker.lower_priority()
        self.turns[before].give(stream.client, stream.computed)
        self._wake.set()

    def _room_to_send(self) -> bool:
        """Whether one more large result can be sent; the one whose client has waited longest to read makes room."""
        with self._lock:
            if len(self._busy[STREAMED]) < self.settings.streams:
                return True
            slowest = min(self._sending, key=lambda one: one.moved, default=None)
            if slowest is None or time.monotonic() - slowest.moved < self.settings.stall_seconds:
                return False
            self._sending.remove(slowest)
            self._busy[STREAMED].discard(slowest.worker)
        slowest.cancel()
        return True

    def release(self, stream: Stream) -> None:
        """Takes a process back from its query."""
        lane, worker = stream.lane, stream.worker
        reuse = stream.complete and lane != STREAMED
        if lane == LONG and reuse and stream.processor < self.settings.long_after_seconds:
            self.known_long.discard(stream.job.skeleton)
        with self._lock:
            self._busy[lane].discard(worker)
            if stream in self._sending:
                self._sending.remove(stream)
            reuse = reuse and not self._closed
            if reuse and lane == SHORT:
                self._idle.append(worker)
            elif reuse:
                self._slow.append(worker)
        if lane == STREAMED:
            self.turns[SHORT].charge(stream.client, stream.computed)
        else:
            self.turns[lane].give(stream.client, stream.computed)
        if not reuse:
            self._end(worker)

    def quick_asked(self) -> None:
        """Says that quick queries are being asked, here or in express lanes: large results make way."""
        self._asked = time.monotonic()

    def pause(self) -> float:
        """Seconds that a large result should wait before it sends more, so that quick queries get through.

        0 when none was asked in the last moment.
        """
        if time.monotonic() - self._asked > _QUIET:
            return 0.0
        return _PIECE_SECONDS * len(self._busy[STREAMED])

    def died(self, stream: Stream) -> QueryFailedError:
        """The failure to report when the process of a query has ended by itself."""
        stream.worker.socket.close()
        status = stream.worker.process.wait()
        stream.close()
        if stream.cancelled:
            return self.failure({"code": "cancelled"})
        if status in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
            self.known_long.add(stream.job.skeleton)
            return self.failure({"code": "memory_limit"})
        self._bury()  # who killed one may have killed the others too
        return WorkerLostError("worker_lost", WORDS["worker_lost"])

    def failure(self, found: Mapping[str, Any], query: str = "") -> QueryFailedError:
        """What a process reported of a query, in words."""
        return describe(found, self.settings, query)

    def busy(self, lane: str) -> QueryFailedError:
        """The failure of a query whose turn did not come."""
        return self.failure({"code": "busy" if lane == SHORT else "long_busy"})

    def state(self) -> dict[str, int]:
        """Numbers for /metrics: processes idle, busy, long, streamed; queries waiting; processes replaced so far."""
        with self._lock:
            counts = {lane: len(workers) for lane, workers in self._busy.items()}
            idle = len(self._idle) + len(self._slow)
        waiting = sum(turns.waiting for turns in self.turns.values())
        busy = sum(counts.values())
        return {"idle": idle, "busy": busy, **counts, "waiting": waiting, "replaced": self.replaced}

    def close(self) -> None:
        """Ends every process; running queries fail."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._slow, *(one for lane in self._busy.values() for one in lane)]
            self._idle, self._slow = [], []
        self._wake.set()
        for worker in workers:
            with suppress(OSError):
                worker.process.kill()
        for worker in [*workers, *self._dying]:
            worker.process.wait()

    def _worker(self, lane: str) -> Worker:
        """A process for a query that starts in `lane`."""
        with self._lock:
            idle = self._slow if lane == LONG and self._slow else self._idle
            worker = idle.pop() if idle else None
            if worker is not None:
                self._busy[lane].add(worker)
        if worker is None:
            worker = Worker(self.settings.query_memory_mb)
            with self._lock:
                self._busy[lane].add(worker)
        if lane == LONG:
            worker.lower_priority()
        if not self._idle:
            self._wake.set()
        return worker

    def _discard(self, worker: Worker, lane: str) -> None:
        with self._lock:
            self._busy[lane].discard(worker)
        self._end(worker)

    def _end(self, worker: Worker) -> None:
        """Ends a process; the keeper buries it."""
        worker.kill()
        with self._lock:
            self._dying.append(worker)
        self.replaced += 1
        self._wake.set()

    def _bury(self) -> None:
        """Takes idle processes that died out of the pool, and slow ones that are too many."""
        with self._lock:
            gone = [worker for worker in (*self._idle, *self._slow) if worker.process.poll() is not None]
            gone += [worker for worker in self._slow if worker not in gone][self.settings.long_places :]
            self._idle = [worker for worker in self._idle if worker not in gone]
            self._slow = [worker for worker in self._slow if worker not in gone]
        for worker in gone:
            self._end(worker)
        with self._lock:
            self._dying = [worker for worker in self._dying if worker.process.poll() is None]

    def _keep(self) -> None:
        """Keeps a process ready for every short place and one more, and buries idle ones that died."""
        while not self._closed:
            self._bury()
            with self._lock:
                missing = self._places + 1 - len(self._idle) - len(self._busy[SHORT])
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
        worker.process.wait()

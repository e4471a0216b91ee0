"""The pool of query processes: places for short and for long queries, a fair queue, deadlines that hold.

A query starts in a place for short queries. When it is still running after `long_after_seconds` it moves to a
place for long ones: its process gets the lowest priority and another process takes the short place, so endless
queries never stand in front of quick ones. The engine cannot be interrupted: at a limit the process is killed
and replaced. Waiting queries are served by who has used least lately, not by who asks most.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from api.settings import Settings
from api.turns import Turns
from nlp.errors import TsunagariError

PROGRAM = Path(__file__).with_name("query_worker.py")
_HEADER = struct.Struct("!cI")
_LOWEST = 19
READ_AHEAD = 1 << 20
"""Bytes of a result that are taken from the process before the client is asked to read."""
SHORT, LONG, STREAMED = "short", "long", "streamed"


class QueryFailedError(TsunagariError):
    """A query ended without its result. `code` says why: bad_query, time_limit, memory_limit, result_limit, …"""

    def __init__(
        self, code: str, message: str, *, hint: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.code, self.line, self.column = code, line, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A query for a process. `store` is an Oxigraph folder, `format` a key of the process's formats, `bytes` the
    largest result. Empty graph lists mean the store's own dataset."""

    store: str
    query: str
    format: str
    base: str
    bytes: int
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Worker:
    """One query process and the socket to it."""

    def __init__(self, memory_mb: int) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", str(PROGRAM), str(theirs.fileno()), str(memory_mb << 20)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self.socket = ours
        self.buffer = bytearray()
        self.thread_id = 0

    def send(self, job: Job) -> None:
        """Sends a job. Raises: OSError when the process is gone."""
        text = json.dumps(asdict(job)).encode()
        self.socket.settimeout(5.0)
        self.socket.sendall(struct.pack("!I", len(text)) + text)

    def frame(self, seconds: float) -> tuple[bytes, bytes]:
        """The next frame. Raises: TimeoutError after `seconds`; EOFError when the process is gone."""
        deadline = time.monotonic() + seconds
        while True:
            if len(self.buffer) >= 5:
                kind, size = _HEADER.unpack_from(self.buffer)
                if len(self.buffer) >= 5 + size:
                    payload = bytes(memoryview(self.buffer)[5 : 5 + size])
                    del self.buffer[: 5 + size]
                    if kind != b"H":
                        return kind, payload
                    self.thread_id = int(payload)
                    continue
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self.socket.settimeout(left)
            try:
                part = self.socket.recv(262_144)
            except ConnectionError as error:
                raise EOFError from error
            if not part:
                raise EOFError
            self.buffer += part

    def lower_priority(self) -> None:
        """Lets the query run only on processor time that nobody else wants."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.thread_id or self.process.pid, _LOWEST)

    def kill(self) -> int:
        """Ends the process now; returns its exit status (negative: a signal)."""
        self.socket.close()
        with suppress(OSError):
            self.process.kill()
        return self.process.wait()


class Stream:
    """The result of one query. `first` is its beginning; `complete` when that is all of it.

    Iterating gives the rest. Close it in any case: a process that was not read to its end is replaced.
    """

    def __init__(self, pool: WorkerPool, worker: Worker, client: str) -> None:
        self.pool, self.worker, self.client = pool, worker, client
        self.started = time.monotonic()
        self.computed = 0.0
        self.lane = SHORT
        self.complete = self.closed = False
        self.first = b""

    def begin(self) -> None:
        """Waits for the result, or for its first mebibyte. Raises: QueryFailedError."""
        parts = [self._next()]
        size = len(parts[0])
        while not self.complete and size < READ_AHEAD:
            parts.append(self._next())
            size += len(parts[-1])
        self.first = b"".join(parts)
        if not self.complete and self.lane == SHORT:
            try:
                self.pool.promote(self, STREAMED)
            except BaseException:
                self.close()
                raise

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
        self.turns = Turns(
            places=settings.short_places,
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
        for attempt in range(3):
            stream = self._start(job, client)
            try:
                stream.begin()
            except WorkerLostError:
                if attempt == 2:
                    raise
                continue
            return stream
        raise AssertionError("unreachable")

    def _start(self, job: Job, client: str) -> Stream:
        if not self.turns.take(client, self.settings.queue_seconds):
            raise QueryFailedError(
                "busy", "too many queries are waiting", hint="try again later, or ask fewer at once"
            )
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
        if status in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
            return self.failure({"code": "memory_limit"})
        return WorkerLostError("worker_lost", "the query process was ended from outside", hint="try again")

    def failure(self, found: dict[str, Any]) -> QueryFailedError:
        """A failure with the words for its code."""
        settings = self.settings
        words = {
            "time_limit": f"the query ran longer than {settings.query_seconds:g} s",
            "memory_limit": f"the query needed more than {settings.query_memory_mb} MiB of memory",
            "result_limit": f"the result is larger than {settings.result_mb} MiB",
            "stream_limit": f"the result was not read within {settings.stream_seconds:g} s",
            "long_busy": "too many long queries are running",
            "engine": "the engine could not answer the query",
        }
        code = found["code"]
        hint = (
            "add a LIMIT or more conditions" if code != "long_busy" else "try again later, or add conditions"
        )
        if code == "bad_query":
            hint = "correct the query"
        return QueryFailedError(
            code,
            words.get(code) or found.get("message") or code,
            hint=hint,
            line=found.get("line"),
            column=found.get("column"),
        )

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
        if not self._idle and self._short() < self.settings.short_places:
            self._wake.set()

    def _discard(self, worker: Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
        worker.kill()
        self.replaced += 1

    def _keep(self) -> None:
        """Keeps a process ready for every short place, and buries idle ones that died."""
        while not self._closed:
            with self._lock:
                dead = [worker for worker in self._idle if worker.process.poll() is not None]
                self._idle = [worker for worker in self._idle if worker not in dead]
                missing = self.settings.short_places - len(self._idle) - self._short()
            for worker in dead:
                worker.kill()
                self.replaced += 1
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


class WorkerLostError(QueryFailedError):
    """The process ended for no reason of the query's (killed from outside): worth another try."""

"""One query process as its parent sees it: jobs out, frames back, priority, end."""

from __future__ import annotations

import json
import os
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

from api.endpoint.child_process import start
from api.endpoint.processor_time import processor_seconds

PROGRAM = Path(__file__).with_name("query_worker.py")
_HEADER = struct.Struct("!cI")
_LOWEST = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A query for a process. `store` is an Oxigraph folder, `format` a key of the process's formats, `bytes` the
    largest result. Empty graph lists mean the store's own dataset. `skeleton` is not sent: queries that share it
    cost about the same."""

    store: str
    query: str
    format: str
    base: str
    bytes: int
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    skeleton: str = ""


_FIELDS = tuple(field.name for field in fields(Job) if field.name != "skeleton")


class Worker:
    """One query process and the socket to it."""

    def __init__(self, memory_mb: int) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            arguments = [str(PROGRAM), str(theirs.fileno()), str(memory_mb << 20)]
            self.process = start(arguments, [theirs.fileno()])
        self.socket = ours
        self.buffer = bytearray()
        self.thread_id = 0
        self.lowered = False

    def send(self, job: Job) -> None:
        """Sends a job. Raises: OSError when the process is gone."""
        text = json.dumps({name: getattr(job, name) for name in _FIELDS}).encode()
        self.socket.settimeout(5.0)
        self.socket.sendall(struct.pack("!I", len(text)) + text)

    def arrived(self) -> tuple[bytes, bytes] | None:
        """The next frame when it is here already, else None. Raises: EOFError when the process is gone."""
        try:
            return self.frame(0.0)
        except TimeoutError:
            return None

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
                    if self.lowered:
                        self.lower_priority()
                    continue
            left = deadline - time.monotonic() if seconds else 0.0
            if left < 0:
                raise TimeoutError
            self.socket.settimeout(left)
            try:
                part = self.socket.recv(262_144)
            except BlockingIOError as error:
                raise TimeoutError from error
            except ConnectionError as error:
                raise EOFError from error
            if not part:
                raise EOFError
            self.buffer += part

    def lower_priority(self) -> None:
        """Lets the query run only on processor time that nobody else wants."""
        self.lowered = True
        target = self.thread_id or self.process.pid
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, target, _LOWEST)
            os.sched_setscheduler(target, os.SCHED_IDLE, os.sched_param(0))

    def processor_seconds(self) -> float:
        """How long the process has computed; the time of day where the system does not tell."""
        return processor_seconds(self.process.pid)

    def kill(self) -> None:
        """Ends the process now, without waiting: one of low priority can take its time to give its memory back."""
        self.socket.close()
        with suppress(OSError):
            self.process.kill()

"""One lane: a process, the connections it holds, what it was taught, and what to do with them when it ends."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from api.express import frames
from api.express.plans import Lesson
from api.express.process import Process, unread, written
from api.express.slot import RUNNING, TAKING, WRITING, Doing

QUICK_SECONDS = 0.03
"""A query that computes longer in an express process is ended there and run by the query pool."""
PATIENCE = 2.0
"""Seconds of the clock after which a query that does not compute, on a busy machine, is ended too."""


class Held(Protocol):
    """A connection of the server that a lane can hold."""

    asker: str
    """Who asks, as far as fairness needs to know."""
    request: bytes
    """The request that is being answered, nothing when it is long."""

    def descriptor(self) -> socket.socket:
        """The socket itself."""

    def left(self, data: bytes) -> None:
        """Writes what the lane could not write."""

    def returned(self, data: bytes, *, closed: bool) -> None:
        """Goes on with the connection: `data` was read from it and not answered; `closed` by the client."""


@dataclass(slots=True, eq=False)
class Holding:
    """A connection in a lane; `base` is what `written` said when it came, None where the system does not tell."""

    connection: Held
    base: int | None


@dataclass(slots=True, eq=False)
class Lane:
    """One process and what it holds, by number of connection; `ready` once it has said so."""

    process: Process
    ready: bool = False
    holds: dict[int, Holding] = field(default_factory=dict)
    taught: set[tuple[bytes, str]] = field(default_factory=set)
    _watched: tuple[int, float, float] = (0, 0.0, 0.0)

    def take(self, number: int, connection: Held, lesson: Lesson) -> bool:
        """Takes a connection after it has learnt how to answer it; False when the process takes nothing now."""
        name = (lesson.around, lesson.outline)
        if name not in self.taught:
            packed = lesson.packed()
            if len(packed) > frames.LARGEST or not self.process.send(frames.TEACH, payload=packed):
                return False
            self.taught.add(name)
        connected = connection.descriptor()
        try:
            base: int | None = written(connected)
        except OSError:
            base = None
        if not self.process.give(number, connected.fileno()):
            return False
        self.holds[number] = Holding(connection, base)
        return True

    def forget(self, outline: str) -> None:
        """Teaches that queries of an outline are not quick."""
        self.taught = {name for name in self.taught if name[1] != outline}
        self.process.send(frames.FORGET, payload=outline.encode("utf-8", "surrogatepass"))

    def read(self) -> None:
        """Takes all messages that are here. Raises: EOFError when the process is gone."""
        while (frame := self.process.arrived()) is not None:
            if frame.kind == frames.READY:
                self.ready = True
            elif frame.kind == frames.LEFT:
                if (holding := self.holds.get(frame.connection)) is not None:
                    holding.connection.left(frame.payload)
            elif (holding := self.holds.pop(frame.connection, None)) is not None:
                holding.connection.returned(frame.payload, closed=frame.kind == frames.CLOSED)

    def overlong(self) -> bool:
        """Whether the query under way has had its time; the process is stopped then. Called every few milliseconds."""
        state, query = self.process.slot.state()
        if state != RUNNING:
            return False
        if query != self._watched[0]:
            self._watched = (query, time.monotonic(), self.process.processor_seconds())
            return False
        _, since, computed = self._watched
        if (
            self.process.processor_seconds() - computed < QUICK_SECONDS
            and time.monotonic() - since < PATIENCE
        ):
            return False
        return self.process.stop_while_running(query)

    def empty(self) -> None:
        """Gives every connection of a process that was stopped or is gone back to the server, nothing lost."""
        with suppress(EOFError):
            self.read()
        doing = self.process.slot.doing()
        holds, self.holds = self.holds, {}
        for number, holding in holds.items():
            if doing.state in (RUNNING, TAKING, WRITING) and number == doing.connection:
                _go_on(holding, doing)
            else:
                holding.connection.returned(b"", closed=False)


def _go_on(holding: Holding, doing: Doing) -> None:
    """Goes on with the request that was under way: asks it again when nothing of its answer was written."""
    if doing.state in (RUNNING, TAKING):
        waiting = unread(holding.connection.descriptor()) if doing.state == TAKING else b""
        kept = doing.request.removesuffix(waiting)  # what still waits there is read from there
        holding.connection.returned(kept, closed=False)
        return
    try:
        more = written(holding.connection.descriptor()) - (holding.base or 0) - doing.sent
    except OSError:
        more = -1
    if holding.base is None or more not in (0, doing.size):
        holding.connection.returned(b"", closed=True)
    else:
        holding.connection.returned(b"" if more else doing.request, closed=False)

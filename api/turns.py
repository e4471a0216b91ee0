"""Whose turn it is: a bounded queue for places, fair to clients by what they used lately."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

HALF_LIFE = 10.0
"""Seconds after which use counts half."""
HEAVY = 1.0
"""A client that used more seconds of processing lately leaves one place free for the others."""
_REMEMBERED = 4096


@dataclass(slots=True, eq=False)
class _Ticket:
    client: str
    ready: threading.Event = field(default_factory=threading.Event)


class Turns:
    """Places for queries. `take` waits for one, `give` returns it with the seconds it was used."""

    def __init__(self, *, places: int, queue: int, queue_per_client: int) -> None:
        self.places, self.queue, self.queue_per_client = places, queue, queue_per_client
        self._lock = threading.Lock()
        self._free = places
        self._tickets: list[_Ticket] = []
        self._running: dict[str, int] = {}
        self._used: dict[str, tuple[float, float]] = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._tickets)

    def take(self, client: str, seconds: float) -> bool:
        """Waits up to `seconds` for a place; False when the queue is full or the time is over."""
        with self._lock:
            if not self._tickets and self._may_run(client):
                self._start(client)
                return True
            own = sum(1 for ticket in self._tickets if ticket.client == client)
            if len(self._tickets) >= self.queue or own >= self.queue_per_client:
                return False
            ticket = _Ticket(client)
            self._tickets.append(ticket)
            self._call()
        if ticket.ready.wait(seconds):
            return True
        with self._lock:
            if ticket.ready.is_set():
                return True
            self._tickets.remove(ticket)
            return False

    def give(self, client: str, seconds: float) -> None:
        """Returns a place that `client` used for `seconds`."""
        with self._lock:
            self._free += 1
            left = self._running.get(client, 1) - 1
            if left:
                self._running[client] = left
            else:
                self._running.pop(client, None)
            self._charge(client, seconds)
            self._call()

    def charge(self, client: str, seconds: float) -> None:
        """Counts `seconds` that `client` used outside a place."""
        with self._lock:
            self._charge(client, seconds)

    def used(self, client: str) -> float:
        """Seconds that `client` used lately, older ones counting less."""
        value, at = self._used.get(client, (0.0, 0.0))
        return value * 0.5 ** ((time.monotonic() - at) / HALF_LIFE) if value else 0.0

    def _charge(self, client: str, seconds: float) -> None:
        if len(self._used) >= _REMEMBERED and client not in self._used:
            self._used.pop(next(iter(self._used)))
        self._used[client] = (self.used(client) + seconds, time.monotonic())

    def _may_run(self, client: str) -> bool:
        reserve = 1 if self.places > 1 and self.used(client) > HEAVY else 0
        return self._free > reserve

    def _start(self, client: str) -> None:
        self._free -= 1
        self._running[client] = self._running.get(client, 0) + 1

    def _call(self) -> None:
        """Gives free places to those who run and used least; among equals, to who came first."""
        while self._tickets and self._free > 0:
            allowed = [ticket for ticket in self._tickets if self._may_run(ticket.client)]
            if not allowed:
                return
            ticket = min(
                allowed,
                key=lambda item: (self._running.get(item.client, 0), round(self.used(item.client), 1)),
            )
            self._tickets.remove(ticket)
            self._start(ticket.client)
            ticket.ready.set()

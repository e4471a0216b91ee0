"""Whose turn it is: a bounded queue for places, fair to clients by what they used lately."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

HALF_LIFE = 10.0
"""Seconds after which use counts half."""
HEAVY = 1.0
"""A client that used more seconds of processing lately leaves one place free for the others."""
FREE = 0.05
"""Seconds of each query that do not count: who asks many quick queries waits in the order of asking."""
_REMEMBERED = 4096


def _nothing() -> None:
    """For who does not wait."""


@dataclass(slots=True, eq=False)
class Ticket:
    """A place in the queue; `call` is called once, when its turn has come."""

    client: str
    call: Callable[[], object]
    called: bool = False


class Turns:
    """Places for queries. `take` waits for one, `give` returns it with the seconds it was used."""

    def __init__(self, *, places: int, queue: int, queue_per_client: int) -> None:
        self.places, self.queue, self.queue_per_client = places, queue, queue_per_client
        self._lock = threading.Lock()
        self._free = places
        self._tickets: list[Ticket] = []
        self._running: dict[str, int] = {}
        self._used: dict[str, tuple[float, float]] = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._tickets)

    def take(self, client: str, seconds: float) -> bool:
        """Waits up to `seconds` for a place; False when the queue is full or the time is over."""
        ready = threading.Event()
        ticket = self.ask(client, ready.set)
        if ticket is None:
            return False
        return ready.wait(seconds) or not self.leave(ticket)

    def ask(self, client: str, call: Callable[[], object]) -> Ticket | None:
        """Queues for a place without waiting; None when the queue is full.

        `call` is called when the place is there: perhaps at once, perhaps from another thread.
        """
        with self._lock:
            ticket = Ticket(client, call)
            if not self._tickets and self._may_run(client):
                self._start(ticket)
                return ticket
            if len(self._tickets) >= self.queue:
                return None
            if len(self._tickets) >= self.queue_per_client:
                own = sum(1 for other in self._tickets if other.client == client)
                if own >= self.queue_per_client:
                    return None
            self._tickets.append(ticket)
            self._call()
            return ticket

    def take_now(self, client: str) -> bool:
        """Takes a place only when one is free and nobody waits for it."""
        with self._lock:
            if self._tickets or not self._may_run(client):
                return False
            self._start(Ticket(client, _nothing))
            return True

    def leave(self, ticket: Ticket) -> bool:
        """Leaves the queue; False when the place had just been given, and must be given back after use."""
        with self._lock:
            if ticket.called:
                return False
            self._tickets.remove(ticket)
            return True

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
        if seconds <= FREE:
            return
        if len(self._used) >= _REMEMBERED and client not in self._used:
            self._used.pop(next(iter(self._used)))
        self._used[client] = (self.used(client) + seconds, time.monotonic())

    def _may_run(self, client: str) -> bool:
        reserve = 1 if self.places > 1 and self.used(client) > HEAVY else 0
        return self._free > reserve

    def _first_idle(self) -> Ticket | None:
        """The first of those who run nothing and used nothing lately: nobody can be before them."""
        for ticket in self._tickets:
            if ticket.client not in self._running and not int(self.used(ticket.client)):
                return ticket if self._may_run(ticket.client) else None
        return None

    def _start(self, ticket: Ticket) -> None:
        self._free -= 1
        self._running[ticket.client] = self._running.get(ticket.client, 0) + 1
        ticket.called = True
        ticket.call()

    def _call(self) -> None:
        """Gives free places to those who run and used least; among equals, to who came first."""
        while self._tickets and self._free > 0:
            idle = self._first_idle()
            if idle is not None:
                self._tickets.remove(idle)
                self._start(idle)
                continue
            allowed = [ticket for ticket in self._tickets if self._may_run(ticket.client)]
            if not allowed:
                return
            ticket = min(
                allowed,
                key=lambda item: (self._running.get(item.client, 0), int(self.used(item.client))),
            )
            self._tickets.remove(ticket)
            self._start(ticket)

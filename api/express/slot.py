"""Memory that a process shares with the server: what it is doing now, so that nothing is lost when it is killed.

A process writes, the server reads. What stands here is exact when the process is stopped or gone.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass

IDLE, RUNNING, WRITING, TAKING = 0, 1, 2, 3
BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""Upper ends in seconds of the counted durations; one more bucket holds the rest."""
_STATE = struct.Struct("<B")
_JOB = struct.Struct("<QQ")
_REPLY = struct.Struct("<QQ")
_COUNT = struct.Struct("<QQd")
_BUCKETS = struct.Struct(f"<{len(BUCKETS) + 1}Q")
_AT_JOB, _AT_REPLY, _AT_COUNT, _AT_BUCKETS, _AT_REQUEST = 8, 24, 40, 64, 256
SIZE = 65_536
LARGEST_REQUEST = SIZE - _AT_REQUEST


@dataclass(frozen=True, slots=True)
class Doing:
    """What a process does: its `state`, the `number` of the query (counted from its start), the connection, the request
    as it came; while WRITING also the bytes `sent` on that connection before and the `size` of the reply."""

    state: int
    number: int
    connection: int
    request: bytes
    sent: int
    size: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What a process has answered: how many requests, their seconds in all, and how many in each of BUCKETS and beyond."""

    requests: int
    seconds: float
    buckets: tuple[int, ...]


class Slot:
    """The shared memory of one process, by the descriptor of its file."""

    def __init__(self, descriptor: int) -> None:
        self._map = mmap.mmap(descriptor, SIZE)
        self._queries = self._answered = 0
        self._seconds = 0.0
        self._buckets = [0] * (len(BUCKETS) + 1)

    def taking(self, connection: int, request: bytes) -> None:
        """Says that `request`, at most LARGEST_REQUEST bytes, is about to be taken from a connection."""
        self._queries += 1
        self._map[_AT_REQUEST : _AT_REQUEST + len(request)] = request
        _JOB.pack_into(self._map, _AT_JOB, connection << 32 | len(request), self._queries)
        _STATE.pack_into(self._map, 0, TAKING)

    def running(self) -> None:
        """Says that it was taken, and its query begins."""
        _STATE.pack_into(self._map, 0, RUNNING)

    def writing(self, sent: int, size: int) -> None:
        """Says that a reply of `size` bytes is going to be written after `sent` others on this connection."""
        _REPLY.pack_into(self._map, _AT_REPLY, sent, size)
        _STATE.pack_into(self._map, 0, WRITING)

    def idle(self) -> None:
        """Says that nothing is being done."""
        _STATE.pack_into(self._map, 0, IDLE)

    def count(self, seconds: float) -> None:
        """Counts one answered request."""
        self._answered += 1
        self._seconds += seconds
        index = 0
        while index < len(BUCKETS) and seconds > BUCKETS[index]:
            index += 1
        self._buckets[index] += 1
        _COUNT.pack_into(self._map, _AT_COUNT, self._answered, 0, self._seconds)
        _BUCKETS.pack_into(self._map, _AT_BUCKETS, *self._buckets)

    def state(self) -> tuple[int, int]:
        """State and number of the query, cheaply."""
        return self._map[0], _JOB.unpack_from(self._map, _AT_JOB)[1]

    def doing(self) -> Doing:
        """All that stands here about the query under way."""
        packed, number = _JOB.unpack_from(self._map, _AT_JOB)
        sent, size = _REPLY.unpack_from(self._map, _AT_REPLY)
        length = packed & 0xFFFFFFFF
        request = self._map[_AT_REQUEST : _AT_REQUEST + length]
        return Doing(self._map[0], number, packed >> 32, request, sent, size)

    def counted(self) -> Counted:
        """What was answered so far."""
        requests, _, seconds = _COUNT.unpack_from(self._map, _AT_COUNT)
        return Counted(requests, seconds, _BUCKETS.unpack_from(self._map, _AT_BUCKETS))

    def close(self) -> None:
        """Gives the memory back."""
        self._map.close()

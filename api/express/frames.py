"""What the server and an express process tell each other: one message a packet, a letter, a connection, a payload.

To the process: `A` take this connection (its descriptor travels along), `R` give that connection back, `S` open a store,
`T` learn a shape or an outline, `F` forget an outline. From it: `H` it is ready, `W` bytes that are left to be written on a connection,
`B` a connection back, with the bytes that were read from it and not answered, `X` the same for one that was closed.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

ADOPT, RECALL, STORE, TEACH, FORGET = b"A", b"R", b"S", b"T", b"F"
READY, LEFT, BACK, CLOSED = b"H", b"W", b"B", b"X"
LARGEST = 65_536
"""Bytes of the largest payload."""
_HEAD = struct.Struct("!cI")


@dataclass(frozen=True, slots=True)
class Frame:
    """One message; `connection` is 0 where there is none."""

    kind: bytes
    connection: int
    payload: bytes


def pack(kind: bytes, connection: int = 0, payload: bytes = b"") -> bytes:
    """A message as a packet."""
    return _HEAD.pack(kind, connection) + payload


def unpack(packet: bytes) -> Frame:
    """A packet as a message."""
    kind, connection = _HEAD.unpack_from(packet)
    return Frame(kind, connection, packet[_HEAD.size :])

"""A light HTTP/1.1 load generator: keep-alive connections in one selector loop, so that the client costs little.

Prints nothing; `load` returns requests per second and latencies. Each connection sends its next request when the
answer before is complete.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """What one run gave. Latencies in seconds; `failed` counts answers other than 200 and broken connections."""

    requests: int
    seconds: float
    p50: float
    p99: float
    failed: int

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.requests / self.seconds


class _Connection:
    def __init__(self, address: tuple[str, int], make: Callable[[int], bytes]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.make = make
        self.buffer = b""
        self.sent_at = 0.0
        self.number = 0

    def ask(self) -> None:
        self.number += 1
        self.sent_at = time.perf_counter()
        self.socket.sendall(self.make(self.number))

    def complete(self) -> int | None:
        """The status when a whole answer has been read, else None."""
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = self.buffer[:end].lower()
        status = int(head[9:12])
        at = head.find(b"content-length:")
        if at >= 0:
            size = int(head[at + 15 :].split(b"\r\n", 1)[0])
            if len(self.buffer) < end + 4 + size:
                return None
            self.buffer = self.buffer[end + 4 + size :]
            return status
        if not self.buffer.endswith(b"0\r\n\r\n"):
            return None
        self.buffer = b""
        return status


def request_bytes(
    path: str, *, host: str = "127.0.0.1", accept: str = "application/sparql-results+json"
) -> bytes:
    """A GET request, ready to send."""
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n\r\n".encode()


def load(
    address: tuple[str, int],
    make: Callable[[int, int], bytes],
    *,
    clients: int,
    seconds: float,
) -> Load:
    """Runs `clients` connections for `seconds`; `make(client, n)` gives the n-th request of a client."""
    selector = selectors.DefaultSelector()
    for client in range(clients):
        connection = _Connection(address, lambda n, client=client: make(client, n))
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask()
    latencies: list[float] = []
    failed = 0
    begin = time.perf_counter()
    end = begin + seconds
    while time.perf_counter() < end:
        for key, _ in selector.select(timeout=0.5):
            connection = key.data
            part = connection.socket.recv(1 << 18)
            if not part:
                failed += 1
                selector.unregister(connection.socket)
                connection.socket.close()
                continue
            connection.buffer += part
            status = connection.complete()
            if status is None:
                continue
            latencies.append(time.perf_counter() - connection.sent_at)
            failed += status != 200
            connection.ask()
    taken = time.perf_counter() - begin
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    latencies.sort()
    count = len(latencies)
    if not count:
        return Load(0, taken, 0.0, 0.0, failed)
    return Load(count, taken, latencies[count // 2], latencies[min(count - 1, int(count * 0.99))], failed)

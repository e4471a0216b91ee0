"""A finished HTTP answer as plain bytes, and the headers that answers for programs share."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

Headers = tuple[tuple[bytes, bytes], ...]

COMMON: Headers = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Last-Modified, Retry-After, Link"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
)
ALLOWED_HEADERS = "*, Accept, Authorization, Cache-Control, Content-Type, If-Modified-Since, If-None-Match, Range, X-Requested-With"
"""What a foreign page may send; "*" does not cover Authorization. Source: Fetch standard, CORS protocol."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is all here. Header names are in lower case; the length is added when it is sent."""

    status: int
    headers: Headers
    body: bytes


class ReplyCache:
    """Replies by key; the least recently used go when `limit` bytes are full. Thread-safe."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._entries: OrderedDict[Hashable, Reply] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Reply | None:
        """The reply under `key`, or None."""
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: Hashable, reply: Reply) -> None:
        """Keeps a reply, unless it is larger than an eighth of the limit."""
        weight = _weight(reply)
        if weight > self.limit // 8:
            return
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = reply
            self.size += weight
            while self.size > self.limit:
                self.size -= _weight(self._entries.popitem(last=False)[1])


def _weight(reply: Reply) -> int:
    return len(reply.body) + 2048  # headers and key included

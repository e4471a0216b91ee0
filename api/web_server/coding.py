"""Content codings: gzip and zstd, for whole bodies and for streams."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import zstandard


def compress(body: bytes, coding: str) -> bytes:
    """The body in a coding; as it is for ""."""
    if coding == "zstd":
        return zstandard.compress(body, 3)
    if coding == "gzip":
        return gzip.compress(body, 5, mtime=0)
    return body


class Coder:
    """Compresses a stream piece by piece, fast rather than small."""

    def __init__(self, coding: str) -> None:
        self._stream: Any = None
        if coding == "zstd":
            self._stream = zstandard.ZstdCompressor(level=1).compressobj()
        elif coding == "gzip":
            self._stream = zlib.compressobj(1, zlib.DEFLATED, 31)

    def add(self, data: bytes) -> bytes:
        """What is ready after this piece, perhaps nothing."""
        return data if self._stream is None else self._stream.compress(data)

    def end(self) -> bytes:
        """What was still held back."""
        return b"" if self._stream is None else self._stream.flush()

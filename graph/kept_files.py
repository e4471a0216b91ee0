"""Finished work kept in a file, packed behind a digest of it: a damaged file is never read as if it were whole."""

from __future__ import annotations

import hashlib
import logging
import pickle
from pathlib import Path

import zstandard

LOG = logging.getLogger("tsunagari.graph")
_DIGEST = 16


def to_keep(value: object) -> bytes:
    """The bytes to keep of a value."""
    body = zstandard.compress(pickle.dumps(value), 1)
    return _digest(body) + body


def kept_in(file: Path) -> object | None:
    """What `to_keep` made of a value; None where the file is missing or, which the log says, damaged.

    The name of a kept file holds the rules it was made under: what is whole is of today's classes.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        LOG.warning(
            "%s を読めないので作り直します (cannot be read, is made again): %s", file.name, error.strerror
        )
        return None
    if data[:_DIGEST] != _digest(data[_DIGEST:]):
        LOG.warning("%s は壊れているので作り直します (is damaged, is made again)", file.name)
        return None
    value: object = pickle.loads(zstandard.decompress(data[_DIGEST:]))
    return value


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST).digest()


__all__ = ["kept_in", "to_keep"]

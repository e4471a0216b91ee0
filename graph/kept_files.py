"""Finished work kept in a file, packed behind a digest of it: a damaged file is never read as if it were whole."""

from __future__ import annotations

import hashlib
import logging
import pickle
from pathlib import Path

import zstandard

LOG = logging.getLogger("tsunagari.graph")
DIGEST = 16  # bytes


def to_keep(value: object) -> bytes:
    """The bytes to keep of a value."""
    body = zstandard.compress(pickle.dumps(value), 1)
    return digest_of(body) + body


def kept_in(file: Path) -> object | None:
    """What `to_keep` made of a value; None where the file is missing or, which the log says, damaged.

    The name of a kept file holds the rules it was made under: what is whole is of today's classes.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        refused(file, error)
        return None
    if data[:DIGEST] != digest_of(data[DIGEST:]):
        refused(file)
        return None
    value: object = pickle.loads(zstandard.decompress(data[DIGEST:]))
    return value


def digest_of(*parts: bytes) -> bytes:
    """The digest (`DIGEST` bytes) of bytes that stand in parts."""
    digest = hashlib.blake2b(digest_size=DIGEST)
    for part in parts:
        digest.update(part)
    return digest.digest()


def refused(file: Path, error: OSError | None = None) -> None:
    """Log that a kept file is made again: it cannot be read (`error`), or is damaged."""
    if error is None:
        LOG.warning("%s は壊れているので作り直します (is damaged, is made again)", file.name)
    else:
        LOG.warning(
            "%s を読めないので作り直します (cannot be read, is made again): %s", file.name, error.strerror
        )

"""Hashes of many strings at once: of every string with one character left out, and of every pair of neighbouring characters.

The hash of a string is the sum of mixed code points times powers of an odd number, modulo 2^64; with prefix sums the hash
without character i is the sum before i plus the sum after i divided by that number. Collisions cost a comparison, no more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


def _codes(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """The code points of all texts in a row, and the length of each."""
    joined = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.uint64
    )
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return joined, lengths


def _mixed(codes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    mixed = (codes + np.uint64(1)) * _MIX
    return (mixed ^ (mixed >> np.uint64(27))) * _MIX


def deletion_keys(texts: Sequence[str]) -> tuple[Keys, Keys]:
    """(key, position of the text) for every text whole and for every text with one character left out.

    Two texts that differ by one character inserted, dropped or exchanged share a key.

    >>> keys, owners = deletion_keys(["あいう", "あう"])
    >>> sorted(set(keys[owners == 0].tolist()) & set(keys[owners == 1].tolist())) != []
    True
    """
    codes, lengths = _codes(texts)
    if not len(codes):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    owners = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    place = np.arange(len(codes)) - np.repeat(starts, lengths)
    powers = np.empty(int(lengths.max()), dtype=np.uint64)
    power = 1
    for at in range(len(powers)):
        powers[at] = power
        power = power * _BASE % (1 << 64)
    terms = _mixed(codes) * powers[place]
    running = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(terms, dtype=np.uint64)))
    begin, end = running[starts], running[starts + lengths]
    before = running[:-1] - np.repeat(begin, lengths)
    after = np.repeat(end, lengths) - running[1:]
    without = before + after * np.uint64(_INVERSE)
    keys = np.concatenate((without, end - begin)).view(np.int64)
    return keys, np.concatenate((owners, np.arange(len(texts), dtype=np.int64)))


def pair_keys(texts: Sequence[str]) -> tuple[Keys, Keys]:
    """(key, position of the text) for every two neighbouring characters, sorted by key, each once per text.

    The key is exact: both code points.
    """
    codes, lengths = _codes(texts)
    if len(codes) < 2:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    owners = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    inside = owners[1:] == owners[:-1]
    keys = ((codes[:-1] << np.uint64(32)) | codes[1:])[inside].view(np.int64)
    held = owners[:-1][inside]
    order = np.lexsort((held, keys))
    keys, held = keys[order], held[order]
    if not len(keys):
        return keys, held
    first = np.append(True, (keys[1:] != keys[:-1]) | (held[1:] != held[:-1]))
    return keys[first], held[first]


def pairs_of(text: str) -> Keys:
    """The keys of one text's neighbouring characters, sorted, as `pair_keys` gives them."""
    return np.unique(pair_keys([text])[0])

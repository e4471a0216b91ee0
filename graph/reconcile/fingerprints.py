"""Hashes of many strings at once: of every string with one character left out, and of every pair of neighbouring characters.

The hash of a string is the sum of mixed code points times powers of an odd number, modulo 2^64; with prefix sums the hash
without character i is the sum before i plus the sum after i divided by that number. Collisions cost a comparison, no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
# Tables over pairs of characters are made up to this many different characters (16 million pairs).
_LARGEST_ALPHABET = 4_000
# Below this many characters, sorting them costs less than a table over all of Unicode.
_FEW = 50_000
_MIX = np.uint64(0xBF58476D1CE4E5B9)


def _codes(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """The code points of all texts in a row, and the length of each."""
    joined = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
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
    terms = _mixed(codes.astype(np.uint64)) * powers[place]
    running = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(terms, dtype=np.uint64)))
    begin, end = running[starts], running[starts + lengths]
    before = running[:-1] - np.repeat(begin, lengths)
    after = np.repeat(end, lengths) - running[1:]
    without = before + after * np.uint64(_INVERSE)
    keys = np.concatenate((without, end - begin)).view(np.int64)
    return keys, np.concatenate((owners, np.arange(len(texts), dtype=np.int64)))


def _numbered(codes: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.signedinteger[Any]], int]:
    """The characters numbered without gaps, in their order, and how many different ones there are."""
    if len(codes) < _FEW:
        signs, letters = np.unique(codes, return_inverse=True)
        return letters, len(signs)
    used = np.zeros(0x110000, dtype=np.bool_)
    used[codes] = True
    alphabet = np.cumsum(used, dtype=np.int64) - 1
    return alphabet[codes], int(used.sum())


def pair_keys(
    texts: Sequence[str], *, of: Sequence[int] | None = None, at_most: int | None = None
) -> tuple[Keys, Keys]:
    """(key, position of the text) for every two neighbouring characters, sorted by key, each once per text.

    Equal pairs have equal keys, others do not. With `of` and `at_most` only pairs that the texts at those positions have,
    and none that is far more frequent than `at_most`: the common ones need no sorting.
    """
    codes, lengths = _codes(texts)
    if len(codes) < 2:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    owners = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    inside = owners[1:] == owners[:-1]
    letters, number = _numbered(codes)
    small = number <= _LARGEST_ALPHABET
    if small:  # a pair of few characters is a small number
        letters = letters.astype(np.int32)
    keys = (letters[:-1] * number + letters[1:])[inside]
    held = owners[:-1][inside]
    if of is not None and at_most is not None and small:
        wanted = np.zeros(number * number, dtype=np.bool_)
        asked = np.zeros(len(texts), dtype=np.bool_)
        asked[list(of)] = True
        wanted[keys[asked[held]]] = True
        # A pair that a text has several times is counted several times here, hence the margin.
        wanted &= np.bincount(keys, minlength=number * number) <= 8 * at_most
        kept = wanted[keys]
        keys, held = keys[kept], held[kept]
    order = np.lexsort((held, keys))
    keys, held = keys[order].astype(np.int64), held[order]
    if not len(keys):
        return keys, held
    first = np.append(True, (keys[1:] != keys[:-1]) | (held[1:] != held[:-1]))
    return keys[first], held[first]

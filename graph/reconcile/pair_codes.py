"""Pairs of neighbouring characters as numbers: sorted columns of them are compared for many texts at a time."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint64]


def codes_of(folded: str) -> Codes:
    """The pairs of a folded text, each once, in order.

    >>> len(codes_of("見守り見守り"))
    3
    """
    signs = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    return each_once(signs[:-1] << np.uint64(32) | signs[1:])


def each_once(codes: Codes) -> Codes:
    """Numbers in order, each once."""
    ordered = np.sort(codes)
    new = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def codes_of_pairs(pairs: Iterable[str]) -> Codes:
    """Pairs as numbers, in order."""
    signs = np.frombuffer("".join(pairs).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    return np.sort(signs[::2] << np.uint64(32) | signs[1::2])


def pairs_of_codes(codes: Codes) -> list[str]:
    """The pairs that numbers stand for.

    >>> pairs_of_codes(codes_of("見守り"))
    ['守り', '見守']
    """
    signs = np.stack([codes >> np.uint64(32), codes & np.uint64(0xFFFFFFFF)], axis=1).astype("<u4")
    text = signs.tobytes().decode("utf-32-le", "surrogatepass")
    return [text[at : at + 2] for at in range(0, len(text), 2)]


def shared(some: Codes, others: Codes) -> int:
    """How many numbers two sorted columns share."""
    return int(np.count_nonzero(mask_of(some, others)))


def mask_of(some: Codes, of: Codes) -> npt.NDArray[np.bool_]:
    """Which of sorted numbers are among others."""
    found = np.zeros(len(of), dtype=bool)
    places = np.searchsorted(of, some)
    inside = places < len(of)
    places, some = places[inside], some[inside]
    found[places[of[places] == some]] = True
    return found

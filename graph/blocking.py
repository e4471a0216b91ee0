"""Which names are worth comparing: an inverted index instead of every pair with every pair.

Three kinds of keys bring names together: equal keys (skeleton, core, stem), equal after deleting one character
(one slip), and shared rare character pairs. Long postings say little and are cut, so that the number of
candidate pairs grows with the number of names, not with its square.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from graph.name_keys import NameForm

Pairs = npt.NDArray[np.int64]
_EMPTY: Pairs = np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class BlockingLimits:
    """Bounds on the work. `window` neighbours are compared inside a long block; `pairs_per_name` bounds the
    candidates that shared character pairs may bring; names below `similarity` (0..1) are dropped again."""

    window: int = 48
    pairs_per_name: int = 60
    minimum_budget: int = 400_000
    similarity: float = 0.55


def pairs_in_blocks(keys: Sequence[int], owners: Sequence[int], *, window: int) -> Pairs:
    """Owner pairs (low, high) that share a key; inside a block of more than `window`, only near neighbours.

    >>> pairs_in_blocks([7, 7, 9], [0, 1, 2], window=10).tolist()
    [[0, 1]]
    """
    if len(keys) < 2:
        return _EMPTY
    key_array = np.asarray(keys, dtype=np.int64)
    owner_array = np.asarray(owners, dtype=np.int64)
    order = np.lexsort((owner_array, key_array))
    return _adjacent(key_array[order], owner_array[order], window)


def _adjacent(keys: npt.NDArray[np.int64], owners: npt.NDArray[np.int64], window: int) -> Pairs:
    found: list[Pairs] = []
    alive = np.arange(len(keys) - 1)
    for distance in range(1, window + 1):
        alive = alive[alive + distance < len(keys)]
        alive = alive[keys[alive] == keys[alive + distance]]
        if not len(alive):
            break
        found.append(np.stack((owners[alive], owners[alive + distance]), axis=1))
    return unique_pairs(found)


def unique_pairs(parts: Iterable[Pairs]) -> Pairs:
    """All pairs once, each as (low, high), sorted; pairs of one thing with itself dropped."""
    collected = [part for part in parts if len(part)]
    if not collected:
        return _EMPTY
    pairs = np.concatenate(collected)
    low, high = pairs.min(axis=1), pairs.max(axis=1)
    keep = low != high
    span = int(high.max()) + 1
    codes = np.unique(low[keep] * span + high[keep])
    return np.stack((codes // span, codes % span), axis=1)


def _rare_gram_pairs(cores: Sequence[str], owners: Sequence[int], limits: BlockingLimits) -> Pairs:
    """Pairs that share the rarest character pairs, as many as the budget allows, then checked for similarity."""
    grams: list[int] = []
    holders: list[int] = []
    for position, core in enumerate(cores):
        unique = {core[start : start + 2] for start in range(len(core) - 1)}
        grams.extend(map(hash, unique))
        holders.extend([position] * len(unique))
    if not grams:
        return _EMPTY
    gram_array = np.asarray(grams, dtype=np.int64)
    holder_array = np.asarray(holders, dtype=np.int64)
    _, inverse, counts = np.unique(gram_array, return_inverse=True, return_counts=True)
    budget = max(limits.minimum_budget, limits.pairs_per_name * len(cores))
    by_size = np.sort(counts[counts > 1])
    spent = np.cumsum(by_size.astype(np.int64) * (by_size - 1) // 2)
    affordable = by_size[spent <= budget]
    cap = int(affordable[-1]) if len(affordable) else 0
    if cap < 2:
        return _EMPTY
    kept = (counts[inverse] > 1) & (counts[inverse] <= cap)
    keys, held = inverse[kept].astype(np.int64), holder_array[kept]
    order = np.lexsort((held, keys))
    positions = _adjacent(keys[order], held[order], cap)
    positions = similar_pairs(positions, cores, limits.similarity)
    owner_array = np.asarray(owners, dtype=np.int64)
    return unique_pairs([owner_array[positions]]) if len(positions) else _EMPTY


def similar_pairs(pairs: Pairs, texts: Sequence[str], cutoff: float) -> Pairs:
    """The pairs whose texts are alike (Indel similarity, 0..1) at least `cutoff`, or of which one contains the other."""
    if not len(pairs):
        return pairs
    first = [texts[index] for index in pairs[:, 0]]
    second = [texts[index] for index in pairs[:, 1]]
    scores = cpdist(
        first, second, scorer=Indel.normalized_similarity, score_cutoff=0.3, dtype=np.float32, workers=-1
    )
    keep = scores >= cutoff
    for index in np.flatnonzero(~keep & (scores > 0)):
        one, other = first[index], second[index]
        keep[index] = (len(one) >= 4 and one in other) or (len(other) >= 4 and other in one)
    return pairs[keep]


def candidate_pairs(names: Sequence[Sequence[NameForm]], *, limits: BlockingLimits | None = None) -> Pairs:
    """Index pairs of names worth comparing, sorted; each name is given by all its forms.

    Two names with equal skeleton, core or stem are always a candidate unless their block is longer than the window.
    """
    limits = limits or BlockingLimits()
    owners = [index for index, forms in enumerate(names) for _ in forms]
    forms = [form for of_name in names for form in of_name]

    def equal(key: Callable[[NameForm], str], window: int) -> Pairs:
        chosen = [(hash(key(form)), owner) for form, owner in zip(forms, owners, strict=True) if key(form)]
        return pairs_in_blocks([item[0] for item in chosen], [item[1] for item in chosen], window=window)

    deletions: list[int] = []
    deleted_from: list[int] = []
    for form, owner in zip(forms, owners, strict=True):
        core = form.core
        if len(core) >= 8:
            variants = {core, *(core[:cut] + core[cut + 1 :] for cut in range(len(core)))}
            deletions.extend(map(hash, variants))
            deleted_from.extend([owner] * len(variants))
    distinct: dict[tuple[str, int], None] = {
        (form.core, owner): None for form, owner in zip(forms, owners, strict=True)
    }
    return unique_pairs(
        [
            equal(lambda form: form.skeleton, limits.window),
            equal(lambda form: form.core, limits.window),
            equal(lambda form: form.stem, limits.window // 2),
            pairs_in_blocks(deletions, deleted_from, window=limits.window // 2),
            _rare_gram_pairs([core for core, _ in distinct], [owner for _, owner in distinct], limits),
        ]
    )

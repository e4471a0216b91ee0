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

from graph.reconcile.fingerprints import deletion_keys, pair_keys, pairs_of
from graph.reconcile.name_keys import NameForm, load_name_words, without_scope

Pairs = npt.NDArray[np.int64]
Ids = Sequence[int] | npt.NDArray[np.int64]
# A damaged name is looked up by this many of its rarest character pairs.
_RAREST = 6
# One slip is looked for only in names long enough that it does not make another name.
_SLIP_LENGTH = 8
_EMPTY: Pairs = np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class BlockingLimits:
    """Bounds on the work. `window` neighbours are compared inside a long block; `pairs_per_name` bounds the
    candidates that shared character pairs may bring; names below `similarity` (0..1) are dropped again. Merely similar names
    (neither contains the other, no damage) are candidates only in inputs of up to `broad_up_to` names: a human can
    review them there, and what is to be merged never rests on similarity alone."""

    window: int = 48
    pairs_per_name: int = 60
    minimum_budget: int = 400_000
    similarity: float = 0.55
    broad_up_to: int = 5_000


def pairs_in_blocks(keys: Ids, owners: Ids, *, window: int) -> Pairs:
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
    codes = np.sort(low[keep] * span + high[keep])  # sorting beats np.unique's hashing here, 0.5 s to 5 s
    if len(codes):
        codes = codes[np.append(True, codes[1:] != codes[:-1])]
    return np.stack((codes // span, codes % span), axis=1)


def _rare_gram_pairs(cores: Sequence[str], damaged: Sequence[int], limits: BlockingLimits) -> Pairs:
    """Position pairs that share the rarest character pairs, as many as the budget allows, then checked for similarity."""
    grams, holders = pair_keys(cores)
    if not len(grams):
        return _EMPTY
    starts = np.flatnonzero(np.append(True, grams[1:] != grams[:-1]))
    counts = np.diff(np.append(starts, len(grams)))
    budget = max(limits.minimum_budget, limits.pairs_per_name * len(cores))
    by_size = np.sort(counts[counts > 1]).astype(np.int64)
    affordable = by_size[np.cumsum(by_size * (by_size - 1) // 2) <= budget]
    if not len(affordable):
        return _EMPTY
    kept = np.repeat((counts > 1) & (counts <= affordable[-1]), counts)
    return similar_pairs(
        _adjacent(grams[kept], holders[kept], int(affordable[-1])), cores, limits.similarity, damaged
    )


def _damage_pairs(cores: Sequence[str], damaged: Sequence[int], limits: BlockingLimits) -> Pairs:
    """In a large input only damaged names meet others by character pairs: each by the rarest pairs that it has left."""
    harmed = [position for position, bad in enumerate(damaged) if bad]
    if not harmed:
        return _EMPTY
    grams, holders = pair_keys(cores)
    found: list[Pairs] = []
    for position in harmed:
        keys = pairs_of(cores[position])
        begin, end = np.searchsorted(grams, keys, "left"), np.searchsorted(grams, keys, "right")
        rarest = sorted(
            (int(last - first), int(first), int(last))
            for first, last in zip(begin, end, strict=True)
            if last - first > 1
        )
        for size, first, last in rarest[:_RAREST]:
            if size <= limits.minimum_budget // 100:
                others = holders[first:last]
                found.append(np.stack((np.full(len(others), position, dtype=np.int64), others), axis=1))
    lengths = np.fromiter(map(len, cores), dtype=np.int64, count=len(cores))
    pairs = unique_pairs(found)
    close = np.abs(lengths[pairs[:, 0]] - lengths[pairs[:, 1]]) <= 4
    return similar_pairs(pairs[close], cores, None, damaged)


def similar_pairs(pairs: Pairs, texts: Sequence[str], cutoff: float | None, damaged: Sequence[int]) -> Pairs:
    """The pairs of which one text is the other with something added, that differ by no more than their damage, or (unless
    `cutoff` is None) are alike at least `cutoff` (Indel similarity, 0..1)."""
    if not len(pairs):
        return pairs
    first = [texts[index] for index in pairs[:, 0]]
    second = [texts[index] for index in pairs[:, 1]]
    distances = cpdist(first, second, scorer=Indel.distance, dtype=np.int32, workers=-1)
    lengths = np.fromiter((len(text) for text in texts), dtype=np.int32, count=len(texts))
    one, other = lengths[pairs[:, 0]], lengths[pairs[:, 1]]
    alike = 1.0 - distances / np.maximum(one + other, 1)
    added = (distances == np.abs(one - other)) & (np.minimum(one, other) >= 4) & (alike >= 0.3)
    unread = np.asarray(damaged, dtype=np.int32)
    most = np.maximum(unread[pairs[:, 0]], unread[pairs[:, 1]])
    keep = added | (
        (most > 0) & (distances <= 2 * most + 2)
    )  # each unread character costs one deletion and one insertion
    if cutoff is not None:
        keep |= alike >= cutoff
    kept: Pairs = pairs[keep]
    return kept


def candidate_pairs(names: Sequence[Sequence[NameForm]], *, limits: BlockingLimits | None = None) -> Pairs:
    """Index pairs of names worth comparing, sorted; each name is given by all its forms.

    Two names with equal skeleton, core or stem are always a candidate unless their block is longer than the window.
    """
    limits = limits or BlockingLimits()
    owners = [index for index, forms in enumerate(names) for _ in forms]
    forms = [form for of_name in names for form in of_name]
    owner_array = np.asarray(owners, dtype=np.int64)

    def equal(key: Callable[[NameForm], str], window: int) -> Pairs:
        numbers: dict[str, int] = {}
        keys = np.fromiter(
            (numbers.setdefault(key(form), len(numbers)) for form in forms), dtype=np.int64, count=len(forms)
        )
        filled = keys != numbers.get("", -1)
        return pairs_in_blocks(keys[filled], owner_array[filled], window=window)

    long = [index for index, form in enumerate(forms) if len(form.core) >= _SLIP_LENGTH]
    slips, slipped = deletion_keys([forms[index].fold for index in long])
    slip_owners = owner_array[np.asarray(long, dtype=np.int64)][slipped] if long else slipped
    distinct = {(form.core, owner): form.unreadable for form, owner in zip(forms, owners, strict=True)}
    cores, damaged = [core for core, _ in distinct], list(distinct.values())
    search = _rare_gram_pairs if len(cores) <= limits.broad_up_to else _damage_pairs
    by_grams = search(cores, damaged, limits)
    holder = np.asarray([owner for _, owner in distinct], dtype=np.int64)
    scopes = load_name_words().scopes
    return unique_pairs(
        [
            equal(lambda form: form.skeleton, limits.window),
            equal(lambda form: form.core, limits.window),
            equal(lambda form: form.stem, limits.window // 2),
            pairs_in_blocks(slips, slip_owners, window=limits.window // 2),
            equal(lambda form: without_scope(form.fold, scopes), limits.window),
            holder[by_grams] if len(by_grams) else _EMPTY,
        ]
    )

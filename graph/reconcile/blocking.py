"""Which names are worth comparing: an inverted index instead of every pair with every pair.

Three kinds of keys bring names together: equal keys (skeleton, core, stem), equal after deleting one character
(one slip), and shared rare character pairs. Long postings say little and are cut, so that the number of
candidate pairs grows with the number of names, not with its square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from graph.reconcile.fingerprints import deletion_keys, pair_keys
from graph.reconcile.name_keys import NameForm, without_scope
from graph.reconcile.name_words import load_name_words

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
    for shift in (0, 21, 42):
        repeated = _perhaps_repeated(key_array >> shift)
        key_array, owner_array = key_array[repeated], owner_array[repeated]
    order = np.lexsort((owner_array, key_array))
    return _adjacent(key_array[order], owner_array[order], window)


def _perhaps_repeated(keys: Pairs) -> npt.NDArray[np.bool_]:
    """False for keys that certainly occur once: most do, and need no sorting. Keys are counted by their low bits."""
    buckets = 1 << min(22, len(keys).bit_length() + 1)
    bucket = keys & (buckets - 1)
    repeated: npt.NDArray[np.bool_] = (np.bincount(bucket, minlength=buckets) > 1)[bucket]
    return repeated


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
    most = limits.minimum_budget // 100
    grams, holders = pair_keys(cores, of=harmed, at_most=most)
    starts = np.flatnonzero(np.append(True, grams[1:] != grams[:-1])) if len(grams) else grams
    sizes = np.diff(np.append(starts, len(grams)))
    rarity = np.repeat(sizes, sizes)
    by_holder = np.argsort(holders, kind="stable")
    first, last = (np.searchsorted(holders[by_holder], harmed, side) for side in ("left", "right"))
    found: list[Pairs] = []
    for position, begin, end in zip(harmed, first, last, strict=True):
        mine = by_holder[begin:end]
        usable = mine[(rarity[mine] > 1) & (rarity[mine] <= most)]
        rarest = usable[np.lexsort((usable, rarity[usable]))][:_RAREST]
        for at in rarest:
            start = np.searchsorted(grams, grams[at], "left")
            others = holders[start : start + rarity[at]]
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
    table = np.empty(len(texts), dtype=object)
    table[:] = texts
    lengths = np.fromiter(map(len, texts), dtype=np.int32, count=len(texts))
    one, other = lengths[pairs[:, 0]], lengths[pairs[:, 1]]
    unread = np.asarray(damaged, dtype=np.int32)
    most = np.maximum(unread[pairs[:, 0]], unread[pairs[:, 1]])
    by_damage = 2 * most + 2  # each unread character costs one deletion and one insertion
    # Beyond this a distance decides nothing, and need not be known exactly.
    farthest = None if cutoff is not None else int(max(by_damage.max(), np.abs(one - other).max()))
    distances = cpdist(
        table[pairs[:, 0]].tolist(),
        table[pairs[:, 1]].tolist(),
        scorer=Indel.distance,
        score_cutoff=farthest,
        dtype=np.int32,
        workers=-1,
    )
    alike = 1.0 - distances / np.maximum(one + other, 1)
    added = (distances == np.abs(one - other)) & (np.minimum(one, other) >= 4) & (alike >= 0.3)
    keep = added | ((most > 0) & (distances <= by_damage))
    if cutoff is not None:
        keep |= alike >= cutoff
    kept: Pairs = pairs[keep]
    return kept


def damaged_pairs(cores: Sequence[str], damaged: Sequence[int], owners: Pairs) -> Pairs:
    """Pairs of owners of which one has a damaged core that may be the other's: what `candidate_pairs` finds by shared character
    pairs in a large input. Of every core its unread characters and its owner."""
    found = _damage_pairs(cores, damaged, BlockingLimits())
    return owners[found] if len(found) else _EMPTY


def candidate_pairs(names: Sequence[Sequence[NameForm]], *, limits: BlockingLimits | None = None) -> Pairs:
    """Index pairs of names worth comparing, sorted; each name is given by all its forms.

    Two names with equal skeleton, core or stem are always a candidate unless their block is longer than the window.
    """
    limits = limits or BlockingLimits()
    forms = list(chain.from_iterable(names))
    owners = _owners(names)
    scopes = load_name_words().scopes
    return unique_pairs(
        [
            _equal_pairs([form.skeleton for form in forms], owners, limits.window),
            _equal_pairs([form.core for form in forms], owners, limits.window),
            _equal_pairs([form.stem for form in forms], owners, limits.window // 2),
            _equal_pairs([without_scope(form.fold, scopes) for form in forms], owners, limits.window),
            _slip_pairs(forms, owners, limits),
            _gram_pairs(names, limits),
        ]
    )


def _owners(names: Sequence[Sequence[NameForm]]) -> Pairs:
    """For each form of all names in a row, the index of its name."""
    counts = np.fromiter(map(len, names), dtype=np.int64, count=len(names))
    return np.repeat(np.arange(len(names), dtype=np.int64), counts)


def _equal_pairs(keys: Sequence[str], owners: Pairs, window: int) -> Pairs:
    """Owner pairs with one key; an empty key says nothing."""
    repeated = [key for key, count in Counter(keys).items() if count > 1 and key]
    if not repeated:
        return _EMPTY
    number = dict(zip(repeated, range(len(repeated)), strict=True))
    at = [index for index, key in enumerate(keys) if key in number]
    return pairs_in_blocks([number[keys[index]] for index in at], owners[at], window=window)


def _slip_pairs(forms: Sequence[NameForm], owners: Pairs, limits: BlockingLimits) -> Pairs:
    """Owner pairs whose names differ by one character."""
    slips, slipped = slip_keys(forms)
    return pairs_in_blocks(slips, owners[slipped], window=limits.window // 2) if len(slips) else _EMPTY


def _gram_pairs(names: Sequence[Sequence[NameForm]], limits: BlockingLimits) -> Pairs:
    """Pairs of names that share rare character pairs. Forms of one name that share a core are looked for once."""
    by_core = list(map(one_of_each_core, names))
    forms = list(chain.from_iterable(by_core))
    cores, damaged = [form.core for form in forms], [form.unreadable for form in forms]
    search = _rare_gram_pairs if len(cores) <= limits.broad_up_to else _damage_pairs
    found = search(cores, damaged, limits)
    pairs: Pairs = _owners(by_core)[found] if len(found) else _EMPTY
    return pairs


def one_of_each_core(forms: Sequence[NameForm]) -> Sequence[NameForm]:
    """The readings of a name that differ in their core, the last of those that share one."""
    return forms if len(forms) == 1 else tuple({form.core: form for form in forms}.values())


def slip_keys(forms: Sequence[NameForm]) -> tuple[Ids, Ids]:
    """(key, position of the reading): two readings that differ by one character share a key."""
    long = [index for index, form in enumerate(forms) if len(form.core) >= _SLIP_LENGTH]
    if not long:
        return (), ()
    slips, slipped = deletion_keys([forms[index].fold for index in long])
    return slips, np.asarray(long)[slipped]

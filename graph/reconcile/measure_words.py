"""The words of measures and programmes: which say much because few measures use them, and which names a text prints."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import add
from sys import intern

from graph.reconcile.name_words import fold, load_name_words

_SHORTEST_MENTION = 7
# Sets of pairs whose bits are kept added up: the same few are asked for of each measure in turn.
_MOST_WHOLE = 1_000
# A year with so many measures tells by itself how rare words are: a plan of another year changes nothing there.
OWN_WORDS = 1_000


@dataclass(frozen=True)
class Vocabulary:
    """How much each pair of characters says, in bits: rare ones in the measures' texts say more."""

    bits: dict[str, float]
    most: float
    _whole: dict[frozenset[str], float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, pair: str) -> float:
        """Bits of a pair; one that no measure uses is as rare as can be."""
        return self.bits.get(pair, self.most)

    def covered(self, wanted: frozenset[str], present: frozenset[str]) -> float:
        """Share (0..1) of the wanted pairs' bits that are present; sums do not depend on the order of a set."""
        total = self._whole.get(wanted)
        if total is None:
            if len(self._whole) >= _MOST_WHOLE:
                self._whole.clear()
            total = self._whole[wanted] = math.fsum(map(self.of, wanted))
        shared = wanted & present
        return math.fsum(map(self.of, shared)) / total if shared and total else 0.0


@lru_cache(maxsize=2_000)
def distinctive(text: str) -> frozenset[str]:
    """Character pairs of a name without the words that join or add nothing."""
    words = load_name_words()
    bare = words.light.sub(" ", words.connectives.sub(" ", fold(text)))
    return frozenset(
        bare[at : at + 2]
        for at in range(len(bare) - 1)
        if " " not in bare[at : at + 2] and not _kana(bare[at : at + 2])
    )


def _kana(pair: str) -> bool:
    return all("ぁ" <= character <= "ん" for character in pair) or not all(
        character.isalnum() for character in pair
    )


def pairs_in(text: str) -> frozenset[str]:
    """Every pair of neighbouring characters of a folded text. A pair is held once, whatever texts have it."""
    return pairs_of(fold(text))


def pairs_of(folded: str) -> frozenset[str]:
    """As `pairs_in`, of a text that is folded already."""
    # A set of known size takes half the room.
    return frozenset(set(map(intern, set(map(add, folded, folded[1:])))))


def longest_run(wanted: str, text: str) -> str:
    """The longest part of `wanted` that stands in `text`, both folded; the first of several.

    >>> longest_run("支援活動を行う団体への支援", "先進的な支援活動を行う団体を助成する")
    '支援活動を行う団体'
    """
    best, start = "", 0
    while start + len(best) < len(wanted):
        end = start + len(best) + 1
        while end <= len(wanted) and wanted[start:end] in text:
            best = wanted[start:end]
            end += 1
        start += 1
    return best


def vocabulary_of(texts: Iterable[frozenset[str]]) -> Vocabulary:
    """The vocabulary of all measures, from the pairs of each one's label and text."""
    counts: Counter[str] = Counter()
    number = 0
    for pairs in texts:
        counts.update(pairs)
        number += 1
    return vocabulary_from(counts, number)


def vocabulary_from(counts: Mapping[str, int], measures: int) -> Vocabulary:
    """The vocabulary where each pair stands in `counts[pair]` of a number of measures."""
    total = max(measures, 1) + 1
    bits = {pair: math.log2(total / (count + 0.5)) for pair, count in counts.items()}
    return Vocabulary(bits, math.log2(total) + 1.0)


@dataclass(frozen=True)
class PrintedNames:
    """Folded names by their beginnings, to be found in a text in one pass over it, however many they are."""

    by_beginning: Mapping[str, tuple[str, ...]]

    def found_in(self, text: str) -> dict[str, tuple[int, int]]:
        """Folded names printed in a text -> where in the folded text; a shorter name inside a longer one does not count."""
        folded = fold(text)
        printed = sorted(
            (-len(name), name, at)
            for at in range(len(folded) - _SHORTEST_MENTION + 1)
            for name in self.by_beginning.get(folded[at : at + _SHORTEST_MENTION], ())
            if folded.startswith(name, at)
        )
        taken = bytearray(len(folded))
        found: dict[str, tuple[int, int]] = {}
        for negative, name, at in printed:
            end = at - negative
            if name not in found and not any(taken[at:end]):
                found[name] = (at, end)
            taken[at:end] = b"\1" * (end - at)
        return found


def printed_names(names: Iterable[str]) -> PrintedNames:
    """The names to be looked for, folded; those that are too short to say anything are left out."""
    table: dict[str, set[str]] = {}
    for name in names:
        folded = fold(name)
        if len(folded) >= _SHORTEST_MENTION:
            table.setdefault(folded[:_SHORTEST_MENTION], set()).add(folded)
    return PrintedNames({beginning: tuple(sorted(found)) for beginning, found in table.items()})

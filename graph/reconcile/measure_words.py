"""The words of measures and programmes: which say much because few measures use them, and which names a text prints."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph.reconcile.items import MeasureItem
from graph.reconcile.name_words import fold, load_name_words

_SHORTEST_MENTION = 7


@dataclass(frozen=True)
class Vocabulary:
    """How much each pair of characters says, in bits: rare ones in the measures' texts say more."""

    bits: dict[str, float]
    most: float

    def of(self, pair: str) -> float:
        """Bits of a pair; one that no measure uses is as rare as can be."""
        return self.bits.get(pair, self.most)

    def covered(self, wanted: frozenset[str], present: frozenset[str]) -> float:
        """Share (0..1) of the wanted pairs' bits that are present."""
        total = sum(self.of(pair) for pair in wanted)
        return sum(self.of(pair) for pair in wanted & present) / total if total else 0.0


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
    """Every pair of neighbouring characters of a folded text."""
    folded = fold(text)
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


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


def vocabulary_of(measures: Sequence[MeasureItem]) -> Vocabulary:
    """The vocabulary of all measures' labels and texts."""
    counts: Counter[str] = Counter()
    for measure in measures:
        counts.update(pairs_in(f"{measure.label}\n{measure.text}"))
    total = max(len(measures), 1)
    most = math.log2(total + 1) + 1.0
    return Vocabulary({pair: math.log2((total + 1) / (count + 0.5)) for pair, count in counts.items()}, most)


def mentions_in(text: str, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Folded names printed in a text -> where in the folded text; a shorter name inside a longer one does not count."""
    folded = fold(text)
    taken = [False] * len(folded)
    found: dict[str, tuple[int, int]] = {}
    for name in names:
        if len(name) < _SHORTEST_MENTION:
            continue
        at = folded.find(name)
        while at >= 0:
            if not any(taken[at : at + len(name)]) and name not in found:
                found[name] = (at, at + len(name))
            taken[at : at + len(name)] = [True] * len(name)
            at = folded.find(name, at + 1)
    return found

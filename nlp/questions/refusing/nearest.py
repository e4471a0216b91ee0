"""The known questions nearest to a skeleton: by character sequences, words in their normalised form, and groups of synonyms.

What few known questions have weighs more than what many have (TF-IDF, cosine). No more than a table of postings is kept.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from heapq import nlargest

from nlp.questions.found.words import synonym_groups
from nlp.questions.refusing.known_questions import KnownQuestion, known_questions

_LENGTHS = (1, 2, 3)
_OF_ONE = 0.5
_OF_WORD = 1.5


def _features(skeleton: str) -> dict[str, float]:
    """What a skeleton is compared by, with weights."""
    text = f"^{skeleton}$"
    found: dict[str, float] = defaultdict(float)
    for length in _LENGTHS:
        for start in range(len(text) - length + 1):
            found[text[start : start + length]] += _OF_ONE if length == 1 else 1.0
    for normal, groups in synonym_groups(skeleton):
        found[f"w{normal}"] += _OF_WORD
        for group in groups:
            found[f"s{group}"] += _OF_WORD
    return found


class NearestIndex:
    """Known questions, indexed; read-only once built."""

    def __init__(self, known: Sequence[KnownQuestion]) -> None:
        self.known = tuple(known)
        self._places: dict[str, array[int]] = defaultdict(lambda: array("i"))
        self._weights: dict[str, array[float]] = defaultdict(lambda: array("f"))
        for place, one in enumerate(self.known):
            for key, weight in _features(one.skeleton).items():
                self._places[key].append(place)
                self._weights[key].append(math.sqrt(weight))
        self._unheard = math.log((len(self.known) + 1) / 0.5)
        self._lengths = [0.0] * len(self.known)
        for key, places in self._places.items():
            rarity = self._rarity(key)
            for place, weight in zip(places, self._weights[key], strict=True):
                self._lengths[place] += (weight * rarity) ** 2
        self._lengths = [math.sqrt(length) or 1.0 for length in self._lengths]

    def _rarity(self, key: str) -> float:
        held = self._places.get(key)
        return self._unheard if held is None else math.log((len(self.known) + 1) / (len(held) + 0.5))

    def has_word(self, normal: str) -> bool:
        """Whether a word, in its normalised form, stands in a known wording."""
        return f"w{normal}" in self._places

    def near(self, skeleton: str, most: int = 60) -> list[tuple[float, KnownQuestion]]:
        """The nearest known questions with their likeness (0 to 1), best first."""
        scores = [0.0] * len(self.known)
        square = 0.0
        for key, many in _features(skeleton).items():
            rarity = self._rarity(key)
            weight = math.sqrt(many) * rarity
            square += weight * weight
            if key in self._places:
                both = weight * rarity
                for place, other in zip(self._places[key], self._weights[key], strict=True):
                    scores[place] += both * other
        length = math.sqrt(square) or 1.0
        scores = [score / length / own for score, own in zip(scores, self._lengths, strict=True)]
        best = nlargest(most, range(len(scores)), key=scores.__getitem__)
        return [(scores[place], self.known[place]) for place in best if scores[place] > 0]


@lru_cache(maxsize=1)
def nearest_index() -> NearestIndex:
    """The index of the file of known questions, built when it is first needed."""
    return NearestIndex(known_questions())

"""What the texts of one list's programmes say: which programmes' papers hold which words.

The words are known beforehand, so that the texts are gone through once and none is held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

# A folded word -> the keys of those whose texts hold it; a word that none holds is missing.
Holders = Mapping[str, frozenset[str]]


def holders_of(words: Collection[str], texts: Iterable[tuple[str, str]]) -> Holders:
    """Who holds each of some folded words, in folded texts by key.

    >>> dict(holders_of({"見守り", "居場所"}, [("a", "高齢者の見守り"), ("b", "見守りと居場所")]))["居場所"]
    frozenset({'b'})
    """
    if not words:
        return {}
    size = min(map(len, words))
    beginning: dict[str, list[str]] = {}
    for word in words:
        beginning.setdefault(word[:size], []).append(word)
    found: dict[str, set[str]] = {}
    for key, text in texts:
        here = {text[at : at + size] for at in range(len(text) - size + 1)} & beginning.keys()
        for word in (word for start in here for word in beginning[start]):
            if word in text:
                found.setdefault(word, set()).add(key)
    return {word: frozenset(keys) for word, keys in found.items()}

"""What the texts of one list's programmes say, to be asked for words: which programmes' papers hold a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import add

from graph.reconcile.chapters import Chapter
from graph.reconcile.name_words import fold


@dataclass
class ToldTexts:
    """The folded texts of programmes by key. Pairs of characters lead to the few texts that a word is looked for in."""

    texts: Mapping[str, str]
    _holders: dict[str, frozenset[str]] = field(default_factory=dict)
    _by_pair: dict[str, set[str]] | None = None

    def holders(self, word: str) -> frozenset[str]:
        """The keys of the programmes whose texts hold a folded word of two characters or more."""
        found = self._holders.get(word)
        if found is None:
            found = self._holders[word] = frozenset(
                key for key in self._perhaps(word) if word in self.texts[key]
            )
        return found

    def _perhaps(self, word: str) -> Iterable[str]:
        if self._by_pair is None:
            self._by_pair = defaultdict(set)
            for key, text in self.texts.items():
                for pair in set(map(add, text, text[1:])):
                    self._by_pair[pair].add(key)
        lists = sorted((self._by_pair.get(pair, set()) for pair in map(add, word, word[1:])), key=len)
        return lists[0].intersection(*lists[1:]) if lists else self.texts


def told_by(chapters: Mapping[str, Chapter]) -> ToldTexts:
    """The texts of the programmes that have any. A word does not reach from one text into the next."""
    return ToldTexts(
        {key: "\n".join(map(fold, chapter.texts)) for key, chapter in chapters.items() if chapter.texts}
    )

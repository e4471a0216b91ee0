"""Whom a name says that something is done for, by the gazetteer of target groups."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from unicodedata import normalize

from graph.reconcile.name_words import load_name_words
from nlp.gazetteer import Hit, load_gazetteers


def people_hits(text: str) -> list[Hit]:
    """The groups of people named in a text (NFKC), without the widest ones (すべての人) and without those who help."""
    hits = load_gazetteers().target_groups.find(text)
    return [hit for hit in hits if hit.entry.type == "person" and hit.entry.broader]


@lru_cache(maxsize=20_000)
def people_in(name: str) -> frozenset[str]:
    """The groups that a name names.

    >>> sorted(people_in("高齢者に対する見守り支援事業"))
    ['高齢者']
    """
    return frozenset(hit.entry.canonical for hit in people_hits(normalize("NFKC", name)))


@lru_cache(maxsize=1_000)
def _line(name: str) -> frozenset[str]:
    """A group and those that it is among."""
    return frozenset((name, *load_gazetteers().target_groups.ancestors(name)))


def other_people(first: Collection[str], second: Collection[str]) -> bool:
    """Whether both sides name people, and none of the one can be among those of the other.

    >>> other_people({"高齢者"}, {"障害者"}), other_people({"こども"}, {"こども・若者"}), other_people(set(), {"高齢者"})
    (True, False, False)
    >>> other_people({"高齢者"}, {"孤独・孤立の当事者"})
    False
    """
    wide = load_name_words().wide_groups
    lines = [{name: _line(name) for name in names} for names in (first, second)]
    if not all(lines):
        return False
    for mine, above in lines[0].items():
        for theirs, over in lines[1].items():
            roots = len(above) == 1 or len(over) == 1  # すべての人, or a group that helps
            if roots or mine in over or theirs in above or (above | over) & wide:
                return False
    return True

"""Words in texts, found without asking the engine for every text: a query that searches is told what its searches find.

All texts that the searches of our queries (`graph.text_searches`) can look through are kept in memory once
(`graph.text_pool`), with whose they are. Before a query is run, its searches are replaced by `VALUES ?measure { … }` with the
things in whose texts all the words stand: the rows are the same.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from graph.text_pool import TextPool
from graph.text_searches import Search, Searched, searched, searches

Select = Callable[[str], Sequence[tuple[Any, ...]]]
MOST_THINGS = 5_000
"""More finds than this are not worth naming one by one: the engine goes through all."""
MOST_CHARACTERS = 60_000_000
"""Of all texts, each once, at two bytes each; parts for which there is no room are searched by the engine."""
_NAMED_BESIDE = 900
"""So many things the engine joins one by one; with more it would go through all things for each, unless they stand apart
(pyoxigraph 0.5: 1,500 ms for 3,000 of 20,000 things, 17 ms when they stand apart)."""


class Owners:
    """Of one search: its things in the order of the rows, and in whose texts each text stands."""

    def __init__(self, pairs: Iterator[tuple[int, int]]) -> None:
        """`pairs` are (thing, text)."""
        places: dict[int, int] = {}
        held = sorted({(text, places.setdefault(thing, len(places))) for thing, text in pairs})
        self.things = array("I", places)
        self._texts = array("I", (text for text, _ in held))
        self._owners = array("I", (owner for _, owner in held))

    def of(self, texts: Sequence[int]) -> set[int]:
        """The places in `things` of those whose texts these are."""
        found, mine, owners = set[int](), self._texts, self._owners
        for text in texts:
            at = bisect_left(mine, text)
            while at < len(mine) and mine[at] == text:
                found.add(owners[at])
                at += 1
        return found


class TextIndex:
    """The texts of one build, read by `read`; before that, queries stay as they are. Thread-safe."""

    def __init__(self) -> None:
        self._pool = TextPool()
        self._names: list[str] = []
        self._owners: dict[Search, Owners] = {}

    def read(
        self, select: Select, wanted: Callable[[], bool] = lambda: True, room: int = MOST_CHARACTERS
    ) -> None:
        """Read the texts of all searches, as long as they are `wanted`; one for which there is no `room` (characters) is
        left out."""
        pool, numbers, owners = TextPool(), dict[str, int](), dict[Search, Owners]()
        for search in searches():
            if not wanted():
                return
            texts = [
                (thing.value, cell.value)
                for thing, *cells in select(search.texts)
                for cell in cells
                if cell is not None
            ]
            if pool.characters + pool.more({text for _, text in texts}) <= room:
                owners[search] = Owners(
                    (numbers.setdefault(thing, len(numbers)), pool.add(text)) for thing, text in texts
                )
        pool.close()
        self._pool, self._names, self._owners = pool, list(numbers), owners

    def narrowed(self, query: str) -> str:
        """The query with what its searches find in their place, where that is not too much."""
        if not self._owners:
            return query
        beside: dict[tuple[str, int], list[Searched]] = defaultdict(list)
        for place in searched(query):
            beside[place.search.over, place.scope].append(place)
        changes = sorted(
            (change for group in beside.values() for change in self._changes(group)), reverse=True
        )
        for start, end, text in changes:
            query = query[:start] + text + query[end:]
        return query

    def _changes(self, group: Sequence[Searched]) -> Iterator[tuple[int, int, str]]:
        """What to put where in the query for searches that must all be true of a thing."""
        known = [place for place in group if place.words and place.search in self._owners]
        if not known:
            return
        found = self._all_true(known)
        if len(found) > MOST_THINGS or 2 * len(found) > len(self._owners[known[0].search].things):
            return
        for number, place in enumerate(known):
            named = _named(place.search.over, [self._names[thing] for thing in found])
            yield place.start, place.end, "" if number else named
        for start, end in known[0].kinds:
            yield start, end, ""  # whatever a search finds is of its class

    def _all_true(self, places: Sequence[Searched]) -> list[int]:
        """The things of which all searches are true, in the order of the first one's rows."""
        first, *others = places
        things = self._owners[first.search].things
        mine = [things[at] for at in sorted(self._places_of(first))]
        for other in others:
            theirs = self._owners[other.search].things
            kept = {theirs[at] for at in self._places_of(other)}
            mine = [thing for thing in mine if thing in kept]
        return mine

    def _places_of(self, place: Searched) -> set[int]:
        owners = self._owners[place.search]
        return set[int]().union(*(owners.of(self._pool.having(word)) for word in place.words))


def _named(over: str, things: Sequence[str]) -> str:
    values = f"VALUES ?{over} {{ {' '.join(f'<{thing}>' for thing in things)} }}"
    return values if len(things) <= _NAMED_BESIDE else f"{{ SELECT ?{over} WHERE {{ {values} }} }}"


__all__ = ["MOST_CHARACTERS", "MOST_THINGS", "Owners", "TextIndex"]

"""Words in texts, found without asking the engine for every text: a query that searches is told what its searches find.

All texts that the searches of our queries (`graph.text_searches`) can look through are kept in memory once
(`graph.text_pool`), with whose they are. Before a query is run, its searches are replaced by `VALUES ?measure { … }` with the
things in whose texts all the words stand: the rows are the same. A query that asks for these things alone is answered.
"""

from __future__ import annotations

import re
import threading
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from graph.question_graph import part
from graph.text_pool import TextPool
from graph.text_searches import Search, Searched, searched, searches

Found = tuple[list[str], list[tuple[str, ...]]]
Select = Callable[[str], Sequence[tuple[Any, ...]]]
MOST_THINGS = 5_000
"""More finds than this are not worth naming one by one: the engine goes through all."""
MOST_CHARACTERS = 60_000_000
"""Of all texts, each once, at two bytes each; parts for which there is no room are searched by the engine."""
_NAMED_BESIDE = 900
"""So many things the engine joins one by one; with more it would go through all things for each, unless they stand apart
(pyoxigraph 0.5: 1,500 ms for 3,000 of 20,000 things, 17 ms when they stand apart)."""


_KEPT_FINDS = 256
_BESIDES = re.compile(r"^[ ]*OPTIONAL \{ \?\w+ [^{}]* \}$", re.MULTILINE)
_ALONE = re.compile(
    r"SELECT (?P<once>DISTINCT )?\?(?P<over>\w+) WHERE \{\n(?P<body>.*)\n\}\n"
    r"(?P<ordered>ORDER BY \?(?P=over)\n)?(?:LIMIT (?P<most>\d+)\n)?",
    re.DOTALL,
)


class Owners:
    """Of one search: its things in the order of the rows, and in whose texts each text stands."""

    def __init__(self, pairs: Iterator[tuple[int, int]]) -> None:
        """`pairs` are (thing, text)."""
        places: dict[int, int] = {}
        held = sorted({(text, places.setdefault(thing, len(places))) for thing, text in pairs})
        self.things = array("I", places)
        self._owners = array("I", (owner for _, owner in held))
        # Where the owners of each text begin; those of a text end where the next one's begin.
        self._begins = array("I")
        for at, (text, _) in enumerate(held):
            self._begins.extend([at] * (text + 1 - len(self._begins)))
        self._begins.append(len(held))

    def of(self, texts: Sequence[int]) -> set[int]:
        """The places in `things` of those whose texts these are."""
        begins, owners, last = self._begins, self._owners, len(self._begins) - 1
        return {owner for text in texts if text < last for owner in owners[begins[text] : begins[text + 1]]}


class TextIndex:
    """The texts of one build, read by `read`; before that, queries stay as they are. Thread-safe."""

    def __init__(self) -> None:
        self._pool = TextPool()
        self._names: list[str] = []
        self._owners: dict[Search, Owners] = {}
        self._found: OrderedDict[tuple[Search, tuple[str, ...]], array[int]] = OrderedDict()
        self._lock = threading.Lock()
        self._prefixes = (part("prefixes") or "").strip() + "\n"

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
        self._pool, self._names, self._owners, self._found = pool, list(numbers), owners, OrderedDict()

    def narrowed(self, query: str) -> str:
        """The query with what its searches find in their place, where that is not too much."""
        if not self._owners:
            return query
        changes = sorted(
            (change for group in _side_by_side(query) for change in self._changes(group)), reverse=True
        )
        for start, end, text in changes:
            query = query[:start] + text + query[end:]
        return query

    def answer(self, query: str) -> Found | None:
        """The rows of a query that asks for the things alone that some searches find; None where it asks for more."""
        asked = query[len(self._prefixes) :] if query.startswith(self._prefixes) else ""
        match = _ALONE.fullmatch(asked) if self._owners and "?searched" in asked else None
        if match is None:
            return None
        if not match["once"] and "OPTIONAL" in match["body"]:
            return None
        names = self.having(match["over"], match["body"])
        if names is None:
            return None
        most = int(match["most"]) if match["most"] else None
        return [match["over"]], [
            (name,) for name in islice(sorted(names) if match["ordered"] else names, most)
        ]

    def having(self, over: str, text: str) -> list[str] | None:
        """The things of which a part of a query that searches is true, in the order of their rows; None where it says more, or
        its texts are not known."""
        groups = _side_by_side(text) if self._owners else []
        if len(groups) != 1 or groups[0][0].search.over != over:
            return None
        places = groups[0]
        if not all(place.words and place.search in self._owners for place in places):
            return None
        spans = sorted([*((place.start, place.end) for place in places), *places[0].kinds])
        rest, end = "", 0
        for start, stop in spans:
            rest, end = rest + text[end:start], stop
        # What a thing may have besides (its name) chooses none.
        if _BESIDES.sub("", rest + text[end:]).strip():
            return None
        return [self._names[thing] for thing in self._all_true(places)]

    def _changes(self, group: Sequence[Searched]) -> Iterator[tuple[int, int, str]]:
        """What to put where in the query for searches that must all be true of a thing."""
        known = [place for place in group if place.words and place.search in self._owners]
        if not known:
            return
        found = self._all_true(known)
        if len(found) > MOST_THINGS or 2 * len(found) > len(self._owners[known[0].search].things):
            return
        for number, place in enumerate(known):
            named = things_named(place.search.over, [self._names[thing] for thing in found])
            yield place.start, place.end, "" if number else named
        for start, end in known[0].kinds:
            yield start, end, ""  # whatever a search finds is of its class

    def _all_true(self, places: Sequence[Searched]) -> list[int]:
        """The things of which all searches are true, in the order of the first one's rows."""
        first, *others = places
        things = self._owners[first.search].things
        mine = [things[at] for at in self._places_of(first)]
        for other in others:
            theirs = self._owners[other.search].things
            kept = {theirs[at] for at in self._places_of(other)}
            mine = [thing for thing in mine if thing in kept]
        return mine

    def _places_of(self, place: Searched) -> array[int]:
        """The places of the things that one search finds, in order. A question asks for the same words several times."""
        key = (place.search, place.words)
        with self._lock:
            kept = self._found.get(key)
            if kept is not None:
                self._found.move_to_end(key)
                return kept
        owners = self._owners[place.search]
        each = (owners.of(self._pool.having(word)) for word in place.words)
        found = array("I", sorted(set[int]().union(*each)))
        with self._lock:
            self._found[key] = found
            if len(self._found) > _KEPT_FINDS:
                self._found.popitem(last=False)
        return found


def _side_by_side(query: str) -> list[list[Searched]]:
    """The searches of a query, those together that must all be true of a thing."""
    beside: dict[tuple[str, int], list[Searched]] = defaultdict(list)
    for place in searched(query):
        beside[place.search.over, place.scope].append(place)
    return list(beside.values())


def things_named(over: str, things: Sequence[str]) -> str:
    """What binds ?{over} to these things; of many by itself, or the engine would go through their names for every row."""
    values = f"VALUES ?{over} {{ {' '.join(f'<{thing}>' for thing in things)} }}"
    return values if len(things) <= _NAMED_BESIDE else f"{{ SELECT ?{over} WHERE {{ {values} }} }}"


__all__ = ["MOST_CHARACTERS", "MOST_THINGS", "Owners", "TextIndex", "things_named"]

"""Which things meet a condition, asked once a build and kept as a set: what several conditions mean is what their sets share.

The things of a class stand in the engine's order; a set is a whole number with a bit for each of them (14,100 measures: 1.8
kB), so that sharing, leaving out and counting take some microseconds. What the usual conditions say (府省庁, 節, 対象者, 年度:
`?measure tsu:ministry $value .`) is asked when a build begins to be served (`graph.usual_sets`); of any other that is asked
for again, the set is asked for then. What searches for words mean is told by the index of texts, where it knows them.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.body_parts import Body, Part, in_parts
from graph.question_graph import part
from graph.text_searches import unescaped

Found = tuple[list[str], list[tuple[Any, ...]]]
Ask = Callable[[str], Found]
Searched = Callable[[str, str], "list[str] | None"]
"""The things that a search for words finds, by their class and its text; None where that is not known."""
MOST_BYTES = 128_000_000
"""Of the sets kept; those not asked for longest go first."""
_MOST_OF_ONE = 8
"""No grouping takes more than an eighth of that."""
MOST_THINGS = 1_000_000
"""A class with more things is left to the engine."""
MOST_SEEN = 10_000
"""Conditions remembered as asked for once."""
_SEARCH = "?searched"
_CONTAINED = re.compile(
    r"(?P<said>.*)\nFILTER\(CONTAINS\(\?(?P<name>\w+), (?:\$value|\"(?P<word>(?:[^\"\\\n]|\\.)*)\")\)\)",
    re.DOTALL,
)
"""A condition that tests a short printed text (補助率, 実施主体) for a word: its texts are few, and kept with their things."""


@dataclass(frozen=True, slots=True)
class _Class:
    """All things of a class in the engine's order, and the place of each."""

    names: Sequence[str]
    places: dict[str, int]


Groups = dict[tuple[str, ...], int]
"""Sets of things by what stands beside them."""


class KnownSets:
    """The sets of one build. Thread-safe: what two ask for at once is asked twice."""

    def __init__(self, most_bytes: int = MOST_BYTES, searched: Searched | None = None) -> None:
        """`searched` tells what searches for words find, where it can; the engine is asked otherwise."""
        self._searched: Searched = searched or (lambda over, text: None)  # noqa: ARG005
        self._classes: dict[str, _Class] = {}
        self._kept: OrderedDict[tuple[str, ...], int | Groups] = OrderedDict()
        self._seen: OrderedDict[tuple[str, ...], None] = OrderedDict()
        self._bytes, self._most, self._ready = 0, most_bytes, False
        self._labels: dict[tuple[str, ...], dict[str, list[str]]] = {}
        self._lock = threading.Lock()

    def ready(self) -> None:
        """The usual sets are there: from now on queries are answered."""
        self._ready = True

    def meant(self, body: Body, ask: Ask, but: Sequence[Part] = ()) -> int | None:
        """The things that all parts of a body mean, but for those left out; None before the sets are ready, of too many
        things, and where what a part says is not known."""
        things = self._class(body.over, body.kind, ask) if self._ready else None
        if things is None:
            return None
        parts = [(one.barred, one.each()) for one in body.parts if one not in but]
        if not all(self._found(body.over, one) for barred, each in parts if not barred for one in each):
            return None
        # What has none of some words the engine looks through all texts for, so that it is asked what has them.
        kept = [(body.over, one.key) for _, each in parts for one in each if not self._told(body.over, one)]
        if not self._may_ask(kept):
            return None
        found = (1 << len(things.names)) - 1
        for barred, each in parts:
            having = 0
            for one in each:
                having |= self.having(body, one, ask)
            found &= ~having if barred else having
            if not found:
                break
        return found

    def named(self, over: str, lines: str, ask: Ask) -> list[str] | None:
        """The names of the things that a body means, in the order of their class, those of each value of a condition
        together; None where it is left to the engine."""
        body = in_parts(lines)
        if body is None or body.over != over:
            return None
        found = self.meant(body, ask)
        if found is None:
            return None
        values = [each for one in body.parts if not one.barred and len(each := one.each()) > 1]
        words = [one for one in body.parts if not one.barred and _SEARCH in one.key]
        if words:
            apart = all(one in words for one in body.parts if len(one.each()) > 1)
            return self._in_order_found(over, words, found) if apart else None
        if len(values) != 1:
            return list(self.names(over, found))
        sets = (self.having(body, one, ask) & found for one in values[0])
        return list(dict.fromkeys(name for things in sets for name in self.names(over, things)))

    def names(self, over: str, things: int) -> Iterator[str]:
        """The names of the things of a set, in the order of their class."""
        every = self._classes[over].names
        return (every[place] for place, bit in enumerate(reversed(bin(things)[2:])) if bit == "1")

    def grouped(self, body: Body, one: Part, columns: tuple[str, ...], ask: Ask) -> Groups | None:
        """The things that a part means, by what it binds to `columns`; None where that is not known."""
        key = (body.over, one.key, *columns)
        kept = self._get(key)
        if kept is None:
            return self.keep_grouped(body, one, columns, ask) if self._may_ask([key]) else None
        return kept if isinstance(kept, dict) else None

    def keep_grouped(
        self, body: Body, one: Part, columns: tuple[str, ...], ask: Ask, asked: str = ""
    ) -> Groups | None:
        """Ask for the things that a part means, by what it binds to `columns` (`asked`, where those are worked out); None,
        and not asked again, where they fall into too many groups."""
        self._class(body.over, body.kind, ask)
        beside = asked or " ".join(f"?{name}" for name in columns)
        _, rows = ask(_query(f"?{body.over} {beside}", body.kind, one.text))
        # A store that is being closed may answer with rows of nothing: then nothing is known, and the engine is asked.
        if any(len(row) != 1 + len(columns) for row in rows):
            return None
        each: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for thing, *cells in rows:
            each[tuple(map(_text, cells))].append(_text(thing))
        if len(each) * len(self._classes[body.over].names) > 8 * self._most // _MOST_OF_ONE:
            self.keep((body.over, one.key, *columns), 0)
            return None
        found = {cells: self._set(body.over, names) for cells, names in each.items()}
        self.keep((body.over, one.key, *columns), found)
        every = 0
        for things in found.values():
            every |= things
        self.keep((body.over, one.key), every)
        return found

    def labelled(self, body: Body, one: Part, things: int, ask: Ask) -> list[tuple[str, str]] | None:
        """Things of a set with each of their names, which a part binds to ?label; None where those are not known."""
        key = (body.over, one.key, "label")
        if key not in self._labels:
            if not self._may_ask([key]):
                return None
            labels: dict[str, list[str]] = defaultdict(list)
            for thing, label in ask(_query(f"?{body.over} ?label", body.kind, one.text))[1]:
                labels[_text(thing)].append(_text(label))
            self._labels[key] = labels
        of = self._labels[key]
        return [(name, label) for name in self.names(body.over, things) for label in of.get(name, ())]

    def having(self, body: Body, one: Part, ask: Ask) -> int:
        """The things that have what a part says, asked for where they are not known."""
        key = (body.over, one.key)
        kept = self._get(key)
        if isinstance(kept, int):
            return kept
        self._class(body.over, body.kind, ask)
        if _SEARCH in one.key and (names := self._searched(body.over, one.text)) is not None:
            self.keep(key, found := self._set(body.over, names))
            return found
        if (texts := self._texts_of(body.over, one)) is not None:
            self.keep(key, found := _containing(one, texts))
            return found
        _, rows = ask(_query(f"?{body.over}", body.kind, one.text))
        found = self._set(body.over, (_text(row[0]) for row in rows))
        self.keep(key, found)
        return found

    def holds(self, body: Body, ask: Ask) -> bool:
        """Whether the class is small enough to be held whole (MOST_THINGS): sets are kept of such classes alone."""
        return self._class(body.over, body.kind, ask) is not None

    def keep_texts(self, body: Body, one: Part, ask: Ask) -> None:
        """Ask for the things of each text that a condition tests for a word."""
        if tested := _CONTAINED.fullmatch(one.key):
            name = tested["name"]
            self.keep_grouped(body, Part(tested["said"], {name}, False, tested["said"]), (name,), ask)

    def _texts_of(self, over: str, one: Part) -> Groups | None:
        """The things of each text that the part tests, None where it tests none or they are not kept."""
        tested = _CONTAINED.fullmatch(one.key)
        kept = self._get((over, tested["said"], tested["name"])) if tested and tested["word"] else None
        return kept if isinstance(kept, dict) else None

    def _told(self, over: str, one: Part) -> bool:
        """Whether what a part says is told by texts that are kept, by those of an index or of its own."""
        return _SEARCH in one.key or self._texts_of(over, one) is not None

    def _found(self, over: str, one: Part) -> bool:
        """Whether a part searches no texts, or what it finds is known."""
        if _SEARCH not in one.key or self._get((over, one.key)) is not None:
            return True
        return self._searched(over, one.text) is not None

    def _in_order_found(self, over: str, words: Sequence[Part], things: int) -> list[str] | None:
        """The names of the things of a set in the order in which the searches find them."""
        names = self._searched(over, "\n".join(one.text for one in words))
        if names is None:
            return None
        places = self._classes[over].places
        bits = things.to_bytes(len(places) // 8 + 1, "little")
        return [name for name in names if bits[places[name] >> 3] >> (places[name] & 7) & 1]

    def _may_ask(self, keys: Sequence[tuple[str, ...]]) -> bool:
        """Whether all are known, or were asked for before: asking for a set that is wanted once costs more than it saves."""
        with self._lock:
            unknown = [key for key in keys if key not in self._kept]
            again = all(key in self._seen for key in unknown)
            self._seen.update(dict.fromkeys(unknown))
            while len(self._seen) > MOST_SEEN:
                self._seen.popitem(last=False)
        return again

    def _class(self, over: str, kind: str, ask: Ask) -> _Class | None:
        known = self._classes.get(over)
        if known is None:
            _, rows = ask(f"{_query(f'?{over}', kind, '')}LIMIT {MOST_THINGS + 1}\n")
            names = [_text(row[0]) for row in rows]
            known = _Class(names, {name: place for place, name in enumerate(names)})
            self._classes[over] = known
        return known if len(known.names) <= MOST_THINGS else None

    def _set(self, over: str, names: Iterable[str]) -> int:
        places = self._classes[over].places
        bits = bytearray(len(places) // 8 + 1)
        for name in names:
            place = places[name]
            bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits, "little")

    def _get(self, key: tuple[str, ...]) -> int | Groups | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def keep(self, key: tuple[str, ...], found: int | Groups) -> None:
        """Keep a set, or sets by what stands beside them: (class, what is said of it, columns …)."""
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = found
            self._bytes += _size(found)
            while self._bytes > self._most:
                self._bytes -= _size(self._kept.popitem(last=False)[1])


def _query(columns: str, kind: str, text: str) -> str:
    prefixes = (part("prefixes") or "").strip()
    return f"{prefixes}\nSELECT DISTINCT {columns} WHERE {{\n{kind}\n{text}\n}}\n"


def _text(cell: Any) -> str:
    return cell if type(cell) is str else "" if cell is None else str(getattr(cell, "value", cell))


def _containing(one: Part, texts: Groups) -> int:
    """The things with a text in which the word of the part stands."""
    tested = _CONTAINED.fullmatch(one.key)
    word = unescaped(tested["word"]) if tested else ""
    found = 0
    for (text,), things in texts.items():
        if word in text:
            found |= things
    return found


def _size(found: int | Groups) -> int:
    if isinstance(found, int):
        return 200 + found.bit_length() // 8
    return 200 + sum(300 + value.bit_length() // 8 for value in found.values())


__all__ = ["KnownSets"]

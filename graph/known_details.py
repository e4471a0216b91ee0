"""What is printed of each thing, worked out once a build: a list of things need not be asked for all that it tells of them.

A template that lists (`list_lines.rq`) says which things are meant (`#{body}`) and, behind that, what is told of each: its
ministries, its amount, its remarks. The second half is the same for every question. It is asked once for all things and
kept with the order of its rows; of a question's query only the things are asked for, and the rows of these are put together
here: the same rows in the same order, since the templates order them by all that they tell apart. Which things are meant
is asked once for a count of them, some of them named, all listed, and their sums (`graph.known_sums`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from graph.known_programmes import KnownProgrammes
from graph.known_sets import KnownSets
from graph.known_sums import NAMES, KnownSums, known_sums
from graph.question_graph import complete, part, rows_of
from nlp.questions.records import Frame

Found = tuple[list[str], list[tuple[Any, ...]]]
Ask = Callable[[str], Found]
Meant = Callable[[str, str], Iterable[str]]
TEMPLATES = {"list_lines": "line", "list_measures": "measure", "passages": "printed"}
"""Templates whose rows say one thing's details, and the variable of the thing."""
MOST_ROWS = 1_000_000
MOST_CHARACTERS = 60_000_000
"""Of the texts of one template, each once; a template with more rows or characters is left to the engine."""
_COUNTED = ("measure",)
"""Things of which a count is soon followed by their names; lines are counted by a template of their own."""
_BODY = "#{here}"
_MOST = re.compile(r"LIMIT (\d+)\n$")
_NAMED = re.compile(r"\s*VALUES \?(\w+) \{([^{}]*)\}\s*")


@dataclass(slots=True)
class _Known:
    """The rows of one template for all things: `head` and `tail` are the query around what says which things are meant."""

    thing: str
    head: str
    tail: str
    item: str
    names: list[str] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)
    counted: tuple[str, str] = ("", "")
    some: tuple[str, str] = ("", "")

    def of(self, things: Iterable[str]) -> Found:
        """The rows of these things in their order."""
        places = sorted(place for thing in things for place in self.places.get(thing, ()))
        return list(self.names), [self.rows[place] for place in places]

    def count(self, things: Iterable[str]) -> Found:
        """How many of these have details."""
        return ["value"], [(str(sum(thing in self.places for thing in things)),)]

    def first(self, things: Iterable[str], most: int) -> Found:
        """Names and numbers of the first of these."""
        names = [self.thing, "label", "number"]
        columns = [self.names.index(name) for name in names]
        found = (self.rows[place] for thing in things for place in self.places.get(thing, ()))
        return names, [tuple(row[column] for column in columns) for row in islice(found, most)]


class KnownDetails:
    """The details of one build, read by `read`; before that, no query is answered. Thread-safe."""

    def __init__(self, sets: KnownSets | None = None) -> None:
        """`sets` tell which things are meant, where they can; the engine is asked otherwise."""
        self._sets = sets
        self._known: list[_Known] = []
        self._sums = KnownSums()
        self._programmes = KnownProgrammes(sets) if sets is not None else None

    def read(self, ask: Ask, wanted: Callable[[], bool] = lambda: True) -> None:
        """Ask for the details of all things, as long as they are `wanted`; cells come as text."""
        known, sums = [], known_sums()
        for template, thing in TEMPLATES.items():
            if not wanted():
                return
            one = _known(template, thing)
            frame = Frame("", thing, thing)
            every = f"{rows_of(frame)}\n{one.item}"
            _fill(one, ask(f"{one.head}{every}{one.tail}LIMIT {MOST_ROWS + 1}\n"))
            if one.places:
                known.append(one)
        _, rows = ask(f"{sums.every}LIMIT {MOST_ROWS + 1}\n")
        if len(rows) <= MOST_ROWS:
            sums.keep(rows)
        if self._programmes is not None:
            self._programmes.read(ask, MOST_ROWS)
        self._known, self._sums = known, sums

    def answer(self, query: str, ask: Ask) -> Found | None:
        """The rows of a query that lists details; None where it is any other, or they are not known.

        `ask` is asked which things are meant, where the query does not name them itself.
        """
        meant = self._meant(ask)
        for one in self._known:
            body = _between(query, one.head, one.tail)
            if body is not None and not _joined_otherwise(body):
                return one.of(_things(one, body, meant))
            body = _between(query, *one.counted) if one.counted[0] else None
            if body is not None and _without(one.item, body) is not None:
                return one.count(_things(one, body, meant))
            match = _MOST.search(query) if one.some[0] else None
            body = _between(query[: match.start()], *one.some) if match else None
            if match and body is not None and _without(one.item, body) is not None:
                return one.first(_things(one, body, meant), int(match[1]))
        body = _between(query, self._sums.head, self._sums.tail) if self._sums.parts else None
        if body is None:
            return self._programmes.answer(query, ask) if self._programmes is not None else None
        return list(NAMES), self._sums.of(meant("line", body))

    def _meant(self, ask: Ask) -> Meant:
        def meant(thing: str, lines: str) -> Iterable[str]:
            named = self._sets.named(thing, lines, ask) if self._sets else None
            return _asked_for(thing, lines, ask) if named is None else named

        return meant


def _between(query: str, head: str, tail: str) -> str | None:
    """What says in a query of a template which things are meant; None for any other query."""
    if not (query.startswith(head) and query.endswith(tail)):
        return None
    return query[len(head) : len(query) - len(tail)]


def _joined_otherwise(body: str) -> bool:
    """Whether the engine joins the details to alternatives, and then puts several ministries into another order."""
    return "UNION" in body and "?searched" not in body


def _known(template: str, thing: str) -> _Known:
    head, tail = _halves(part(template) or "", thing)
    one = _Known(thing, head, tail, part(f"item/{thing}-{thing}") or "")
    if thing in _COUNTED:
        one.counted = _halves(part("count") or "", thing)
        one.some = _halves((part("list") or "").partition("ORDER BY")[0], thing)
    return one


def _halves(text: str, thing: str) -> tuple[str, str]:
    """The query of a template before and behind what says which things are meant."""
    head, _, tail = complete(text.replace("#{body}", _BODY), Frame("", thing, thing), {}).partition(_BODY)
    return head, tail


def _fill(one: _Known, found: Found) -> None:
    """Keep the rows, equal cells once; none when they are too many."""
    one.names, rows = found
    if len(rows) > MOST_ROWS:
        return
    texts: dict[str, str] = {}
    at = one.names.index(one.thing)
    places: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        kept = tuple(texts.setdefault(cell, cell) for cell in row)
        one.rows.append(kept)
        places[kept[at]].append(number)
    if sum(map(len, texts)) > MOST_CHARACTERS:
        one.rows = []
        return
    one.places = dict(places)


def _things(one: _Known, body: str, meant: Meant) -> Iterable[str]:
    """The things meant, each once."""
    lines = _without(one.item, body) or body.rstrip()
    named = _NAMED.fullmatch(lines)
    if named and named[1] == one.thing:
        return dict.fromkeys(re.findall(r"<([^<>]*)>", named[2]))
    return meant(one.thing, lines)


def _without(item: str, body: str) -> str | None:
    """The body without what is known to be said of all that have details (number and label); None where it ends otherwise."""
    lines = body.rstrip()
    if not re.sub(r"\n\s+", "\n", lines).endswith(item):
        return None
    return "\n".join(lines.splitlines()[: -len(item.splitlines())])


def _asked_for(thing: str, lines: str, ask: Ask) -> Iterable[str]:
    prefixes = (part("prefixes") or "").strip()
    _, rows = ask(f"{prefixes}\nSELECT DISTINCT ?{thing} WHERE {{\n{lines.strip()}\n}}\n")
    return dict.fromkeys(str(getattr(cell, "value", cell)) for (cell,) in rows)


__all__ = ["MOST_ROWS", "TEMPLATES", "KnownDetails"]

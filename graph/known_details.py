"""What is printed of each thing, worked out once a build: a list of things need not be asked for all that it tells of them.

A template that lists (`list_lines.rq`) says which things are meant (`#{body}`) and, behind that, what is told of each: its
ministries, its amount, its remarks. The second half is the same for every question. It is asked once for all things and
kept with the order of its rows; of a question's query only the things are asked for, and the rows of these are put together
here: the same rows in the same order, since the templates order them by all that they tell apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from graph.question_graph import complete, part, rows_of
from nlp.questions.records import Frame

Found = tuple[list[str], list[tuple[Any, ...]]]
Ask = Callable[[str], Found]
TEMPLATES = {"list_lines": "line", "list_measures": "measure", "passages": "printed"}
"""Templates whose rows say one thing's details, and the variable of the thing."""
MOST_ROWS = 1_000_000
MOST_CHARACTERS = 60_000_000
"""Of the texts of one template, each once; a template with more rows or characters is left to the engine."""
_BODY = "#{here}"
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

    def body(self, query: str) -> str | None:
        """What says in a query of this template which things are meant; None for any other query."""
        if not (query.startswith(self.head) and query.endswith(self.tail)):
            return None
        return query[len(self.head) : len(query) - len(self.tail)]

    def of(self, things: Iterable[str]) -> Found:
        """The rows of these things in their order."""
        places = sorted(place for thing in things for place in self.places.get(thing, ()))
        return list(self.names), [self.rows[place] for place in places]


class KnownDetails:
    """The details of one build, read by `read`; before that, no query is answered. Thread-safe."""

    def __init__(self) -> None:
        self._known: list[_Known] = []

    def read(self, ask: Ask, wanted: Callable[[], bool] = lambda: True) -> None:
        """Ask for the details of all things, as long as they are `wanted`; cells come as text."""
        known = []
        for template, thing in TEMPLATES.items():
            if not wanted():
                return
            one = _known(template, thing)
            frame = Frame("", thing, thing)
            every = f"{rows_of(frame)}\n{one.item}"
            _fill(one, ask(f"{one.head}{every}{one.tail}LIMIT {MOST_ROWS + 1}\n"))
            if one.places:
                known.append(one)
        self._known = known

    def answer(self, query: str, ask: Ask) -> Found | None:
        """The rows of a query that lists details; None where it is any other, or they are not known.

        `ask` is asked which things are meant, where the query does not name them itself.
        """
        for one in self._known:
            body = one.body(query)
            if body is not None and not _joined_otherwise(body):
                return one.of(_things(one, body, ask))
        return None


def _joined_otherwise(body: str) -> bool:
    """Whether the engine joins the details to alternatives, and then puts several ministries into another order."""
    return "UNION" in body and "?searched" not in body


def _known(template: str, thing: str) -> _Known:
    text = part(template) or ""
    whole = complete(text.replace("#{body}", _BODY), Frame("", thing, thing), {})
    head, tail = whole.split(_BODY)
    return _Known(thing, head, tail, part(f"item/{thing}-{thing}") or "")


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


def _things(one: _Known, body: str, ask: Ask) -> Iterable[str]:
    """The things meant, each once."""
    lines = body.rstrip()
    told = re.sub(r"\n\s+", "\n", lines)
    if told.endswith(one.item):  # that a thing has what is told of all is known of those that are kept
        lines = "\n".join(lines.splitlines()[: -len(one.item.splitlines())])
    named = _NAMED.fullmatch(lines)
    if named and named[1] == one.thing:
        return dict.fromkeys(re.findall(r"<([^<>]*)>", named[2]))
    prefixes = (part("prefixes") or "").strip()
    _, rows = ask(f"{prefixes}\nSELECT DISTINCT ?{one.thing} WHERE {{\n{lines}\n}}\n")
    return dict.fromkeys(str(getattr(cell, "value", cell)) for (cell,) in rows)


__all__ = ["MOST_ROWS", "TEMPLATES", "KnownDetails"]

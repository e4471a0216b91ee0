"""The sets that questions ask for most, asked for when a build begins to be served (`graph.known_sets`).

They are what the conditions in `queries/answers/condition/` say of rows, programmes and measures: those with a value at their
end for all values at once, those without a value, and whether a property is printed (`has`, `missing`); and what stands
beside things: their ministries, groups, sections and pillars.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from graph.body_parts import Body, Part, in_parts, kinds
from graph.helper_paths import widened
from graph.iris import NS
from graph.known_sets import Ask, KnownSets
from graph.question_graph import FOLDER, body, can_list, part, rows_of, serialise
from nlp.questions.records import Condition, Frame, Term, TermKind

_OVER = ("line", "measure", "programme", "work")
_BESIDE = ("ministry", "target_group", "section", "pillar")
_OF_OTHER_YEARS = (("absent_year", "fiscalYear"), ("present_year", "fiscalYear"))
"""Conditions that speak of rows of another year, and the property that has the years."""
_MOST_YEARS = 16
_PLAIN = re.compile(r"[^${}()]* \$value \.")
_PROPERTY = re.compile(r"\?\w+ tsu:(\w+) \?(?:value|named) \..*", re.DOTALL)
_TESTED = "Text, $value))"
"""Behind the name of the variable that has a short printed text, tested for a word (`?rateText`)."""
_TERMS: dict[str, TermKind] = {
    "": "iri",
    "gYear": "year",
    "integer": "integer",
    "boolean": "boolean",
    "string": "text",
}


Grouping = tuple[str, str, str]
"""A class, a statement about its things, and the variable by which they are counted."""


def read_usual(
    sets: KnownSets,
    ask: Ask,
    wanted: Callable[[], bool] = lambda: True,
    groupings: Sequence[Grouping] = (),
) -> None:
    """Ask for the usual sets and those of the `groupings`, as long as they are `wanted`, and make the sets ready."""
    for kind, over in kinds().items():
        if over not in _OVER or not sets.holds(Body(over, kind), ask):
            continue
        for step in _steps(sets, Body(over, kind), ask):
            if not wanted():
                return
            step()
        for _, text, name in (one for one in groupings if one[0] == over):
            sets.keep_grouped(Body(over, kind), Part(text, {name}, False, text), (name,), ask)
    sets.ready()


def _steps(sets: KnownSets, every: Body, ask: Ask) -> Iterator[Callable[[], None]]:
    over = every.over
    for kind, text in _conditions(over):
        if _PLAIN.fullmatch(text):
            for said in dict.fromkeys((text, widened(text))):
                yield partial(_keep_values, sets, every, said, ask)
        elif "$" not in text:
            yield partial(_keep_parts, sets, over, Condition(kind), ask)
        elif _TESTED in text:
            yield partial(_keep_texts, sets, over, Condition(kind, (Term("text", "…"),)), ask)
        elif kind in ("has", "missing"):
            for name in _properties(over):
                printed = Condition(kind, (Term("iri", NS + name),))
                yield partial(_keep_parts, sets, over, printed, ask)
    for kind, name in _OF_OTHER_YEARS:
        if part(f"condition/{over}-{kind}") is not None:
            for year in _years(every, name, ask):
                yield partial(_keep_parts, sets, over, Condition(kind, (Term("year", year),)), ask)
    for item in (*_BESIDE, over, *(("programme",) if over == "line" else ())):
        if can_list(over, item):
            yield partial(_keep_beside, sets, over, item, ask)


def _years(every: Body, name: str, ask: Ask) -> list[str]:
    """The years of a class's things, the newest first, no more than are likely to be asked for."""
    said = f"{(part('prefixes') or '').strip()}\nSELECT DISTINCT ?year WHERE {{\n{every.kind}\n?{every.over} tsu:{name} ?year .\n}}\n"
    found = sorted({str(getattr(cell, "value", cell)) for (cell,) in ask(said)[1]}, reverse=True)
    return found[:_MOST_YEARS]


def _conditions(over: str) -> Iterator[tuple[str, str]]:
    for path in sorted((FOLDER / "condition").glob(f"{over}-*.rq")):
        yield path.stem.split("-", 1)[1], (part(f"condition/{path.stem}") or "").strip()


def _properties(over: str) -> list[str]:
    """The properties that the attributes of a class are read from."""
    texts = (part(f"attribute/{path.stem}") or "" for path in (FOLDER / "attribute").glob(f"{over}-*.rq"))
    return sorted({match[1] for text in texts if (match := _PROPERTY.fullmatch(text.strip()))})


def _keep_values(sets: KnownSets, every: Body, text: str, ask: Ask) -> None:
    """A condition that ends with its value: the things of each value."""
    said = text.replace("$value", "?value")
    found = sets.keep_grouped(
        every,
        Part(said, {"value"}, False, said),
        ("value", "type"),
        ask,
        "?value (STR(DATATYPE(?value)) AS ?type)",
    )
    for (value, datatype), things in (found or {}).items():
        kind = _TERMS.get(datatype.rpartition("#")[2])
        if kind:
            sets.keep((every.over, text.replace("$value", serialise(Term(kind, value)))), things)


def _keep_parts(sets: KnownSets, over: str, condition: Condition, ask: Ask) -> None:
    found = in_parts(rows_of(Frame("", over, over, (condition,))))
    if found is None:
        return
    for one in found.parts:
        sets.having(found, one, ask)


def _keep_texts(sets: KnownSets, over: str, condition: Condition, ask: Ask) -> None:
    found = in_parts(rows_of(Frame("", over, over, (condition,))))
    if found is None:
        return
    for one in found.parts:
        sets.keep_texts(found, one, ask)


def _keep_beside(sets: KnownSets, over: str, item: str, ask: Ask) -> None:
    """What puts things under a ministry, a group …, with its name; of the things themselves that they have a name."""
    found = in_parts(body(Frame("", over, item)))
    if found is None:
        return
    for one in found.parts:
        if item == over:
            sets.having(found, one, ask)
        elif {item, "label"} <= one.variables:
            sets.keep_grouped(found, one, (item, "label"), ask)
            sets.keep_grouped(found, one, (item,), ask)


__all__ = ["read_usual"]

"""The quotes behind things, few of many: those of one thing after another, until there are as many as an answer shows.

A measure has some eighty quotes. Which there are is asked first; what is printed is looked up only of those that can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, zip_longest
from typing import Any

from api.answering.result import AskServices, template_text
from graph.question_graph import serialise
from nlp.errors import TsunagariError
from nlp.questions.records import Term

MOST_EVIDENCE = 40
_INSTEAD = ("prefLabel", "displayLabel", "ministry", "section", "overview")
"""What a thing is quoted by of which nothing stands that the answer rests on."""
_BESIDE = (2, 12, 60)
"""Quotes of a thing that are looked up beside those it can have a turn with, while too few are found: some stand at the
same place."""
_NUMBERS = re.compile(r"(\d+)")

_MOST_AT_FIRST = 60
"""Quotes looked up before it is known whether any stand at the same place."""
_NO_CELLS = ("",) * 6

Quoted = tuple[str, str, str]
"""A thing, a quote behind it, and the property that the quote supports."""


def quotes_of(about: Sequence[str], properties: Sequence[str], services: AskServices) -> list[dict[str, Any]]:
    """Quotes of these things, at most 40: the first of each thing, then the second of each and so on.

    Those of the properties named first stand first; a thing that has none of them (a name that is damaged) is quoted
    once, of what it has.
    """
    if not about:
        return []
    found = _quoted(about, properties, services)
    if properties:
        having = {thing for thing, *_ in found}
        found += _quoted([thing for thing in about if thing not in having], (), services)
    for wanted, cut in _more_and_more(found, about, properties):
        told = _looked_up(wanted, services)
        shown = shown_in_turn(told, about, properties)
        if cut and len(told) < len(wanted):
            continue  # a quote without a place: others have its turn
        if len(shown) == MOST_EVIDENCE or len(told) == len(found):
            break
    return shown


def shown_in_turn(
    rows: Sequence[Sequence[str]], about: Sequence[str], properties: Sequence[str]
) -> list[dict[str, Any]]:
    """Rows (quote's name, quote, document, start, end, confidence, thing, property) as evidence, none left out for the
    many of another thing; places that several things rest on once."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for node, quoted, document, start, end, sure, *_ in _in_turn(rows, about, properties):
        item = {"document": document, "quote": quoted, "start": int(start), "end": int(end), "id": node}
        found.setdefault((document, start, end), {**item, "confidence": float(sure or 0)})
    return list(found.values())[:MOST_EVIDENCE]


def _quoted(about: Sequence[str], properties: Sequence[str], services: AskServices) -> list[Quoted]:
    if not about:
        return []
    names = ", ".join(serialise(Term("text", name)) for name in dict.fromkeys(properties))
    query = template_text("quoted").replace("#{things}", " ".join(f"<{thing}>" for thing in about))
    query = query.replace("$only", f"FILTER(?supports IN ({names}))" if names else "")
    return [(row["thing"], row["evidence"], row["supports"]) for row in _rows(query, services)]


def _more_and_more(
    found: Sequence[Quoted], about: Sequence[str], properties: Sequence[str]
) -> Iterator[tuple[list[Quoted], bool]]:
    """Quotes that may be shown, more each time: first those that have the first turns, as many as are shown and some beside
    (cut: True), then all that may have a turn."""
    rank = _ranks(properties)
    each: dict[str, list[Quoted]] = {}
    for one in found:
        each.setdefault(one[0], []).append(one)
    for most in _BESIDE:
        turns = -(-MOST_EVIDENCE // max(1, len(each))) + most
        wanted = [one for quoted in each.values() for one in _first(quoted, rank, turns)]
        if most == _BESIDE[0] and len(wanted) > _MOST_AT_FIRST:
            yield _first_turns(wanted, about, properties), True
        yield wanted, False


def _first_turns(wanted: Sequence[Quoted], about: Sequence[str], properties: Sequence[str]) -> list[Quoted]:
    """The quotes that come first in `_in_turn`, which reads thing and property of a row at the places that they have here."""
    printed = sorted(wanted, key=lambda one: _place(one[1]))
    rows = _in_turn(
        [(*_NO_CELLS, thing, supports, name) for thing, name, supports in printed], about, properties
    )
    return [(thing, name, supports) for *_, thing, supports, name in rows[:_MOST_AT_FIRST]]


def _looked_up(wanted: Sequence[Quoted], services: AskServices) -> list[list[str]]:
    """The rows of these quotes, in the order in which they are printed."""
    names = " ".join(f"<{name}>" for name in dict.fromkeys(name for _, name, _ in wanted))
    printed = {
        row["evidence"]: row for row in _rows(template_text("sources").replace("#{quotes}", names), services)
    }
    rows = [
        [*(printed[name][key] for key in _PRINTED), thing, supports]
        for thing, name, supports in wanted
        if name in printed
    ]
    return sorted(rows, key=lambda row: (row[2], int(row[3]), row[0]))


_PRINTED = ("evidence", "quote", "document", "start", "end", "confidence")


def _first(quoted: Sequence[Quoted], rank: Mapping[str, int], turns: int) -> list[Quoted]:
    """The quotes of a thing that may have a turn: by the rank of what they support, of equal ones those printed first.

    Names of quotes have document and place in them, so that they are in order as they are printed.
    """
    if len(quoted) <= turns:
        return list(quoted)
    ordered = sorted(quoted, key=lambda one: rank.get(one[2], len(rank)))
    kept: list[Quoted] = []
    for _, equal in groupby(ordered, key=lambda one: rank.get(one[2], len(rank))):
        kept += sorted(equal, key=lambda one: _place(one[1]))
        if len(kept) >= turns:
            break
    return kept[:turns]


def _ranks(properties: Sequence[str]) -> dict[str, int]:
    """The order in which what a quote supports is shown; what is not in it stands last."""
    return {name: place for place, name in enumerate(dict.fromkeys((*properties, *_INSTEAD)))}


def _place(name: str) -> tuple[Any, ...]:
    return tuple(int(piece) if piece.isdecimal() else piece for piece in _NUMBERS.split(name))


def _in_turn(
    rows: Sequence[Sequence[str]], about: Sequence[str], properties: Sequence[str]
) -> list[Sequence[str]]:
    each: dict[str, list[Sequence[str]]] = {thing: [] for thing in about}
    rank = _ranks(properties)
    named = set(properties)
    for row in sorted(rows, key=lambda row: rank.get(row[7], len(rank))):
        quoted = each.setdefault(row[6], [])
        if not quoted or row[7] in named or not named:
            quoted.append(row)
    return [row for turn in zip_longest(*each.values()) for row in turn if row is not None]


def _rows(query: str, services: AskServices) -> list[dict[str, str]]:
    try:
        return services.rows(query)
    except TsunagariError:
        return []


def issue_quotes(issues: Sequence[str], services: AskServices) -> list[dict[str, Any]]:
    """Quotes of what issues touch."""
    if not issues:
        return []
    query = template_text("sources_of_issues").replace(
        "#{things}", " ".join(f"<{issue}>" for issue in issues)
    )
    return shown_in_turn([list(row.values()) for row in _rows(query, services)], issues, ())


__all__ = ["MOST_EVIDENCE", "issue_quotes", "quotes_of"]

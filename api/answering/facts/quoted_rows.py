"""The quotes behind things by their names, as many as are told: of many things only those of the first are looked up.

A measure has some ninety quotes; of seventy measures in whose texts a figure stands the engine would look up 6,500 to put them
in order and give the first 300 (0.6 s).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from api.answering.result import AskServices, Row, plain, select_text, template_text
from graph.question_graph import build_query, complete, names_few, serialise
from nlp.questions.records import Frame, Term

_THINGS = "SELECT DISTINCT ?ITEM ?label WHERE {\n#{body}\n}\n"
_FIRST = 4
"""Things whose quotes are looked up first; then those of twice as many, and so on."""
_MOST = re.compile(r"LIMIT (\d+)\n?$")


def quoted_rows(frame: Frame, services: AskServices) -> tuple[str, list[Row]]:
    """The query for the quotes behind the things of a frame (`evidence.rq`), and its rows: by name, document and place."""
    query, own = build_query("evidence", frame), template_text(f"item/{frame.item}-{frame.item}")
    most = int(_MOST.findall(template_text("evidence"))[0])
    named = _named(frame, services) if own and not names_few(frame.conditions) else []
    if len(named) <= _FIRST:
        return query, services.rows(query)
    rows: list[Row] = []
    for step in _in_steps(named):
        things = " ".join(
            serialise(Term("iri", thing)) for thing in dict.fromkeys(thing for _, thing in step)
        )
        told = template_text("evidence").replace("#{body}", f"  VALUES ?ITEM {{ {things} }}\n  {own}")
        other = set(named) - set(step)  # a thing of two names has a place for each
        found = select_text(told, frame, services)[1]
        rows += [row for row in found if (row["label"], row[frame.item]) not in other]
        if len(rows) >= most:
            break
    return query, rows[:most]


def _named(frame: Frame, services: AskServices) -> list[tuple[str, str]]:
    """The things with their names as they are in the graph, by which the engine orders them."""
    rows = services.run(complete(_THINGS, frame, {}))[1]
    return sorted({(plain(label), plain(thing)) for thing, label in rows})


def _in_steps(named: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The things in the order of their names, more at each step, those of one name together."""
    step, size = list[tuple[str, str]](), _FIRST
    for _, alike in groupby(named, key=itemgetter(0)):
        step += alike
        if len(step) >= size:
            yield step
            step, size = [], 2 * size
    if step:
        yield step


__all__ = ["quoted_rows"]

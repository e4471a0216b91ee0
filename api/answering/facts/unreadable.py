"""What the reader said could not be read of things, asked in one query for all of them.

Whether the documents of a thing show damage is the same for all their things, and is asked only where an answer turns on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.answering.result import AskServices, Row, template_text
from graph.question_graph import build_query, complete, serialise
from nlp.questions.records import Frame, Term

_NOTHING = Frame("", "", "")
_MOST = 20
"""Issues told of one thing."""


def unreadable(things: Iterable[str], services: AskServices) -> dict[str, list[Row]]:
    """The issues (`code`, `message`) that say what could not be read, of those of the things that have any.

    `things` are IRIs; the result has them in their order, with at most 20 issues each. A blank cell of a whole row in a
    whole table was printed blank: its issue is left out.
    """
    names = list(dict.fromkeys(things))
    if not names:
        return {}
    query = _of("unreadable", "things", names)
    told: dict[str, list[Row]] = {name: [] for name in names}
    for row in services.rows(query):
        told[row["thing"]].append(row)
    losing = {
        name: _losing(name, services)
        for name, rows in told.items()
        if any(row["blank"] == "true" for row in rows)
    }
    kept = {
        name: [row for row in rows if row["blank"] != "true" or losing[name]][:_MOST]
        for name, rows in told.items()
    }
    return {name: rows for name, rows in kept.items() if rows}


def _losing(thing: str, services: AskServices) -> bool:
    found = services.rows(build_query("documents_of", _NOTHING, {"thing": Term("iri", thing)}))
    documents = [row["document"] for row in found]
    rows = services.rows(_of("losing", "documents", documents))
    return any(row["value"] == "true" for row in rows)


def _of(template: str, marker: str, names: Sequence[str]) -> str:
    listed = " ".join(serialise(Term("iri", name)) for name in names)
    return complete(template_text(template).replace(f"#{{{marker}}}", listed), _NOTHING, {})


__all__ = ["unreadable"]

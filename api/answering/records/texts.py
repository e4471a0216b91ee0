"""The printed texts in which a word stands, of whatever prints them."""

from __future__ import annotations

from collections.abc import Sequence

from api.answering.records.cells import MOST_NAMED
from api.answering.records.record import NO_FRAME, in_front, record_query
from api.answering.result import AskServices, Row
from graph.question_graph import complete, serialise
from graph.text_index import things_named
from nlp.questions.records import Term

_MOST_ROWS = 200  # as `record-text.rq` has it
_NOT_INDEXED = "?thing a tsu:ReviewSheet ."
_ANY_SUCH = f"SELECT ?thing WHERE {{ {_NOT_INDEXED} }} LIMIT 1\n"
"""What prints texts, and is not among the things whose texts are indexed together (`over/printed.rq`)."""


def texts_with(forms: Sequence[str], services: AskServices) -> list[Row]:
    """Rows of `record-text.rq` in whose text one of the forms stands, by thing and text, the first 200."""
    test = text_test(forms)
    holding = services.holding([forms])
    if holding is None:
        return services.rows(record_query("text", f"  FILTER({test})"))
    rows: list[Row] = []
    for most in (_MOST_ROWS, MOST_NAMED):
        named = sorted(holding)[:most]
        rows = services.rows(_of(things_named("thing", named), test)) if named else []
        if len(named) == len(holding) or len(rows) == _MOST_ROWS:
            break
    else:
        return services.rows(record_query("text", f"  FILTER({test})"))
    if services.rows(complete(_ANY_SUCH, NO_FRAME, {})):
        rows += services.rows(_of(_NOT_INDEXED, test))
    return sorted(rows, key=lambda row: (row["thing"], row["text"]))[:_MOST_ROWS]


def text_test(forms: Sequence[str]) -> str:
    """The test of a query for one of the forms in a text."""
    return " || ".join(f"CONTAINS(LCASE(STR(?text)), {serialise(Term('text', form))})" for form in forms)


def _of(things: str, test: str) -> str:
    """The query for texts of these things."""
    return in_front(record_query("text", f"  FILTER({test})"), things)


__all__ = ["text_test", "texts_with"]

"""Measures that the document prints in one row with another: said beside what is told of one of them, since the reader took the
row apart and a sentence may be lost or the other's."""

from __future__ import annotations

from collections.abc import Iterable

from api.answering.result import AskServices, template_text
from graph.iris import iri
from graph.question_graph import complete, serialise
from nlp.questions.records import Frame, Term

_FEW = 3
_MEASURE = iri("measure/")


def merged_caveats(things: Iterable[str], services: AskServices) -> list[str]:
    """What the reader said of rows that hold several measures, for the few measures (IRIs) that an answer is about; [] where it is of
    more, or of none that is printed so."""
    named = [thing for thing in dict.fromkeys(things) if thing.startswith(_MEASURE)]
    if not 0 < len(named) <= _FEW:
        return []
    listed = " ".join(serialise(Term("iri", thing)) for thing in named)
    query = complete(template_text("merged_rows").replace("#{things}", listed), Frame("", "", ""), {})
    told = dict.fromkeys(row["message"] for row in services.rows(query))
    return [f"原文の損傷の記録があります: {message}。欄の文も欠けていることがあります。" for message in told]


__all__ = ["merged_caveats"]

"""Whether a value said of something is the one that is printed: held against the answer to the question for the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.answering.objects import as_asked
from api.answering.result import AskServices, around, plain
from graph.question_graph import serialise
from nlp.questions.claimed.values import ValueClaim, value_claim, values_in
from nlp.questions.records import Term

_WHICH = re.compile(r"なのは[。?？]*$")
AnswerOne = Callable[[str, tuple[str, ...], AskServices], dict[str, Any]]


def value_answer(asked: str, services: AskServices, answer_one: AnswerOne) -> dict[str, Any] | None:
    """はい or いいえ with the values that are printed; the values alone where some are as said and others not; None for other questions,
    and where the values of one thing are not told."""
    claim = value_claim(asked)
    if claim is None:
        return None
    found = answer_one(claim.plain, (), services)
    if found["status"] == "ambiguous" and _WHICH.search(asked):
        return None  # 補助率が10/10なのは: which of them, and not what is asked of one
    if found["status"] == "ambiguous":
        return as_asked(found, asked, ())  # 補助率は2分の1ですか: of what
    answer = found.get("answer") or {}
    cells = _cells(answer)
    printed = values_in(cells)
    things = {str(item["label"]) for item in answer.get("items") or []}
    if found["status"] != "answered" or not printed or len(things) > 1:
        return None
    value = _holds(claim, printed)
    if value is None:
        return as_asked(found, asked, ())
    begun = "はい" if value else "いいえ"
    told = {"text": f"{begun}。{found['text']}"}
    query = _whether(found["sparql"], claim, cells, printed, value, services)
    if not query:
        return as_asked(found, asked, (), **told)
    answered = {**answer, "type": "boolean", "value": value}
    return as_asked(found, asked, (), **told, answer=answered, sparql=query)


def _cells(answer: Mapping[str, Any]) -> list[str]:
    """What the rows of an answer print: their last cell, of a passage the value before its text."""
    columns, rows = answer.get("columns") or [], answer.get("rows") or []
    if not rows and answer.get("type") == "text":
        return [str(answer.get("value") or "")]
    place = columns.index("値") if "値" in columns else -1
    return [str(row[place]) for row in rows if row and row[place]]


def _holds(claim: ValueClaim, printed: Sequence[str]) -> bool | None:
    """Whether the values said are those printed; None where some of those printed are, or a word takes in another."""
    said = set(claim.values)
    if any(a != b and (a in b or b in a) and not a[0].isdigit() for a in said for b in printed):
        return None
    if not said <= set(printed):
        return False
    if claim.alone:
        return said == set(printed)
    return True if len(printed) == len(said) or claim.field == "実施主体" else None


def _whether(
    query: str,
    claim: ValueClaim,
    cells: Sequence[str],
    printed: Sequence[str],
    value: bool,
    services: AskServices,
) -> str:
    """The query for whether the value is among those printed; "" where no column prints it as it was read."""
    if len(claim.values) > 1 or (claim.alone and len(printed) > 1) or not query:
        return ""
    names, rows = services.run(query)
    texts = [[plain(row[i]) for row in rows] for i in range(len(names))]
    for name, column in zip(names, texts, strict=True):
        if set(values_in(column)) >= set(printed) and set(column) <= {*cells, *column}:
            hits = [text for text in column if claim.values[0] in values_in([text])]
            test = " || ".join(
                f"STR(?{name}) = {serialise(Term('text', one))}" for one in dict.fromkeys(hits)
            )
            test = test or f"STR(?{name}) = {serialise(Term('text', claim.values[0]))}"
            if bool(hits) is value:
                return around(query, "SELECT (COUNT(*) > 0 AS ?value) WHERE", f"\n  FILTER({test})")
    return ""


__all__ = ["value_answer"]

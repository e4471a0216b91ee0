"""Answers to questions that deny to have something confirmed: はい where it is so, and what is so said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.objects import as_asked
from api.answering.result import AskServices, around, plain
from nlp.errors import TsunagariError
from nlp.questions.claimed.denials import Denial, denial_of

AnswerOne = Callable[[str, tuple[str, ...], AskServices], dict[str, Any]]
_UNREAD = "not_in_graph"
_YES, _NO = "はい", "いいえ"


def denied_answer(
    asked: str, services: AskServices, answer_one: AnswerOne, plainly: AnswerOne
) -> dict[str, Any] | None:
    """The answer to the plain question, turned round where the question wants it confirmed that it is not so; None for any other
    question. A plain question that is refused is refused, unless the question as it stands is read where the plain one is not
    (731百万円は単独の額ではないですよね)."""
    denial = denial_of(asked)
    if denial is None:
        return None
    found = answer_one(denial.plain, (), services)
    if found.get("reason") == _UNREAD:
        whole = plainly(asked, (), services)
        return whole if whole["status"] == "answered" else as_asked(found, asked, ())
    if found["status"] != "answered":
        return as_asked(found, asked, ())
    found = _turned(found, services) if denial.turned else found
    return as_asked(found, asked, (), caveats=[*found["caveats"], _read_as(denial)])


def _read_as(denial: Denial) -> str:
    so = "そうでないことを" if denial.turned else "そうであることを"
    return f"「{denial.said}」は、{so}確かめる問いとして読みました。"


def _turned(found: dict[str, Any], services: AskServices) -> dict[str, Any]:
    """The answer with はい and いいえ exchanged, where it has either; what it says stays true."""
    value = (found.get("answer") or {}).get("value")
    if not isinstance(value, bool):
        return found
    lead, other = (_YES, _NO) if value else (_NO, _YES)
    text = found["text"]
    query = _not(found["sparql"], value, services)
    if not text.startswith(lead) or not query:
        return {**found, "answer": {**found["answer"], "type": "text", "value": text}}
    turned = other + text[len(lead) :]
    return {**found, "text": turned, "answer": {**found["answer"], "value": not value}, "sparql": query}


def _not(query: str, value: bool, services: AskServices) -> str:
    """The query for the opposite of the one truth value that a query gives; "" where it gives none."""
    try:
        names, rows = services.run(query)
    except TsunagariError:
        return ""
    truth = str(value).lower()
    told = [n for i, n in enumerate(names) if len(rows) == 1 and plain(rows[0][i]) == truth]
    return around(query, f"SELECT (!?{told[0]} AS ?denied) WHERE") if told else ""


__all__ = ["denied_answer"]

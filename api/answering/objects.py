"""The parts of an answer object: its head, a refusal, and the passage of a text that may stand instead of a refusal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from api.answering.evidence import sources
from api.answering.facts.about_graph import examples
from api.answering.facts.merged_rows import merged_caveats
from api.answering.printed.passages import passage_answer
from api.answering.printed.recorded import recorded, recorded_whole
from api.answering.refusing.occurrences import put_right
from api.answering.result import AskServices, Result
from nlp.questions.parser import reading_of
from nlp.questions.records import Choice, Decline, Frame
from nlp.questions.refusing.declines import named_helplines

# Reasons of a refusal that a printed text may do away with: it was not read, not found, or is no item of the graph.
_PRINTED_ALL_THE_SAME = ("out_of_domain", "not_in_graph", "not_in_source", "not_loaded")


def head(
    question: str, status: str, interpretation: str, text: str, services: AskServices, before: tuple[str, ...]
) -> dict[str, Any]:
    """An answer object without an answer yet; `before` are the questions that it follows, oldest first."""
    return {
        "question": question,
        "status": status,
        "interpretation": interpretation,
        "answer": None,
        "text": text,
        "caveats": [],
        "sparql": "",
        "evidence": [],
        "alternatives": [],
        "suggestions": [],
        "permalink": _permalink(question, before),
        "dataset": services.build_id,
    }


def asked_back(
    question: str,
    interpretation: str,
    text: str,
    choices: Sequence[Choice],
    services: AskServices,
    before: tuple[str, ...],
) -> dict[str, Any]:
    """The object of a question back, with the questions among which to choose."""
    offered = [{"question": c.question, "interpretation": c.interpretation} for c in choices]
    return {**head(question, "ambiguous", interpretation, text, services, before), "alternatives": offered}


def as_asked(found: dict[str, Any], question: str, before: tuple[str, ...], **told: Any) -> dict[str, Any]:
    """An answer found by asking in other words, as the answer to the question as it was asked; `told` are its parts that differ."""
    return {**found, "question": question, "permalink": _permalink(question, before), **told}


def _permalink(question: str, before: tuple[str, ...]) -> str:
    return f"/ask?q={quote(question)}" + "".join(f"&after={quote(former)}" for former in before)


def declined(question: str, why: Decline, services: AskServices, before: tuple[str, ...]) -> dict[str, Any]:
    """The object of a refusal: said truly where its words stand, with help lines first where somebody is in need."""
    why = put_right(why, question, services)
    refused = head(question, "unanswerable", why.interpretation, why.text, services, before)
    refused["reason"] = why.reason
    if why.reason == "personal_crisis":
        lines = services.known.lexicon.helplines
        named = "、".join(named_helplines([text for text, _ in lines]))
        refused["text"] = f"相談窓口: {named}。{why.text}"
        labels = {label for _, label in lines}
        about = [
            n.id for n in services.known.lexicon.of_kind("measure") if labels & {n.label, *n.alternatives}
        ]
        places = Result("", {}, about=about, supports=("overview", "goal", "achievement"))
        refused["evidence"] = [
            e
            for e in sources(places, services, Frame("", "measure", "measure"))
            if named_helplines([e["quote"]])[0] in named
        ][:6]
        return refused
    refused["suggestions"] = list(why.suggestions) or examples(services)
    return refused


def printed(
    asked: str, why: Decline, services: AskServices, before: tuple[str, ...], *, named: bool = False
) -> dict[str, Any] | None:
    """Instead of a refusal the passage of a text that prints the fact asked for; None where none does, or none may. `named`:
    the question names one of several things, so that no record of one of them is taken for it."""
    return _printed(asked, why, services, before, named=named)[0]


def printed_or_declined(
    asked: str,
    why: Decline,
    services: AskServices,
    before: tuple[str, ...],
    refusal: Decline | None = None,
) -> dict[str, Any]:
    """As `printed`; where there is no passage the refusal `refusal` (or `why`), which tells where not all texts were
    looked through."""
    found, caveats = _printed(asked, why, services, before)
    return found or {**declined(asked, refusal or why, services, before), "caveats": caveats}


# 交付金の③と⑥は: items of a list, of which a text near the other words says nothing.
_ITEM = re.compile("[①-⑳]")


def _printed(
    asked: str, why: Decline, services: AskServices, before: tuple[str, ...], *, named: bool = False
) -> tuple[dict[str, Any] | None, list[str]]:
    if why.final or why.reason not in _PRINTED_ALL_THE_SAME or before or _ITEM.search(asked):
        return None, []
    whole = None if named else recorded_whole(asked, services)
    if whole is not None:
        return told_by_texts(asked, whole, services, before), []
    result, caveats = passage_answer(reading_of(asked, services.known), services)
    result = result or (None if named else recorded(asked, services))
    return None if result is None else told_by_texts(asked, result, services, before), caveats


def told_by_texts(
    asked: str, result: Result, services: AskServices, before: tuple[str, ...]
) -> dict[str, Any]:
    """The object of an answer that passages of texts give."""
    return {
        **head(asked, "answered", result.note, result.text, services, before),
        "answer": {key: value for key, value in result.answer.items() if value is not None},
        "caveats": [*result.caveats, *merged_caveats(result.about, services)],
        "sparql": result.sparql,
        "evidence": sources(result, services, Frame("passage", "printed", "printed")),
        "frame": "passage",
        "linked": [],
    }


__all__ = ["as_asked", "asked_back", "declined", "head", "printed", "printed_or_declined", "told_by_texts"]

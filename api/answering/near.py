"""Beside a refusal: the nearest questions that have an answer, to be asked with one click."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from api.answering.about_graph import examples
from api.answering.result import AskServices
from nlp.questions.near_questions import near_questions
from nlp.questions.parser import Understood

_MOST = 3
_MOST_TRIED = 6
_NOT_READ = ("out_of_domain", "not_in_graph", "not_in_source")


def with_near(
    found: dict[str, Any], services: AskServices, answers: Callable[[Understood, AskServices], bool]
) -> dict[str, Any]:
    """An answer object; that of a refusal of a question by itself with the nearest questions among its suggestions.

    They come before what the refusal suggests itself; examples of anything else give way. `answers` says whether a
    question that is read has an answer.
    """
    if found["status"] != "unanswerable" or found.get("reason") not in _NOT_READ or not found["question"]:
        return found
    near = near_questions(found["question"], services.known)
    offered = [said for said, read in islice(near, _MOST_TRIED) if answers(read, services)][:_MOST]
    own = [said for said in found["suggestions"] if said not in examples(services)]
    return {**found, "suggestions": list(dict.fromkeys([*offered, *own]))} if offered else found

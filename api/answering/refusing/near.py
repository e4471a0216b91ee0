"""Beside a refusal: the nearest questions that have an answer, to be asked with one click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

from api.answering.facts.about_graph import examples
from api.answering.result import AskServices, Run
from nlp.questions.parser import Understood
from nlp.questions.refusing.near_questions import near_questions

_MOST = 3
_MOST_TRIED = 6
_NOT_READ = ("out_of_domain", "not_in_graph", "not_in_source")


def with_near(
    found: dict[str, Any], services: AskServices, answers: Callable[[Understood, AskServices], bool]
) -> dict[str, Any]:
    """An answer object; that of a refusal of a question by itself with the nearest questions among its suggestions.

    They come before what the refusal suggests itself; examples of anything else give way. `answers` says whether a
    question that is read has an answer; it is asked until three have one, or the time for it (`NearChecks`) is used up.
    """
    if found["status"] != "unanswerable" or found.get("reason") not in _NOT_READ or not found["question"]:
        return found

    def answered(read: Understood, run: Run) -> bool:
        return answers(read, replace(services, run=run))

    near = islice(near_questions(found["question"], services.known), _MOST_TRIED)
    offered = services.near.answered(near, services.run, answered, _MOST)
    own = [said for said in found["suggestions"] if said not in examples(services)]
    return {**found, "suggestions": list(dict.fromkeys([*offered, *own]))} if offered else found

"""A question refused for a verb that was not read, answered with the one relation that it can mean where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from api.answering.objects import as_asked
from api.answering.refusing.occurrences import NOT_READ
from api.answering.result import AskServices
from nlp.questions.refusing.open_slots import relaxed

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]
_HALF_READ = "を含む問い"
_PASSAGE = "passage"
_NAMED = re.compile(r"「([^「」]{1,40})」")


def in_open_slots(
    asked: str, before: tuple[str, ...], found: Answer, services: AskServices, answer_one: AnswerOne
) -> Answer:
    """`found`, unless it refuses for a verb in an open slot and the question has an answer with the slot's relation.

    The interpretation then says how the verb was read. Where the verb is not sure to mean the relation, the question with it is
    offered first.
    """
    if found["status"] != "unanswerable":
        return found
    not_read = NOT_READ.search(found["text"]) is not None
    offered: list[str] = []
    for way in relaxed(asked, _named(found), services.known):
        if not not_read and way.word not in found["interpretation"]:
            continue
        other = answer_one(way.question, before, services)
        if other["status"] != "answered" or other.get("frame") == _PASSAGE:
            continue
        if way.sure:
            told = f"{other['interpretation']}（{way.told()}）"
            return as_asked(other, asked, before, interpretation=told)
        offered.append(way.question)
    return {**found, "suggestions": list(dict.fromkeys([*offered, *found["suggestions"]]))}


def _named(found: Answer) -> tuple[str, ...]:
    """The stretches that a refusal says were not read; the conditions that a question was read with are none."""
    told = found["interpretation"]
    return tuple(dict.fromkeys(_NAMED.findall(told))) if told.endswith(_HALF_READ) else ()


__all__ = ["in_open_slots"]

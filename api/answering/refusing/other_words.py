"""A question refused for words that were not read, answered in other words of the same meaning, or offered in them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from api.answering.objects import as_asked
from api.answering.refusing.occurrences import NOT_READ
from api.answering.result import AskServices
from nlp.questions.refusing.kindred_words import Reworded, reworded

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]
_NAMED = re.compile(r"「([^「」]{1,40})」")
_STANDS = re.compile(r"[^。]*に出てきます。")
_PASSAGE = "passage"


def in_other_words(
    asked: str, before: tuple[str, ...], found: Answer, services: AskServices, answer_one: AnswerOne
) -> Answer:
    """`found`, unless it refuses for words not read and the question in known words of the same meaning has one answer.

    The interpretation then says how the words were read. Words that stand in the texts are kept: they may be what is
    looked for. Where no way is sure, where the answers of the sure ones differ, or one only looks for the known word in
    texts, the refusal stays and the questions that have an answer are offered first.
    """
    if found["status"] != "unanswerable" or not NOT_READ.search(found["text"]):
        return found
    ways: list[tuple[Reworded, Answer]] = []
    for way in reworded(asked, _named(found), services.known):
        other = answer_one(way.question, before, services)
        if other["status"] == "answered":
            ways.append((way, other))
    if not ways:
        return found
    sure = [(way, other) for way, other in ways if way.sure]
    alike = len({_content(other) for _, other in sure}) == 1
    if alike and not any(_only_looked_for(way, other) for way, other in sure):
        way, other = sure[0]
        told = f"{other['interpretation']}（{way.said()}）"
        return as_asked(other, asked, before, interpretation=told)
    offered = [way.question for way, _ in ways]
    return {**found, "suggestions": list(dict.fromkeys([*offered, *found["suggestions"]]))}


def _named(found: Answer) -> tuple[str, ...]:
    """The stretches that a refusal says were not read, less those of which it says where they stand."""
    stand = {word for sentence in _STANDS.findall(found["text"]) for word in _NAMED.findall(sentence)}
    first = _STANDS.sub("", found["text"]) + found["interpretation"]
    return tuple(word for word in dict.fromkeys(_NAMED.findall(first)) if word not in stand)


def _only_looked_for(way: Reworded, other: Answer) -> bool:
    """Whether the answer looks for the known word in texts, as it would for any word."""
    quoted = _NAMED.findall(other["interpretation"])
    return other.get("frame") == _PASSAGE or any(known in text for _, known in way.read_as for text in quoted)


def _content(other: Answer) -> str:
    answer = other["answer"] or {}
    things = sorted(item["id"] for item in answer.get("items") or ())
    return json.dumps([answer.get("value"), things, answer.get("rows")], default=str, ensure_ascii=False)

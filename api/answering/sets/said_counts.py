"""A number said of a set in passing (厚労省の2事業の平均, 新規の2本をあわせて): the question is answered without it, and the number
held against the set. Where they differ the set was not what is meant, or the question says something that is not so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from api.answering.objects import as_asked, declined
from api.answering.result import AskServices
from api.answering.sets.lists import count, unit_words
from api.answering.words import set_words
from nlp.errors import VocabularyError
from nlp.questions.beside.said_counts import said_count
from nlp.questions.parser import Understood, reading_of, understand
from nlp.questions.records import Decline
from nlp.questions.tables.frame_rules import frame_rules

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]
_OF_SETS = frozenset(
    {
        "list",
        "totals",
        "count_and_total",
        "amounts",
        "average",
        "rank",
        "change",
        "change_rank",
        "share",
        "exists",
        "rank_count",
        "rank_ministry",
    }
)
# Numbers that are read already: how many are to be shown, or how many something has.
_READ = frozenset({"top", "nth", "some", "joint_count", "joint_least", "having", "times", "whole"})
_OVER = ("line", "measure", "programme", "grantee")


# 厚労省の2事業の差額: how far the two lie apart, which the rest without the number does not say.
_APART = re.compile("事業の(?:金額の|額の)?(?:差|開き)")


def with_said_count(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    """The answer to a question that says how many things its set has; None where it says no such number, and where the rest
    of it is no question about a set."""
    said = said_count(asked)
    if said is None or _APART.search(asked):
        return None
    read = reading_of(asked, services.known).numbers
    if any(hit.kind in _READ and str(said.number) in hit.values for hit in read) and not _of_a_mean(
        asked, services, before
    ):
        return None
    understood = understand(said.rest, services.known, before)
    if not isinstance(understood, Understood) or not _of_a_set(understood):
        return None
    found = answer_one(said.rest, before, services)
    if found["status"] != "answered" or found.get("frame") != understood.rule.id:
        return None
    numbers = _numbers(understood, found, services, rows=said.thing != "事業")
    if said.number in numbers:
        return as_asked(found, asked, before)
    if not numbers:
        return None
    item = "programme" if understood.frame.over == "line" else understood.frame.over
    of_things = replace(understood, frame=replace(understood.frame, item=item))
    text = (
        f"「{said.words}」とありますが、{set_words(of_things)}は{numbers[0]}{unit_words(item)}です。"
        "何を指しているのか確かめられないため、答えを出していません。"
    )
    return declined(
        asked,
        Decline("false_premise", text, f"{found['interpretation']}（「{said.words}」）"),
        services,
        before,
    )


def _of_a_mean(asked: str, services: AskServices, before: tuple[str, ...]) -> bool:
    """Whether the mean of a set is asked for: it shows no first few, so that no number says how many."""
    understood = understand(asked, services.known, before)
    return isinstance(understood, Understood) and understood.rule.op == "average"


def _of_a_set(understood: Understood) -> bool:
    frame = understood.frame
    return understood.rule.op in _OF_SETS and frame.over in _OVER


def _numbers(understood: Understood, found: Answer, services: AskServices, *, rows: bool) -> list[int]:
    """How many things the set has, programmes before the `rows` that print them, and how many the answer lists."""
    frame = replace(understood.frame, limit=0, nth=0)
    rule = next(rule for rule in frame_rules() if rule.id == "count")
    items = ("programme", "line")[: 1 + rows] if frame.over == "line" else (frame.over,)
    numbers: list[int] = []
    for item in items:
        try:
            result = count(replace(understood, frame=replace(frame, item=item), rule=rule), services)
        except VocabularyError:
            continue
        if not result.reason:
            numbers.append(int(result.answer.get("value") or 0))
    if understood.rule.op in ("change", "change_rank"):
        numbers = []
    if understood.rule.op == "average":
        # Those with an amount, of each list: the last column of the means.
        numbers += [row[-1] for row in (found.get("answer") or {}).get("rows") or []]
    if understood.rule.op in ("list", "change", "change_rank"):
        numbers.append(len((found.get("answer") or {}).get("items") or []))
    return numbers

"""The rows that a list of ministries is made of: どの府省？番号も asks for what rows have and ministries have not."""

from __future__ import annotations

import re
from dataclasses import replace

from api.answering.result import AskServices
from api.answering.words import set_words
from nlp.questions.parser import Understood, understand
from nlp.questions.records import Condition
from nlp.questions.several_asked.asked_parts import AskedParts

# What is asked of the ministries themselves.
_OF_MINISTRIES = {"count", "where", "ministry"}
# Xの施策を担当しているのはどこの省, どの省がXの施策をやってる: X's measures
_ASKED_WHO = (
    re.compile(
        r"^(?P<rows>.+?(?:施策|事業|取組))を[^、。?]{1,14}(?:の|ところ|府省庁?|省庁?|役所)(?:は|って)?[^、。?]{0,12}$"
    ),
    re.compile(
        r"^(?:どの|どこの|何の?)(?:府省庁?|省庁?|役所|省|庁)が(?P<rows>.+?(?:施策|事業|取組))を[^、。?]{1,14}$"
    ),
)
_ROWS = {"measure": "measure", "line": "programme"}


def rows_behind(understood: Understood, parts: AskedParts, services: AskServices) -> str:
    """The question for the measures or programmes of the ministries that a question lists, "" where its parts are of the ministries,
    or where the conditions do not come back as they are when they are read again."""
    frame = understood.frame
    item = _ROWS.get(frame.over, "")
    if understood.rule.op not in ("list", "count") or frame.item != "ministry" or not item:
        return ""
    if set(parts.parts) <= _OF_MINISTRIES or any(c.origin == "inherited" for c in frame.conditions):
        return ""
    said = next((m["rows"] for form in _ASKED_WHO if (m := form.match(parts.core.rstrip("?。 ")))), "")
    worded = set_words(replace(understood, frame=replace(frame, item=item)))
    for question in (f"{said}は？", f"{worded}は？"):
        again = understand(question, services.known) if question != "は？" else None
        if not isinstance(again, Understood) or again.rule.op != "list" or again.frame.item != item:
            continue
        if {_told(c) for c in again.frame.conditions} == {_told(c) for c in frame.conditions}:
            return question
    return ""


def _told(condition: Condition) -> tuple[object, ...]:
    values = frozenset(term.value for term in condition.values)
    return (condition.kind, values, condition.mode, condition.operator)


__all__ = ["rows_behind"]

"""A follow-up that asks for one fact (その締切は？), answered of what the question before was about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.objects import as_asked, declined
from api.answering.result import AskServices
from nlp.questions.follow_ups.carrying import (
    asks_fact,
    asks_of_another,
    carried_questions,
    fact_said,
    last_whole,
)
from nlp.questions.parser import with_law_before
from nlp.questions.records import Decline
from nlp.questions.refusing.asking_back import MONEY_OF_MEASURES

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]
_PASSAGE = "passage"
_OF_A_THING = ("attribute", "responsible")


def in_thread(asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne) -> Answer:
    """The answer to a question of a thread.

    Where the question before filled no frame (printed texts answered it, or nothing did), a follow-up that says only
    which fact it wants is answered as a whole question about the same, or declined: by itself it would speak of
    something else. Where the frame before does not have the fact, it is looked for in the same way.
    """
    named = with_law_before(asked, before, services.known)
    if named != asked:
        return as_asked(answer_one(named, (), services), asked, before)
    former = last_whole(before)
    if not former or not (asks_fact(asked) or asks_of_another(asked)):
        return answer_one(asked, before, services)
    place = len(before) - 1 - before[::-1].index(former)
    answered = answer_one(former, before[:place], services)
    if answered.get("frame") not in (None, "", _PASSAGE):
        found = answer_one(asked, before, services)
        # Of a set that nothing is in, a part of its words is no set to speak of (R6補正の新規事業, of which there is none).
        empty = answered["status"] != "answered"
        kept = empty or found["status"] != "unanswerable" or found["interpretation"] == MONEY_OF_MEASURES
        return found if kept else _carried(asked, before, services, answer_one) or found
    carried = _of_the_one(asked, before, answered, services, answer_one) or _carried(
        asked, before, services, answer_one
    )
    # The passage that answered before, quoted once more, does not say what is asked now.
    if carried is not None and carried["text"] != answered["text"]:
        return carried
    if not asks_fact(asked):
        return answer_one(asked, before, services)
    text = f"前の問い「{former}」について、尋ねられたことの記述は、読み込んだ文書の中に見つかりませんでした。"
    return declined(asked, Decline("not_in_source", text, f"前の問いについての「{asked}」"), services, before)


def _of_the_one(
    asked: str, before: tuple[str, ...], answered: Answer, services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    """その施策のURLも after a passage of one measure: the fact of that measure, by its number, or of the one grantee told of; None for
    other answers."""
    items = {item["id"] for item in (answered.get("answer") or {}).get("items") or []}
    by_id = services.known.lexicon.by_id
    names = [by_id[id] for id in items if id in by_id]
    fact = fact_said(asked)
    if answered["status"] != "answered" or len(items) != 1 or not names or not fact:
        return None
    name = names[0]
    if name.kind == "measure" and name.number:
        question = f"施策No.{name.number}の{fact}"
    elif name.kind == "grantee":
        question = f"{name.label}の{fact}"
    else:
        return None
    found = answer_one(question, (), services)
    told = found.get("frame") in _OF_A_THING or (name.kind == "grantee" and found.get("frame") == _PASSAGE)
    if found["status"] != "answered" or not told:
        return None
    what = f"施策No.{name.number}" if name.kind == "measure" else name.label
    note = f"前の答えが引いた{what}について「{question}」として答えています。"
    return as_asked(found, asked, before, caveats=[note, *found["caveats"]])


def _carried(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    for question in carried_questions(before, asked):
        found = answer_one(question, (), services)
        if found["status"] == "answered":
            note = f"前の問いに続けて「{question}」として答えています。"
            return as_asked(found, asked, before, caveats=[note, *found["caveats"]])
    return None

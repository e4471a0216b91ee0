"""Questions that claim something and ask whether it is so, before they are read as questions for whatever meets their words.

In order: what is denied to have it confirmed, a claim about a set, one ministry, what belongs to what, a value. A claim that is
recognised and not read whole is not answered by a computation that would drop the word that makes it one (全部, だけ, 20施設).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.claimed.denials import denied_answer
from api.answering.claimed.members import grantee_answer, member_answer
from api.answering.claimed.of_sets import claim_of_set, plain_claim_of_set
from api.answering.claimed.offices import same_office_answer
from api.answering.claimed.values import value_answer
from api.answering.claimed.who_may import who_may_answer
from api.answering.objects import declined, told_by_texts
from api.answering.result import AskServices, Result
from nlp.questions.claimed.denials import denial_lost, is_whether, only_said, they_alone
from nlp.questions.claimed.of_sets import set_claims
from nlp.questions.claimed.values import numbers_claimed, numbers_of
from nlp.questions.framing.charge_over_years import charge_over_years
from nlp.questions.parser import Understood, understand
from nlp.questions.records import Condition, Decline
from nlp.questions.tables.frame_rules import frame_rules

AnswerOne = Callable[[str, tuple[str, ...], AskServices], dict[str, Any]]
_RESULTS = (same_office_answer, grantee_answer, member_answer, claim_of_set)
_COUNTED = ("all", "none", "share")
_OWN = ("only_they",)
_DROPPING = (
    "exists",
    "list",
    "count",
    "attribute",
    "describe",
    "passage",
    "change",
    "change_rank",
    "compare",
)
_MOVED = ("change", "change_rank")
"""Computations that read a share by themselves, where it is by how much something moved (減少率が10%以上の事業)."""
_PASSAGE = "passage"


def claimed(
    asked: str, services: AskServices, answer_one: AnswerOne, plainly: AnswerOne
) -> dict[str, Any] | None:
    """The answer object of a question that claims something; None where it is a question of another kind.

    `answer_one` answers a question of any kind, `plainly` one that is known to claim nothing.
    """
    understood = understand(asked, services.known)
    if isinstance(understood, Understood) and understood.rule.op in _OWN:
        return None
    for told in _RESULTS:
        result = told(asked, services)
        if result is not None:
            return _object(asked, result, services)

    def otherwise(question: str, before: tuple[str, ...], services: AskServices) -> dict[str, Any]:
        return _unread(question, services, plainly) or plainly(question, before, services)

    found = who_may_answer(asked, services, otherwise)
    if found is not None:
        return found
    found = denied_answer(asked, services, answer_one, otherwise) or value_answer(asked, services, plainly)
    if found is not None:
        return found
    plain = plain_claim_of_set(asked, services)
    if plain is not None:
        return _object(asked, plain, services)
    return _unread(asked, services, plainly)


def _object(asked: str, result: Result, services: AskServices) -> dict[str, Any]:
    if result.reason:
        refused = declined(asked, Decline(result.reason, result.text, result.note), services, ())
        return {**refused, "caveats": result.caveats}
    return told_by_texts(asked, result, services, ())


def _unread(asked: str, services: AskServices, plainly: AnswerOne) -> dict[str, Any] | None:
    """A refusal where the plain answer drops the word for how many, だけ, or a number; None where it does not, or nothing is claimed."""
    if denial_lost(asked, ""):
        found = plainly(asked, (), services)
        unsaid = _computed(found) == _PASSAGE and denial_lost(asked, found["text"])
        return _refused(asked, ["ない"], found, services) if unsaid else found
    if not is_whether(asked):
        return None
    years = charge_over_years(asked)
    words = ["年度の間"] if years is not None and years.ministry else []
    words += list(dict.fromkeys(claim.word for claim in set_claims(asked) if claim.how in _COUNTED))
    words += ["だけ"] if they_alone(asked) else []
    numbers = numbers_claimed(asked)
    only = only_said(asked)
    if not words and not only and not numbers:
        return None
    found = plainly(asked, (), services)
    if found["status"] != "answered":
        return found
    op = _computed(found)
    truth = isinstance((found.get("answer") or {}).get("value"), bool)
    bounded = op in _MOVED and any(c.kind.startswith("change_") for c in _conditions(asked, services))
    if words and op in _DROPPING and not bounded and not (op == _PASSAGE and truth):
        return _refused(asked, words, found, services)
    if op == _PASSAGE and not truth:
        lost = [n for n in numbers if n not in numbers_of(found["text"])]
        if lost or only:
            return _refused(asked, lost or ["だけ"], found, services)
    return found


def _conditions(asked: str, services: AskServices) -> tuple[Condition, ...]:
    understood = understand(asked, services.known)
    return understood.frame.conditions if isinstance(understood, Understood) else ()


def _computed(found: dict[str, Any]) -> str:
    """The computation of an answer; "" for one that reads the word for how many by itself (一つもない)."""
    frame = str(found.get("frame") or "")
    rule = next((rule for rule in frame_rules() if rule.id == frame), None)
    return frame if rule is None else "" if rule.flag else rule.op


def _refused(asked: str, words: list[str], found: dict[str, Any], services: AskServices) -> dict[str, Any]:
    said = "・".join(f"「{word}」" for word in words)
    text = f"{said}を含めて当てはまるかどうかは、読み込んだ文書から読み取れないため、答えを出していません。その語を除くか、別の言い方で尋ねてください。"
    why = Decline("not_in_graph", text, found["interpretation"], final=True)
    return declined(asked, why, services, ())


__all__ = ["claimed"]

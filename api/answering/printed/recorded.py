"""What is tried before a question is refused, and instead of a set of things: the meaning of a word, the list of grantees,
one record."""

from __future__ import annotations

import re

from api.answering.printed.terms import meaning_rather, term_meaning
from api.answering.records.answered import record_answer
from api.answering.records.grantees import grantee_list
from api.answering.result import AskServices, Result
from nlp.questions.parser import Understood
from nlp.questions.printed.record_questions import RecordQuestion

_OF_A_SET = ("list", "count", "exists", "describe")
_OF_PARTS = {"subsidy_rate", "limit", "implementer"}
_DETAILS = {"whom", "via", "when", "often", "long", "obliged"}
_OF_CLAUSES = {"who", "with", "least", "most", "share", "must", "may", "bars", "barred"}
_CELLS = {"name", "ministry", "overview", "goal", "achievement", "review", "link"}
_NUMBERED = re.compile("(?:施策|計画の|[NnＮｎ][OoＯｏ][.．]?)[^。、0-9０-９]{0,4}[0-9０-９]")
_BY_WORDS = {"keyword", "quoted"}
_OF_ROWS = re.compile("施策|省庁|何件|いくつ|一覧|すべて|全部")


def recorded(question: str, services: AskServices) -> Result | None:
    """The first of them that has all of the question; None where none has."""
    return (
        term_meaning(question, services)
        or grantee_list(question, services)
        or record_answer(question, services)
    )


def rather_recorded(question: str, understood: Understood, services: AskServices) -> Result | None:
    """What a record says where a set of things, found by words alone, would be no answer: is an activity paid for
    (司法書士に来てもらうのは対象に入る？), the rate of a part of a sheet; None for others."""
    meant = meaning_rather(question, understood, services)
    if meant is not None:
        return meant
    frame, op = understood.frame, understood.rule.op
    by_words = {c.kind for c in frame.conditions} <= _BY_WORDS
    if op in _OF_A_SET and by_words and not _OF_ROWS.search(question):
        found = record_answer(question, services, _of_one_record)
        if found is not None:
            return found
    if op in _OF_A_SET:
        # 厚労省が情報を共有する相手, 指標はいくつ設定: what a rule says, where a set of other things would be told.
        found = record_answer(question, services, _of_one_rule)
        if found is not None:
            return found
    if op == "attribute" and by_words and set(frame.attribute.split("+")) <= _OF_PARTS:
        return record_answer(question, services, lambda asked: asked.kind == "component")
    if op == "attribute" and by_words and frame.attribute == "number":
        # 安否の確認はどの事業の何番: an activity of a guideline, and no row of a list that has the word
        return record_answer(
            question, services, lambda asked: asked.kind == "activity" and "number" in asked.asked
        )
    if op == "attribute" and "+" in frame.attribute:
        return record_answer(question, services, _says_all)
    return None


def several_cells(question: str, services: AskServices) -> Result | None:
    """施策34は何をやる施策で、どこの役所: at least two cells of the measure with that No., where nothing else is asked; None for others."""
    if _NUMBERED.search(question) is None:
        return None
    return record_answer(question, services, _is_several_cells)


def guideline_said(question: str, services: AskServices) -> Result | None:
    """What the one guideline, or a rule of it, says that all words of a question are of, where they name several funds."""
    return record_answer(question, services, lambda asked: asked.kind in ("guideline", "rule"))


def recorded_whole(question: str, services: AskServices) -> Result | None:
    """What a record says of which a passage would tell a part: whether, who, with whom, how much as a rule says, several details of it (どこを通して誰あてに、いつまでに出せば), a
    detail of what a guideline is said to rule, all parts that have a rate or implementer; None for other questions."""
    return record_answer(question, services, _is_whole)


def _is_whole(asked: RecordQuestion) -> bool:
    details = _DETAILS & set(asked.asked)
    which = "which" in asked.asked and (asked.rate or "implementer" in asked.asked)
    ruled = asked.kind == "rule" and any(subject.done or subject.name == "kpi" for subject in asked.subjects)
    if asked.kind == "rule" and _OF_CLAUSES & set(asked.asked) and (asked.subjects or asked.nouns):
        return True
    chosen = (asked.kind == "activity" and "chosen" in asked.asked) or asked.kind == "guideline"
    return len(details) > 1 or bool(details and ruled) or chosen or bool(asked.kind == "component" and which)


def _says_all(asked: RecordQuestion) -> bool:
    """Several things asked of a call or a guideline, or of what is paid for (対象ですか、何番): a programme has none of them."""
    if asked.kind == "activity":
        return {"eligible", "number"} <= set(asked.asked)
    return asked.kind in ("call", "guideline") and len(asked.asked) > 1


def _of_one_record(asked: RecordQuestion) -> bool:
    """Whether something is paid for, or who may carry a part out (どこが実施できるの), which no ministry answers."""
    if asked.kind == "component":
        return asked.asked == ("implementer",)
    return asked.kind == "activity" and "eligible" in asked.asked


def _of_one_rule(asked: RecordQuestion) -> bool:
    return asked.kind == "rule" and bool({"with", "least"} & set(asked.asked)) and bool(asked.nouns)


def _is_several_cells(asked: RecordQuestion) -> bool:
    alone = asked.kind == "measure" and asked.number > 0 and not asked.sought and not asked.years
    return alone and len(asked.asked) > 1 and set(asked.asked) <= _CELLS


__all__ = ["guideline_said", "rather_recorded", "recorded", "recorded_whole", "several_cells"]

"""Nothing fits as asked: the same looked for more widely, and said so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from api.answering.refusing.kindred import of_kindred
from api.answering.result import AskServices, Result
from api.answering.words import wording
from graph.question_graph import supports
from nlp.errors import VocabularyError
from nlp.questions.conditions.keyword_conditions import loosened
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

_OF_A_SET = ("list", "count", "exists")
Operation = Callable[[Understood, AskServices], Result]


def tolerant(run: Operation) -> Operation:
    """The operation for tries: rows of another kind that it has no query for are rows with nothing (limits of measures)."""

    def tried(understood: Understood, services: AskServices) -> Result:
        try:
            return run(understood, services)
        except VocabularyError:
            return Result("", {}, reason="not_in_graph")

    return tried


def is_empty(result: Result, understood: Understood) -> bool:
    """Whether nothing fits as asked."""
    none = understood.rule.op == "exists" and result.answer.get("value") is False
    return none or result.reason in ("not_in_source", "out_of_domain")


def more_widely(result: Result, understood: Understood, compute: Operation, services: AskServices) -> Result:
    """What is found when the same is looked for more widely; the empty result itself where nothing is."""
    run = tolerant(compute)
    wider = (
        of_kindred(understood, services, run)
        or among_all_works(understood, services, run)
        or anywhere_in_texts(understood, services, run)
    )
    return wider or loosely(understood, services, run) or result


def anywhere_in_texts(understood: Understood, services: AskServices, run: Operation) -> Result | None:
    """No name or overview has the words: what has them in its goal, achievement or review, and said so."""
    frame = understood.frame
    asked = [c for c in frame.conditions if c.kind in ("keyword", "law", "plan") and c.mode != "none"]
    if not asked or not supports(frame.over, "quoted"):
        return None
    if understood.rule.op == "attribute" and set(frame.attribute.split("+")) & {"limit", "subsidy_rate"}:
        return None  # whose limit is asked for is no word somewhere in a text
    conditions = tuple(_in_texts(c) if c in asked else c for c in frame.conditions)
    wider = replace(understood, frame=replace(frame, conditions=conditions))
    found = run(wider, services)
    if found.reason or is_empty(found, understood):
        return None
    words = "".join(f"「{c.values[0].label}」" for c in asked)
    found.caveats.insert(
        0, f"{words}は名称や概要にはないため、目標・達成状況・見直し方針も含む本文で探しています。"
    )
    found.note = found.note or wording(wider)
    return found


def among_all_works(understood: Understood, services: AskServices, run: Operation) -> Result | None:
    """モデル調査: nothing says that measures are meant, and none has the words; what programmes have them, and said so."""
    frame = understood.frame
    worded = any(c.kind == "keyword" and c.mode != "none" for c in frame.conditions)
    listed = understood.rule.op in _OF_A_SET  # an attribute of both has no path
    if frame.over != "measure" or frame.item != "measure" or "施策" in frame.text or not (worded and listed):
        return None
    if not all(supports("work", c.kind) for c in frame.conditions):
        return None
    wider = replace(understood, frame=replace(frame, over="work", item="work"))
    found = run(wider, services)
    if found.reason or is_empty(found, understood):
        return None
    found.caveats.insert(0, "施策にはその語がないため、事業も含めて探しています。")
    found.note = found.note or wording(wider)
    return found


def _in_texts(condition: Condition) -> Condition:
    """A word, or the name of a law or plan, as something to be found anywhere in the texts."""
    if condition.kind == "keyword":
        return replace(condition, kind="quoted")
    return replace(
        condition, kind="quoted", values=tuple(Term("text", t.label, t.label) for t in condition.values)
    )


def _said_to_be_for(condition: Condition, frame: Frame) -> bool:
    """Whether the question says of a group that things are for it (Xを対象とする, 対象者がX)."""
    word = re.escape(condition.surface)
    said = rf"{word}(?:等|など)?(?:だけ|のみ)?(?:を|が|に)?対象|対象(?:者)?(?:が|は|に|として){word}"
    return condition.kind == "target_group" and bool(word) and re.search(said, frame.text) is not None


def loosely(understood: Understood, services: AskServices, run: Operation) -> Result | None:
    """Nothing fits as asked: the same with the words of a compound anywhere in the text, or a group named rather than
    said to be supported; and said so."""
    frame = understood.frame
    if any(c.kind.startswith("only") for c in frame.conditions):
        return None  # 対象者がXだけ: whom things are for is said, and is no word of a text
    apart = {c: () if _said_to_be_for(c, frame) else loosened(c) for c in frame.conditions}
    if not any(apart.values()):
        return None
    conditions = tuple(part for c in frame.conditions for part in (apart[c] or (c,)))
    wider = replace(understood, frame=replace(frame, conditions=conditions))
    found = run(wider, services)
    if found.reason or is_empty(found, understood):
        return None
    for condition in (c for c in frame.conditions if apart[c]):
        said = "と".join(f"「{part.values[0].label}」" for part in apart[condition])
        word = condition.values[0].label
        found.caveats.insert(
            0,
            f"対象者として「{word}」と読み取れるものはないため、名称か概要に{said}を含むもので答えています。"
            if condition.kind == "target_group"
            else f"「{word}」という語はどの名称や概要にもないため、{said}をすべて含むもので答えています。",
        )
    found.note = found.note or wording(wider)
    return found

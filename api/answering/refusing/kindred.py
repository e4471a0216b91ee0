"""What is asked of one name and printed under a longer one that holds it: answered by that, and said so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from api.answering.result import AskServices, Result
from nlp.questions.found.words import words
from nlp.questions.names.lexicon import Name
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Term
from nlp.questions.typed.text import fold_key

_OF_GUIDELINES = ("requirement", "activity", "eligible_programme", "guideline")
_ATTRIBUTES = ("in_force", "established", "document_number")


def of_kindred(
    understood: Understood, services: AskServices, compute: Callable[[Understood, AskServices], Result]
) -> Result | None:
    """The answer for the one programme with a guideline whose name holds the name asked about; None when there is none.

    孤独・孤立対策推進交付金 is printed on lists, its 実施要領 is of 社会参加活躍支援等孤独・孤立対策推進交付金.
    """
    frame = understood.frame
    if frame.over == "plan":
        return _of_plan(understood, services, compute)
    attribute = frame.attribute in _ATTRIBUTES and frame.over == "programme"
    if not attribute and frame.over not in _OF_GUIDELINES:
        return None
    named = next((c for c in frame.conditions if c.kind == "programme" and len(c.values) == 1), None)
    if named is None:
        return None
    own = fold_key(named.values[0].label)
    for name in services.known.lexicon.of_kind("programme"):
        if name.id == named.values[0].value or own not in fold_key(name.label):
            continue
        conditions = tuple(_of(name) if c is named else c for c in frame.conditions)
        found = compute(replace(understood, frame=replace(frame, conditions=conditions)), services)
        if found.reason:
            continue
        note = f"「{named.values[0].label}」そのものの要領は読み込まれていないため、名称の近い「{name.label}」の要領で答えています。"
        found.caveats.insert(0, note)
        found.text = f"{note}{found.text}"
        return found
    return None


def _of_plan(
    understood: Understood, services: AskServices, compute: Callable[[Understood, AskServices], Result]
) -> Result | None:
    """A plan cited by a short name that says nothing of its own: the one plan whose name has all words of the short one."""
    frame = understood.frame
    named = next((c for c in frame.conditions if c.kind == "plan" and len(c.values) == 1), None)
    if named is None:
        return None
    own = [w.surface for w in words(named.values[0].label) if w.pos == "名詞"]
    others = [
        name
        for name in services.known.lexicon.of_kind("plan")
        if name.id != named.values[0].value and own and all(word in name.label for word in own)
    ]
    if len(others) != 1:
        return None
    condition = Condition("plan", (Term("iri", others[0].id, others[0].label),), surface=others[0].label)
    found = compute(replace(understood, frame=replace(frame, conditions=(condition,))), services)
    if found.reason:
        return None
    note = f"「{named.values[0].label}」は「{others[0].label}」のこととして答えています。"
    found.caveats.insert(0, note)
    found.text = f"{note}{found.text}"
    return found


def _of(name: Name) -> Condition:
    return Condition("programme", (Term("iri", name.id, name.label),), surface=name.label)

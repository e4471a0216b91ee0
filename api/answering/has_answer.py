"""What answering asks of a question beforehand: whether it has an answer, and what the questions of a thread were answered with."""

from __future__ import annotations

from itertools import islice

from api.answering.operations import OPERATIONS
from api.answering.result import AskServices
from api.answering.within_lists import ways_within
from nlp.errors import VocabularyError
from nlp.questions.follow_ups.ranked_before import told_by_names
from nlp.questions.names.lexicon import Name
from nlp.questions.parser import Understood, understand
from nlp.questions.records import AskBack

MOST_ALTERNATIVES = 8
"""Questions offered where one is asked back."""


def answered_with(before: tuple[str, ...], services: AskServices) -> tuple[tuple[Name, ...], ...]:
    """For each question of a thread the things that it was answered with: the one thing, or those that only its names tell;
    () for the others."""
    found: list[tuple[Name, ...]] = []
    for number, former in enumerate(before):
        understood = understand(former, services.known, before[:number], tuple(found))
        found.append(_items(understood, services) if isinstance(understood, Understood) else ())
    return tuple(found)


def _items(understood: Understood, services: AskServices) -> tuple[Name, ...]:
    try:
        items = OPERATIONS[understood.rule.op](understood, services).answer.get("items") or []
    except VocabularyError:
        return ()
    if len(items) != 1 and not told_by_names(understood):
        return ()
    by_id = services.known.lexicon.by_id
    names = tuple(by_id[id] for id in dict.fromkeys(item["id"] for item in items) if id in by_id)
    return names if len(names) == len({item["id"] for item in items}) else ()


def answers(question: str, services: AskServices, *, asks_again: bool = False) -> bool:
    """Whether a question offered as a choice is answered, or asks back in its turn (which year of the plan) for one that is."""
    for way, within in ways_within(question, services):
        understood = understand(way, within.known)
        if isinstance(understood, AskBack) and understood.standing:
            return True  # each of its choices is there
        if isinstance(understood, AskBack) and not asks_again:
            further = (c.question for c in understood.choices if c.question != question)
            if any(answers(one, services, asks_again=True) for one in islice(further, MOST_ALTERNATIVES)):
                return True
        if isinstance(understood, Understood) and has_answer(understood, within):
            return True
    return False


def has_answer(understood: Understood, services: AskServices) -> bool:
    """Whether a question that was read has an answer."""
    try:
        return not OPERATIONS[understood.rule.op](understood, services).reason
    except VocabularyError:
        return False


__all__ = ["MOST_ALTERNATIVES", "answered_with", "answers", "has_answer"]

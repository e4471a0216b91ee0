"""Quotes for an answer: what it speaks of, or what stands behind its counts, rankings and averages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.answering.quotes import MOST_EVIDENCE, issue_quotes, quotes_of
from api.answering.result import AskServices, Result
from api.answering.sets.lists import PLACES, some_items
from graph.iris import iri
from graph.question_graph import can_list, supports
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

_ISSUE = iri("issue/")
_MOST_PLACES = 20
_NOTHING_BEHIND = (
    "definition",
    "ministry_history",
    "ministry_changed",
    "capability",
    "coverage",
    "gap_targets",
    "gap_ministries",
    "lineage_all",
)
"""Computations whose answer is no set of printed things: a meaning, what is loaded, what is absent."""
_TOLD_OF_MEMBERS = ("ministry", "section", "targetGroup", "amount", "prefecture", "legalForm", "prefLabel")


# Which cells a condition is read from.
_OF_CONDITION: Mapping[str, tuple[str, ...]] = {
    "ministry": ("ministry",),
    "ministry_below": ("ministry",),
    "target_group": ("targetGroup", "helperGroup"),
    "target_group_below": ("targetGroup", "helperGroup"),
    "section": ("section",),
    "pillar": ("section",),
    "amount": ("amount",),
    "amount_kind": ("amountKind", "amount"),
    "relisted": ("relisted", "remarks"),
    "newly": ("newlyListed", "remarks"),
    "prefecture": ("prefecture",),
    "place": ("prefecture", "serviceArea"),
    "area": ("serviceArea",),
    "legal_form": ("legalForm",),
    "in_goal": ("goal",),
    "in_achievement": ("achievement",),
    "in_review": ("review",),
    "in_overview": ("overview",),
}


def sources(result: Result, services: AskServices, frame: Frame) -> list[dict[str, Any]]:
    """Quotes for what the answer speaks of, of the cells that the conditions are read from and the properties it rests on;
    of any property where those have none."""
    about = [thing for thing in dict.fromkeys(result.about) if thing.startswith("http")][:MOST_EVIDENCE]
    told = tuple(name for c in frame.conditions for name in _OF_CONDITION.get(c.kind, ()))
    found = quotes_of(about, (*told, *result.supports, "prefLabel", "displayLabel"), services)
    issues = [thing for thing in about if thing.startswith(_ISSUE)]
    return found or issue_quotes(issues, services)


def behind(understood: Understood, result: Result, services: AskServices) -> list[dict[str, Any]]:
    """Quotes of some of the things that were counted, added up or ranked, where the answer's own things have none."""
    frame = understood.frame
    if understood.rule.op in _NOTHING_BEHIND or not result.answer or not can_list(frame.over, frame.over):
        return []
    if result.answer.get("value") in (False, 0):
        return []
    # What is common to two ministries stands behind the things of either.
    kept = tuple(
        replace(c, mode="any" if c.mode == "all" else c.mode)
        for c in frame.conditions
        if supports(frame.over, c.kind)
    )
    items = [item for item in result.answer.get("items") or () if item.get("id")]
    if frame.item in PLACES and frame.item != frame.over and supports(frame.over, frame.item) and items:
        # 施策が一番少ない府省庁: what stands under those that the answer names.
        terms = tuple(Term("iri", item["id"], item["label"]) for item in items[:_MOST_PLACES])
        kept = (*(c for c in kept if c.kind != frame.item), Condition(frame.item, terms))
    shaped = replace(frame, item=frame.over, limit=0, nth=0, conditions=kept)
    members = some_items(shaped, services, MOST_EVIDENCE)
    return quotes_of([member["id"] for member in members], _TOLD_OF_MEMBERS, services)

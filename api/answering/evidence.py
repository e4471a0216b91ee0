"""Quotes for an answer: what it speaks of, or what stands behind its counts, rankings and averages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.answering.lists import some_items
from api.answering.result import AskServices, Result, plain, template_text
from graph.question_graph import can_list, supports
from nlp.errors import TsunagariError
from nlp.questions.parser import Understood

MOST_EVIDENCE = 40
_NOTHING_BEHIND = ("definition", "capability", "coverage", "gap_targets", "gap_ministries", "lineage_all")
"""Computations whose answer is no set of printed things: a meaning, what is loaded, what is absent."""
_TOLD_OF_MEMBERS = ("ministry", "section", "targetGroup", "amount", "prefecture", "legalForm", "prefLabel")


def sources(result: Result, services: AskServices) -> list[dict[str, Any]]:
    """Quotes for what the answer speaks of, of the properties it rests on; of any property where those have none."""
    about = [thing for thing in dict.fromkeys(result.about) if thing.startswith("http")][:MOST_EVIDENCE]
    return _quotes(about, (*result.supports, "prefLabel"), services) or _quotes(about, (), services)


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
    shaped = replace(frame, item=frame.over, limit=0, nth=0, conditions=kept)
    members = some_items(shaped, services, MOST_EVIDENCE)
    return _quotes([member["id"] for member in members], _TOLD_OF_MEMBERS, services)


def _quotes(about: list[str], properties: tuple[str, ...], services: AskServices) -> list[dict[str, Any]]:
    if not about:
        return []
    values = " ".join(f"<{thing}>" for thing in about)
    names = ", ".join(f'"{name}"' for name in dict.fromkeys(properties))
    text = template_text("sources").replace("#{things}", values)
    chosen = f"FILTER(?supports IN ({names}))" if names else ""
    try:
        _, rows = services.run(text.replace("#{supports}", chosen))
    except TsunagariError:
        return []
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        node, quoted, document, start, end, sure = (plain(cell) for cell in row[:6])
        item = {"document": document, "quote": quoted, "start": int(start), "end": int(end), "id": node}
        found.setdefault((document, start, end), {**item, "confidence": float(sure or 0)})
    return list(found.values())[:MOST_EVIDENCE]

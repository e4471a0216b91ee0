"""Counts by two properties at once: 府省庁別・節別の事業数, 柱×府省庁の施策数."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import AskServices, Result, coverage, select_text, template_text
from api.answering.sets.groupings import grouping_by, joint_caveats
from api.answering.sets.lists import PLACES, item_words
from api.answering.words import set_words
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood

_MARKS = {"pillar": "柱", "section": "節"}
_MOST_TOLD = 30


def cross(understood: Understood, services: AskServices) -> Result:
    """How many things there are in each pair of groups that has any; `frame.group` joins the two by +."""
    frame = understood.frame
    one, other = frame.group.split("+")
    if frame.item in PLACES:
        frame = replace(frame, item="programme" if frame.over == "line" else frame.over)
    plans = bool(services.known.lexicon.shared_notations)
    groupings = [
        "  "
        + grouping_by(frame.over, by, plans=plans)
        .replace("?group", f"?{name}")
        .replace("?inPlace", f"?{name}Place")
        for by, name in ((one, "group"), (other, "beside"))
    ]
    query, rows = select_text(
        template_text("group_crossed").replace("#{groupings}", "\n".join(groupings)), frame, services
    )
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    table = [[_named(one, r["group"]), _named(other, r["beside"]), int(r["value"])] for r in rows]
    each: dict[str, list[str]] = {}
    for group, beside, value in table:
        each.setdefault(str(group), []).append(f"{beside} {value}")
    told = [f"{group}は{'、'.join(values)}" for group, values in each.items()]
    more = f"；ほか{len(told) - _MOST_TOLD}" if len(told) > _MOST_TOLD else ""
    said = "；".join(told[:_MOST_TOLD]) + more
    columns = [item_words(one) if one != "year" else "年度", item_words(other) if other != "year" else "年度"]
    answer: dict[str, Any] = {
        "type": "table",
        "columns": [*columns, f"{item_words(frame.item)}の数"],
        "rows": table,
    }
    text = (
        f"{columns[0]}と{columns[1]}の組ごとの{item_words(frame.item)}の数: {said}。ほかの組にはありません。"
    )
    return Result(text, answer, query, joint_caveats(one, other) + coverage(frame, services))


def _named(by: str, group: str) -> str:
    return year_words(int(group[:4])) if by == "year" else f"{_MARKS.get(by, '')}{group}"


__all__ = ["cross"]

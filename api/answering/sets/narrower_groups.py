"""Target groups with the narrower ones below them (聴覚障害者 below 障害者): counted in, and told apart in the text.

What is for a narrower group is for the group as well (SKOS: `skos:broader` chains), so that the ministries that have
something for a group and those that have nothing are all of them. Both figures are said: with and without.
"""

from __future__ import annotations

from dataclasses import replace

from api.answering.result import AskServices, Result, listed, numbered, select
from api.answering.sets.lists import item_words, some_items, unit_words
from graph.question_graph import build_query, supports
from nlp.questions.framing.sets import condition_data
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame

_OPS = (
    "attribute",
    "list",
    "count",
    "exists",
    "only_they",
    "group",
    "rank_count",
    "share",
    "count_and_total",
    "totals",
    "average",
    "amounts",
    "rank",
    "rank_ministry",
    "rank_section",
)
_BOTH_SAID = ("list", "count", "exists")
_MOST_GROUPS = 8


def with_narrower(understood: Understood, services: AskServices) -> Understood:
    """The question asked of the groups and all below them; as it is where that changes nothing, or another is meant.

    A group of everybody (すべての人) is never widened: everything would be for it.
    """
    frame = understood.frame
    if understood.parts:
        # 高齢者向けと若者向けのどちらが多い: both sides are counted as they are when asked alone.
        parts = tuple((name, with_narrower(part, services)) for name, part in understood.parts)
        return replace(understood, parts=parts)
    if understood.rule.id == "count_and_charge":
        return understood  # how many and whose: the number is of those printed with the group itself
    if understood.rule.op not in _OPS or not supports(frame.over, "target_group_below"):
        return understood
    everybody = condition_data()["universal_groups"]
    if frame.own_groups or any(c.kind == "only_target" for c in frame.conditions):
        return understood
    wider = replace(frame, conditions=tuple(_below(c, everybody) for c in frame.conditions))
    if wider == frame or _count(wider, services) == _count(frame, services):
        return understood
    return replace(understood, frame=wider)


def _below(condition: Condition, everybody: list[str]) -> Condition:
    kept = any(t.label in everybody for t in condition.values)
    if condition.kind != "target_group" or condition.mode == "only" or kept:
        return condition
    return replace(condition, kind="target_group_below")


def _count(frame: Frame, services: AskServices) -> int:
    kept = tuple(c for c in frame.conditions if supports(frame.over, c.kind))
    return _number(replace(frame, item=frame.over, conditions=kept), services)


def _number(frame: Frame, services: AskServices) -> int:
    rows = services.rows(build_query("count", frame))
    return int(rows[0]["value"] or 0) if rows else 0


def say_both(understood: Understood, asked: Understood, result: Result, services: AskServices) -> None:
    """Adds to a result what of it is for the groups themselves, and what only for narrower ones."""
    if understood is asked or result.reason:
        return
    frames = [understood.frame, *(part.frame for _, part in understood.parts)]
    below_too = [c for frame in frames for c in frame.conditions if c.kind == "target_group_below"]
    groups = list(dict.fromkeys(t for c in below_too for t in c.values))
    if not groups:
        return
    names = [
        row["label"] for t in groups for row in select("groups_below", asked.frame, services, {"group": t})[1]
    ]
    said, below = "・".join(t.label for t in groups), listed(list(dict.fromkeys(names)), _MOST_GROUPS)
    note = f"「{said}」には下位の対象者（{below}）も含めています。"
    excluded = all(c.mode == "none" for c in below_too)
    if understood.rule.op not in _BOTH_SAID or excluded:
        result.caveats.insert(0, f"{note}含めないときは「{said}そのもの」と尋ねてください。")
        return
    own = {item["id"] for item in some_items(asked.frame, services)}
    their_own = _number(asked.frame, services)
    only_below = _number(understood.frame, services) - their_own
    if only_below <= 0:
        result.caveats.insert(0, note)
        return
    unit, what = unit_words(asked.frame.item), item_words(asked.frame.item)
    # Those of the groups themselves are told from the others where all of them are named.
    whole = len(own) == their_own
    more = [i for i in some_items(understood.frame, services) if i["id"] not in own] if whole else []
    named = f"（{listed([numbered(item) for item in more], _MOST_GROUPS)}）" if more else ""
    result.text += (
        f"{note}「{said}」そのものの{what}は{their_own}{unit}、"
        f"下位の対象者だけのものは{only_below}{unit}です{named}。"
    )

"""Whether things are of one ministry: whose each of them is, and はい, いいえ, or neither where they share some only."""

from __future__ import annotations

from typing import Any

from api.answering.result import (
    AskServices,
    Result,
    query_of_text,
    select,
    select_text,
    template_text,
    things,
)
from graph.question_graph import serialise
from nlp.questions.claimed.offices import SameOffice, same_office
from nlp.questions.parser import Understood, understand
from nlp.questions.records import Frame, Term

_FRAME = Frame("same_ministry", "measure", "measure")
_NAMING = ("programme", "measure", "line")
_LEAST = 2


def same_office_answer(question: str, services: AskServices) -> Result | None:
    """The answer to such a question, or a refusal that names the part which is not one thing; None for any other question."""
    asked = same_office(question)
    if asked is None:
        return None
    found: dict[str, str] = {}
    for said in asked.things:
        read = _things(said, services, one=len(asked.things) > 1)
        if not read:
            text = f"「{said}」が何を指すのか一つに定まらないため、担当府省庁を比べられません。"
            return Result(text, {}, reason="not_in_graph", note=f"「{said}」の担当府省庁が同じか")
        found |= read
    return (
        _compared(asked, found, services) if len(set(found.values())) >= _LEAST else _only_one(asked, found)
    )


def _only_one(asked: SameOffice, found: dict[str, str]) -> Result:
    text = f"「{'・'.join(dict.fromkeys(found.values()))}」のほかに何と同じかが書かれていないため、答えを出していません。"
    note = f"「{'・'.join(asked.things)}」の担当府省庁が同じか"
    return Result(text, {}, reason="not_in_graph", note=note)


def _things(said: str, services: AskServices, *, one: bool) -> dict[str, str]:
    """The things that words name, by their IRI; {} where they are not read whole, or are several where one is meant."""
    asked = (f"{said}の担当府省庁は？",) if one else (f"{said}は？",)
    for question in asked:
        read = understand(question, services.known)
        if not isinstance(read, Understood) or read.frame.unused or read.frame.notes:
            continue
        frame = read.frame
        named = [t for c in frame.conditions if c.kind in _NAMING and c.mode == "any" for t in c.values]
        if len({t.label for t in named}) == 1 and named[0].kind == "iri":
            return {t.value: t.label for t in named}  # one name, of a row in each year's list
        if not one and read.rule.op == "list" and frame.item in ("programme", "measure"):
            return {
                str(x["id"]): str(x["label"]) for x in things(select("list", frame, services)[1], frame.item)
            }
        if one and frame.item == "ministry" and frame.conditions and not named:
            listed = understand(f"{said}は？", services.known)
            if isinstance(listed, Understood) and listed.rule.op == "list":
                rows = things(select("list", listed.frame, services)[1], listed.frame.item)
                return {str(x["id"]): str(x["label"]) for x in rows} if len(rows) == 1 else {}
    return {}


def _compared(asked: SameOffice, found: dict[str, str], services: AskServices) -> Result:
    bound = " ".join(serialise(Term("iri", thing)) for thing in found)
    told, rows = select_text(template_text("ministries_of"), _FRAME, services, things=bound)
    whose: dict[str, list[str]] = {thing: [] for thing in found}
    for row in rows:
        whose[row["thing"]].append(row["ministryLabel"])
    names = "・".join(f"「{label}」" for label in dict.fromkeys(found.values()))
    note = f"{names}の担当府省庁が{'違うか' if asked.apart else '同じか'}"
    if not all(whose.values()):
        lost = "・".join(f"「{found[thing]}」" for thing, offices in whose.items() if not offices)
        text = f"{lost}の担当府省庁が読み取れないため、比べられません。"
        return Result(text, {}, told, about=list(found), reason="unreadable", note=note)
    told_each = (f"「{found[thing]}」は{'・'.join(offices)}" for thing, offices in whose.items())
    said = "、".join(dict.fromkeys(told_each))
    sets = [frozenset(offices) for offices in whose.values()]
    same = len(set(sets)) == 1
    table = [[found[thing], office] for thing, offices in whose.items() for office in offices]
    answer: dict[str, Any] = {"type": "table", "columns": ["もの", "担当府省庁"], "rows": table}
    supports = ("ministry",)
    if not same and frozenset.intersection(*sets):
        shared = "・".join(sorted(frozenset.intersection(*sets)))
        text = f"{shared}は共通ですが、担当府省庁がすべて同じではありません。{said}です。"
        return Result(text, answer, told, [], list(found), supports, note=note)
    text = template_text("same_ministry")
    if asked.apart:
        text = text.replace("= 0)", "> 0)")
    query = query_of_text(text, _FRAME, things=bound)
    value = same is not asked.apart
    answer |= {"type": "boolean", "value": value}
    begun = "はい" if value else "いいえ"
    return Result(f"{begun}、{said}です。", answer, query, [], list(found), supports, note=note)


__all__ = ["same_office_answer"]

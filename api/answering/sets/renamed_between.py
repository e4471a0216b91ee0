"""Programmes of two years' lists that are thought to go on under another name: told beside those of one year only, and beside
those of both, with the number that they make together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from api.answering.result import AskServices, select
from graph.question_graph import build_query
from nlp.questions.framing.sets import condition_data
from nlp.questions.records import Condition, Frame

_YEARS = 2
# A link less sure than this does not say that the one goes on as the other.
_LEAST = 0.9


def renamed_of(frame: Frame, programmes: Collection[str], services: AskServices) -> list[str]:
    """Of programmes in one year only, those that continue or are continued under another name, each in a sentence."""
    if not any(c.kind == "year" and c.mode == "none" for c in frame.conditions):
        return []
    return [
        f"「{r['laterLabel']}」は「{r['earlierLabel']}」を引き継ぐと推定されます（確度{_sure(r['confidence'])}）。"
        for r in services.rows(build_query("lineage_all", frame))
        if r["later"] in programmes or r["earlier"] in programmes
    ]


def renamed_between(frame: Frame, services: AskServices) -> str:
    """The sentence on those that go on from one of two years to the other under another name, where the programmes of both are asked
    for; "" where there are none."""
    years = next((c for c in frame.of_kind("year") if c.mode == "all" and len(c.values) == _YEARS), None)
    if years is None or (frame.over, frame.item) != ("line", "programme"):
        return ""
    rows = services.rows(build_query("lineage_all", frame))
    if not rows:
        return ""
    first, last = (
        _of_year(frame, years, at, services)
        for at in sorted(range(_YEARS), key=lambda n: years.values[n].value)
    )
    both = first & last
    pairs = {
        (row["earlierLabel"], row["laterLabel"], _sure(row["confidence"]))
        for row in rows
        if row["earlier"] in first - both
        and row["later"] in last - both
        and float(row["confidence"] or 0) >= _LEAST
    }
    if not pairs:
        return ""
    told = "、".join(f"「{old}」から「{new}」へ（確度{sure}）" for old, new, sure in sorted(pairs))
    many = len(both) + len({old for old, _, _ in pairs})
    unit = condition_data()["units"]["programme"]
    return f"これに、名称を変えて続いていると推定されるもの（{told}）を加えると{many}{unit}です。"


def _of_year(frame: Frame, years: Condition, at: int, services: AskServices) -> set[str]:
    """The programmes of one of the years, under all other conditions."""
    one = replace(years, mode="any", values=(years.values[at],))
    only = replace(frame, conditions=tuple(one if c is years else c for c in frame.conditions))
    return {row["programme"] for row in select("list", only, services)[1]}


def _sure(confidence: str) -> str:
    return f"{float(confidence or 0):.2f}"


__all__ = ["renamed_between", "renamed_of"]

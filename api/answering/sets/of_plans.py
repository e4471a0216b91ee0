"""Measures told by the plans that they stand in, where several plans are loaded and the question names none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.answering.result import AskServices, listed, select
from nlp.questions.framing.sets import year_words
from nlp.questions.records import Frame

_OF_ONE_PLAN = ("year", "measure", "of_list")


def of_each_plan(frame: Frame, unit: str, services: AskServices) -> str:
    """How many of the measures counted stand in which plan, where several are loaded and none is named; "" otherwise."""
    if (
        frame.over != "measure"
        or frame.item != "measure"
        or any(c.kind in _OF_ONE_PLAN for c in frame.conditions)
    ):
        return ""
    plans = services.known.lexicon.numbered_measures()
    years = [plan.year for plan in services.known.lexicon.plans()]
    if len(plans) > 1:
        rows = select("count_of_each_list", frame, services)[1]
        of_document = {row["document"]: int(row["value"]) for row in rows}
        counted = [(one.label, sum(of_document.get(d, 0) for d in one.documents)) for one in plans]
        said = [f"「{label}」が{value}{unit}" for label, value in counted]
        # What stands in a document without a name of its own is of no plan named here.
        named = {document for one in plans for document in one.documents}
        return f"計画ごとでは{'、'.join(said)}です。" if set(of_document) <= named else ""
    if len(years) < 2:
        return ""
    # Asked once for all plans: with as many questions as plans 27 of them took 0.6 s.
    rows = select("count_of_each_plan", frame, services)[1]
    of_year = {int(row["year"][:4]): int(row["value"]) for row in rows}
    said = [f"{year_words(year)}の計画に{of_year.get(year, 0)}{unit}" for year in years]
    return f"計画ごとでは{'、'.join(said)}です。"


def in_each_plan(frame: Frame, items: Sequence[dict[str, Any]], services: AskServices) -> str:
    """Which of the measures listed stand in which plan, by their numbers, where they are of several; "" otherwise."""
    plans = services.known.lexicon.numbered_measures()
    of_plan = {
        one.label: [f"No.{item['number']}" for item in items if item["id"] in one.rows] for one in plans
    }
    said = [f"「{label}」が{listed(numbers, 10)}" for label, numbers in of_plan.items() if numbers]
    if frame.item != "measure" or len(said) < 2 or sum(map(len, of_plan.values())) != len(items):
        return ""
    return f"計画ごとでは{'、'.join(said)}です。"


__all__ = ["in_each_plan", "of_each_plan"]

"""`tsunagari diff`: what changed between two builds, in words."""

from __future__ import annotations

import json
from dataclasses import asdict

from api.commands.exporting import exchange_of
from api.graph_access import open_graph
from graph.analysis.diff import Change, compare_years, states
from graph.analysis.diff import compare as compare_states
from nlp.errors import StoreError

_YEARLY = ("Measure", "BudgetLine")


def compare(store_a: str, store_b: str, *, as_json: bool = False) -> str:
    """What was added, removed, renamed, moved and re-budgeted from A to B.

    Raises:
        StoreError: one of the two has no graph.
    """
    before, after = (states(exchange_of(open_graph(store))) for store in (store_a, store_b))
    return _said(list(compare_states(before, after)), as_json=as_json)


def compare_plan_years(store: str, before: int, after: int, *, as_json: bool = False) -> str:
    """What changed between two years of one graph: measures of two plans, rows of two budget lists. Years are western.

    Kinds of which only one year is loaded are left out: their things were not removed, they are not known.

    Raises:
        StoreError: no graph, or neither a plan nor a list of both years.
    """
    found = states(exchange_of(open_graph(store)))
    loaded = {kind: {state.year for state in found.values() if state.kind == kind} for kind in _YEARLY}
    both = [kind for kind in _YEARLY if {str(before), str(after)} <= loaded[kind]]
    if not both:
        known = "; ".join(
            f"{kind}: {', '.join(sorted(filter(None, years)))}" for kind, years in loaded.items()
        )
        raise StoreError(
            f"{before} と {after} の両方がそろう施策の計画も予算一覧もない (no plan and no list of both years)",
            hint=f"years in the graph: {known}",
        )
    changes = [change for kind in both for change in compare_years(found, str(before), str(after), kind=kind)]
    return _said(changes, as_json=as_json)


def _said(changes: list[Change], *, as_json: bool) -> str:
    if as_json:
        return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1)
    if not changes:
        return "違いはありません (no differences)"
    return "\n".join(str(change) for change in changes)

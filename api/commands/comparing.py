"""`tsunagari diff`: what changed between two builds, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from api.commands.exporting import exchange_of
from api.graph_access import open_graph
from graph.analysis.diff import Change, State, compare_years, stages_apart, states
from graph.analysis.diff import compare as compare_states
from graph.vocabulary import label_of
from nlp.errors import StoreError

_YEARLY = {"Measure": "計画の施策", "BudgetLine": "予算一覧"}


def compare(store_a: str, store_b: str, *, as_json: bool = False) -> str:
    """What was added, removed, renamed, moved and re-budgeted from A to B.

    Raises:
        StoreError: one of the two has no graph.
    """
    before, after = (states(exchange_of(open_graph(store))) for store in (store_a, store_b))
    return _said(list(compare_states(before, after)), as_json=as_json)


def compare_plan_years(store: str, before: int, after: int, *, as_json: bool = False) -> str:
    """What changed between two years of one graph: measures of two plans, rows of two budget lists. Years are western.

    Kinds and budget stages of which only one year is loaded are left out, and in words that is said: their things
    were not removed, they are not known.

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
            hint=f"グラフにある年度 (years in the graph): {known}",
        )
    years = str(before), str(after)
    changes = [change for kind in both for change in compare_years(found, *years, kind=kind)]
    said = _said(changes, as_json=as_json)
    return said if as_json else "\n".join([said, *_left_out(found, loaded, years)])


def _left_out(
    found: Mapping[str, State], loaded: Mapping[str, set[str]], years: tuple[str, str]
) -> Iterator[str]:
    """What was not compared, and why, a line each."""
    for kind, name in _YEARLY.items():
        there = [year for year in years if year in loaded[kind]]
        if len(there) == 1:
            yield f"※ {name}は{there[0]}年度の分だけが読み込まれているため、比べていません (only one year is loaded)"
    apart = stages_apart(found, *years) if set(years) <= loaded["BudgetLine"] else {}
    for stage, year in sorted(apart.items()):
        word = label_of(stage) if stage else ""
        yield f"※ {word or '段階の印刷がない予算'}は{year}年度の分だけがあるため、比べていません (a stage of one year only)"


def _said(changes: list[Change], *, as_json: bool) -> str:
    if as_json:
        return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1)
    if not changes:
        return "違いはありません (no differences)"
    return "\n".join(str(change) for change in changes)

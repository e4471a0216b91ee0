"""`tsunagari diff`: what changed between two builds, in words."""

from __future__ import annotations

import json
from dataclasses import asdict

from api.commands.exporting import exchange_of
from api.graph_access import open_graph
from graph.analysis.diff import compare as compare_states
from graph.analysis.diff import states


def compare(store_a: str, store_b: str, *, as_json: bool = False) -> str:
    """What was added, removed, renamed, moved and re-budgeted from A to B.

    Raises:
        StoreError: one of the two has no graph.
    """
    before, after = (states(exchange_of(open_graph(store))) for store in (store_a, store_b))
    changes = compare_states(before, after)
    if as_json:
        return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1)
    if not changes:
        return "違いはありません (no differences)"
    return "\n".join(str(change) for change in changes)

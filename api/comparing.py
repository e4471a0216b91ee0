"""`tsunagari diff`: what changed between two builds, in words."""

from __future__ import annotations

import json
from dataclasses import asdict

from api.graph_access import open_graph
from graph.diff import diff_stores


def compare(store_a: str, store_b: str, *, as_json: bool = False) -> str:
    """What was added, removed, renamed, moved and re-budgeted from A to B.

    Raises:
        StoreError: one of the two has no graph.
    """
    changes = diff_stores(open_graph(store_a), open_graph(store_b))
    if as_json:
        return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1)
    if not changes:
        return "違いはありません (no differences)"
    return "\n".join(str(change) for change in changes)

"""The queries that are the same for every question of their kind: what no condition narrows, asked once a build.

一覧と資料で額が違う事業, 府省庁の変わった事業, the links by their confidence, programmes in the order of their amounts: the engine goes through all rows for each (0.1 to 0.3 s at
1,000 documents), and the answer is the same whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from api.answering.facts.confidences import usual_links
from api.answering.records.limits import every_limit
from api.answering.records.lookup import WHOLE
from api.answering.records.record import record_query
from graph.question_graph import build_query
from nlp.questions.records import Frame

Found = tuple[list[str], list[tuple[object, ...]]]
_WHOLE = (
    ("disagreement", "line"),
    ("ministry_changed", "line"),
    ("lineage_all", "line"),
    ("coverage", "line"),
    ("coverage_lists", "line"),
    ("matrix", "work"),
    ("shared_pairs", "work"),
    ("ministry_pairs", "work"),
    ("list", "issue"),
    ("rank_desc", "line"),
    ("rank_asc", "line"),
)
"""Templates, and the kind of rows that their questions speak of."""
MOST_CELLS = 300_000
"""Terms in the rows kept of them together; what has more is asked each time."""


def usual_queries() -> list[str]:
    """The queries, whole."""
    return [
        *(build_query(name, Frame("", over, over)) for name, over in _WHOLE),
        every_limit(),
        *map(record_query, WHOLE),
        *usual_links(),
    ]


_CUT = re.compile(r"(?:OFFSET (?P<start>\d+)\n)?LIMIT (?P<most>\d+)\n$")


def usual_rows(kept: Mapping[str, Found], query: str) -> Found | None:
    """The rows of a query that is one of those kept, or some of them in its order (the first three, the second alone)."""
    found, cut = kept.get(query), _CUT.search(query)
    if found is not None:
        return list(found[0]), list(found[1])
    if cut is None or "ORDER BY" not in query:
        return None
    whole = kept.get(query[: cut.start()])
    start = int(cut["start"] or 0)
    return (list(whole[0]), list(whole[1][start : start + int(cut["most"])])) if whole else None


def read_usual_queries(
    ask: Callable[[str], Found], wanted: Callable[[], bool] = lambda: True
) -> Mapping[str, Found]:
    """The rows of these queries, as long as they are `wanted`."""
    kept: dict[str, Found] = {}
    room = MOST_CELLS
    for query in usual_queries():
        if not wanted():
            break
        names, rows = ask(query)
        cells, cut = len(names) * len(rows), _CUT.search(query)
        if cells <= room:
            whole = cut is not None and not cut["start"] and len(rows) < int(cut["most"])
            kept[query[: cut.start()] if cut and whole else query] = names, rows
            room -= cells
    return kept


__all__ = ["read_usual_queries", "usual_queries", "usual_rows"]

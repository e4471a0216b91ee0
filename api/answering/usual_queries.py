"""The queries that are the same for every question of their kind: what no condition narrows, asked once a build.

一覧と資料で額が違う事業, 府省庁の変わった事業, the links by their confidence: the engine goes through all rows for each (0.1 to 0.3 s at
1,000 documents), and the answer is the same whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from api.answering.facts.confidences import usual_links
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
)
"""Templates, and the kind of rows that their questions speak of."""
MOST_CELLS = 300_000
"""Terms in the rows kept of them together; what has more is asked each time."""


def usual_queries() -> list[str]:
    """The queries, whole."""
    return [*(build_query(name, Frame("", over, over)) for name, over in _WHOLE), *usual_links()]


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
        cells = len(names) * len(rows)
        if cells <= room:
            kept[query], room = (names, rows), room - cells
    return kept


__all__ = ["read_usual_queries", "usual_queries"]

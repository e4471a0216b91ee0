"""The query of an answer reduced to the answer: the things or the value alone, without the columns told beside them.

Whoever compares result sets (the TEXT2SPARQL challenge takes every cell of every column) wants the thing or the number
asked for, not its label, year and ministry. `sparql` of the answer object keeps all columns; this is for `/text2sparql`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from api.answering.result import AskServices, around, plain
from nlp.errors import TsunagariError
from nlp.questions.tables.frame_rules import frame_rules

_HEAD = re.compile(r"\bSELECT\b")
# Of tables: which columns are the answer, by frame or computation; the first that the query has of each.
_COLUMNS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "number_in_year": (("number",),),
    "change_ministry": (("ministry",), ("difference",)),
    "amounts": (("programme",), ("amount",)),
    "group": (("group",), ("value",)),
    "where": (("line",),),
    "attribute": (("measure", "programme", "grantee", "line"), ("value",)),
    "totals": (("fiscalYear",), ("once",)),
    "compare": (("first",), ("second",)),
    "related": (("measure",),),
    "related_to_measure": (("programme",),),
}


def bare_query(found: Mapping[str, Any], services: AskServices) -> str:
    """The query for nothing but the answer of an answer object: ASK for yes or no, one column for things or a value.

    The object's own `sparql` where there is no answer, and where no single column is the answer (counts by group).
    """
    query, answer = str(found.get("sparql") or ""), found.get("answer") or {}
    if not answer or not _HEAD.search(query):
        return query
    try:
        names, rows = services.run(query)
    except TsunagariError:
        return query
    columns = {name: {plain(row[i]) for row in rows} - {""} for i, name in enumerate(names)}
    frame = str(found.get("frame") or "")
    op = frame if frame in _COLUMNS else next((rule.op for rule in frame_rules() if rule.id == frame), "")
    chosen = _answering(answer, columns, op)
    if not chosen:
        return query
    if isinstance(answer.get("value"), bool):
        return around(query, "ASK", f"\n  FILTER(?{chosen[0]})")
    return around(query, f"SELECT DISTINCT {' '.join(f'?{name}' for name in chosen)} WHERE")


def _answering(answer: Mapping[str, Any], columns: Mapping[str, set[str]], op: str) -> list[str]:
    """The columns that hold the answer, none when they can not be told."""
    value, kind = answer.get("value"), answer.get("type")

    def having(test: Callable[[set[str]], bool]) -> list[str]:
        return [name for name, cells in columns.items() if test(cells)][:1]

    if isinstance(value, bool):
        return having(lambda cells: cells in ({"true"}, {"false"}))
    if value is not None and kind in ("number", "amount"):
        return having(lambda cells: any(_equal(cell, value) for cell in cells))
    things = {str(item["id"]) for item in answer.get("items") or () if item.get("id")}
    if kind == "list" or (kind == "table" and op not in _COLUMNS):
        return having(lambda cells: bool(things) and cells == things)
    if kind == "text":
        return having(lambda cells: cells == {str(value)})
    found = [next((name for name in names if name in columns), "") for names in _COLUMNS.get(op, ())]
    return found if all(found) else []


def _equal(cell: str, value: Any) -> bool:
    try:
        return float(cell) == float(value)
    except (TypeError, ValueError):
        return cell == str(value)

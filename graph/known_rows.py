"""The rows that a query's conditions mean, named in it: what the sets of a build know, the engine need not work out again.

`?line a tsu:BudgetLine . ?line tsu:fiscalYear … . MINUS { rows of seven other years }` costs the engine 0.5 s of 10,700 rows; as the
45 rows that it means, 2 ms. Only conditions give way (their own variables carry a number and stand nowhere else): what the query
tells of the rows stays. The rows come in the order of their class, in which the engine finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.body_parts import kinds, statements
from graph.known_sets import Ask, KnownSets
from graph.text_index import things_named

MOST_NAMED = 1_500
"""Rows named in a query: with more, reading their names takes the engine as long as finding them."""
_KIND = re.compile(r"^[ ]*(?P<kind>\?\w+ a tsu:\w+ \.)\n", re.MULTILINE)
_LITERAL = r'"(?:[^"\\\n]|\\.)*"'
_BRACE = re.compile(rf"{_LITERAL}|<[^<>\s]*>|[{{}}]")
_VARIABLE = re.compile(r"\?(\w+)")
_NUMBERED = re.compile(r"\w+_\d+(?:[an]\d+)?")
_HARD = ("MINUS {", "FILTER NOT EXISTS {", "UNION {")
"""What a condition has that the engine works out by going through all rows; plain ones it looks up."""
_SEARCHED = "?searched"
_ORDERED_BY_JOIN = "GROUP_CONCAT"
"""What is put together in the order in which the engine joins it (several ministries): other joins give it another order."""


def rows_named(query: str, sets: KnownSets, ask: Ask) -> str:
    """The query with the rows of its conditions named, wherever these are known, fewer than `MOST_NAMED` and a
    condition is a hard one; as it is otherwise."""
    if _ORDERED_BY_JOIN in query or not _worth(query):
        return query
    for match in reversed(list(_KIND.finditer(query))):
        over = kinds().get(match["kind"])
        if over is None:
            continue
        end = _conditions_end(query, match.end(), over)
        lines, rest = query[match.start() : end], query[: match.start()] + query[end:]
        if _SEARCHED in lines or not _worth(lines) or _own_variables(lines) & set(_VARIABLE.findall(rest)):
            continue
        named = sets.named(over, lines, ask)
        if named is not None and len(named) <= MOST_NAMED:
            query = f"{query[: match.start()]}  {things_named(over, named)}\n{query[end:]}"
    return query


def _worth(lines: str) -> bool:
    return any(sign in lines for sign in _HARD)


def _conditions_end(query: str, start: int, over: str) -> int:
    """Where the conditions on the things that begin at `start` end: before the first statement that binds what is told of them."""
    end = start
    for statement in statements(query[start : _group_end(query, start)]):
        if not _is_condition(statement, over):
            break
        for _ in range(statement.count("\n") + 1):
            end = _line_end(query, end)
    return end


def _line_end(query: str, start: int) -> int:
    """The end of the first line from `start` that has something in it."""
    while True:
        stop = query.index("\n", start) + 1
        if query[start:stop].strip():
            return stop
        start = stop


def _is_condition(statement: str, over: str) -> bool:
    variables = set(_VARIABLE.findall(re.sub(_LITERAL, " ", statement))) - {over}
    return not statement.startswith(f"VALUES ?{over} ") and all(map(_NUMBERED.fullmatch, variables))


def _own_variables(lines: str) -> set[str]:
    return {name for name in _VARIABLE.findall(lines) if _NUMBERED.fullmatch(name)}


def _group_end(query: str, start: int) -> int:
    depth = 0
    for brace in _braces(query, start):
        depth += 1 if brace[1] == "{" else -1
        if depth < 0:
            return query.rindex("\n", start, brace[0]) + 1 if "\n" in query[start : brace[0]] else brace[0]
    return len(query)


def _braces(query: str, start: int) -> Iterator[tuple[int, str]]:
    for match in _BRACE.finditer(query, start):
        if match[0] in ("{", "}"):
            yield match.start(), match[0]


__all__ = ["MOST_NAMED", "rows_named"]

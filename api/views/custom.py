"""Pictures of any SELECT whose columns a view knows: its columns decide what is drawn.

| columns | picture |
|---|---|
| ?from ?to, ?weight and ?label when wanted | two layers joined by ties |
| ?row ?column, ?value when wanted | matrix with the value (or how many rows) in each cell |
| ?set ?element | UpSet plot |
| ?label ?value | bars |
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.problems import Problem
from api.views import bars, heatmap, layers, upset
from api.views.picture import Column, Edge, Node, Picture, page_of, paging_note
from api.views.svg import Drawing, empty
from graph.iris import BASE

Cells = Mapping[str, str]
MOST_ROWS, MOST_ENDS = 5000, 30
_HEAVIEST = 10**9
_CELLS = 480.0  # px for the cells of a matrix beside the longest labels
_PATTERNS = (
    (("from", "to"), "ties"),
    (("row", "column"), "matrix"),
    (("set", "element"), "upset"),
    (("label", "value"), "bars"),
)


@dataclass(frozen=True, slots=True)
class Result:
    """A SELECT's answer: variable names, and its rows with values as text (nothing is "")."""

    names: tuple[str, ...]
    rows: tuple[Cells, ...]


def pattern_of(names: Sequence[str]) -> str:
    """Which picture these columns make.

    Raises:
        Problem: none does; the message says which columns would.
    """
    for needed, pattern in _PATTERNS:
        if set(needed) <= set(names):
            return pattern
    known = "; ".join(" ".join(f"?{name}" for name in needed) for needed, _ in _PATTERNS)
    raise Problem(
        400,
        "no_picture",
        f"no picture is made of the columns {' '.join(f'?{name}' for name in names[:12])}",
        hint=f"name the columns of the SELECT {known}",
    )


def draw(result: Result, title: str, page: int = 1) -> Picture:
    """The picture of a result.

    Raises:
        Problem: the columns make none, or a value that must be a number is not.
    """
    pattern = pattern_of(result.names)
    rows = [row for row in result.rows if all(row.get(name) for name in _needed(pattern))]
    left_out = len(result.rows) - len(rows)
    total = _total(pattern, rows)
    number, pages, shown = (
        upset.paged(_combined(rows), page) if pattern == "upset" else page_of(total, _PAGES[pattern], page)
    )
    drawing = _DRAWERS[pattern](rows, shown) if rows else empty("この問い合わせに合う行はありません")
    notes = [paging_note("項目", total, shown, pages)]
    if left_out:
        notes.append(f"列に値のない{left_out}行は描いていない。")
    if len(result.rows) >= MOST_ROWS:
        notes.append(f"はじめの{MOST_ROWS:,}行までを描く。")
    nodes, edges = _network(pattern, rows)
    return Picture(
        "custom",
        title,
        "利用者の問い合わせ（SPARQL）の結果を描いた図。",
        drawing,
        tuple(Column(name, name, name) for name in result.names),
        tuple(tuple(_shown(row.get(name, "")) for name in result.names) for row in result.rows),
        nodes,
        edges,
        "".join(notes),
        number,
        pages,
    )


def _needed(pattern: str) -> tuple[str, ...]:
    return next(needed for needed, name in _PATTERNS if name == pattern)


def _shown(value: str) -> str:
    return value.removeprefix(BASE)


def _value(row: Cells, name: str) -> float:
    """The number in a cell, 1 when it is empty. Raises: Problem (400) when it is none that can be drawn (NaN, INF)."""
    try:
        value = float(row.get(name) or 1)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Problem(
            400, "no_picture", f"?{name} holds {row[name][:40]!r}, not a number", hint="make it a number"
        )
    return value


def _total(pattern: str, rows: Sequence[Cells]) -> int:
    match pattern:
        case "ties":
            return len({row["from"] for row in rows})
        case "matrix":
            return len({row["row"] for row in rows})
        case "upset":
            return len(_combined(rows))
    return len(rows)


def _ties(rows: Sequence[Cells], shown: slice) -> Drawing:
    """The ends with the most weight are drawn; what is left stands in one box, counted."""
    starts = set(list(dict.fromkeys(row["from"] for row in rows))[shown])
    ties: dict[tuple[layers.Key, layers.Key], int] = defaultdict(int)
    for row in rows:
        if row["from"] in starts:
            ties[(0, _shown(row["from"])), (1, _shown(row["to"]))] += max(
                1, round(min(_value(row, "weight"), _HEAVIEST))
            )
    weights: dict[str, int] = defaultdict(int)
    for (_, end), weight in ties.items():
        weights[end[1]] += weight
    heavy = set(sorted(weights, key=lambda name: (-weights[name], name))[:MOST_ENDS])
    if len(heavy) == len(weights):
        return layers.drawing(ties, {}, ("から", "へ"), (330.0, 330.0), _nowhere)
    rest = (1, f"ほか{len(weights) - len(heavy)}件")
    drawn: dict[tuple[layers.Key, layers.Key], int] = defaultdict(int)
    for (start, end), weight in ties.items():
        drawn[start, end if end[1] in heavy else rest] += weight
    return layers.drawing(drawn, {}, ("から", "へ"), (330.0, 330.0), _nowhere)


def _nowhere(_node: layers.Key) -> str:
    return ""


def _matrix(rows: Sequence[Cells], shown: slice) -> Drawing:
    """The columns with the most are drawn; the others are added up in one column, ほか."""
    values: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows:
        values[_shown(row["row"]), _shown(row["column"])] += _value(row, "value")
    names = tuple(dict.fromkeys(_shown(row["row"]) for row in rows))
    weights: dict[str, float] = defaultdict(float)
    for (_, column), value in values.items():
        weights[column] += abs(value)
    columns = tuple(sorted(weights, key=lambda name: (-weights[name], name)))
    room = max(2, min(heatmap.COLUMNS, int(_CELLS / heatmap.widest(values.values()))))
    if len(columns) > room:
        kept, rest = columns[: room - 1], f"ほか{len(columns) - room + 1}列"
        folded: dict[tuple[str, str], float] = defaultdict(float)
        for (name, column), value in values.items():
            folded[name, column if column in kept else rest] += value
        columns, values = (*kept, rest), folded
    return heatmap.drawing(heatmap.Matrix(names[shown], columns, values, {}, {}, "", {}))


def _combined(rows: Sequence[Cells]) -> list[upset.Combination]:
    sets: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        sets[_shown(row["element"])].add(_shown(row["set"]))
    return upset.combined(sets)


def _upset(rows: Sequence[Cells], shown: slice) -> Drawing:
    return upset.drawing(_combined(rows)[shown], "要素")


def _bars(rows: Sequence[Cells], shown: slice) -> Drawing:
    return bars.drawing([(_shown(row["label"]), _value(row, "value")) for row in rows[shown]])


_DRAWERS = {"ties": _ties, "matrix": _matrix, "upset": _upset, "bars": _bars}
_PAGES = {"ties": 24, "matrix": heatmap.ROWS, "upset": upset.PAGE, "bars": bars.PAGE}
_ENDS = {"ties": ("from", "to"), "matrix": ("row", "column"), "upset": ("set", "element")}


def _network(pattern: str, rows: Sequence[Cells]) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    if pattern not in _ENDS:
        return (), ()
    start, end = _ENDS[pattern]
    ids = {
        row[name]: Node(_shown(row[name]), _shown(row[name]), name) for row in rows for name in (start, end)
    }
    return tuple(ids.values()), tuple(
        Edge(_shown(row[start]), _shown(row[end]), row.get("label", "")) for row in rows
    )

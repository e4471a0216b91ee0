"""One thing and what it is tied to: drawn by the server; the script on its page makes the same movable."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from api.services import Services
from api.views.facts import Filters
from api.views.neighbours import KIND_NAMES, Tie, grouped, kind_name, label_of_thing, ties_of
from api.views.picture import MARGIN, SIZE, WIDTH, Column, Edge, Node, Picture, page_by_height, paging_note
from api.views.svg import (
    ACCENT,
    INK,
    PALE,
    QUIET,
    Drawing,
    bend,
    box,
    element,
    empty,
    lines,
    link,
    rule,
    shorten,
    text,
    wrap,
)

PAGE, MOST_NODES, MOST_SECOND = 28, 300, 24
MOST_ROWS = 32  # of labels in the movable figure, both sides together, before it is kept to one step
_LEFT, _LINES = 268.0, 5  # where the tied things begin, px; the most lines of a label
_COLUMN = (WIDTH - MARGIN - _LEFT - 20) / 2
_ROW, _FIRST, _SECOND, _WIDE = 40.0, 150.0, 490.0, 262.0  # px in the movable figure
LOOKS = 8  # shapes and colours that the script knows


def default_focus(service: Services) -> str:
    """The ministry that most statements are about: what is shown when no thing is named."""
    rows = service.select(
        """PREFIX tsu: <https://w3id.org/tsunagari/ns#>
        SELECT ?ministry (COUNT(?thing) AS ?n) WHERE { ?thing tsu:ministry ?ministry }
        GROUP BY ?ministry ORDER BY DESC(?n) ?ministry LIMIT 1"""
    )
    value = str(getattr(rows[0][0], "value", "")) if rows else ""
    return value.partition("/id/")[2]


def draw(service: Services, filters: Filters) -> Picture:
    """The neighbours of the thing at `filters.focus` (kind/slug), under the relation that ties them."""
    focus = filters.focus or service.cached("views.focus", lambda: default_focus(service))
    label = label_of_thing(service, focus) if focus else ""
    title = label or focus
    ties = ties_of(service, focus) if focus else ()
    nothing = (
        "このものに、名のあるつながりはありません"
        if label
        else f"「{shorten(title, 30)}」は、読み込んだ文書にありません。名称か measure/2024-82 のような番地で選びます"
        if title
        else "読み込んだ文書に、示すものがありません"
    )
    page, pages, shown = page_by_height(len(ties), lambda at: _share(ties, at), filters.page, least=PAGE)
    return Picture(
        "explorer",
        f"「{title}」のまわり" if title else "一つのもののまわり",
        f"左が{title}、右がそれと結ばれたもの。見出しは関係を表す。",
        _drawing(title, focus, ties[shown]) if ties else empty(nothing),
        (
            Column("relation", "関係", "Relation"),
            Column("kind", "種類", "Kind"),
            Column("label", "名称", "Label"),
            Column("id", "番地", "Path"),
        ),
        tuple((tie.heading, tie.kind, tie.label, tie.path) for tie in ties),
        (Node(focus, title, kind_name(focus)), *(Node(tie.path, tie.label, tie.kind) for tie in ties)),
        tuple(
            Edge(focus, tie.path, tie.relation) if tie.outward else Edge(tie.path, focus, tie.relation)
            for tie in ties
        ),
        paging_note("つながり", len(ties), shown, pages),
        page,
        pages,
    )


def _share(ties: tuple[Tie, ...], at: int) -> float:
    """What a tie adds to the height, px: half a row of two columns, and the heading when it is the first under it."""
    row = 19.0 * len(wrap(ties[at].label, (_COLUMN - 24) / SIZE, _LINES)) + 5
    first = at == 0 or ties[at - 1].heading != ties[at].heading
    return row * 0.62 + (60.0 if first else 0.0)


def _drawing(title: str, focus: str, ties: tuple[Tie, ...]) -> Drawing:
    left, width = _LEFT, _COLUMN
    parts, y = [], 10.0
    heads: list[tuple[float, float]] = []
    for heading, members in grouped(ties).items():
        top = y
        parts.append(text(left + 14, y + 18, f"{heading}（{len(members)}）", bold=True))
        y += 30
        columns = 1 if len(members) < 3 else 2
        rows = math.ceil(len(members) / columns)
        for row in range(rows):
            pair = [
                members[row + rows * column]
                for column in range(columns)
                if row + rows * column < len(members)
            ]
            ems = ((width if columns == 2 else 2 * width) - 24) / SIZE
            labels = [wrap(tie.label, ems, _LINES) for tie in pair]
            for column, (tie, label) in enumerate(zip(pair, labels, strict=True)):
                x = left + 14 + column * (width + 10)
                mark = element("circle", cx=x + 5, cy=y + 9, r=3.5, fill=INK)
                parts.append(link(f"/id/{tie.path}", mark + lines(x + 16, y + 14, label, step=19), tie.label))
            y += 19 * max(map(len, labels)) + 5
        parts.append(rule(left, top + 2, left, y, stroke=ACCENT, stroke_width=2))
        heads.append((left, top + 13))
        y += 14
    label = wrap(title, 150 / 15, 6)
    tall = 22.0 * len(label) + 42
    middle = min(y / 2, 220.0)
    middle = max(middle, tall / 2 + 10)
    curves = [bend(MARGIN + 170, middle, x, at, stroke="#8195a6", stroke_width=1.2) for x, at in heads]
    centre = box(MARGIN, middle - tall / 2, 170, tall, fill=PALE, stroke=ACCENT, stroke_width=2, rx=6)
    centre += text(MARGIN + 10, middle - tall / 2 + 22, kind_name(focus), fill=QUIET)
    centre += lines(MARGIN + 10, middle - tall / 2 + 46, label, size=15, step=22, bold=True)
    parts.append(link(f"/id/{focus}", centre, title))
    return Drawing("".join(curves + parts), WIDTH, max(y, middle + tall / 2 + 10))


def movable(service: Services, focus: str) -> dict[str, Any]:
    """Nodes with positions and edges for the script, one or two steps around `focus`, at most 300 nodes.

    The second step is shown only when the whole then still stands on two screens' worth of rows: a ministry with
    sixty measures is shown alone with them, and each opens in its turn. It goes only through nodes with at most 24
    ties, so that a target group such as すべての人 does not draw in half the graph. Positions are px around (0, 0):
    branches to both sides. Every kind has a pair of shape and colour of its own, the same on every page.
    """
    title = label_of_thing(service, focus) or focus
    first = ties_of(service, focus)[: MOST_NODES - 1]
    near = {focus: (title, kind_name(focus))} | {tie.path: (tie.label, tie.kind) for tie in first}
    edges = {_ends(focus, tie): tie.relation for tie in first}
    branches = list(dict.fromkeys(tie.path for tie in first))
    found = _second_step(service, branches, near) if len(branches) <= MOST_ROWS else None
    children: Mapping[str, list[str]] = {}
    labels = near
    if found is not None:
        children, labels, more = found
        edges |= more
    places = _positions(focus, branches, children, {key: kind for key, (_, kind) in labels.items()})
    kinds = sorted({kind for _, kind in labels.values()})
    return {
        "focus": focus,
        "steps": 1 if found is None else 2,
        "kinds": [
            {"kind": kind, "shape": index % LOOKS, "colour": (index + 3 * (index // LOOKS)) % LOOKS}
            for index, kind in _looks(kinds)
        ],
        "nodes": [
            {"id": key, "label": label, "kind": kind, "x": round(places[key][0]), "y": round(places[key][1])}
            for key, (label, kind) in labels.items()
        ],
        "edges": [
            {"from": start, "to": end, "relation": relation}
            for (start, end), relation in sorted(edges.items())
        ],
    }


_Second = tuple[dict[str, list[str]], dict[str, tuple[str, str]], dict[tuple[str, str], str]]


def _second_step(
    service: Services, branches: list[str], near: Mapping[str, tuple[str, str]]
) -> _Second | None:
    """What hangs on each branch, all labels, and the edges of it; None when it would crowd the figure."""
    labels, edges = dict(near), dict[tuple[str, str], str]()
    children: dict[str, list[str]] = defaultdict(list)
    for parent in branches:
        second = ties_of(service, parent)
        if len(second) > MOST_SECOND:
            continue
        for tie in second:
            if tie.path not in labels:
                labels[tie.path] = (tie.label, tie.kind)
                children[parent].append(tie.path)
            edges[_ends(parent, tie)] = tie.relation
        if sum(max(1, len(children.get(path, ()))) for path in branches) > MOST_ROWS:
            return None
    return children, labels, edges


def _looks(kinds: list[str]) -> list[tuple[int, str]]:
    known = list(KIND_NAMES.values())
    return [(known.index(kind) if kind in known else len(known), kind) for kind in kinds]


def _ends(middle: str, tie: Tie) -> tuple[str, str]:
    return (middle, tie.path) if tie.outward else (tie.path, middle)


def _positions(
    focus: str, branches: list[str], children: Mapping[str, list[str]], kinds: Mapping[str, str]
) -> dict[str, tuple[float, float]]:
    """A map with branches to both sides: one row for each label, so that none lies on another.

    Branches without anything behind them stand in as many columns as keep the figure from growing tall.
    """
    ordered = sorted(branches, key=lambda path: (kinds[path], path))
    rows = {path: max(1, len(children.get(path, ()))) for path in ordered}
    half, filled = sum(rows.values()) / 2, 0
    sides: tuple[list[str], list[str]] = ([], [])
    for path in ordered:
        sides[0 if filled + rows[path] / 2 <= half else 1].append(path)
        filled += rows[path]
    places = {focus: (0.0, 0.0)}
    for paths, sign in zip(sides, (1, -1), strict=True):
        columns = 1 if children else max(1, math.ceil(len(paths) / (MOST_ROWS // 2)))
        y = -math.ceil(sum(rows[path] for path in paths) / columns) * _ROW / 2
        top, deep = y, math.ceil(len(paths) / columns)
        for number, path in enumerate(paths):
            if number % deep == 0:
                y = top
            tall = rows[path] * _ROW
            places[path] = (sign * (_FIRST + number // deep * _WIDE), y + tall / 2)
            for index, child in enumerate(children.get(path, ())):
                places[child] = (sign * _SECOND, y + (index + 0.5) * _ROW)
            y += tall
    return places

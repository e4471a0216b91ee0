"""Ministry -> programme -> target group -> section -> measure as layers, crossings reduced by barycentres.

Source of the ordering: Sugiyama, Tagawa, Toda (1981), the barycentre sweep, eight sweeps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from api.views.facts import Thing
from api.views.picture import Picture
from api.views.svg import Drawing, element, link, shorten, text

LAYERS = ("府省庁", "事業", "対象者", "節", "施策")
MOST = 26
_SWEEPS = 8
Node = tuple[int, str]


def draw(things: Sequence[Thing]) -> Picture:
    """Programmes that pass the filters, with what they touch; without programmes, the measures themselves."""
    programmes = [thing for thing in things if thing.kind == "事業"]
    measures = {thing.path: thing for thing in things if thing.kind == "施策"}
    shown = programmes[:MOST]
    edges: dict[tuple[Node, Node], int] = defaultdict(int)
    names: dict[Node, str] = {}
    for thing in shown:
        here = (1, thing.path)
        names[here] = thing.label
        for ministry in sorted(thing.ministries):
            edges[(0, ministry), here] += 1
        for target in sorted(thing.targets):
            edges[here, (2, target)] += 1
            for section in sorted(thing.sections):
                edges[(2, target), (3, section)] += 1
        for path in sorted(thing.measures):
            measure = measures.get(path)
            if measure is None:
                continue
            names[4, path] = f"No.{measure.number} {measure.label}"
            for section in sorted(measure.sections):
                edges[(3, section), (4, path)] += 1
    note = (
        f"{len(programmes)}事業のうち{len(shown)}を示す。絞り込むと残りが見える。"
        if len(programmes) > len(shown)
        else ""
    )
    order = _ordered(edges)
    rows = tuple(
        (LAYERS[a[0]], names.get(a, a[1]), LAYERS[b[0]], names.get(b, b[1]), number)
        for (a, b), number in sorted(edges.items())
    )
    return Picture(
        "map",
        "府省庁 → 事業 → 対象者 → 節 → 施策",
        "左から府省庁、事業、対象者、節、施策の五つの層。線は担当・対象・所属・関連を表す。",
        _drawing(order, edges, names),
        ("から（層）", "から", "へ（層）", "へ", "数"),
        rows,
        tuple((str(row[1]), str(row[3]), int(row[4])) for row in rows),
        note,
    )


def _ordered(edges: dict[tuple[Node, Node], int]) -> list[list[Node]]:
    layers: list[list[Node]] = [
        sorted({n for pair in edges for n in pair if n[0] == i}) for i in range(len(LAYERS))
    ]
    near: dict[Node, list[Node]] = defaultdict(list)
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for index in range(len(layers)) if forward else reversed(range(len(layers))):
            place = {node: position for layer in layers for position, node in enumerate(layer)}
            side = index - 1 if forward else index + 1

            def centre(node: Node, place: dict[Node, int] = place, side: int = side) -> float:
                others = [place[other] for other in near[node] if other[0] == side]
                return sum(others) / len(others) if others else float(place[node])

            layers[index].sort(key=lambda node: (centre(node), node))
    return layers


def _drawing(
    layers: list[list[Node]], edges: dict[tuple[Node, Node], int], names: dict[Node, str]
) -> Drawing:
    if not edges:
        return Drawing(text(16, 40, "この条件に合う事業はありません", size=14), 642, 60)
    widths = (130.0, 250.0, 170.0, 64.0, 250.0)
    gap, size, step = 74.0, 13.0, 30.0
    most = max(len(layer) for layer in layers)
    height = most * step
    lefts = [12 + sum(widths[:i]) + gap * i for i in range(len(widths))]
    place: dict[Node, tuple[float, float]] = {}
    parts, boxes = [], []
    for index, layer in enumerate(layers):
        boxes.append(text(lefts[index], 20, LAYERS[index], size=size, font_weight="bold"))
        room = height / max(1, len(layer))
        for position, node in enumerate(layer):
            y = 32 + room * (position + 0.5)
            place[node] = (lefts[index], y)
            box = element(
                "rect",
                x=lefts[index],
                y=y - 12,
                width=widths[index],
                height=24,
                fill="#eef4f9",
                stroke="#74a9cf",
                rx=4,
            )
            label = shorten(names.get(node, node[1]), (widths[index] - 12) / size)
            mark = (
                box
                + element("title", names.get(node, node[1]))
                + text(lefts[index] + 6, y + 5, label, size=size)
            )
            kinds = ("ministry", "", "target-group", "section", "")
            path = node[1] if "/" in node[1] else f"{kinds[node[0]]}/{node[1]}"
            boxes.append(link(f"/id/{path}", mark, names.get(node, node[1])))
    for (a, b), number in sorted(edges.items()):
        (x1, y1), (x2, y2) = place[a], place[b]
        x1 += widths[a[0]]
        bend = (x2 - x1) / 2
        parts.append(
            element(
                "path",
                d=f"M{x1:.0f} {y1:.1f}C{x1 + bend:.0f} {y1:.1f} {x2 - bend:.0f} {y2:.1f} {x2:.0f} {y2:.1f}",
                fill="none",
                stroke="#8aa0b3",
                stroke_width=min(4.0, 1.0 + 0.4 * (number - 1)),
                stroke_opacity=0.7,
            )
        )
    return Drawing("".join(parts + boxes), lefts[-1] + widths[-1] + 12, 40 + height)

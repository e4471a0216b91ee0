"""Ministry -> programme -> target group -> section -> measure as layers, crossings reduced by barycentres.

Source of the ordering: Sugiyama, Tagawa, Toda (1981), the barycentre sweep, eight sweeps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from api.views.picture import MARGIN, SIZE, WIDTH
from api.views.svg import LINE, QUIET, Drawing, bend, box, lines, link, text, wrap

_SWEEPS = 8
_STEP, _GAP, _WIDEST = 18.0, 8.0, 170.0
Key = tuple[int, str]
Ties = Mapping[tuple[Key, Key], int]


def ordered(ties: Ties, layers: int) -> list[list[Key]]:
    """The nodes of each layer, from top to bottom, so that few ties cross. Nodes tied to nothing are not in it."""
    order: list[list[Key]] = [sorted({n for pair in ties for n in pair if n[0] == i}) for i in range(layers)]
    near: dict[Key, tuple[list[Key], list[Key]]] = defaultdict(lambda: ([], []))
    for start, end in ties:
        near[start][1].append(end)
        near[end][0].append(start)
    best, fewest = [list(layer) for layer in order], crossings(order, ties)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for index in range(layers) if forward else reversed(range(layers)):
            place = {node: (at + 0.5) / len(layer) for layer in order for at, node in enumerate(layer)}

            def centre(node: Key, place: dict[Key, float] = place, side: int = 0 if forward else 1) -> float:
                others = [place[other] for other in near[node][side]]
                return sum(others) / len(others) if others else place[node]

            order[index].sort(key=lambda node: (centre(node), node))
        count = crossings(order, ties)
        if count < fewest:
            best, fewest = [list(layer) for layer in order], count
    return best


def crossings(order: Sequence[Sequence[Key]], ties: Ties) -> int:
    """How many pairs of ties between neighbouring layers cross: inversions, counted with a binary indexed tree."""
    place = {node: at for layer in order for at, node in enumerate(layer)}
    between: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for start, end in ties:
        between[start[0], end[0]].append((place[start], place[end]))
    total = 0
    for pairs in between.values():
        size = max(last for _, last in pairs) + 1
        tree = [0] * (size + 1)
        for seen, (_, place_of_end) in enumerate(sorted(pairs)):
            at, below = place_of_end + 1, 0
            while at:
                below += tree[at]
                at &= at - 1
            total += seen - below
            at = place_of_end + 1
            while at <= size:
                tree[at] += 1
                at += at & -at
    return total


def drawing(
    ties: Ties,
    names: Mapping[Key, str],
    heads: Sequence[str],
    widths: Sequence[float],
    href: Callable[[Key], str],
    dashed: frozenset[tuple[Key, Key]] = frozenset(),
    most: int = 6,
) -> Drawing:
    """The layers from left to right across 960 px; each label in up to `most` lines, whole when its link is pointed at."""
    order = ordered(ties, len(heads))
    used = [index for index, layer in enumerate(order) if layer]
    room = WIDTH - 2 * MARGIN - sum(widths[index] for index in used)
    gap = min(_WIDEST, room / max(1, len(used) - 1))
    lefts: dict[int, float] = {}
    x = MARGIN
    for index in used:
        lefts[index] = x
        x += widths[index] + gap
    labels = {
        node: wrap(names.get(node, node[1]), (widths[node[0]] - 22) / SIZE, most)
        for layer in order
        for node in layer
    }
    tall = {node: _STEP * len(label) + 10 for node, label in labels.items()}
    total = max(sum(tall[node] + _GAP for node in layer) for layer in order)
    top = 34.0
    middle: dict[Key, float] = {}
    shapes = []
    for index, layer in enumerate(order):
        own = sum(tall[node] + _GAP for node in layer)
        spare = (total - own) / max(1, len(layer))
        y = top + spare / 2
        for node in layer:
            middle[node] = y + tall[node] / 2
            shape = box(lefts[index], y, widths[index], tall[node], fill="#f7fafc", stroke="#7d93a6", rx=3)
            shape += lines(lefts[index] + 6, y + 18, labels[node], step=_STEP)
            shapes.append(link(href(node), shape, names.get(node, node[1])) if href(node) else shape)
            y += tall[node] + _GAP + spare
    curves = []
    for (start, end), number in sorted(ties.items()):
        x1, x2 = lefts[start[0]] + widths[start[0]], lefts[end[0]]
        far = used.index(end[0]) - used.index(start[0]) > 1
        curves.append(
            bend(
                x1,
                middle[start],
                x2,
                middle[end],
                stroke=LINE if far else "#8195a6",
                stroke_opacity=0.7,
                stroke_width=min(4.0, 1.0 + 0.35 * (number - 1)),
                stroke_dasharray="5 4" if (start, end) in dashed else None,
            )
        )
    title = "".join(text(left, 20, heads[index], bold=True) for index, left in lefts.items())
    return Drawing(title + "".join(curves + shapes), WIDTH, top + total + 6)


def legend(y: float, words: Sequence[tuple[str, str | None]]) -> str:
    """Samples of line styles with what they mean, in a row at baseline `y`."""
    x, parts = MARGIN, []
    for meaning, dash in words:
        parts.append(bend(x, y - 5, x + 36, y - 5, stroke="#8195a6", stroke_width=1.5, stroke_dasharray=dash))
        parts.append(text(x + 42, y, meaning, fill=QUIET))
        x += 42 + SIZE * len(meaning) + 24
    return "".join(parts)

"""The layered map: which ministry runs which programme, for whom, under which section, beside which measures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from api.views import layers
from api.views.facts import MEASURE, PROGRAMME, Filters, Thing
from api.views.picture import ROOM, Column, Edge, Node, Picture, page_of, paging_note
from api.views.svg import Drawing, empty

HEADS = ("府省庁", "事業", "対象者", "節", "施策")
_KINDS = ("ministry", "", "target-group", "section", "")
_WIDTHS = (112.0, 206.0, 142.0, 118.0, 206.0)
MEASURES = 26
# Programmes on a page and the most lines of a label: the first pair with which the picture fits on an A4 page.
SIZES = ((18, 6), (12, 6), (12, 3), (8, 3), (5, 3), (5, 2), (3, 2))


def draw(things: Sequence[Thing], filters: Filters, sections: Mapping[str, str]) -> Picture:
    """Programmes that pass the filters with what they touch, and the measures they serve, as many as fit on a page.

    Where the filters leave few programmes, the measures that pass stand in it by themselves (dashed).
    `sections` gives a section's label by notation.
    """
    for size, most in SIZES:
        picture = _drawn(things, filters, sections, size, most)
        if picture.drawing.height <= ROOM:
            break
    return picture


def _drawn(
    things: Sequence[Thing], filters: Filters, sections: Mapping[str, str], size: int, most: int
) -> Picture:
    programmes = [
        thing for thing in things if thing.kind == PROGRAMME and (thing.ministries or thing.sections)
    ]
    loose = sum(1 for thing in things if thing.kind == PROGRAMME) - len(programmes)
    measures = {thing.path: thing for thing in things if thing.kind == MEASURE}
    page, pages, shown = page_of(len(programmes), size, filters.page)
    here = programmes[shown]
    related = {path for thing in here for path in thing.measures if path in measures}
    alone = [measures[path] for path in measures if path not in related]
    if len(alone) + len(related) > MEASURES or page > 1:
        alone = []
    ties: dict[tuple[layers.Key, layers.Key], int] = defaultdict(int)
    names: dict[layers.Key, str] = {}
    dashed: set[tuple[layers.Key, layers.Key]] = set()
    for thing in here:
        _programme(thing, ties, names, filters)
    supported = {node[1] for tie in ties for node in tie if node[0] == 2}
    for path in sorted(related):
        _measure(measures[path], ties, names, supported)
    for thing in alone:
        _measure(thing, ties, names, set(_targets(thing, filters)))
        for ministry in thing.ministries:
            for target in _targets(thing, filters):
                tie = ((0, ministry), (2, target))
                ties[tie] += 1
                dashed.add(tie)
    for node in {node for tie in ties for node in tie if node[0] == 3}:
        names[node] = f"{node[1]} {sections.get(node[1], '')}".strip()
    notes = [paging_note("事業", len(programmes), shown, pages)]
    if loose:
        notes.append(f"府省庁も節も書かれていない事業{loose}件は図に含めない。")
    if measures and not alone and len(measures) > len(related):
        notes.append(
            f"施策{len(measures)}のうち事業と関連するもの{len(related)}を示す。絞り込むとほかの施策も現れる。"
        )
    style = (("事業を通じたつながり", None), ("施策を通じたつながり", "5 4"))
    body = empty("この条件に合う事業・施策はありません")
    if ties:
        body = layers.drawing(ties, names, HEADS, _WIDTHS, _href, frozenset(dashed), most)
        if dashed:
            body = Drawing(body.body + layers.legend(body.height + 16, style), body.width, body.height + 26)
    return Picture(
        "map",
        "府省庁 → 事業 → 対象者 → 節 → 施策",
        "左から府省庁、事業、対象者、節、施策の五つの層。線は担当、対象、掲載された節、関連する施策を結ぶ。",
        body,
        (
            Column("fromKind", "から（層）", "From (layer)"),
            Column("from", "から", "From"),
            Column("toKind", "へ（層）", "To (layer)"),
            Column("to", "へ", "To"),
            Column("weight", "数", "Number"),
        ),
        tuple(
            (
                HEADS[start[0]],
                names.get(start, start[1]),
                HEADS[end[0]],
                names.get(end, end[1]),
                max(1, number),
            )
            for (start, end), number in sorted(ties.items())
        ),
        tuple(
            Node(_path(node), names.get(node, node[1]), HEADS[node[0]])
            for node in sorted({node for tie in ties for node in tie})
        ),
        tuple(
            Edge(_path(start), _path(end), f"{HEADS[start[0]]}→{HEADS[end[0]]}", max(1, number))
            for (start, end), number in sorted(ties.items())
        ),
        "".join(notes),
        page,
        pages,
    )


def _targets(thing: Thing, filters: Filters) -> list[str]:
    return sorted(thing.targets & set(filters.target) if filters.target else thing.targets)


def _programme(
    thing: Thing,
    ties: dict[tuple[layers.Key, layers.Key], int],
    names: dict[layers.Key, str],
    filters: Filters,
) -> None:
    here = (1, thing.path)
    names[here] = thing.label
    ministries = thing.ministries & set(filters.ministry) if filters.ministry else thing.ministries
    for ministry in sorted(ministries):
        ties[(0, ministry), here] += 1
    for target in _targets(thing, filters):
        ties[here, (2, target)] += 1
        for section in sorted(thing.sections):
            ties[(2, target), (3, section)] += 1
    if not thing.targets:
        for section in sorted(thing.sections):
            ties[here, (3, section)] += 1


def _measure(
    thing: Thing,
    ties: dict[tuple[layers.Key, layers.Key], int],
    names: dict[layers.Key, str],
    supported: set[str],
) -> None:
    """A measure under its section; its target groups only where they stand in the picture already."""
    here = (4, thing.path)
    names[here] = thing.name
    for section in sorted(thing.sections):
        ties[(3, section), here] += 1
        for target in sorted(thing.targets & supported):
            ties[(2, target), (3, section)] += 1


def _path(node: layers.Key) -> str:
    return node[1] if node[0] in (1, 4) else f"{_KINDS[node[0]]}/{node[1]}"


def _href(node: layers.Key) -> str:
    return f"/id/{_path(node)}"

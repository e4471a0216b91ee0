"""Which ministries share a target group or a section: an UpSet plot with one combination per line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from api.views.facts import Filters, Thing
from api.views.picture import MARGIN, SIZE, WIDTH, Column, Edge, Node, Picture, page_by_height, paging_note
from api.views.svg import (
    ACCENT,
    INK,
    LINE,
    QUIET,
    TINT,
    Drawing,
    box,
    element,
    em_width,
    empty,
    lines,
    listed,
    rule,
    shorten,
    text,
    told_apart,
)

PAGE, MOST_SETS = 9, 20  # lines of the tallest kind that fit
_DOT = 26.0


def draw(things: Sequence[Thing], filters: Filters) -> Picture:
    """Lines are combinations of two or more ministries; the bar says how many target groups just they support."""
    ministries_of: dict[str, set[str]] = defaultdict(set)
    for thing in things:
        for target in thing.targets:
            if not filters.target or target in filters.target:
                ministries_of[target] |= thing.ministries
    alone = sum(1 for names in ministries_of.values() if len(names) == 1)
    combinations = combined({key: names for key, names in ministries_of.items() if len(names) > 1})
    page, pages, shown = paged(combinations, filters.page)
    note = f"一つの府省庁だけが支える対象者{alone}は図に含めない。" if alone else ""
    names = sorted({name for group, _ in combinations for name in group})
    return Picture(
        "upset",
        "対象者を共に支える府省庁の組み合わせ",
        "一行が府省庁の組み合わせ。黒い点がその組み合わせの府省庁、棒と数はその組み合わせだけが支える対象者の数。",
        drawing(combinations[shown], "対象者")
        if combinations
        else empty("二つ以上の府省庁が支える対象者はありません"),
        (
            Column("count", "対象者の数", "Target groups"),
            Column("ministries", "府省庁の組み合わせ", "Ministries"),
            Column("targetGroups", "対象者", "Which"),
        ),
        tuple((len(members), "、".join(group), "、".join(members)) for group, members in combinations),
        tuple(
            [Node(f"ministry/{name}", name, "府省庁") for name in names]
            + [
                Node(f"target-group/{name}", name, "対象者")
                for _, members in combinations
                for name in members
            ]
        ),
        tuple(
            Edge(f"ministry/{name}", f"target-group/{target}", "支える")
            for group, members in combinations
            for target in members
            for name in group
        ),
        note + paging_note("組み合わせ", len(combinations), shown, pages),
        page,
        pages,
    )


Combination = tuple[tuple[str, ...], tuple[str, ...]]


def combined(sets_of: Mapping[str, set[str]]) -> list[Combination]:
    """Members by the exact combination of sets they are in: most members first, then the smaller combination."""
    found: dict[frozenset[str], list[str]] = defaultdict(list)
    for member, sets in sets_of.items():
        found[frozenset(sets)].append(member)
    pairs = [(tuple(sorted(sets)), tuple(sorted(members))) for sets, members in found.items()]
    return sorted(pairs, key=lambda pair: (-len(pair[1]), len(pair[0]), pair[0]))


def paged(combinations: Sequence[Combination], wanted: int) -> tuple[int, int, slice]:
    """Page, pages and the lines on it; no page is higher than an A4 page has room for."""
    sets = {name for group, _ in combinations for name in group}
    most = max((len(members) for _, members in combinations), default=1)
    ems = _ems(list(sets)[:MOST_SETS], most, _slant(sets)) if sets else 1.0
    return page_by_height(
        len(combinations), lambda at: _height(listed(combinations[at][1], ems, 6)), wanted, least=PAGE
    )


def _slant(sets: Collection[str]) -> float:
    """How high the slanted names stand, px."""
    return max(em_width(shorten(name, 12)) for name in sets) * SIZE * 0.7071 + 10


def _bars(sets: Sequence[str], most: int, slant: float) -> tuple[float, float]:
    """Where the bars begin, and how long the longest is, px."""
    return MARGIN + 4 + _DOT * len(sets) + slant * 0.7 + 8, min(120.0, 18.0 * most)


def _ems(sets: Sequence[str], most: int, slant: float) -> float:
    """The room of the names at the right, em."""
    return (WIDTH - MARGIN - sum(_bars(sets, most, slant)) - 34) / SIZE


def _height(words: Sequence[str]) -> float:
    return max(26.0, 10 + 19.0 * len(words))


def drawing(shown: Sequence[Combination], member: str) -> Drawing:
    """Dots left, bar and count in the middle, the members named right."""
    sizes: dict[str, int] = defaultdict(int)
    for group, members in shown:
        for name in group:
            sizes[name] += len(members)
    sets = sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_SETS]
    slant = _slant(sets)
    top = slant + 12
    left = MARGIN + 4
    most = max(len(members) for _, members in shown)
    bars, bar = _bars(sets, most, slant)
    names = bars + bar + 34
    ems = _ems(sets, most, slant)
    parts = [text(bars, top - 8, f"{member}の数" if bar > 60 else "数", fill=QUIET)]
    parts.append(text(names, top - 8, member, fill=QUIET))
    words = told_apart(sets, 12)
    for index in range(len(sets)):
        place = f"translate({left + index * _DOT + _DOT / 2 + 5:.1f} {top - 7:.1f}) rotate(-45)"
        parts.append(text(0, 0, words[index], transform=place))
    y = top
    for number, (group, members) in enumerate(shown):
        words = listed(members, ems, 6)
        height = _height(words)
        if number % 2 == 0:
            parts.append(box(MARGIN, y, WIDTH - 2 * MARGIN, height, fill=TINT))
        middle = y + min(height / 2, 13)
        parts.append(_dots(sets, group, left, middle))
        missing = [name for name in group if name not in sets]
        parts.append(box(bars, middle - 7, bar * len(members) / most, 14, fill=ACCENT))
        parts.append(text(bars + bar * len(members) / most + 6, middle + 5, str(len(members))))
        parts.append(lines(names, middle + 5, words, step=19))
        if missing:
            parts.append(text(bars - 26, middle + 5, f"+{len(missing)}", fill=QUIET))
        y += height
    parts.append(rule(MARGIN, y, WIDTH - MARGIN, y))
    return Drawing("".join(parts), WIDTH, y + 4)


def _dots(sets: Sequence[str], group: Sequence[str], left: float, y: float) -> str:
    centres = {name: left + index * _DOT + _DOT / 2 for index, name in enumerate(sets)}
    inside = [x for name, x in centres.items() if name in group]
    parts = [element("circle", cx=x, cy=y, r=2.5, fill=LINE) for x in centres.values() if x not in inside]
    if len(inside) > 1:
        parts.append(rule(inside[0], y, inside[-1], y, stroke=INK, stroke_width=2.5))
    parts += [element("circle", cx=x, cy=y, r=6, fill=INK) for x in inside]
    return "".join(parts)

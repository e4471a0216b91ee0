"""Fragmentation, overlap and duplication between ministries, as a table. Source: GAO-15-49SP, appendix I."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from api.views.facts import Filters, Thing, traits
from api.views.picture import MARGIN, SIZE, WIDTH, Column, Edge, Node, Picture, page_by_height, paging_note
from api.views.svg import ACCENT, QUIET, Drawing, box, em_width, empty, lines, listed, rule, text, wrap
from graph.analysis.overlap import GRADES, OverlapTable, PairOverlap, overlap_table

PAGE = 12  # rows of the tallest kind that fit
NAMES = {"duplication": "重複の可能性", "overlap": "重なり", "fragmentation": "分散", "none": "単独"}
_MARKS = {"duplication": 3, "overlap": 2, "fragmentation": 1, "none": 0}
# Left edge and width in px of: grade, ministries, target group, shared, one side, the other side.
_PLACES = ((16, 112), (132, 124), (258, 132), (392, 140), (534, 206), (742, 202))
_HEADS = ("程度", "府省庁の組", "対象者", "共通する節・活動", "一方の施策・事業", "他方の施策・事業")


def table_of(things: Sequence[Thing], over: str = "targetGroup") -> OverlapTable:
    """Ministries over target groups or sections, graded; each thing once, 再掲 merged."""
    facts = [
        (thing.path, ministry, value)
        for thing in things
        for ministry in thing.ministries
        for value in (thing.targets if over == "targetGroup" else thing.sections)
    ]
    return overlap_table(facts, "ministry", over, traits=traits(things))


def draw(things: Sequence[Thing], filters: Filters) -> Picture:
    """One row per pair of ministries and target group that both support, the gravest and strongest first."""
    known = {thing.path: thing for thing in things}
    pairs = [
        pair
        for pair in table_of(things).pairs
        if (not filters.ministry or pair.first in filters.ministry or pair.second in filters.ministry)
        and (not filters.target or pair.over in filters.target)
    ]
    gravity = {grade: -place for place, grade in enumerate(GRADES)}
    pairs.sort(
        key=lambda pair: (gravity[pair.grade], -len(pair.pairs), -pair.strength, pair.over, pair.first)
    )
    names_of = _Names(known)
    page, pages, shown = page_by_height(
        len(pairs), lambda at: _height(_cells(pairs[at], names_of)), filters.page, least=PAGE
    )
    note = paging_note("組", len(pairs), shown, pages)
    if filters.rows and filters.rows < len(pairs):
        page, pages, shown = 1, 1, slice(0, min(filters.rows, PAGE))
        note = f"組{len(pairs)}のうち程度の重い{shown.stop}を示す。全体は表とCSVにある。"
    names = sorted({name for pair in pairs for name in (pair.first, pair.second)})
    return Picture(
        "overlap-table",
        "同じ対象者を支える府省庁の組（分散・重なり・重複の可能性）",
        "同じ対象者を二つの府省庁が支えていれば分散、節か活動も同じなら重なり、節と活動がともに同じなら重複の可能性とする"
        "（米国会計検査院 GAO-15-49SP の用語）。確かめるべき所を示すもので、無駄があるという意味ではない。",
        _drawing(pairs[shown], names_of) if pairs else empty("この条件に合う組はありません"),
        (
            Column("grade", "程度", "Grade"),
            Column("first", "府省庁1", "Ministry 1"),
            Column("second", "府省庁2", "Ministry 2"),
            Column("targetGroup", "対象者", "Target group"),
            Column("strength", "強さ（0から1）", "Strength (0 to 1)"),
            Column("shared", "共通する節・活動", "Shared sections and activities"),
            Column("thingsFirst", "府省庁1の施策・事業", "Of ministry 1"),
            Column("thingsSecond", "府省庁2の施策・事業", "Of ministry 2"),
        ),
        tuple(_row(pair, names_of) for pair in pairs),
        tuple(Node(f"ministry/{name}", name, "府省庁") for name in names),
        tuple(
            Edge(
                f"ministry/{pair.first}",
                f"ministry/{pair.second}",
                f"{NAMES[pair.grade]}: {pair.over}",
                len(pair.pairs) or 1,
            )
            for pair in pairs
        ),
        note,
        page,
        pages,
    )


class _Names:
    """What the things of a view are called for short, in the order of their numbers and labels; each list made once."""

    def __init__(self, known: Mapping[str, Thing]) -> None:
        order = sorted(
            known.values(), key=lambda thing: (thing.number is None, thing.number or 0, thing.label)
        )
        self._rank = {thing.path: at for at, thing in enumerate(order)}
        self._short = {thing.path: thing.short for thing in order}
        self._joined: dict[tuple[str, ...], str] = {}

    def listed(self, paths: Iterable[str]) -> list[str]:
        """Numbers of measures, then labels of programmes."""
        return [self._short[path] for path in sorted(paths, key=self._rank.__getitem__)]

    def joined(self, paths: tuple[str, ...]) -> str:
        """The same in a line; a cell of the table stands in many pairs."""
        words = self._joined.get(paths)
        if words is None:
            words = self._joined[paths] = "、".join(self.listed(paths))
        return words


def _row(pair: PairOverlap, names: _Names) -> tuple[str | int, ...]:
    return (
        NAMES[pair.grade],
        pair.first,
        pair.second,
        pair.over,
        f"{pair.strength:.2f}",
        "、".join(pair.shared),
        names.joined(pair.things_first),
        names.joined(pair.things_second),
    )


def _involved(pair: PairOverlap, side: int) -> Iterable[str]:
    """The things of a side that make the grade; all of them for a mere fragmentation."""
    return {two[side] for two in pair.pairs} or (pair.things_first, pair.things_second)[side]


def _cells(pair: PairOverlap, names: _Names) -> list[list[str]]:
    """The lines of each cell after the grade."""
    ems = [(width - SIZE) / SIZE for _, width in _PLACES]
    return [
        [*wrap(pair.first, ems[1], 2), *wrap(pair.second, ems[1], 2)],
        wrap(pair.over, ems[2], 3),
        listed(pair.shared or ("—",), ems[3], 4),
        *(listed(names.listed(_involved(pair, side)), ems[4 + side], 4) for side in (0, 1)),
    ]


def _height(cells: Sequence[Sequence[str]]) -> float:
    return 12 + 19.0 * max(map(len, cells))


def _drawing(pairs: Sequence[PairOverlap], names: _Names) -> Drawing:
    parts, y = [], 26.0
    for (x, _), name in zip(_PLACES, _HEADS, strict=True):
        parts.append(text(x, y, name, bold=True))
    y += 10
    for pair in pairs:
        cells = _cells(pair, names)
        parts.append(rule(MARGIN, y, WIDTH - MARGIN, y))
        parts.append(_grade(pair.grade, y + 20))
        for (x, _), content in zip(_PLACES[1:], cells, strict=True):
            parts.append(lines(x, y + 20, content, step=19))
        y += _height(cells)
    parts.append(rule(MARGIN, y, WIDTH - MARGIN, y))
    return Drawing("".join(parts), WIDTH, y + 4)


def _grade(grade: str, y: float) -> str:
    """One to three filled squares and the word: no meaning by colour."""
    marks = "".join(
        box(
            _PLACES[0][0] + 9 * index,
            y - 9,
            7,
            9,
            fill=ACCENT if index < _MARKS[grade] else "#ffffff",
            stroke=ACCENT,
        )
        for index in range(3)
    )
    words = NAMES[grade].replace("の可能性", "")
    extra = text(_PLACES[0][0] + 32, y + 19, "の可能性", fill=QUIET) if "の可能性" in NAMES[grade] else ""
    assert em_width(words) <= 6
    return marks + text(_PLACES[0][0] + 32, y, words) + extra

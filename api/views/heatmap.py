"""Rows by columns with a number in each cell: ministry by target group, and any counted pair of a custom query."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, urlencode

from api.views.facts import MEASURE, Filters, Thing
from api.views.picture import MARGIN, SIZE, WIDTH, Column, Edge, Node, Picture, page_of, paging_note
from api.views.svg import (
    INK,
    LINE,
    QUIET,
    Drawing,
    box,
    em_width,
    empty,
    lines,
    link,
    rule,
    text,
    told_apart,
    wrap,
)

ROWS, COLUMNS = 40, 22
# Even steps of lightness (CIE L* 92, 82, 70, 47, 31): told apart in grey, and the number in each cell says the value.
_SHADES = ("#dce8f2", "#b5cfe4", "#86aed2", "#2f6fa3", "#174a74")
_DARK = 3  # from this shade on the figure is white
_ROW, _CELL, _SLANT = 24.0, 42.0, 0.7071
_OTHERS = "ほか"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Values by (row, column); `totals` are the right-hand columns; `hrefs` lead from a cell to its list."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Mapping[tuple[str, str], float]
    totals: Mapping[str, Mapping[str, int]]
    hrefs: Mapping[tuple[str, str], str]
    corner: str
    foot: Mapping[str, int]


def draw(things: Sequence[Thing], filters: Filters) -> Picture:
    """Rows are target groups, columns ministries, both with the most concerned first.

    A thing counts once in a cell however often it is printed (再掲); what names no ministry or no target
    group is counted in the note.
    """
    cells: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    by_row: dict[str, set[str]] = defaultdict(set)
    by_column: dict[str, set[str]] = defaultdict(set)
    left_out = 0
    for thing in things:
        ministries = thing.ministries & set(filters.ministry) if filters.ministry else thing.ministries
        targets = thing.targets & set(filters.target) if filters.target else thing.targets
        left_out += not ministries or not targets
        for target in targets if ministries else ():
            by_row[target].add(thing.path)
            for ministry in ministries:
                by_column[ministry].add(thing.path)
                cells[target, ministry].append(thing)
    rows, columns = _ordered(by_row), _ordered(by_column)
    page, pages, shown = page_of(len(rows), filters.rows or ROWS, filters.page)
    kept, rest = _columns(columns)
    values = {key: len(found) for key, found in cells.items()}
    hrefs = {key: _href(key[1], key[0], filters) for key in cells}
    for target in rows if rest else ():
        paths = {thing.path for name in rest for thing in cells.get((target, name), ())}
        if paths:
            values[target, _OTHERS] = len(paths)
    serving = {target: sum(1 for name in columns if (target, name) in cells) for target in rows}
    matrix = Matrix(
        rows[shown],
        (*kept, *((_OTHERS,) if rest else ())),
        values,
        {"府省庁の数": serving, "施策・事業の数": {name: len(paths) for name, paths in by_row.items()}},
        hrefs,
        "対象者 ＼ 府省庁",
        {name: len(paths) for name, paths in by_column.items()},
    )
    notes = [
        paging_note("対象者", len(rows), shown, pages) if not filters.rows else "",
        f"府省庁{len(columns)}のうち{len(rest)}は「{_OTHERS}」にまとめた。" if rest else "",
        f"府省庁か対象者が書かれていない{left_out}件は数えていない。" if left_out else "",
    ]
    if filters.rows and len(rows) > filters.rows:
        notes[0] = f"対象者{len(rows)}のうち施策・事業の多い{filters.rows}を示す。"
    return Picture(
        "overlap",
        "府省庁と対象者の重なり",
        f"行は対象者{len(rows)}、列は府省庁{len(columns)}。数は、その府省庁が担当しその対象者を支える施策と事業の数。"
        "再掲は一つに数える。",
        drawing(matrix) if rows else empty("この条件に合う施策・事業はありません"),
        (
            Column("targetGroup", "対象者", "Target group"),
            Column("ministry", "府省庁", "Ministry"),
            Column("count", "施策・事業の数", "Measures and programmes"),
            Column("measures", "うち施策", "of which measures"),
            Column("programmes", "うち事業", "of which programmes"),
            Column("things", "番号・名称", "Which"),
        ),
        tuple(
            _row(target, ministry, cells[target, ministry])
            for target in rows
            for ministry in columns
            if (target, ministry) in cells
        ),
        tuple(
            [Node(f"target-group/{name}", name, "対象者") for name in rows]
            + [Node(f"ministry/{name}", name, "府省庁") for name in columns]
        ),
        tuple(
            Edge(f"ministry/{ministry}", f"target-group/{target}", "支える", len(found))
            for (target, ministry), found in sorted(cells.items())
        ),
        "".join(notes),
        page,
        pages,
    )


def _row(target: str, ministry: str, found: Sequence[Thing]) -> tuple[str | int, ...]:
    measures = sum(1 for thing in found if thing.kind == MEASURE)
    names = "、".join(thing.short for thing in found)
    return target, ministry, len(found), measures, len(found) - measures, names


def _ordered(paths: Mapping[str, set[str]]) -> tuple[str, ...]:
    return tuple(sorted(paths, key=lambda name: (-len(paths[name]), name)))


def _columns(columns: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if len(columns) <= COLUMNS:
        return columns, ()
    return columns[: COLUMNS - 1], columns[COLUMNS - 1 :]


def _href(ministry: str, target: str, filters: Filters) -> str:
    given: list[tuple[str, str]] = [("ministry", ministry), ("target", target)]
    given += [("section", value) for value in filters.section] + [("year", value) for value in filters.year]
    given += [
        (name, value) for name, value in (("keyword", filters.keyword), ("kind", filters.kind)) if value
    ]
    return "/browse?" + urlencode(given, quote_via=quote)


def drawing(matrix: Matrix) -> Drawing:
    """The matrix 960 px wide: as many px for labels as they need, up to 17 em."""
    labels = told_apart(matrix.rows, 17)
    left = MARGIN + max(em_width(label) for label in [*labels, "実数", matrix.corner]) * SIZE + 10
    heads = [*matrix.columns, *matrix.totals]
    words = dict(zip(heads, told_apart(heads, 12), strict=True))
    slant = max(map(em_width, words.values())) * SIZE * _SLANT + 8
    room = WIDTH - left - MARGIN - slant - 10
    cell = min(max(_CELL, widest(matrix.values.values())), room / len(heads))
    top = slant + 14
    gap = 10.0
    places = {name: left + index * cell for index, name in enumerate(matrix.columns)}
    end = left + len(matrix.columns) * cell
    places |= {name: end + gap + index * cell for index, name in enumerate(matrix.totals)}
    parts = [_head(words[name], places[name] + cell / 2, top) for name in heads]
    parts.append(lines(MARGIN, top - 12, wrap(matrix.corner, (left - MARGIN) / SIZE, 1), fill=QUIET))
    most = max(matrix.values.values(), default=1)
    bottom = top + len(labels) * _ROW
    for number, (row, label) in enumerate(zip(matrix.rows, labels, strict=True)):
        y = top + number * _ROW
        parts.append(rule(left, y, end, y, stroke="#e6ebf0"))
        parts.append(text(left - 8, y + 17, label, text_anchor="end"))
        for name in matrix.columns:
            value = matrix.values.get((row, name))
            if value is not None:
                parts.append(
                    _cell(
                        places[name],
                        y,
                        cell,
                        value,
                        most,
                        matrix.hrefs.get((row, name), ""),
                        f"{row}・{name}",
                    )
                )
        for name, totals in matrix.totals.items():
            parts.append(
                text(
                    places[name] + cell / 2, y + 17, str(totals.get(row, 0)), text_anchor="middle", fill=QUIET
                )
            )
    parts.append(rule(left, bottom, end, bottom, stroke=QUIET))
    if matrix.foot:
        parts.append(text(left - 8, bottom + 19, "実数", text_anchor="end", fill=QUIET))
        for name in matrix.columns:
            if name in matrix.foot:
                parts.append(
                    text(
                        places[name] + cell / 2,
                        bottom + 19,
                        str(matrix.foot[name]),
                        text_anchor="middle",
                        fill=QUIET,
                    )
                )
        bottom += 26
    note = "空欄は0。実数は同じものを一度だけ数えた全体の数" if matrix.foot else "空欄は0"
    key, tall = _key(most, bottom + 18, left, note)
    return Drawing("".join(parts) + key, WIDTH, bottom + 18 + tall)


def _head(name: str, x: float, top: float) -> str:
    place = f"translate({x + 5:.1f} {top - 7:.1f}) rotate(-45)"
    return text(0, 0, name, transform=place)


def shade(value: float, most: float) -> int:
    """The step of the scale for a value of 1..most.

    >>> [shade(value, 7) for value in range(1, 8)]
    [0, 0, 1, 2, 2, 3, 4]
    """
    last = len(_SHADES) - 1
    if most <= len(_SHADES):
        return round((value - 1) * last / (most - 1)) if most > 1 else 0
    return max(0, min(last, int((value - 1) * len(_SHADES) / most)))


def _cell(x: float, y: float, width: float, value: float, most: float, href: str, label: str) -> str:
    step = shade(value, most)
    drawn = box(x + 1, y + 1, width - 2, _ROW - 2, fill=_SHADES[step], rx=2)
    drawn += text(
        x + width / 2, y + 17, figure(value), text_anchor="middle", fill="#ffffff" if step >= _DARK else INK
    )
    return link(href, drawn, f"{label}: {figure(value)}") if href else drawn


def figure(value: float) -> str:
    """A number as it stands in a cell: at most two decimals, powers of ten for what no cell can hold.

    >>> figure(1200), figure(0.5), figure(-3.0), figure(1e300), figure(0.0004)
    ('1,200', '0.5', '-3', '1e+300', '0.0004')
    """
    if abs(value) >= 1e13 or 0 < abs(value) < 0.01:
        return f"{value:.3g}"
    words = f"{value:,.2f}"
    return words.rstrip("0").rstrip(".")


def widest(values: Iterable[float]) -> float:
    """The width that a cell needs for its number, px."""
    return max((em_width(figure(value)) for value in values), default=0.0) * SIZE + 8


def _key(most: float, y: float, left: float, note: str) -> tuple[str, int]:
    """The scale, each step with the numbers that it stands for, and the note beside or below it; and how tall both are, px."""
    ranges: dict[int, tuple[str, ...]] = {}
    if most <= len(_SHADES) and most == int(most):
        for value in range(1, int(most) + 1):
            ranges[shade(value, most)] = (str(value),)
    elif most > 1:
        bounds = [1 + (most * step) / len(_SHADES) for step in range(len(_SHADES) + 1)]
        for step, (low, high) in enumerate(pairwise(bounds)):
            first, last = math.ceil(low), min(math.ceil(high) - 1, math.floor(most))
            if first <= last:
                ranges[step] = (f"{first:,}",) if first == last else (f"{first:,}", f"{last:,}")
    parts, x = [text(left - 8, y + 15, "色の段階", text_anchor="end", fill=QUIET)], left
    for step, values in sorted(ranges.items()):
        words = "–".join(values)
        parts.append(box(x, y, 30, 20, fill=_SHADES[step], stroke=LINE, rx=2))
        parts.append(text(x + 36, y + 15, words, fill=QUIET))
        x += 36 + em_width(words) * SIZE + 16
    if x + 4 + em_width(note) * SIZE <= WIDTH - MARGIN:
        return "".join([*parts, text(x + 4, y + 15, note, fill=QUIET)]), 22
    return "".join([*parts, text(MARGIN, y + 41, note, fill=QUIET)]), 48

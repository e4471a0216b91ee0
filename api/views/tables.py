"""Fragmentation, overlap and duplication between ministries, as a table. Source: GAO-15-49SP, appendix I."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from api.views.facts import Filters, Thing
from api.views.picture import Picture
from api.views.svg import Drawing, element, shorten, text, wrap

MOST = 30
GRADES = {"duplication": "重複", "overlap": "重なり", "fragmentation": "分立"}


def grade(first: Sequence[Thing], second: Sequence[Thing]) -> str:
    """The grade of two ministries' things for one target group.

    The same section on both sides means similar activities for the same beneficiaries: overlap; a thing in
    charge of both: duplication is not said (it is joint work); otherwise several agencies in one field: fragmentation.
    """
    sections = [{s for thing in side for s in thing.sections} for side in (first, second)]
    return "overlap" if sections[0] & sections[1] else "fragmentation"


def draw(things: Sequence[Thing], filters: Filters) -> Picture:
    """One row per pair of ministries and target group that both support, the strongest first."""
    by: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing in things:
        for target in thing.targets:
            for ministry in thing.ministries:
                by[target, ministry].append(thing)
    rows: list[tuple[str | int, ...]] = []
    for target in sorted({key[0] for key in by}):
        ministries = sorted(name for group, name in by if group == target)
        for one, other in combinations(ministries, 2):
            if filters.ministry and not {one, other} & set(filters.ministry):
                continue
            first, second = by[target, one], by[target, other]
            joint = {item.path for item in first} & {item.path for item in second}
            own = [[t for t in side if t.path not in joint] for side in (first, second)]
            level = "共同" if not own[0] or not own[1] else GRADES[grade(own[0], own[1])]
            strength = min(len(first), len(second))
            rows.append((level, one, other, target, strength, _names(first), _names(second)))
    order = {"重複": 0, "重なり": 1, "分立": 2, "共同": 3}
    rows.sort(key=lambda row: (order[str(row[0])], -int(row[4]), str(row[3]), str(row[1]), str(row[2])))
    shown = rows[:MOST]
    note = f"{len(rows)}組のうち上位{len(shown)}を示す。残りはCSVにある。" if len(rows) > len(shown) else ""
    return Picture(
        "overlap-table",
        "府省庁の組と共通の対象者（分立・重なり）",
        "同じ対象者を支える府省庁の組。同じ節にあれば重なり、節が違えば分立、同じ施策を共に担当していれば共同とする。",
        _drawing(shown),
        ("程度", "府省庁", "府省庁", "対象者", "強さ", "一方の施策・事業", "他方の施策・事業"),
        tuple(rows),
        tuple((str(row[1]), str(row[2]), int(row[4])) for row in rows),
        note,
    )


def _names(things: Sequence[Thing]) -> str:
    numbers = [f"No.{thing.number}" for thing in things if thing.number]
    names = [thing.label for thing in things if not thing.number]
    return "、".join([*numbers, *names])


def _drawing(rows: Sequence[tuple[str | int, ...]]) -> Drawing:
    columns = (
        (12, 60, "程度"),
        (72, 110, "府省庁"),
        (184, 110, "府省庁"),
        (296, 150, "対象者"),
        (448, 40, "強さ"),
        (496, 420, "施策・事業"),
    )
    size, parts, y = 13.0, [], 26.0
    for x, _, name in columns:
        parts.append(text(x, y, name, size=size, font_weight="bold"))
    y += 10
    for row in rows:
        parts.append(element("line", x1=12, x2=924, y1=y, y2=y, stroke="#c8d1da", stroke_width=1))
        things = wrap(f"{row[5]}／{row[6]}", 420 / size, 2)
        y += 20
        for (x, width, _), value in zip(columns, (*row[:5], things[0]), strict=True):
            parts.append(text(x, y, shorten(str(value), width / size), size=size))
        if len(things) > 1:
            y += 17
            parts.append(text(columns[-1][0], y, things[1], size=size))
        y += 8
    if not rows:
        parts.append(text(12, y + 24, "この条件に合う組はありません", size=size))
        y += 34
    return Drawing("".join(parts), 940, y + 8)

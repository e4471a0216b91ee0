"""Which ministries share sections: an UpSet plot (the largest combinations first)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from api.views.facts import Thing
from api.views.picture import Picture
from api.views.svg import Drawing, element, em_width, shorten, text

MOST_SETS, MOST_COMBINATIONS = 20, 28


def draw(things: Sequence[Thing]) -> Picture:
    """Columns are combinations of ministries in charge of a target group; bars say how many groups they share."""
    ministries_of: dict[str, set[str]] = defaultdict(set)
    for thing in things:
        for target in thing.targets:
            ministries_of[target] |= thing.ministries
    combinations: dict[frozenset[str], list[str]] = defaultdict(list)
    for target, ministries in sorted(ministries_of.items()):
        if len(ministries) > 1:
            combinations[frozenset(ministries)].append(target)
    ordered = sorted(combinations.items(), key=lambda item: (-len(item[1]), len(item[0]), sorted(item[0])))
    shown = ordered[:MOST_COMBINATIONS]
    sizes = Counter(name for names, _ in shown for name in names)
    sets = [name for name, _ in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))][:MOST_SETS]
    note = f"{len(ordered)}の組み合わせのうち{len(shown)}を示す。" if len(ordered) > len(shown) else ""
    rows = tuple((len(targets), "、".join(sorted(names)), "、".join(targets)) for names, targets in ordered)
    return Picture(
        "upset",
        "対象者を共に支える府省庁の組み合わせ",
        "縦の列が府省庁の組み合わせ、棒の高さがその組み合わせだけが支える対象者の数。",
        _drawing(shown, sets),
        ("対象者の数", "府省庁の組み合わせ", "対象者"),
        rows,
        tuple((str(row[1]), target, 1) for row in rows for target in str(row[2]).split("、")),
        note,
    )


def _drawing(shown: Sequence[tuple[frozenset[str], list[str]]], sets: Sequence[str]) -> Drawing:
    if not shown:
        return Drawing(text(16, 40, "二つ以上の府省庁が支える対象者はありません", size=14), 642, 60)
    size, step, row = 13.0, 24.0, 24.0
    left = min(max(em_width(name) for name in sets), 12) * size + 30
    most = max(len(targets) for _, targets in shown)
    bar, top = 120.0, 20.0
    parts = []
    for index in range(len(sets)):
        y = top + bar + 16 + index * row
        if index % 2 == 0:
            parts.append(
                element("rect", x=0, y=y, width=left + len(shown) * step + 8, height=row, fill="#f3f6fa")
            )
        parts.append(text(left - 10, y + row * 0.68, shorten(sets[index], 12), size=size, text_anchor="end"))
    for column, (names, targets) in enumerate(shown):
        x = left + column * step + step / 2
        height = bar * len(targets) / most
        title = element("title", f"{'、'.join(sorted(names))}: {'、'.join(targets)}")
        parts.append(
            element(
                "g",
                title
                + element("rect", x=x - 8, y=top + bar - height, width=16, height=height, fill="#1f5f8f"),
            )
        )
        parts.append(text(x, top + bar - height - 5, str(len(targets)), size=size, text_anchor="middle"))
        places = [index for index, name in enumerate(sets) if name in names]
        centres = [top + bar + 16 + index * row + row / 2 for index in places]
        if len(centres) > 1:
            parts.append(
                element("line", x1=x, x2=x, y1=centres[0], y2=centres[-1], stroke="#1f5f8f", stroke_width=2.5)
            )
        for index in range(len(sets)):
            y = top + bar + 16 + index * row + row / 2
            inside = index in places
            parts.append(
                element("circle", cx=x, cy=y, r=6 if inside else 3, fill="#1f5f8f" if inside else "#c8d1da")
            )
    return Drawing("".join(parts), left + len(shown) * step + 20, top + bar + 24 + len(sets) * row)

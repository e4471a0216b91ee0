"""Ministry by target group: how many distinct measures and programmes, 再掲 merged; each cell opens its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from api.views.facts import Filters, Thing
from api.views.picture import Picture
from api.views.svg import Drawing, element, em_width, link, shorten, text

MOST_ROWS, MOST_COLUMNS = 40, 24
# Sequential, dark enough apart to be told apart in grey; the number in each cell says the value.
_SHADES = ("#f3f6fa", "#d6e4f0", "#a9c9e2", "#74a9cf", "#3d84b8", "#1f5f8f")


def draw(things: Sequence[Thing], filters: Filters) -> Picture:
    """Rows are target groups, columns ministries; the most concerned first, the rest put together and said so."""
    counts: Counter[tuple[str, str]] = Counter()
    rows_total: Counter[str] = Counter()
    columns_total: Counter[str] = Counter()
    for thing in things:
        ministries = thing.ministries if not filters.ministry else thing.ministries & set(filters.ministry)
        targets = thing.targets if not filters.target else thing.targets & set(filters.target)
        for ministry in ministries:
            columns_total[ministry] += 1
            for target in targets:
                counts[target, ministry] += 1
        for target in targets:
            rows_total[target] += 1
    columns = [name for name, _ in _ordered(columns_total) if any((t, name) in counts for t in rows_total)]
    rows = [name for name, _ in _ordered(rows_total)]
    kept_rows, kept_columns = rows[:MOST_ROWS], columns[:MOST_COLUMNS]
    note = _note(rows, columns, kept_rows, kept_columns)
    table = tuple(
        (target, ministry, counts[target, ministry])
        for target in kept_rows
        for ministry in kept_columns
        if counts[target, ministry]
    )
    return Picture(
        "overlap",
        "府省庁と対象者の重なり（施策と事業の数）",
        f"行は対象者{len(kept_rows)}、列は府省庁{len(kept_columns)}。数は対象者を支える施策と事業の数で、再掲は一つに数える。",
        _drawing(kept_rows, kept_columns, counts),
        ("対象者", "府省庁", "施策と事業の数"),
        table,
        tuple((ministry, target, number) for target, ministry, number in table),
        note,
    )


def _ordered(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))


def _note(rows: list[str], columns: list[str], kept_rows: list[str], kept_columns: list[str]) -> str:
    left = []
    if len(rows) > len(kept_rows):
        left.append(f"対象者{len(rows)}のうち多い{len(kept_rows)}")
    if len(columns) > len(kept_columns):
        left.append(f"府省庁{len(columns)}のうち多い{len(kept_columns)}")
    return f"{'、'.join(left)}を示す。残りはCSVにある。" if left else ""


def _drawing(rows: list[str], columns: list[str], counts: Counter[tuple[str, str]]) -> Drawing:
    if not rows or not columns:
        return Drawing(text(16, 40, "この条件に合う施策・事業はありません", size=14), 642, 60)
    size, cell_width, cell_height = 13.0, 46.0, 24.0
    left = min(max(em_width(row) for row in rows), 18) * size + 28
    head = min(max(em_width(name) for name in columns), 12) * size * 0.78 + 30
    most = max(counts.values())
    parts = []
    for index, name in enumerate(columns):
        x = left + index * cell_width + cell_width / 2
        parts.append(
            text(
                0,
                0,
                shorten(name, 12),
                size=size,
                transform=f"translate({x + 4:.1f} {head - 8:.1f}) rotate(-50)",
            )
        )
    for number, row in enumerate(rows):
        y = head + number * cell_height
        parts.append(text(left - 8, y + cell_height * 0.68, shorten(row, 18), size=size, text_anchor="end"))
        for index, name in enumerate(columns):
            value = counts[row, name]
            x = left + index * cell_width
            shade = (
                0
                if not value
                else 1 + min(4, int(4 * (value - 1) / max(1, most - 1) + 0.999) if most > 1 else 4)
            )
            box = element(
                "rect",
                x=x + 1,
                y=y + 1,
                width=cell_width - 2,
                height=cell_height - 2,
                fill=_SHADES[shade],
                rx=2,
            )
            if not value:
                parts.append(box)
                continue
            colour = "#ffffff" if shade >= 4 else "#1b1f24"
            figure = text(
                x + cell_width / 2,
                y + cell_height * 0.68,
                str(value),
                size=size,
                text_anchor="middle",
                fill=colour,
            )
            label = f"{row} × {name}: {value}"
            href = f"/browse/things?ministry={quote(name)}&target={quote(row)}"
            parts.append(link(href, element("title", label) + box + figure, label))
    # The slanted heads lean to the right of the last column.
    width = left + len(columns) * cell_width + head * 0.75
    return Drawing("".join(parts), width, head + len(rows) * cell_height + 8)

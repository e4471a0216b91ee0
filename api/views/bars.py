"""Labels with one number each, as horizontal bars: for custom queries and answers."""

from __future__ import annotations

from collections.abc import Sequence

from api.views.picture import MARGIN, SIZE, WIDTH
from api.views.svg import ACCENT, QUIET, Drawing, box, em_width, lines, rule, text, wrap

PAGE = 17  # bars with labels of three lines that fit


def drawing(rows: Sequence[tuple[str, float]], unit: str = "") -> Drawing:
    """Bars in the order given; numbers stand at their ends."""
    label = min(26.0, max(em_width(name) for name, _ in rows)) * SIZE
    left = MARGIN + label + 12
    figures = [f"{value:,.10g}{unit}" for _, value in rows]
    room = WIDTH - MARGIN - left - max(map(em_width, figures)) * SIZE - 12
    most = max((abs(value) for _, value in rows), default=0) or 1
    parts, y = [], 8.0
    for (name, value), figure in zip(rows, figures, strict=True):
        words = wrap(name, 26, 3)
        height = 10 + 19.0 * len(words)
        length = room * abs(value) / most
        parts.append(lines(left - 10, y + 19, words, step=19, text_anchor="end"))
        parts.append(
            box(
                left,
                y + 5,
                max(1.0, length),
                height - 10,
                fill=ACCENT if value >= 0 else "#ffffff",
                stroke=ACCENT,
            )
        )
        parts.append(text(left + length + 8, y + height / 2 + 5, figure, fill=QUIET))
        y += height
    parts.append(rule(left, 8, left, y, stroke=QUIET))
    return Drawing("".join(parts), WIDTH, y + 8)

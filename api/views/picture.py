"""What a view gives, and the frame around it: title, filters, source line, build and date inside the image."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.views.svg import Drawing, document, em_width, text, wrap

# A4 at 96 dpi with 20 mm margins is 642 px wide; 7 pt there is 9.33 px in an image of that width.
LEAST_PT = 7.0
A4_WIDTH = 642.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A view's drawing with the table that says the same. `note` tells what was left out or put together."""

    name: str
    title: str
    description: str
    drawing: Drawing
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    edges: tuple[tuple[str, str, int], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands below every picture."""

    filters: str
    source: str
    build_id: str
    created: datetime


def framed(picture: Picture, imprint: Imprint) -> str:
    """The picture as a complete SVG document."""
    inner = picture.drawing
    width = max(inner.width, A4_WIDTH)
    small = max(10.0, 9.4 * width / A4_WIDTH)  # at least 7 pt when printed across A4
    large = small * 1.6
    lines: list[str] = []
    y = large * 1.4
    for line in wrap(picture.title, (width - 32) / large, 2):
        lines.append(text(16, y, line, size=large, font_weight="bold"))
        y += large * 1.25
    for part in filter(None, (imprint.filters, picture.note)):
        for line in wrap(part, (width - 32) / small, 3):
            lines.append(text(16, y, line, size=small, fill="#4a5562"))
            y += small * 1.4
    top = y + small * 0.4
    lines.append(f'<g transform="translate(0 {top:.1f})">{inner.body}</g>')
    y = top + inner.height + small * 1.6
    made = f"つながり ビルド {imprint.build_id}（{imprint.created:%Y-%m-%d}）"
    for line in (*wrap(imprint.source, (width - 32) / small, 4), made):
        lines.append(text(16, y, line, size=small, fill="#4a5562"))
        y += small * 1.4
    body = "".join(lines)
    return document(
        Drawing(body, width, y + small * 0.6), title=picture.title, description=picture.description
    )


def label_size(width: float) -> float:
    """The font size in px that is 7 pt or more when an image `width` px wide is printed across A4."""
    return max(11.0, LEAST_PT * 96 / 72 * width / A4_WIDTH)


def column(labels: list[str], size: float) -> float:
    """Pixels that the widest label needs."""
    return max((em_width(label) for label in labels), default=0) * size

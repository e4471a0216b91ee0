"""What a view gives, and the frame around it: title, filters, source line, build and date inside the image."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.views.svg import QUIET, Drawing, document, rule, text, wrap

# A picture is 960 px wide and its smallest text 14 px: across A4 with 20 mm margins (170 mm) that is 7.0 pt.
WIDTH = 960.0
SIZE = 14.0
MARGIN = 16.0
# What fits on an A4 page of that width (257 mm high) with title, notes and source line around it.
ROOM = 1140.0
_MEASURED = 600


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table beside the picture: its name for programs and for readers in two languages."""

    key: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in the network form of a view. `id` is kind/slug where it is a thing of ours."""

    id: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie between two nodes, by id."""

    start: str
    end: str
    relation: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A view's drawing with the table that says the same.

    `rows` holds every row, also those on other pages of the drawing; `note` tells what was left out or put together.
    """

    name: str
    title: str
    description: str
    drawing: Drawing
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    note: str = ""
    page: int = 1
    pages: int = 1


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
    width = max(inner.width, WIDTH)
    ems = (width - 2 * MARGIN) / SIZE
    parts: list[str] = []
    y = 34.0
    for line in wrap(picture.title, (width - 2 * MARGIN) / 22, 2):
        parts.append(text(MARGIN, y, line, size=22, bold=True))
        y += 28
    for words in filter(None, (imprint.filters, picture.note)):
        for line in wrap(words, ems, 3):
            parts.append(text(MARGIN, y, line, fill=QUIET))
            y += 20
    top = y - 8
    parts.append(f'<g transform="translate(0 {top:.1f})">{inner.body}</g>')
    y = top + inner.height + 14
    parts.append(rule(MARGIN, y, width - MARGIN, y))
    y += 22
    made = f"つながり　ビルド {imprint.build_id}（{imprint.created:%Y-%m-%d}）"
    for line in (*wrap(imprint.source, ems, 5), made):
        parts.append(text(MARGIN, y, line, fill=QUIET))
        y += 20
    drawn = Drawing("".join(parts), width, y - 4)
    return document(drawn, name=picture.name, title=picture.title, description=picture.description)


def page_of(total: int, size: int, wanted: int) -> tuple[int, int, slice]:
    """Page and pages of `total` rows, at most `size` to a page and about as many on each; a page too far is the last.

    >>> page_of(54, 40, 2)
    (2, 2, slice(27, 54, None))
    """
    pages = max(1, -(-total // size))
    page = min(max(1, wanted), pages)
    each = max(1, -(-total // pages))
    return page, pages, slice((page - 1) * each, min(page * each, total))


def page_by_height(
    total: int, height: Callable[[int], float], wanted: int, *, least: int, room: float = ROOM
) -> tuple[int, int, slice]:
    """The same for rows of different heights (px, by index), so that no page is higher than `room`.

    Above some hundred rows they are not measured; then `least`, as many of the highest as fit, are on a page.

    >>> page_by_height(5, lambda at: 40.0, 2, least=2, room=100)
    (2, 3, slice(2, 4, None))
    """
    if total > _MEASURED:
        return page_of(total, least, wanted)
    heights = [height(at) for at in range(total)]
    starts = _starts(heights, room)
    even = sum(heights) / len(starts) + max(heights, default=0.0)
    if even < room and len(level := _starts(heights, even)) <= len(starts):
        starts = level
    page = min(max(1, wanted), len(starts))
    return page, len(starts), slice(starts[page - 1], [*starts, total][page])


def _starts(heights: Sequence[float], room: float) -> list[int]:
    """Where each page begins when pages are filled up to `room`."""
    starts, used = [0], 0.0
    for at, tall in enumerate(heights):
        if used + tall > room and at > starts[-1]:
            starts.append(at)
            used = 0.0
        used += tall
    return starts


def paging_note(what: str, total: int, shown: slice, pages: int) -> str:
    """The sentence that says what is on this page, "" when all is."""
    if pages == 1:
        return ""
    last = min(shown.stop, total)
    return (
        f"{what}{total}のうち{shown.start + 1}から{last}番目を示す（全{pages}ページ）。全体は表とCSVにある。"
    )

"""What the pages of views are made of: the page around a picture, its filters, its file's headers."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from difflib import get_close_matches
from urllib.parse import quote, urlencode

from flask import Response, render_template, request

from api.services import services
from api.views.explorer import movable
from api.views.facts import Filters, things
from api.views.making import TYPES, Made, cacheable
from api.views.output import PNG_WIDTH, in_language, in_new_tab, size_of
from api.views.registry import VIEWS, section_names
from nlp.layout.notations import pillar_of

ROOM_BELOW, TALLEST = 64, 1600
"""Of an embedded picture, in CSS pixels: the lines below it, and the tallest frame."""
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_MOST_CHOICES = 400


def as_file(body: bytes, name: str, suffix: str) -> Response:
    """A finished file with its headers."""
    response = Response(body, content_type=TYPES[suffix])
    policy = "default-src 'none'"
    if suffix == "html":
        style = _STYLE.search(body.decode())
        digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
        policy += f"; style-src 'sha256-{digest}'"
        response.headers["Content-Disposition"] = f'inline; filename="tsunagari-{name}.html"'
    if suffix in ("svg", "html", "pdf"):
        response.headers["Content-Security-Policy"] = policy + "; frame-ancestors 'self'"
    return cacheable(response)


def with_focus(name: str, filters: Filters) -> Filters:
    """For the explorer, a focus given by name becomes a path; other views know no focus."""
    if name != "explorer" or not filters.focus:
        return replace(filters, focus="")
    return replace(filters, focus=focus_paths().get(filters.focus, filters.focus))


def focus_paths() -> dict[str, str]:
    """Names that the explorer understands beside paths, in order: ministries, target groups, programmes, measures."""

    def load() -> dict[str, str]:
        every = things(services())
        found = {
            name: f"ministry/{name}" for name in sorted({m for thing in every for m in thing.ministries})
        }
        found |= {
            name: f"target-group/{name}" for name in sorted({g for thing in every for g in thing.targets})
        }
        for thing in every:
            found.setdefault(thing.name, thing.path)
        return found

    return services().cached("views.focus-paths", load)


def render_page(name: str, drawn: Made, filters: Filters, *, query: str = "", about: str = "") -> str:
    """The page around a picture. `query` is the SPARQL text of a custom view."""
    picture = drawn.picture
    width, height = size_of(drawn.svg)
    view = VIEWS.get(name)
    return render_template(
        "view.html",
        name=name,
        picture=picture,
        svg=in_language(drawn.svg, "en" if request.args.get("lang") == "en" else "ja"),
        filters=filters,
        takes=view.takes if view else (),
        choices=_choices() if view else {},
        unknown=unknown(filters) if view else [],
        names=list(focus_paths())[:_MOST_CHOICES] if name == "explorer" else (),
        graph=movable(services(), picture.nodes[0].id) if name == "explorer" and picture.edges else None,
        tail=tail(),
        width=width,
        height=height,
        frame_height=min(height + ROOM_BELOW, TALLEST),
        png=(PNG_WIDTH, round(PNG_WIDTH * height / width)),
        suffixes=tuple(TYPES),
        query=query,
        about=about,
        pager=[(number, tail(page=number, lang=True)) for number in near(picture.page, picture.pages)],
    )


def _choices() -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: value and words for each."""

    def load() -> dict[str, list[tuple[str, str]]]:
        every = things(services())
        names = section_names(services())
        notations = {s for thing in every for s in thing.sections}
        notations |= {pillar_of(notation) for notation in notations}
        return {
            "ministry": [(name, name) for name in sorted({m for thing in every for m in thing.ministries})],
            "target": [(name, name) for name in sorted({g for thing in every for g in thing.targets})],
            "section": [(s, f"{s} {names.get(s, '')}"[:32]) for s in sorted(notations)],
            "year": [(year, year) for year in sorted({y for thing in every for y in thing.years})],
        }

    return services().cached("views.choices", load)


def unknown(filters: Filters) -> list[tuple[str, str, list[str]]]:
    """The given values that no document has: parameter, value, and names like it (at most three)."""
    choices = _choices()
    found = []
    for key in ("ministry", "target", "section", "year"):
        known = {value for value, _ in choices[key]}
        for value in getattr(filters, key):
            if value not in known:
                found.append((key, value, get_close_matches(value, sorted(known), 3, 0.4)))
    return found


def near(page: int, pages: int) -> list[int]:
    """The pages that a page links to: the first, the last, and those beside it.

    >>> near(50, 100)
    [1, 2, 47, 48, 49, 50, 51, 52, 53, 99, 100]
    """
    return [
        number for number in range(1, pages + 1) if number < 3 or number > pages - 2 or abs(number - page) < 4
    ]


def tail(*, page: int = 0, lang: bool = False) -> str:
    """The query string of this request without empty values, "" or "?…"; the page replaced when given."""
    skipped = {"page"} if page else set()
    skipped |= set() if lang else {"lang"}
    pairs = [(key, value) for key, value in request.args.items(multi=True) if value and key not in skipped]
    if page > 1:
        pairs.append(("page", str(page)))
    return "?" + urlencode(pairs, quote_via=quote) if pairs else ""


def framed_svg(drawn: Made) -> str:
    """The picture for a frame: its links open beside the page that holds it."""
    return in_new_tab(drawn.svg)

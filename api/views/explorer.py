"""One thing and what it is tied to, on both sides of it; drawn by the server, so it works without JavaScript."""

from __future__ import annotations

from pyoxigraph import NamedNode

from api.services import Services
from api.views.facts import Filters
from api.views.picture import Picture
from api.views.svg import Drawing, element, link, shorten, text
from graph.iris import BASE, iri
from graph.provenance import local_name
from graph.queries import stored_query
from graph.vocabulary import label_of

MOST = 60
_DEFAULT = "ministry/内閣府"
_COLOURS = {
    "ministry": "#1f5f8f",
    "programme": "#7a3b00",
    "measure": "#2f6b3a",
    "budget-line": "#6a4a8c",
    "target-group": "#8c2f4a",
}


def draw(service: Services, filters: Filters) -> Picture:
    """The neighbours of the thing at `filters.focus` (kind/slug; 内閣府 when none is named)."""
    focus = filters.focus or _DEFAULT
    rows = service.select(stored_query("views/neighbours").text, {"thing": NamedNode(iri(focus))})
    ties: dict[str, tuple[str, str]] = {}
    for start, predicate, end, label in rows:
        other = end if getattr(start, "value", "") == iri(focus) else start
        path = str(getattr(other, "value", "")).removeprefix(BASE)
        name = local_name(predicate) if isinstance(predicate, NamedNode) else ""
        ties.setdefault(path, (str(getattr(label, "value", "")), label_of(name)))
    shown = dict(sorted(ties.items(), key=lambda item: (item[0].split("/")[0], item[1][0]))[:MOST])
    own = service.select(
        "SELECT ?l WHERE { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?l } LIMIT 1",
        {"thing": NamedNode(iri(focus))},
    )
    title = str(getattr(own[0][0], "value", focus)) if own else focus
    note = f"{len(ties)}のつながりのうち{len(shown)}を示す。" if len(ties) > len(shown) else ""
    return Picture(
        "explorer",
        f"「{title}」のまわり",
        f"中央が{title}、まわりがそれと結ばれたもの。色と記号は種類を、線の語は関係を表す。",
        _drawing(title, shown),
        ("種類", "名称", "関係", "番地"),
        tuple(
            (path.split("/")[0], label, relation, path) for path, (label, relation) in sorted(ties.items())
        ),
        tuple((title, label, 1) for label, _ in ties.values()),
        note,
    )


def _drawing(title: str, ties: dict[str, tuple[str, str]]) -> Drawing:
    if not ties:
        return Drawing(text(16, 40, "このものにつながりはありません", size=14), 642, 60)
    size, step = 13.0, 26.0
    names = sorted(ties, key=lambda path: (path.split("/")[0], ties[path][0]))
    half = (len(names) + 1) // 2
    height = max(160.0, half * step + 40)
    middle, width = 520.0, 1040.0
    layout = {
        path: ((250.0 if i < half else 790.0), 30 + step * (i if i < half else i - half))
        for i, path in enumerate(names)
    }
    parts = []
    for path, (x, y) in layout.items():
        side = -1 if x < middle else 1
        parts.append(
            element(
                "path",
                d=f"M{middle} {height / 2:.0f}Q{(middle + x) / 2:.0f} {y:.0f} {x - side * 6:.0f} {y:.0f}",
                fill="none",
                stroke="#b6c2cd",
                stroke_width=1,
            )
        )
        colour = _COLOURS.get(path.split("/")[0], "#4a5562")
        label, relation = ties[path]
        shown = shorten(f"{label}（{relation}）", 18)
        mark = element("circle", cx=x, cy=y, r=6, fill=colour) + element("title", f"{label} {relation}")
        mark += text(x + side * 12, y + 5, shown, size=size, text_anchor="end" if side < 0 else "start")
        parts.append(link(f"/id/{path}", mark, label))
    parts.append(
        element("rect", x=middle - 90, y=height / 2 - 18, width=180, height=36, rx=18, fill="#1f5f8f")
    )
    parts.append(
        text(middle, height / 2 + 5, shorten(title, 12), size=14, text_anchor="middle", fill="#ffffff")
    )
    return Drawing("".join(parts), width, height)

"""The pages: home, browse, quality, about, and the query page at /sparql."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request

from api.entities import _href
from api.problems import Problem
from api.services import services
from api.texts import texts_for
from api.views.facts import Thing, things
from api.views.pages import VIEWS, picture_of, read_filters
from graph.queries import FOLDER, stored_query
from graph.terms import PREFIXES

blueprint = Blueprint("site", __name__)
PER_PAGE = 50
_BROWSE = {"ministries": "府省庁", "target-groups": "対象者", "sections": "柱と節", "documents": "文書"}
EXAMPLES = (
    "令和7年度補正予算の事業は？",
    "再掲の事業はどこに載っている？",
    "施策No.82の担当はどこ？",
    "高齢者を対象とする施策は何件？",
    "令和7年度補正予算を再掲を除いて合計して",
    "こどもを対象とする施策を持つ府省庁は？",
)


@blueprint.app_context_processor
def _common() -> dict[str, Any]:
    """What every page knows: the interface language and its texts, the served build."""
    lang = "en" if request.args.get("lang") == "en" else "ja"
    return {
        "lang": lang,
        "t": texts_for(lang),
        "served": services().served,
        "href": _href,
        "views_menu": VIEWS,
    }


@blueprint.get("/")
def home() -> str:
    """What is in the graph, a question box, the overlap picture."""
    from api.views.facts import Filters

    picture, svg = picture_of("overlap", Filters())
    return render_template(
        "home.html",
        counts=services().served.meta.get("counts", {}),
        documents=_documents(),
        picture=picture,
        svg=svg,
        examples=EXAMPLES,
    )


def _documents() -> list[dict[str, Any]]:
    report = _report()
    found = []
    for item in report.get("documents", ()):
        issues = item.get("issues", ())
        found.append(
            {
                **item,
                "records": {
                    k: v for k, v in item.get("coverage", {}).items() if not k.startswith("characters")
                },
                "repaired": len(item.get("repairs", ())),
                "open": sum(1 for issue in issues if issue.get("severity") != "info"),
            }
        )
    return found


def _report() -> dict[str, Any]:
    path = services().served.report_path
    if path is None:
        return {}

    def load() -> dict[str, Any]:
        try:
            data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return data

    return services().cached("report", load)


@blueprint.get("/browse")
@blueprint.get("/browse/<what>")
def browse(what: str = "things") -> str:
    """Lists of things with facets: measures and programmes together, or ministries, target groups, sections, documents."""
    if what == "things":
        return _browse_things()
    if what not in _BROWSE:
        raise Problem(
            404, "not_found", f"no list is called {what[:40]}", hint="things, " + ", ".join(_BROWSE)
        )
    rows = services().select(stored_query(f"pages/{what}").text)
    shown = [[getattr(cell, "value", "") if cell is not None else "" for cell in row] for row in rows]
    return render_template("list.html", what=what, title=_BROWSE[what], rows=shown, lists=_BROWSE)


def _browse_things() -> str:
    filters = read_filters()
    every = [
        thing for thing in things(services()) if filters.keep(thing) and filters.kind in ("", thing.kind)
    ]
    sort = request.args.get("sort", "number")
    if sort == "label":
        every.sort(key=lambda thing: thing.label)
    elif sort == "ministry":
        every.sort(key=lambda thing: (sorted(thing.ministries), thing.number or 0))
    pages = max(1, -(-len(every) // PER_PAGE))
    page = min(filters.page, pages)
    facets = {name: _facet(every, name) for name in ("ministries", "targets", "sections", "years")}
    return render_template(
        "browse.html",
        filters=filters,
        total=len(every),
        shown=every[(page - 1) * PER_PAGE : page * PER_PAGE],
        page=page,
        pages=pages,
        facets=facets,
        sort=sort,
        lists=_BROWSE,
    )


def _facet(every: list[Thing], name: str) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for thing in every:
        for value in getattr(thing, name):
            counts[value] = counts.get(value, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:20]


@blueprint.get("/quality")
def quality() -> str:
    """The data-quality report: per document what was read, repaired, assigned by reasoning, left open."""
    report = _report()
    return render_template("quality.html", report=report, documents=_documents())


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The icon for browsers that ask for it unprompted."""
    response = current_app.send_static_file("icon.svg")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@blueprint.get("/about")
def about() -> str:
    """What this is, how it was made, how to cite it."""
    return render_template("about.html")


@blueprint.get("/view")
@blueprint.get("/views")
def views() -> str:
    """All pictures."""
    return render_template("views.html")


def query_page() -> Response:
    """The query page: a text box with prefixes, and the examples of graph/queries/examples."""
    examples = [stored_query(f"examples/{path.stem}") for path in sorted((FOLDER / "examples").glob("*.rq"))]
    prefixes = "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items())
    return make_response(render_template("query.html", examples=examples, prefixes=prefixes))

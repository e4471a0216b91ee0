"""`/view/custom`: a picture of a visitor's own SELECT; stored under a short id on request."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.endpoint.guard import inspect
from api.endpoint.protocol import BASE
from api.endpoint.query_process import Job
from api.problems import Problem
from api.services import services
from api.views.custom import MOST_ROWS, Result, draw
from api.views.facts import Filters
from api.views.making import TYPES, Kept, Made, body_of, cacheable, imprint
from api.views.output import in_new_tab
from api.views.page_parts import as_file, render_page
from api.views.picture import framed

blueprint = Blueprint("custom", __name__)
MOST_CHARS, MOST_STORED = 6000, 5000
EXAMPLE = """PREFIX tsu: <https://w3id.org/tsunagari/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?row ?column (COUNT(DISTINCT ?thing) AS ?value) WHERE {
  ?thing tsu:section ?section ; tsu:ministry ?ministry .
  ?section skos:notation ?row . ?ministry skos:prefLabel ?column . FILTER(LANG(?column) = "ja")
} GROUP BY ?row ?column ORDER BY ?row"""
_ID = re.compile(r"[0-9a-f]{12}\Z")


@blueprint.get("/view/custom")
def custom() -> str:
    """The page of a custom view: `query=` itself, or `id=` of a stored one; `title=` stands above it.

    Without either, a form that says which columns make which picture.
    """
    if not request.args.get("query", "").strip() and not request.args.get("id"):
        return render_template("custom.html", example=EXAMPLE, title=request.args.get("title", "")[:120])
    query, title, drawn = _asked()
    return render_page("custom", drawn, Filters(), query=query, about=title)


@blueprint.get("/view/custom.<suffix>")
def custom_file(suffix: str) -> Response:
    """A custom view as a file."""
    if suffix not in TYPES:
        raise Problem(404, "not_found", f"no view ends in .{suffix[:20]}", hint=", ".join(TYPES))
    query, title, drawn = _asked()
    if suffix == "rq":
        return as_file(query.encode(), "custom", suffix)
    return as_file(body_of(drawn, suffix, ("custom", suffix, query, title, _page()), ""), "custom", suffix)


@blueprint.post("/view/custom")
def keep() -> BaseResponse:
    """Stores a query under a short id and leads to its page; only one that makes a picture is stored."""
    query, title = request.form.get("query", ""), request.form.get("title", "").strip()[:120]
    _drawn(query, title, 1)
    folder = _folder()
    text = json.dumps({"query": query, "title": title}, ensure_ascii=False, sort_keys=True)
    name = hashlib.sha256(text.encode()).hexdigest()[:12]
    if folder is None:
        return redirect(f"/view/custom?query={quote(query)}&title={quote(title)}")
    target = folder / f"{name}.json"
    if not target.is_file():
        if sum(1 for _ in folder.glob("*.json")) >= MOST_STORED:
            raise Problem(
                429, "too_many", "no more queries are stored here", hint="share the long address instead"
            )
        part = target.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    return redirect(f"/view/custom?id={name}", 303)


@blueprint.get("/embed/custom")
def custom_frame() -> Response:
    """A stored custom view as a frame; a query itself is not run for frames."""
    name = request.args.get("id", "")
    query, title = stored(name)
    drawn = _drawn(query, title, _page())
    page = render_template(
        "embed.html", name="custom", picture=drawn.picture, svg=in_new_tab(drawn.svg), tail=f"?id={name}"
    )
    return cacheable(Response(page, content_type="text/html; charset=utf-8"))


def _asked() -> tuple[str, str, Made]:
    query, title = request.args.get("query", ""), request.args.get("title", "").strip()[:120]
    if name := request.args.get("id", ""):
        query, title = stored(name)
    return query, title, _drawn(query, title, _page())


def _page() -> int:
    given = request.args.get("page", "1")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 1


def stored(name: str) -> tuple[str, str]:
    """The query and title stored under a short id. Raises: Problem (404)."""
    folder = _folder()
    path = folder / f"{name}.json" if folder is not None and _ID.match(name) else None
    if path is None or not path.is_file():
        raise Problem(404, "not_found", "no view is stored under this id", hint="/view/custom?query=SELECT …")
    found = json.loads(path.read_text(encoding="utf-8"))
    return str(found["query"]), str(found["title"])


def _folder() -> Path | None:
    """Where queries are stored: beside the builds; None with a remote engine or a single file, or when not writable."""
    settings = services().settings
    if settings.data is not None or settings.store.startswith(("http://", "https://")):
        return None
    folder = Path(settings.store) / "views"
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return folder


def _drawn(query: str, title: str, page: int) -> Made:
    if not query.strip():
        raise Problem(
            400,
            "bad_request",
            "no query",
            hint="query=SELECT ?label ?value … or another pair of columns: see /about",
        )
    if len(query) > MOST_CHARS:
        raise Problem(
            413, "query_too_long", f"at most {MOST_CHARS} characters are drawn", hint="shorten the query"
        )
    service = services()

    def make() -> Made:
        picture = draw(run(query), title or "問い合わせの結果", page)
        return Made(picture, framed(picture, imprint(service, "")))

    return service.cached("views.custom", Kept).get((query, title, page), make)


def run(query: str) -> Result:
    """The answer of a SELECT by the query processes, with their limits; at most 5,000 rows are read.

    Raises:
        Problem: it is refused, no SELECT, or runs on a remote store.
        QueryFailedError: a limit struck or the engine rejects it.
    """
    service = services()
    served = service.served
    inspection = inspect(query, service.settings, base=BASE, graphs=served.graphs)
    if inspection.form not in ("SELECT", ""):
        raise Problem(
            400, "no_picture", f"a {inspection.form} query makes no picture", hint="ask with SELECT"
        )
    if service.pool is None:
        raise Problem(404, "not_found", "pictures of queries need a local store", hint="use the six views")
    job = Job(store=served.path, query=query, format="json", base=BASE, bytes=8 << 20)
    stream = service.pool.run(job, request.remote_addr or "")
    try:
        body = stream.first + b"".join(stream)
    finally:
        stream.close()
    found = json.loads(body)
    rows = found["results"]["bindings"][:MOST_ROWS]
    return Result(
        tuple(found["head"]["vars"]),
        tuple({name: str(cell["value"]) for name, cell in row.items()} for row in rows),
    )

"""`/view/{name}` as page and file, `/embed/{name}` as frame, `/api/overlap`, `/oembed`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, jsonify, render_template, request

from api.problems import Problem
from api.services import Services, services
from api.views import chain, explorer, heatmap, layers, output, tables, upset
from api.views.facts import Filters, Thing, things
from api.views.picture import Imprint, Picture, framed
from graph.queries import stored_query

blueprint = Blueprint("views", __name__)
Drawer = Callable[[Services, Filters], Picture]


def _of_things(draw: Callable[[tuple[Thing, ...], Filters], Picture]) -> Drawer:
    return lambda service, filters: draw(tuple(t for t in things(service) if filters.keep(t)), filters)


VIEWS: dict[str, tuple[str, Drawer, str]] = {
    "overlap": ("府省庁と対象者の重なり", _of_things(heatmap.draw), "views/thing-targets"),
    "overlap-table": ("分立・重なりの表", _of_things(tables.draw), "views/thing-targets"),
    "map": (
        "府省庁から施策までの地図",
        _of_things(lambda found, _: layers.draw(found)),
        "views/thing-measures",
    ),
    "upset": (
        "共に支える府省庁の組み合わせ",
        _of_things(lambda found, _: upset.draw(found)),
        "views/thing-ministries",
    ),
    "chain": ("再掲と年度のつながり", chain.draw, "views/lines"),
    "explorer": ("一つのもののまわり", explorer.draw, "views/neighbours"),
}
TYPES = {
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "graphml": "application/graphml+xml",
    "rq": "application/sparql-query; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


def read_filters() -> Filters:
    """The filters in the query string.

    Raises:
        Problem: a value is not what the parameter takes.
    """
    page = request.args.get("page", "1")
    if not page.isdigit() or not 1 <= int(page) <= 9999:
        raise Problem(400, "bad_request", "page takes a whole number from 1", hint="page=1")
    return Filters(
        ministry=_many("ministry"),
        target=_many("target"),
        section=_many("section"),
        year=_many("year"),
        keyword=request.args.get("keyword", "")[:100],
        kind=request.args.get("kind", "")[:20],
        focus=request.args.get("focus", "")[:300],
        page=int(page),
    )


def _many(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip()[:100] for value in request.args.getlist(name) if value.strip()))[
        :20
    ]


def picture_of(name: str, filters: Filters) -> tuple[Picture, str]:
    """A view's picture and its framed SVG, made once per build and filters."""
    if name not in VIEWS:
        raise Problem(404, "not_found", f"no view is called {name[:60]}", hint="views: " + ", ".join(VIEWS))
    service = services()

    def make() -> tuple[Picture, str]:
        picture = VIEWS[name][1](service, filters)
        return picture, framed(picture, _imprint(service, filters))

    return service.cached(f"view {name} {filters!r}"[:2000], make)


def _imprint(service: Services, filters: Filters) -> Imprint:
    served = service.served
    publishers = dict.fromkeys(str(item.get("publisher") or "") for item in served.meta.get("documents", ()))
    documents = [str(item.get("title") or item.get("id")) for item in served.meta.get("documents", ())]
    who = "・".join(filter(None, publishers))
    shown = "、".join(f"「{title[:40]}」" for title in documents[:4]) + (
        f" ほか{len(documents) - 4}件" if len(documents) > 4 else ""
    )
    return Imprint(filters.words(), f"出典: {who}{shown}を加工して作成", served.build_id, served.created)


@blueprint.get("/view/<name>.<suffix>")
def file(name: str, suffix: str) -> Response:
    """A view as a file; unknown suffixes are 404."""
    if suffix not in TYPES:
        raise Problem(404, "not_found", f"no view ends in .{suffix[:20]}", hint=", ".join(TYPES))
    if suffix == "rq":
        if name not in VIEWS:
            raise Problem(404, "not_found", f"no view is called {name[:60]}")
        return _cacheable(Response(stored_query(VIEWS[name][2]).text, content_type=TYPES[suffix]))
    filters = read_filters()
    picture, svg = picture_of(name, filters)
    service = services()
    key = f"file {name} {suffix} {filters!r}"[:2000]
    body = service.cached(key, lambda: _body(picture, svg, suffix, service.served.build_id, filters))
    response = Response(body, content_type=TYPES[suffix])
    if suffix == "svg":
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'none'"
    return _cacheable(response)


def _body(picture: Picture, svg: str, suffix: str, build_id: str, filters: Filters) -> bytes:
    match suffix:
        case "svg":
            return svg.encode()
        case "png":
            return output.png(svg)
        case "pdf":
            return output.pdf(svg)
        case "csv":
            return output.table_csv(picture).encode()
        case "json":
            return output.table_json(picture, build_id, filters.words()).encode()
        case "graphml":
            return output.network(picture)
    return output.standalone(svg, picture).encode()


def _cacheable(response: Response) -> Response:
    served = services().served
    response.set_etag(hashlib.sha256(f"{served.build_id} {request.full_path}".encode()).hexdigest()[:24])
    response.last_modified = served.created
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response.make_conditional(request)


@blueprint.get("/view/<name>")
def page(name: str) -> str:
    """A view as a page: the picture, its table, filters, downloads and how to embed it."""
    filters = read_filters()
    picture, svg = picture_of(name, filters)
    arguments = urlencode(
        [(key, value) for key, value in request.args.items(multi=True) if value and key != "lang"]
    )
    tail = f"?{arguments}" if arguments else ""
    root = services().settings.public_url.rstrip("/") or request.host_url.rstrip("/")
    every = things(services())
    choices = {
        "ministry": sorted({m for t in every for m in t.ministries}),
        "target": sorted({g for t in every for g in t.targets}),
        "section": sorted({s for t in every for s in t.sections}),
        "year": sorted({y for t in every for y in t.years}),
    }
    return render_template(
        "view.html",
        name=name,
        picture=picture,
        svg=svg,
        filters=filters,
        choices=choices,
        views=VIEWS,
        tail=tail,
        root=root,
        suffixes=("svg", "png", "pdf", "csv", "json", "graphml", "rq", "html"),
    )


@blueprint.get("/embed/<name>")
def embed(name: str) -> str:
    """A view as a frame for other people's pages: the picture alone, linked to its page."""
    picture, svg = picture_of(name, read_filters())
    tail = f"?{request.query_string.decode()}" if request.query_string else ""
    return render_template("embed.html", name=name, picture=picture, svg=svg, tail=tail)


@blueprint.get("/oembed")
def oembed() -> Response:
    """oEmbed 1.0 for the address of a view."""
    target = urlsplit(request.args.get("url", ""))
    name = target.path.removeprefix("/view/").removeprefix("/embed/").split(".")[0]
    if not target.path.startswith(("/view/", "/embed/")) or name not in VIEWS:
        raise Problem(
            404, "not_found", "url is not a view of this server", hint="url=<address of a /view/ page>"
        )
    if request.args.get("format", "json") != "json":
        raise Problem(501, "not_implemented", "only JSON is given", hint="format=json")
    root = services().settings.public_url.rstrip("/") or request.host_url.rstrip("/")
    tail = f"?{target.query}" if target.query else ""
    source = f"{root}/embed/{name}{tail}".replace("&", "&amp;").replace('"', "%22")
    return jsonify(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": "つながり",
            "provider_url": root,
            "title": VIEWS[name][0],
            "html": f'<iframe src="{source}" width="960" height="720" title="{VIEWS[name][0]}" sandbox="allow-scripts allow-popups"></iframe>',
            "width": 960,
            "height": 720,
            "thumbnail_url": f"{root}/view/{name}.png{tail}",
            "thumbnail_width": 1600,
            "thumbnail_height": 1200,
        }
    )


@blueprint.get("/api/overlap")
@blueprint.get("/api/overlap.<suffix>")
def overlap(suffix: str = "") -> Response:
    """The overlap table: `by` ministry, `over` targetGroup or section, as JSON or CSV."""
    by, over = request.args.get("by", "ministry"), request.args.get("over", "targetGroup")
    if by != "ministry" or over not in ("targetGroup", "section"):
        raise Problem(
            400,
            "bad_request",
            "by is ministry; over is targetGroup or section",
            hint="by=ministry&over=targetGroup",
        )
    if suffix not in ("", "json", "csv"):
        raise Problem(404, "not_found", f"no overlap table ends in .{suffix[:20]}")
    filters = read_filters()
    counts: dict[tuple[str, str], list[str]] = {}
    for thing in things(services()):
        if filters.keep(thing):
            for value in thing.targets if over == "targetGroup" else thing.sections:
                for ministry in thing.ministries:
                    counts.setdefault((value, ministry), []).append(thing.path)
    wants_csv = suffix == "csv" or (
        not suffix and request.accept_mimetypes.best_match(["application/json", "text/csv"]) == "text/csv"
    )
    cells = [(value, ministry, len(paths), paths) for (value, ministry), paths in sorted(counts.items())]
    if wants_csv:
        rows = tuple((value, ministry, number) for value, ministry, number, _ in cells)
        empty = Picture("overlap", "", "", heatmap.Drawing("", 0, 0), (over, by, "things"), rows)
        return _cacheable(Response(output.table_csv(empty), content_type=TYPES["csv"]))
    return _cacheable(
        jsonify(
            {
                "by": by,
                "over": over,
                "build": services().served.build_id,
                "cells": [
                    {over: value, by: ministry, "count": number, "things": paths}
                    for value, ministry, number, paths in cells
                ],
            }
        )
    )

"""`/embed/{name}`: a view as a frame for other people's pages; `/oembed` for sites that ask how."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.datastructures import MultiDict

from api.pages.texts import texts_for
from api.problems import Problem
from api.views.making import cacheable, made, read_filters, root
from api.views.output import PNG_WIDTH, size_of
from api.views.page_parts import ROOM_BELOW, TALLEST, framed_svg, tail, with_focus
from api.views.registry import VIEWS

blueprint = Blueprint("embeds", __name__)
WIDTH = 960


@blueprint.get("/embed/<name>")
def embed(name: str) -> Response:
    """A view as a frame: the picture alone, made from what is computed already; its links open outside the frame."""
    drawn = made(name, with_focus(name, read_filters()))
    page = render_template("embed.html", name=name, picture=drawn.picture, svg=framed_svg(drawn), tail=tail())
    return cacheable(Response(page, content_type="text/html; charset=utf-8"))


@blueprint.get("/oembed")
def oembed() -> Response:
    """oEmbed 1.0 for the address of a view; `maxwidth` and `maxheight` are kept to.

    Raises:
        Problem: 404 for an address that is no view here, 400 for another format than JSON and XML.
    """
    form = request.args.get("format") or "json"
    if form not in ("json", "xml"):
        raise Problem(400, "bad_request", "no such format of oEmbed", hint="format=json or format=xml")
    target = urlsplit(request.args.get("url", ""))
    name = target.path.removeprefix("/view/").removeprefix("/embed/").split(".")[0]
    here = urlsplit(root())
    if (
        not target.path.startswith(("/view/", "/embed/"))
        or name not in VIEWS
        or target.netloc not in ("", here.netloc)
    ):
        raise Problem(
            404, "not_found", "url is not a view of this server", hint="url=<address of a /view/ page>"
        )
    pairs = [(key, value) for key, value in parse_qsl(target.query) if value and key != "lang"]
    query = "?" + urlencode(pairs, quote_via=quote) if pairs else ""
    drawn = made(name, with_focus(name, read_filters(MultiDict(pairs))))
    across, down = size_of(drawn.svg)
    width = min(WIDTH, _most("maxwidth"))
    height = min(down + ROOM_BELOW, TALLEST, _most("maxheight"))
    source = escape(f"{root()}/embed/{name}{query}", quote=True)
    title = drawn.picture.title
    found = {
        "version": "1.0",
        "type": "rich",
        "provider_name": texts_for("ja")["name"],
        "provider_url": root() + "/",
        "title": title,
        "html": f'<iframe src="{source}" width="{width}" height="{height}" title="{escape(title, quote=True)}" '
        'loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox" style="border:0"></iframe>',
        "width": width,
        "height": height,
        "cache_age": 86400,
        "thumbnail_url": f"{root()}/view/{name}.png{query}",
        "thumbnail_width": PNG_WIDTH,
        "thumbnail_height": round(PNG_WIDTH * down / across),
    }
    if form == "json":
        return jsonify(found)
    lines = "".join(f"<{name}>{escape(str(value), quote=False)}</{name}>" for name, value in found.items())
    text = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>{lines}</oembed>'
    return Response(text, content_type="text/xml; charset=utf-8")


def _most(name: str) -> int:
    given = request.args.get(name, "")
    return max(200, int(given)) if given.isascii() and given.isdigit() and len(given) < 6 else 10_000

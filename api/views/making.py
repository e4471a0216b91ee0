"""From a request's filters to a finished picture or file; each is made once per build and kept while there is room."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Response, request
from werkzeug.datastructures import MultiDict

from api.problems import Problem
from api.services import ResultCache, Services, services
from api.views import output
from api.views.facts import Filters
from api.views.picture import Imprint, Picture, framed
from api.views.query_text import query_of
from api.views.registry import VIEWS

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
_KEPT, _FILE_BYTES = 128, 48 << 20
_RENDERING = threading.Semaphore(2)  # PNG and PDF take a processor each


@dataclass(frozen=True, slots=True)
class Made:
    """A picture and its SVG with the frame around it."""

    picture: Picture
    svg: str


class Kept:
    """The pictures made last, the least recently used dropped first."""

    def __init__(self, limit: int = _KEPT) -> None:
        self._limit = limit
        self._made: OrderedDict[object, Made] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object, make: Callable[[], Made]) -> Made:
        """The picture under `key`, made when it is not there."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._limit:
                self._made.popitem(last=False)
        return made


def read_filters(given: MultiDict[str, str] | None = None) -> Filters:
    """The filters in a query string, this request's unless `given`.

    Raises:
        Problem: a value is not what the parameter takes.
    """
    args = request.args if given is None else given
    return Filters(
        ministry=_many(args, "ministry"),
        target=_many(args, "target"),
        section=_many(args, "section"),
        year=_many(args, "year"),
        keyword=args.get("keyword", "").strip()[:100],
        kind=args.get("kind", "").strip()[:20],
        focus=args.get("focus", "").strip()[:300],
        page=_whole(args, "page", 1, 9999),
        rows=_whole(args, "rows", 0, 100),
    )


def _whole(args: MultiDict[str, str], name: str, default: int, most: int) -> int:
    given = args.get(name, "")
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:6]) <= most:
        raise Problem(400, "bad_request", f"{name} takes a whole number from 1 to {most}", hint=f"{name}=1")
    return int(given)


def _many(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    values = (value.strip()[:100] for value in args.getlist(name))
    return tuple(dict.fromkeys(value for value in values if value))[:20]


def made(name: str, filters: Filters) -> Made:
    """A view's picture for these filters.

    Raises:
        Problem: no view has that name.
    """
    if name not in VIEWS:
        raise Problem(404, "not_found", f"no view is called {name[:60]}", hint="views: " + ", ".join(VIEWS))
    service = services()

    def make() -> Made:
        picture = VIEWS[name].draw(service, filters)
        return Made(picture, framed(picture, imprint(service, filters.words())))

    return service.cached("views.made", Kept).get((name, filters), make)


def imprint(service: Services, filters: str) -> Imprint:
    """Source line, build and date. Source of the wording: 公共データ利用規約（第1.0版）, 出典の記載."""
    served = service.served
    known = served.meta.get("documents", ())
    publishers = "・".join(
        dict.fromkeys(str(item.get("publisher") or "") for item in known if item.get("publisher"))
    )
    titles = list(dict.fromkeys(str(item.get("title") or item.get("id")) for item in known))
    shown = "、".join(f"「{_short(title)}」" for title in titles[:3])
    rest = (
        f"ほか{len(known) - 3}文書"
        if len(titles) > 3
        else f"など{len(known)}文書"
        if len(known) > len(titles)
        else ""
    )
    source = (
        f"出典: {publishers}{shown}{rest}を加工して作成"
        if titles
        else "出典: 読み込んだRDFデータを加工して作成"
    )
    return Imprint(filters, source, served.build_id, served.created)


def _short(title: str) -> str:
    plain = title.replace("「", "『").replace("」", "』")
    return plain if len(plain) <= 100 else plain[:99] + "…"


def file_of(name: str, suffix: str, filters: Filters) -> bytes:
    """A view as a file."""
    if suffix == "rq":
        if name not in VIEWS:
            raise Problem(
                404, "not_found", f"no view is called {name[:60]}", hint="views: " + ", ".join(VIEWS)
            )
        focus = made(name, filters).picture.nodes[0].id if name == "explorer" else ""
        return query_of(name, filters, focus).encode()
    return body_of(made(name, filters), suffix, (name, suffix, filters), filters.words())


def body_of(drawn: Made, suffix: str, key: tuple[object, ...], words: str) -> bytes:
    """A finished picture in the form `suffix`; PNG and PDF are kept under `key`."""
    service = services()
    kept = service.cached("views.files", lambda: ResultCache(_FILE_BYTES))
    known = kept.get((*key, root()))
    if known is not None:
        return known
    body = _body(drawn, suffix, words)
    kept.put((*key, root()), body)
    return body


def _body(drawn: Made, suffix: str, words: str) -> bytes:
    served = services().served
    match suffix:
        case "svg":
            return output.absolute(drawn.svg, root()).encode()
        case "png":
            with _RENDERING:
                return output.png(drawn.svg)
        case "pdf":
            with _RENDERING:
                return output.pdf(output.absolute(drawn.svg, root()))
        case "csv":
            return output.table_csv(drawn.picture).encode()
        case "json":
            about = {
                "filters": words,
                "source": imprint(services(), "").source,
                "build": served.build_id,
                "created": served.created.isoformat(),
            }
            return output.table_json(drawn.picture, about).encode()
        case "graphml":
            return output.network(drawn.picture)
    return output.standalone(output.absolute(drawn.svg, root()), drawn.picture).encode()


def root() -> str:
    """The address of this server without a slash at the end, as people reach it."""
    return services().settings.public_url.rstrip("/") or request.host_url.rstrip("/")


def cacheable(response: Response) -> Response:
    """With ETag and Last-Modified of the build; 304 when the client has it."""
    served = services().served
    tag = f"{served.build_id} {root()} {request.full_path} {response.mimetype}"
    response.set_etag(hashlib.sha256(tag.encode()).hexdigest()[:24])
    response.last_modified = served.created
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return cast(Response, response.make_conditional(request))

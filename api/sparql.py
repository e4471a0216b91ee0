"""`/sparql`: the query operation of the SPARQL 1.1 Protocol. Source: W3C SPARQL 1.1 Protocol, section 2.1."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import zstandard
from flask import Blueprint, Response, request

from api.negotiation import choose, choose_encoding
from api.problems import Problem, wants_html
from api.services import Served, Services, services
from api.sparql_guard import inspect
from api.workers import Job, Stream
from graph.remote_store import RemoteStore

blueprint = Blueprint("sparql", __name__)
BASE = "https://w3id.org/tsunagari/"
RESULTS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/xml": "rdf",
}
_SHORT = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
_WORTH_COMPRESSING = 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as received. Empty graph tuples mean the store's own dataset."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answers a query, or describes the service, or shows the query page."""
    if request.method == "GET" and "query" not in request.args:
        if "update" in request.args:
            raise _read_only()
        return _without_query()
    return _answer(services(), _asked())


def _without_query() -> Response:
    from api.service_description import description

    if wants_html(request.headers.get("Accept", "")):
        from api.site import query_page

        return query_page()
    return description()


def _asked() -> Asked:
    if request.method == "GET":
        return _from_form(request.args.getlist("query"), request.args)
    kind = request.mimetype
    if kind == "application/x-www-form-urlencoded":
        if "update" in request.form:
            raise _read_only()
        return _from_form(request.form.getlist("query"), request.form)
    if kind == "application/sparql-update":
        raise _read_only()
    if kind != "application/sparql-query":
        raise Problem(
            415,
            "unsupported_media_type",
            f"a body of type {kind or 'none'} is not read",
            hint="send application/x-www-form-urlencoded or application/sparql-query",
            headers={"Accept-Post": "application/x-www-form-urlencoded, application/sparql-query"},
        )
    try:
        text = request.get_data(cache=False).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "bad_query", "the query is not UTF-8", hint="encode it as UTF-8") from error
    return _from_form([text], request.args)


def _from_form(queries: list[str], fields: object) -> Asked:
    if len(queries) != 1:
        many = "more than one query" if queries else "no query"
        raise Problem(400, "bad_request", many, hint="send the parameter query once")
    if "\ufffd" in queries[0]:
        raise Problem(400, "bad_query", "the query is not UTF-8", hint="encode it as UTF-8")
    getlist = fields.getlist  # type: ignore[attr-defined]
    return Asked(queries[0], tuple(getlist("default-graph-uri")), tuple(getlist("named-graph-uri")))


def _read_only() -> Problem:
    return Problem(
        403,
        "update_refused",
        "updates are refused: this endpoint is read-only",
        hint="load a dump into your own store",
    )


def _answer(service: Services, asked: Asked) -> Response:
    served = service.served
    inspection = inspect(asked.query, service.settings, base=BASE, graphs=served.graphs)
    media_type, form = _format(inspection.form)
    tag = hashlib.sha256(
        "\0".join(
            (served.build_id, form, asked.query, *asked.default_graphs, "|", *asked.named_graphs)
        ).encode()
    ).hexdigest()[:32]
    if inspection.repeatable and tag in request.if_none_match:
        return _finish(Response(status=304), served, tag, media_type)
    known = service.results.get(tag) if inspection.repeatable else None
    if known is not None:
        return _finish(_compressed(known), served, tag, media_type)
    if served.remote is not None:
        return _finish(_from_remote(served.remote, asked, media_type), served, tag, media_type)
    assert service.pool is not None
    stream = service.pool.run(
        Job(
            store=served.path,
            query=asked.query,
            format=form,
            base=BASE,
            bytes=service.settings.result_mb << 20,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
        ),
        request.remote_addr or "",
    )
    if stream.complete:
        if inspection.repeatable:
            service.results.put(tag, stream.first)
        response = _compressed(stream.first)
    else:
        response = Response(_streamed(stream))
    return _finish(response, served, tag if inspection.repeatable else "", media_type)


def _streamed(stream: Stream) -> Iterator[bytes]:
    """The rest of a large result. A limit that strikes now breaks the connection: no well-formed half."""
    try:
        yield stream.first
        yield from stream
    finally:
        stream.close()


def _from_remote(remote: RemoteStore, asked: Asked, media_type: str) -> Response:
    answer = remote.query(
        asked.query,
        accept=media_type,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )

    def body() -> Iterator[bytes]:
        with answer.body:
            while part := answer.body.read(65_536):
                yield part

    return Response(body())


def _format(form: str) -> tuple[str, str]:
    table = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else RESULTS
    wanted = request.values.get("format", "")
    if wanted:
        media_type = _SHORT.get(wanted, wanted)
        if media_type in table:
            return media_type, table[media_type]
    accept = request.headers.get("Accept", "")
    chosen = choose(accept, tuple(table))
    if chosen is None and form == "" and (graph := choose(accept, tuple(GRAPHS))):
        return graph, GRAPHS[graph]  # a broken query: let the engine say what is wrong
    if chosen is None and wants_html(accept):
        chosen = next(iter(table))  # a browser that follows a link to a query
    if chosen is None:
        raise Problem(
            406,
            "not_acceptable",
            "none of these formats is made here",
            hint="ask for one of: " + ", ".join(table),
        )
    return chosen, table[chosen]


def _compressed(body: bytes) -> Response:
    coding = (
        choose_encoding(request.headers.get("Accept-Encoding", "")) if len(body) >= _WORTH_COMPRESSING else ""
    )
    if coding == "zstd":
        response = Response(zstandard.compress(body, 3))
    elif coding == "gzip":
        response = Response(gzip.compress(body, 5, mtime=0))
    else:
        return Response(body)
    response.headers["Content-Encoding"] = coding
    return response


def _finish(response: Response, served: Served, tag: str, media_type: str) -> Response:
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    response.headers["Content-Type"] = media_type + charset
    response.headers["Vary"] = "Accept, Accept-Encoding"
    if tag:
        response.set_etag(tag, weak=bool(response.headers.get("Content-Encoding")))
        response.last_modified = served.created
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response

"""The query operation of the SPARQL 1.1 Protocol, without a word about how bytes reach us.

`prepare` turns a request into a ready reply (an error, a cached or unchanged result) or into work for the query
pool; `finish` turns the result into a reply. `api.web_server.front` runs them in the event loop of the server, the Flask
route below in a thread. Source: W3C SPARQL 1.1 Protocol, section 2.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import IO

from flask import Blueprint, Response, request

from api.endpoint.entity_tag import tag_of
from api.endpoint.formats import RESULTS, choose_format
from api.endpoint.guard import inspect
from api.endpoint.query_process import Job
from api.endpoint.request import Asked, graphs, only, parameters
from api.endpoint.stream import Stream
from api.negotiation import choose, choose_encoding
from api.problems import Problem, as_problem, wants_html
from api.services import Served, Services, services
from api.web_server.coding import Coder, compress
from api.web_server.replies import ALLOWED_HEADERS, COMMON, Reply

blueprint = Blueprint("sparql", __name__)
BASE = "https://w3id.org/tsunagari/"
METHODS = "GET, HEAD, POST, OPTIONS"
_WORTH_COMPRESSING = 1024
_KEPT = 1 << 20


@dataclass(frozen=True, slots=True)
class Work:
    """A query that must run. `form` is SELECT, ASK …; `key` is what its reply is cached under, None when it must not be.

    `marks` is what its tag is made from, before and after the query.
    """

    job: Job
    served: Served
    form: str
    media_type: str
    marks: tuple[str, str]
    key: Asked | None
    coding: str

    @property
    def tag(self) -> str:
        """The entity tag, without quotes and coding."""
        return tag_of(self.marks, self.job.query)


@dataclass(frozen=True, slots=True)
class Page:
    """Nothing was asked: the query page or the service description is wanted."""


def prepare(asked: Asked, service: Services) -> Reply | Work | Page:
    """What to do for a request. Raises: Problem."""
    if asked.method == "OPTIONS":
        return Reply(204, ((b"allow", METHODS.encode()), *_PREFLIGHT), b"")
    if asked.method not in ("GET", "HEAD", "POST"):
        raise Problem(
            405,
            "method_not_allowed",
            f"{asked.method[:20]} is not answered here",
            hint=f"use one of: {METHODS}",
            headers={"Allow": METHODS},
        )
    served = service.served
    if len(asked.body) > service.settings.body_mb << 20:
        raise Problem(413, "too_large", "the request body is too large", hint="ask in several queries")
    fields = parameters(asked)
    if fields is None:
        return Page()
    query = only(fields, "query")
    default, named = graphs(fields, "default-graph-uri"), graphs(fields, "named-graph-uri")
    # Graphs named beside the query take the place of FROM in it: protocol, section 2.1.4.
    inspection = inspect(
        query, service.settings, base=BASE, graphs=None if default or named else served.graphs
    )
    wanted = next((value for name, value in fields if name == "format"), "")
    media_type, form = choose_format(inspection.form, wanted, asked.accept)
    marks = ("\0".join((served.build_id, form, media_type, "")), "\0".join(("", *default, "\1", *named)))
    job = Job(
        store=served.path,
        query=query,
        format=form,
        base=BASE,
        bytes=service.settings.result_mb << 20,
        default_graphs=default,
        named_graphs=named,
        skeleton=inspection.skeleton,
    )
    coding = choose_encoding(asked.accept_encoding)
    key = asked if inspection.repeatable else None
    return Work(job, served, inspection.form, media_type, marks, key, coding)


def finish(work: Work, body: bytes, service: Services) -> Reply:
    """The reply for a whole result; kept for the next one who asks the same of this build."""
    coding = work.coding if len(body) >= _WORTH_COMPRESSING else ""
    reply = Reply(200, head(work, coding), compress(body, coding))
    if work.key is not None and len(reply.body) <= _KEPT:
        service.replies.put((work.served.build_id, work.key), reply)
    return reply


def head(work: Work, coding: str) -> tuple[tuple[bytes, bytes], ...]:
    """The headers of a result, without its length."""
    charset = "; charset=utf-8" if work.media_type.startswith("text/") else ""
    found = [
        (b"content-type", f"{work.media_type}{charset}".encode()),
        (b"vary", b"Accept, Accept-Encoding"),
        *COMMON,
    ]
    if coding:
        found.append((b"content-encoding", coding.encode()))
    if work.key is not None:
        suffix = f"-{coding}" if coding else ""
        found.append((b"etag", f'"{work.tag}{suffix}"'.encode()))
        found.append((b"last-modified", format_datetime(work.served.created, usegmt=True).encode()))
        found.append((b"cache-control", b"public, max-age=0, must-revalidate"))
    else:
        found.append((b"cache-control", b"no-store"))
    return tuple(found)


def unchanged(work: Work, if_none_match: str, if_modified_since: str) -> Reply | None:
    """304 when the client has this result of this build already, else None; conditions are for GET and HEAD."""
    if work.key is None or work.key.method == "POST" or not (if_none_match or if_modified_since):
        return None
    if if_none_match:
        tags = {tag.strip().removeprefix("W/").strip('"') for tag in if_none_match.split(",")}
        known = "*" in tags or any(tag.split("-")[0] == work.tag for tag in tags)
    else:
        known = _is_after(if_modified_since, work.served.created)
    return Reply(304, head(work, ""), b"") if known else None


def _is_after(text: str, created: datetime) -> bool:
    try:
        since = parsedate_to_datetime(text)
    except ValueError:
        return False
    return since.replace(tzinfo=since.tzinfo or UTC) >= created.replace(microsecond=0)


def problem_reply(error: Exception, accept: str) -> Reply:
    """An error as a reply."""
    problem = as_problem(error)
    kind, body = problem.body(html=wants_html(accept))
    found = [(b"content-type", kind.encode()), (b"cache-control", b"no-store"), (b"vary", b"Accept"), *COMMON]
    found += [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
    return Reply(problem.status, tuple(found), body)


def rest(work: Work, stream: Stream) -> Iterator[bytes]:
    """A large result in pieces, compressed as agreed. A limit that strikes now raises: no well-formed half."""
    coder = Coder(work.coding)
    try:
        if data := coder.add(stream.first):
            yield data
        for part in stream:
            if data := coder.add(part):
                yield data
        if data := coder.end():
            yield data
    finally:
        stream.close()


_PREFLIGHT = (
    *COMMON,
    (b"access-control-allow-methods", METHODS.encode()),
    (b"access-control-allow-headers", ALLOWED_HEADERS.encode()),
    (b"access-control-max-age", b"86400"),
)


@blueprint.route("/sparql", methods=["GET", "POST", "OPTIONS"], provide_automatic_options=False)
def sparql() -> Response:
    """The same in a thread, for servers and tests that run the Flask application alone."""
    service = services()
    headers = request.headers
    asked = Asked(
        request.method,
        request.query_string.decode("latin-1"),
        headers.get("Content-Type", ""),
        headers.get("Accept", ""),
        headers.get("Accept-Encoding", ""),
        request.get_data(cache=False),
    )
    found = prepare(asked, service)
    if isinstance(found, Page):
        return _page(asked.accept)
    if isinstance(found, Reply):
        return _as_response(found)
    known = unchanged(found, headers.get("If-None-Match", ""), headers.get("If-Modified-Since", ""))
    if known is not None:
        return _as_response(known)
    if service.pool is None:
        reply, more = ask_remote(found, service.settings.query_seconds)
        response = _as_response(reply)
        if more is not None:
            response.response = more
            del response.headers["Content-Length"]
        return response
    stream = service.pool.run(found.job, request.remote_addr or "")
    if stream.complete:
        return _as_response(finish(found, stream.first, service))
    reply = Reply(200, head(found, found.coding), b"")
    response = _as_response(reply)
    response.response = rest(found, stream)
    del response.headers["Content-Length"]
    return response


def ask_remote(work: Work, seconds: float) -> tuple[Reply, Iterator[bytes] | None]:
    """The answer of the remote engine: its beginning, and the rest when it is large.

    Asked once, not again: a query that was too much is not sent a second time. Raises: StoreError, QueryError.
    """
    assert work.served.remote is not None
    answer = replace(work.served.remote, attempts=1, timeout=seconds).query(
        work.job.query,
        accept=work.media_type,
        default_graphs=work.job.default_graphs,
        named_graphs=work.job.named_graphs,
    )
    first = answer.body.read(_KEPT)
    kind = answer.headers.get("content-type", work.media_type).partition(";")[0].strip()
    reply = Reply(200, head(replace(work, media_type=kind), ""), first)
    if len(first) < _KEPT:
        answer.body.close()
        return reply, None
    return reply, _remote_rest(first, answer.body, work.job.bytes)


def _remote_rest(first: bytes, body: IO[bytes], limit: int) -> Iterator[bytes]:
    size = len(first)
    with body:
        yield first
        while part := body.read(65_536):
            size += len(part)
            if size > limit:
                raise Problem(503, "result_limit", "the result is too large")
            yield part


def _page(accept: str) -> Response:
    from api.endpoint.service_description import OFFERS, description

    chosen = choose(accept, ("text/html", *OFFERS))
    if chosen == "text/html" and wants_html(accept):
        from api.pages.query_page import query_page

        return query_page()
    if chosen is None and choose(accept, tuple(RESULTS)):  # a program that forgot its query
        raise Problem(400, "bad_request", "no parameter query", hint="send query once")
    return description()


def _as_response(reply: Reply) -> Response:
    response = Response(reply.body, reply.status)
    response.headers.clear()
    for name, value in reply.headers:
        response.headers.add(name.decode(), value.decode("latin-1"))
    response.headers["Content-Length"] = str(len(reply.body))
    return response

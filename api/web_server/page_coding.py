"""Compression of pages and static files; results and dumps have their own."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, Response, request

from api.negotiation import choose_encoding
from api.web_server.coding import compress

_WORTH_COMPRESSING = 1024
_TEXT = (
    "text/",
    "application/json",
    "application/javascript",
    "application/ld+json",
    "application/n-triples",
    "application/rdf+xml",
    "image/svg+xml",
)


def register(app: Flask) -> None:
    """Compresses what the app answers, where the client wants it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    headers = response.headers
    if (
        response.status_code != 200
        or "Content-Encoding" in headers
        or "Range" in request.headers
        or not (response.mimetype or "").startswith(_TEXT)
    ):
        return response
    static = request.endpoint == "static"
    if response.is_streamed and not static:
        return response
    response.vary.add("Accept-Encoding")
    coding = choose_encoding(request.headers.get("Accept-Encoding", ""))
    if not coding:
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < _WORTH_COMPRESSING:
        return response
    response.set_data(_static(body, coding) if static else compress(body, coding))
    headers["Content-Encoding"] = coding
    tag, _ = response.get_etag()
    if tag is not None:  # weak: the same thing in other bytes, and still found by If-None-Match
        response.set_etag(tag, weak=True)
    return response


@lru_cache(maxsize=32)
def _static(body: bytes, coding: str) -> bytes:
    return compress(body, coding)

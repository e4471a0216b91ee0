"""What goes wrong, as HTTP: JSON `{"error": {"code", "message", "hint"}}`, or a page for a browser.

Nothing of the machine (a path, a stack trace) is ever in it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from api.endpoint.query_failures import QueryFailedError
from nlp.errors import QueryError, StoreError, TsunagariError

LOG = logging.getLogger("tsunagari.api")


class Problem(TsunagariError):  # noqa: N818 - "problem" is the word of RFC 9457
    """A request that is not answered. `status` is the HTTP status, `code` a stable name for programs; `placed` when the message
    itself says line and column."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        hint: str = "",
        headers: Mapping[str, str] = MappingProxyType({}),
        line: int | None = None,
        column: int | None = None,
        placed: bool = False,
    ) -> None:
        super().__init__(message, hint=hint)
        self.status, self.code, self.headers = status, code, headers
        self.line, self.column, self.placed = line, column, placed

    def as_json(self) -> dict[str, Any]:
        """The body for programs."""
        error: dict[str, Any] = {"code": self.code, "message": self.message, "hint": self.hint}
        if self.line is not None:
            error |= {"line": self.line, "column": self.column}
        return {"error": error}

    def body(self, *, html: bool) -> tuple[str, bytes]:
        """Content type and body."""
        if not html:
            return "application/json", json.dumps(self.as_json(), ensure_ascii=False).encode() + b"\n"
        from api.pages.texts import texts_for

        words = texts_for("ja")
        heading = words["error"].get(str(self.status), words["error"]["400" if self.status < 500 else "500"])
        explained = words["error"]["codes"].get(self.code, "") if said_in(self.message) == "en" else ""
        links = "".join(
            f'<li><a href="{path}">{escape(words[key])}</a></li>'
            for path, key in (("/sparql", "query"), ("/", "ask"), ("/about", "about"))
        )
        page = (
            '<!doctype html><html lang="ja"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
            '<link rel="stylesheet" href="/static/site.css"><link rel="icon" href="/static/icon.svg" type="image/svg+xml">'
            f"<title>{escape(heading)} — つながり</title></head><body>"
            '<header><div class="bar"><a class="name" href="/">つながり</a></div></header>'
            f'<main><h1>{escape(heading)}</h1><div class="note">'
            + (f"<p>{escape(explained)}</p>" if explained else "")
            + f"<p>{escape(self.message)}</p><p>{escape(self.hint)}</p>"
            f'<p class="quiet">{self.status} <code>{escape(self.code)}</code></p></div>'
            f"<p>{escape(words['error']['lead'])}</p><ul>{links}</ul></main></body></html>"
        )
        return "text/html; charset=utf-8", page.encode()


_BUSY = MappingProxyType({"Retry-After": "5"})


def from_query_failure(failure: QueryFailedError) -> Problem:
    """400 for a bad query, 429 for a full queue, 503 for a limit."""
    status, headers = 503, _BUSY
    if failure.code == "bad_query":
        status, headers = 400, MappingProxyType({})
    elif failure.code == "busy":
        status = 429
    return Problem(
        status,
        failure.code,
        failure.message,
        hint=failure.hint,
        headers=headers,
        line=failure.line,
        column=failure.column,
        placed=failure.line is not None,
    )


def as_problem(error: Exception) -> Problem:
    """Any exception as a problem; one that nobody foresaw is logged and becomes a plain 500."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, QueryFailedError):
        return from_query_failure(error)
    if isinstance(error, QueryError):
        return Problem(400, "bad_query", error.message, hint=error.hint, line=error.line, column=error.column)
    if isinstance(error, StoreError):
        LOG.error("store: %s", error.message)
        return Problem(503, "store_unavailable", error.message, hint="try again later", headers=_BUSY)
    if isinstance(error, HTTPException) and error.code:
        # Allow for 405, Content-Range for 416, Retry-After.
        headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
        name = HTTPStatus(error.code).phrase.lower().replace(" ", "_").replace("-", "_")
        return Problem(error.code, name, error.description or error.name, headers=headers)
    LOG.exception("unforeseen error")
    return Problem(500, "internal_error", "the server could not answer", hint="tell us what you asked")


def wants_html(accept: str) -> bool:
    """Whether a browser asks: HTML named and not outranked by JSON.

    >>> wants_html("text/html,application/xml;q=0.9"), wants_html("*/*"), wants_html("")
    (True, False, False)
    """
    from api.negotiation import quality

    html = max(quality(accept, "text/html", exact=True), quality(accept, "application/xhtml+xml", exact=True))
    return html > 0 and html >= quality(accept, "application/json", exact=True)


def said_in(words: str) -> str:
    """The language of a message: what a screen reader reads it in.

    >>> said_in("no view is called x"), said_in("問い合わせが長すぎます")
    ('en', 'ja')
    """
    return "ja" if any("\u3040" <= char <= "\u9fff" for char in words) else "en"


def _page(problem: Problem) -> bytes | None:
    """The problem inside the site's own page; None when that cannot be made (the store may be what is wrong)."""
    try:
        return render_template("error.html", problem=problem, said_in=said_in).encode()
    except Exception:  # whatever it is, the plain page still says what happened
        LOG.warning("the plain page of an error was sent", exc_info=True)
        return None


def register(app: Flask) -> None:
    """Makes every error of the app a problem."""

    def answer(error: Exception) -> Response:
        if isinstance(error, HTTPException) and error.code and error.code < 400:
            return error.get_response()  # type: ignore[return-value]
        problem = as_problem(error)
        html = wants_html(request.headers.get("Accept", ""))
        kind, body = problem.body(html=html)
        if html:
            body = _page(problem) or body
        return Response(body, problem.status, dict(problem.headers), content_type=kind)

    app.register_error_handler(Exception, answer)

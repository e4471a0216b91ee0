"""uvicorn's HTTP protocol with bounds on addresses and headers, and with our errors for what is not HTTP."""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.problems import Problem
from api.web_server.replies import COMMON

LONGEST_URL = 65_000
"""The parser of URLs stops at 65,535 bytes; a longer query is sent by POST."""
LARGEST_HEAD = 262_144


class HttpProtocol(HttpToolsProtocol):
    """One connection. A request that cannot be read is answered with a problem and the connection is closed."""

    def on_message_begin(self) -> None:
        """Starts to count the bytes of a request's head."""
        self.head_bytes = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Takes a part of the address. Raises: ValueError when it is too long (the parser reports it)."""
        super().on_url(url)
        if len(self.url) > LONGEST_URL:
            raise ValueError("the address is too long")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Takes a header. Raises: ValueError when there are too many bytes of them."""
        self.head_bytes += len(name) + len(value)
        if self.head_bytes > LARGEST_HEAD:
            raise ValueError("the headers are too large")
        super().on_header(name, value)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's own signature
        """Answers what could not be read: 413, 431 or 400."""
        problem = Problem(400, "bad_request", "this is not a readable HTTP request", hint="send HTTP/1.1")
        if len(getattr(self, "url", b"")) > LONGEST_URL:
            problem = Problem(413, "url_too_long", "the address is too long", hint="send the query by POST")
        elif getattr(self, "head_bytes", 0) > LARGEST_HEAD:
            problem = Problem(
                431, "headers_too_large", "the headers are too large", hint="send fewer headers"
            )
        kind, body = problem.body(html=False)
        headers: list[tuple[bytes, Any]] = [
            (b"content-type", kind.encode()),
            (b"content-length", b"%d" % len(body)),
            (b"connection", b"close"),
            *COMMON,
        ]
        lines = b"".join(b"%b: %b\r\n" % pair for pair in headers)
        self.transport.write(b"HTTP/1.1 %d \r\n%b\r\n%b" % (problem.status, lines, body))
        self.transport.close()

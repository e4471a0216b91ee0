"""uvicorn's HTTP protocol with bounds on addresses and headers, and with our errors for what is not HTTP."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections.abc import MutableMapping
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.problems import Problem
from api.web_server.replies import COMMON

LONGEST_URL = 65_000
"""The parser of URLs stops at 65,535 bytes; a longer query is sent by POST."""
LARGEST_HEAD = 262_144
HEAD_SECONDS = 60.0
"""How long a connection may take to send the head of its first request, or of a request it has begun."""
HALF_CLOSED_SECONDS = 1.0
"""How long a request is still answered whose client has ended its side of the connection."""
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class HttpProtocol(HttpToolsProtocol):
    """One connection. A request that cannot be read is answered with a problem and the connection is closed."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts to wait for the first request."""
        super().connection_made(transport)
        self.in_first_line = True
        self.replaying = False
        self.head_timer: asyncio.TimerHandle | None = None
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops waiting."""
        self._head_is_here()
        super().connection_lost(exc)

    def eof_received(self) -> bool:  # type: ignore[override]
        """A client that has sent all it will may still read (nc -N): what it asked is answered for a moment more.

        Most who end their side have left, and a query that nobody waits for must end too.
        """
        if self.cycle is None or self.cycle.response_complete or self.cycle.more_body:
            return False
        self.cycle.keep_alive = False
        self.loop.call_later(HALF_CLOSED_SECONDS, self.transport.close)
        return True

    def data_received(self, data: bytes) -> None:
        """Takes bytes. Characters that should have been percent-encoded in the address (as by curl) are encoded here."""
        if self.in_first_line:
            self._wait_for_head()
            line, end, rest = data.partition(b"\n")
            self.in_first_line = not (end and line.strip())
            if not line.isascii():
                line = _NOT_ASCII.sub(lambda match: b"%%%02X" % match[0][0], line)
                data = line + end + rest
        self._unset_keepalive_if_required()
        try:
            while data:
                data = self._fed(data)
        except httptools.HttpParserError:
            self.send_400_response("")

    def _fed(self, data: bytes) -> bytes:
        """Gives bytes to the parser; what it left when a request offered another protocol. Raises: HttpParserError."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            self._stay()
            return data[offer.args[0] :]
        return b""

    def _stay(self) -> None:
        """Passes over an offer of another protocol (h2c, as Java's HttpClient makes) and goes on in HTTP/1.1.

        The parser stops behind the head of such a request, so another one is told how its body is framed.
        Source: RFC 9110, section 7.8: a server may ignore Upgrade.
        """
        framing = _framing(self.headers)
        self.parser = httptools.HttpRequestParser(self)
        if framing:
            self.replaying = True
            try:
                self.parser.feed_data(b"POST / HTTP/1.1\r\n" + framing + b"\r\n\r\n")
            finally:
                self.replaying = False

    def _wait_for_head(self) -> None:
        if self.head_timer is None:
            self.head_timer = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _head_is_here(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None

    def _too_slow(self) -> None:
        self.head_timer = None
        self.transport.close()

    def on_message_begin(self) -> None:
        """Starts to count the bytes of a request's head."""
        if self.replaying:
            return
        self.head_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Starts the request. Raises: ValueError without exactly one Host (RFC 9112, section 3.2)."""
        if self.replaying:
            return
        self._head_is_here()
        version = self.parser.get_http_version()
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (hosts == 0 and version == "1.1"):
            raise ValueError("the Host header is missing or stands twice")
        super().on_headers_complete()
        if version == "1.0":
            self.scope["tsunagari.reset"] = self._reset  # type: ignore[typeddict-unknown-key]
            _send_without_chunks(self.cycle)

    def body_follows(self) -> bool:
        """Whether the parser stopped at the head of a request that offers another protocol and has a body."""
        return bool(self.parser.should_upgrade() and _framing(self.headers))

    def _reset(self) -> None:
        """Ends the connection so that the client sees it broken: without chunks, its end is the end of the answer."""
        sock = self.transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def on_message_complete(self) -> None:
        """Ends the request; what follows is the first line of another."""
        if self.body_follows():
            return
        self.in_first_line = True
        super().on_message_complete()

    def on_url(self, url: bytes) -> None:
        """Takes a part of the address. Raises: ValueError when it is too long (the parser reports it)."""
        if self.replaying:
            return
        super().on_url(url)
        if len(self.url) > LONGEST_URL:
            raise ValueError("the address is too long")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Takes a header. Raises: ValueError when there are too many bytes of them."""
        if self.replaying:
            return
        self.head_bytes += len(name) + len(value)
        if self.head_bytes > LARGEST_HEAD:
            raise ValueError("the headers are too large")
        super().on_header(name, value)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's own signature
        """Answers what could not be read: 413, 431 or 400; never in the middle of another answer."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.close()
            return
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


def _framing(headers: list[tuple[bytes, bytes]]) -> bytes:
    """The header that says where the body of a request ends, b"" when it has none."""
    found = dict(headers)
    for name in (b"transfer-encoding", b"content-length"):
        if found.get(name, b"0") != b"0":
            return name + b": " + found[name]
    return b""


def _send_without_chunks(cycle: RequestResponseCycle) -> None:
    """Makes an answer of HTTP/1.0 end with its connection: that version has no chunks (RFC 9112, section 6.1)."""
    plain = cycle.send

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            cycle.chunked_encoding = False
        else:
            cycle.expected_content_length = len(message.get("body", b""))
        await plain(message)  # type: ignore[arg-type]

    cycle.send = send  # type: ignore[method-assign,assignment]

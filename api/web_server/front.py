"""The ASGI application that the server runs: `/sparql` in the event loop, every page in a thread.

A query that was asked of this build before is answered without a look at its text; a short one runs in a query
process while the loop serves others; everything else goes through `api.web_server.bridge` to Flask.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from flask import Flask

from api.endpoint.async_queries import run
from api.endpoint.protocol import Page, ask_remote, finish, head, prepare, problem_reply, rest, unchanged
from api.endpoint.request import Asked
from api.endpoint.stream import Stream
from api.express.connection import ExpressProtocol
from api.express.lanes import Lanes
from api.health import observe
from api.problems import Problem
from api.services import Services
from api.web_server import access_log
from api.web_server.bridge import Bridge
from api.web_server.replies import Headers, Reply
from api.web_server.request_parts import (
    ClientGoneError,
    Receive,
    Scope,
    Send,
    TooSlowError,
    merged,
    refuse_coding,
    whole_body,
)

_LOOK = 1.0
"""Seconds after which it is looked whether a result that a client does not read has been cancelled."""
_LOOPBACK = frozenset({"127.0.0.1", "::1"})


class Front:
    """ASGI callable over a Flask application made by `create_app`."""

    def __init__(self, app: Flask) -> None:
        self.service: Services = app.extensions["tsunagari"]
        self.settings = self.service.settings
        self.executor = ThreadPoolExecutor(self.settings.threads, thread_name_prefix="request")
        self.bridge = Bridge(app.wsgi_app, self.executor)
        self.lanes = None if self.service.pool is None else Lanes(self.service)
        self.service.lanes = self.lanes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or takes part in start and stop of the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            began = time.perf_counter()
            try:
                if scope["path"] == "/sparql":
                    await self._sparql(scope, receive, send, began)
                else:
                    body = await whole_body(scope, receive, self.settings.body_mb << 20)
                    await self.bridge(scope, body, send)
            except ClientGoneError:
                return
            except TooSlowError as error:
                await _send(problem_reply(error, ""), send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup" and self.lanes is not None:
                self.lanes.start()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                if self.lanes is not None:
                    self.lanes.close()
                self.service.close()
                self.executor.shutdown(wait=False, cancel_futures=True)
                return

    async def _sparql(self, scope: Scope, receive: Receive, send: Send, began: float) -> None:
        headers = merged(scope["headers"])
        method = scope["method"]
        body: bytes | None = b""
        if method not in ("GET", "HEAD"):
            body = await whole_body(scope, receive, self.settings.body_mb << 20)
        asked = Asked(
            "GET" if method == "HEAD" else method,
            scope["query_string"].decode("latin-1"),
            headers.get(b"content-type", b"").decode("latin-1"),
            headers.get(b"accept", b"").decode("latin-1"),
            headers.get(b"accept-encoding", b"").decode("latin-1"),
            body if body is not None else b"\0" * ((self.settings.body_mb << 20) + 1),
        )
        reply: Reply | None = None
        try:
            refuse_coding(headers)
            condition = headers.get(b"if-none-match") or headers.get(b"if-modified-since")
            if condition is None:
                reply = self.service.replies.get((self.service.served.build_id, asked))
                if reply is not None and (connection := self._connection(scope, headers)) is not None:
                    connection.know()
            if reply is None:
                reply = await self._answered(asked, headers, scope, receive, send, body)
        except CutShortError:
            observe("sparql", 503, time.perf_counter() - began)
            raise
        except Exception as error:
            reply = problem_reply(error, asked.accept)
        if reply is not None:
            await _send(reply, send)
        status = reply.status if reply is not None else 200
        observe("sparql", status, time.perf_counter() - began)
        if self.settings.access_log:
            access_log.write("sparql", method, status, time.perf_counter() - began)

    async def _answered(
        self,
        asked: Asked,
        headers: dict[bytes, bytes],
        scope: Scope,
        receive: Receive,
        send: Send,
        body: bytes | None,
    ) -> Reply | None:
        """The reply, or None when it was sent already, piece by piece. Raises: Problem, QueryFailedError."""
        found = prepare(asked, self.service)
        if isinstance(found, Reply):
            return found
        if isinstance(found, Page):
            await self.bridge(scope, body, send)
            return None
        condition = [
            headers.get(name, b"").decode("latin-1") for name in (b"if-none-match", b"if-modified-since")
        ]
        if (known := unchanged(found, *condition)) is not None:
            return known
        if self.service.pool is None:
            reply, more = await asyncio.get_running_loop().run_in_executor(
                self.executor, ask_remote, found, self.settings.query_seconds
            )
            if more is None:
                return reply
            await self._stream(scope, reply.headers, more, send)
            return None

        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        stream = await run(self.service.pool, found.job, self._client(scope, headers), self.executor, gone)
        if stream.complete:
            if (connection := self._connection(scope, headers)) is not None:
                connection.learn(found, stream.used, len(stream.first))
            return finish(found, stream.first, self.service)
        sent = head(found, found.coding)
        await self._stream(scope, sent, rest(found, stream), send, stream=stream)
        return None

    async def _stream(
        self,
        scope: Scope,
        headers: Headers,
        parts: Iterator[bytes],
        send: Send,
        *,
        stream: Stream | None = None,
    ) -> None:
        """Sends a large result as it comes. A failure leaves it unfinished, and the server cuts the connection.

        So does a client that takes nothing while another waits for its place: `stream` is cancelled then.
        """
        await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
        if scope["method"] == "HEAD":
            parts.close()  # type: ignore[attr-defined]
            await send({"type": "http.response.body", "body": b""})
            return
        loop, pool = asyncio.get_running_loop(), self.service.pool

        def push() -> None:
            for part in parts:
                message = {"type": "http.response.body", "body": part, "more_body": True}
                _wait(
                    asyncio.run_coroutine_threadsafe(send(message), loop),
                    self.settings.stream_seconds,
                    stream,
                )
                if stream is not None:
                    stream.moved = time.monotonic()
                if pool is not None and (pause := pool.pause()):
                    time.sleep(pause)

        try:
            await loop.run_in_executor(self.executor, push)
        except Exception as error:
            if reset := scope.get("tsunagari.reset"):
                reset()
            raise CutShortError from error
        finally:
            with suppress(ValueError):
                parts.close()  # type: ignore[attr-defined]
        await send({"type": "http.response.body", "body": b""})

    def _connection(self, scope: Scope, headers: dict[bytes, bytes]) -> ExpressProtocol | None:
        """The connection of a request when it may go to an express lane after its answer."""
        connection: ExpressProtocol | None = scope.get("tsunagari.connection")
        if connection is None or connection.lanes is None:
            return None
        connection.request = scope.get("tsunagari.request", b"")
        connection.asker = self._client(scope, headers)
        return connection

    def _client(self, scope: Scope, headers: dict[bytes, bytes]) -> str:
        """Who asks, for fairness: the address; for one on this machine each connection by itself."""
        proxies = self.settings.trusted_proxies
        if proxies and (forwarded := headers.get(b"x-forwarded-for")):
            hops: list[str] = forwarded.decode("latin-1").split(",")
            return str(hops[-min(proxies, len(hops))].strip())
        host, port = scope.get("client") or ("", 0)
        return f"{host}:{port}" if host in _LOOPBACK else str(host)


def _wait(sending: Future[None], seconds: float, stream: Stream | None) -> None:
    """Waits until a piece is sent. Raises: TimeoutError after `seconds` or when the result was cancelled meanwhile."""
    until = time.monotonic() + seconds
    while True:
        try:
            return sending.result(_LOOK)
        except TimeoutError:
            if time.monotonic() >= until or (stream is not None and stream.cancelled):
                sending.cancel()
                raise


class CutShortError(Problem):
    """A result broke off after its beginning was sent."""

    def __init__(self) -> None:
        super().__init__(503, "cut_short", "the result broke off")


async def _send(reply: Reply, send: Send) -> None:
    headers = list(reply.headers)
    if reply.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(reply.body)))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})

"""WSGI inside ASGI: runs the Flask application in threads and sends what it yields, at the client's pace."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable, Coroutine, Iterable, MutableMapping
from concurrent.futures import Executor
from typing import Any

from api.problems import Problem
from api.web_server.replies import COMMON

Send = Callable[[MutableMapping[str, Any]], Coroutine[Any, Any, None]]
_THE_SERVERS = frozenset({"date", "connection", "transfer-encoding"})
_SECONDS = 300.0
"""How long a client may take to read one piece."""


class Bridge:
    """One WSGI application, called with whole request bodies."""

    def __init__(self, application: Callable[..., Iterable[bytes]], executor: Executor) -> None:
        self.application, self.executor = application, executor

    async def __call__(self, scope: MutableMapping[str, Any], body: bytes | None, send: Send) -> None:
        """Answers a request; `body` is None when it was too large to be read."""
        loop = asyncio.get_running_loop()
        if body is None:
            await _too_large(send)
            return

        def push(message: MutableMapping[str, Any]) -> None:
            asyncio.run_coroutine_threadsafe(send(message), loop).result(_SECONDS)

        last = await loop.run_in_executor(self.executor, self._run, environ(scope, body), push)
        for message in last:
            await send(message)

    def _run(
        self, variables: dict[str, Any], push: Callable[[MutableMapping[str, Any]], None]
    ) -> list[MutableMapping[str, Any]]:
        """Calls the application; returns the messages that are left to send.

        A short answer is sent from the loop in one go, a long one from here, piece by piece.
        """
        start: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> None:
            start["type"] = "http.response.start"
            start["status"] = int(status[:3])
            start["headers"] = [
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in headers
                if name.lower() not in _THE_SERVERS
            ]

        parts = self.application(variables, start_response)
        held: bytes | None = None
        sent = False
        try:
            for part in parts:
                if not part:
                    continue
                if held is not None:
                    if not sent:
                        push(start)
                        sent = True
                    push({"type": "http.response.body", "body": held, "more_body": True})
                held = part
        finally:
            if hasattr(parts, "close"):
                parts.close()
        end: MutableMapping[str, Any] = {"type": "http.response.body", "body": held or b""}
        return [end] if sent else [start, end]


def environ(scope: MutableMapping[str, Any], body: bytes) -> dict[str, Any]:
    """The WSGI variables of an ASGI request. Source: PEP 3333."""
    server = scope.get("server") or ("127.0.0.1", 80)
    client = scope.get("client") or ("", 0)
    variables: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogatepass").decode("latin-1"),
        "RAW_URI": scope.get("raw_path", b"").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": str(client[0]),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        if key == "CONTENT_LENGTH" or b"_" in name:
            continue
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        text = value.decode("latin-1")
        variables[key] = f"{variables[key]},{text}" if key in variables else text
    return variables


async def _too_large(send: Send) -> None:
    problem = Problem(413, "too_large", "the request body is too large", hint="send less at once")
    kind, body = problem.body(html=False)
    headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(body)), *COMMON]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})

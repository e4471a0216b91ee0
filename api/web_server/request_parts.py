"""What a request brings: its headers by name and its whole body, within a size and a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, MutableMapping
from typing import Any

from api.problems import Problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Coroutine[Any, Any, None]]
_BODY_SECONDS = 120.0
"""How long a client may take to send its request body."""


class ClientGoneError(Exception):
    """The client left before its request was complete: nobody waits for an answer."""


class TooSlowError(Problem):
    """The client stopped sending."""

    def __init__(self) -> None:
        super().__init__(408, "request_timeout", "the request body did not arrive", hint="send it again")


def merged(pairs: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Headers by name; what stands on several lines is one list (RFC 9110, section 5.3)."""
    found: dict[bytes, bytes] = {}
    for name, value in pairs:
        found[name] = found[name] + b", " + value if name in found else value
    return found


def refuse_coding(headers: dict[bytes, bytes]) -> None:
    """Raises: Problem 415 for a compressed request body (RFC 9110, section 15.5.16)."""
    if headers.get(b"content-encoding", b"identity").strip().lower() not in (b"identity", b""):
        raise Problem(
            415,
            "unsupported_coding",
            "a compressed request body is not read",
            hint="send it as it is",
            headers={"Accept-Encoding": "identity"},
        )


async def whole_body(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    """The request body; None when it is larger than `limit` (the server then drops what still comes).

    Raises: ClientGoneError when the client left before its end; Problem 408 when it takes too long.
    """
    declared = dict(scope["headers"])
    if b"content-length" not in declared and b"transfer-encoding" not in declared:
        return b""
    if int(declared.get(b"content-length", b"0")) > limit:
        return None
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGoneError
                part = message.get("body", b"")
                size += len(part)
                if size > limit:
                    return None
                parts.append(part)
                if not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError:
        raise TooSlowError from None

"""Why a query ended without its result, in words for the one who asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from api.settings import Settings
from nlp.errors import TsunagariError

WORDS = {
    "time_limit": "the query ran longer than {limits.query_seconds:g} s",
    "memory_limit": "the query needed more than {limits.query_memory_mb} MiB of memory",
    "result_limit": "the result is larger than {limits.result_mb} MiB",
    "stream_limit": "the result was not read within {limits.stream_seconds:g} s",
    "long_busy": "too many long queries are running",
    "busy": "too many queries are waiting",
    "worker_lost": "the query process was ended from outside",
    "cancelled": "the client went away",
    "engine": "the engine could not answer the query",
}
HINTS = {
    "bad_query": "correct the query",
    "busy": "try again later, or ask fewer at once",
    "long_busy": "try again later, or add conditions",
    "worker_lost": "try again",
}


def readable(message: str) -> str:
    r"""The engine's list of what it expected, without character classes and cut to what a person reads.

    >>> readable('expected one of "{", DISTINCT, [^a-z], [_]')
    'expected one of "{", DISTINCT'
    """
    head, found, rest = message.partition("expected one of ")
    if not found:
        return re.sub(
            r"expected \[.*", "the query ends or goes on in an unexpected way", message, flags=re.DOTALL
        )
    words = [word.strip() for word in re.sub(r"\[[^\]]*\]", "", rest, flags=re.DOTALL).split(", ")]
    kept = [word for word in words if word and "\n" not in word][:12]
    return head + found + ", ".join(kept)


class QueryFailedError(TsunagariError):
    """A query ended without its result. `code` says why: bad_query, time_limit, memory_limit, result_limit, …"""

    def __init__(
        self, code: str, message: str, *, hint: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.code, self.line, self.column = code, line, column


class WorkerLostError(QueryFailedError):
    """The process ended for no reason of the query's (killed from outside): worth another try."""


def describe(found: Mapping[str, Any], settings: Settings) -> QueryFailedError:
    """The failure for what a query process reported: `code`, and `message`, `line`, `column` where it has them."""
    code = str(found["code"])
    line, column = found.get("line"), found.get("column")
    if code in WORDS:
        text = WORDS[code].format(limits=settings)
    else:
        text = readable(str(found.get("message") or code))
    if line is not None:
        text = f"line {line}, column {column}: {text}"
    return QueryFailedError(
        code, text, hint=HINTS.get(code, "add a LIMIT or more conditions"), line=line, column=column
    )

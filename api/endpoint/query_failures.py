"""Why a query ended without its result, in words for the one who asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.settings import Settings
from api.sparql_mistakes import explain, placed
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
    "": "add a LIMIT or more conditions",
    "busy": "try again later, or ask fewer at once",
    "long_busy": "try again later, or add conditions",
    "worker_lost": "try again",
}


class QueryFailedError(TsunagariError):
    """A query ended without its result. `code` says why: bad_query, time_limit, memory_limit, result_limit, …"""

    def __init__(
        self, code: str, message: str, *, hint: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.code, self.line, self.column = code, line, column


class WorkerLostError(QueryFailedError):
    """The process ended for no reason of the query's (killed from outside): worth another try."""


def describe(found: Mapping[str, Any], settings: Settings, query: str = "") -> QueryFailedError:
    """The failure for what a query process reported of `query`: `code`, and `message`, `line`, `column` where it has them."""
    code = str(found["code"])
    if code in WORDS:
        return QueryFailedError(code, WORDS[code].format(limits=settings), hint=HINTS.get(code, HINTS[""]))
    if code != "bad_query":
        return QueryFailedError(code, str(found.get("message") or code), hint=HINTS.get(code, HINTS[""]))
    said = str(found.get("message") or code)
    if found.get("line") is not None:
        said = f"at {found['line']}:{found['column']}: {said}"
    wrong = explain(query, said)
    text = placed(wrong.message, wrong.line, wrong.column)
    return QueryFailedError(code, text, hint=wrong.hint, line=wrong.line, column=wrong.column)

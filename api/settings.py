"""How the server runs: one frozen object, from options and the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

from nlp.errors import TsunagariError


class SettingsError(TsunagariError):
    """A setting has a value that cannot be used: the operator must act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every knob of the server. Each has an environment twin `TSUNAGARI_<NAME>` (TSUNAGARI_QUERY_SECONDS).

    Times are in seconds, sizes in the unit of the name.
    """

    store: str = "var/store"
    """Folder of builds, or the query URL of a SPARQL 1.1 engine."""
    data: Path | None = None
    """Serve this RDF file instead of the store."""
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 32
    """Pages and long or large results under way at once."""
    workers: int = 0
    """Query processes for short queries; 0: one for each processor, at least 2."""
    long_workers: int = 0
    """Query processes for long queries beside those; 0: two for each processor, at least 2."""
    express: int = 1
    """1: connections whose queries are quick are answered by processes of their own, HTTP included; 0: none are."""
    express_workers: int = 0
    """How many such processes; 0: one for each processor, at most 8."""
    streams: int = 16
    """Large results that are being sent at once."""
    query_seconds: float = 30.0
    """A query that computes longer is ended with 503, and so is a page or answer whose own queries take longer together."""
    near_seconds: float = 0.06
    """How long the questions offered beside a refusal are tried for an answer; 0: as long as it takes."""
    long_after_seconds: float = 0.3
    """A query that runs longer gives up its place among the short ones and runs with low priority."""
    query_memory_mb: int = 3072
    """Address space of a query process; a query that needs more is ended with 503."""
    result_mb: int = 1024
    """A result larger than this is ended with 503 (or broken off, when it was already being sent)."""
    stream_seconds: float = 900.0
    """A result that a slow client has not read by then is broken off."""
    stall_seconds: float = 5.0
    """A large result whose client took nothing for so long gives up its place when another needs it."""
    queue: int = 256
    """Queries that may wait for a process; one more is answered 429."""
    queue_per_client: int = 128
    queue_seconds: float = 10.0
    """A query that waited this long is answered 429."""
    query_chars: int = 100_000
    """Longer queries are answered 413."""
    query_nesting: int = 128
    query_operators: int = 600
    body_mb: int = 2
    """Larger request bodies are answered 413."""
    cache_mb: int = 64
    """Memory for results that were asked before, for each build."""
    trusted_proxies: int = 0
    """How many reverse proxies stand in front; their X-Forwarded-For says who the client is."""
    access_log: int = 0
    """1: one JSON line for each request on standard error, without personal data."""
    public_url: str = ""
    """Where people reach this server (https://…); empty: what the Host header says."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Settings from `given` (None means: not given), then TSUNAGARI_… variables, then the defaults.

        Raises: SettingsError naming the variable whose value cannot be read.
        """
        source = os.environ if environment is None else environment
        types = get_type_hints(cls)
        values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        for field in fields(cls):
            variable = f"TSUNAGARI_{field.name.upper()}"
            if field.name not in values and (text := source.get(variable)):
                values[field.name] = _read(variable, text, types[field.name])
        return cls(**values)

    @property
    def short_places(self) -> int:
        """How many short queries run at once."""
        return self.workers or max(2, os.cpu_count() or 2)

    @property
    def express_places(self) -> int:
        """How many processes answer connections by themselves."""
        return (self.express_workers or min(os.cpu_count() or 1, 8)) if self.express else 0

    @property
    def long_places(self) -> int:
        """How many long queries run at once."""
        return self.long_workers or max(2, 2 * (os.cpu_count() or 1))


def _read(variable: str, text: str, wanted: Any) -> Any:
    try:
        if wanted is int or wanted is float:
            number = wanted(text)
            if number < 0:
                raise ValueError("negative")
            return number
    except ValueError as error:
        kind = "whole number" if wanted is int else "number"
        raise SettingsError(f"{variable}={text!r} is not a {kind} of 0 or more", hint="correct it") from error
    return text if wanted is str else Path(text)

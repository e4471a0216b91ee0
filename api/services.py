"""What every page and route shares: the build that is served, trusted queries on it, the query pool, a cache."""

from __future__ import annotations

import hashlib
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import current_app, g, has_request_context
from pyoxigraph import NamedNode, QueryResultsFormat, Store, parse_query_results

from api.endpoint.query_process import Job
from api.endpoint.workers import WorkerPool
from api.graph_access import GraphAccess, Row, Term, solutions
from api.settings import Settings
from api.timed_queries import OverdueError, TimedQueries
from api.web_server.replies import ReplyCache
from graph.database import BUILD_FIRST, open_database
from graph.remote_store import META_GRAPH, STAGING, RemoteStore
from graph.sparql_text import substitute
from graph.store import BuildInfo, StoreFolder, open_store
from nlp.errors import StoreError, TsunagariError

if TYPE_CHECKING:
    from api.express.lanes import Lanes

T = TypeVar("T")
_LOOK_AGAIN = 0.5  # seconds between looks at CURRENT
_MOST_GRAPHS = 10_000
"""Graphs of a remote engine that FROM may name and dumps hold."""
_OURSELVES, _BASE = "our own pages", "http://localhost/"
_LOOK_AFAR = 5.0  # seconds between looks at what a remote engine holds


@dataclass
class Served:
    """One build as served: its store for trusted queries, its folder for the query processes, its cache."""

    build_id: str
    created: datetime
    meta: Mapping[str, Any]
    path: str
    store: Store | None
    remote: RemoteStore | None
    report_path: Path | None
    graphs: frozenset[str]
    cache: dict[str, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class ResultCache:
    """Finished query results by key, least recently used ones dropped when `limit` bytes are full."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._entries: OrderedDict[Any, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any) -> bytes | None:
        """The result under `key`, or None."""
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: Any, value: bytes) -> None:
        """Keep a result; one larger than an eighth of the limit is not kept."""
        if len(value) > self.limit // 8:
            return
        with self._lock:
            self.size -= len(self._entries.pop(key, b""))
            self._entries[key] = value
            self.size += len(value)
            while self.size > self.limit:
                _, old = self._entries.popitem(last=False)
                self.size -= len(old)


class Services:
    """One for each server process; `served` picks up a new build within half a second of its publication."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.started = time.time()
        self._lock = threading.Lock()
        self._served: Served | None = None
        self._looked = self._looked_afar = 0.0
        self._afar = threading.Lock()
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._source = self._open_source()
        self.timed = TimedQueries()
        self.replies = ReplyCache(settings.cache_mb << 20)
        self.lanes: Lanes | None = None  # set by the server that has them
        self.pool = None if isinstance(self._source, RemoteStore) else WorkerPool(settings)

    def _open_source(self) -> StoreFolder | RemoteStore:
        data = self.settings.data
        if data is None:
            return open_store(self.settings.store)
        self._scratch = tempfile.TemporaryDirectory(prefix="tsunagari-data-")
        folder = StoreFolder(self._scratch.name)
        name = hashlib.sha256(data.read_bytes()).hexdigest()[:16]
        folder.publish(data, {"build_id": name, "documents": [], "counts": {}, "data": data.name}, {})
        return folder

    @property
    def served(self) -> Served:
        """The build of this moment.

        Raises:
            StoreError: nothing was published.
        """
        now = time.monotonic()
        if self._served is not None and now - self._looked < _LOOK_AGAIN:
            return self._served
        with self._lock:
            if self._served is None or now - self._looked >= _LOOK_AGAIN:
                self._served = self._look(self._served)
                self._looked = time.monotonic()
            return self._served

    def _look(self, before: Served | None) -> Served:
        if isinstance(self._source, RemoteStore):
            if before is None:
                return _remote(self._source)
            self._look_afar(self._source)
            return self._served or before
        info = self._source.current()
        if info is None:
            raise StoreError("まだグラフがありません (there is no graph yet)", hint=BUILD_FIRST)
        if before is not None and before.build_id == info.build_id:
            return before
        return _local(info)

    def _look_afar(self, remote: RemoteStore) -> None:
        """Asks in the background what the remote engine serves now; what is known stays while it does not answer."""

        def look() -> None:
            try:
                self._served = _remote(replace(remote, attempts=1, timeout=10.0), self._served)
            except TsunagariError:
                pass
            finally:
                self._afar.release()

        if time.monotonic() - self._looked_afar > _LOOK_AFAR and self._afar.acquire(blocking=False):
            self._looked_afar = time.monotonic()
            threading.Thread(target=look, name="look-afar", daemon=True).start()

    @property
    def build(self) -> Served:
        """The build of this moment (the name that pages use)."""
        return self.served

    def select(self, query: str, substitutions: Mapping[str, Term] | None = None) -> list[Row]:
        """The rows of a trusted SELECT of ours; variables in `substitutions` are bound to terms."""
        return self.answer(query, substitutions)[1]

    def answer(
        self, query: str, substitutions: Mapping[str, Term] | None = None
    ) -> tuple[list[str], list[Row]]:
        """Variable names and rows of a trusted SELECT.

        Raises:
            QueryError: it does not parse, or is no SELECT.
        """
        text = substitute(query, substitutions) if substitutions else query
        return self.limited(text, lambda: self.unlimited(text))

    def unlimited(self, query: str) -> tuple[list[str], list[Row]]:
        """The same for what is read once a build, however long that takes."""
        return self.access().answer(query)

    def limited(
        self, query: str, ask: Callable[[], tuple[list[str], list[Row]]]
    ) -> tuple[list[str], list[Row]]:
        """What `ask` gives for a query, within the time that one request may spend in queries.

        Outside a request, and for a remote engine, which has limits of its own, there is none.

        Raises:
            QueryFailedError: `time_limit`, or what the query processes say.
        """
        if self.pool is None or not has_request_context():
            return ask()
        left = self._until() - time.monotonic()
        try:
            if left <= 0:
                raise OverdueError
            if self.timed.refuses(query):
                return self._in_process(query)
            return self.timed.run(query, ask, left)
        except OverdueError:
            raise self.pool.failure({"code": "time_limit"}) from None

    def _until(self) -> float:
        """When this request has spent its time in queries; it begins with the first."""
        if "queries_until" not in g:
            g.queries_until = time.monotonic() + self.settings.query_seconds
        return cast(float, g.queries_until)

    def _in_process(self, query: str) -> tuple[list[str], list[Row]]:
        assert self.pool is not None
        job = Job(
            store=self.served.path,
            query=query,
            format="json",
            base=_BASE,
            bytes=self.settings.result_mb << 20,
        )
        with closing(self.pool.run(job, _OURSELVES)) as stream:
            found = b"".join([stream.first, *stream])
        return solutions(parse_query_results(found, QueryResultsFormat.JSON))

    def cached(self, key: str, make: Callable[[], T]) -> T:
        """What `make` gave for this build the first time it was asked under `key`."""
        served = self.served
        if key not in served.cache:
            value = make()
            with served.lock:
                served.cache.setdefault(key, value)
        return cast(T, served.cache[key])

    def access(self) -> GraphAccess:
        """The served graph in the form that the command line uses too."""
        served = self.served
        return GraphAccess(served.store, served.remote, served.meta)

    def close(self) -> None:
        """Ends the query processes and removes what `--data` loaded."""
        if self.pool is not None:
            self.pool.close()
        if self._scratch is not None:
            self._scratch.cleanup()


def _local(info: BuildInfo) -> Served:
    store = open_database(info.path)
    graphs = frozenset(str(graph.value) for graph in store.named_graphs() if hasattr(graph, "value"))
    return Served(
        info.build_id, info.created, info.meta, str(info.path), store, None, info.report_path, graphs
    )


def _remote(remote: RemoteStore, before: Served | None = None) -> Served:
    """What a remote engine serves now; `before` when that is the same build (its graphs are not listed again)."""
    meta = remote.meta() or {}
    build_id = str(meta.get("build_id", "remote"))
    if before is not None and before.build_id == build_id:
        return before
    named = remote.select(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {_MOST_GRAPHS}")
    names = (row[0].value for row in named if isinstance(row[0], NamedNode))
    graphs = frozenset(name for name in names if name != META_GRAPH and not name.startswith(STAGING))
    created = meta.get("created")
    when = datetime.fromisoformat(created) if created else datetime.now(UTC)
    return Served(build_id, when, meta, "", None, remote, None, graphs)


def services() -> Services:
    """The services of the app that answers this request."""
    return cast(Services, current_app.extensions["tsunagari"])

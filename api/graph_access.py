"""One way to ask the graph, be it a folder or a remote engine: used by every command that only reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Store, Triple

from api.sparql_mistakes import rejected
from graph.database import BUILD_FIRST
from graph.remote_store import RemoteStore
from graph.sparql_text import substitute
from graph.store import StoreFolder, open_store
from nlp.errors import QueryError, StoreError

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class GraphAccess:
    """A graph that can be asked. `local` is None for a remote engine; `meta` is the build's meta.json."""

    local: Store | None
    remote: RemoteStore | None
    meta: Mapping[str, Any]

    @property
    def build_id(self) -> str:
        """The id of the build, "" for a remote graph that we did not publish."""
        return str(self.meta.get("build_id", ""))

    def select(self, query: str, values: Mapping[str, Term] | None = None) -> list[Row]:
        """The rows of a trusted SELECT; `values` binds variables to terms.

        Raises:
            QueryError: the query does not parse, with line and column.
        """
        return self.answer(query, values)[1]

    def answer(self, query: str, values: Mapping[str, Term] | None = None) -> tuple[list[str], list[Row]]:
        """Variable names and rows of a trusted SELECT."""
        if self.remote is not None:
            return self.remote.answer(query, values)
        assert self.local is not None
        try:
            found = self.local.query(substitute(query, values) if values else query)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise rejected(query, error) from error
        return solutions(found)


def solutions(found: object) -> tuple[list[str], list[Row]]:
    """Variable names and rows of what the engine found.

    Raises:
        QueryError: it is no result of a SELECT.
    """
    if not isinstance(found, QuerySolutions):
        raise QueryError(
            "ここでは SELECT が要ります (a SELECT query is needed here)",
            hint="ASK と CONSTRUCT には行がない (they have no rows)",
        )
    names = [variable.value for variable in found.variables]
    return names, [tuple(row[name] for name in names) for row in found]


def texts(store: Store, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Variable names and rows of a trusted SELECT, every cell as text, "" where nothing is bound: an IRI, or what a literal
    says without its type or language. Some two thirds of the time that terms take.

    Raises:
        QueryError: the query does not parse, or is no SELECT.
    """
    try:
        found = store.query(query)
        if not isinstance(found, QuerySolutions):
            return _as_terms(found)  # which says so
        written = found.serialize(format=QueryResultsFormat.CSV) or b""
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise rejected(query, error) from error
    try:
        names, *rows = csv.reader(io.StringIO(written.decode(), newline=""))
    except csv.Error:  # a cell longer than the reader takes (131,072 characters)
        return _as_terms(store.query(query))
    return names, [tuple(row) or ("",) for row in rows]


def _as_terms(found: object) -> tuple[list[str], list[tuple[Any, ...]]]:
    names, rows = solutions(found)
    return names, list(rows)


def open_graph(store: str) -> GraphAccess:
    """The current graph of a store folder or endpoint, for reading.

    Raises:
        StoreError: nothing was built there, or it cannot be opened.
    """
    opened = open_store(store)
    if isinstance(opened, RemoteStore):
        return GraphAccess(None, opened, opened.meta() or {})
    assert isinstance(opened, StoreFolder)
    info = opened.current()
    if info is None:
        raise StoreError(f"{store} にグラフがありません (there is no graph)", hint=BUILD_FIRST)
    return GraphAccess(opened.open_read_only(), None, info.meta)

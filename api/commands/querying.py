"""`tsunagari query`: one SPARQL query on the store, in the format asked for."""

from __future__ import annotations

import io
from pathlib import Path

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from api.commands.tables import table
from api.graph_access import Term, open_graph, rejected
from graph.terms import PREFIXES
from nlp.errors import QueryError

_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPHS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES}


def run_query(file_or_text: str, store: str, form: str = "table") -> str:
    """The answer to a query given as text or as the name of a file, ending in a line break.

    Our prefixes (tsu:, id:, skos: …) need no PREFIX line.

    Raises:
        QueryError: the query is wrong (with line and column), or its answer has no such format.
        StoreError: there is no graph.
    """
    text = _query_text(file_or_text)
    access = open_graph(store)
    if access.local is None:
        names, rows = access.answer(text)
        return (
            table(names or [f"?{i + 1}" for i in range(len(rows[0]))] if rows else [], map(_shown, rows))
            + "\n"
        )
    return _serialised(access.local, text, form)


def _query_text(file_or_text: str) -> str:
    if "{" not in file_or_text and Path(file_or_text).is_file():
        return Path(file_or_text).read_text(encoding="utf-8")
    if "{" not in file_or_text and file_or_text.endswith((".rq", ".sparql")):
        raise QueryError(f"no such file: {file_or_text}", hint="give a file or the query itself")
    return file_or_text


def _serialised(store: Store, text: str, form: str) -> str:
    try:
        found = store.query(text, prefixes=PREFIXES, base_iri="https://w3id.org/tsunagari/")
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise rejected(error) from error
    if isinstance(found, QueryBoolean):
        if form in _RESULTS:
            return _written(found, _RESULTS[form])
        return ("true" if bool(found) else "false") + "\n"
    if isinstance(found, QueryTriples):
        if form not in (*_GRAPHS, "table"):
            raise QueryError(f"CONSTRUCT and DESCRIBE have no {form} form", hint="use --format ttl or nt")
        out = io.BytesIO()
        serialize(found, out, _GRAPHS.get(form, RdfFormat.TURTLE), prefixes=PREFIXES)
        return out.getvalue().decode()
    assert isinstance(found, QuerySolutions)
    if form in _RESULTS:
        return _written(found, _RESULTS[form])
    if form in _GRAPHS:
        raise QueryError(f"SELECT has no {form} form", hint="use --format table, json, xml, csv or tsv")
    names = [variable.value for variable in found.variables]
    return table(names, ([_text(row[name]) for name in names] for row in found)) + "\n"


def _written(found: QuerySolutions | QueryBoolean, form: QueryResultsFormat) -> str:
    out = io.BytesIO()
    found.serialize(out, form)
    text = out.getvalue().decode()
    return text if text.endswith("\n") else text + "\n"


def _shown(row: tuple[Term | None, ...]) -> list[str]:
    return [_text(term) for term in row]


def _text(term: object) -> str:
    if term is None:
        return ""
    value = getattr(term, "value", None)
    return str(term) if value is None else str(value)

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
    parse_query_results,
    serialize,
)

from api.commands.tables import table
from api.endpoint.guard import form_of
from api.graph_access import open_graph
from api.sparql_mistakes import rejected
from graph.remote_store import RemoteStore
from graph.terms import PREFIXES
from nlp.errors import QueryError

_BASE = "https://w3id.org/tsunagari/"
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
    if access.remote is not None:
        return _from_afar(access.remote, text, form)
    assert access.local is not None
    return _serialised(access.local, text, form)


def _from_afar(remote: RemoteStore, text: str, form: str) -> str:
    """The answer of a remote engine: in the format asked for as the engine writes it, or as a table."""
    kind = form_of(text)
    head = " ".join(f"PREFIX {name}: <{namespace}>" for name, namespace in PREFIXES.items())
    _check(kind, form)
    graph = kind in ("CONSTRUCT", "DESCRIBE")
    media_type = _GRAPHS.get(form, RdfFormat.TURTLE) if graph else _RESULTS.get(form, QueryResultsFormat.JSON)
    try:
        with remote.query(f"BASE <{_BASE}> {head}\n{text}", accept=media_type.media_type).body as body:
            found = body.read()
    except QueryError as error:
        line = None if error.line is None else error.line - 1  # ours is the first
        raise QueryError(error.message, hint=error.hint, line=line, column=error.column) from error
    if graph or form in _RESULTS:
        shown = found.decode("utf-8", "replace")
        return shown if shown.endswith("\n") else shown + "\n"
    results = parse_query_results(found, QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        return ("true" if bool(results) else "false") + "\n"
    names = [variable.value for variable in results.variables]
    return table(names, ([_text(row[name]) for name in names] for row in results)) + "\n"


def _check(kind: str, form: str) -> None:
    """Raises: QueryError when an answer of this kind has no such format."""
    if kind in ("CONSTRUCT", "DESCRIBE") and form not in (*_GRAPHS, "table"):
        raise QueryError(
            f"CONSTRUCT と DESCRIBE の結果に {form} の形はありません (have no {form} form)",
            hint="--format ttl か nt (use one of them)",
        )
    if kind == "SELECT" and form in _GRAPHS:
        raise QueryError(
            f"SELECT の結果に {form} の形はありません (has no {form} form)",
            hint="--format table・json・xml・csv・tsv (use one of them)",
        )


def _query_text(file_or_text: str) -> str:
    if "{" not in file_or_text and Path(file_or_text).is_file():
        return Path(file_or_text).read_text(encoding="utf-8")
    if "{" not in file_or_text and file_or_text.endswith((".rq", ".sparql")):
        raise QueryError(
            f"{file_or_text}: そのファイルはありません (no such file)",
            hint="ファイルか、問い合わせそのものを渡す (give a file or the query itself)",
        )
    return file_or_text


def _serialised(store: Store, text: str, form: str) -> str:
    try:
        found = store.query(text, prefixes=PREFIXES, base_iri=_BASE)
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise rejected(text, error, declared=PREFIXES) from error
    if isinstance(found, QueryBoolean):
        if form in _RESULTS:
            return _written(found, _RESULTS[form])
        return ("true" if bool(found) else "false") + "\n"
    if isinstance(found, QueryTriples):
        _check("CONSTRUCT", form)
        out = io.BytesIO()
        serialize(found, out, _GRAPHS.get(form, RdfFormat.TURTLE), prefixes=PREFIXES)
        return out.getvalue().decode()
    assert isinstance(found, QuerySolutions)
    if form in _RESULTS:
        return _written(found, _RESULTS[form])
    _check("SELECT", form)
    names = [variable.value for variable in found.variables]
    return table(names, ([_text(row[name]) for name in names] for row in found)) + "\n"


def _written(found: QuerySolutions | QueryBoolean, form: QueryResultsFormat) -> str:
    out = io.BytesIO()
    found.serialize(out, form)
    text = out.getvalue().decode()
    return text if text.endswith("\n") else text + "\n"


def _text(term: object) -> str:
    if term is None:
        return ""
    value = getattr(term, "value", None)
    return str(term) if value is None else str(value)

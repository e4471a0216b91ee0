"""`tsunagari export`: the graph as RDF files, as GraphML and GEXF, or as CSV tables."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store
from rdflib import Graph

from api.graph_access import GraphAccess, open_graph
from graph.analysis.exchange import ExchangeGraph, exchange_graph
from graph.analysis.export import gexf, graphml, write_csv_tables
from graph.terms import PREFIXES
from nlp.errors import StoreError

_RDF = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
}


def export(out: Path, store: str) -> list[Path]:
    """Write the graph to `out` in the format of its suffix; returns the files written.

    Raises:
        StoreError: unknown suffix, no graph, or `out` cannot be written.
    """
    access = open_graph(store)
    suffix = out.suffix.lower()
    try:
        if suffix == ".csv":
            return list(write_csv_tables(exchange_of(access), out.with_suffix("")))
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(serialised(access, suffix))
    except OSError as error:
        raise StoreError(
            f"{out.name} に書けません (cannot be written: {error.strerror})",
            hint="別の名で書き出す (choose another file)",
        ) from error
    return [out]


def serialised(access: GraphAccess, suffix: str) -> bytes:
    """The graph as bytes in the format of a suffix.

    Raises:
        StoreError: the suffix is unknown, or a remote store is asked for more than N-Triples can carry.
    """
    if suffix == ".graphml":
        return graphml(exchange_of(access))
    if suffix == ".gexf":
        return gexf(exchange_of(access))
    if suffix == ".rdf":
        plain = io.BytesIO()
        _store(access).dump(plain, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        graph = Graph().parse(data=plain.getvalue(), format="nt")
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        return graph.serialize(format="xml", encoding="utf-8")
    if suffix not in _RDF:
        known = " ".join((*_RDF, ".rdf", ".graphml", ".gexf", ".csv"))
        raise StoreError(
            f"「{suffix}」で終わる形式はありません (no format ends in that)",
            hint=f"使える末尾 (known): {known}",
        )
    out = io.BytesIO()
    whole = suffix in (".nq", ".trig")
    prefixes = PREFIXES if suffix in (".ttl", ".trig", ".jsonld") else None
    _store(access).dump(out, _RDF[suffix], from_graph=None if whole else DefaultGraph(), prefixes=prefixes)
    return out.getvalue()


def exchange_of(access: GraphAccess) -> ExchangeGraph:
    """The things and their ties, for GraphML, GEXF, tables and comparisons."""
    return exchange_graph(quads_of(access))


def quads_of(access: GraphAccess) -> Iterator[Quad]:
    """Every statement of the default graph."""
    return _store(access).quads_for_pattern(None, None, None, DefaultGraph())


def _store(access: GraphAccess) -> Store:
    if access.local is not None:
        return access.local
    assert access.remote is not None
    # A remote graph is fetched whole: exports are for graphs that fit one machine.
    store = Store()
    answer = access.remote.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", accept="application/n-triples")
    with answer.body as body:
        store.bulk_load(input=body, format=RdfFormat.N_TRIPLES)
    return store

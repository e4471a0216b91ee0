"""Oxigraph databases on disk: written from RDF files or quads, opened for reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Quad, RdfFormat, Store

from graph.durable import reason
from nlp.errors import StoreError

BUILD_FIRST = "先に tsunagari build を実行する (run `tsunagari build` first)"
REBUILD = "作り直す: tsunagari build (build the store again)"


def open_database(path: Path) -> Store:
    """The Oxigraph database at `path`, read-only. Raises: StoreError when it cannot be opened."""
    try:
        return Store.read_only(str(path))
    except (OSError, ValueError) as error:
        why = reason(error).replace(str(path), path.name)
        raise StoreError(
            f"グラフを開けません (the database cannot be opened: {why})", hint=REBUILD
        ) from error


def write_database(path: Path, quads: Path | Iterable[Quad], *, base_iri: str | None = None) -> int:
    """Writes a new Oxigraph database at `path` from an RDF file or quads; returns the number of quads.

    Raises: StoreError when the file is not readable RDF; OSError when the disk fails.
    """
    store = Store(str(path))
    if isinstance(quads, Path):
        load_file(store, quads, base_iri=base_iri)
    else:
        store.bulk_extend(quads)
    store.optimize()
    store.flush()
    return len(store)


_FORMATS: Mapping[str, RdfFormat] = MappingProxyType(
    {
        ".ttl": RdfFormat.TURTLE,
        ".nt": RdfFormat.N_TRIPLES,
        ".nq": RdfFormat.N_QUADS,
        ".trig": RdfFormat.TRIG,
        ".jsonld": RdfFormat.JSON_LD,
        ".json": RdfFormat.JSON_LD,
        ".rdf": RdfFormat.RDF_XML,
        ".xml": RdfFormat.RDF_XML,
        ".owl": RdfFormat.RDF_XML,
        ".n3": RdfFormat.N3,
    }
)


def load_file(store: Store, path: Path, *, base_iri: str | None = None) -> None:
    """Loads an RDF file, default and named graphs as they are; relative IRIs resolve against the file's own IRI.

    Raises: StoreError when the suffix is unknown or the file cannot be read, with line and column.
    """
    rdf_format = _FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        known = " ".join(_FORMATS)
        raise StoreError(
            f"{path.name}: 末尾が {path.suffix!r} の RDF の形式はありません (no RDF format has this suffix)",
            hint=f"使える末尾 (known): {known}",
        )
    try:
        store.bulk_load(path=str(path), format=rdf_format, base_iri=base_iri or path.resolve().as_uri())
    except SyntaxError as error:
        raise StoreError(
            f"{path.name}: RDF として正しくありません ({path.name} is not valid RDF: {reason(error)})",
            hint="その行を直す (correct the file)",
        ) from error
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{path.name} を読み込めません (cannot be loaded: {reason(error)})",
            hint="ファイルを確かめる (check the file)",
        ) from error

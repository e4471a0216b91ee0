"""`/download/tsunagari.*`: the whole graph as files, made once a build and then served from disk."""

from __future__ import annotations

import atexit
import gzip
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import zstandard
from flask import Blueprint, Response, request, send_file
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from api.negotiation import choose_encoding
from api.problems import Problem
from api.services import Served, services
from graph.analysis.exchange import exchange_graph
from graph.analysis.export import graphml
from graph.terms import PREFIXES

blueprint = Blueprint("dumps", __name__)
_FORMATS = {
    "ttl": (RdfFormat.TURTLE, "text/turtle"),
    "nt": (RdfFormat.N_TRIPLES, "application/n-triples"),
    "nq": (RdfFormat.N_QUADS, "application/n-quads"),
    "trig": (RdfFormat.TRIG, "application/trig"),
    "jsonld": (RdfFormat.JSON_LD, "application/ld+json"),
}
DUMPS = {suffix: media_type for suffix, (_, media_type) in _FORMATS.items()} | {
    "graphml": "application/graphml+xml"
}
_FRESH_SECONDS = 600.0
"""How long a dump of a graph that others write is sent before it is fetched again."""
_LOCK = threading.Lock()


@blueprint.get("/download/tsunagari.<suffix>")
def download(suffix: str) -> Response:
    """A dump by its suffix, with ETag and Last-Modified of the build."""
    served = services().served
    if suffix not in DUMPS:
        raise Problem(404, "not_found", f"no dump ends in .{suffix}", hint=" ".join(DUMPS))
    coding = "" if "Range" in request.headers else choose_encoding(request.headers.get("Accept-Encoding", ""))
    file = _file(served, suffix, coding)
    response = send_file(
        file,
        mimetype=DUMPS[suffix],
        as_attachment=True,
        download_name=f"tsunagari.{suffix}",
        conditional=True,
        etag="-".join(filter(None, (served.build_id if served.store else file.parent.name, suffix, coding))),
        last_modified=served.created,
    )
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["Vary"] = "Accept-Encoding"
    if coding:
        response.headers["Content-Encoding"] = coding
    return response


def _file(served: Served, suffix: str, coding: str) -> Path:
    """The dump on disk, made when it is asked for first; a second file holds it compressed."""
    with _LOCK:
        plain = _folder(served) / f"tsunagari.{suffix}"
        if not plain.exists():
            temporary = plain.with_name(f".{plain.name}.tmp.{suffix}")
            _write(served, suffix, temporary)
            temporary.replace(plain)
        if not coding:
            return plain
        packed = plain.with_name(f"{plain.name}.{coding}")
        if not packed.exists():
            temporary = packed.with_name(f".{packed.name}.tmp")
            _pack(plain, temporary, coding)
            temporary.replace(packed)
        return packed


def _folder(served: Served) -> Path:
    """Beside the build; in a scratch folder of this process when the store is not ours to write."""
    if served.remote is not None:
        return _remote_folder(served)
    folder = Path(served.path).parent / "dumps"
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        folder = Path(_scratch()) / served.build_id
        folder.mkdir(exist_ok=True)
        return folder


def _remote_folder(served: Served) -> Path:
    """Where the dumps of a remote engine stand: by build, or by time when others write its graph.

    Those of builds before are removed; whoever is being sent one keeps the file open.
    """
    period = f"{served.build_id}-{int(time.time() // _FRESH_SECONDS)}"
    folder = Path(_scratch()) / quote(served.build_id if served.meta else period, safe="")
    for other in Path(_scratch()).iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    return folder


@cache
def _scratch() -> str:
    folder = tempfile.mkdtemp(prefix="tsunagari-dumps-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _pack(plain: Path, packed: Path, coding: str) -> None:
    with plain.open("rb") as source, packed.open("wb") as out:
        if coding == "zstd":
            zstandard.ZstdCompressor(level=6).copy_stream(source, out)
        else:
            with gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=6, mtime=0) as target:
                shutil.copyfileobj(source, target)


def _write(served: Served, suffix: str, file: Path) -> None:
    store = served.store
    if suffix == "graphml":
        quads = (
            _remote_quads(served)
            if store is None
            else store.quads_for_pattern(None, None, None, DefaultGraph())
        )
        inside = (quad for quad in quads if isinstance(quad.graph_name, DefaultGraph))
        file.write_bytes(graphml(exchange_graph(inside)))
        return
    rdf_format, triples = _FORMATS[suffix][0], suffix in ("ttl", "nt")
    prefixes = PREFIXES if suffix in ("ttl", "trig") else None
    with file.open("wb") as out:
        if store is not None:
            store.dump(out, rdf_format, from_graph=DefaultGraph() if triples else None, prefixes=prefixes)
            return
        found: Iterable[Quad | Triple] = _remote_quads(served)
        if triples:
            found = (
                quad.triple for quad in _remote_quads(served) if isinstance(quad.graph_name, DefaultGraph)
            )
        serialize(found, out, rdf_format, prefixes=prefixes)  # type: ignore[arg-type]


def _remote_quads(served: Served) -> Iterator[Quad]:
    """Every quad of a remote engine but our note on the build; read from a file, so that nothing large is in memory."""
    file = _folder(served) / ".quads.nq"
    if not file.exists():
        temporary = file.with_name(".quads.tmp")
        with temporary.open("wb") as out:
            for graph in (None, *sorted(served.graphs)):
                _fetch(served, graph, out)
        temporary.replace(file)
    return parse(path=str(file), format=RdfFormat.N_QUADS)


def _fetch(served: Served, graph: str | None, out: BinaryIO) -> None:
    """Appends one graph of a remote engine as N-Quads. Raises: Problem when it is too large to be fetched."""
    assert served.remote is not None
    name = DefaultGraph() if graph is None else NamedNode(graph)
    where = "?s ?p ?o" if graph is None else f"GRAPH {name} {{ ?s ?p ?o }}"
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"
    most = services().settings.result_mb << 20
    with served.remote.query(query, accept="application/n-triples").body as body:
        for quad in parse(body, RdfFormat.N_TRIPLES):
            out.write(f"{Quad(quad.subject, quad.predicate, quad.object, name)} .\n".encode())
            if out.tell() > most:
                raise Problem(
                    503,
                    "result_limit",
                    "the graph is too large for a dump",
                    hint="ask the engine behind it itself",
                )

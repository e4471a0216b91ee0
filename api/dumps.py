"""`/download/tsunagari.*`: the whole graph as files, made once a build and then served from disk."""

from __future__ import annotations

import atexit
import gzip
import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path

import zstandard
from flask import Blueprint, Response, request, send_file
from pyoxigraph import DefaultGraph, RdfFormat

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
_LOCK = threading.Lock()


@blueprint.get("/download/tsunagari.<suffix>")
def download(suffix: str) -> Response:
    """A dump by its suffix, with ETag and Last-Modified of the build."""
    served = services().served
    if served.store is None:
        raise Problem(404, "not_found", "a remote store makes its own dumps", hint="ask the store itself")
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
        etag="-".join(filter(None, (served.build_id, suffix, coding))),
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
    folder = Path(served.path).parent / "dumps"
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        folder = Path(_scratch()) / served.build_id
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
    assert served.store is not None
    if suffix == "graphml":
        file.write_bytes(
            graphml(exchange_graph(served.store.quads_for_pattern(None, None, None, DefaultGraph())))
        )
        return
    rdf_format = _FORMATS[suffix][0]
    graph = DefaultGraph() if suffix in ("ttl", "nt") else None
    prefixes = PREFIXES if suffix in ("ttl", "trig") else None
    with file.open("wb") as out:
        served.store.dump(out, rdf_format, from_graph=graph, prefixes=prefixes)

"""`/download/tsunagari.*`: the whole graph as files, made once a build and then served from disk."""

from __future__ import annotations

import threading
from pathlib import Path

from flask import Blueprint, Response, send_file
from pyoxigraph import DefaultGraph, RdfFormat

from api.problems import Problem
from api.services import Served, services
from graph.exchange import exchange_graph
from graph.export import graphml
from graph.terms import PREFIXES

blueprint = Blueprint("dumps", __name__)
_FORMATS = {
    "ttl": (RdfFormat.TURTLE, "text/turtle; charset=utf-8"),
    "nt": (RdfFormat.N_TRIPLES, "application/n-triples"),
    "nq": (RdfFormat.N_QUADS, "application/n-quads"),
    "trig": (RdfFormat.TRIG, "application/trig"),
    "jsonld": (RdfFormat.JSON_LD, "application/ld+json"),
}
_LOCK = threading.Lock()


@blueprint.get("/download/tsunagari.<suffix>")
def download(suffix: str) -> Response:
    """A dump by its suffix, with ETag and Last-Modified of the build."""
    served = services().served
    if served.store is None:
        raise Problem(404, "not_found", "a remote store makes its own dumps", hint="ask the store itself")
    if suffix not in _FORMATS and suffix != "graphml":
        raise Problem(404, "not_found", f"no dump ends in .{suffix}", hint="ttl nt nq trig jsonld graphml")
    file = _file(served, suffix)
    media_type = "application/graphml+xml" if suffix == "graphml" else _FORMATS[suffix][1]
    response = send_file(
        file,
        mimetype=media_type,
        as_attachment=True,
        download_name=f"tsunagari.{suffix}",
        conditional=True,
        etag=f"{served.build_id}-{suffix}",
        last_modified=served.created,
    )
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _file(served: Served, suffix: str) -> Path:
    folder = Path(served.path).parent / "dumps"
    file = folder / f"tsunagari.{suffix}"
    with _LOCK:
        if not file.exists():
            folder.mkdir(exist_ok=True)
            temporary = file.with_name(f".{file.name}.tmp.{suffix}")
            _write(served, suffix, temporary)
            temporary.replace(file)
    return file


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

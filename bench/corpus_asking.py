"""How long queries and questions take on one store, for corpus_bench: prints milliseconds as JSON. Arguments: STORE [PEER-PYTHON].

Queries go to our server over HTTP and, beside it, to pyoxigraph in this process (the limit). With PEER-PYTHON the store is
also written out and served by rdflib-endpoint; that engine holds it in Python's memory, so give it small stores only.
"""

from __future__ import annotations

import json
import socket
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(ROOT / "tests" / "gold")]

from eval_questions import cases  # noqa: E402
from pyoxigraph import DefaultGraph, QueryResultsFormat, RdfFormat  # noqa: E402
from sparql_bench import server  # noqa: E402

from api.answering.answers import answer_question  # noqa: E402
from api.graph_access import open_graph  # noqa: E402

PREFIX = "PREFIX tsu: <https://w3id.org/tsunagari/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
QUERIES = {
    "one": "SELECT ?p ?o WHERE {{ ?s skos:prefLabel ?l ; ?p ?o }} LIMIT 50 # {n}",
    "join": "SELECT ?l ?m WHERE {{ ?b a tsu:BudgetLine ; tsu:programme ?p ; tsu:ministry ?o . ?p skos:prefLabel ?l . "
    "?o skos:prefLabel ?m }} LIMIT 100 # {n}",
    "count": "SELECT ?o (COUNT(?b) AS ?n) WHERE {{ ?b a tsu:BudgetLine ; tsu:ministry ?o }} GROUP BY ?o # {n}",
}
_ROUNDS = 15
_SECONDS = 45.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def timed(run: Callable[[str], object]) -> dict[str, float]:
    """Median milliseconds of each query, each time another text."""
    found = {}
    for name, query in QUERIES.items():
        times = []
        for number in range(_ROUNDS):
            start = time.perf_counter()
            run(PREFIX + query.format(n=number))
            times.append(1000 * (time.perf_counter() - start))
        found[name] = median(times)
    return found


def over_http(command: list[str], port: int, path: str) -> dict[str, float]:
    """The queries asked of a server that is started for it."""

    def run(query: str) -> None:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}{path}?query={quote(query)}", timeout=120
        ) as got:
            got.read()

    with server(command, port, path, wait=300.0):
        return timed(run)


def questions(access: Any) -> dict[str, float]:
    """Milliseconds of the question set's questions, as many as fit into the time, every seventh first."""
    every = [case.question for case in cases() if not case.after]
    asked = [question for start in range(7) for question in every[start::7]]
    services = _services(access)
    for question in asked[:10]:
        answer_question(question, services)
    times: list[float] = []
    end = time.perf_counter() + _SECONDS
    for question in asked:
        start = time.perf_counter()
        answer_question(question, services)
        times.append(1000 * (time.perf_counter() - start))
        if time.perf_counter() > end:
            break
    cuts = quantiles(times, n=100)
    return {"asked": len(times), "p50": cuts[49], "p99": cuts[98]}


def _services(access: Any) -> Any:
    """What a server answers with, once all that it makes in the background is there."""
    if find_spec("api.answering.lasting") is None:
        return import_module("api.answering.answers").services_for(access)
    services, lasting = import_module("api.answering.lasting").lasting_services(access, access.local)
    if lasting is not None:
        lasting.wait()
    return services


def main() -> None:
    """Measure one store."""
    store = sys.argv[1]
    access = open_graph(store)
    local = access.local
    assert local is not None
    port = free_port()
    serve = (
        "import sys; from api.web_server.server import serve; from api.settings import Settings;"
        "serve(Settings.from_environment(store=sys.argv[1], port=int(sys.argv[2])))"
    )
    found: dict[str, Any] = {
        "limit": timed(lambda query: local.query(query).serialize(format=QueryResultsFormat.JSON)),
        "endpoint": over_http([sys.executable, "-c", serve, store, str(port)], port, "/sparql"),
        "questions": questions(access),
    }
    if len(sys.argv) > 2:
        with tempfile.TemporaryDirectory() as folder:
            data, port = Path(folder) / "data.nt", free_port()
            local.dump(str(data), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
            command = [sys.argv[2], str(ROOT / "bench/rdflib_endpoint_server.py"), str(data), str(port)]
            found["rdflib-endpoint"] = over_http(command, port, "/")
    print(json.dumps(found))


if __name__ == "__main__":
    main()

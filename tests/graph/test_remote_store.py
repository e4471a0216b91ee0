"""A remote SPARQL 1.1 engine: a real Oxigraph server as a second process, and a stub for faults and passwords."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from serving import free_port

from graph.remote_store import RemoteStore
from nlp.errors import QueryError, StoreError

INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
EX = "http://example.org/"
ENGINE = Path(sys.executable).with_name("oxigraph")


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    binary = str(ENGINE) if ENGINE.exists() else shutil.which("oxigraph")
    if binary is None:
        pytest.skip("the oxigraph server is not installed")
    port = free_port()
    process = subprocess.Popen(
        [binary, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/query?query=ASK%7B%7D", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def quads(count: int, word: str) -> list[Quad]:
    blank = BlankNode("shared")
    rows = [
        Quad(NamedNode(f"{EX}{i}"), NamedNode(f"{EX}p"), Literal(f'{word} "}} \\ 甲\n')) for i in range(count)
    ]
    rows += [Quad(NamedNode(f"{EX}{i}"), NamedNode(f"{EX}b"), blank) for i in range(count)]
    rows.append(Quad(NamedNode(f"{EX}n"), NamedNode(f"{EX}p"), Literal(word), NamedNode(f"{EX}graph")))
    return rows


@pytest.mark.parametrize("by_graph_store", [False, True])
def test_publish_twice_and_read(engine: str, by_graph_store: bool) -> None:
    environment = {"TSUNAGARI_STORE_GRAPH": f"{engine}/store"} if by_graph_store else {}
    store = RemoteStore.from_environment(f"{engine}/query", environment)
    small = RemoteStore(
        query_url=store.query_url, update_url=store.update_url, graph_url=store.graph_url, batch=7
    )
    small.publish(quads(20, "old"), {"build_id": "one"})
    small.publish(quads(10, "new"), {"build_id": "two", "documents": ["文書"]})
    assert small.meta() is not None
    assert (small.meta() or {})["build_id"] == "two"
    assert (small.meta() or {})["documents"] == ["文書"]
    rows = small.select("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s ?p", {"p": NamedNode(f"{EX}p")})
    assert {row[1].value for row in rows if row[1] is not None} == {'new "} \\ 甲\n'}  # type: ignore[union-attr]
    assert len(rows) == 10
    shared = small.select(f"SELECT DISTINCT ?o {{ ?s <{EX}b> ?o }}")
    assert len(shared) == 1  # one blank node stays one node across requests
    graphs = small.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert not [row for row in graphs if "staging" in str(row[0])]


def test_bad_queries_and_no_rows(engine: str) -> None:
    store = RemoteStore.from_environment(f"{engine}/query", {})
    with pytest.raises(QueryError, match="rejects"):
        store.select("SELEC")
    with pytest.raises(QueryError, match="no rows"):
        store.select("ASK {}")


def test_our_endpoint_over_a_remote_engine(engine: str, tmp_path: Path) -> None:
    from api.app import create_app
    from api.settings import Settings

    RemoteStore.from_environment(f"{engine}/query", {}).publish(quads(3, "x"), {"build_id": "far"})
    client = create_app(Settings(store=f"{engine}/query")).test_client()
    found = client.get("/sparql", query_string={"query": f"SELECT (COUNT(*) AS ?n) {{ ?s <{EX}p> ?o }}"})
    assert found.status_code == 200
    assert found.get_json()["results"]["bindings"][0]["n"]["value"] == "3"
    assert client.get("/sparql", query_string={"query": "DROP ALL"}).status_code == 403
    assert client.get("/health").get_json()["build"] == "far"
    del tmp_path


def test_the_command_line_over_a_remote_engine(engine: str) -> None:
    from api.commands.querying import run_query

    url = f"{engine}/query"
    RemoteStore.from_environment(url, {}).publish(quads(3, "x"), {"build_id": "far"})
    count = f"SELECT (COUNT(*) AS ?n) {{ ?s <{EX}p> ?o }}"
    assert run_query(count, url).split() == ["n", "-", "3"]
    assert run_query(count, url, "csv").split() == ["n", "3"]
    assert '"value":"3"' in run_query(count, url, "json")
    assert run_query("ASK { ?s ?p ?o }", url) == "true\n"
    assert run_query("ASK { ?s a tsu:Nothing }", url) == "false\n"
    assert run_query(f"CONSTRUCT WHERE {{ ?s <{EX}p> ?o }}", url, "nt").count("\n") >= 3
    with pytest.raises(QueryError, match="no ttl form"):
        run_query(count, url, "ttl")
    with pytest.raises(QueryError) as failure:
        run_query("SELECT *\n{ ?s ?p }", url)
    assert (failure.value.line, failure.value.column) == (2, 10)


def test_variables_and_rows(engine: str) -> None:
    remote = RemoteStore.from_environment(f"{engine}/query", {})
    assert remote.answer("SELECT ?x (1 AS ?y) {}") == (["x", "y"], [(None, Literal("1", datatype=INTEGER))])


def test_things_of_a_remote_engine(engine: str) -> None:
    from api.app import create_app
    from api.settings import Settings

    thing = NamedNode("https://w3id.org/tsunagari/id/measure/2030-1")
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    far = RemoteStore.from_environment(f"{engine}/query", {})
    far.publish([Quad(thing, label, Literal("見守り", language="ja"))], {"build_id": "things"})
    client = create_app(Settings(store=f"{engine}/query")).test_client()
    for suffix in ("html", "ttl", "nt", "jsonld", "rdf"):
        answer = client.get(f"/id/measure/2030-1.{suffix}")
        assert answer.status_code == 200
        assert "見守り" in answer.text or "\\u898B" in answer.text
    assert client.get("/id/measure/2030-2").status_code == 404


def test_dumps_and_graphs_of_a_remote_engine(engine: str) -> None:
    from api.app import create_app
    from api.settings import Settings

    far = RemoteStore.from_environment(f"{engine}/query", {})
    far.publish(quads(3, "x"), {"build_id": "dumped"})
    client = create_app(Settings(store=f"{engine}/query")).test_client()
    sizes = {"ttl": (RdfFormat.TURTLE, 6), "nt": (RdfFormat.N_TRIPLES, 6), "nq": (RdfFormat.N_QUADS, 7)}
    sizes |= {"trig": (RdfFormat.TRIG, 7), "jsonld": (RdfFormat.JSON_LD, 7)}
    for suffix, (form, size) in sizes.items():
        answer = client.get(f"/download/tsunagari.{suffix}")
        assert answer.status_code == 200
        assert len(list(parse(answer.data, form))) == size
        tag = answer.headers["ETag"]
        assert "dumped" in tag
        assert client.get(f"/download/tsunagari.{suffix}", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/download/tsunagari.graphml").status_code == 200
    assert "store" not in client.get("/download/tsunagari.nq").text  # our note on the build is no data
    described = client.get("/sparql", headers={"Accept": "application/n-triples"}).text
    assert f'"{EX}graph"' in described or f"<{EX}graph>" in described
    named = {"query": f"SELECT * FROM <{EX}graph> {{ ?s ?p ?o }}", "format": "csv"}
    assert client.get("/sparql", query_string=named).text.count("\r\n") == 2
    refused = {"query": "ASK FROM <http://elsewhere.example/> {}"}
    assert client.get("/sparql", query_string=refused).status_code == 403


def test_a_new_publication_afar_is_noticed(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from api import services
    from api.settings import Settings

    monkeypatch.setattr(services, "_LOOK_AGAIN", 0.0)
    monkeypatch.setattr(services, "_LOOK_AFAR", 0.0)
    far = RemoteStore.from_environment(f"{engine}/query", {})
    far.publish(quads(1, "x"), {"build_id": "one"})
    service = services.Services(Settings(store=f"{engine}/query"))
    assert service.served.build_id == "one"
    far.publish(quads(2, "x"), {"build_id": "two"})
    deadline = time.monotonic() + 60
    while service.served.build_id != "two" and time.monotonic() < deadline:
        time.sleep(0.02)
    assert service.served.build_id == "two"


class Stub(BaseHTTPRequestHandler):
    """Fails twice, then answers; remembers what it was sent."""

    statuses: ClassVar[list[int]] = []
    seen: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, self.headers.get("Authorization", "")))
        status = self.statuses.pop(0) if self.statuses else 200
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}' if status == 200 else b"no"
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def stub() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Stub.statuses, Stub.seen = [], []
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_passing_faults_are_tried_again(stub: str) -> None:
    Stub.statuses = [503, 500]
    assert RemoteStore(query_url=stub, update_url=stub).select("SELECT ?x {}") == []
    assert len(Stub.seen) == 3
    Stub.statuses = [500] * 9
    with pytest.raises(StoreError, match="HTTP 500"):
        RemoteStore(query_url=stub, update_url=stub, attempts=2).select("SELECT ?x {}")


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"TSUNAGARI_STORE_USER": "u", "TSUNAGARI_STORE_PASSWORD": "p"}, "Basic dTpw"),
        ({"TSUNAGARI_STORE_TOKEN": "t"}, "Bearer t"),
        ({}, ""),
    ],
)
def test_credentials_from_the_environment(stub: str, environment: dict[str, str], wanted: str) -> None:
    RemoteStore.from_environment(f"{stub}/ds/query", environment).select("SELECT ?x {}")
    assert Stub.seen == [("/ds/query", wanted)]


def test_refused_access_names_the_variables(stub: str) -> None:
    Stub.statuses = [401]
    with pytest.raises(StoreError) as found:
        RemoteStore.from_environment(stub, {}).select("SELECT ?x {}")
    assert "TSUNAGARI_STORE_USER" in found.value.hint
    assert len(Stub.seen) == 1


def test_nobody_there() -> None:
    with pytest.raises(StoreError, match="does not answer"):
        RemoteStore.from_environment(f"http://127.0.0.1:{free_port()}/query", {}).meta()

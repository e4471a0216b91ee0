"""The server as strangers meet it: SPARQL protocol, linked data, dumps, questions, errors."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.parse
from email.message import Message

import pytest
from rdflib import OWL, RDF, Graph, Namespace, URIRef
from serving import free_port, get
from SPARQLWrapper import CSV, JSON, POST, XML, SPARQLWrapper

NS = "https://w3id.org/tsunagari/ns#"
COUNT = "PREFIX tsu: <https://w3id.org/tsunagari/ns#> SELECT (COUNT(?m) AS ?n) WHERE { ?m a tsu:Measure }"


def query(
    server: str, text: str, accept: str = "application/sparql-results+json"
) -> tuple[int, Message, bytes]:
    return get(f"{server}/sparql?" + urllib.parse.urlencode({"query": text}), accept)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("*/*", "application/sparql-results+json"),
    ],
)
def test_results_by_negotiation(server: str, accept: str, media_type: str) -> None:
    status, headers, body = query(server, COUNT, accept)
    assert status == 200
    assert headers.get_content_type() == media_type
    assert b"141" in body


def test_sparqlwrapper_as_it_comes(server: str) -> None:
    client = SPARQLWrapper(f"{server}/sparql")
    client.setQuery(COUNT)
    for form in (JSON, XML, CSV):
        client.setReturnFormat(form)
        assert client.query().convert() is not None
    client.setMethod(POST)
    client.setReturnFormat(JSON)
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "141"


def test_direct_post_and_form(server: str) -> None:
    for data, kind in (
        (COUNT.encode(), "application/sparql-query"),
        (urllib.parse.urlencode({"query": COUNT}).encode(), "application/x-www-form-urlencoded"),
    ):
        assert b"141" in get(f"{server}/sparql", method="POST", data=data, kind=kind)[2]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("SELECT * {", 400, "bad_query"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "service_refused"),
        ("DROP ALL", 403, "update_refused"),
        ("LOAD <file:///etc/passwd>", 403, "update_refused"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 403, "from_refused"),
    ],
)
def test_what_is_refused(server: str, text: str, status: int, code: str) -> None:
    found, _, body = query(server, text)
    error = json.loads(body)["error"]
    assert (found, error["code"]) == (status, code)
    if code == "bad_query":
        assert error["line"] == 1


def test_unacceptable_unsupported_and_wrong_methods(server: str) -> None:
    assert query(server, COUNT, "image/png")[0] == 406
    assert get(f"{server}/sparql", method="POST", data=b"x", kind="text/html")[0] == 415
    status, headers, _ = get(f"{server}/sparql", method="DELETE")
    assert status == 405
    assert "GET" in headers["Allow"]
    assert (
        get(f"{server}/sparql", method="POST", data=b"update=x", kind="application/x-www-form-urlencoded")[0]
        == 403
    )


def test_headers_that_every_answer_carries(server: str) -> None:
    _, headers, _ = query(server, COUNT)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["ETag"]


def test_service_description_and_void(server: str) -> None:
    for path in ("/sparql", "/.well-known/void"):
        graph = Graph().parse(data=get(f"{server}{path}", "text/turtle")[2], format="turtle")
        assert len(graph) > 20


def test_linked_data(server: str) -> None:
    address = f"{server}/id/measure/2024-82"
    assert b"<html" in get(address, "text/html")[2]
    for accept, form in (
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
    ):
        graph = Graph().parse(data=get(address, accept)[2], format=form)
        assert any(str(subject).endswith("measure/2024-82") for subject in graph.subjects())
    assert get(f"{server}/id/ministry/厚生労働省.ttl")[0] == 200
    assert get(f"{server}/id/measure/9999-1")[0] == 404


def test_the_vocabulary_is_served(server: str) -> None:
    for accept, form in (
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ):
        graph = Graph().parse(data=get(f"{server}/ns", accept)[2], format=form)
        assert (URIRef(NS + "Measure"), RDF.type, OWL.Class) in graph
        assert list(graph.objects(None, OWL.versionInfo))
    page = get(f"{server}/ns", "text/html")[2].decode()
    assert 'id="targetGroup"' in page
    assert "担当府省庁" in page


def test_void_is_the_same_for_every_host_but_for_its_addresses(server: str) -> None:
    graph = Graph().parse(data=get(f"{server}/.well-known/void", "text/turtle")[2], format="turtle")
    void = Namespace("http://rdfs.org/ns/void#")
    counted = json.loads(
        query(server, "SELECT (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?o) AS ?m) { ?s ?p ?o }")[2]
    )["results"]["bindings"][0]
    for predicate, name in ((void.distinctSubjects, "n"), (void.distinctObjects, "m")):
        assert [str(value) for value in graph.objects(None, predicate)] == [counted[name]["value"]]
    for file in graph.objects(None, void.dataDump):
        assert get(str(file), "*/*")[0] == 200


def test_every_kind_of_thing_has_a_readable_title(server: str) -> None:
    text = """SELECT ?kind (SAMPLE(?s) AS ?one) { ?s a ?c .
      FILTER(STRSTARTS(STR(?s), "https://w3id.org/tsunagari/id/"))
      BIND(STRBEFORE(STRAFTER(STR(?s), "/id/"), "/") AS ?kind) } GROUP BY ?kind"""
    rows = json.loads(query(server, text)[2])["results"]["bindings"]
    assert len(rows) > 15
    for row in rows:
        path = row["one"]["value"].removeprefix("https://w3id.org/tsunagari")
        page = get(server + urllib.parse.quote(path), "text/html")[2].decode()
        title = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
        assert not title.startswith(row["kind"]["value"] + "/"), title
        crumb = re.search(r'<p class="crumbs">(.*?)</p>', page, re.DOTALL)[1]
        assert row["kind"]["value"] not in re.sub("<[^>]*>", "", crumb)


def test_evidence_stands_in_its_surroundings(server: str) -> None:
    text = """PREFIX tsu: <https://w3id.org/tsunagari/ns#>
      SELECT ?e { ?m a tsu:Measure ; tsu:evidence ?e . ?e tsu:supports "overview" } LIMIT 1"""
    address = json.loads(query(server, text)[2])["results"]["bindings"][0]["e"]["value"]
    address = address.removeprefix("https://w3id.org/tsunagari")
    page = get(server + urllib.parse.quote(address), "text/html")[2].decode()
    assert "<mark>" in page
    assert "支える記述" in page


def test_dumps_are_cacheable(server: str) -> None:
    for suffix in ("ttl", "nt", "nq", "trig", "jsonld", "graphml"):
        status, headers, body = get(f"{server}/download/tsunagari.{suffix}")
        assert status == 200
        assert headers["ETag"]
        assert len(body) > 10_000
    assert get(f"{server}/download/tsunagari.exe")[0] == 404


def test_no_error_shows_a_path_or_a_trace(server: str) -> None:
    for path in (
        "/nothing",
        "/id/x/y",
        "/view/none",
        "/view/overlap.exe",
        "/browse/none",
        "/oembed?url=x",
        "/api/ask",
    ):
        status, _, body = get(f"{server}{path}")
        assert 400 <= status < 500, path
        assert b"Traceback" not in body
        assert b"site-packages" not in body
        assert json.loads(body)["error"]["code"]


def test_example_queries_run_and_give_rows(server: str) -> None:
    from graph.queries import FOLDER, stored_query

    names = [path.stem for path in (FOLDER / "examples").glob("*.rq")]
    assert len(names) >= 25
    for name in names:
        stored = stored_query(f"examples/{name}")
        assert {"title_ja", "title_en", "use"} <= stored.about.keys(), name
        status, _, body = query(server, stored.text)
        assert status == 200, name
        # Nothing on the seeds is below the threshold that this one looks for on larger corpora.
        if name not in ("doubtful-links",):
            assert json.loads(body)["results"]["bindings"], name


def test_a_port_in_use_is_one_clear_message(server: str, seed_store) -> None:
    port = server.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "api.cli", "serve", "--store", str(seed_store), "--port", port]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr


def test_any_rdf_file_is_served(tmp_path) -> None:
    from serving import served

    file = tmp_path / "data.trig"
    file.write_text("@prefix : <http://example.org/> . :a :b :c . :g { :d :e 'f' }", encoding="utf-8")
    with served(tmp_path / "unused", "--data", str(file)) as base:
        found = json.loads(query(base, "SELECT ?o WHERE { GRAPH <http://example.org/g> { ?s ?p ?o } }")[2])
        assert found["results"]["bindings"][0]["o"]["value"] == "f"
    assert free_port()

"""Content negotiation of results, graphs and descriptions, seen on the wire. Source: RFC 9110, section 12.5.1."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from endpoint import endpoint
from rdflib import Graph, Literal
from wire import FORM, Reply, ask, query

EX = "http://example.org/"
DATA = """
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a ex:text "甲, \\"乙\\"\\n丙\\t丁"@ja , "plain" , "" ; ex:number 1 , -2.5 , 1.0e3 , true ;
  ex:day "2026-04-01"^^xsd:date ; ex:node _:n ; ex:iri <http://example.org/%E7%94%B2?x=1&y=<> .
_:n ex:number 2 .
""".replace("&y=<", "&y=2")
SELECT = f"SELECT ?p ?o ?none WHERE {{ <{EX}a> ?p ?o }} ORDER BY ?p ?o"
CONSTRUCT = f"CONSTRUCT WHERE {{ <{EX}a> ?p ?o }}"
JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
TURTLE, NT, JSONLD, RDFXML = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    data = tmp_path_factory.mktemp("wire") / "data.ttl"
    data.write_text(DATA, encoding="utf-8")
    with endpoint(data) as found:
        yield found.port


FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
COMMON = [
    (None, 0),
    ("", 0),
    ("*/*", 0),
    ("*", 0),
    ("*/*;q=0.001", 0),
    ("application/*", 0),
    ("application/*;q=0.2, */*;q=0.1", 0),
    ("APPLICATION/*", 0),
    (" , ,*/*", 0),
    ("application/json, text/javascript, */*; q=0.01", "application/json"),
]
SELECT_CASES = [
    ("application/sparql-results+json", JSON),
    ("application/json", "application/json"),
    ("application/sparql-results+xml", XML),
    ("application/xml", "application/xml"),
    ("text/xml", "text/xml"),
    ("text/csv", CSV),
    ("text/tab-separated-values", TSV),
    ("Text/CSV", CSV),
    ("text/csv; charset=utf-8", CSV),
    ("text/csv;header=present", CSV),
    ("text/*", CSV),
    ("text/*, application/sparql-results+json;q=0.5", CSV),
    ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", XML),
    ("text/csv;q=0.9,application/sparql-results+xml;q=0.5", CSV),
    ("text/csv, application/sparql-results+json", JSON),
    ("text/csv;q=1.0, application/sparql-results+json;q=0.999", CSV),
    ("text/csv ; q = 0.4 , text/tab-separated-values;q=0.5", TSV),
    ("text/csv;q=0, */*", JSON),
    ("application/sparql-results+json;q=0, */*;q=0.1", XML),
    ("application/*;q=0, */*", CSV),
    ("application/sparql-results+json;q=0.1, */*;q=0.5", XML),
    ("text/turtle, text/csv;q=0.1", CSV),
    ("image/png, application/sparql-results+xml;q=0.001", XML),
    ("text/html;q=0.9, application/sparql-results+json", JSON),
    ("nonsense, text/csv;q=0.3", CSV),
    ("text/csv;q=oops, text/tab-separated-values;q=0.2", TSV),
    ("application/sparql-results+json;q=0.9;ext=1, text/csv;q=0.8", JSON),
    ("application/sparql-results+thrift, application/sparql-results+json;q=0.9", JSON),
]
GRAPH_CASES = [
    ("text/turtle", TURTLE),
    ("application/n-triples", NT),
    ("application/ld+json", JSONLD),
    ("application/rdf+xml", RDFXML),
    ("text/*", TURTLE),
    ("application/*", NT),
    ("application/trig", "application/trig"),
    ("application/n-quads", "application/n-quads"),
    ("application/json", "application/json"),
    ("text/plain", "text/plain"),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSONLD),
    ("application/rdf+xml;q=0.9, text/turtle;q=0.8", RDFXML),
    ("text/turtle;q=0, */*", NT),
    ("text/csv, text/turtle;q=0.2", TURTLE),
    ("text/n3, application/rdf+xml;q=0.5", RDFXML),
    (
        "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,*/*;q=0.1",
        "application/n-quads",
    ),
]


@pytest.mark.parametrize(("accept", "kind"), COMMON)
@pytest.mark.parametrize(("text", "first"), [(SELECT, JSON), ("ASK {}", JSON), (CONSTRUCT, TURTLE)])
def test_wildcards(port: int, text: str, first: str, accept: str | None, kind: object) -> None:
    reply = query(port, text, accept=accept)
    if text is CONSTRUCT and accept is not None and accept.lower().startswith("application/*"):
        first = NT
    assert (reply.status, reply.kind) == (200, kind or first)
    assert "accept" in reply.header("vary").lower()


@pytest.mark.parametrize(("accept", "kind"), SELECT_CASES)
@pytest.mark.parametrize("text", [SELECT, "ASK {}"])
def test_results(port: int, text: str, accept: str, kind: str) -> None:
    for way in ("get", "direct"):
        reply = query(port, text, way=way, accept=accept)
        assert (reply.status, reply.kind) == (200, kind)


@pytest.mark.parametrize(("accept", "kind"), GRAPH_CASES)
@pytest.mark.parametrize("text", [CONSTRUCT, f"DESCRIBE <{EX}a>"])
def test_graphs(port: int, text: str, accept: str, kind: str) -> None:
    reply = query(port, text, accept=accept)
    assert (reply.status, reply.kind) == (200, kind)


NOTHING = ["image/png", "text/html;q=0, image/*", "*/*;q=0", "application/pdf, video/*", "text/csvx", "csv"]


@pytest.mark.parametrize("accept", NOTHING)
@pytest.mark.parametrize("text", [SELECT, "ASK {}", CONSTRUCT, f"DESCRIBE <{EX}a>"])
def test_nothing_acceptable(port: int, text: str, accept: str) -> None:
    if accept in ("text/csvx", "csv") and text is SELECT:
        accept = accept + ";q=0.5"
    reply = query(port, text, accept=accept)
    assert (reply.status, reply.kind) == (406, "application/json")
    offered = json.loads(reply.body)["error"]["hint"]
    assert ("text/turtle" if text.startswith(("C", "D")) else "text/csv") in offered


def test_results_are_no_graphs(port: int) -> None:
    assert query(port, SELECT, accept="text/turtle").status == 406
    assert query(port, "ASK {}", accept="text/turtle").status == 406
    assert query(port, CONSTRUCT, accept="text/csv").status == 406
    assert query(port, CONSTRUCT, accept=JSON).status == 406


def test_a_header_that_stands_twice_is_one_list(port: int) -> None:
    target = "/sparql?query=" + quote(SELECT)
    headers = [("Accept", "text/csv;q=0.9"), ("Accept", "text/tab-separated-values;q=0.1")]
    assert ask(port, "GET", target, headers).kind == CSV
    assert ask(port, "GET", target, headers[::-1]).kind == CSV


@pytest.mark.parametrize(
    ("text", "given", "kind"),
    [
        (SELECT, "json", JSON),
        (SELECT, "xml", XML),
        (SELECT, "csv", CSV),
        (SELECT, "tsv", TSV),
        (SELECT, "application/sparql-results+xml", XML),
        (SELECT, "text/csv", CSV),
        (CONSTRUCT, "ttl", TURTLE),
        (CONSTRUCT, "turtle", TURTLE),
        (CONSTRUCT, "nt", NT),
        (CONSTRUCT, "jsonld", JSONLD),
        (CONSTRUCT, "rdf", RDFXML),
        (CONSTRUCT, "json", TURTLE),
        (SELECT, "nonsense", JSON),
        (SELECT, "", JSON),
    ],
)
def test_the_format_parameter(port: int, text: str, given: str, kind: str) -> None:
    assert query(port, text, fields=[("format", given)]).kind == kind
    assert query(port, text, way="form", fields=[("format", given)], accept="*/*").kind == kind


def cells(reply: Reply) -> list[list[str]]:
    return list(csv.reader(io.StringIO(reply.text, newline="")))


def test_every_result_format_says_the_same(port: int) -> None:
    bindings = json.loads(query(port, SELECT, accept=JSON).body)
    assert bindings["head"]["vars"] == ["p", "o", "none"]
    rows = bindings["results"]["bindings"]
    assert len(rows) == 10
    assert all("none" not in row for row in rows)
    kinds = {(row["o"]["type"], row["o"].get("datatype", ""), row["o"].get("xml:lang", "")) for row in rows}
    assert ("literal", "http://www.w3.org/2001/XMLSchema#date", "") in kinds
    assert ("literal", "", "ja") in kinds
    assert ("uri", "", "") in kinds
    values = [row["o"]["value"] for row in rows]

    root = ET.fromstring(query(port, SELECT, accept=XML).body)
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [node.get("name") for node in root.iter(f"{space}variable")] == ["p", "o", "none"]
    found = [result.findall(f"{space}binding")[1][0].text or "" for result in root.iter(f"{space}result")]
    assert [text for text in found if "n" not in text[:1]] == [text for text in values if "n" not in text[:1]]

    table = cells(query(port, SELECT, accept=CSV))
    assert table[0] == ["p", "o", "none"]
    shown = [row[1] for row in table[1:]]
    assert [text for text in shown if not text.startswith("_:")] == [
        row["o"]["value"] for row in rows if row["o"]["type"] != "bnode"
    ]

    lines = query(port, SELECT, accept=TSV).text.split("\n")
    assert lines[0] == "?p\t?o\t?none"
    assert "\t1\t" in lines[0 + 1 + next(i for i, row in enumerate(rows) if row["o"]["value"] == "1")]
    assert any('"甲, \\"乙\\"\\n丙\\t丁"@ja' in line for line in lines)


@pytest.mark.parametrize(
    ("accept", "form"), [(TURTLE, "turtle"), (NT, "nt"), (JSONLD, "json-ld"), (RDFXML, "xml")]
)
def test_every_graph_format_says_the_same(port: int, accept: str, form: str) -> None:
    reply = query(port, CONSTRUCT, accept=accept)
    graph = Graph().parse(data=reply.body, format=form)
    assert len(graph) == 10
    assert Literal('甲, "乙"\n丙\t丁', lang="ja") in set(graph.objects())


@pytest.mark.parametrize("value", ["true", "false"])
def test_booleans(port: int, value: str) -> None:
    text = f"ASK {{ FILTER({value}) }}"
    assert json.loads(query(port, text, accept=JSON).body)["boolean"] is (value == "true")
    assert f"<boolean>{value}</boolean>" in query(port, text, accept=XML).text
    assert value in query(port, text, accept=CSV).text
    assert value in query(port, text, accept=TSV).text


@pytest.mark.parametrize(
    "text",
    ["SELECT ?x WHERE { FILTER(false) }", "SELECT * {}", "SELECT ?x ?y { VALUES (?x ?y) { (UNDEF 1) } }"],
)
def test_empty_results_and_unbound_values(port: int, text: str) -> None:
    found = json.loads(query(port, text, accept=JSON).body)
    ET.fromstring(query(port, text, accept=XML).body)
    assert query(port, text, accept=CSV).text.split("\r\n")[0] == ",".join(found["head"].get("vars", []))
    assert query(port, text, accept=TSV).status == 200


@pytest.mark.parametrize("accept", [JSON, XML, CSV, TSV])
def test_the_charset_of_text_is_named(port: int, accept: str) -> None:
    named = query(port, SELECT, accept=accept).header("content-type")
    assert ("charset=utf-8" in named) == accept.startswith("text/")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, TURTLE),
        ("*/*", TURTLE),
        ("text/turtle", TURTLE),
        ("application/rdf+xml", RDFXML),
        ("application/n-triples", NT),
        ("application/ld+json", JSONLD),
        ("application/rdf+xml, text/turtle;q=0.5", RDFXML),
        ("application/xml;q=0.2, text/*;q=0.5", TURTLE),
        ("text/html", "text/html"),
        (FIREFOX, "text/html"),
        ("text/html;q=0.3, text/turtle", TURTLE),
    ],
)
@pytest.mark.parametrize("target", ["/sparql", "/sparql?", "/sparql?default-graph-uri="])
def test_nothing_asked(port: int, target: str, accept: str | None, kind: str) -> None:
    headers = {} if accept is None else {"Accept": accept}
    for method in ("GET", "HEAD"):
        reply = ask(port, method, target, headers)
        assert (reply.status, reply.kind) == (200, kind)


@pytest.mark.parametrize("accept", [JSON, CSV])
def test_a_program_that_forgot_its_query(port: int, accept: str) -> None:
    assert ask(port, "GET", "/sparql", {"Accept": accept}).status == 400


def test_a_browser_reads_errors_as_a_page(port: int) -> None:
    reply = query(port, "<script>alert('x')</script>", accept=FIREFOX)
    assert (reply.status, reply.kind) == (400, "text/html")
    assert b"<script>alert" not in reply.body
    reply = ask(port, "POST", "/sparql", {"Content-Type": FORM, "Accept": FIREFOX}, b"x=1")
    assert (reply.status, reply.kind) == (400, "text/html")

"""The query operation of the SPARQL 1.1 Protocol, seen on the wire: ways to ask, data sets, and what is refused.

Source: W3C SPARQL 1.1 Protocol, section 2.1, and the requests of its test suite.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from endpoint import endpoint
from wire import DIRECT, FORM, ask, query

EX = "http://example.org/"
DATA = """
@prefix ex: <http://example.org/> .
ex:a ex:label "甲"@ja ; ex:size 1 .
ex:b ex:label "乙"@ja ; ex:near [ ex:size 2 ] .
ex:g1 { ex:one ex:in ex:g1 . }
ex:g2 { ex:two ex:in ex:g2 . }
ex:g3 { ex:three ex:in ex:g3 . }
"""
WAYS = ("get", "form", "direct")
SELECT = f"SELECT ?o WHERE {{ <{EX}a> <{EX}size> ?o }}"
ASK = f"ASK {{ <{EX}a> ?p ?o }}"
CONSTRUCT = f"CONSTRUCT WHERE {{ <{EX}a> ?p ?o }}"
DESCRIBE = f"DESCRIBE <{EX}a>"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    data = tmp_path_factory.mktemp("wire") / "data.trig"
    data.write_text(DATA, encoding="utf-8")
    with endpoint(data) as found:
        yield found.port


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("text", "accept", "part"),
    [
        (SELECT, "application/sparql-results+json", '"value":"1"'),
        (SELECT, "text/csv", "o\r\n1\r\n"),
        (ASK, "application/sparql-results+json", '"boolean":true'),
        (ASK, "application/sparql-results+xml", "<boolean>true</boolean>"),
        (CONSTRUCT, "application/n-triples", f'<{EX}a> <{EX}label> "甲"@ja'),
        (DESCRIBE, "application/n-triples", f'<{EX}a> <{EX}label> "甲"@ja'),
    ],
)
def test_every_form_in_every_way(port: int, way: str, text: str, accept: str, part: str) -> None:
    reply = query(port, text, way=way, accept=accept)
    assert (reply.status, reply.kind) == (200, accept)
    assert part in reply.text


SETS = [
    ((), (), {"a", "b", ""}, {"g1", "g2", "g3"}),
    (("g1",), (), {"one"}, set()),
    (("g1", "g2"), (), {"one", "two"}, set()),
    ((), ("g1",), set(), {"g1"}),
    ((), ("g1", "g3"), set(), {"g1", "g3"}),
    (("g2",), ("g3",), {"two"}, {"g3"}),
    (("g1", "g2"), ("g2", "g3"), {"one", "two"}, {"g2", "g3"}),
    (("none",), (), set(), set()),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("default", "named", "subjects", "graphs"), SETS)
def test_data_sets(
    port: int,
    way: str,
    default: tuple[str, ...],
    named: tuple[str, ...],
    subjects: set[str],
    graphs: set[str],
) -> None:
    fields = [("default-graph-uri", EX + name) for name in default]
    fields += [("named-graph-uri", EX + name) for name in named]
    rows = query(port, "SELECT DISTINCT ?s { ?s ?p ?o }", way=way, accept="text/csv", fields=fields)
    found = {"" if row.startswith("_:") else row.removeprefix(EX) for row in rows.text.split("\r\n")[1:-1]}
    assert found == subjects
    rows = query(
        port, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", way=way, accept="text/csv", fields=fields
    )
    assert {row.removeprefix(EX) for row in rows.text.split("\r\n")[1:-1]} == graphs


@pytest.mark.parametrize("way", WAYS)
def test_from_and_from_named_in_the_query(port: int, way: str) -> None:
    text = f"SELECT ?s ?g FROM <{EX}g1> FROM NAMED <{EX}g2> {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    rows = query(port, text, way=way, accept="text/csv").text.split("\r\n")[1:-1]
    assert sorted(rows) == [f"{EX}one,", f"{EX}two,{EX}g2"]


@pytest.mark.parametrize("way", WAYS)
def test_an_empty_graph_parameter_is_none(port: int, way: str) -> None:
    """Query forms of other endpoints send the field empty."""
    fields = [("default-graph-uri", ""), ("named-graph-uri", "")]
    assert query(port, SELECT, way=way, accept="text/csv", fields=fields).text == "o\r\n1\r\n"


@pytest.mark.parametrize("value", ["not an iri", "relative", "http://[", "<http://x/>", "http://x/ y"])
@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_parameter_that_is_no_iri(port: int, name: str, value: str) -> None:
    reply = query(port, SELECT, fields=[(name, value)])
    assert reply.status == 400
    assert name in json.loads(reply.body)["error"]["message"]


@pytest.mark.parametrize(
    "extra", ["timeout=0", "debug=on", "output=json", "reasoning=false", "x", "=", "queryx=1"]
)
def test_parameters_of_other_endpoints_are_ignored(port: int, extra: str) -> None:
    assert ask(port, "GET", f"/sparql?query={quote('ASK {}')}&{extra}").status == 200
    body = f"query={quote('ASK {}')}&{extra}".encode()
    assert ask(port, "POST", "/sparql", {"Content-Type": FORM}, body).status == 200


TEXT = 'SELECT ("孤独・孤立 ‐ 𠮟る 100% +1 &x=%41;y \\"q\\"\\t" AS ?x) {}'
VALUE = '孤独・孤立 ‐ 𠮟る 100% +1 &x=%41;y "q"\t'


@pytest.mark.parametrize("way", WAYS)
def test_characters_arrive_as_they_were_sent(port: int, way: str) -> None:
    reply = query(port, TEXT, way=way, accept="application/sparql-results+json")
    assert json.loads(reply.body)["results"]["bindings"][0]["x"]["value"] == VALUE


@pytest.mark.parametrize(
    "encoded",
    [
        "query=ASK%20%7B%7D",
        "query=ASK+%7b%7d",
        "%71uery=ASK%7B%7D",
        "query=ASK{}",
        "x=1&query=ASK%7B%7D&y=2",
        "&&query=ASK%7B%7D&&",
        "query=ASK%0A%7B%0D%0A%7D%09",
    ],
)
def test_percent_encoding(port: int, encoded: str) -> None:
    assert ask(port, "GET", f"/sparql?{encoded}").status == 200
    assert ask(port, "POST", "/sparql", {"Content-Type": FORM}, encoded.encode()).status == 200


@pytest.mark.parametrize(
    "kind",
    [
        "application/sparql-query; charset=utf-8",
        "application/sparql-query;charset=UTF-8",
        'application/sparql-query; charset="utf-8"',
        "Application/SPARQL-Query",
        "application/sparql-query ; charset=utf-8",
        "application/sparql-query;",
        "application/sparql-query; charset=us-ascii",
    ],
)
def test_spellings_of_the_content_type(port: int, kind: str) -> None:
    assert ask(port, "POST", "/sparql", {"Content-Type": kind}, b"ASK {}").status == 200
    form = kind.lower().replace("sparql-query", "x-www-form-urlencoded")
    assert ask(port, "POST", "/sparql", {"Content-Type": form}, b"query=ASK{}").status == 200


BAD = [
    ("", 1, 1),
    (" \n ", None, None),
    ("# nothing", None, None),
    ("SELEC ?x {}", 1, None),
    ("SELECT ?x WHERE {\n  ?x <http://p> }", 2, None),
    ("SELECT * {\r\n\r\n ?x ?y }", 3, None),
    ("SELECT ?x WHERE { ?x ?y ?z", None, None),
    ("ASK { ?s nope:x ?o }", None, None),
    ("SELECT (<http://example.org/f>(1) AS ?x) {}", None, None),
    ("ASK {} ASK {}", None, None),
    ("SELECT * { ?s ?p 'x }", None, None),
    ("孤独", 1, None),
    ("ASK { ?s ?p \x00 }", None, None),
    ("\ufffe", None, None),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("text", "line", "column"), BAD)
def test_a_bad_query(port: int, way: str, text: str, line: int | None, column: int | None) -> None:
    reply = query(port, text, way=way, accept="*/*")
    assert (reply.status, reply.kind) == (400, "application/json")
    error = json.loads(reply.body)["error"]
    assert error["code"]
    assert error["message"]
    assert "hint" in error
    if line is not None:
        assert error["line"] == line
        assert error["column"] == column or column is None
        assert f"line {line}, column" in error["message"]


REFUSED = [
    ("GET", "/sparql?query=ASK{}&query=ASK{}", {}, None, 400),
    ("GET", "/sparql?query=%FF", {}, None, 400),
    ("GET", "/sparql?query=%C3", {}, None, 400),
    ("GET", "/sparql?query=%ED%A0%80", {}, None, 400),
    ("GET", "/sparql?QUERY=ASK{}", {"Accept": "application/sparql-results+json"}, None, 400),
    ("POST", "/sparql", {"Content-Type": FORM}, b"", 400),
    ("POST", "/sparql", {"Content-Type": FORM}, b"Query=ASK{}", 400),
    ("POST", "/sparql", {"Content-Type": FORM}, b"query=ASK{}&query=ASK{}", 400),
    ("POST", "/sparql", {"Content-Type": FORM}, b"query=%FF", 400),
    ("POST", "/sparql", {"Content-Type": FORM}, b"query=ASK{}\xff", 400),
    ("POST", "/sparql?query=ASK{}", {"Content-Type": FORM}, b"query=ASK{}", 400),
    ("POST", "/sparql?query=ASK{}", {"Content-Type": DIRECT}, b"ASK{}", 400),
    ("POST", "/sparql", {"Content-Type": DIRECT}, "ASK {} # 孤独".encode("shift_jis"), 400),
    ("POST", "/sparql", {"Content-Type": DIRECT}, "ASK {}".encode("utf-16"), 400),
    ("POST", "/sparql", {"Content-Type": DIRECT + "; charset=shift_jis"}, b"ASK {}", 415),
    ("POST", "/sparql", {"Content-Type": FORM + "; charset=iso-8859-1"}, b"query=ASK{}", 415),
    ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415),
    ("POST", "/sparql", {"Content-Type": "application/json"}, b'{"query": "ASK {}"}', 415),
    ("POST", "/sparql", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415),
    ("POST", "/sparql", {"Content-Type": "application/sparql-queryx"}, b"ASK {}", 415),
    ("POST", "/sparql", {"Content-Type": "sparql-query"}, b"ASK {}", 415),
    ("POST", "/sparql", {"Content-Type": ""}, b"ASK {}", 415),
    ("POST", "/sparql", {}, b"ASK {}", 415),
    ("POST", "/sparql", {"Content-Type": DIRECT, "Content-Encoding": "gzip"}, b"ASK {}", 415),
    ("PUT", "/sparql", {"Content-Type": DIRECT}, b"ASK {}", 405),
    ("DELETE", "/sparql", {}, None, 405),
    ("PATCH", "/sparql", {"Content-Type": DIRECT}, b"ASK {}", 405),
    ("PROPFIND", "/sparql", {}, None, 405),
    ("TRACE", "/sparql", {}, None, 405),
    ("POST", "/sparql", {"Content-Type": DIRECT}, b"#" * 200_000, 413),
    ("POST", "/sparql", {"Content-Type": DIRECT}, b"#" * (3 << 20), 413),
    ("GET", "/sparql?query=" + "%23" * 22_000, {}, None, 413),
    ("GET", "/sparql?update=" + quote("CLEAR ALL"), {}, None, 403),
    ("POST", "/sparql", {"Content-Type": FORM}, b"update=CLEAR+ALL", 403),
    ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403),
    ("POST", "/sparql", {"Content-Type": DIRECT}, b"INSERT DATA { <a:a> <a:b> 1 }", 403),
    (
        "POST",
        "/sparql",
        {"Content-Type": FORM},
        b"query=" + quote("LOAD <http://127.0.0.1:1/>").encode(),
        403,
    ),
    (
        "GET",
        "/sparql?query=" + quote("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"),
        {},
        None,
        403,
    ),
    ("GET", "/sparql?query=" + quote("ASK FROM <http://127.0.0.1:1/> {}"), {}, None, 403),
]


@pytest.mark.parametrize(("method", "target", "headers", "body", "status"), REFUSED)
def test_what_is_refused(
    port: int, method: str, target: str, headers: dict[str, str], body: bytes | None, status: int
) -> None:
    reply = ask(port, method, target, headers, body)
    assert (reply.status, reply.kind) == (status, "application/json")
    error = json.loads(reply.body)["error"]
    assert error["code"]
    assert error["message"]
    assert error["hint"]
    assert reply.header("access-control-allow-origin") == "*"
    if status == 405:
        assert {"GET", "HEAD", "POST", "OPTIONS"} <= set(reply.header("allow").split(", "))
    if status == 415 and "content-encoding" not in {name.lower() for name in headers}:
        assert "application/sparql-query" in error["hint"] or "UTF-8" in error["hint"]


def test_a_long_query_in_each_way(port: int) -> None:
    text = "ASK { VALUES ?x { " + "".join(f"{number:06d} " for number in range(10_000)) + " } }"
    assert query(port, text, way="form").status == 200
    assert query(port, text, way="direct").status == 200
    assert query(port, text[:50_000] + " } }").status == 200

"""The SPARQL 1.1 Protocol from outside: operations, formats, negotiation, data sets, refusals, headers."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import zstandard
from endpoint import DATA, ROOT, Answer, Endpoint, endpoint
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import free_port
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

EX = "http://example.org/"
SELECT = f"SELECT ?o WHERE {{ <{EX}a> <{EX}zero> ?o }}"
CONSTRUCT = f"CONSTRUCT {{ ?s <{EX}label> ?o }} WHERE {{ ?s <{EX}label> ?o }}"
RESULTS = {
    "application/sparql-results+json": b'"value":"0"',
    "application/json": b'"value":"0"',
    "application/sparql-results+xml": b">0</literal>",
    "application/xml": b">0</literal>",
    "text/csv": b"o\r\n0\r\n",
    "text/tab-separated-values": b"?o\n0\n",
}
GRAPHS = ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    data = tmp_path_factory.mktemp("protocol") / "data.trig"
    data.write_text(DATA, encoding="utf-8")
    with endpoint(data) as found:
        yield found


def error(answer: Answer) -> dict[str, object]:
    assert answer.kind == "application/json"
    found = json.loads(answer.body)["error"]
    assert found["code"]
    assert found["message"]
    assert "hint" in found
    assert "Traceback" not in str(found)
    assert "/work" not in str(found)
    return dict(found)


@pytest.mark.parametrize("accept", RESULTS)
def test_select_in_every_format(server: Endpoint, accept: str) -> None:
    answer = server.query(SELECT, accept)
    assert (answer.status, answer.kind) == (200, accept)
    assert RESULTS[accept] in answer.body


@pytest.mark.parametrize("accept", list(RESULTS))
def test_ask_false_is_false(server: Endpoint, accept: str) -> None:
    answer = server.query("ASK { FILTER(false) }", accept)
    assert answer.status == 200
    assert b"false" in answer.body


@pytest.mark.parametrize("accept", GRAPHS)
@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{EX}b>"])
def test_graphs_in_every_format(server: Endpoint, accept: str, query: str) -> None:
    answer = server.query(query, accept)
    assert (answer.status, answer.kind) == (200, accept)
    form = {"text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld"}
    assert len(Graph().parse(data=answer.body, format=form.get(accept, "xml"))) == 2


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv, */*;q=0.1", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;header=present;q=0.9, application/json;q=0.2", "text/csv"),
        ("nonsense, text/csv;q=0.3", "text/csv"),
    ],
)
def test_negotiation(server: Endpoint, accept: str, kind: str) -> None:
    answer = server.query(SELECT, accept)
    assert (answer.status, answer.kind) == (200, kind)


def test_nothing_acceptable(server: Endpoint) -> None:
    answer = server.query(SELECT, "image/png")
    assert answer.status == 406
    assert "text/csv" in str(error(answer)["hint"])
    assert server.query(CONSTRUCT, "text/csv").status == 406


def test_three_ways_to_send_a_query(server: Endpoint) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    direct = {"Content-Type": "application/sparql-query; charset=utf-8"}
    first = server.query(SELECT)
    assert server.send("POST", "/sparql", form, urlencode({"query": SELECT}).encode()).body == first.body
    assert server.send("POST", "/sparql", direct, SELECT.encode()).body == first.body


def test_characters_survive_every_way(server: Endpoint) -> None:
    query = 'SELECT ("孤独・孤立 100% +1 &x=%41" AS ?x) {}'
    wanted = "孤独・孤立 100% +1 &x=%41".encode()
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/csv"}
    direct = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    assert wanted in server.query(query, "text/csv").body
    assert wanted in server.send("POST", "/sparql", form, urlencode({"query": query}).encode()).body
    assert wanted in server.send("POST", "/sparql", direct, query.encode()).body


@pytest.mark.parametrize(
    ("fields", "default", "named"),
    [
        ([], 7, {"g1", "g2"}),
        ([("default-graph-uri", EX + "g1")], 1, set()),
        ([("default-graph-uri", EX + "g1"), ("default-graph-uri", EX + "g2")], 2, set()),
        ([("named-graph-uri", EX + "g2")], 0, {"g2"}),
        ([("default-graph-uri", EX + "g1"), ("named-graph-uri", EX + "g2")], 1, {"g2"}),
        ([("default-graph-uri", EX + "none")], 0, set()),
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_data_set_parameters(
    server: Endpoint, fields: list[tuple[str, str]], default: int, named: set[str], way: str
) -> None:
    def rows(query: str) -> list[str]:
        headers = {"Accept": "text/csv"}
        if way == "get":
            answer = server.send("GET", "/sparql?" + urlencode([("query", query), *fields]), headers)
        elif way == "form":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            answer = server.send("POST", "/sparql", headers, urlencode([("query", query), *fields]).encode())
        else:
            headers["Content-Type"] = "application/sparql-query"
            answer = server.send("POST", "/sparql?" + urlencode(fields), headers, query.encode())
        assert answer.status == 200
        return answer.body.decode().split("\r\n")[1:-1]

    assert len(rows("SELECT * { ?s ?p ?o }")) == default
    assert set(rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")) == {EX + name for name in named}


def test_parameters_replace_from_in_the_query(server: Endpoint) -> None:
    query = f"SELECT ?s FROM <{EX}g1> {{ ?s ?p ?o }}"
    assert b"one" in server.query(query, "text/csv").body
    assert b"two" in server.query(query, "text/csv", **{"default-graph-uri": EX + "g2"}).body


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("SELEC ?x", 1, None), ("SELECT ?x WHERE {\n  ?x <http://p> }", 2, None), ("", 1, 1)],
)
def test_a_bad_query_says_where(server: Endpoint, query: str, line: int, column: int | None) -> None:
    answer = server.query(query)
    assert answer.status == 400
    found = error(answer)
    assert found["line"] == line
    assert isinstance(found["column"], int)
    assert column is None or found["column"] == column
    assert f"line {line}, column" in str(found["message"])


def test_an_unknown_function_is_the_clients_error(server: Endpoint) -> None:
    assert server.query("SELECT (<http://example.org/f>(1) AS ?x) {}").status == 400


@pytest.mark.parametrize(
    ("method", "target", "headers", "body", "status"),
    [
        ("POST", "/sparql", {"Content-Type": "application/x-www-form-urlencoded"}, b"x=1", 400),
        ("POST", "/sparql", {"Content-Type": "application/x-www-form-urlencoded"}, b"", 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, None, 400),
        ("GET", "/sparql?query=%FF%FE", {}, None, 400),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, b"ASK{} # \xff", 400),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK{}", 415),
        ("POST", "/sparql", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415),
        ("POST", "/sparql", {}, b"ASK{}", 415),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=utf-16"}, b"A", 415),
        ("PUT", "/sparql", {}, b"", 405),
        ("DELETE", "/sparql?query=ASK%7B%7D", {}, None, 405),
        ("PATCH", "/sparql", {}, b"", 405),
        ("GET", "/sparql?query=" + "x" * 60_000 * 2, {}, None, 413),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, b"#" * (3 << 20), 413),
        ("GET", "/sparql?" + "&".join(f"a{i}=1" for i in range(600)), {}, None, 400),
        ("GET", "/sparql", {"Accept": "application/sparql-results+json"}, None, 400),
        ("POST", "/sparql?query=ASK%7B%7D", FORM, b"query=ASK%7B%7D", 400),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query; x=1; charset=utf-16"}, b"A", 415),
        ("POST", "/sparql", {**DIRECT, "Content-Encoding": "gzip"}, gzip.compress(b"ASK {}"), 415),
    ],
)
def test_wrong_requests(
    server: Endpoint, method: str, target: str, headers: dict[str, str], body: bytes | None, status: int
) -> None:
    answer = server.send(method, target, headers, body)
    assert answer.status == status
    if answer.status == 405:
        assert "GET" in answer.headers["Allow"]
    error(answer)


@pytest.mark.parametrize(
    ("method", "target", "headers", "body"),
    [
        ("GET", "/sparql?" + urlencode({"update": "CLEAR ALL"}), {}, None),
        ("GET", "/sparql?" + urlencode({"query": "INSERT DATA { <a:a> <a:b> 1 }"}), {}, None),
        ("GET", "/sparql?" + urlencode({"query": "PREFIX a: <b:c> LOAD <http://127.0.0.1:1/x>"}), {}, None),
        ("GET", "/sparql?" + urlencode({"query": "BASE <a:b> drop all"}), {}, None),
        ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL"),
        ("POST", "/sparql", {"Content-Type": "application/x-www-form-urlencoded"}, b"update=CLEAR+ALL"),
    ],
)
def test_updates_are_refused(
    server: Endpoint, method: str, target: str, headers: dict[str, str], body: bytes | None
) -> None:
    answer = server.send(method, target, headers, body)
    assert answer.status == 403
    assert error(answer)["code"] == "update_refused"


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[int, list[str]]]:
    """A port that must never be reached, and who reached it."""
    reached: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])

        def wait() -> None:
            while True:
                try:
                    connection, peer = listener.accept()
                except OSError:
                    return
                reached.append(str(peer))
                connection.close()

        threading.Thread(target=wait, daemon=True).start()
        yield port, reached


SERVICE_FORMS = [
    "SELECT * { SERVICE <http://127.0.0.1:PORT/s> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:PORT/s> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:PORT/s> { ?s ?p ?o } }",
    "PREFIX t: <http://127.0.0.1:PORT/> SELECT * { SERVICE#x\n t:s#y\n{ ?s ?p ?o } }",
    "SELECT * { BIND(<http://127.0.0.1:PORT/> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:PORT/s> { ?s ?p ?o } } }",
    'SELECT * { BIND("a\\u0022" AS ?x) SERVICE <http://127.0.0.1:PORT/s> { ?s ?p ?o } } # "',
    'SELECT * { ?a ?p ?b FILTER(?a <?b#> """\n) SERVICE <http://127.0.0.1:PORT/s> { ?x ?y ?z } # """\n}',
    "SELECT * { ?a ?p ?b FILTER(?a <'>' && ?b=' \" ') SERVICE <http://127.0.0.1:PORT/s> { ?x ?y ?z } # \"\n}",
    "SELECT * FROM <http://127.0.0.1:PORT/data.ttl> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://127.0.0.1:PORT/data.ttl> { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX t: <http://127.0.0.1:PORT/> SELECT * FROM t:data { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", SERVICE_FORMS)
def test_nothing_is_reached_from_a_query(server: Endpoint, trap: tuple[int, list[str]], query: str) -> None:
    port, reached = trap
    answer = server.query(query.replace("PORT", str(port)))
    assert answer.status in (400, 403)
    assert reached == []


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("start", ["http://127.0.0.1:PORT/x", "file:///etc/passwd"])
def test_nothing_is_reached_from_a_parameter(
    server: Endpoint, trap: tuple[int, list[str]], name: str, start: str
) -> None:
    port, reached = trap
    query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    answer = server.query(query, "text/csv", **{name: start.replace("PORT", str(port))})
    assert answer.body.count(b"\r\n") == 1
    assert reached == []


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_parameters_make_a_remote_from_void(server: Endpoint, name: str) -> None:
    query = "ASK FROM <http://elsewhere.example/data> { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert server.query(query).status == 403
    answer = server.query(query, **{name: f"{EX}g1"})
    assert (answer.status, json.loads(answer.body)["boolean"]) == (200, True)


def test_data_set_parameters_beside_a_form(server: Endpoint) -> None:
    body = urlencode({"query": "SELECT * { ?s ?p ?o }"}).encode()
    answer = server.send(
        "POST", "/sparql?" + urlencode({"default-graph-uri": f"{EX}g1"}), {**FORM, "Accept": "text/csv"}, body
    )
    assert answer.body.count(b"\r\n") == 2


def test_codepoint_escapes_anywhere(server: Endpoint) -> None:
    query = "PREFIX : <http://example.org/> \\u0053ELECT ?xx\\u0078 { <http://example.org/\\u0061> :\\u007aero ?xx\\u0078 }"
    answer = server.query(query.replace("\\\\", "\\"), "text/csv")
    assert answer.body == b"xxx\r\n0\r\n"
    assert server.query('SELECT ("\\u0022" AS ?x) {}', "text/csv").body == b'x\r\n""""\r\n'


def raw(server: Endpoint, data: bytes, *, close: bool = False) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(data)
        if close:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while b"\r\n\r\n" not in answer and (part := connection.recv(65_536)):
            answer += part
    return answer


def test_addresses_as_people_type_them(server: Endpoint) -> None:
    target = "/sparql?query=SELECT+*{BIND('甲'+AS+?x)}".encode()
    assert raw(server, b"GET " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("hosts", [b"", b"Host: a\r\nHost: b\r\n"])
def test_one_host_is_needed(server: Endpoint, hosts: bytes) -> None:
    assert raw(server, b"GET / HTTP/1.1\r\n" + hosts + b"\r\n").startswith(b"HTTP/1.1 400")


def test_a_body_announced_too_large_is_refused_at_once(server: Endpoint) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99999999999\r\n\r\n"
    assert raw(server, head + b"ASK").startswith(b"HTTP/1.1 413")


def test_half_a_request_is_not_answered(server: Endpoint) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 60\r\n\r\n"
    assert raw(server, head + b"ASK {}", close=True) == b""


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("customer service <http://x/> {" AS ?x) {}',
        "# SERVICE <http://x/> { }\nSELECT * {}",
        "SELECT ?service { ?service <http://example.org/SERVICE> ?load }",
        "PREFIX service: <http://example.org/> SELECT * { ?s service:load ?insert }",
    ],
)
def test_words_alone_are_not_refused(server: Endpoint, query: str) -> None:
    assert server.query(query).status == 200


def test_from_a_file_is_refused(server: Endpoint) -> None:
    answer = server.query("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    assert answer.status == 403
    assert b"root" not in answer.body


def test_xml_stays_well_formed_whatever_the_literals_hold(server: Endpoint) -> None:
    query = f"SELECT ?o {{ <{EX}a> ?p ?o }}"
    root = ET.fromstring(server.query(query, "application/sparql-results+xml").body)
    texts = {element.text or "" for element in root.iter() if element.tag.endswith("literal")}
    assert {"0", "false", "", "甲", "x\ufffdy\rz"} <= texts
    turtle = server.query(
        f"CONSTRUCT {{ <{EX}a> <{EX}t> ?o }} WHERE {{ <{EX}a> ?p ?o }}", "application/rdf+xml"
    )
    assert len(Graph().parse(data=turtle.body, format="xml")) == 5


def test_head_has_the_headers_of_get(server: Endpoint) -> None:
    target = "/sparql?query=" + quote(SELECT)
    get, head = server.send("GET", target), server.send("HEAD", target)
    assert head.body == b""
    assert head.status == 200
    for name in ("Content-Type", "Content-Length", "ETag", "Vary"):
        assert head.headers[name] == get.headers[name]
    assert server.send("HEAD", "/sparql", {"Accept": "text/turtle"}).status == 200
    assert server.send("HEAD", "/sparql?query=nonsense").status == 400


def test_options_and_cors(server: Endpoint) -> None:
    asked = {
        "Origin": "http://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = server.send("OPTIONS", "/sparql", asked)
    assert answer.status in (200, 204)
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "content-type" in answer.headers["Access-Control-Allow-Headers"].lower()
    for answer in (server.query(SELECT), server.query("x"), server.send("PUT", "/sparql")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"]


def test_a_known_result_is_not_sent_again(server: Endpoint) -> None:
    first = server.query(SELECT)
    tag = first.headers["ETag"]
    again = server.query(SELECT, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == tag
    since = server.query(SELECT, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status == 304
    assert server.query(SELECT, headers={"If-None-Match": '"other"'}).status == 200
    assert server.query(SELECT, "text/csv").headers["ETag"] != tag


def test_what_changes_is_not_cached(server: Endpoint) -> None:
    one, two = (server.query("SELECT (RAND() AS ?x) {}") for _ in range(2))
    assert one.body != two.body
    assert "ETag" not in one.headers
    assert one.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("coding", "decode"),
    [
        ("gzip", gzip.decompress),
        ("zstd", lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data)),
    ],
)
def test_compression(server: Endpoint, coding: str, decode: object) -> None:
    query = "SELECT * { VALUES ?x { " + " ".join(f'"value {i}"' for i in range(500)) + " } }"
    plain = server.query(query)
    packed = server.query(query, headers={"Accept-Encoding": f"{coding}, br;q=0"})
    assert packed.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert decode(packed.body) == plain.body  # type: ignore[operator]
    assert "Content-Encoding" not in server.query(query, headers={"Accept-Encoding": "identity"}).headers


def test_service_description_and_page(server: Endpoint) -> None:
    for accept, form in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("*/*", "turtle")):
        graph = Graph().parse(data=server.send("GET", "/sparql", {"Accept": accept}).body, format=form)
        text = graph.serialize(format="nt")
        assert "http://www.w3.org/ns/sparql-service-description#Service" in text
        assert "SPARQL11Query" in text
        assert EX + "g1" in text
    page = server.send("GET", "/sparql", {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.kind == "text/html"


def test_errors_are_pages_for_browsers(server: Endpoint) -> None:
    answer = server.query("<script>alert(1)</script>", "text/html,*/*;q=0.8")
    assert (answer.status, answer.kind) == (400, "text/html")
    assert b"<script>" not in answer.body


def test_clients_as_they_come(server: Endpoint) -> None:
    wrapper = SPARQLWrapper(server.url)
    wrapper.setQuery(SELECT)
    for form in (JSON, XML, CSV):
        wrapper.setReturnFormat(form)
        assert wrapper.queryAndConvert()
    wrapper.setMethod(POST)
    wrapper.setQuery(CONSTRUCT)
    wrapper.setReturnFormat(TURTLE)
    assert b"label" in wrapper.queryAndConvert()
    store = SPARQLStore(server.url)
    rows = list(Graph(store).query(SELECT))
    assert rows[0][0].toPython() == 0
    assert len(list(Graph(store).triples((None, None, None)))) == 7


def test_requests_on_one_connection(server: Endpoint) -> None:
    """Pipelined requests, the second half of one arriving late."""
    text = f"GET /sparql?query={quote('ASK{}')} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(text + text[:20])
        connection.sendall(text[20:] + text.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        data = b""
        while part := connection.recv(65536):
            data += part
    assert data.count(b"HTTP/1.1 200") == 3


@pytest.mark.parametrize("suffix", ["ttl", "nt", "nq", "trig", "jsonld"])
def test_dumps(server: Endpoint, suffix: str) -> None:
    target = f"/download/tsunagari.{suffix}"
    plain = server.send("GET", target)
    assert plain.status == 200
    assert len(plain.headers.get_all("Date") or []) == 1
    assert plain.headers["Content-Type"].count("charset") <= 1
    packed = server.send("GET", target, {"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.body) == plain.body
    again = server.send("GET", target, {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status == 304
    part = server.send("GET", target, {"Range": "bytes=0-9", "Accept-Encoding": "gzip"})
    assert (part.status, part.body) == (206, plain.body[:10])
    assert server.send("HEAD", target).headers["Content-Length"] == str(len(plain.body))
    assert server.send("GET", "/download/tsunagari.exe").status == 404


def test_void_of_somebodys_data_claims_nothing(server: Endpoint) -> None:
    answer = server.send("GET", "/.well-known/void", {"Accept": "application/n-triples"})
    text = answer.body.decode()
    assert "void#triples" in text
    assert '"data.trig"' in text
    assert "public_data_license" not in text


def test_pages_and_static_files_are_compressed(server: Endpoint) -> None:
    plain = server.send("GET", "/static/site.css")
    packed = server.send("GET", "/static/site.css", {"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.body) == plain.body
    tag = packed.headers["ETag"]
    known = server.send("GET", "/static/site.css", {"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert known.status == 304


def test_a_store_named_by_a_relative_path(tmp_path: Path) -> None:
    from pyoxigraph import Literal as OxLiteral
    from pyoxigraph import NamedNode, Quad

    from graph.store import StoreFolder

    quad = Quad(NamedNode("a:s"), NamedNode("a:p"), OxLiteral("o"))
    StoreFolder(tmp_path / "store").publish([quad], {"build_id": "one", "counts": {}})
    start = (
        "import sys; sys.path.insert(0, sys.argv[3]); from api.web_server.server import serve; from api.settings import Settings;"
        "serve(Settings(store=sys.argv[1], port=int(sys.argv[2])))"
    )
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", start, "store", str(port), str(ROOT)], cwd=tmp_path)
    server = Endpoint(port, process)
    try:
        for _ in range(200):
            try:
                assert server.send("GET", "/health").status == 200
                break
            except OSError:
                time.sleep(0.05)
        assert b"<a:s>" in server.send("GET", "/download/tsunagari.nt").body
        StoreFolder(tmp_path / "store").publish([], {"build_id": "two", "counts": {}})
        time.sleep(0.7)
        assert json.loads(server.send("GET", "/health").body)["build"] == "two"
        assert b'"bindings":[]' in server.query("SELECT * { ?s ?p ?o }").body
    finally:
        process.terminate()
        process.wait(15)

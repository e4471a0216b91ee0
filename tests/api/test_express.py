"""Express lanes: the same answers as without them, and nothing lost when their processes are killed."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from endpoint import Endpoint, endpoint
from hypothesis import given
from hypothesis import strategies as st
from serving import served

from api.endpoint.request import Asked as Received
from api.endpoint.request import parameters
from api.express import shape
from graph.store import StoreFolder

EX = "http://example.org/"
PROGRAM = "api.express.worker"
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("express") / "data.nt"
    lines = [f'<{EX}s{i}> <{EX}p{i % 7}> "value {i} 値" .' for i in range(2_000)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Endpoint]:
    with endpoint(data, query_seconds=2, express_workers=2) as found:
        yield found


@pytest.fixture(scope="module")
def plain(data: Path) -> Iterator[Endpoint]:
    with endpoint(data, query_seconds=2, express=0) as found:
        yield found


class Client:
    """One connection that is kept; an answer that does not come whole is an error."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.connection.connect()
        self.socket = self.connection.sock

    def ask(
        self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        assert self.connection.sock is self.socket, "the connection was closed"
        self.connection.request(method, target, body=body, headers=headers or {})
        found = self.connection.getresponse()
        content = found.read()
        return found.status, {name.lower(): value for name, value in found.getheaders()}, content

    def get(self, query: str, accept: str = JSON, **headers: str) -> tuple[int, dict[str, str], bytes]:
        return self.ask("GET", "/sparql?" + urlencode({"query": query}), {"Accept": accept, **headers})

    def value(self, number: int) -> bool:
        """Whether the value of a thing is what it should be."""
        status, _, body = self.get(f"SELECT ?o {{ <{EX}s{number}> ?p ?o }}")
        return status == 200 and f'"value {number} 値"'.encode() in body


def answered(server: Endpoint) -> int:
    """How many requests the lanes have answered."""
    lines = server.send("GET", "/metrics").body.decode().splitlines()
    return next(
        int(float(line.split()[1])) for line in lines if line.startswith("tsunagari_express_seconds_count")
    )


def test_a_connection_whose_queries_are_quick_goes_to_a_lane(server: Endpoint) -> None:
    before = answered(server)
    client = Client(server.port)
    assert all(client.value(number) for number in range(20))
    assert answered(server) >= before + 10


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("SELECT * { ?s <http://example.org/p3> ?o } ORDER BY ?o LIMIT 30", accept)
        for accept in (JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
    ]
    + [
        ("CONSTRUCT { ?s ?p ?o } { ?s <http://example.org/p3> ?o ; ?p ?o } ORDER BY ?o LIMIT 30", accept)
        for accept in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
    ]
    + [("ASK { ?s ?p 'none' }", JSON), ("ASK {}", "*/*"), ("DESCRIBE <http://example.org/s4>", "*/*")],
)
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd;q=0.9, gzip;q=0.1"])
def test_a_lane_answers_as_the_server_does(
    server: Endpoint, plain: Endpoint, query: str, accept: str, coding: str
) -> None:
    client, other = Client(server.port), Client(plain.port)
    before = answered(server)
    loaded = set()
    for number in range(6):  # each a query of its own, so that no answer is kept from before
        asked = f"{query} # {number} {coding}"
        ours = client.get(asked, accept, **{"Accept-Encoding": coding})
        theirs = other.get(asked, accept, **{"Accept-Encoding": coding})
        loaded.add(ours[1]["last-modified"])
        for found in (ours, theirs):
            del found[1]["date"], found[1]["last-modified"]
        assert ours == theirs
    assert len(loaded) == 1
    assert answered(server) > before


FORM = "application/x-www-form-urlencoded"


def posted(number: int, kind: str) -> tuple[dict[str, str], bytes]:
    query = f'SELECT ?o {{ <{EX}s{number}> ?p ?o FILTER(?o != "ä+&=%") }}'
    body = urlencode({"query": query}) if kind == FORM else query
    return {"Content-Type": kind, "Accept": JSON}, body.encode()


@pytest.mark.parametrize("kind", [FORM, "application/sparql-query"])
def test_posted_queries_go_to_lanes_too(server: Endpoint, kind: str) -> None:
    before = answered(server)
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        for number in range(100, 130):
            headers, body = posted(number, kind)
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            head = f"POST /sparql HTTP/1.1\r\nHost: x\r\n{lines}Content-Length: {len(body)}\r\n\r\n"
            connection.sendall(head.encode() + body)
            read(connection, number)
    assert answered(server) > before + 20


def test_head_and_body_may_come_apart(server: Endpoint) -> None:
    client = Client(server.port)
    for number in range(100, 130):
        for kind in (FORM, "application/sparql-query"):
            status, _, found = client.ask("POST", "/sparql", *posted(number, kind))
            assert status == 200
            assert f'"value {number} '.encode() in found


def test_conditions_and_other_requests_are_answered_by_the_server(server: Endpoint) -> None:
    client = Client(server.port)
    assert all(client.value(number) for number in range(10))
    query = f"SELECT ?o {{ <{EX}s3> ?p ?o }}"
    tag = client.get(query)[1]["etag"]
    assert client.get(query, **{"If-None-Match": tag})[0] == 304
    assert client.value(11)
    assert client.ask("GET", "/health")[0] == 200
    assert client.value(12)
    assert client.ask("HEAD", "/sparql?" + urlencode({"query": query}))[2] == b""
    assert client.get("SELECT * {")[0] == 400
    assert client.value(13)
    assert client.get(query, "image/png")[0] == 406
    assert client.get("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")[0] == 403
    assert client.value(14)


def request(number: int) -> bytes:
    query = quote(f"SELECT ?o {{ <{EX}s{number}> ?p ?o }}")
    return f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\nAccept: {JSON}\r\n\r\n".encode()


def read(connection: socket.socket, *wanted: int) -> None:
    """Reads until all values have come, in order."""
    found = b""
    while not all(f'"value {number} '.encode() in found for number in wanted):
        part = connection.recv(65_536)
        assert part, "the connection was closed"
        found += part
    places = [found.index(f'"value {number} '.encode()) for number in wanted]
    assert places == sorted(places)


def test_cut_and_joined_requests(server: Endpoint) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        for number in range(10):
            connection.sendall(request(number))
            read(connection, number)
        for cut in (1, 30, 100, len(request(7)) - 1):
            connection.sendall(request(7)[:cut])
            time.sleep(0.05)
            connection.sendall(request(7)[cut:])
            read(connection, 7)
        connection.sendall(request(1) + request(2) + request(3))
        read(connection, 1, 2, 3)
        connection.sendall(request(4))
        read(connection, 4)


def test_a_client_that_reads_late_gets_all(server: Endpoint) -> None:
    query = quote(f"SELECT ?s ?o {{ ?s <{EX}p1> ?o }}")
    asked = f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\nAccept: {JSON}\r\n\r\n".encode()
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.settimeout(30)
        connection.connect(("127.0.0.1", server.port))
        for _ in range(6):
            connection.sendall(asked)
            time.sleep(0.1)
            found = b""
            while b"]}}" not in found[-10:]:
                found += connection.recv(4096)
            assert found.count(b'"s":{') == 286


def test_nothing_is_lost_when_processes_are_killed(server: Endpoint) -> None:
    stop = threading.Event()

    def ask(seed: int) -> int:
        chance, client, count = random.Random(seed), Client(server.port), 0
        while not stop.is_set():
            assert client.value(chance.randrange(2_000))
            count += 1
        return count

    before = answered(server)
    with ThreadPoolExecutor(8) as executor:
        runs = [executor.submit(ask, seed) for seed in range(8)]
        for _ in range(25):
            time.sleep(random.uniform(0.02, 0.2))
            for process in server.workers(PROGRAM)[: random.choice((1, 1, 2))]:
                os.kill(process, signal.SIGKILL)
        stop.set()
        counts = [run.result(60) for run in runs]
    assert min(counts) > 0
    assert answered(server) > before


def test_a_query_that_only_looks_quick_harms_nobody(data: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) {{ ?a <{0}> ?x . ?b <{0}> ?y . ?c <{0}> ?z . ?d <{0}> ?w }}"
    with endpoint(data, query_seconds=1, express_workers=1) as server:
        attacker, other = Client(server.port), Client(server.port)
        for number in range(12):
            assert attacker.get(count.format(f"{EX}none{number}"))[0] == 200
            assert other.value(number)
        before = answered(server)
        assert before > 10
        with ThreadPoolExecutor(1) as executor:
            slow = executor.submit(attacker.get, count.format(f"{EX}p1"))
            while not slow.done():
                assert other.value(5)
        assert slow.result()[0] == 503
        assert attacker.get(count.format(f"{EX}none"))[0] == 200
        assert answered(server) > before


def test_a_new_build_is_served_on_connections_in_lanes(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path / "store")
    for build in ("one", "two"):
        (tmp_path / f"{build}.nt").write_text(f'<{EX}a> <{EX}b> "{build}" .\n', encoding="utf-8")
    folder.publish(tmp_path / "one.nt", {"build_id": "one"})
    with served(folder.path) as base:
        client = Client(int(base.rpartition(":")[2]))
        query = f"SELECT ?o {{ <{EX}a> <{EX}b> ?o }} # "
        assert all(b'"one"' in client.get(f"{query}{number}")[2] for number in range(10))
        folder.publish(tmp_path / "two.nt", {"build_id": "two"})
        time.sleep(1.2)
        assert all(b'"two"' in client.get(f"{query}{number}")[2] for number in range(10))


def test_processes_end_with_the_server_and_connections_are_closed(data: Path) -> None:
    with endpoint(data, express_workers=2) as server:
        client = Client(server.port)
        assert all(client.value(number) for number in range(10))
        lanes = server.workers(PROGRAM)
        assert len(lanes) == 2
        server.process.terminate()
        assert server.process.wait(15) == 0
        assert client.socket.recv(10) == b""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(Path(f"/proc/{lane}/cmdline").exists() for lane in lanes):
        time.sleep(0.05)
    assert not any(Path(f"/proc/{lane}/cmdline").exists() for lane in lanes)


@given(st.binary(max_size=200), st.sampled_from([b"", b"GET /sparql?query=", b"POST /sparql HTTP/1.1\r\n"]))
def test_any_bytes_are_read_or_left(data: bytes, before: bytes) -> None:
    asked = shape.read(before + data)
    assert asked is None or isinstance(shape.outline(asked.query), str)


@given(st.text(max_size=60), st.sampled_from(["", "format=json", "x=1&format=csv"]))
def test_the_query_is_read_as_the_protocol_reads_it(query: str, more: str) -> None:
    try:
        text = quote(query, safe="")
    except UnicodeEncodeError:
        return
    target = "&".join(part for part in (more, f"query={text}") if part)
    asked = shape.read(f"GET /sparql?{target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    received = parameters(Received("GET", target, "", "", "", b""))
    assert asked is not None
    assert received is not None
    assert asked.query == dict(received)["query"]


@given(st.text("ab 値#{}.", max_size=10), st.text("xy 値#{}.", max_size=10), st.integers(0, 10**6))
def test_literals_do_not_change_the_outline(one: str, other: str, number: int) -> None:
    query = 'SELECT ?a { ?a <http://e/%s> "%s" , %d } LIMIT 5'
    first = query % ("p", one, number)
    assert shape.outline(first) == shape.outline(query % ("q", other, 7))
    assert shape.outline(first) != shape.outline(first.replace("LIMIT 5", "LIMIT 50000"))


@pytest.mark.parametrize("text", ["SERVICE <http://e/> {}", "FROM <http://e/>", 'FILTER(?x = "\\u0022")'])
def test_what_must_be_looked_at_has_no_outline(text: str) -> None:
    assert shape.outline(f"SELECT * {{ ?s ?p ?o {text} }}") == ""

"""Limits that hold: time, memory, size, queue; a killed process, a client that leaves, a result that breaks off."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from endpoint import Endpoint, endpoint

EX = "http://example.org/"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SECONDS = 1.0


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("limits") / "data.nt"
    lines = [f'<{EX}s{i}> <{EX}p{i % 7}> "value {i}" .' for i in range(2_000)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Endpoint]:
    with endpoint(data, query_seconds=SECONDS, result_mb=400, query_memory_mb=900) as found:
        yield found


def code(body: bytes) -> str:
    return str(json.loads(body)["error"]["code"])


def test_a_long_query_ends_at_the_limit_and_nobody_else_notices(server: Endpoint) -> None:
    with ThreadPoolExecutor(2) as executor:
        long = executor.submit(server.query, ENDLESS)
        while not long.done():
            assert server.query(f"SELECT ({time.monotonic()} AS ?x) {{}}").status == 200
    answer = long.result()
    assert answer.status == 503
    assert code(answer.body) == "time_limit"
    assert answer.headers["Retry-After"]


def test_memory_is_bounded(server: Endpoint) -> None:
    answer = server.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i")
    assert answer.status == 503
    assert code(answer.body) in {"memory_limit", "time_limit"}
    assert server.query("ASK {}").status == 200


def test_a_nested_query_kills_nothing(server: Endpoint) -> None:
    deep = "SELECT (" + "ABS(" * 950 + "1" + ")" * 950 + " AS ?x) {}"
    answer = server.query(deep)
    assert answer.status == 400
    assert code(answer.body) == "query_too_complex"
    wide = "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 700 + "}"
    assert (
        server.send("POST", "/sparql", {"Content-Type": "application/sparql-query"}, wide.encode()).status
        == 400
    )
    signs = "SELECT (" + "!" * 5_000 + "true AS ?x) {}"
    assert server.query(signs).status == 400
    assert server.query("ASK {}").status == 200


def test_a_large_result_streams(data: Path) -> None:
    """A million rows arrive whole while the server stays small."""
    with endpoint(data) as server:
        check_streaming(server)


def check_streaming(server: Endpoint) -> None:
    query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000"
    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    most = lines = 0
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", f"/sparql?query={quote(query)}", headers={"Accept": "text/csv"})
    answer = connection.getresponse()
    assert answer.status == 200
    assert "Content-Length" not in answer.headers
    while part := answer.read(1 << 18):
        lines += part.count(b"\n")
        most = max(most, process.memory_info().rss)
    connection.close()
    assert lines == 1_000_001
    assert most - before < 100 << 20


def test_who_does_not_read_makes_room(data: Path) -> None:
    """Two clients take nothing of large results and hold both places: a third gets its result all the same."""
    with endpoint(data, streams=2, stall_seconds=0.3) as server:
        idle = []
        for number in range(2):
            client = socket.create_connection(("127.0.0.1", server.port))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            query = quote(f"SELECT ?a ?d {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {1_000_000 + number}")
            client.sendall(
                f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()
            )
            idle.append(client)
        for client in idle:
            assert client.recv(1)  # both results have begun
        # Nobody reads on: when the network's buffers are full, whoever has waited longest gives way.
        assert in_time(lambda: begins(server, "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 1000009"))
        assert in_time(lambda: 'tsunagari_query_processes{state="streamed"} 2.0' not in metrics(server))
        check_streaming(server)
        for client in idle:
            client.close()


def test_a_result_that_breaks_off_is_not_well_formed(server: Endpoint) -> None:
    """The limit strikes after the beginning was sent: the connection ends without the last chunk."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request(
        "GET",
        f"/sparql?query={quote('SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }')}",
        headers={"Accept": "text/csv"},
    )
    answer = connection.getresponse()
    assert answer.status == 200
    with pytest.raises(http.client.IncompleteRead):
        while answer.read(1 << 20):
            pass
    connection.close()
    assert server.query("ASK {}").status == 200


def test_nor_does_it_look_complete_in_http_1_0(server: Endpoint) -> None:
    """Without chunks the end of the connection is the end of the answer: it is reset instead."""
    text = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as client:
        client.sendall(f"GET /sparql?query={text} HTTP/1.0\r\nAccept: text/csv\r\n\r\n".encode())
        with pytest.raises(ConnectionResetError):
            while client.recv(1 << 20):
                pass
    assert server.query("ASK {}").status == 200


def test_a_small_result_limit_answers_503(data: Path) -> None:
    with endpoint(data, result_mb=0) as server:
        answer = server.query("SELECT * { ?s ?p ?o }")
        assert answer.status == 503
        assert code(answer.body) == "result_limit"


def test_killed_processes_are_replaced(server: Endpoint) -> None:
    for _ in range(5):
        for worker in server.workers():
            os.kill(worker, signal.SIGKILL)
        assert server.query(f"SELECT ({time.monotonic()} AS ?x) {{}}").status == 200
    deadline = time.monotonic() + 60
    while len(server.workers()) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(server.workers()) >= 2


def test_processes_killed_while_busy(server: Endpoint) -> None:
    """What was running is tried again, and then ends at its own limit."""
    with ThreadPoolExecutor(1) as executor:
        long = executor.submit(server.query, ENDLESS + " # killed")
        time.sleep(0.2)
        for worker in server.workers():
            os.kill(worker, signal.SIGKILL)
        assert server.query("SELECT (2 AS ?killed) {}").status == 200
        assert long.result().status == 503


def test_a_client_that_leaves_takes_its_query_along(data: Path) -> None:
    with endpoint(data, query_seconds=300) as server:
        connection = socket.create_connection(("127.0.0.1", server.port))
        query = quote(ENDLESS + " # left")
        connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert in_time(lambda: 'tsunagari_query_processes{state="long"} 1.0' in metrics(server))
        connection.close()
        assert in_time(lambda: 'tsunagari_query_processes{state="long"} 0.0' in metrics(server))


def begins(server: Endpoint, query: str) -> bool:
    """Whether the result of a query begins to come."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        return connection.recv(64).startswith(b"HTTP/1.1 200")


def in_time(found: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Whether something comes true, long before the limit of a query would make it so."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found():
            return True
        time.sleep(0.05)
    return False


def metrics(server: Endpoint) -> list[str]:
    text = server.send("GET", "/metrics").body.decode()
    return [line for line in text.splitlines() if line.startswith("tsunagari_query_processes")]


def test_hostile_and_honest_together(server: Endpoint) -> None:
    """16 endless queries and 16 honest clients: every honest one is served."""

    def honest(client: int) -> list[int]:
        return [
            server.query(f"SELECT ?o {{ <{EX}s{client}> ?p ?o }} # {client} {n}").status for n in range(20)
        ]

    with ThreadPoolExecutor(32) as executor:
        hostile = [executor.submit(server.query, f"{ENDLESS} # {n}") for n in range(16)]
        statuses = [status for found in executor.map(honest, range(16)) for status in found]
        assert {found.result().status for found in hostile} <= {429, 503}
    assert statuses == [200] * 320


def test_a_full_queue_says_when_to_come_again(data: Path) -> None:
    with (
        endpoint(
            data, workers=2, queue=2, queue_per_client=2, query_seconds=3, long_after_seconds=2.5
        ) as server,
        ThreadPoolExecutor(8) as executor,
    ):
        found = list(executor.map(server.query, [f"{ENDLESS} # {n}" for n in range(8)]))
    refused = [answer for answer in found if answer.status == 429]
    assert refused
    assert all(answer.headers["Retry-After"] for answer in refused)
    assert {answer.status for answer in found} <= {429, 503}


def test_query_processes_end_with_the_server(data: Path) -> None:
    with endpoint(data) as server:
        workers = server.workers()
        assert workers
        server.process.kill()
        server.process.wait()
    deadline = time.monotonic() + 60
    while any(psutil.pid_exists(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(psutil.pid_exists(worker) for worker in workers)


def test_a_taken_port_is_one_clear_message(server: Endpoint, data: Path) -> None:
    import subprocess
    import sys

    run = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", "--data", str(data), "--port", str(server.port)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode != 0
    assert f"127.0.0.1:{server.port}" in run.stderr
    assert "Traceback" not in run.stderr


def test_stop_lets_requests_finish(data: Path) -> None:
    with endpoint(data, query_seconds=60) as server, ThreadPoolExecutor(1) as executor:
        query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
        running = executor.submit(server.query, query)
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        assert running.result().status == 200
        assert server.process.wait(60) == 0

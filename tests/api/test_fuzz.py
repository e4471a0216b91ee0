"""Anything sent to any route of /openapi.json is answered: never with an error of ours, never with a trace."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from endpoint import DATA, Endpoint, endpoint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent.parent

NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            "\x00",
            "../../etc/passwd",
            "file:///etc/passwd",
            "http://127.0.0.1:1/",
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            '"} DROP ALL',
            "%00",
            "ア" * 300,
            "１２３",
            "³",
            "𝟜𝟚",
            "9" * 5000,
            "-1",
            "9" * 40,
            "NaN",
            "\ud7ff\uffff",
            "ASK {}",
            "SELECT * { ?s ?p ?o }",
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "SELECT * { SERVICE <http://127.0.0.1:1/> {} }",
            "SELECT (1/0 AS ?x) {}",
            "*/*;q=x",
            "{}",
            "[]",
        ]
    ),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    data = tmp_path_factory.mktemp("fuzz") / "data.trig"
    data.write_text(DATA, encoding="utf-8")
    with endpoint(data, query_seconds=2) as found:
        yield found


@pytest.fixture(scope="module")
def routes(server: Endpoint) -> list[tuple[str, str, dict[str, object]]]:
    paths = json.loads(server.send("GET", "/openapi.json").body)["paths"]
    return [(path, method, operation) for path, entry in paths.items() for method, operation in entry.items()]


def check(server: Endpoint, method: str, target: str, headers: dict[str, str], body: bytes | None) -> None:
    try:
        answer = server.send(method, target, headers, body)
    except (ValueError, http.client.InvalidURL):
        return  # the client cannot send this
    assert answer.status < 500 or answer.status == 503, (method, target, headers, body, answer.body)
    if answer.status >= 400 and answer.kind == "application/json":
        assert json.loads(answer.body)["error"]["code"]
    assert b"Traceback" not in answer.body
    assert str(ROOT).encode() not in answer.body
    assert b"site-packages" not in answer.body
    assert b"root:x:" not in answer.body


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_route_with_anything(
    server: Endpoint, routes: list[tuple[str, str, dict[str, object]]], data: st.DataObject
) -> None:
    path, method, operation = data.draw(st.sampled_from(routes))
    fields = []
    for parameter in operation.get("parameters", []):  # type: ignore[attr-defined]
        known = parameter["schema"].get("enum")
        value = data.draw(st.one_of(NASTY, st.sampled_from(known)) if known else NASTY)
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", quote(value, safe="", errors="replace"))
        elif data.draw(st.booleans()):
            fields.append((parameter["name"], value))
    fields += data.draw(
        st.lists(st.tuples(st.sampled_from(["x", "format", "lang", "page", "sort"]), NASTY), max_size=2)
    )
    target = path + ("?" + urlencode(fields, errors="replace") if fields else "")
    headers = {
        "Accept": data.draw(
            st.sampled_from(["*/*", "text/html", "application/json", "text/turtle", "x", ";q=", "a/b;q=9"])
        )
    }
    body = None
    if method == "post":
        kinds = ["application/json", "application/x-www-form-urlencoded", "application/sparql-query", "x", ""]
        headers["Content-Type"] = data.draw(st.sampled_from(kinds))
        body = data.draw(
            st.one_of(st.binary(max_size=60), NASTY.map(lambda text: text.encode("utf-8", "replace")))
        )
        if headers["Content-Type"].endswith("urlencoded") and data.draw(st.booleans()):
            body = urlencode(
                {"query": data.draw(NASTY), "question": data.draw(NASTY)}, errors="replace"
            ).encode()
    check(server, method.upper(), target, headers, body)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(alphabet="SELECT*{}?sp o.<>\"'#\\()=123FILTERBINDAS\n", max_size=80))
def test_any_text_as_a_query(server: Endpoint, query: str) -> None:
    check(server, "GET", "/sparql?" + urlencode({"query": query}), {}, None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_any_bytes_as_a_request(server: Endpoint, data: bytes) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(data + b"\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert b" 500 " not in answer.split(b"\r\n", 1)[0]
    assert server.send("GET", "/health").status == 200


def test_the_fuzzed_server_still_answers(server: Endpoint) -> None:
    assert server.query("ASK {}").status == 200
    assert Path("/proc").joinpath(str(server.process.pid)).exists()

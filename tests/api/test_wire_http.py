"""HTTP as such, seen on the wire: framing, versions, connections, slow senders, caches, ranges, codings, CORS.

Source: RFC 9110 (semantics), RFC 9112 (HTTP/1.1), the Fetch standard (CORS).
"""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import zstandard
from endpoint import Endpoint, endpoint
from wire import DIRECT, FORM, BrokenOffError, Wire, ask, query, request

TARGET = "/sparql?query=" + quote("SELECT ?s WHERE { ?s ?p ?o }")
ASK = "/sparql?query=" + quote("ASK {}")
LARGE = "/sparql?format=csv&query=" + quote("SELECT ?a ?b ?c { ?a a ?x . ?b a ?y . ?c a ?z } LIMIT 25000")
ROWS = "".join(f"<http://example.org/s{number}> a <http://example.org/T> .\n" for number in range(100))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    data = tmp_path_factory.mktemp("wire") / "data.ttl"
    data.write_text(ROWS, encoding="utf-8")
    with endpoint(data) as found:
        yield found


@pytest.fixture(scope="module")
def port(server: Endpoint) -> int:
    return server.port


# Versions and connections


def test_http_1_0_gets_no_chunks(port: int) -> None:
    """A proxy that speaks HTTP/1.0 to its upstream (nginx by default) cannot read them."""
    wanted = ask(port, "GET", LARGE)
    assert wanted.chunked
    for headers in ({}, {"Connection": "keep-alive"}, {"Host": "x"}):
        reply = ask(port, "GET", LARGE, headers, version="HTTP/1.0")
        assert (reply.status, reply.chunked) == (200, False)
        assert reply.header("transfer-encoding") == ""
        assert reply.body == wanted.body
    assert ask(port, "GET", ASK, version="HTTP/1.0").header("connection") == "close"
    assert ask(port, "HEAD", LARGE, version="HTTP/1.0").status == 200
    packed = ask(port, "GET", LARGE, {"Accept-Encoding": "gzip"}, version="HTTP/1.0")
    assert gzip.decompress(packed.body) == wanted.body


def test_many_requests_on_one_connection(port: int) -> None:
    with Wire(port) as wire:
        for number in range(40):
            way = number % 4
            if way == 0:
                wire.send(request("GET", ASK))
            elif way == 1:
                wire.send(request("POST", "/sparql", [("Content-Type", DIRECT)], b"ASK {}"))
            elif way == 2:
                wire.send(request("HEAD", ASK))
            else:
                wire.send(request("GET", "/sparql?query=nonsense"))
            assert wire.read("HEAD" if way == 2 else "GET").status == (400 if way == 3 else 200)


def test_pipelined_requests_are_answered_in_order(port: int) -> None:
    texts = [f"SELECT ({number} AS ?x) {{}}" for number in range(20)]
    parts = []
    for number, text in enumerate(texts):
        if number % 2:
            parts.append(
                request("POST", "/sparql", [("Content-Type", DIRECT), ("Accept", "text/csv")], text.encode())
            )
        else:
            parts.append(request("GET", "/sparql?query=" + quote(text), [("Accept", "text/csv")]))
    with Wire(port) as wire:
        wire.send(b"".join(parts))
        assert [wire.read().text for _ in texts] == [f"x\r\n{number}\r\n" for number in range(20)]


def test_pipelined_behind_a_long_query(port: int) -> None:
    with Wire(port) as wire:
        wire.send(request("GET", LARGE) + request("GET", ASK) + request("GET", "/health"))
        assert len(wire.read().body) > 1 << 20
        assert b"true" in wire.read().body
        assert json.loads(wire.read().body)["status"] == "ok"


@pytest.mark.parametrize("times", [1, 3])
def test_a_client_that_has_said_all_still_reads(port: int, times: int) -> None:
    with Wire(port) as wire:
        wire.send(request("GET", ASK) * times)
        wire.socket.shutdown(socket.SHUT_WR)
        for _ in range(times):
            assert b"true" in wire.read().body
        assert wire.rest() == b""


def test_connection_close_is_kept(port: int) -> None:
    with Wire(port) as wire:
        wire.send(request("GET", ASK, [("Connection", "close")]))
        assert wire.read().header("connection") == "close"
        assert wire.rest() == b""


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_offer_of_http_2_is_passed_over(port: int, method: str) -> None:
    """Java's HttpClient offers h2c with the first request of each connection and goes on in HTTP/1.1."""
    offer = [
        ("Connection", "Upgrade, HTTP2-Settings"),
        ("Upgrade", "h2c"),
        ("HTTP2-Settings", "AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA"),
    ]
    with Wire(port) as wire:
        for _ in range(3):
            if method == "GET":
                wire.send(request("GET", ASK, offer))
            else:
                wire.send(request("POST", "/sparql", [*offer, ("Content-Type", DIRECT)], b"ASK {}"))
            assert wire.read().status == 200
        wire.send(request("GET", ASK))
        assert wire.read().status == 200


@pytest.mark.parametrize(
    "target",
    [f"http://endpoint.example{ASK}", f"http://endpoint.example:80{ASK}", f"HTTP://127.0.0.1{ASK}"],
)
def test_the_absolute_form_of_a_target(port: int, target: str) -> None:
    assert ask(port, "GET", target).status == 200


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA\x00b: c\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 60,
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nTransfer-Encoding: gzip, chunked, x\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: x\r\n\r\n0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_no_http(port: int, data: bytes) -> None:
    with Wire(port) as wire:
        try:
            wire.send(data)
            reply = wire.read()
        except (ConnectionError, BrokenOffError):
            return  # closed without a word is an answer too
        assert reply.status in (400, 413, 431, 501, 505)
        assert b"Traceback" not in reply.body
        if reply.body:
            assert json.loads(reply.body)["error"]["code"]


@pytest.mark.parametrize("target", ["*", "/sparql", "/id/measure/x", "/nothing"])
def test_options_of_anything(port: int, target: str) -> None:
    assert ask(port, "OPTIONS", target).status < 500


@pytest.mark.parametrize(
    "host", ['a"b', "a<b>", "a b", "a\\b", "é", "[::1]:80", "a:b:c", "", "x" * 5000, "a}b", "甲.example"]
)
@pytest.mark.parametrize(
    "target", ["/.well-known/void", "/sparql", "/", "/id/measure/x", "/oembed?url=x", "/ns", "/health"]
)
def test_strange_hosts(port: int, target: str, host: str) -> None:
    reply = ask(port, "GET", target, {"Host": host, "Accept": "text/html" if target == "/" else "*/*"})
    assert reply.status in (200, 400, 404)
    assert host not in ('a"b', "a<b>") or host not in reply.body.decode()


# Bodies


def chunks(parts: list[bytes], *, extension: bytes = b"", trailer: bytes = b"") -> bytes:
    body = b"".join(b"%x%b\r\n%b\r\n" % (len(part), extension, part) for part in parts)
    return body + b"0\r\n" + trailer + b"\r\n"


CHUNKED = [("Transfer-Encoding", "chunked"), ("Content-Type", DIRECT), ("Accept", "text/csv")]


@pytest.mark.parametrize("size", [1, 7, 4096])
@pytest.mark.parametrize(("extension", "trailer"), [(b"", b""), (b";a=b", b""), (b"", b"X-Sum: 1\r\n")])
def test_chunked_bodies(port: int, size: int, extension: bytes, trailer: bytes) -> None:
    text = "SELECT ('孤独・孤立' AS ?x) {}".encode()
    parts = [text[start : start + size] for start in range(0, len(text), size)]
    with Wire(port) as wire:
        wire.send(request("POST", "/sparql", CHUNKED) + chunks(parts, extension=extension, trailer=trailer))
        assert wire.read().text == "x\r\n孤独・孤立\r\n"
        wire.send(request("GET", ASK))
        assert wire.read().status == 200


def test_a_chunked_body_that_never_ends_is_too_large(port: int) -> None:
    with Wire(port) as wire:
        wire.send(request("POST", "/sparql", CHUNKED))
        piece = b"10000\r\n" + b"#" * 65_536 + b"\r\n"
        try:
            for _ in range(64):
                wire.send(piece)
        except ConnectionError:
            return
        assert wire.read().status == 413


def test_a_sender_that_waits_is_told_to_go_on(port: int) -> None:
    headers = [("Content-Type", DIRECT), ("Content-Length", "6"), ("Expect", "100-continue")]
    with Wire(port) as wire:
        wire.send(request("POST", "/sparql", headers))
        assert wire.read().status == 100
        wire.send(b"ASK {}")
        assert wire.read().status == 200
        wire.send(request("GET", ASK))
        assert wire.read().status == 200


def test_a_sender_that_waits_with_too_much_is_told_not_to(port: int) -> None:
    headers = [("Content-Type", DIRECT), ("Content-Length", "99999999"), ("Expect", "100-continue")]
    with Wire(port) as wire:
        wire.send(request("POST", "/sparql", headers))
        assert wire.read().status == 413


@pytest.mark.parametrize("pause", [0.0, 0.02])
def test_slow_senders(port: int, pause: float) -> None:
    data = request("POST", "/sparql", [("Content-Type", FORM)], b"query=ASK+%7B%7D")
    with Wire(port) as wire:
        for start in range(0, len(data), 8):
            wire.send(data[start : start + 8])
            time.sleep(pause)
        assert wire.read().status == 200


def test_a_sender_that_stops_holds_up_nobody(port: int) -> None:
    stuck = [Wire(port) for _ in range(50)]
    for wire in stuck:
        wire.send(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK"
        )
    assert ask(port, "GET", ASK).status == 200
    for wire in stuck:
        wire.socket.close()
    assert ask(port, "GET", ASK).status == 200


# HEAD and OPTIONS


@pytest.mark.parametrize(
    "target",
    [
        ASK,
        TARGET,
        "/sparql",
        "/sparql?query=nonsense",
        "/download/tsunagari.nt",
        "/.well-known/void",
        "/health",
        "/nothing",
    ],
)
def test_head_is_get_without_the_body(port: int, target: str) -> None:
    get = ask(port, "GET", target)
    with Wire(port) as wire:
        wire.send(request("HEAD", target) + request("GET", ASK))
        head = wire.read("HEAD")
        assert wire.read().status == 200
    assert head.status == get.status
    for name in (
        "content-type",
        "content-length",
        "etag",
        "last-modified",
        "vary",
        "access-control-allow-origin",
    ):
        assert head.header(name) == get.header(name), name


ORIGIN = {"Origin": "https://elsewhere.example"}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(
    "asked", ["content-type", "authorization,content-type,accept", "x-requested-with", "if-none-match", ""]
)
@pytest.mark.parametrize(
    "target", ["/sparql", ASK, "/.well-known/void", "/id/measure/x", "/download/tsunagari.nt", "/api/ask"]
)
def test_preflights(port: int, target: str, asked: str, method: str) -> None:
    headers = {**ORIGIN, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": asked}
    reply = ask(port, "OPTIONS", target, headers)
    assert reply.status in (200, 204)
    assert reply.header("access-control-allow-origin") == "*"
    allowed = {name.strip().lower() for name in reply.header("access-control-allow-headers").split(",")}
    assert set(filter(None, asked.split(","))) <= allowed
    methods = {name.strip() for name in reply.header("access-control-allow-methods").split(",")}
    assert method in methods or (method == "POST" and target not in ("/sparql", ASK, "/api/ask"))


@pytest.mark.parametrize(
    ("method", "target", "headers", "status"),
    [
        ("GET", ASK, {}, 200),
        ("GET", LARGE, {}, 200),
        ("HEAD", ASK, {}, 200),
        ("GET", ASK, {"If-None-Match": "*"}, 304),
        ("GET", "/sparql", {"Accept": "text/turtle"}, 200),
        ("GET", "/sparql?query=nonsense", {}, 400),
        ("GET", "/sparql?update=x", {}, 403),
        ("PUT", "/sparql", {}, 405),
        ("GET", ASK, {"Accept": "image/png"}, 406),
        ("POST", "/sparql", {"Content-Length": "99999999"}, 413),
        ("POST", "/sparql", {}, 415),
        ("GET", "/.well-known/void", {}, 200),
        ("GET", "/.well-known/void", {"Accept": "image/png"}, 406),
        ("GET", "/download/tsunagari.nt", {}, 200),
        ("GET", "/download/tsunagari.nt", {"Range": "bytes=0-3"}, 206),
        ("GET", "/download/tsunagari.exe", {}, 404),
        ("GET", "/id/measure/none", {}, 404),
        ("GET", "/openapi.json", {}, 200),
        ("GET", "/ns", {"Accept": "text/turtle"}, 200),
    ],
)
def test_foreign_pages_may_read_every_answer(
    port: int, method: str, target: str, headers: dict[str, str], status: int
) -> None:
    reply = ask(port, method, target, {**ORIGIN, **headers})
    assert reply.status == status
    assert reply.header("access-control-allow-origin") == "*"
    assert "etag" in reply.header("access-control-expose-headers").lower()
    assert reply.header("x-content-type-options") == "nosniff"
    assert "default-src 'none'" in reply.header("content-security-policy")
    assert reply.header("referrer-policy")
    assert len([name for name, _ in reply.headers if name == "date"]) == 1
    assert not reply.header("server")


# Caches and ranges


@pytest.mark.parametrize("target", [TARGET, "/download/tsunagari.nt", "/.well-known/void", "/sparql"])
def test_conditional_requests(port: int, target: str) -> None:
    first = ask(port, "GET", target)
    tag, since = first.header("etag"), first.header("last-modified")
    assert tag.startswith(('"', 'W/"'))
    assert since.endswith(" GMT")
    strong = tag.removeprefix("W/")
    later, earlier = "Fri, 01 Jan 2100 00:00:00 GMT", "Sat, 01 Jan 2000 00:00:00 GMT"
    known = [
        {"If-None-Match": tag},
        {"If-None-Match": strong},
        {"If-None-Match": f"W/{strong}"},
        {"If-None-Match": f'"a", {tag} , "b"'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": since},
        {"If-Modified-Since": later},
        {"If-None-Match": tag, "If-Modified-Since": earlier},
    ]
    new = [
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', "If-Modified-Since": since},
        {"If-Modified-Since": earlier},
        {"If-Modified-Since": "yesterday"},
        {"If-None-Match": "nonsense"},
    ]
    for headers in known:
        for method in ("GET", "HEAD"):
            reply = ask(port, method, target, headers)
            assert reply.status == 304, headers
            assert reply.header("etag") == tag
            assert not reply.header("content-length")
    for headers in new:
        assert ask(port, "GET", target, headers).status == 200, headers


def test_a_condition_on_two_lines(port: int) -> None:
    tag = ask(port, "GET", TARGET).header("etag")
    assert ask(port, "GET", TARGET, [("If-None-Match", tag), ("If-None-Match", '"b"')]).status == 304


def test_conditions_are_for_get(port: int) -> None:
    headers = {"Content-Type": DIRECT, "If-None-Match": "*"}
    assert ask(port, "POST", "/sparql", headers, b"ASK {}").status == 200


def test_tags_tell_results_apart(port: int) -> None:
    replies = [
        ask(port, "GET", TARGET, {"Accept": accept})
        for accept in (
            "text/csv",
            "application/sparql-results+json",
            "application/json",
            "application/sparql-results+xml",
        )
    ]
    replies += [
        ask(port, "GET", TARGET, {"Accept": "text/csv", "Accept-Encoding": coding})
        for coding in ("gzip", "zstd")
    ]
    replies += [
        ask(port, "GET", ASK),
        query(port, "ASK {}", fields=[("default-graph-uri", "http://example.org/g")]),
    ]
    tags = [reply.header("etag") for reply in replies]
    assert len(set(tags)) == len(tags)


def test_changing_results_are_not_kept(port: int) -> None:
    for text in ("SELECT (NOW() AS ?x) {}", "SELECT (uuid() AS ?x) {}", "SELECT (rand() AS ?x) {}"):
        reply = query(port, text)
        assert reply.header("cache-control") == "no-store"
        assert not reply.header("etag")
    assert query(port, "nonsense").header("cache-control") == "no-store"


@pytest.mark.parametrize(
    ("given", "status", "start", "end"),
    [
        ("bytes=0-0", 206, 0, 1),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=100-", 206, 100, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=0-99999999", 206, 0, None),
        ("bytes=99999999-", 416, 0, 0),
        ("lines=1-2", 200, 0, None),
        ("bytes=5-2", 200, 0, None),
        ("nonsense", 200, 0, None),
    ],
)
def test_ranges_of_a_dump(port: int, given: str, status: int, start: int, end: int | None) -> None:
    whole = ask(port, "GET", "/download/tsunagari.nt")
    assert whole.header("accept-ranges") == "bytes"
    reply = ask(port, "GET", "/download/tsunagari.nt", {"Range": given, "Accept-Encoding": "gzip, zstd"})
    if given in ("lines=1-2", "bytes=5-2", "nonsense"):
        assert reply.status in (200, 416)
        return
    assert reply.status == status
    if status == 206:
        assert reply.body == whole.body[start:end]
        assert reply.header("content-range").endswith(f"/{len(whole.body)}")
        assert not reply.header("content-encoding")
    else:
        assert reply.header("content-range") == f"bytes */{len(whole.body)}"


def test_a_range_of_a_newer_dump_is_the_whole(port: int) -> None:
    whole = ask(port, "GET", "/download/tsunagari.nt")
    for known, status in (
        (whole.header("etag"), 206),
        ('"old"', 200),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 200),
    ):
        reply = ask(port, "GET", "/download/tsunagari.nt", {"Range": "bytes=0-3", "If-Range": known})
        assert reply.status == status


# Codings

DECODE = {
    "": lambda data: data,
    "gzip": gzip.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "gzip"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("*", "zstd"),
        ("*;q=0.5, zstd;q=0", "gzip"),
        ("identity", ""),
        ("", ""),
        ("br", ""),
        ("gzip;q=0", ""),
        ("identity;q=0.5, gzip;q=0.1", ""),
        ("identity;q=0, gzip", "gzip"),
        ("compress", ""),
    ],
)
@pytest.mark.parametrize(
    "target", [TARGET, "/download/tsunagari.nt", "/static/site.css", "/.well-known/void"]
)
def test_codings(port: int, target: str, accept: str, coding: str) -> None:
    plain = ask(port, "GET", target, {"Accept": "*/*"})
    assert not plain.header("content-encoding")
    reply = ask(port, "GET", target, {"Accept": "*/*", "Accept-Encoding": accept})
    assert reply.header("content-encoding") == coding
    assert "accept-encoding" in reply.header("vary").lower()
    assert DECODE[coding](reply.body) == plain.body


@pytest.mark.parametrize("coding", ["", "gzip", "zstd"])
def test_codings_of_a_large_result(port: int, coding: str) -> None:
    plain = ask(port, "GET", LARGE)
    reply = ask(port, "GET", LARGE, {"Accept-Encoding": coding})
    assert (reply.chunked, reply.header("content-encoding")) == (True, coding)
    assert DECODE[coding](reply.body) == plain.body


def test_codings_on_two_lines(port: int) -> None:
    headers = [("Accept-Encoding", "gzip"), ("Accept-Encoding", "br")]
    assert ask(port, "GET", TARGET, headers).header("content-encoding") == "gzip"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "target", ["/.well-known/void", "/id/measure/x", "/download/tsunagari.nt", "/health", "/ns"]
)
def test_methods_of_other_routes(port: int, target: str, method: str) -> None:
    reply = ask(port, method, target, {"Content-Type": "text/plain"}, b"x")
    assert reply.status == 405
    assert "GET" in reply.header("allow")
    assert json.loads(reply.body)["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize("offer", [False, True])
def test_a_body_that_looks_like_a_request_is_a_body(port: int, offer: bool) -> None:
    """Express lanes learn whole requests by their bytes: bytes of a body must never be taken for one."""
    text = "SELECT ?o { <http://example.org/s1> a ?o }"
    looks = f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: endpoint.example\r\nAccept: text/csv\r\n\r\n"
    form = (looks + "&query=" + quote("ASK {}")).encode()
    headers = [("Content-Type", FORM), ("Accept", "text/csv")]
    if offer:
        headers += [("Connection", "Upgrade"), ("Upgrade", "h2c")]
    with Wire(port) as wire:
        for _ in range(4):
            wire.send(request("POST", "/sparql", headers, form))
            assert wire.read().text == "true"
        for _ in range(4):
            wire.send(looks.encode())
            assert wire.read().text == "o\r\nhttp://example.org/T\r\n"

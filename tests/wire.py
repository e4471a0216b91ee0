"""An HTTP client of plain sockets, for what a well-behaved library would never send: it shows what is on the wire."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
Fields = Iterable[tuple[str, str]]


class BrokenOffError(Exception):
    """The connection ended before the answer did."""


@dataclass(frozen=True)
class Reply:
    """One answer as it came. Header names are in lower case; `chunked` says how the body was framed."""

    status: int
    version: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    chunked: bool = False

    def header(self, name: str) -> str:
        """All values of a header, joined as HTTP joins them; "" when it is absent."""
        return ", ".join(value for key, value in self.headers if key == name.lower())

    @property
    def kind(self) -> str:
        """The media type without its parameters."""
        return self.header("content-type").partition(";")[0].strip()

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode("utf-8")


class Wire:
    """One connection."""

    def __init__(self, port: int, timeout: float = 60.0) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.buffer = b""

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Sends bytes as they are."""
        self.socket.sendall(data)

    def read(self, method: str = "GET") -> Reply:
        """The next answer. Raises: BrokenOffError."""
        head = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        version, code, *_ = head[0].split(" ", 2)
        pairs = tuple(
            (name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in head[1:])
        )
        fields, status = dict(pairs), int(code)
        if status < 200 or status in (204, 304) or method == "HEAD":
            return Reply(status, version, pairs, b"")
        if "chunked" in fields.get("transfer-encoding", ""):
            return Reply(status, version, pairs, self._chunks(), chunked=True)
        if "content-length" in fields:
            return Reply(status, version, pairs, self._exactly(int(fields["content-length"])))
        return Reply(status, version, pairs, self.rest())

    def rest(self) -> bytes:
        """Everything until the connection ends."""
        while part := self.socket.recv(65_536):
            self.buffer += part
        data, self.buffer = self.buffer, b""
        return data

    def _more(self) -> None:
        part = self.socket.recv(65_536)
        if not part:
            raise BrokenOffError(self.buffer[:200])
        self.buffer += part

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            self._more()
        data, _, self.buffer = self.buffer.partition(mark)
        return data

    def _exactly(self, size: int) -> bytes:
        while len(self.buffer) < size:
            self._more()
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def _chunks(self) -> bytes:
        data = b""
        while size := int(self._until(b"\r\n").partition(b";")[0], 16):
            data += self._exactly(size)
            self._exactly(2)
        while self._until(b"\r\n"):
            pass
        return data


def request(
    method: str,
    target: str,
    headers: Iterable[tuple[str, str]] = (),
    body: bytes | None = None,
    *,
    version: str = "HTTP/1.1",
) -> bytes:
    """The bytes of a request; Host and Content-Length are added where they are missing."""
    given = list(headers)
    names = {name.lower() for name, _ in given}
    if "host" not in names and version != "HTTP/1.0":
        given.insert(0, ("Host", "endpoint.example"))
    if body is not None and not names & {"content-length", "transfer-encoding"}:
        given.append(("Content-Length", str(len(body))))
    lines = "".join(f"{name}: {value}\r\n" for name, value in given)
    return f"{method} {target} {version}\r\n{lines}\r\n".encode("utf-8", "surrogateescape") + (body or b"")


def ask(
    port: int,
    method: str,
    target: str,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    body: bytes | None = None,
    *,
    version: str = "HTTP/1.1",
) -> Reply:
    """One request on a connection of its own."""
    pairs = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
    with Wire(port) as wire:
        wire.send(request(method, target, pairs, body, version=version))
        return wire.read(method)


def query(port: int, text: str, *, way: str = "get", accept: str | None = None, fields: Fields = ()) -> Reply:
    """A SPARQL query in one of the three ways of the protocol: get, form or direct."""
    headers = [] if accept is None else [("Accept", accept)]
    if way == "get":
        return ask(port, "GET", "/sparql?" + urlencode([("query", text), *fields]), headers)
    if way == "form":
        headers.append(("Content-Type", FORM))
        return ask(port, "POST", "/sparql", headers, urlencode([("query", text), *fields]).encode())
    headers.append(("Content-Type", DIRECT))
    found = list(fields)
    target = "/sparql?" + urlencode(found) if found else "/sparql"
    return ask(port, "POST", target, headers, text.encode())

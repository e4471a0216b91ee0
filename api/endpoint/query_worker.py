"""The program of one query process: reads jobs from a socket, runs them on a read-only store, writes frames.

Started by path, so it imports nothing of ours. Everything a query could do beyond reading the store is taken
away first: address space is bounded, and the kernel refuses new sockets and programs (seccomp), so that no
query reaches a host even if a refusal in front of it were ever to miss one.

Job: 4-byte length, JSON {"store", "query", "format", "base", "default_graphs", "named_graphs", "bytes"}.
Frames back: 1 byte kind, 4-byte length, payload. H hello (thread id), D data, Z last data, E error as JSON.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import platform
import re
import resource
import struct
import sys
import threading
import time
from typing import Any

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

CHUNK = 262_144
STACK = 256 * 1024 * 1024
HEADER = struct.Struct("!cI")
RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
# XML 1.0 has no way to write these characters; a raw CR would be read back as LF.
NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
ESCAPE = re.compile(r"\\u((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})|\\U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})")
POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
# (audit architecture, numbers of socket, socketpair, connect, bind, listen, execve, execveat, ptrace)
DENIED = {
    "x86_64": (0xC000003E, (41, 53, 42, 49, 50, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 199, 203, 200, 201, 221, 281, 117)),
}
IO_URING_SETUP = 425


class TooLargeError(Exception):
    """The result is larger than the job allows."""


class Output:
    """A file for the engine to write to: gathers 256 KiB, makes XML well-formed, counts, sends frames."""

    def __init__(self, channel: int, limit: int, *, xml: bool) -> None:
        self.channel, self.limit, self.xml = channel, limit, xml
        self.parts: list[bytes] = []
        self.pending = self.total = 0

    def write(self, data: bytes) -> int:
        """Takes bytes from the engine. Raises: TooLargeError past the limit."""
        self.total += len(data)
        if self.total > self.limit:
            raise TooLargeError
        self.parts.append(bytes(data))
        self.pending += len(data)
        if self.pending >= CHUNK:
            self.send(b"D")
        return len(data)

    def flush(self) -> None:
        """Nothing: frames are sent when they are full and at the end."""

    def send(self, kind: bytes) -> None:
        """Sends what was gathered as one frame."""
        data = b"".join(self.parts)
        self.parts, self.pending = [], 0
        if self.xml:
            if kind == b"D" and data[-2:].find(b"\xef") >= 0:  # keep a cut character together
                cut = len(data) - 2 + data[-2:].find(b"\xef")
                data, rest = data[:cut], data[cut:]
                self.parts, self.pending = [rest], len(rest)
            data = NOT_XML.sub("\ufffd".encode(), data).replace(b"\r", b"&#13;")
        # One value can be as large as the whole result: the server takes it in small pieces too.
        last = max(len(data) - 1, 0) // CHUNK * CHUNK
        for start in range(0, last, CHUNK):
            send(self.channel, b"D", data[start : start + CHUNK])
        send(self.channel, kind, data[last:])


def send(channel: int, kind: bytes, data: bytes) -> None:
    """Writes one frame, however often the socket takes only a part."""
    view = memoryview(HEADER.pack(kind, len(data)) + data)
    while view:
        view = view[os.write(channel, view) :]


def receive(channel: int, size: int) -> bytes:
    """Exactly `size` bytes; ends the process when the parent is gone."""
    data = b""
    while len(data) < size:
        part = os.read(channel, size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def run(store: Store, query: str, base: str, options: dict[str, Any]) -> Any:
    """The result of a query. Names written with codepoint escapes, which the engine reads in strings and IRIs alone,
    are resolved when it complains. Source: SPARQL 1.1 Query Language, section 19.2."""
    try:
        return store.query(query, base_iri=base, **options)
    except SyntaxError:
        plain = ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), query)
        if plain == query:
            raise
        try:
            return store.query(plain, base_iri=base, **options)
        except SyntaxError:
            pass
        raise


def answer(channel: int, store: Store, job: dict[str, Any]) -> None:
    """Runs one job and sends its frames. Raises what the engine raises."""
    options: dict[str, Any] = {}
    if job["default_graphs"] or job["named_graphs"]:
        options["default_graph"] = [NamedNode(iri) for iri in job["default_graphs"]]
        options["named_graphs"] = [NamedNode(iri) for iri in job["named_graphs"]]
    result = run(store, job["query"], job["base"], options)
    form = job["format"]
    output = Output(channel, job["bytes"], xml=form in {"xml", "rdf"})
    if isinstance(result, QueryTriples):
        result.serialize(output, GRAPHS[form])  # type: ignore[arg-type]
    elif isinstance(result, QuerySolutions | QueryBoolean):
        result.serialize(output, RESULTS[form])  # type: ignore[arg-type]
    output.send(b"Z")


def describe(error: BaseException) -> dict[str, Any]:
    """What to tell the client of an engine error: code, message, and line and column where known."""
    if isinstance(error, SyntaxError):
        found = POSITION.search(str(error))
        if found is None:
            return {"code": "bad_query", "message": str(error)}
        return {"code": "bad_query", "message": found[3], "line": int(found[1]), "column": int(found[2])}
    if isinstance(error, TooLargeError):
        return {"code": "result_limit", "message": ""}
    if isinstance(error, MemoryError):
        return {"code": "memory_limit", "message": ""}
    if isinstance(error, RuntimeError | ValueError | KeyError):
        return {"code": "bad_query", "message": str(error)}
    return {"code": "engine", "message": type(error).__name__}


def serve(channel: int) -> None:
    """Answers jobs until the parent closes the socket."""
    path, store = "", None
    send(channel, b"H", str(threading.get_native_id()).encode())
    while True:
        (size,) = struct.unpack("!I", receive(channel, 4))
        job = json.loads(receive(channel, size))
        try:
            if store is None or job["store"] != path:
                store = None
                store = Store.read_only(job["store"])
                path = job["store"]
            answer(channel, store, job)
        except BaseException as error:  # the engine's panics are BaseExceptions
            if isinstance(error, BrokenPipeError | ConnectionError):
                os._exit(0)
            cause = error.__cause__ or error.__context__
            shown = cause if isinstance(cause, TooLargeError) else error
            send(channel, b"E", json.dumps(describe(shown)).encode())


def confine(memory: int) -> None:
    """Bounds the address space in bytes, forbids core files, and asks the kernel to refuse sockets and programs."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with (
        contextlib.suppress(OSError),
        os.fdopen(os.open("/proc/self/oom_score_adj", os.O_WRONLY), "w") as file,
    ):
        file.write("1000")  # when the whole machine runs out of memory, a query goes and not the server
    if sys.platform != "linux" or platform.machine() not in DENIED:
        return
    architecture, numbers = DENIED[platform.machine()]
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | 1
    rules = [(load, 0, 0, 4), (equal, 1, 0, architecture), (give, 0, 0, refuse), (load, 0, 0, 0)]
    rules += [(at_least, 0, 1, 0x40000000), (give, 0, 0, refuse)]
    for number in (*numbers, IO_URING_SETUP):
        rules += [(equal, 0, 1, number), (give, 0, 0, refuse)]
    rules.append((give, 0, 0, allow))
    code = b"".join(struct.pack("HBBI", *rule) for rule in rules)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(rules), ctypes.addressof(buffer))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    zero = ctypes.c_ulong(0)
    prctl(38, ctypes.c_ulong(1), zero, zero, zero)  # PR_SET_NO_NEW_PRIVS
    prctl(22, ctypes.c_ulong(2), ctypes.c_char_p(program), zero, zero)  # PR_SET_SECCOMP, filter


def main() -> None:
    """argv: the number of the socket, the address space in bytes."""
    channel, memory = int(sys.argv[1]), int(sys.argv[2])
    parent = os.getppid()
    confine(memory)
    threading.stack_size(STACK)
    thread = threading.Thread(target=serve, args=(channel,), daemon=True)
    thread.start()
    while thread.is_alive() and os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


if __name__ == "__main__":
    main()

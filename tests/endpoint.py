"""A real server over a small data set with tight limits, for the tests of the endpoint."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

from serving import free_port

ROOT = Path(__file__).parent.parent
START = (
    "import sys; from pathlib import Path; from api.web_server.server import serve; from api.settings import Settings;"
    "serve(Settings.from_environment(data=Path(sys.argv[1]), port=int(sys.argv[2])))"
)
DATA = """
@prefix ex: <http://example.org/> .
ex:a ex:label "甲"@ja ; ex:zero 0 ; ex:no false ; ex:empty "" ; ex:control "x\\u0001y\\rz" .
ex:b ex:label "a <b> & \\"c\\"" ; ex:half 0.5 .
ex:g1 { ex:one ex:in ex:g1 . }
ex:g2 { ex:two ex:in ex:g2 . }
"""


@dataclass(frozen=True)
class Answer:
    """Status, headers and body."""

    status: int
    headers: Message
    body: bytes

    @property
    def kind(self) -> str:
        """The media type without parameters."""
        return self.headers.get_content_type()


@dataclass(frozen=True)
class Endpoint:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """The address of the query operation."""
        return f"http://127.0.0.1:{self.port}/sparql"

    def send(
        self,
        method: str,
        target: str,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
        *,
        timeout: float = 30,
    ) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, target, body=body, headers=headers or {})
            found = connection.getresponse()
            return Answer(found.status, found.headers, found.read())
        finally:
            connection.close()

    def query(
        self, query: str, accept: str = "", *, headers: dict[str, str] | None = None, **more: str
    ) -> Answer:
        """A query by GET."""
        given = {**({"Accept": accept} if accept else {}), **(headers or {})}
        return self.send("GET", "/sparql?" + urlencode({"query": query, **more}), given)

    def workers(self, program: str = "query_worker.py") -> list[int]:
        """The process ids of the query processes, or of those that run another `program`."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and program.encode() in (entry / "cmdline").read_bytes():
                    status = (entry / "stat").read_text().rpartition(")")[2].split()
                    if int(status[1]) == self.process.pid and status[0] != "Z":
                        found.append(int(entry.name))
            except OSError:
                continue
        return found


@contextmanager
def endpoint(data: Path, **settings: object) -> Iterator[Endpoint]:
    """A server over a data file with settings as environment variables, until it answers."""
    port = free_port()
    environment = {
        **os.environ,
        **{f"TSUNAGARI_{name.upper()}": str(value) for name, value in settings.items()},
    }
    process = subprocess.Popen([sys.executable, "-c", START, str(data), str(port)], cwd=ROOT, env=environment)
    found = Endpoint(port, process)
    try:
        for _ in range(300):
            try:
                found.send("GET", "/sparql?query=ASK%7B%7D")
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError("the server ended before it answered") from None
            time.sleep(0.05)
        yield found
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

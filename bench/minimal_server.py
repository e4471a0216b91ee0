"""The limit to compare with: the least Python that answers SPARQL over HTTP, the engine in the same process.

No limits, no checks, no negotiation, one query at a time: `python minimal_server.py DATA PORT`.
"""

from __future__ import annotations

import asyncio
import sys
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import QueryResultsFormat, Store

STORE = Store()


class Minimal(asyncio.Protocol):
    """Answers GET requests with a `query` parameter; nothing else."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the transport."""
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        """Answers each complete request."""
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
            target = head.split(b" ", 2)[1].decode()
            query = parse_qs(urlsplit(target).query)["query"][0]
            body = STORE.query(query).serialize(format=QueryResultsFormat.JSON)
            self.transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(body), body)
            )


async def main() -> None:
    """Loads the data and serves until killed."""
    STORE.bulk_load(path=sys.argv[1])
    server = await asyncio.get_running_loop().create_server(Minimal, "127.0.0.1", int(sys.argv[2]))
    await server.serve_forever()


asyncio.run(main())

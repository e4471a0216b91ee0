"""The program of one express process: answers known, quick requests on the connections it was given.

It holds no byte of a request beyond the one it answers: what it does not know, it gives back to the server as it
came. So the server can kill it at any moment and go on with every connection (`api.express.lanes`). It is confined like
the other query processes: no sockets of its own, no programs, a bounded address space.
"""

from __future__ import annotations

import json
import os
import select
import socket
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from api.endpoint.entity_tag import tag_of
from api.endpoint.query_worker import GRAPHS, NOT_XML, RESULTS, STACK, confine
from api.express import frames, shape
from api.express.plans import Lesson, Plan, Plans
from api.express.slot import Slot

LARGEST_REPLY = 262_144
WORTH_COMPRESSING = 1024
KEPT_REPLY, KEPT = 65_536, 16 << 20
IDLE_SECONDS = 15.0
BODY_MILLISECONDS = 1


@dataclass(slots=True, eq=False)
class Connection:
    """One connection: `sent` bytes were written on it since it came."""

    number: int
    socket: socket.socket
    sent: int = 0
    asked: float = 0.0


class Replies:
    """Finished answers by request, without the date; the least recently used go when KEPT bytes are full."""

    def __init__(self) -> None:
        self._found: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0

    def get(self, request: bytes) -> bytes | None:
        """The answer to a request asked before."""
        reply = self._found.get(request)
        if reply is not None:
            self._found.move_to_end(request)
        return reply

    def put(self, request: bytes, reply: bytes) -> None:
        """Keeps an answer."""
        if len(reply) > KEPT_REPLY:
            return
        self._found[request] = reply
        self._size += len(request) + len(reply) + 256
        while self._size > KEPT:
            old, gone = self._found.popitem(last=False)
            self._size -= len(old) + len(gone) + 256

    def clear(self) -> None:
        """Forgets all."""
        self._found.clear()
        self._size = 0


class Express:
    """The process: its channel to the server, its slot, its connections, its store."""

    def __init__(self, channel: socket.socket, slot: Slot, log: Callable[[bytes, float], None]) -> None:
        self.channel, self.slot, self.log = channel, slot, log
        self.poll = select.epoll()
        self.poll.register(channel.fileno(), select.EPOLLIN)
        self.connections: dict[int, Connection] = {}
        self.by_descriptor: dict[int, Connection] = {}
        self.plans, self.replies = Plans(), Replies()
        self.store: Store | None = None
        self.base = ""
        self.date, self.date_at = b"", 0

    def run(self) -> None:
        """Serves until the server closes the channel."""
        self.channel.send(frames.pack(frames.READY))
        looked = time.monotonic()
        while True:
            for descriptor, _ in self.poll.poll(5.0):
                if descriptor == self.channel.fileno():
                    self.listen()
                elif (connection := self.by_descriptor.get(descriptor)) is not None:
                    self.serve(connection)
            if (now := time.monotonic()) - looked > 5.0:
                looked = now
                for connection in [
                    one for one in self.connections.values() if now - one.asked > IDLE_SECONDS
                ]:
                    self.give_back(connection)

    def listen(self) -> None:
        """Takes one message of the server."""
        packet, descriptors, _, _ = socket.recv_fds(self.channel, frames.LARGEST + 64, 1)
        if not packet:
            os._exit(0)
        frame = frames.unpack(packet)
        if frame.kind == frames.ADOPT:
            connection = Connection(frame.connection, socket.socket(fileno=descriptors[0]))
            connection.asked = time.monotonic()
            self.connections[frame.connection] = connection
            self.by_descriptor[descriptors[0]] = connection
            self.poll.register(descriptors[0], select.EPOLLIN)
        elif frame.kind == frames.RECALL:
            if (known := self.connections.get(frame.connection)) is not None:
                self.give_back(known)
        elif frame.kind == frames.TEACH:
            self.plans.learn(Lesson.unpacked(frame.payload))
        elif frame.kind == frames.FORGET:
            self.plans.forget(frame.payload.decode("utf-8", "surrogatepass"))
        elif frame.kind == frames.STORE:
            self.open(json.loads(frame.payload))

    def open(self, found: dict[str, Any]) -> None:
        """Serves another build from now on."""
        self.plans.clear()
        self.replies.clear()
        self.store = None
        self.store = Store.read_only(found["store"])
        self.base = found["base"]

    def serve(self, connection: Connection) -> None:
        """Answers the request that has arrived on a connection, or gives it back with the connection."""
        try:
            request = connection.socket.recv(shape.LARGEST, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            request = b""
        if not request:
            self.give_back(connection, kind=frames.CLOSED)
            return
        connection.asked = began = time.monotonic()
        self.take(connection, request, len(request))
        if shape.lacks_body(request):
            request = self.with_body(connection, request)
        reply = self.replies.get(request)
        if reply is None:
            reply = self.answer(request)
        if reply is None:
            self.give_back(connection, request)
            self.slot.idle()  # only now: whoever kills us before finds the request in the slot
            return
        self.write(connection, b"HTTP/1.1 200 OK\r\ndate: %b\r\n%b" % (self.now(), reply))
        seconds = time.monotonic() - began
        self.slot.count(seconds)
        self.log(request[:4], seconds)

    def with_body(self, connection: Connection, request: bytes) -> bytes:
        """The request with what comes of its body in a moment: many clients send head and body one after the other."""
        poll = select.poll()
        poll.register(connection.socket, select.POLLIN)
        if poll.poll(BODY_MILLISECONDS):
            try:
                more = connection.socket.recv(shape.LARGEST - len(request), socket.MSG_PEEK)
            except (OSError, ValueError):
                return request
            request += more
            self.take(connection, request, len(more))
        return request

    def take(self, connection: Connection, request: bytes, size: int) -> None:
        """Takes the last `size` bytes of a request that were only looked at: it is in the slot before it is ours alone."""
        self.slot.taking(connection.number, request)
        if size:
            connection.socket.recv(size)
        self.slot.running()

    def answer(self, request: bytes) -> bytes | None:
        """The answer without its first line and date, None when the server has to find it."""
        asked = shape.read(request)
        if asked is None or self.store is None:
            return None
        plan = self.plans.find(asked.around, shape.outline(asked.query))
        if plan is None:
            return None
        try:
            body = evaluate(self.store, asked.query, self.base, plan.format)
        except BaseException:  # a limit, an error, a panic of the engine: the server finds out and says it
            return None
        if len(body) > LARGEST_REPLY:
            return None
        reply = compose(plan, asked.query, body)
        self.replies.put(request, reply)
        return reply

    def write(self, connection: Connection, reply: bytes) -> None:
        """Writes a reply; what a slow client does not take at once, the server writes."""
        self.slot.writing(connection.sent, len(reply))
        try:
            written = connection.socket.send(reply)
        except BlockingIOError:
            written = 0
        except OSError:
            self.slot.idle()
            self.give_back(connection, kind=frames.CLOSED)
            return
        connection.sent += written
        self.slot.idle()
        if written < len(reply):
            for start in range(written, len(reply), frames.LARGEST):
                part = reply[start : start + frames.LARGEST]
                self.channel.send(frames.pack(frames.LEFT, connection.number, part))
            self.give_back(connection)

    def give_back(self, connection: Connection, unread: bytes = b"", kind: bytes = frames.BACK) -> None:
        """Returns a connection to the server, with what was read from it and not answered."""
        descriptor = connection.socket.fileno()
        self.poll.unregister(descriptor)
        del self.connections[connection.number], self.by_descriptor[descriptor]
        connection.socket.close()
        self.channel.send(frames.pack(kind, connection.number, unread))

    def now(self) -> bytes:
        """The time for the Date header."""
        if (second := int(time.time())) != self.date_at:
            self.date, self.date_at = formatdate(second, usegmt=True).encode(), second
        return self.date


def evaluate(store: Store, query: str, base: str, form: str) -> bytes:
    """The result of a query in a format. Raises what the engine raises."""
    result = store.query(query, base_iri=base)
    if isinstance(result, QueryTriples):
        body = result.serialize(format=GRAPHS[form])
    elif isinstance(result, QuerySolutions | QueryBoolean):
        body = result.serialize(format=RESULTS[form])
    assert body is not None
    if form in ("xml", "rdf"):
        return NOT_XML.sub("\ufffd".encode(), body).replace(b"\r", b"&#13;")
    return body


def compose(plan: Plan, query: str, body: bytes) -> bytes:
    """Headers and body of an answer, as `api.endpoint.protocol.head` makes them."""
    tag = tag_of((plan.tag_before, plan.tag_after), query)
    extra = ""
    if plan.coding and len(body) >= WORTH_COMPRESSING:
        from api.web_server.coding import compress

        body = compress(body, plan.coding)
        tag = f"{tag}-{plan.coding}"
        extra = f"content-encoding: {plan.coding}\r\n"
    head = f'{plan.head}{extra}etag: "{tag}"\r\ncontent-length: {len(body)}\r\n\r\n'
    return head.encode("latin-1") + body


def main() -> None:
    """argv: the numbers of the channel and of the slot's file, the address space in bytes, 1 for an access log."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    slot = Slot(int(sys.argv[2]))
    parent = os.getppid()
    confine(int(sys.argv[3]))
    express = Express(channel, slot, _logged if sys.argv[4] == "1" else _unlogged)
    threading.stack_size(STACK)
    thread = threading.Thread(target=_run, args=(express,), daemon=True)
    thread.start()
    while thread.is_alive() and os.getppid() == parent:
        thread.join(0.5)
    os._exit(0)


def _run(express: Express) -> None:
    try:
        express.run()
    except OSError:
        os._exit(0)  # the server is gone


def _logged(method: bytes, seconds: float) -> None:
    from api.web_server import access_log

    access_log.write("sparql", method.decode("latin-1").strip(), 200, seconds)


def _unlogged(_method: bytes, _seconds: float) -> None:
    """Writes nothing."""

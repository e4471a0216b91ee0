"""uvicorn's protocol as a connection that can be handed to an express lane between two requests, and comes back."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any, cast

from api.express.plans import Lesson
from api.express.shape import LARGEST
from api.web_server.http_protocol import HttpProtocol

if TYPE_CHECKING:
    from api.endpoint.protocol import Work
    from api.express.lanes import Lanes


class ExpressProtocol(HttpProtocol):
    """One connection. While a lane has it, nothing is read from it here.

    The application finds the connection in its scope under `tsunagari.connection`, and the bytes of a short request
    under `tsunagari.request`.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts with the server."""
        super().connection_made(transport)
        self.lanes: Lanes | None = getattr(self.app, "lanes", None)
        self.lesson: Lesson | None = None
        self.asker = ""
        self.request = b""
        self.in_lane = self.stopping = False
        self._between = True
        self._whole = b""

    def data_received(self, data: bytes) -> None:
        """Takes bytes, and keeps them while they may be one whole request."""
        if self._between:
            self._whole = data
        elif self._whole:
            self._whole = self._whole + data if len(self._whole) + len(data) <= LARGEST else b""
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A request begins."""
        if not self.replaying:
            self._between = False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Starts the request."""
        if self.replaying:
            return
        cast("dict[str, Any]", self.scope)["tsunagari.connection"] = self
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Ends the request."""
        if self.body_follows():
            return
        self._between = True
        cast("dict[str, Any]", self.scope)["tsunagari.request"] = self._whole
        super().on_message_complete()

    def learn(self, work: Work, seconds: float, size: int) -> None:
        """Hands the connection over after this answer, when a lane could give the next one like it."""
        if self.lanes is not None:
            self.lesson = self.lanes.offer(self, work, seconds, size)

    def know(self) -> None:
        """The same for an answer that was kept from before."""
        if self.lanes is not None:
            self.lesson = self.lanes.known(self)

    def on_response_complete(self) -> None:
        """Goes to a lane when the answer was of the kind that lanes give, and nothing is left to read or write."""
        super().on_response_complete()
        lesson, self.lesson = self.lesson, None
        if lesson is None or self.lanes is None or self.transport.is_closing() or self.stopping:
            return
        if self.pipeline or not self._between or self.transport.get_write_buffer_size():
            return
        self.transport.pause_reading()
        if self.lanes.take(self, lesson):
            self.in_lane = True
            self._unset_keepalive_if_required()
        else:
            self.transport.resume_reading()

    def descriptor(self) -> socket.socket:
        """The socket itself."""
        return cast(socket.socket, self.transport.get_extra_info("socket"))

    def left(self, data: bytes) -> None:
        """Writes what the lane could not write."""
        self.transport.write(data)

    def returned(self, data: bytes, *, closed: bool) -> None:
        """Goes on here: `data` was read and not answered; `closed` by the client, or by us when in doubt."""
        self.in_lane = False
        if self.transport.is_closing():
            return
        if closed or (self.stopping and not data):
            self.transport.close()
            return
        self.transport.resume_reading()
        if not data:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
            return
        self.data_received(data)
        if self.stopping:
            super().shutdown()

    def shutdown(self) -> None:
        """Ends the connection when its request is answered."""
        self.stopping = True
        if self.in_lane and self.lanes is not None:
            self.lanes.recall(self)
        else:
            super().shutdown()

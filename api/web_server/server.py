"""Runs the application under uvicorn: one process, so that one query pool serves all requests.

Chosen by measurement: docs/decisions/0010-server.md.
"""

from __future__ import annotations

import errno
import logging
import resource
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from api.settings import Settings
from nlp.errors import StoreError

_GRACE_SECONDS = 10
_MOST_FILES = 65_536
_KEEP_ALIVE_SECONDS = 60


def serve(
    settings: Settings, listener: socket.socket | None = None, ready: Callable[[], None] | None = None
) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished first.

    `listener` is a socket that listens already (see `listen`), else one is made; `ready` is called once requests are taken.

    Raises:
        StoreError: the store cannot be opened, or the address is in use or not ours.
    """
    from api.app import create_app
    from api.express.connection import ExpressProtocol
    from api.web_server.front import Front

    _allow_connections()
    with listener or listen(settings.host, settings.port) as taken:
        app = create_app(settings)
        config = uvicorn.Config(
            Front(app),
            http=ExpressProtocol,
            loop="asyncio",
            ws="none",
            lifespan="on",
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        logging.getLogger("uvicorn.error").addFilter(_CutShort())
        if settings.data is None:
            threading.Thread(target=_warm, name="warm-up", daemon=True).start()
        _Server(config, ready).run(sockets=[taken])


def _allow_connections() -> None:
    """Raises the usual 1,024 open files to what the system allows: idle connections must not shut the others out."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, taken before anything is loaded. Raises: StoreError when the address is not free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol must be named: asyncio turns off Nagle's algorithm (44 ms an answer) only for IPPROTO_TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        other = port + 1 if 0 < port < 65535 else 8001
        raise StoreError(
            _why_not(host, port, error),
            hint=f"使っているものを止めるか、別の番号で: tsunagari serve --port {other} (stop what uses the port, or choose another)",
        ) from error
    return listener


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{host} の番号 {port} はほかで使われています (cannot listen on {host}:{port}: the port is in use)"
    return f"{host}:{port} では受け付けられません (cannot listen on {host}:{port}: {error.strerror or error})"


class _Server(uvicorn.Server):
    """uvicorn, but a stop that was asked for ends with status 0 and not by the signal once more."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] | None = None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Says that it is ready once it is."""
        await super().startup(sockets)
        if self._ready is not None and self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Takes SIGINT and SIGTERM as a wish to stop."""
        super().handle_exit(sig, frame)
        self._captured_signals.clear()


class _CutShort(logging.Filter):
    """Keeps broken-off results, which are meant to break off, from filling the log with stack traces."""

    def filter(self, record: logging.LogRecord) -> bool:
        """False for such a record."""
        from api.web_server.front import CutShortError

        return not (record.exc_info and isinstance(record.exc_info[1], CutShortError))


def _warm() -> None:
    """Load the tokenizer in the background, so that the first page is fast and the first question too."""
    from nlp.pipeline import load_pipeline

    load_pipeline()

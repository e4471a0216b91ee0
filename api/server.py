"""Runs the application under gunicorn: one process with threads, so that one query pool serves all requests."""

from __future__ import annotations

import socket
from typing import Any

from gunicorn.app.base import BaseApplication

from api.settings import Settings
from nlp.errors import StoreError


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our settings in the place of its command line."""

    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self.settings, self.options = settings, options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for key, value in self.options.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        """The WSGI application, made in the serving process (the query pool must not be forked)."""
        from api.app import create_app

        return create_app(self.settings)


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished first.

    Raises:
        StoreError: the address is in use or not ours.
    """
    _check_address(settings.host, settings.port)
    _Server(
        settings,
        {
            "bind": f"[{settings.host}]:{settings.port}"
            if ":" in settings.host
            else f"{settings.host}:{settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": settings.threads,
            "keepalive": 30,
            "timeout": 0,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "worker_tmp_dir": None,
            "post_worker_init": _warm,
            "worker_exit": _close,
            "limit_request_line": 0,
            "limit_request_field_size": 0,
        },
    ).run()


def _check_address(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StoreError(
                f"cannot listen on {host}:{port}: {error.strerror}",
                hint=f"stop what uses the port, or choose another: tsunagari serve --port {port + 1 if port else 8001}",
            ) from error


def _warm(worker: Any) -> None:
    """Load the tokenizer in the background, so that the first page is fast and the first question too."""
    import threading

    def load() -> None:
        from nlp.pipeline import load_pipeline

        load_pipeline()

    threading.Thread(target=load, name="warm-up", daemon=True).start()
    worker.log.info("ready")


def _close(_server: Any, worker: Any) -> None:
    application = getattr(worker, "wsgi", None)
    services = getattr(application, "extensions", {}).get("tsunagari")
    if services is not None:
        services.close()

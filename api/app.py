"""The Flask application: its routes, the headers that every answer carries, and how errors look."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from api import problems
from api.services import Services
from api.settings import Settings
from api.web_server import page_coding
from api.web_server.replies import ALLOWED_HEADERS

BLUEPRINTS = (
    "api.endpoint.protocol:blueprint",
    "api.endpoint.service_description:blueprint",
    "api.dumps:blueprint",
    "api.health:blueprint",
    "api.openapi:blueprint",
    "api.ask:blueprint",
    "api.pages.entities:blueprint",
    "api.views.pages:blueprint",
    "api.pages.embeds:blueprint",
    "api.pages.vocabulary_page:blueprint",
    "api.pages.site:blueprint",
)
# Nothing is loaded from anywhere else, and no script or style stands inside a page.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)
_OPEN = (
    "/sparql",
    "/api/",
    "/id/",
    "/download/",
    "/view/",
    "/text2sparql",
    "/oembed",
    "/.well-known/",
    "/openapi.json",
    "/ns",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application over one store.

    Raises:
        StoreError: the store or data file cannot be opened.
    """
    settings = settings or Settings.from_environment()
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = settings.body_mb << 20
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["tsunagari"] = Services(settings)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.trusted_proxies, settings.trusted_proxies)  # type: ignore[method-assign]
    problems.register(app)
    for target in BLUEPRINTS:
        module, name = target.split(":")
        if find_spec(module) is not None:
            app.register_blueprint(getattr(import_module(module), name))
    app.after_request(_headers)
    page_coding.register(app)
    return app


def _headers(response: Response) -> Response:
    path = request.path
    ancestors = "*" if path.startswith("/embed/") else "'self'"
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _POLICY.format(ancestors=ancestors))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if path.startswith(_OPEN):
        headers.setdefault("Access-Control-Allow-Origin", "*")
        headers.setdefault("Access-Control-Expose-Headers", "ETag, Last-Modified, Retry-After, Link")
        if request.method == "OPTIONS":
            headers.setdefault(
                "Access-Control-Allow-Methods", headers.get("Allow", "GET, HEAD, POST, OPTIONS")
            )
            headers.setdefault("Access-Control-Allow-Headers", ALLOWED_HEADERS)
            headers.setdefault("Access-Control-Max-Age", "86400")
    return response

"""`/openapi.json`: the routes of the contract, for programs and fuzzers. Source: OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from flask import Blueprint, Response, jsonify

from api.answering.answers import LONGEST
from api.dumps import DUMPS
from api.endpoint.formats import GRAPHS, RESULTS
from api.endpoint.service_description import OFFERS
from api.pages.entities import FORMATS as THINGS
from api.views.making import TYPES
from api.views.registry import VIEWS

blueprint = Blueprint("openapi", __name__)


def _text(name: str, *, place: str = "query", required: bool = False, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": place,
        "required": required or place == "path",
        "schema": {"type": "string", **schema},
    }


def _answers(kinds: str | Iterable[str], *codes: int) -> dict[str, Any]:
    error = {
        "description": "An error",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    names = [kinds] if isinstance(kinds, str) else sorted({kind.partition(";")[0] for kind in kinds})
    found: dict[str, Any] = {"200": {"description": "The answer", "content": {name: {} for name in names}}}
    return found | {str(code): error for code in codes}


_FILTERS = [_text(name) for name in ("ministry", "target", "section", "year", "keyword")]
_TEXT = {"type": "string", "minLength": 1}
_QUERY = {"type": "object", "required": ["query"], "properties": {"query": _TEXT}}


def _paths() -> dict[str, Any]:
    graphs = [_text("default-graph-uri"), _text("named-graph-uri")]
    view = _text("name", place="path", enum=list(VIEWS))
    result = {*RESULTS, *GRAPHS, "text/html"}
    question = _text("question", required=True, minLength=1, maxLength=LONGEST)
    return {
        "/sparql": {
            "get": {
                "summary": "SPARQL 1.1 query",
                "parameters": [_text("query", minLength=1), *graphs],
                "responses": _answers(result, 400, 403, 406, 413, 429, 503),
            },
            "post": {
                "summary": "SPARQL 1.1 query",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/x-www-form-urlencoded": {"schema": _QUERY},
                        "application/sparql-query": {"schema": _TEXT},
                    },
                },
                "responses": _answers(result, 400, 403, 406, 413, 415, 429, 503),
            },
        },
        "/api/ask": {
            "get": {
                "summary": "A question in Japanese",
                "parameters": [question, _text("context")],
                "responses": _answers("application/json", 400, 413),
            },
            "post": {
                "summary": "A question in Japanese",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["question"],
                                "properties": {
                                    "question": {"type": "string", "minLength": 1, "maxLength": LONGEST},
                                    "context": {"type": "string"},
                                },
                            }
                        }
                    },
                },
                "responses": _answers("application/json", 400, 413),
            },
        },
        "/text2sparql": {
            "get": {
                "summary": "TEXT2SPARQL",
                "parameters": [question, _text("dataset")],
                "responses": _answers("application/json", 400),
            }
        },
        "/ask": {
            "get": {
                "summary": "The same as a page",
                "parameters": [_text("q"), _text("context")],
                "responses": _answers("text/html"),
            }
        },
        "/ask.csv": {
            "get": {
                "summary": "The answer, or its quotes, as a table for spreadsheets",
                "parameters": [
                    _text("q", required=True, minLength=1, maxLength=LONGEST),
                    _text("context"),
                    _text("part", enum=["answer", "sources"]),
                ],
                "responses": _answers("text/csv", 400),
            }
        },
        "/id/{kind}/{slug}": {
            "get": {
                "summary": "A thing",
                "parameters": [_text("kind", place="path"), _text("slug", place="path")],
                "responses": _answers(THINGS, 404, 406),
            }
        },
        "/view/{name}": {
            "get": {
                "summary": "A view as a page",
                "parameters": [view, *_FILTERS],
                "responses": _answers("text/html", 400, 404),
            }
        },
        "/view/{name}.{suffix}": {
            "get": {
                "summary": "A view as a file",
                "parameters": [view, _text("suffix", place="path", enum=list(TYPES)), *_FILTERS],
                "responses": _answers(TYPES.values(), 400, 404),
            }
        },
        "/embed/{name}": {
            "get": {
                "summary": "A view as a frame",
                "parameters": [view, *_FILTERS],
                "responses": _answers("text/html", 400, 404),
            }
        },
        "/oembed": {
            "get": {
                "summary": "oEmbed",
                "parameters": [_text("url", required=True, minLength=1), _text("format")],
                "responses": _answers(("application/json", "text/xml"), 400, 404),
            }
        },
        "/api/overlap": {
            "get": {
                "summary": "Overlap table",
                "parameters": [
                    _text("by", enum=["ministry"]),
                    _text("over", enum=["targetGroup", "section"]),
                    *_FILTERS,
                ],
                "responses": _answers("application/json", 400),
            }
        },
        "/download/tsunagari.{suffix}": {
            "get": {
                "summary": "The whole graph",
                "parameters": [
                    _text("suffix", place="path", enum=["ttl", "nt", "nq", "trig", "jsonld", "graphml"])
                ],
                "responses": _answers(DUMPS.values(), 404),
            }
        },
        "/ns": {"get": {"summary": "The vocabulary", "responses": _answers((*OFFERS, "text/html"), 406)}},
        "/.well-known/void": {
            "get": {"summary": "VoID, DCAT, schema.org", "responses": _answers(OFFERS, 406)}
        },
        "/health": {
            "get": {"summary": "Whether the store answers", "responses": _answers("application/json", 503)}
        },
        "/metrics": {"get": {"summary": "Prometheus", "responses": _answers("text/plain")}},
        "/openapi.json": {"get": {"summary": "This", "responses": _answers("application/json")}},
    }


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description of every route."""
    error = {
        "type": "object",
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "message", "hint"],
                "properties": {name: {"type": "string"} for name in ("code", "message", "hint")},
            }
        },
    }
    return jsonify(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Tsunagari",
                "version": version("tsunagari"),
                "license": {"name": "Apache-2.0"},
            },
            "paths": _paths(),
            "components": {"schemas": {"Error": error}},
        }
    )

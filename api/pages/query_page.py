"""The query page at /sparql for people: a form with prefixes, and the examples of graph/queries/examples."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from graph.queries import stored_queries
from graph.terms import PREFIXES


def query_page() -> Response:
    """The page, with the query of `draft=` in its form."""
    prefixes = "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items())
    return make_response(
        render_template(
            "query.html",
            examples=stored_queries("examples"),
            prefixes=prefixes,
            query=request.args.get("draft", "")[:6000],
        )
    )

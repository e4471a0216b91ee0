"""The media types of results and graphs, and which one a request gets."""

from __future__ import annotations

from api.negotiation import choose
from api.problems import Problem, wants_html

# In the order of preference: the names that the specifications give, then what they are also called.
RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/trig": "trig",
    "application/n-quads": "nq",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/xml": "rdf",
}
SHORT = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
_RESULT_OFFERS, _GRAPH_OFFERS = tuple(RESULTS), tuple(GRAPHS)


def choose_format(form: str, wanted: str, accept: str) -> tuple[str, str]:
    """Media type and format for a query of `form` (SELECT … or "" for a broken one).

    `wanted`, the parameter `format`, goes before the Accept header when it fits the form of the query.
    Raises: Problem 406.
    """
    graph = form in ("CONSTRUCT", "DESCRIBE")
    table, offers = (GRAPHS, _GRAPH_OFFERS) if graph else (RESULTS, _RESULT_OFFERS)
    if wanted and (media_type := SHORT.get(wanted, wanted)) in table:
        return media_type, table[media_type]
    chosen = choose(accept, offers)
    if chosen is None and (wants_html(accept) or (not form and choose(accept, _GRAPH_OFFERS))):
        # A browser that follows a link to a query; or a broken query, of which the engine must say what is wrong.
        chosen = offers[0]
    if chosen is None:
        raise Problem(
            406,
            "not_acceptable",
            "none of the media types in Accept is made here",
            hint="ask for one of: " + ", ".join(table),
        )
    return chosen, table[chosen]

"""`/id/{kind}/{slug}`: every thing as a page and as RDF, by content negotiation or suffix."""

from __future__ import annotations

import io
from collections.abc import Iterable
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode, QueryTriples, RdfFormat, Triple, parse, serialize
from rdflib import Graph
from werkzeug.wrappers import Response as BaseResponse

from api.negotiation import choose
from api.pages.thing_page import contents, incoming, onward, statements
from api.pages.thing_title import title_of
from api.problems import Problem
from api.services import Services, services
from api.views.neighbours import kind_name, node_of
from graph.iris import iri
from graph.sparql_text import substitute
from graph.terms import PREFIXES

blueprint = Blueprint("entities", __name__)
FORMATS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/rdf+xml": "rdf",
}
_RDF = {
    "ttl": (RdfFormat.TURTLE, "text/turtle; charset=utf-8"),
    "nt": (RdfFormat.N_TRIPLES, "application/n-triples"),
    "jsonld": (RdfFormat.JSON_LD, "application/ld+json"),
}


@blueprint.get("/id/<kind>/<path:slug>")
def thing(kind: str, slug: str) -> BaseResponse:
    """A thing in the form asked for; 404 when the graph says nothing about it."""
    service = services()
    name, form = slug, ""
    stem, dot, suffix = slug.rpartition(".")
    if dot and suffix in (*_RDF, "html", "rdf"):
        name, form = stem, suffix
    address = iri(f"{kind}/{name}")
    node = node_of(f"{kind}/{name}")
    if node is None or not service.select("SELECT ?p WHERE { ?thing ?p ?o } LIMIT 1", {"thing": node}):
        raise Problem(
            404, "not_found", f"nothing is known about {kind}/{name}"[:200], hint="look it up at /browse"
        )
    if not form:
        chosen = choose(request.headers.get("Accept", "") or "text/html", tuple(FORMATS))
        if chosen is None:
            raise Problem(
                406, "not_acceptable", "none of these formats is made here", hint=", ".join(FORMATS)
            )
        form = FORMATS[chosen]
    response = Response(_page(service, f"{kind}/{name}")) if form == "html" else _rdf(service, address, form)
    response.headers["Vary"] = "Accept"
    response.set_etag(f"{service.served.build_id}-{form}-{request.args.get('lang', '')[:2]}")
    response.last_modified = service.served.created
    # IRIs hold Japanese; a header holds ASCII.
    path = quote(f"/id/{kind}/{name}", safe="/")
    links = [
        f'<{path}.{suffix}>; rel="alternate"; type="{mime.split(";")[0]}"'
        for suffix, mime in (
            *((name, mime) for name, (_, mime) in _RDF.items()),
            ("rdf", "application/rdf+xml"),
        )
    ]
    response.headers["Link"] = ", ".join([f'<{quote(address, safe="/:#")}>; rel="canonical"', *links])
    return response.make_conditional(request)


def _rdf(service: Services, address: str, form: str) -> Response:
    query = """CONSTRUCT { ?thing ?p ?o . ?e ?ep ?eo . ?l ?lp ?lo } WHERE {
      { ?thing ?p ?o } UNION { ?thing <https://w3id.org/tsunagari/ns#evidence> ?e . ?e ?ep ?eo }
      UNION { ?l <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?thing ; ?lp ?lo } }"""
    found = _triples(service, substitute(query, {"thing": NamedNode(address)}))
    out = io.BytesIO()
    if form == "rdf":
        serialize(found, out, RdfFormat.N_TRIPLES)
        graph = Graph().parse(data=out.getvalue(), format="nt")
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        return Response(graph.serialize(format="xml"), content_type="application/rdf+xml; charset=utf-8")
    rdf_format, mime = _RDF[form]
    serialize(found, out, rdf_format, prefixes=PREFIXES if form == "ttl" else None)
    return Response(out.getvalue(), content_type=mime)


def _triples(service: Services, query: str) -> Iterable[Triple]:
    """The triples of a trusted CONSTRUCT, from the store here or the remote engine."""
    served = service.served
    if served.remote is not None:
        with served.remote.query(query, accept="application/n-triples").body as body:
            return [quad.triple for quad in parse(body.read(), RdfFormat.N_TRIPLES)]
    assert served.store is not None
    found = served.store.query(query)
    assert isinstance(found, QueryTriples)
    return found


def _page(service: Services, path: str) -> str:
    lang = "en" if request.args.get("lang") == "en" else "ja"
    found = statements(service, path, lang)
    values = {statement.name: statement.values[0].text for statement in found}
    printed = values.get("prefLabel") or values.get("title") or ""
    title = title_of(path, values)
    kind = path.split("/", 1)[0]
    return render_template(
        "thing.html",
        address=iri(path),
        path=path,
        kind=kind_name(path),
        listed=_LISTS.get(kind, ""),
        title=title,
        ours="displayLabel" in values,
        printed=printed if "displayLabel" in values else "",
        number=values.get("number", ""),
        statements=found,
        incoming=incoming(service, path, lang),
        contents=contents(service, path, lang),
        onward=onward(path, printed),
        formats=(*_RDF, "rdf"),
    )


_LISTS = {
    "ministry": "ministries",
    "measure": "measures",
    "programme": "programmes",
    "target-group": "target-groups",
    "section": "sections",
    "pillar": "sections",
    "document": "documents",
    "grantee": "grantees",
}

"""`/id/{kind}/{slug}`: every thing as a page and as RDF, by content negotiation or suffix."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode, QueryTriples, RdfFormat, serialize
from rdflib import Graph
from werkzeug.wrappers import Response as BaseResponse

from api.explaining import Explained, statements_about
from api.negotiation import choose
from api.problems import Problem
from api.services import Services, services
from graph.iris import BASE, iri
from graph.provenance import local_name
from graph.queries import stored_query
from graph.sparql_text import substitute
from graph.terms import PREFIXES
from graph.vocabulary import label_of

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


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement for reading: label of the property, its value, a link to it when it is a thing of ours."""

    name: str
    value: str
    href: str
    evidence: tuple[Explained, ...]


@blueprint.get("/id/<kind>/<path:slug>")
def thing(kind: str, slug: str) -> BaseResponse:
    """A thing in the form asked for; 404 when the graph says nothing about it."""
    service = services()
    name, form = slug, ""
    stem, dot, suffix = slug.rpartition(".")
    if dot and suffix in (*_RDF, "html", "rdf"):
        name, form = stem, suffix
    address = iri(f"{kind}/{name}")
    if not service.select("SELECT ?p WHERE { ?thing ?p ?o } LIMIT 1", {"thing": NamedNode(address)}):
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
    response = Response(_page(service, address)) if form == "html" else _rdf(service, address, form)
    response.headers["Vary"] = "Accept"
    response.set_etag(f"{service.served.build_id}-{form}")
    response.last_modified = service.served.created
    # IRIs hold Japanese; a header holds ASCII.
    path = quote(f"/id/{kind}/{name}", safe="/")
    links = [
        f'<{path}.{suffix}>; rel="alternate"; type="{mime.split(";")[0]}"'
        for suffix, (_, mime) in _RDF.items()
    ]
    response.headers["Link"] = ", ".join([f'<{quote(address, safe="/:#")}>; rel="canonical"', *links])
    return response.make_conditional(request)


def _rdf(service: Services, address: str, form: str) -> Response:
    store = service.served.store
    if store is None:
        raise Problem(
            404, "not_found", "a remote store describes its things itself", hint="DESCRIBE at /sparql"
        )
    query = """CONSTRUCT { ?thing ?p ?o . ?e ?ep ?eo . ?l ?lp ?lo } WHERE {
      { ?thing ?p ?o } UNION { ?thing <https://w3id.org/tsunagari/ns#evidence> ?e . ?e ?ep ?eo }
      UNION { ?l <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?thing ; ?lp ?lo } }"""
    found = store.query(substitute(query, {"thing": NamedNode(address)}))
    assert isinstance(found, QueryTriples)
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


def _page(service: Services, address: str) -> str:
    statements = statements_about(service.access(), address)
    rows = _grouped(statements)
    title = next((row.value for row in rows if row.name == label_of("displayLabel")), "")
    printed = next((s.value for s in statements if s.property == "prefLabel"), "")
    incoming = [
        (
            label_of(local_name(p)) if isinstance(p, NamedNode) else "",
            str(getattr(s, "value", "")),
            str(getattr(label, "value", "")),
        )
        for s, p, label in service.select(stored_query("pages/incoming").text, {"thing": NamedNode(address)})
    ]
    return render_template(
        "thing.html",
        address=address,
        path=address.removeprefix(BASE),
        kind=_kind(service, address),
        title=title or printed or address.removeprefix(BASE),
        ours=bool(title),
        rows=rows,
        incoming=[(name, _href(where), label) for name, where, label in incoming],
        build=service.served,
    )


def _kind(service: Services, address: str) -> str:
    for (value,) in service.select("SELECT ?c WHERE { ?thing a ?c }", {"thing": NamedNode(address)}):
        if isinstance(value, NamedNode) and value.value.startswith("https://w3id.org/tsunagari/ns#"):
            return label_of(local_name(value))
    return ""


_NAMES = {
    "prefLabel": "名称",
    "altLabel": "別名",
    "description": "説明",
    "notation": "番号・記号",
    "type": "種類",
    "broader": "上位",
    "inScheme": "体系",
    "subOrganizationOf": "上位の組織",
    "title": "題",
    "publisher": "公表者",
    "source": "出どころ",
    "identifier": "識別子",
    "license": "利用条件",
    "issued": "公表日",
    "historyNote": "沿革",
    "topConceptOf": "体系",
}


def _grouped(statements: list[Explained]) -> list[Shown]:
    order: dict[tuple[str, str], list[Explained]] = {}
    for item in statements:
        order.setdefault((item.property, item.value), []).append(item)
    rows = []
    for (name, value), items in order.items():
        if name in ("type",):
            continue
        first = items[0]
        rows.append(
            Shown(_NAMES.get(name, name), _shown(value), first.link, tuple(i for i in items if i.document))
        )
    return sorted(rows, key=lambda row: (row.name not in ("名称", "番号"), row.name))


def _shown(value: str) -> str:
    return (
        value.removeprefix(BASE)
        if value.startswith(BASE)
        else {"true": "はい", "false": "いいえ"}.get(value, value)
    )


def _href(address: str) -> str:
    return quote("/id/" + address.removeprefix(BASE), safe="/") if address.startswith(BASE) else address

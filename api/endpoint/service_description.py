"""What this endpoint is: SPARQL service description, VoID with real statistics, DCAT and schema.org Dataset.

Source: W3C SPARQL 1.1 Service Description; W3C VoID; W3C DCAT 3.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from flask import Blueprint, Response, request
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode
from rdflib import DCTERMS, OWL, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef

from api.dumps import DUMPS
from api.graph_access import Row
from api.negotiation import choose
from api.problems import Problem
from api.services import Served, services
from graph.iris import BASE as IDS
from graph.iris import NS
from graph.terms import PREFIXES

blueprint = Blueprint("service_description", __name__)
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SCHEMA = Namespace("https://schema.org/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
OFFERS = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


_HERE = "http://here.invalid"
"""Stands for the address of this server in what is kept of a build."""
_ADDRESS = re.compile(r"https?://[\w.:\[\]%~/-]+", re.ASCII)
TITLE = "つながり: 孤独・孤立対策の知識グラフ"
TITLE_EN = "Tsunagari: a knowledge graph of policy on loneliness and isolation"
TEXT = "行政文書から読み取った施策・予算・事業・府省庁・対象者と、その典拠。"
LICENCE = "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0"


def description() -> Response:
    """The service description in the form asked for."""
    return _written("service", _describe)


@blueprint.get("/.well-known/void")
def void() -> Response:
    """VoID, DCAT and schema.org description of the dataset."""
    return _written("dataset", _dataset)


def _root() -> str:
    """Where this server is reached. Raises: Problem when Host holds what no address holds."""
    found = services().settings.public_url.rstrip("/") or request.host_url.rstrip("/")
    if not _ADDRESS.fullmatch(found):
        raise Problem(
            400, "bad_request", "the Host header is no address", hint="send the name of this server"
        )
    return found


def _written(kind: str, make: Callable[[Served], Graph]) -> Response:
    """A description, written once for each build and format: the same bytes, and a tag, until the next build."""
    chosen = choose(request.headers.get("Accept", ""), tuple(OFFERS))
    if chosen is None:
        raise Problem(
            406, "not_acceptable", "the description is RDF", hint="ask for one of: " + ", ".join(OFFERS)
        )
    served, form = services().served, OFFERS[chosen]
    text = services().cached(f"{kind}.{form}", lambda: make(served).serialize(format=form))
    body = text.replace(_HERE, _root()).encode()
    response = Response(body, content_type=f"{chosen}; charset=utf-8")
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.set_etag(hashlib.blake2b(body, digest_size=12).hexdigest())
    response.last_modified = served.created
    response.make_conditional(request)
    return response


def _graph() -> Graph:
    graph = Graph()
    for prefix, namespace in {**PREFIXES, "sd": str(SD)}.items():
        graph.bind(prefix, namespace)
    return graph


def _describe(served: Served) -> Graph:
    graph, root = _dataset(served), _HERE
    service, dataset, default = URIRef(f"{root}/sparql"), BNode(), BNode()
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    for name in _RESULTS:
        graph.add((service, SD.resultFormat, URIRef(f"http://www.w3.org/ns/formats/{name}")))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    graph.add((default, VOID.triples, Literal(_triples(served), datatype=XSD.integer)))
    for name in sorted(served.graphs):
        node = BNode()
        graph.add((dataset, SD.namedGraph, node))
        graph.add((node, RDF.type, SD.NamedGraph))
        graph.add((node, SD.name, URIRef(name)))
    return graph


def _triples(served: Served) -> int:
    return int(served.meta.get("counts", {}).get("triples") or served.meta.get("quads") or 0)


def _dataset(served: Served) -> Graph:
    graph, root = _graph(), _HERE
    node = URIRef(f"{root}/.well-known/void#dataset")
    for kind in (VOID.Dataset, DCAT.Dataset, SCHEMA.Dataset):
        graph.add((node, RDF.type, kind))
    _name(graph, node, served)
    graph.add((node, DCTERMS.identifier, Literal(served.build_id)))
    graph.add((node, OWL.versionInfo, Literal(served.build_id)))
    graph.add((node, DCTERMS.modified, Literal(served.created.isoformat(), datatype=XSD.dateTime)))
    graph.add((node, FOAF.homepage, URIRef(f"{root}/")))
    graph.add((node, VOID.sparqlEndpoint, URIRef(f"{root}/sparql")))
    graph.add((node, VOID.uriSpace, Literal(IDS)))
    graph.add((node, VOID.vocabulary, URIRef(NS)))
    graph.add((node, VOID.triples, Literal(_triples(served), datatype=XSD.integer)))
    service = URIRef(f"{root}/sparql")
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCAT.endpointURL, service))
    graph.add((service, DCAT.servesDataset, node))
    if served.store is not None:  # a remote engine has its own dumps
        _dumps(graph, node, root)
    _statistics(graph, node)
    return graph


def _dumps(graph: Graph, node: URIRef, root: str) -> None:
    """The files of the whole graph, for VoID, DCAT and schema.org."""
    for suffix, media_type in DUMPS.items():
        file = URIRef(f"{root}/download/tsunagari.{suffix}")
        if suffix != "graphml":  # no RDF
            graph.add((node, VOID.dataDump, file))
        distribution = BNode()
        for predicate in (DCAT.distribution, SCHEMA.distribution):
            graph.add((node, predicate, distribution))
        for kind in (DCAT.Distribution, SCHEMA.DataDownload):
            graph.add((distribution, RDF.type, kind))
        graph.add((distribution, DCAT.downloadURL, file))
        graph.add((distribution, DCAT.mediaType, URIRef(_MEDIA_TYPES + media_type)))
        graph.add((distribution, SCHEMA.contentUrl, file))
        graph.add((distribution, SCHEMA.encodingFormat, Literal(media_type)))


def _count() -> tuple[list[Row], list[Row], list[Row]]:
    select = services().select
    return (
        select("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY ?c"),
        select("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"),
        select("SELECT (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?o) AS ?m) WHERE { ?s ?p ?o }"),
    )


def _name(graph: Graph, node: URIRef, served: Served) -> None:
    """Title, description and licence: ours for our graph, the file's name alone for somebody's data."""
    if file := served.meta.get("data"):
        for predicate in (DCTERMS.title, SCHEMA.name):
            graph.add((node, predicate, Literal(str(file))))
        return
    for predicate in (DCTERMS.title, SCHEMA.name):
        graph.add((node, predicate, Literal(TITLE, lang="ja")))
        graph.add((node, predicate, Literal(TITLE_EN, lang="en")))
    for predicate in (DCTERMS.description, SCHEMA.description):
        graph.add((node, predicate, Literal(TEXT, lang="ja")))
    for predicate in (DCTERMS.license, SCHEMA.license):
        graph.add((node, predicate, URIRef(LICENCE)))


def _statistics(graph: Graph, node: URIRef) -> None:
    """Class and property partitions, counted on the graph itself, once for each build."""
    classes, properties, totals = services().cached("void.statistics", _count)
    for predicate, total in zip((VOID.distinctSubjects, VOID.distinctObjects), totals[0], strict=True):
        if isinstance(total, OxLiteral):
            graph.add((node, predicate, Literal(int(total.value), datatype=XSD.integer)))
    for rows, partition, kind, count in (
        (classes, VOID.classPartition, VOID["class"], VOID.entities),
        (properties, VOID.propertyPartition, VOID.property, VOID.triples),
    ):
        for value, number in rows:
            if not isinstance(value, NamedNode) or not isinstance(number, OxLiteral):
                continue
            part = BNode()
            graph.add((node, partition, part))
            graph.add((part, kind, URIRef(value.value)))
            graph.add((part, count, Literal(int(number.value), datatype=XSD.integer)))
    graph.add((node, VOID.classes, Literal(len(classes), datatype=XSD.integer)))
    graph.add((node, VOID.properties, Literal(len(properties), datatype=XSD.integer)))

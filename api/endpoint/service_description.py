"""What this endpoint is: SPARQL service description, VoID with real statistics, DCAT and schema.org Dataset.

Source: W3C SPARQL 1.1 Service Description; W3C VoID; W3C DCAT 3.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode
from rdflib import DCTERMS, OWL, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from api.dumps import DUMPS
from api.negotiation import choose
from api.problems import Problem
from api.services import Served, services
from graph.iris import BASE as IDS
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
_FORMATS = "http://www.w3.org/ns/formats/"
_DUMPED = ("Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD")
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
TEXT_EN = (
    "Measures, budget lines, programmes, ministries and target groups read from government documents, with the "
    "place in the source that each statement comes from."
)
WORDS = ("孤独・孤立対策", "予算", "施策", "府省庁", "行政文書")
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
    graph, found = _dataset(served), _found()
    service, dataset, default = URIRef(f"{_HERE}/sparql"), BNode(), BNode()
    _say(
        graph,
        service,
        (RDF.type, SD.Service),
        (SD.endpoint, service),
        (SD.supportedLanguage, SD.SPARQL11Query),
        (SD.defaultEntailmentRegime, URIRef("http://www.w3.org/ns/entailment/Simple")),
        *((SD.resultFormat, URIRef(_FORMATS + name)) for name in _RESULTS),
        (SD.defaultDataset, dataset),
    )
    _say(graph, dataset, (RDF.type, SD.Dataset), (SD.defaultGraph, default))
    _say(graph, default, (RDF.type, SD.Graph), (VOID.triples, Literal(found.triples)))
    for name, triples in found.graphs:
        node, content = BNode(), BNode()
        graph.add((dataset, SD.namedGraph, node))
        _say(graph, node, (RDF.type, SD.NamedGraph), (SD.name, URIRef(name)), (SD.graph, content))
        _say(graph, content, (RDF.type, SD.Graph), (VOID.triples, Literal(triples)))
    return graph


def _say(graph: Graph, subject: Node, *statements: tuple[URIRef, Node]) -> None:
    for predicate, value in statements:
        graph.add((subject, predicate, value))


def _dataset(served: Served) -> Graph:
    graph, node, service = _graph(), URIRef(f"{_HERE}/.well-known/void#dataset"), URIRef(f"{_HERE}/sparql")
    build, home = Literal(served.build_id), URIRef(f"{_HERE}/")
    when = Literal(served.created.isoformat(), datatype=XSD.dateTime)
    _say(graph, node, *((RDF.type, kind) for kind in (VOID.Dataset, DCAT.Dataset, SCHEMA.Dataset)))
    _say(
        graph,
        node,
        *((name, build) for name in (DCTERMS.identifier, OWL.versionInfo, DCAT.version, SCHEMA.version)),
    )
    _say(graph, node, (DCTERMS.modified, when), (SCHEMA.dateModified, when))
    _say(graph, node, *((name, home) for name in (FOAF.homepage, DCAT.landingPage, SCHEMA.url)))
    _say(
        graph,
        node,
        (VOID.sparqlEndpoint, service),
        *((VOID.feature, URIRef(_FORMATS + name)) for name in _DUMPED),
    )
    _name(graph, node, served)
    title = Literal("SPARQL")
    _say(graph, service, (RDF.type, DCAT.DataService), (DCTERMS.title, title), (DCAT.servesDataset, node))
    _say(graph, service, (DCAT.endpointURL, service), (DCAT.endpointDescription, service))
    _dumps(graph, node)
    _statistics(graph, node)
    return graph


def _dumps(graph: Graph, node: URIRef) -> None:
    """The files of the whole graph, for VoID, DCAT and schema.org."""
    for suffix, media_type in DUMPS.items():
        file, distribution = URIRef(f"{_HERE}/download/tsunagari.{suffix}"), BNode()
        if suffix != "graphml":  # no RDF
            graph.add((node, VOID.dataDump, file))
        _say(graph, node, (DCAT.distribution, distribution), (SCHEMA.distribution, distribution))
        _say(graph, distribution, (RDF.type, DCAT.Distribution), (RDF.type, SCHEMA.DataDownload))
        _say(graph, distribution, (DCAT.accessURL, file), (DCAT.downloadURL, file), (SCHEMA.contentUrl, file))
        _say(graph, distribution, (DCAT.mediaType, URIRef(_MEDIA_TYPES + media_type)))
        _say(graph, distribution, (SCHEMA.encodingFormat, Literal(media_type)))


def _name(graph: Graph, node: URIRef, served: Served) -> None:
    """Title, description, licence, words: ours for our graph, the file's name alone for somebody's data."""
    if file := served.meta.get("data"):
        _say(graph, node, *((predicate, Literal(str(file))) for predicate in (DCTERMS.title, SCHEMA.name)))
        return
    for title in (Literal(TITLE, lang="ja"), Literal(TITLE_EN, lang="en")):
        _say(graph, node, (DCTERMS.title, title), (SCHEMA.name, title))
    for text in (Literal(TEXT, lang="ja"), Literal(TEXT_EN, lang="en")):
        _say(graph, node, (DCTERMS.description, text), (SCHEMA.description, text))
    licence = URIRef(LICENCE)
    _say(graph, node, (DCTERMS.license, licence), (SCHEMA.license, licence))
    _say(graph, node, (DCTERMS.language, Literal("ja")), (SCHEMA.inLanguage, Literal("ja")))
    for word in WORDS:
        _say(
            graph, node, (DCAT.keyword, Literal(word, lang="ja")), (SCHEMA.keywords, Literal(word, lang="ja"))
        )
    _say(graph, node, (SCHEMA.isAccessibleForFree, Literal(True)), (VOID.uriSpace, Literal(IDS)))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was counted on the graph itself. `graphs` are the named ones; all other numbers are of the default graph."""

    triples: int
    subjects: int
    objects: int
    entities: int
    example: str
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    graphs: tuple[tuple[str, int], ...]


def _found() -> _Found:
    """The numbers, counted once for each build."""
    return services().cached("void.statistics", _count)


def _count() -> _Found:
    def table(query: str) -> tuple[tuple[str, int], ...]:
        return tuple(
            (name.value, int(number.value))
            for name, number in services().select(query)
            if isinstance(name, NamedNode) and isinstance(number, OxLiteral)
        )

    def numbers(query: str) -> list[int]:
        return [int(str(getattr(number, "value", "0"))) for number in services().select(query)[0]]

    first = services().select("SELECT ?s { ?s a ?c FILTER(isIRI(?s)) } LIMIT 1")
    triples, subjects, objects = numbers(
        "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) (COUNT(DISTINCT ?o) AS ?k) WHERE { ?s ?p ?o }"
    )
    return _Found(
        triples,
        subjects,
        objects,
        numbers("SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c }")[0],
        str(getattr(first[0][0], "value", "")) if first else "",
        table("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY ?c"),
        table("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"),
        table("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"),
    )


def _statistics(graph: Graph, node: URIRef) -> None:
    """How large the graph is, which vocabularies it uses, class and property partitions."""
    found = _found()
    _say(
        graph,
        node,
        (VOID.triples, Literal(found.triples + sum(triples for _, triples in found.graphs))),
        (VOID.entities, Literal(found.entities)),
        (VOID.distinctSubjects, Literal(found.subjects)),
        (VOID.distinctObjects, Literal(found.objects)),
        (VOID.classes, Literal(len(found.classes))),
        (VOID.properties, Literal(len(found.properties))),
    )
    if found.example:
        graph.add((node, VOID.exampleResource, URIRef(found.example)))
    used = {re.sub(r"[^#/]*$", "", name) for name, _ in (*found.classes, *found.properties)}
    _say(graph, node, *((VOID.vocabulary, URIRef(space)) for space in sorted(used)))
    for names, partition, kind, count in (
        (found.classes, VOID.classPartition, VOID["class"], VOID.entities),
        (found.properties, VOID.propertyPartition, VOID.property, VOID.triples),
    ):
        for name, number in names:
            part = BNode()
            graph.add((node, partition, part))
            _say(graph, part, (kind, URIRef(name)), (count, Literal(number)))

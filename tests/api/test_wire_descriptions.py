"""What the endpoint says of itself: service description, VoID, DCAT, schema.org, each number checked by a query.

Source: W3C SPARQL 1.1 Service Description; W3C VoID; W3C DCAT 3; schema.org Dataset.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from endpoint import endpoint
from rdflib import DCTERMS, OWL, RDF, Graph, Namespace, URIRef
from wire import ask, query

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SCHEMA = Namespace("https://schema.org/")
FORMATS = "http://www.w3.org/ns/formats/"
DATA = """
@prefix ex: <http://example.org/> .
ex:a a ex:T ; ex:p 1 , 2 . ex:b a ex:T , ex:U ; ex:p 1 . [] ex:q ex:a .
ex:g1 { ex:one ex:in ex:g1 . ex:more ex:in ex:g1 }
ex:g2 { ex:two ex:in ex:g2 . }
"""


@pytest.fixture(scope="module")
def somebodys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    data = tmp_path_factory.mktemp("wire") / "their.trig"
    data.write_text(DATA, encoding="utf-8")
    with endpoint(data) as found:
        yield found.port


@pytest.fixture(scope="module", params=["ours", "somebody's"])
def port(request: pytest.FixtureRequest, server: str, somebodys: int) -> int:
    return int(server.rpartition(":")[2]) if request.param == "ours" else somebodys


def described(port: int, target: str) -> tuple[Graph, URIRef]:
    graph = Graph().parse(data=ask(port, "GET", target, {"Host": f"127.0.0.1:{port}"}).body, format="turtle")
    found = list(graph.subjects(RDF.type, VOID.Dataset))
    assert len(found) == 1
    assert isinstance(found[0], URIRef)
    return graph, found[0]


def rows(port: int, text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(query(port, text, accept="text/csv").text)))[1:]


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"]
)
@pytest.mark.parametrize("target", ["/sparql", "/.well-known/void"])
def test_the_same_bytes_until_the_next_build(port: int, target: str, accept: str) -> None:
    first = ask(port, "GET", target, {"Accept": accept})
    assert ask(port, "GET", target, {"Accept": accept}).body == first.body
    form = {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/n-triples": "nt"}
    assert len(Graph().parse(data=first.body, format=form.get(accept, "json-ld"))) > 50


def test_the_service(port: int) -> None:
    graph, _ = described(port, "/sparql")
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert str(service) == f"http://127.0.0.1:{port}/sparql"
    assert set(graph.objects(service, SD.endpoint)) == {service}
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    offered = {str(item).removeprefix(FORMATS) for item in graph.objects(service, SD.resultFormat)}
    assert {
        "SPARQL_Results_JSON",
        "SPARQL_Results_XML",
        "SPARQL_Results_CSV",
        "SPARQL_Results_TSV",
    } <= offered
    assert {"Turtle", "N-Triples", "JSON-LD", "RDF_XML"} <= offered
    dataset = graph.value(service, SD.defaultDataset)
    default = graph.value(dataset, SD.defaultGraph)
    assert int(graph.value(default, VOID.triples)) == int(
        rows(port, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0][0]
    )
    named = {
        str(graph.value(node, SD.name)): int(graph.value(graph.value(node, SD.graph), VOID.triples))
        for node in graph.objects(dataset, SD.namedGraph)
    }
    counted = rows(port, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert named == {name: int(number) for name, number in counted}


@pytest.mark.parametrize("target", ["/sparql", "/.well-known/void"])
def test_the_statistics_are_the_graphs(port: int, target: str) -> None:
    graph, dataset = described(port, target)

    def number(text: str) -> int:
        return int(rows(port, f"SELECT ({text} AS ?n) {{ ?s ?p ?o }}")[0][0])

    inside = int(rows(port, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")[0][0])
    assert int(graph.value(dataset, VOID.triples)) == number("COUNT(*)") + inside
    assert int(graph.value(dataset, VOID.distinctSubjects)) == number("COUNT(DISTINCT ?s)")
    assert int(graph.value(dataset, VOID.distinctObjects)) == number("COUNT(DISTINCT ?o)")
    assert int(graph.value(dataset, VOID.properties)) == number("COUNT(DISTINCT ?p)")
    classes = {
        (str(graph.value(part, VOID["class"])), int(graph.value(part, VOID.entities)))
        for part in graph.objects(dataset, VOID.classPartition)
    }
    counted = rows(port, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    assert classes == {(name, int(n)) for name, n in counted}
    properties = {
        (str(graph.value(part, VOID.property)), int(graph.value(part, VOID.triples)))
        for part in graph.objects(dataset, VOID.propertyPartition)
    }
    assert properties == {
        (name, int(n)) for name, n in rows(port, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    }
    example = graph.value(dataset, VOID.exampleResource)
    assert query(port, f"ASK {{ <{example}> ?p ?o }}", accept="text/csv").text.strip() == "true"


def test_the_catalogue_entry(port: int) -> None:
    graph, dataset = described(port, "/.well-known/void")
    for kind in (DCAT.Dataset, SCHEMA.Dataset):
        assert (dataset, RDF.type, kind) in graph
    for name in (
        DCTERMS.title,
        SCHEMA.name,
        SCHEMA.url,
        DCTERMS.modified,
        SCHEMA.dateModified,
        OWL.versionInfo,
    ):
        assert graph.value(dataset, name) is not None
    build = ask(port, "GET", "/health").text
    assert str(graph.value(dataset, OWL.versionInfo)) in build
    (service,) = graph.subjects(RDF.type, DCAT.DataService)
    assert (service, DCAT.servesDataset, dataset) in graph
    files = set()
    for one in graph.objects(dataset, DCAT.distribution):
        file = str(graph.value(one, DCAT.downloadURL))
        media_type = str(graph.value(one, SCHEMA.encodingFormat))
        assert str(graph.value(one, SCHEMA.contentUrl)) == file
        assert str(graph.value(one, DCAT.mediaType)).endswith(media_type)
        reply = ask(port, "GET", file.partition(f":{port}")[2])
        assert (reply.status, reply.kind) == (200, media_type)
        files.add(file)
    dumps = {str(file) for file in graph.objects(dataset, VOID.dataDump)}
    assert dumps < files
    assert len(dumps) == 5


def test_somebodys_data_is_not_called_ours(somebodys: int) -> None:
    graph, dataset = described(somebodys, "/.well-known/void")
    text = graph.serialize(format="nt")
    assert str(graph.value(dataset, DCTERMS.title)) == "their.trig"
    assert "tsunagari/ns" not in text
    assert "tsunagari/id" not in text
    assert graph.value(dataset, DCTERMS.license) is None
    assert {str(item) for item in graph.objects(dataset, VOID.vocabulary)} >= {"http://example.org/"}

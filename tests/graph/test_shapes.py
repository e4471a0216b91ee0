"""Our SHACL runner agrees with pySHACL, on a sound graph and on a broken one."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from pyshacl import validate as pyshacl_validate
from rdflib import SH, Graph

from graph.iris import NS, iri
from graph.shapes import SHAPES, validate

RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def peers_violations(store: Store) -> set[tuple[str, str, str]]:
    data = Graph().parse(
        data=store.dump(format=RdfFormat.N_TRIPLES, from_graph=__import__("pyoxigraph").DefaultGraph()),
        format="nt",
    )
    _, report, _ = pyshacl_validate(data, shacl_graph=Graph().parse(SHAPES), advanced=False, inference="none")
    kinds = {
        "MinCount": "minCount",
        "MaxCount": "maxCount",
        "Datatype": "datatype",
        "Class": "class",
        "MinInclusive": "minInclusive",
        "MaxInclusive": "maxInclusive",
    }
    found = set()
    for result in report.subjects(SH.resultSeverity, SH.Violation):
        component = str(report.value(result, SH.sourceConstraintComponent)).rsplit("#", 1)[-1]
        kind = kinds[component.removesuffix("ConstraintComponent")]
        found.add((str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultPath)), kind))
    return found


def ours(store: Store) -> set[tuple[str, str, str]]:
    return {(item.node, item.path, item.kind) for item in validate(store)}


def test_the_seed_graph_conforms(seed_graph: Store) -> None:
    assert list(validate(seed_graph)) == []


@pytest.mark.parametrize(
    ("subject", "statements"),
    [
        ("measure/1", []),
        (
            "measure/2",
            [("number", Literal("0", datatype=INTEGER)), ("number", Literal("2", datatype=INTEGER))],
        ),
        ("measure/3", [("number", Literal("three")), ("ministry", NamedNode(iri("target-group/x")))]),
        ("measure/4", [("link", Literal("https://example.org/"))]),
    ],
)
def test_a_broken_thing_is_found_as_pyshacl_finds_it(subject: str, statements: list) -> None:
    node = NamedNode(iri(subject))
    store = Store()
    store.add(Quad(node, RDF_TYPE, NamedNode(NS + "Measure")))
    for name, value in statements:
        store.add(Quad(node, NamedNode(NS + name), value))
    found = ours(store)
    assert found
    assert found == peers_violations(store)

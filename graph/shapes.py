"""Validates a store against `shapes.ttl`: the SHACL Core terms used there, run as SPARQL on the store itself.

pySHACL needs the whole graph in Python and minutes where the engine needs milliseconds, so each constraint
becomes one SELECT of its violations. Tests compare the results with pySHACL's on the same data.
Source: W3C SHACL, sections 4.1 to 4.3 (value type, cardinality and value range constraints).
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import QuerySolutions, Store
from rdflib import SH, Graph, Node, URIRef
from rdflib import Literal as RdfLiteral

from nlp.errors import VocabularyError

SHAPES = Path(__file__).parent / "shapes.ttl"
# sh:datatype on gYear, date and the like: the engine keeps the datatype IRI, so comparing it is exact.
_SUPPORTED = {
    SH.minCount,
    SH.maxCount,
    SH.datatype,
    SH["class"],
    SH.minInclusive,
    SH.maxInclusive,
    SH.path,
    SH.message,
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One check: `query` selects the nodes that break it (`?node`, `?value`)."""

    shape: str
    path: str
    kind: str
    message: str
    query: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a constraint. `value` is the offending value, "" for a count."""

    node: str
    path: str
    kind: str
    message: str
    value: str = ""


@lru_cache(maxsize=2)
def constraints(path: Path = SHAPES) -> tuple[Constraint, ...]:
    """The checks of a shapes file, in a stable order.

    Raises:
        VocabularyError: the file uses a SHACL term that is not compiled here.
    """
    graph = Graph().parse(path, format="turtle")
    found: list[Constraint] = []
    for shape, target in sorted(graph.subject_objects(SH.targetClass)):
        for prop in graph.objects(shape, SH.property):
            unknown = sorted(
                {str(item) for item in graph.predicates(prop)} - {str(item) for item in _SUPPORTED}
            )
            if unknown:
                raise VocabularyError(
                    f"{path.name}: {', '.join(unknown)} is not supported",
                    hint="see graph/shapes.py for what is",
                )
            found.extend(_compile(graph, shape, target, prop))
    return tuple(sorted(found, key=lambda item: (item.shape, item.path, item.kind)))


def _compile(graph: Graph, shape: Node, target: Node, prop: Node) -> Iterator[Constraint]:
    path = graph.value(prop, SH.path)
    message = str(graph.value(prop, SH.message) or "")
    each = f"?node a <{target}> ."
    values = f"?node <{path}> ?value ."
    for predicate, value in graph.predicate_objects(prop):
        kind = str(predicate).rsplit("#", 1)[-1]
        match predicate:
            case SH.minCount if int(str(value)) == 1:
                body = f"{each} FILTER NOT EXISTS {{ ?node <{path}> ?any }} BIND('' AS ?value)"
            case SH.maxCount if int(str(value)) == 1:
                # Streamed, where a count over all nodes would be held in memory.
                body = f"{each} {values} ?node <{path}> ?other . FILTER(!sameTerm(?value, ?other))"
            case SH.minCount | SH.maxCount:
                sign = "<" if predicate == SH.minCount else ">"
                body = (
                    f"{{ SELECT ?node (COUNT(DISTINCT ?each) AS ?value) WHERE {{ {each} "
                    f"OPTIONAL {{ ?node <{path}> ?each }} }} GROUP BY ?node }} FILTER(?value {sign} {value})"
                )
            case SH.datatype:
                body = f"{each} {values} FILTER(!isLiteral(?value) || datatype(?value) != <{value}>)"
            case SH.minInclusive | SH.maxInclusive if isinstance(value, RdfLiteral):
                sign = ">=" if predicate == SH.minInclusive else "<="
                body = f"{each} {values} FILTER(!COALESCE(?value {sign} {value}, false))"
            case _ if predicate == SH["class"] and isinstance(value, URIRef):
                body = f"{each} {values} FILTER NOT EXISTS {{ ?value a <{value}> }}"
            case _:
                continue
        query = f"SELECT ?node ?value WHERE {{ {body} }} LIMIT 100"
        yield Constraint(str(shape), str(path), kind, message, query)


def validate(store: Store, *, threads: int = 1) -> Iterator[Violation]:
    """Every violation in the store's default graph, at most 100 for each constraint, in the constraints' order.

    The engine answers queries of several threads side by side.
    """
    with ThreadPoolExecutor(threads) as pool:
        for found in pool.map(lambda constraint: _violations(store, constraint), constraints()):
            yield from found


def _violations(store: Store, constraint: Constraint) -> list[Violation]:
    found = store.query(constraint.query)
    assert isinstance(found, QuerySolutions)
    violations = []
    for row in found:
        value = row["value"]
        violations.append(
            Violation(
                node=str(row["node"]).strip("<>"),
                path=constraint.path,
                kind=constraint.kind,
                message=constraint.message,
                value="" if value is None else str(value),
            )
        )
    return violations

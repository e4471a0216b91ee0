"""Validates a store against `shapes.ttl`: the SHACL Core terms used there, run as SPARQL on the store itself.

pySHACL needs the whole graph in Python and minutes where the engine needs milliseconds, so each constraint
becomes one SELECT of its violations. What a class says once (sh:maxCount 1) is first looked through for all its
properties in one pass; only where that pass finds something amiss do the SELECTs say what. Of a valid graph that changed,
only the nodes that the change touches are looked at (`validate_change`). Tests compare the results with pySHACL's on the same data.
Source: W3C SHACL, sections 4.1 to 4.3 (value type, cardinality and value range constraints).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store
from rdflib import RDF, SH, Graph, Node, URIRef
from rdflib import Literal as RdfLiteral

from nlp.errors import VocabularyError

_CHOSEN = "tag:tsunagari,2026:chosen"
_TYPE = NamedNode(str(RDF.type))
# Nodes of a class that are looked at together, at least, and how many slices there are of one, at most: each slice skips all before it,
# and many slices of a very large class would take time with its square.
_SLICE, _SLICES = 20_000, 32
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
    """One check: `query` selects the nodes that break it (`?node`, `?value`) of those that the pattern `nodes` gives.

    `holds` is the same for one value as an expression over `?value`; "" where it cannot be said of one value.
    """

    shape: str
    target: str
    path: str
    kind: str
    message: str
    query: str
    nodes: str
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a constraint. `value` is the offending value, "" for a count."""

    node: str
    path: str
    kind: str
    message: str
    value: str = ""


@lru_cache(maxsize=4)
def constraints(path: Path = SHAPES, *, chosen: bool = False) -> tuple[Constraint, ...]:
    """The checks of a shapes file, in a stable order; with `chosen` only for nodes that are marked as chosen.

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
            mark = f" ?node <{_CHOSEN}> ?node ." if chosen else ""
            found.extend(_compile(graph, shape, target, prop, f"?node a <{target}> .{mark}"))
    return tuple(sorted(found, key=lambda item: (item.shape, item.path, item.kind)))


def _compile(graph: Graph, shape: Node, target: Node, prop: Node, each: str) -> Iterator[Constraint]:
    path = graph.value(prop, SH.path)
    message = str(graph.value(prop, SH.message) or "")
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
        yield Constraint(
            str(shape), str(target), str(path), kind, message, query, each, _holds(predicate, value)
        )


def _holds(predicate: Node, value: Node) -> str:
    """What must be true of `?value` when it is the only one; "" for what a single value does not decide."""
    match predicate:
        case SH.minCount if int(str(value)) == 1:
            return "BOUND(?value)"
        case SH.maxCount if int(str(value)) == 1:
            return "true"
        case SH.datatype:
            return f"(!BOUND(?value) || (isLiteral(?value) && datatype(?value) = <{value}>))"
        case SH.minInclusive | SH.maxInclusive:
            sign = ">=" if predicate == SH.minInclusive else "<="
            return f"(!BOUND(?value) || ?value {sign} {value})"
        case _ if predicate == SH["class"]:
            return f"(!BOUND(?value) || EXISTS {{ ?value a <{value}> }})"
    return ""


def _said_once(of_shape: Sequence[Constraint]) -> list[Constraint]:
    """The constraints of the properties of a shape that have one value at most and nothing that only a SELECT can tell."""
    by_path: dict[str, list[Constraint]] = {}
    for constraint in of_shape:
        by_path.setdefault(constraint.path, []).append(constraint)
    return [
        constraint
        for of_path in by_path.values()
        if all(one.holds for one in of_path) and any(one.holds == "true" for one in of_path)
        for constraint in of_path
    ]


def _slices(store: Store, together: Sequence[Constraint]) -> list[tuple[int, int]]:
    """Where among the nodes of a class to begin and how many to look at, so that threads share a large class."""
    (nodes,) = _numbers(store, f"SELECT (COUNT(*) AS ?nodes) WHERE {{ {together[0].nodes} }}")
    size = max(_SLICE, -(-nodes // _SLICES))
    return [(start, min(size, nodes - start)) for start in range(0, nodes, size)]


def _all_hold(store: Store, together: Sequence[Constraint], start: int, nodes: int) -> bool:
    """Whether constraints of one class hold for a number of its nodes, in one pass: as many rows as nodes, and nothing amiss in any.

    With optional properties a node gives one row, and more than one as soon as one of them has a second value. The engine
    goes through the nodes of a class in the order of its index, so that every node stands in one slice.
    """
    paths = list(dict.fromkeys(one.path for one in together))
    each = f"{{ SELECT ?node WHERE {{ {together[0].nodes} }} LIMIT {nodes} OFFSET {start} }}"
    values = " ".join(f"OPTIONAL {{ ?node <{path}> ?v{at} }}" for at, path in enumerate(paths))
    holds = " && ".join(one.holds.replace("?value", f"?v{paths.index(one.path)}") for one in together)
    rows, amiss = _numbers(
        store,
        f"SELECT (COUNT(*) AS ?rows) (SUM(IF(COALESCE({holds}, false), 0, 1)) AS ?amiss) WHERE {{ {each} {values} }}",
    )
    return rows == nodes and amiss == 0


def _numbers(store: Store, query: str) -> tuple[int, ...]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    row = next(iter(found))
    return tuple(int(str(getattr(row[name], "value", 0))) for name in found.variables)


def validate(store: Store, *, threads: int = 1) -> Iterator[Violation]:
    """Every violation in the store's default graph, at most 100 for each constraint, in the constraints' order.

    The engine answers queries of several threads side by side.
    """
    yield from _validated(store, constraints(), threads)


def validate_change(store: Store, gone: Iterable[Quad], come: Iterable[Quad]) -> Iterator[Violation]:
    """Every violation in a store that had none before it lost the quads `gone` and got the quads `come`.

    A node can only break a shape newly when something is said or no longer said of it, or when something that it points at
    lost a class. These nodes, with what is said of them and the classes of what they point at, are checked by themselves.
    """
    checks = constraints(chosen=True)
    paths = [NamedNode(path) for path in sorted({one.path for one in checks if one.kind == "class"})]
    nodes = set()
    for quads, lost in ((gone, True), (come, False)):
        for quad in quads:
            nodes.add(quad.subject)
            if lost and quad.predicate == _TYPE:
                for path in paths:
                    nodes.update(one.subject for one in _said(store, None, path, quad.subject))
    near = Store()
    for node in nodes:
        near.extend(_said(store, node, None, None))
    values = {quad.object for path in paths for quad in _said(near, None, path, None)}
    for value in values - nodes:
        if not isinstance(value, Literal):
            near.extend(_said(store, value, _TYPE, None))
    near.extend(Quad(node, NamedNode(_CHOSEN), node) for node in nodes)
    yield from _validated(near, checks, 1)


def _said(store: Store, subject: Any, predicate: NamedNode | None, value: Any) -> Iterator[Quad]:
    return store.quads_for_pattern(subject, predicate, value, DefaultGraph())


def _validated(store: Store, checks: Sequence[Constraint], threads: int) -> Iterator[Violation]:
    by_shape: dict[str, list[Constraint]] = {}
    for constraint in checks:
        by_shape.setdefault(constraint.shape, []).append(constraint)
    groups = [found for of_shape in by_shape.values() if len(found := _said_once(of_shape)) > 1]
    with ThreadPoolExecutor(threads) as pool:
        sliced = [(together, *where) for together in groups for where in _slices(store, together)]
        proven = pool.map(lambda one: _all_hold(store, *one), sliced)
        alone = [one for one in checks if not any(one in together for together in groups)]
        doubted = dict(zip(alone, pool.map(lambda one: _violations(store, one), alone), strict=True))
        broken = {one[0][0].shape for one, holds in zip(sliced, proven, strict=True) if not holds}
        again = [one for together in groups if together[0].shape in broken for one in together]
        doubted.update(zip(again, pool.map(lambda one: _violations(store, one), again), strict=True))
    for constraint in checks:
        yield from doubted.get(constraint, ())


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

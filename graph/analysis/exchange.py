"""The graph as nodes and edges for other tools: read from quads, without evidence and link nodes.

A statement's confidence and method, kept in `tsu:Link` nodes, become attributes of the edge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from graph.iris import BASE, NS

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TITLE = "http://purl.org/dc/terms/title"
_LEFT_OUT = frozenset({"Evidence", "Link", "Issue"})
_LABELS = (f"{_SKOS}prefLabel", f"{NS}displayLabel", _TITLE)
_ATTRIBUTES = {
    f"{NS}{name}": name
    for name in (
        "number",
        "planYear",
        "fiscalYear",
        "amount",
        "amountText",
        "relisted",
        "newlyListed",
        "limit",
        "legalForm",
        "lawNumber",
        "decidedOn",
        "displayLabel",
    )
} | {f"{_SKOS}notation": "notation"}
_INDIVIDUALS = frozenset({"budgetStage", "amountKind"})


@dataclass(frozen=True, slots=True)
class ExchangeNode:
    """A thing: full IRI, label, local name of its class, further values by name, sorted."""

    id: str
    label: str
    kind: str
    attributes: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class ExchangeEdge:
    """A statement between two things. `confidence` is 1.0 and `method` "" where it was not inferred."""

    source: str
    target: str
    kind: str
    confidence: float = 1.0
    method: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeGraph:
    """Nodes and edges, sorted, so that equal graphs give equal files."""

    nodes: tuple[ExchangeNode, ...]
    edges: tuple[ExchangeEdge, ...]


def exchange_graph(quads: Iterable[Quad]) -> ExchangeGraph:
    """The things and the statements between them. Edges to things that are left out, or that no one describes, are dropped."""
    kinds: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    values: dict[str, dict[str, set[str | int]]] = defaultdict(lambda: defaultdict(set))
    ties: set[tuple[str, str, str]] = set()
    links: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        subject, predicate, target = quad.subject.value, quad.predicate.value, quad.object
        if isinstance(target, Literal):
            if predicate in _LABELS:
                labels[predicate][subject] = min(target.value, labels[predicate].get(subject, target.value))
            if predicate in _ATTRIBUTES:
                values[subject][_ATTRIBUTES[predicate]].add(_plain(target))
            if predicate in {f"{NS}confidence", f"{NS}method"}:
                links[subject][predicate] = target.value
        elif isinstance(target, NamedNode):
            if predicate == f"{_RDF}type" and target.value.startswith(NS):
                kinds[subject] = min(kinds.get(subject, target.value[len(NS) :]), target.value[len(NS) :])
            elif predicate in {f"{_RDF}subject", f"{_RDF}predicate", f"{_RDF}object"}:
                links[subject][predicate] = target.value
            elif predicate.startswith(NS) and predicate[len(NS) :] in _INDIVIDUALS:
                values[subject][predicate[len(NS) :]].add(target.value.removeprefix(NS))
            elif target.value.startswith(BASE):
                ties.add((subject, predicate, target.value))
    return _assemble(kinds, labels, values, ties, links)


def _one(several: set[str | int]) -> str | int:
    """A value as it is, several joined by "; " in a fixed order."""
    return next(iter(several)) if len(several) == 1 else "; ".join(sorted(map(str, several)))


def _plain(literal: Literal) -> str | int:
    if literal.datatype.value.endswith("#integer"):
        return int(literal.value)
    return literal.value


def _assemble(
    kinds: dict[str, str],
    labels: dict[str, dict[str, str]],
    values: dict[str, dict[str, set[str | int]]],
    ties: set[tuple[str, str, str]],
    links: dict[str, dict[str, str]],
) -> ExchangeGraph:
    kept = {thing: kind for thing, kind in kinds.items() if kind not in _LEFT_OUT and thing.startswith(BASE)}
    inferred = {
        (link[f"{_RDF}subject"], link[f"{_RDF}predicate"], link[f"{_RDF}object"]): link
        for _, link in sorted(links.items())
        if f"{_RDF}subject" in link and f"{_RDF}predicate" in link and f"{_RDF}object" in link
    }
    nodes = [
        ExchangeNode(
            thing,
            next(
                (labels[name][thing] for name in _LABELS if thing in labels[name]), thing.removeprefix(BASE)
            ),
            kind,
            tuple((name, _one(several)) for name, several in sorted(values[thing].items()))
            if thing in values
            else (),
        )
        for thing, kind in sorted(kept.items())
    ]
    edges: list[ExchangeEdge] = []
    for subject, predicate, target in sorted(ties):
        if subject in kept and target in kept:
            link = inferred.get((subject, predicate, target), {})
            confidence = float(link.get(f"{NS}confidence", "1"))
            kind = predicate.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
            edges.append(ExchangeEdge(subject, target, kind, confidence, link.get(f"{NS}method", "")))
    return ExchangeGraph(tuple(nodes), tuple(edges))

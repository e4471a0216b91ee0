"""Evidence: where a statement stands, and inferred links with confidence, method and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from graph.iris import BASE, iri, slug
from graph.terms import RDF_TYPE, Node, decimal, japanese, name, typed
from graph.vocabulary import term
from nlp.records import Field, Record, Where

_LONGEST_QUOTE = 400
_LONGEST_VALUE = 200


@dataclass
class EvidenceWriter:
    """Writes evidence nodes of one document, each once.

    `text` is the source text that offsets refer to, so that every quote is `text[start:end]` by construction.
    """

    document: str
    text: str
    _written: set[str] = field(default_factory=set)

    def of_field(
        self, record: Record, item: Field, local: str, value: Node
    ) -> tuple[NamedNode | None, list[Quad]]:
        """The evidence node of a field and its quads (without those that were written before).

        The node names `value` too, so that each of several ministries has its own quote; a whole cell of text
        is not said twice, its quote is the value. A value inferred without a quote of its own points at the
        head of its record; None when even that place is unknown.
        """
        where = item.where or record.where
        if where is None:
            return None, []
        inferred = item.where is None
        node, quads = self._node(
            where, local, item.method, item.confidence, None if inferred else item.repaired, item.note
        )
        said = f"{node.value} {value}"
        if said not in self._written and len(value.value) <= _LONGEST_VALUE:
            self._written.add(said)
            quads.append(Quad(node, term("supportsValue"), value))
        return node, quads

    def of_place(
        self, where: Where, supports: str, method: str, confidence: float
    ) -> tuple[NamedNode, list[Quad]]:
        """The evidence node of a bare place in the text (a mention, a relation)."""
        return self._node(where, supports, method, confidence, None, "")

    def _node(
        self,
        where: Where,
        supports: str,
        method: str,
        confidence: float,
        repaired: str | None,
        note: str,
    ) -> tuple[NamedNode, list[Quad]]:
        start = max(0, min(where.start, len(self.text)))
        end = max(start, min(where.end, len(self.text)))
        if repaired is None and end - start > _LONGEST_QUOTE and supports not in _LONG:
            end = start + _LONGEST_QUOTE
        path = f"evidence/{slug(self.document)}-{start}-{end}-{slug(supports)}-{slug(method)}"
        node = NamedNode(iri(path))
        if path in self._written:
            return node, []
        self._written.add(path)
        quads = [
            Quad(node, RDF_TYPE, term("Evidence")),
            Quad(node, term("document"), NamedNode(iri(f"document/{slug(self.document)}"))),
            Quad(node, term("quote"), Literal(self.text[start:end])),
            Quad(node, term("start"), typed(start, "integer")),
            Quad(node, term("end"), typed(end, "integer")),
            Quad(node, term("supports"), Literal(supports)),
            Quad(node, term("method"), Literal(method)),
            Quad(node, term("confidence"), decimal(confidence)),
        ]
        if where.page is not None:
            quads.append(Quad(node, term("page"), typed(where.page, "integer")))
        if repaired:
            quads.append(Quad(node, term("repairedQuote"), Literal(repaired)))
        if note:
            quads.append(Quad(node, term("reason"), japanese(note)))
        return node, quads


# Whole cells are quoted whole: the value itself is the quote.
_LONG = frozenset(
    {
        "overview",
        "goal",
        "achievement",
        "review",
        "currentSituation",
        "challenge",
        "purpose",
        "effect",
        "description",
        "quote",
        "prefLabel",
    }
)


def local_name(predicate: NamedNode) -> str:
    """The part of a predicate behind the last "#" or "/"."""
    return predicate.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def link_quads(
    subject: NamedNode,
    predicate: NamedNode,
    value: NamedNode,
    *,
    confidence: float,
    method: str,
    reasons: Iterable[str] = (),
    evidence: Iterable[NamedNode] = (),
    more: Mapping[str, Literal | NamedNode] | None = None,
) -> Iterator[Quad]:
    """An inferred statement and the `tsu:Link` node that says how sure it is, why and from where."""
    yield Quad(subject, predicate, value)
    path = "-".join(
        (
            slug(subject.value[len(BASE) :].replace("/", "-")),
            local_name(predicate),
            slug(value.value[len(BASE) :].replace("/", "-")),
        )
    )
    node = NamedNode(iri(f"link/{path}"))
    yield Quad(node, RDF_TYPE, term("Link"))
    yield Quad(node, name("rdf:subject"), subject)
    yield Quad(node, name("rdf:predicate"), predicate)
    yield Quad(node, name("rdf:object"), value)
    yield Quad(node, term("confidence"), decimal(confidence))
    yield Quad(node, term("method"), Literal(method))
    for reason in reasons:
        yield Quad(node, term("reason"), japanese(reason))
    for item in evidence:
        yield Quad(node, term("evidence"), item)
    for key, extra in (more or {}).items():
        yield Quad(node, term(key), extra)

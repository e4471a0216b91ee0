"""One document's extraction -> quads: its records, their fields with evidence, its issues. Nothing global."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph.iris import iri, path_of, slug
from graph.quads.provenance import EvidenceWriter, link_quads, local_name
from graph.terms import PREF_LABEL, RDF_TYPE, japanese, name, object_of, typed
from graph.vocabulary import term
from nlp.errors import ProfileError
from nlp.records import Document, Extraction, Field, Issue, Record

_DATA = Path(__file__).parent / "field_terms.toml"


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """The property of a field and the kind of its value (see `field_terms.toml`)."""

    predicate: NamedNode
    kind: str


@dataclass(frozen=True, slots=True)
class KindTerms:
    """How records of one kind become statements."""

    rdf_class: NamedNode
    fields: Mapping[str, FieldTerm]
    ignored: frozenset[str]
    parent: NamedNode | None
    parent_inverse: NamedNode | None


@lru_cache(maxsize=1)
def field_terms() -> Mapping[str, KindTerms]:
    """The table of `field_terms.toml` by kind of record.

    Raises:
        VocabularyError: a term is not in `ontology.ttl`.
    """
    table = {}
    for kind, item in tomllib.loads(_DATA.read_text(encoding="utf-8")).items():
        fields = {
            key: FieldTerm(name(entry["term"]), entry["as"])
            for key, entry in item["fields"].items()
            if isinstance(entry, dict)
        }
        table[kind] = KindTerms(
            term(item["class"]),
            fields,
            frozenset(item.get("ignore", ())),
            term(item["parent"]) if "parent" in item else None,
            term(item["parent_inverse"]) if "parent_inverse" in item else None,
        )
    return table


def terms_of(kind: str) -> KindTerms:
    """The terms of one kind of record.

    Raises:
        ProfileError: no table of `field_terms.toml` has that kind.
    """
    found = field_terms().get(kind)
    if found is None:
        raise ProfileError(
            f"records of kind '{kind}' have no table", hint="add it to graph/quads/field_terms.toml"
        )
    return found


def extraction_quads(extraction: Extraction) -> Iterator[Quad]:
    """Every statement that one document makes by itself."""
    writer = EvidenceWriter(extraction.document.id, extraction.text)
    yield from document_quads(extraction.document)
    nodes = {
        f"{record.kind}:{record.key}": NamedNode(iri(path_of(extraction.document.id, record)))
        for record in extraction.records
    }
    for record in extraction.records:
        yield from _record_quads(record, nodes, writer)
    for relation in extraction.relations:
        subject = nodes.get(relation.subject)
        kind, _, canonical = relation.object.partition(":")
        value: NamedNode | None = None
        if relation.predicate == "cites" and kind in ("law", "plan"):
            value = NamedNode(iri(f"{kind}/{slug(canonical)}"))
        elif relation.predicate == "relists":
            value = nodes.get(relation.object)
        if subject is None or value is None:
            continue  # other relations are candidates for reconciliation, not statements yet
        evidence = []
        if relation.where is not None:
            node, quads = writer.of_place(
                relation.where, relation.predicate, relation.rule, relation.confidence
            )
            yield from quads
            evidence.append(node)
        yield from link_quads(
            subject,
            term(relation.predicate),
            value,
            confidence=relation.confidence,
            method=relation.rule,
            evidence=evidence,
        )
    for number, issue in enumerate(extraction.issues, 1):
        yield from _issue_quads(issue, number, extraction.document, nodes)


def document_quads(document: Document) -> Iterator[Quad]:
    """The node of a source document."""
    node = NamedNode(iri(f"document/{slug(document.id)}"))
    yield Quad(node, RDF_TYPE, term("Document"))
    yield Quad(node, name("dcterms:title"), japanese(document.title or document.id))
    yield Quad(node, PREF_LABEL, japanese(document.title or document.id))
    yield Quad(node, name("dcterms:identifier"), Literal(document.id))
    for predicate, value in (
        ("dcterms:publisher", document.publisher),
        ("dcterms:license", document.licence),
        ("profile", document.profile),
        ("sha256", document.sha256),
    ):
        if value:
            yield Quad(node, name(predicate), Literal(value))
    if document.source_url:
        yield Quad(node, name("dcterms:source"), typed(document.source_url, "anyURI"))
    if document.issued:
        yield Quad(node, name("dcterms:issued"), typed(document.issued, _date_type(document.issued)))
    if document.fiscal_year is not None:
        yield Quad(node, term("fiscalYear"), typed(document.fiscal_year, "gYear"))
    yield Quad(node, term("characters"), typed(document.characters, "integer"))


def copy_quad(document: str, original: str) -> Quad:
    """document is the same text as original, in another file."""
    node, other = (NamedNode(iri(f"document/{slug(item)}")) for item in (document, original))
    return Quad(node, name("dcterms:isFormatOf"), other)


def _date_type(value: str) -> str:
    return {4: "gYear", 7: "gYearMonth"}.get(len(value), "date")


def _record_quads(record: Record, nodes: Mapping[str, NamedNode], writer: EvidenceWriter) -> Iterator[Quad]:
    terms = terms_of(record.kind)
    node = nodes[f"{record.kind}:{record.key}"]
    is_pillar = record.kind == "section" and record.text("level") == "pillar"
    yield Quad(node, RDF_TYPE, term("Pillar") if is_pillar else terms.rdf_class)
    yield Quad(node, term("document"), NamedNode(iri(f"document/{slug(writer.document)}")))
    parent = nodes.get(record.parent)
    if parent is not None and terms.parent is not None:
        yield Quad(node, terms.parent, parent)
    if parent is not None and terms.parent_inverse is not None:
        yield Quad(parent, terms.parent_inverse, node)
    for item in record.fields:
        yield from _field_quads(record, item, node, terms, writer)
    if record.first("label") is None and record.first("display_label") is not None:
        # Nothing printed to show: ours stands in, and stays recognisable by tsu:displayLabel.
        yield Quad(node, PREF_LABEL, japanese(record.text("display_label")))
    elif record.first("label") is None and record.kind == "indicator" and record.text("measured"):
        yield Quad(node, PREF_LABEL, japanese(record.text("measured")))


def _field_quads(
    record: Record, item: Field, node: NamedNode, terms: KindTerms, writer: EvidenceWriter
) -> Iterator[Quad]:
    known = terms.fields.get(item.name)
    if known is None or item.method == "unresolved":
        return
    if known.kind == "programme_name":
        # As printed: no other document may know a programme of this name.
        yield Quad(node, term("programmeName"), Literal(str(item.value)))
        return
    value = object_of(item.value, known.kind)
    if value is None:
        return
    if known.kind == "date" and len(value.value) < len("2025-06-13"):
        # Only the month or the year is printed: no date to state, so the broader property carries what there is.
        known = FieldTerm(name("dcterms:date"), known.kind)
        value = typed(value.value, _date_type(value.value))
    evidence, quads = writer.of_field(record, item, local_name(known.predicate), value)
    yield from quads
    if evidence is not None:
        yield Quad(node, term("evidence"), evidence)
    if known.kind == "target_group" and isinstance(value, NamedNode):
        yield from link_quads(
            node,
            known.predicate,
            value,
            confidence=item.confidence,
            method=item.method,
            reasons=(item.note,) if item.note else (),
            evidence=() if evidence is None else (evidence,),
        )
    else:
        yield Quad(node, known.predicate, value)
    if item.name == "limit" and (item.note or item.raw):
        yield Quad(node, term("limitText"), Literal(f"{item.note} {item.repaired or item.raw}".strip()))


def _issue_quads(
    issue: Issue, number: int, document: Document, nodes: Mapping[str, NamedNode]
) -> Iterator[Quad]:
    place = f"{issue.where.start}-{issue.where.end}" if issue.where else f"n{number}"
    subject = slug(issue.subject.replace(":", "-")) if issue.subject else ""
    node = NamedNode(iri(f"issue/{slug(document.id)}-{issue.code}-{place}{'-' + subject if subject else ''}"))
    yield Quad(node, RDF_TYPE, term("Issue"))
    yield Quad(node, term("code"), Literal(issue.code))
    yield Quad(node, term("severity"), Literal(issue.severity))
    yield Quad(node, term("message"), japanese(issue.message))
    yield Quad(node, term("document"), NamedNode(iri(f"document/{slug(document.id)}")))
    if issue.where is not None:
        yield Quad(node, term("start"), typed(issue.where.start, "integer"))
        yield Quad(node, term("end"), typed(issue.where.end, "integer"))
    if issue.subject in nodes:
        yield Quad(node, term("about"), nodes[issue.subject])

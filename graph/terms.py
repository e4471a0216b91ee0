"""RDF terms from plain values, and the namespaces that we reuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph.iris import iri, slug
from graph.vocabulary import term
from nlp.errors import VocabularyError
from nlp.records import Scalar

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?")
PREFIXES = {
    "tsu": "https://w3id.org/tsunagari/ns#",
    "id": "https://w3id.org/tsunagari/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
Node = NamedNode | BlankNode | Literal
_ENTITY = {
    "ministry": "ministry",
    "section": "section",
    "pillar": "pillar",
    "target_group": "target-group",
    "law": "law",
    "plan": "plan",
    "programme": "programme",
}
_INDIVIDUAL = {"stage", "amount_kind", "requirement_type"}
_DATATYPES = {"integer", "decimal", "boolean", "date", "gYear", "anyURI", "duration"}


@lru_cache(maxsize=512)
def name(curie: str) -> NamedNode:
    """`prefix:local` of a reused vocabulary, or a local name of ours (checked against `ontology.ttl`)."""
    prefix, colon, local = curie.partition(":")
    if not colon or prefix == "tsu":
        return term(local or prefix)
    if prefix not in PREFIXES:
        raise VocabularyError(f"unknown prefix in '{curie}'", hint=f"known: {', '.join(PREFIXES)}")
    return NamedNode(PREFIXES[prefix] + local)


RDF_TYPE = name("rdf:type")
PREF_LABEL = name("skos:prefLabel")


def typed(value: object, datatype: str) -> Literal:
    """A literal of an XSD datatype given by its local name."""
    if datatype == "string":
        return Literal(str(value))
    text = str(value).lower() if datatype == "boolean" else str(value)
    return Literal(text, datatype=name(f"xsd:{datatype}"))


@lru_cache(maxsize=4096)
def decimal(value: float) -> Literal:
    """A confidence or other figure as xsd:decimal, at most four places, no exponent."""
    return typed(f"{Decimal(str(value)):.4f}".rstrip("0").rstrip(".") or "0", "decimal")


def japanese(text: str) -> Literal:
    """Text tagged as Japanese."""
    return Literal(text, language="ja")


def english(text: str) -> Literal:
    """Text tagged as English."""
    return Literal(text, language="en")


def object_of(value: Scalar, kind: str) -> Node | None:
    """The RDF object for a field value of the kind named in `field_terms.toml`; None when it does not fit."""
    text = str(value).strip()
    if not text:
        return None
    if kind in _ENTITY:
        return NamedNode(iri(f"{_ENTITY[kind]}/{slug(text)}"))
    if kind in _INDIVIDUAL:
        return term(text)
    if kind == "ja":
        return japanese(text)
    if kind == "decimal":
        try:
            return decimal(float(Decimal(text)))
        except InvalidOperation:
            return None
    if kind in _DATATYPES:
        return typed(text if not isinstance(value, bool) else value, kind)
    return Literal(text)


def statements(subject: NamedNode, *pairs: tuple[NamedNode, Node | None]) -> Iterator[Quad]:
    """Quads of the default graph for the pairs whose object is not None."""
    for predicate, value in pairs:
        if value is not None:
            yield Quad(subject, predicate, value)


def whole(text: str) -> int | None:
    """The whole number that a literal writes; None for anything else, as somebody's own data may hold.

    >>> whole("82"), whole("-5"), whole("³"), whole(""), whole("9" * 5000)
    (82, -5, None, None, None)
    """
    return int(text) if _WHOLE.fullmatch(text) else None


def number(text: str) -> float | None:
    """The number that a literal writes; None for anything else.

    >>> number("0.95"), number("1e3"), number("x"), number("")
    (0.95, 1000.0, None, None)
    """
    return float(text) if _NUMBER.fullmatch(text) else None

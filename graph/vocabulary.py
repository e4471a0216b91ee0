"""The terms of `ontology.ttl`; the only place that finds that file and the shipped seeds."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import OWL, RDFS

from graph.iris import NS
from nlp.errors import VocabularyError

TSU = Namespace(NS)
_HERE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """A file at the top of a checkout, or its copy inside an installed wheel."""
    checkout = _HERE.parent / name
    return checkout if checkout.exists() else _HERE / "data" / name


def ontology_path() -> Path:
    """Where `ontology.ttl` is."""
    return _shipped("ontology.ttl")


def seeds_path() -> Path:
    """Where the seed documents are."""
    return _shipped("seeds")


@lru_cache(maxsize=1)
def ontology() -> Graph:
    """The vocabulary as an RDF graph, read once."""
    return Graph().parse(ontology_path(), format="turtle")


@lru_cache(maxsize=1)
def known_terms() -> frozenset[str]:
    """Local names of every class, property and individual of our namespace."""
    return frozenset(
        str(subject)[len(NS) :]
        for subject in ontology().subjects(RDFS.isDefinedBy)
        if str(subject).startswith(NS)
    )


@lru_cache(maxsize=512)
def term(name: str) -> NamedNode:
    """The term `tsu:name`.

    Raises:
        VocabularyError: `ontology.ttl` does not define it.
    """
    if name not in known_terms():
        raise VocabularyError(
            f"tsu:{name} is not defined", hint="add it to ontology.ttl with label and definition"
        )
    return NamedNode(NS + name)


def label_of(name: str, language: str = "ja") -> str:
    """The label of `tsu:name` in a language, or the name itself."""
    for label in ontology().objects(URIRef(NS + name), RDFS.label):
        if getattr(label, "language", None) == language:
            return str(label)
    return name


def version() -> str:
    """`owl:versionInfo` of the vocabulary."""
    for subject in ontology().subjects(RDF.type, OWL.Ontology):
        for value in ontology().objects(subject, OWL.versionInfo):
            return str(value)
    return ""

"""`/ns`: our vocabulary, as RDF for programs and as a list of terms for people (`https://w3id.org/tsunagari/ns#…`)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from api.endpoint.service_description import OFFERS
from api.negotiation import choose
from api.pages.texts import texts_for
from api.problems import Problem
from graph.iris import NS
from graph.vocabulary import ontology, version

blueprint = Blueprint("vocabulary", __name__)
_KINDS = (
    ("classes", OWL.Class),
    ("relations", OWL.ObjectProperty),
    ("values", OWL.DatatypeProperty),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A term with its label, its explanation and what it specialises, "" where the vocabulary says nothing."""

    name: str
    label: str
    comment: str
    broader: str


@blueprint.get("/ns")
def vocabulary() -> Response:
    """The vocabulary in the form asked for. Raises: Problem 406."""
    chosen = choose(request.headers.get("Accept", ""), (*OFFERS, "text/html"))
    if chosen is None:
        raise Problem(406, "not_acceptable", "the vocabulary is RDF or HTML", hint=", ".join(OFFERS))
    if chosen == "text/html":
        lang = "en" if request.args.get("lang") == "en" else "ja"
        page = render_template("vocabulary.html", groups=_groups(lang), version=version(), ns=NS)
        response = Response(page, content_type="text/html; charset=utf-8")
    else:
        response = Response(
            ontology().serialize(format=OFFERS[chosen]), content_type=f"{chosen}; charset=utf-8"
        )
    response.headers["Vary"] = "Accept"
    response.set_etag(f"{version()}-{chosen}-{'en' if request.args.get('lang') == 'en' else 'ja'}")
    return response.make_conditional(request)  # type: ignore[return-value]


def _groups(lang: str) -> list[tuple[str, list[Word]]]:
    graph = ontology()
    heads = texts_for(lang)["vocabulary"]
    found = []
    for key, kind in _KINDS:
        terms = sorted(
            {
                term
                for term in graph.subjects(RDF.type, kind)
                if isinstance(term, URIRef) and term.startswith(NS)
            }
        )
        found.append((heads[key], [_word(graph, term, lang) for term in terms]))
    return found


def _word(graph: Graph, term: URIRef, lang: str) -> Word:
    def text(predicate: URIRef) -> str:
        values = {getattr(value, "language", ""): str(value) for value in graph.objects(term, predicate)}
        return values.get(lang) or next(iter(values.values()), "")

    broader = [
        value.n3(graph.namespace_manager)
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf)
        for value in graph.objects(term, predicate)
        if isinstance(value, URIRef)
    ]
    return Word(
        term.removeprefix(NS),
        text(RDFS.label),
        text(SKOS.definition) or text(RDFS.comment),
        ", ".join(sorted(broader)),
    )

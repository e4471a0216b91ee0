"""The vocabulary is complete: every term is labelled and defined in both languages, every mapping uses known terms."""

from rdflib import RDF, RDFS, SKOS, URIRef
from rdflib.namespace import OWL

from graph.iris import NS
from graph.quads.records import field_terms
from graph.vocabulary import known_terms, label_of, ontology, version


def test_every_term_has_label_and_definition_in_japanese_and_english() -> None:
    graph = ontology()
    for name in known_terms():
        for predicate in (RDFS.label, SKOS.definition):
            languages = {value.language for value in graph.objects(URIRef(NS + name), predicate)}
            assert {"ja", "en"} <= languages, (name, predicate)


def test_contract_terms_are_defined() -> None:
    classes = "Ministry Measure BudgetLine Programme Pillar Section TargetGroup Grantee EligibleActivity Requirement Law Plan Document Evidence Link"
    properties = (
        "number planYear ministry section targetGroup overview goal achievement review link indicator fiscalYear budgetStage "
        "amount amountKind amountText relisted newlyListed programme relatedMeasure continues component implementer subsidyRate "
        "legalForm prefecture serviceArea project legalBasis lawNumber decidedOn document quote start end repairedQuote method "
        "confidence evidence initial supplementary exact includedIn"
    )
    assert set(f"{classes} {properties}".split()) <= known_terms()


def test_every_term_used_in_the_graph_is_defined(seed_graph) -> None:
    used = set()
    for quad in seed_graph:
        for term in (quad.predicate, quad.object):
            value = getattr(term, "value", "")
            if isinstance(value, str) and value.startswith(NS):
                used.add(value[len(NS) :])
    assert used - {""} <= known_terms()


def test_field_table_uses_known_terms() -> None:
    assert {"measure", "budget_line", "sheet", "grantee"} <= field_terms().keys()


def test_ranges_are_declared_classes() -> None:
    graph = ontology()
    for value in graph.objects(None, RDFS.range):
        if str(value).startswith(NS):
            assert (value, RDF.type, OWL.Class) in graph


def test_labels_and_version() -> None:
    assert label_of("relisted") == "再掲"
    assert label_of("relisted", "en") == "relisted"
    assert version()

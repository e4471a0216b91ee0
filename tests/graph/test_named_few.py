"""Values tested instead of looked up where rows are named: the same rows, and nothing changed where it would cost."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.named_few import values_tested
from graph.question_graph import build_query
from nlp.questions.records import Condition, Frame, Term

TSU = "https://w3id.org/tsunagari/ns#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
YEAR = NamedNode("http://www.w3.org/2001/XMLSchema#gYear")


@pytest.fixture
def store() -> Store:
    store = Store()
    for number in range(40):
        line, programme = (
            NamedNode(f"https://example.org/{kind}/{number}") for kind in ("line", "programme")
        )
        for said, value in (
            (TYPE, NamedNode(TSU + "BudgetLine")),
            (NamedNode(TSU + "programme"), NamedNode(f"https://example.org/programme/{number % 3}")),
            (NamedNode(TSU + "fiscalYear"), Literal(str(2020 + number % 7), datatype=YEAR)),
            (NamedNode(TSU + "budgetStage"), NamedNode(TSU + ("initial", "supplementary")[number % 2])),
            (NamedNode(TSU + "number"), Literal(number)),
            (NamedNode(TSU + "amount"), Literal(number * 1_000_000)),
        ):
            store.add(Quad(line, said, value))
        store.add(Quad(programme, LABEL, Literal(f"事業{number}", language="ja")))
    return store


_YEARS = Condition("year", (Term("year", "2021"), Term("year", "2024")))
_STAGES = Condition("stage", (Term("iri", TSU + "initial"), Term("iri", TSU + "initial")))
_NAMED = Condition("programme", (Term("iri", "https://example.org/programme/1"),))
_TWO = Condition(
    "programme", tuple(Term("iri", f"https://example.org/programme/{number}") for number in (1, 2))
)


@pytest.mark.parametrize("conditions", [(_NAMED, _YEARS), (_YEARS, _NAMED, _STAGES), (_NAMED, _STAGES)])
def test_the_rows_are_the_same(store: Store, conditions: tuple[Condition, ...]) -> None:
    query = build_query("amounts", Frame("amounts", "line", "programme", conditions))
    asked = values_tested(query)
    assert "VALUES" in query
    assert "VALUES" not in asked
    rows = [str(row) for row in store.query(query)]
    assert rows == [str(row) for row in store.query(asked)]
    assert rows


def test_a_year_is_tested_of_the_rows_of_a_number(store: Store) -> None:
    numbered = Condition("number", (Term("integer", "8"),))
    for year in ("2021", "2022"):
        query = build_query(
            "amounts", Frame("", "line", "programme", (Condition("year", (Term("year", year),)), numbered))
        )
        asked = values_tested(query)
        assert f'FILTER EXISTS {{ ?line tsu:fiscalYear "{year}"^^xsd:gYear . }}' in asked
        rows = [str(row) for row in store.query(query)]
        assert rows == [str(row) for row in store.query(asked)]
        assert bool(rows) == (year == "2021")


@pytest.mark.parametrize("conditions", [(_YEARS,), (_STAGES, _YEARS), (_TWO,)])
def test_where_no_single_thing_is_named_the_values_stay(conditions: tuple[Condition, ...]) -> None:
    query = build_query("amounts", Frame("amounts", "line", "programme", conditions))
    assert values_tested(query) == query

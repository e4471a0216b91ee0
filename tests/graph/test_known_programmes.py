"""Programmes behind rows out of what is known of each row: the rows that the engine gives."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store

from api.graph_access import texts
from graph.known_programmes import KnownProgrammes
from graph.known_sets import KnownSets
from graph.question_graph import build_query
from graph.usual_sets import read_usual
from nlp.questions.records import Condition, Frame, Term

NS = "https://w3id.org/tsunagari/ns#"
HEAD = """
@prefix tsu: <https://w3id.org/tsunagari/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/tsunagari/id/> .
"""
Rows = tuple[list[str], list[tuple[Any, ...]]]


def _row(number: int) -> str:
    programme = number % 5
    return (
        f'<line/{number:02}> a tsu:BudgetLine ; tsu:number {number} ; skos:prefLabel "事業{programme}"@ja ; tsu:programme <programme/{programme}> ;'
        f' tsu:fiscalYear "{2024 + number % 2 * (programme != 3)}"^^xsd:gYear ; tsu:budgetStage tsu:{("initial", "supplementary")[number % 3 == 0]} .'
        f'<programme/{programme}> a tsu:Programme ; skos:prefLabel "事業{programme}"@ja .'
    )


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    unnumbered = (
        '<line/99> a tsu:BudgetLine ; tsu:programme <programme/0> ; tsu:fiscalYear "2024"^^xsd:gYear .'
    )
    store.load((HEAD + "\n".join(map(_row, range(1, 30))) + unnumbered).encode(), RdfFormat.TURTLE)
    return store


def _year(*years: str, mode: str = "any") -> Condition:
    return Condition("year", tuple(Term("year", year) for year in years), mode)  # type: ignore[arg-type]


_STAGE = Condition("stage", (Term("iri", NS + "supplementary"),))


@pytest.mark.parametrize(
    "conditions",
    [
        (),
        (_year("2024"),),
        (_year("2024"), _STAGE),
        (_year("2024"), _year("2025", mode="none")),
        (_year("2024", "2025", mode="all"),),
        (_STAGE, _year("2025", mode="none")),
    ],
)
def test_the_rows_are_the_engines(store: Store, conditions: tuple[Condition, ...]) -> None:
    def ask(query: str) -> Rows:
        return texts(store, query)

    sets = KnownSets()
    read_usual(sets, ask)
    known = KnownProgrammes(sets)
    known.read(ask, 100)
    query = build_query("list_programmes", Frame("list", "line", "programme", conditions))
    found = known.answer(query, ask)
    assert found is not None
    names, rows = ask(query)
    assert found[0] == names
    assert [row[:3] for row in found[1]] == [row[:3] for row in rows]
    assert [set(row[3].split("、")) for row in found[1]] == [set(row[3].split("、")) for row in rows]
    limited = known.answer(f"{query}LIMIT 2\n", ask)
    assert limited == (names, found[1][:2])


def test_too_many_rows_and_other_queries_are_left_to_the_engine(store: Store) -> None:
    def ask(query: str) -> Rows:
        return texts(store, query)

    sets = KnownSets()
    read_usual(sets, ask)
    query = build_query("list_programmes", Frame("list", "line", "programme"))
    known = KnownProgrammes(sets)
    known.read(ask, 3)
    assert known.answer(query, ask) is None
    known.read(ask, 100)
    assert known.answer(query.replace("ORDER BY ?label", "ORDER BY DESC(?label)"), ask) is None
    assert known.answer(build_query("list", Frame("list", "line", "programme")), ask) is None

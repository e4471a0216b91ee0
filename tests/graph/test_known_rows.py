"""Rows that conditions mean named in a query: the same rows as without, and nothing else of the query given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store

from api.graph_access import texts
from graph.known_rows import rows_named
from graph.known_sets import KnownSets
from graph.question_graph import build_query
from graph.usual_sets import read_usual
from nlp.questions.records import Condition, Frame, Term

Ask = Callable[[str], tuple[list[str], list[tuple[Any, ...]]]]
ID = "https://w3id.org/tsunagari/id/"
DATA = """
@prefix tsu: <https://w3id.org/tsunagari/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/tsunagari/id/> .
<programme/p> a tsu:Programme ; skos:prefLabel "見守り"@ja ; tsu:sheet <sheet/1> . <sheet/1> a tsu:Sheet ; tsu:subsidyRate "定額" .
<programme/q> a tsu:Programme ; skos:prefLabel "食堂"@ja ; tsu:sheet <sheet/2> . <sheet/2> a tsu:Sheet ; tsu:subsidyRate "国1/2" .
<line/4> a tsu:BudgetLine ; tsu:number 4 ; skos:prefLabel "見守り"@ja ; tsu:fiscalYear "2025"^^xsd:gYear ; tsu:budgetStage tsu:initial ;
  tsu:programme <programme/p> ; tsu:amount 5 ; tsu:amountKind tsu:exact .
<line/5> a tsu:BudgetLine ; tsu:number 5 ; skos:prefLabel "食堂"@ja ; tsu:fiscalYear "2025"^^xsd:gYear ; tsu:budgetStage tsu:initial ;
  tsu:programme <programme/q> ; tsu:amount 7 ; tsu:amountKind tsu:exact ; tsu:relisted true .
<line/6> a tsu:BudgetLine ; tsu:number 6 ; skos:prefLabel "食堂"@ja ; tsu:fiscalYear "2024"^^xsd:gYear ; tsu:budgetStage tsu:initial ;
  tsu:programme <programme/q> ; tsu:amount 9 ; tsu:amountKind tsu:exact .
"""
YEAR = Condition("year", (Term("year", "2025"),))
ALONE = Condition("absent_year", (Term("year", "2024"),), "all")
STAGE = Condition("stage", (Term("iri", "https://w3id.org/tsunagari/ns#initial"),))
FIRST_TIME = Condition("relisted", (Term("boolean", "true"),), "none")
FLAT = Condition("rate", (Term("text", "定額"),))
HALF = Condition("rate", (Term("text", "1/2"),))


@pytest.fixture(scope="module")
def ask() -> Ask:
    """Three rows of two programmes."""
    store = Store()
    store.load(DATA.encode(), RdfFormat.TURTLE)
    return lambda query: texts(store, query)


@pytest.fixture(scope="module")
def sets(ask: Ask) -> KnownSets:
    """The usual sets of these."""
    sets = KnownSets()
    read_usual(sets, ask)
    return sets


@pytest.mark.parametrize("template", ["amounts_listed", "share_amount", "where", "evidence"])
@pytest.mark.parametrize("conditions", [(YEAR, ALONE), (YEAR, STAGE, FIRST_TIME), (FLAT,), (HALF, YEAR)])
def test_rows_are_the_engines(
    template: str, conditions: tuple[Condition, ...], sets: KnownSets, ask: Ask
) -> None:
    frame = Frame("", "line", "line", conditions)
    query = build_query(template, frame, None, Frame("", "line", "line", conditions[:1]))
    told = rows_named(query, sets, ask)
    # A share has the same conditions, of the same variables, in two places: those stay.
    assert "VALUES ?line" in told or template == "share_amount"
    assert ask(told) == ask(query)


def test_plain_conditions_stay(sets: KnownSets, ask: Ask) -> None:
    for conditions in ((), (YEAR,), (YEAR, STAGE)):
        query = build_query("amounts_listed", Frame("", "line", "line", conditions))
        assert rows_named(query, sets, ask) == query


def test_searches_for_words_stay(sets: KnownSets, ask: Ask) -> None:
    word = Condition("keyword", (Term("text", "見守り"),))
    query = build_query("amounts_listed", Frame("", "line", "line", (YEAR, word)))
    assert rows_named(query, sets, ask) == query


def test_what_joins_put_in_order_stays(sets: KnownSets, ask: Ask) -> None:
    query = build_query("rank_desc", Frame("", "line", "line", (YEAR, ALONE)))
    assert rows_named(query, sets, ask) == query


def test_nothing_is_named_before_the_sets_are_ready(ask: Ask) -> None:
    query = build_query("amounts_listed", Frame("", "line", "line", (YEAR, ALONE)))
    assert rows_named(query, KnownSets(), ask) == query


def test_short_texts_tell_whose_word_stands_in_them(sets: KnownSets) -> None:
    def never(query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        raise AssertionError(query)

    named = {
        word: sets.named(
            "line",
            build_query("list", Frame("", "line", "line", (Condition("rate", (Term("text", word),)),)))
            .split("WHERE {\n")[1]
            .split("  ?line tsu:number")[0],
            never,
        )
        for word in ("定額", "国", "県")
    }
    assert named["定額"] == [f"{ID}line/4"]
    assert sorted(named["国"] or ()) == [f"{ID}line/5", f"{ID}line/6"]
    assert named["県"] == []

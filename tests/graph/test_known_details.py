"""What lists tell of each thing, kept: the same rows in the same order as the engine's own."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import Store

from api.graph_access import texts
from graph.known_details import KnownDetails
from graph.question_graph import build_query, complete, part
from nlp.questions.records import Condition, Frame, Term

ID = "https://w3id.org/tsunagari/id/"
DATA = """
@prefix tsu: <https://w3id.org/tsunagari/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/tsunagari/id/> .
<ministry/a> skos:prefLabel "甲省"@ja . <ministry/b> skos:prefLabel "乙省"@ja .
<measure/1> a tsu:Measure ; tsu:number 2 ; skos:prefLabel "見守り"@ja ; tsu:ministry <ministry/a>, <ministry/b> ; tsu:overview "声をかける。" .
<measure/2> a tsu:Measure ; tsu:number 1 ; skos:prefLabel "食堂"@ja ; tsu:ministry <ministry/b> .
<measure/3> a tsu:Measure ; skos:prefLabel "番号のないもの"@ja ; tsu:ministry <ministry/a> .
<programme/p> a tsu:Programme .
<line/4> a tsu:BudgetLine ; tsu:number 4 ; skos:prefLabel "見守り"@ja ; tsu:fiscalYear "2025"^^xsd:gYear ; tsu:budgetStage tsu:initial ; tsu:programme <programme/p> ; tsu:amount 40 ; tsu:amountKind tsu:exact ; tsu:ministry <ministry/a> .
<line/5> a tsu:BudgetLine ; tsu:number 5 ; skos:prefLabel "見守り"@ja ; tsu:fiscalYear "2025"^^xsd:gYear ; tsu:budgetStage tsu:initial ; tsu:programme <programme/p> ; tsu:amount 40 ; tsu:amountKind tsu:exact ; tsu:relisted true ; tsu:ministry <ministry/a> .
<line/6> a tsu:BudgetLine ; tsu:number 6 ; skos:prefLabel "食堂"@ja ; tsu:fiscalYear "2024"^^xsd:gYear ; tsu:budgetStage tsu:supplementary ; tsu:amount 7 ; tsu:amountKind tsu:includedIn ; tsu:ministry <ministry/b> .
<line/1> a tsu:BudgetLine ; tsu:number 1 ; skos:prefLabel "見守り、\\"一\\"\\n行"@ja ; tsu:fiscalYear "2025"^^xsd:gYear ; tsu:amount 5 ; tsu:ministry <ministry/a> .
<line/2> a tsu:BudgetLine ; tsu:number 1 ; skos:prefLabel "見守り"@ja ; tsu:fiscalYear "2025"^^xsd:gYear ; tsu:ministry <ministry/a> .
<line/3> a tsu:BudgetLine ; tsu:number 7 ; skos:prefLabel "食堂"@ja ; tsu:ministry <ministry/b> .
"""


@pytest.fixture(scope="module")
def store() -> Store:
    """A few lines and measures, one of them without its number."""
    store = Store()
    store.load(DATA.encode(), "text/turtle")
    return store


def _ministry(name: str, mode: str = "any") -> Condition:
    return Condition("ministry", (Term("iri", f"{ID}ministry/{name}"),), mode)  # type: ignore[arg-type]


SOME = f"{(part('list') or '').partition('ORDER BY')[0].rstrip()}\nLIMIT 2"
FRAMES = [
    ("count", Frame("", "measure", "measure")),
    ("count", Frame("", "measure", "measure", (_ministry("b"),))),
    ("count", Frame("", "measure", "measure", (_ministry("c"),))),
    ("totals", Frame("", "line", "line")),
    ("totals", Frame("", "line", "line", (_ministry("a"),))),
    ("totals", Frame("", "line", "line", (_ministry("c"),))),
    ("list_lines", Frame("", "line", "line")),
    ("list_lines", Frame("", "line", "line", (_ministry("a"),))),
    ("list_lines", Frame("", "line", "line", (_ministry("a", "none"),))),
    ("list_measures", Frame("", "measure", "measure")),
    ("list_measures", Frame("", "measure", "measure", (_ministry("b"),))),
    ("list_measures", Frame("", "measure", "measure", (_ministry("c"),))),
]


@pytest.mark.parametrize(("template", "frame"), FRAMES)
def test_rows_are_the_engines(store: Store, template: str, frame: Frame) -> None:
    known = KnownDetails()
    query = build_query(template, frame)
    assert known.answer(query, lambda q: texts(store, q)) is None  # nothing is known before it is read
    known.read(lambda q: texts(store, q))
    asked: list[str] = []

    def ask(text: str) -> Any:
        asked.append(text)
        return texts(store, text)

    assert known.answer(query, ask) == texts(store, query)
    assert "GROUP_CONCAT" not in "".join(asked)


def test_things_that_a_query_names_are_not_asked_for(store: Store) -> None:
    known = KnownDetails()
    known.read(lambda q: texts(store, q))
    values = f"  VALUES ?printed {{ <{ID}measure/1> <{ID}measure/9> }}\n  {part('item/printed-printed')}"
    query = complete((part("passages") or "").replace("#{body}", values), Frame("", "printed", "printed"), {})

    def ask(text: str) -> Any:
        raise AssertionError(text)

    found = known.answer(query, ask)
    assert found == texts(store, query)
    assert len(found[1]) == 2  # of two ministries


def test_the_first_of_them_are_named(store: Store) -> None:
    known = KnownDetails()
    known.read(lambda q: texts(store, q))
    query = complete(SOME, Frame("", "measure", "measure"), {})
    found = known.answer(query, lambda q: texts(store, q))
    assert found is not None
    names, rows = texts(store, query)
    assert (found[0], sorted(found[1])) == (names, sorted(rows))


def test_other_queries_are_left_alone(store: Store) -> None:
    known = KnownDetails()
    known.read(lambda q: texts(store, q))
    query = build_query("count", Frame("", "measure", "ministry"))
    assert known.answer(query, lambda q: texts(store, q)) is None

"""Sets of things that conditions mean, and what is counted by them: the rows are the engine's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store

from api.answering.sets.groupings import usual_groupings
from api.graph_access import texts
from graph.body_parts import Body, Part, in_parts
from graph.known_counts import KnownCounts
from graph.known_sets import KnownSets
from graph.question_graph import build_query, complete, part, rows_of
from graph.usual_sets import read_usual
from nlp.questions.records import Condition, Frame, Term

ID = "https://w3id.org/tsunagari/id/"
NS = "https://w3id.org/tsunagari/ns#"
Rows = tuple[list[str], list[tuple[Any, ...]]]
Ask = Callable[[str], Rows]
DATA = """
@prefix tsu: <https://w3id.org/tsunagari/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/tsunagari/id/> .
<ministry/a> skos:prefLabel "甲省"@ja . <ministry/b> skos:prefLabel "乙省"@ja .
<target-group/w> skos:prefLabel "こども"@ja . <target-group/n> skos:prefLabel "乳児"@ja ; skos:broader <target-group/w> .
<section/s> skos:notation "1-①" ; skos:prefLabel "見守り"@ja ; skos:broader <pillar/1> . <pillar/1> skos:notation "1" ; skos:prefLabel "柱"@ja .
<measure/1> a tsu:Measure ; tsu:number 2 ; skos:prefLabel "見守り"@ja ; tsu:ministry <ministry/a>, <ministry/b> ; tsu:planYear "2024"^^xsd:gYear ;
  tsu:goal "十人" ; tsu:targetGroup <target-group/n> ; tsu:section <section/s> .
<measure/2> a tsu:Measure ; tsu:number 1 ; skos:prefLabel "食堂"@ja ; tsu:ministry <ministry/b> ; tsu:planYear "2024"^^xsd:gYear ; tsu:targetGroup <target-group/w> .
<measure/3> a tsu:Measure ; skos:prefLabel "番号のないもの"@ja ; tsu:ministry <ministry/a> .
<measure/4> a tsu:Measure ; tsu:number 9 ; skos:prefLabel "相談"@ja ; tsu:ministry <ministry/a> ; tsu:planYear "2025"^^xsd:gYear .
<programme/p> a tsu:Programme ; skos:prefLabel "見守り"@ja ; tsu:ministry <ministry/a> ; tsu:targetGroup <target-group/n> .
<programme/q> a tsu:Programme ; skos:prefLabel "食堂"@ja ; tsu:ministry <ministry/b> .
<line/4> a tsu:BudgetLine ; tsu:number 4 ; skos:prefLabel "見守り"@ja ; tsu:fiscalYear "2025"^^xsd:gYear ; tsu:budgetStage tsu:initial ;
  tsu:programme <programme/p> ; tsu:relisted true ; tsu:ministry <ministry/a> .
<line/5> a tsu:BudgetLine ; tsu:number 5 ; skos:prefLabel "見守り"@ja ; tsu:fiscalYear "2025"^^xsd:gYear ; tsu:programme <programme/p> ; tsu:ministry <ministry/a> .
<line/6> a tsu:BudgetLine ; tsu:number 6 ; skos:prefLabel "食堂"@ja ; tsu:fiscalYear "2024"^^xsd:gYear ; tsu:programme <programme/q> ; tsu:ministry <ministry/b> .
<line/7> a tsu:BudgetLine ; tsu:number 7 ; skos:prefLabel "雑"@ja ; tsu:fiscalYear "2024"^^xsd:gYear ; tsu:ministry <ministry/b> .
"""


@pytest.fixture(scope="module")
def ask() -> Ask:
    """A few measures, programmes and lines, one line without a programme."""
    store = Store()
    store.load(DATA.encode(), RdfFormat.TURTLE)
    return lambda query: texts(store, query)


@pytest.fixture(scope="module")
def sets(ask: Ask) -> KnownSets:
    """The usual sets of these."""
    sets = KnownSets()
    read_usual(sets, ask, groupings=usual_groupings())
    return sets


def _said(kind: str, *names: str, mode: str = "any") -> Condition:
    return Condition(kind, tuple(Term("iri", f"{ID}{name}") for name in names), mode)  # type: ignore[arg-type]


A, B = _said("ministry", "ministry/a"), _said("ministry", "ministry/b")
EITHER = _said("ministry", "ministry/a", "ministry/b")
NOT_A = _said("ministry", "ministry/a", mode="none")
BOTH = _said("ministry", "ministry/a", "ministry/b", mode="all")
BELOW = _said("target_group_below", "target-group/w")
YEAR = Condition("year", (Term("year", "2025"),))
NO_GOAL = Condition("missing", (Term("iri", f"{NS}goal"),))
MEASURES = [
    (),
    (A,),
    (EITHER,),
    (NOT_A,),
    (BOTH,),
    (A, BELOW),
    (BELOW, NO_GOAL),
    (NO_GOAL,),
    (NOT_A, NO_GOAL),
    (A, YEAR),
]
LINES = [(), (A,), (NOT_A,), (EITHER, YEAR), (Condition("relisted", (Term("boolean", "true"),)),), (A, B)]


def _ranking(over: str, item: str, counted: str, conditions: tuple[Condition, ...]) -> str:
    text = (part("rank_count_desc") or "").replace("$counted", f"?{counted}")
    if counted == "target_group":
        text = text.replace("#{body}", f"#{{body}}\n  ?{over} tsu:targetGroup ?target_group .")
    return complete(text, Frame("", over, item, conditions), {"limit": "100"})


QUERIES = [
    *(
        build_query("count", Frame("", "measure", item, c))
        for c in MEASURES
        for item in ("measure", "ministry")
    ),
    *(build_query("list", Frame("", "measure", "target_group", c)) for c in MEASURES),
    *(
        build_query("list", Frame("", "programme", "programme", c))
        for c in ((), (A,), (NOT_A,), (YEAR,), (BELOW, YEAR))
    ),
    *(build_query("count_lines", Frame("", "line", "line", c)) for c in LINES),
    *(build_query("count_programmes", Frame("", "line", "programme", c)) for c in LINES),
    *(_ranking("measure", "ministry", "measure", c) for c in MEASURES),
    *(_ranking("work", "ministry", "target_group", c) for c in ((), (A,), (NOT_A,), (BELOW,))),
    *(
        build_query("share", Frame("", "measure", "measure", c), None, Frame("", "measure", "measure"))
        for c in MEASURES
    ),
    *(build_query("count_of_each_plan", Frame("", "measure", "measure", c)) for c in MEASURES),
]


@pytest.mark.parametrize("query", QUERIES)
def test_rows_are_the_engines(query: str, sets: KnownSets, ask: Ask) -> None:
    counts = KnownCounts(sets)
    first, again = counts.answer(query, ask), counts.answer(query, ask)
    names, rows = ask(query)
    ordered = "ORDER BY" in query
    for found in (first, again):
        if found is not None:
            told = found[1] if ordered else sorted(found[1])
            assert (found[0], told) == (names, rows if ordered else sorted(rows))


def test_what_is_usual_is_not_asked_again(sets: KnownSets) -> None:
    def never(text: str) -> Rows:
        raise AssertionError(text)

    usual = [
        build_query("count", Frame("", "measure", "measure", c))
        for c in ((), (A,), (EITHER,), (NOT_A, NO_GOAL))
    ]
    usual += [
        _ranking("measure", "ministry", "measure", (A,)),
        build_query("count_lines", Frame("", "line", "line")),
    ]
    for query in usual:
        assert KnownCounts(sets).answer(query, never) is not None


def test_nothing_is_answered_before_the_sets_are_read(ask: Ask) -> None:
    query = build_query("count", Frame("", "measure", "measure"))
    assert KnownCounts(KnownSets()).answer(query, ask) is None


def test_what_is_asked_once_is_left_to_the_engine(sets: KnownSets, ask: Ask) -> None:
    many = Condition("joint_least", (Term("integer", "2"),))
    query = build_query("count", Frame("", "measure", "measure", (many,)))
    counts = KnownCounts(sets)
    assert counts.answer(query, ask) is None
    assert counts.answer(query, ask) == ask(query)


def test_the_least_used_sets_go_first(ask: Ask) -> None:
    few = KnownSets(most_bytes=2_000)
    read_usual(few, ask, groupings=usual_groupings())
    query = build_query("count", Frame("", "measure", "measure", (A, BELOW)))
    counts = KnownCounts(few)
    assert [counts.answer(query, ask) in (None, ask(query)) for _ in range(3)] == [True] * 3


def test_what_falls_into_too_many_groups_is_left_to_the_engine(ask: Ask) -> None:
    few = KnownSets(most_bytes=4)  # less than a bit for each thing in each group
    read_usual(few, ask)
    query = _ranking("measure", "ministry", "measure", ())
    assert [KnownCounts(few).answer(query, ask) for _ in range(3)] == [None] * 3


def test_a_body_that_names_its_things_is_no_set() -> None:
    assert in_parts(rows_of(Frame("", "measure", "measure", (_said("measure", "measure/1"),)))) is None


def test_a_literal_may_hold_anything() -> None:
    body = '?measure a tsu:Measure .\n?measure tsu:goal ?text_1 .\nFILTER(?text_1 = "} ?measure_2 { <x>")'
    found = in_parts(body)
    assert found is not None
    assert [one.key for one in found.parts] == [
        '?measure tsu:goal ?text .\nFILTER(?text = "} ?measure_2 { <x>")'
    ]


def test_a_class_too_large_to_be_held_is_left_to_the_engine(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.known_sets.MOST_THINGS", 2)
    sets = KnownSets()
    read_usual(sets, ask, groupings=usual_groupings())
    kinds = {"measure": "tsu:Measure", "programme": "tsu:Programme"}
    held = {over: sets.holds(Body(over, f"?{over} a {kind} ."), ask) for over, kind in kinds.items()}
    assert held == {"measure": False, "programme": True}


def test_rows_that_lack_their_cells_are_nothing_known(ask: Ask) -> None:
    sets, every = KnownSets(), Body("measure", "?measure a tsu:Measure .")
    said = "?measure tsu:number ?value ."
    short: Ask = lambda query: (["measure"], [("a",)]) if "?value" in query else ask(query)  # noqa: E731
    assert sets.keep_grouped(every, Part(said, {"value"}, False, said), ("value",), short) is None

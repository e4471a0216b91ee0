"""The groups below a group put in place of the path up to it: the same rows, and where it would be wrong none are put in."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, Store

from graph.groups_below import MOST_NAMED, GroupsBelow
from graph.question_graph import build_query, part
from nlp.questions.records import Condition, Frame, Term

TSU = "https://w3id.org/tsunagari/ns#"
BROADER = NamedNode("http://www.w3.org/2004/02/skos/core#broader")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


def _group(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/group/{name}")


@pytest.fixture
def store() -> Store:
    """a above b above c and d, c also above a; one above so many that they are not named."""
    store = Store()
    above = [("b", "a"), ("c", "b"), ("d", "b"), ("c", "other"), ("a", "c")]
    above += [(f"many{number}", "all") for number in range(MOST_NAMED)]
    store.extend(Quad(_group(low), BROADER, _group(high)) for low, high in above)
    for number, groups in enumerate(["a", "bd", "c", "", ["other"], ["all", "many3"], ["alone", "d"]]):
        measure = NamedNode(f"https://example.org/{number}")
        store.add(Quad(measure, TYPE, NamedNode(TSU + "Measure")))
        store.add(Quad(measure, LABEL, NamedNode(f"https://example.org/label/{number}")))
        store.add(Quad(measure, NamedNode(TSU + "number"), NamedNode(f"https://example.org/number/{number}")))
        store.extend(Quad(measure, NamedNode(TSU + "targetGroup"), _group(group)) for group in groups)
    return store


@pytest.fixture
def groups(store: Store) -> GroupsBelow:
    groups = GroupsBelow()
    groups.read(lambda query: [tuple(row) for row in store.query(query)])
    return groups


def _below(*names: str, mode: str = "any") -> Condition:
    terms = tuple(Term("iri", _group(name).value, name) for name in names)
    return Condition("target_group_below", terms, mode)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "conditions",
    [
        (_below("a"),),
        (_below("d"),),
        (_below("b", "other"),),
        (_below("b"), _below("alone")),
        (_below("b", "other", mode="all"),),
        (_below("b", mode="none"),),
        (_below("nowhere"),),
    ],
)
def test_the_rows_are_the_same(store: Store, groups: GroupsBelow, conditions: tuple[Condition, ...]) -> None:
    query = build_query("list_measures", Frame("list", "measure", "measure", conditions))
    named = groups.named(query)
    assert "broader*" in query
    assert "broader*" not in named
    assert [str(row) for row in store.query(named)] == [str(row) for row in store.query(query)]


def test_a_thing_of_two_groups_below_counts_as_often(store: Store, groups: GroupsBelow) -> None:
    query = f"{part('prefixes')}\nSELECT (COUNT(*) AS ?n) WHERE {{\n?measure tsu:targetGroup/skos:broader* {_group('b')} .\n}}"
    assert "VALUES" in groups.named(query)
    assert [str(row) for row in store.query(groups.named(query))] == [str(row) for row in store.query(query)]


def test_many_groups_are_left_to_the_engine(groups: GroupsBelow) -> None:
    query = build_query("list_measures", Frame("list", "measure", "measure", (_below("all"),)))
    assert groups.named(query) == query


@pytest.mark.parametrize(("columns", "end"), [("*", ""), ("?measure", "LIMIT 2")])
def test_no_column_is_added_and_no_rows_are_changed(groups: GroupsBelow, columns: str, end: str) -> None:
    query = f"SELECT {columns} WHERE {{\n?measure tsu:targetGroup/skos:broader* {_group('b')} .\n}} {end}"
    assert groups.named(query) == query


def test_before_the_groups_are_read_queries_stay() -> None:
    query = build_query("list_measures", Frame("list", "measure", "measure", (_below("a"),)))
    assert GroupsBelow().named(query) == query

"""Searches in texts are asked of the things found in memory: the same rows, and where it would be wrong nothing is put in."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.question_graph import build_query
from graph.text_index import TextIndex, Texts, searches
from nlp.questions.records import Condition, Frame, Term

TSU = "https://w3id.org/tsunagari/ns#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


@pytest.fixture
def store() -> Store:
    store = Store()
    for number in range(20):
        measure = NamedNode(f"https://example.org/{number}")
        name = f"居場所づくり{number}" if number % 5 == 0 else f"相談支援{number}"
        text = 'NPO"等"との\n連携' if number % 2 == 0 else "普及"
        store.extend(
            [
                Quad(measure, TYPE, NamedNode(TSU + "Measure")),
                Quad(measure, LABEL, Literal(name, language="ja")),
                Quad(measure, NamedNode(TSU + "number"), Literal(number)),
                Quad(measure, NamedNode(TSU + "overview"), Literal(text, language="ja")),
            ]
        )
    return store


@pytest.fixture
def index(store: Store) -> TextIndex:
    index = TextIndex()
    index.read(lambda query: [tuple(row) for row in store.query(query)])
    return index


def _query(*conditions: Condition) -> str:
    return build_query("list_measures", Frame("list", "measure", "measure", conditions))


def _word(*words: str, mode: str = "any", kind: str = "keyword") -> Condition:
    return Condition(kind, tuple(Term("text", word) for word in words), mode)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "conditions",
    [
        (_word("居場所"),),
        (_word("居場所"), _word("連携")),
        (_word("居場所づくり5", "居場所づくり1"),),
        (_word("居場所づくり5", "どこにもない"), _word("普及")),
        (_word("居場所", "連携", mode="all"),),
        (_word('npo"等"との\n連'),),
        (_word("どこにもない"),),
        (_word("居場所づくり1", kind="name"), _word("普及", kind="in_overview")),
    ],
)
def test_the_rows_are_the_same(store: Store, index: TextIndex, conditions: tuple[Condition, ...]) -> None:
    query = _query(*conditions)
    narrowed = index.narrowed(query)
    assert narrowed.count("VALUES ?measure") >= 1
    assert [str(row) for row in store.query(narrowed)] == [str(row) for row in store.query(query)]


def test_nothing_is_put_in_where_things_are_barred(index: TextIndex) -> None:
    query = _query(_word("居場所", mode="none"))
    assert index.narrowed(query) == query


def test_words_that_most_things_have_are_left_to_the_engine(index: TextIndex) -> None:
    assert index.narrowed(_query(_word("り", kind="name"))) != _query(_word("り", kind="name"))
    assert index.narrowed(_query(_word("支援"))) == _query(_word("支援"))


def test_finds_are_of_one_thing_each() -> None:
    texts = Texts(
        [
            (NamedNode("https://example.org/a"), Literal("ひきこもり、ひきこもり"), None),
            (NamedNode("https://example.org/b"), Literal("もり"), Literal("ひきこ")),
        ]
    )
    assert texts.having("ひきこもり") == ["https://example.org/a"]
    assert texts.having("もり") == ["https://example.org/a", "https://example.org/b"]
    assert texts.having("もり", most=1) is None


def test_every_keyword_condition_is_known_in_a_query() -> None:
    for search in searches():
        kind = "keyword"
        condition = Condition(kind, (Term("text", "語"),))
        if search.over in ("document",):
            continue
        template = "occurrences" if search.over == "anything" else "list"
        query = build_query(template, Frame("list", search.over, search.over, (condition,)))
        assert any(s.pattern.search(query) for s in searches() if s.over == search.over)

"""What searches in texts find is put in their place: the same rows, and where it would be wrong nothing is put in."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.question_graph import build_query, complete
from graph.text_index import TextIndex
from graph.text_pool import TextPool
from graph.text_searches import searched, searches
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
    assert narrowed.count("VALUES ?measure") == 1
    assert "CONTAINS" not in narrowed
    assert [str(row) for row in store.query(narrowed)] == [str(row) for row in store.query(query)]


def test_nothing_is_put_in_where_things_are_barred(index: TextIndex) -> None:
    query = _query(_word("居場所", mode="none"))
    assert index.narrowed(query) == query


def test_words_that_most_things_have_are_left_to_the_engine(index: TextIndex) -> None:
    assert index.narrowed(_query(_word("り", kind="name"))) != _query(_word("り", kind="name"))
    assert index.narrowed(_query(_word("支援"))) == _query(_word("支援"))


def test_a_word_that_most_things_have_is_no_matter_beside_a_rare_one(store: Store, index: TextIndex) -> None:
    query = _query(_word("支援"), _word("相談支援3"))
    narrowed = index.narrowed(query)
    assert "CONTAINS" not in narrowed
    assert [str(row) for row in store.query(narrowed)] == [str(row) for row in store.query(query)]


def test_a_search_in_a_braced_part_is_no_condition_on_what_stands_outside(index: TextIndex) -> None:
    one, other = _query(_word("居場所づくり5")), _query(_word("居場所づくり1"))
    first, second = (q[q.index("WHERE {") + 6 : q.rindex("}") + 1] for q in (one, other))
    either = one[: one.index("SELECT")] + f"SELECT * WHERE {{ {first} UNION {second} }}"
    found = {place.scope for place in searched(either)}
    assert len(found) == 2
    assert index.narrowed(either).count("VALUES ?measure { <") == 2


def test_many_things_stand_apart() -> None:
    """A join with more than some 1,000 named things would go through all things for each of them."""
    store = Store()
    for number in range(4_000):
        measure = NamedNode(f"https://example.org/{number}")
        name = Literal("窓口" if number < 1_500 else "普及", language="ja")
        store.add(Quad(measure, TYPE, NamedNode(TSU + "Measure")))
        store.add(Quad(measure, LABEL, name))
        store.add(Quad(measure, NamedNode(TSU + "number"), Literal(number)))
    index = TextIndex()
    index.read(lambda query: [tuple(row) for row in store.query(query)])
    query = _query(_word("窓口"))
    narrowed = index.narrowed(query)
    assert "{ SELECT ?measure WHERE { VALUES ?measure {" in narrowed
    assert [str(row) for row in store.query(narrowed)] == [str(row) for row in store.query(query)]


def test_searches_without_room_are_left_to_the_engine(store: Store) -> None:
    index = TextIndex()
    index.read(lambda query: [tuple(row) for row in store.query(query)], room=10)
    assert index.narrowed(_query(_word("居場所"))) == _query(_word("居場所"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("居場所づくりaBＣ の・", max_size=12), max_size=40),
    st.text("居場所づくりAb Ｃ・の", min_size=1, max_size=4),
)
def test_the_pool_finds_what_looking_through_all_finds(texts: list[str], word: str) -> None:
    pool = TextPool(block=20)
    numbers = {text: pool.add(text) for text in texts}
    pool.close()
    assert set(pool.having(word)) == {n for text, n in numbers.items() if word.lower() in text.lower()}
    assert list(pool.having(word)) == sorted(set(pool.having(word)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_rows_of_any_words_are_the_same(data: st.DataObject, store: Store, index: TextIndex) -> None:
    said = st.text('居場所づくり相談支援NPO"等と\n連携普及0123', min_size=1, max_size=4)
    kinds = st.sampled_from(["keyword", "name", "in_overview", "quoted"])
    words = st.builds(
        lambda kind, some: _word(*some, kind=kind), kinds, st.lists(said, min_size=1, max_size=2)
    )
    query = _query(*data.draw(st.lists(words, min_size=1, max_size=3)))
    assert [str(row) for row in store.query(index.narrowed(query))] == [
        str(row) for row in store.query(query)
    ]


def test_upper_and_lower_case_are_those_of_the_engine() -> None:
    """Of every character of the scripts that documents are written in; 'ẞ' and the like have more than one small letter."""
    kept = [chr(c) for c in (*range(0x21, 0x1C80), *range(0x1E00, 0x2500), *range(0xFF01, 0xFF5F))]
    store = Store()
    for char in kept:
        store.add(Quad(NamedNode("https://example.org/a"), LABEL, Literal(char)))
    rows = store.query("SELECT ?o (LCASE(STR(?o)) AS ?small) WHERE { ?s ?p ?o }")
    assert all(row["o"].value.lower() == row["small"].value for row in rows)


def test_every_keyword_condition_is_known_in_a_query() -> None:
    for search in searches():
        condition = Condition("keyword", (Term("text", "語"),))
        template = "anywhere" if search.over == "anything" else "list"
        query = build_query(template, Frame("list", search.over, search.over, (condition,)))
        assert any(place.search.over == search.over for place in searched(query))


def test_the_things_themselves_are_told(store: Store, index: TextIndex) -> None:
    for conditions in ((_word("居場所"),), (_word("相談"), _word("連携")), (_word("どこにもない"),)):
        frame = Frame("", "measure", "measure", conditions)
        text = "SELECT DISTINCT ?measure WHERE {\n#{rows}\n}\nORDER BY ?measure\nLIMIT 3\n"
        query = complete(text, frame, {})
        found = index.answer(query)
        assert found is not None
        assert found == (["measure"], [(row["measure"].value,) for row in store.query(query)])


def test_what_says_more_than_the_words_is_left_to_the_engine(index: TextIndex) -> None:
    named = Condition("number", (Term("integer", "5"),))
    for conditions in ((_word("居場所"), named), (_word("居場所", mode="none"),), ()):
        query = complete(
            "SELECT DISTINCT ?measure WHERE {\n#{rows}\n}\n", Frame("", "measure", "measure", conditions), {}
        )
        assert index.answer(query) is None

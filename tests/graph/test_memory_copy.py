"""The copy in memory holds what the store holds, and is not made of a graph that is too large."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.memory_copy import MemoryCopy, free_memory


def _store(count: int) -> Store:
    name = NamedNode("https://example.org/name")
    quads = [
        Quad(NamedNode(f"https://example.org/{n}"), name, Literal(f"事業{n}", language="ja"))
        for n in range(count)
    ]
    store = Store()
    store.extend(quads)
    return store


def _rows(store: Store, query: str) -> list[str]:
    return [str(row) for row in store.query(query)]


def test_it_holds_the_same_statements() -> None:
    source = _store(12_001)
    copy = MemoryCopy(source)
    assert copy.wait()
    assert copy.store is not None
    assert set(copy.store) == set(source)


def test_answers_come_in_the_same_order() -> None:
    source = _store(12_001)
    thing, other = NamedNode("https://example.org/5"), NamedNode("https://example.org/other")
    source.extend([Quad(thing, other, Literal(str(number))) for number in range(50)])
    copy = MemoryCopy(source)
    assert copy.wait() and copy.store is not None
    for pattern in (f"{thing} {other} ?x", "?x <https://example.org/name> ?name"):
        query = f"SELECT * WHERE {{ {pattern} }}"
        assert _rows(copy.store, query) == _rows(source, query)


def test_a_graph_beyond_the_limit_stays_where_it_is() -> None:
    copy = MemoryCopy(_store(11), most=10)
    assert not copy.wait()
    assert copy.store is None


def test_quotes_stay_on_the_disk_and_so_do_queries_that_speak_of_them() -> None:
    source = _store(3)
    tsu = "https://w3id.org/tsunagari/ns#"
    quote = NamedNode("https://w3id.org/tsunagari/id/evidence/1")
    thing = NamedNode("https://example.org/1")
    source.extend(
        [
            Quad(thing, NamedNode(tsu + "evidence"), quote),
            Quad(quote, NamedNode(tsu + "quote"), Literal("事業1")),
            Quad(quote, NamedNode(tsu + "confidence"), Literal(1)),
        ]
    )
    copy = MemoryCopy(source)
    assert copy.wait() and copy.store is not None
    assert len(copy.store) == 3
    for asked in ("?x tsu:quote ?q", "?x tsu:confidence ?q", f"?x <{tsu}quote> ?q", "?x a tsu:Evidence"):
        assert copy.for_query(f"SELECT * WHERE {{ {asked} }}") is None
    assert copy.for_query("SELECT * WHERE { ?x skos:prefLabel ?name ; tsu:endYear ?y }") is copy.store


def test_what_is_said_of_quotes_and_of_other_things_is_asked_of_the_copy_where_only_these_can_be_meant() -> (
    None
):
    source = _store(3)
    tsu = "https://w3id.org/tsunagari/ns#"
    quote = NamedNode("https://w3id.org/tsunagari/id/evidence/1")
    link, sure = NamedNode("https://example.org/link"), NamedNode(tsu + "confidence")
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    source.extend(
        [
            Quad(quote, sure, Literal(1)),
            Quad(quote, kind, NamedNode(tsu + "Evidence")),
            Quad(link, sure, Literal(2)),
            Quad(link, kind, NamedNode(tsu + "Link")),
            Quad(link, NamedNode(tsu + "from"), NamedNode("https://example.org/1")),
        ]
    )
    copy = MemoryCopy(source)
    assert copy.wait() and copy.store is not None
    typed = ("?x a tsu:Link ; tsu:confidence ?y", "?x tsu:confidence ?y . FILTER(?y > 1) ?x tsu:from ?z")
    for asked in (
        *typed,
        f"<{link.value}> tsu:confidence ?y",
        "?a tsu:other/tsu:confidence ?y",
        "?z ^tsu:from/tsu:confidence ?y",
    ):
        assert copy.for_query(f"SELECT * WHERE {{ {asked} }}") is copy.store, asked
    open_ones = ("?x tsu:confidence ?y", "?x a ?kind ; tsu:confidence ?y", "?y ^tsu:confidence ?x")
    for asked in (
        *open_ones,
        "?a a tsu:Link . OPTIONAL { ?b tsu:confidence ?y }",
        "?x ?p ?y ; tsu:confidence ?z",
    ):
        assert copy.for_query(f"SELECT * WHERE {{ {asked} }}") is None, asked


def test_free_memory_is_the_machines_or_what_a_container_leaves(tmp_path: Path) -> None:
    assert free_memory(tmp_path) == 2_400_000_000  # nothing is told
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal: 9000 kB\nMemAvailable:   5000 kB\n", encoding="ascii")
    assert free_memory(tmp_path) == 5_120_000
    group = tmp_path / "sys/fs/cgroup"
    group.mkdir(parents=True)
    (group / "memory.max").write_text("max\n", encoding="ascii")
    (group / "memory.current").write_text("900000\n", encoding="ascii")
    assert free_memory(tmp_path) == 5_120_000  # a container without a limit
    (group / "memory.max").write_text("1000000\n", encoding="ascii")
    assert free_memory(tmp_path) == 100_000
    (group / "memory.stat").write_text("file 500000\ninactive_file 300000\n", encoding="ascii")
    assert free_memory(tmp_path) == 400_000  # what is kept of files is given back

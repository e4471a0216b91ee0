"""The store on disk: published whole or not at all, whatever happens in between."""

from __future__ import annotations

import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from graph.database import load_file, open_database, write_database
from graph.store import StoreFolder, open_store
from nlp.errors import StoreError

EX = "http://example.org/"


def quads(count: int, word: str = "x") -> list[Quad]:
    return [Quad(NamedNode(f"{EX}{i}"), NamedNode(f"{EX}p"), Literal(word)) for i in range(count)]


def test_nothing_published(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "store")
    assert store.current() is None
    with pytest.raises(StoreError, match="empty"):
        store.open_read_only()


def test_publish_and_switch(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path)
    first = store.publish(quads(3), {"build_id": "one", "documents": ["a"]}, {"issues": 1})
    assert first.meta["quads"] == 3
    assert first.meta["documents"] == ["a"]
    assert json.loads(first.report_path.read_text()) == {"issues": 1}
    old = store.open_read_only()
    store.publish(quads(5), {"build_id": "two"})
    current = store.current()
    assert current is not None
    assert current.build_id == "two"
    assert len(old) == 3  # a reader keeps what it opened
    assert len(store.open_read_only()) == 5


def test_two_builds_are_kept(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path)
    for number in range(4):
        store.publish(quads(number), {"build_id": f"b{number}"})
        time.sleep(0.01)
    assert {entry.name for entry in store.builds.iterdir()} == {"b2", "b3"}


def test_the_same_build_is_not_written_again(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path)
    first = store.publish(quads(2), {"build_id": "same"}, {"n": 1})
    again = store.publish(quads(9), {"build_id": "same"}, {"n": 2})
    assert again.created == first.created
    assert len(store.open_read_only()) == 2
    assert json.loads(again.report_path.read_text()) == {"n": 2}


def test_a_damaged_build_is_written_again(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path)
    info = store.publish(quads(2), {"build_id": "same"})
    (info.path / "CURRENT").unlink()
    with pytest.raises(StoreError, match="lost its database"):
        store.current()
    store.publish(quads(3), {"build_id": "same"})
    assert len(store.open_read_only()) == 3


@pytest.mark.parametrize("text", ["", "../../etc", "a/b", "\x00", "no such build", "x" * 200])
def test_a_damaged_current(tmp_path: Path, text: str) -> None:
    store = StoreFolder(tmp_path)
    store.publish(quads(1), {"build_id": "one"})
    (tmp_path / "CURRENT").write_text(text)
    with pytest.raises(StoreError):
        store.current()
    (tmp_path / "CURRENT").write_bytes(b"\xff\xfe")
    with pytest.raises(StoreError):
        store.current()
    store.publish(quads(1), {"build_id": "two"})
    assert len(store.open_read_only()) == 1


def test_another_format(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path)
    info = store.publish(quads(1), {"build_id": "one"})
    meta = info.path.parent / "meta.json"
    meta.write_text(json.dumps({**json.loads(meta.read_text()), "format": 99}))
    with pytest.raises(StoreError, match="format 99") as found:
        store.current()
    assert "version" in found.value.hint


def test_unwritable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        StoreFolder(tmp_path / "file" / "store").publish(quads(1), {"build_id": "one"})
    with pytest.raises(StoreError, match="no build id"):
        StoreFolder(tmp_path).publish(quads(1), {"build_id": "../x"})


def test_one_writer(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path)
    store.publish(quads(1), {"build_id": "one"})
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="another build"):
            store.publish(quads(1), {"build_id": "two"})


def test_a_failing_source_leaves_the_old_graph(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path)
    store.publish(quads(1), {"build_id": "one"})
    bad = tmp_path / "bad.ttl"
    bad.write_text("<a> <b> .")
    with pytest.raises(StoreError, match=r"bad\.ttl is not valid RDF"):
        store.publish(bad, {"build_id": "two"})
    assert store.current_id() == "one"
    store.publish(quads(2), {"build_id": "three"})
    assert {entry.name for entry in store.builds.iterdir()} == {"one", "three"}


PUBLISH = """
import sys
from pyoxigraph import Literal, NamedNode, Quad
from graph.store import StoreFolder
word = sys.argv[2]
rows = (Quad(NamedNode(f"http://example.org/{i}"), NamedNode("http://example.org/p"), Literal(word)) for i in range(20_000))
print("begin", flush=True)
StoreFolder(sys.argv[1]).publish(rows, {"build_id": word})
"""


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """kill -9 during a build: the graph before it, whole, is still there; the next build works."""
    store = StoreFolder(tmp_path)
    store.publish(quads(20_000, "b0"), {"build_id": "b0"})
    chance = random.Random(5)
    survived = 0
    for number in range(1, 13):
        process = subprocess.Popen(
            [sys.executable, "-c", PUBLISH, str(tmp_path), f"b{number}"], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        info = store.current()
        assert info is not None
        words = {row["o"].value for row in open_database(info.path).query("SELECT DISTINCT ?o { ?s ?p ?o }")}
        assert words == {info.build_id}
        assert len(open_database(info.path)) == 20_000
        survived += info.build_id == f"b{number}"
    assert survived < 12
    store.publish(quads(7), {"build_id": "last"})
    assert len(store.open_read_only()) == 7
    assert not [entry for entry in store.builds.iterdir() if entry.name.endswith(".tmp")]


@pytest.mark.parametrize(
    ("suffix", "rdf_format"),
    [
        (".ttl", RdfFormat.TURTLE),
        (".nt", RdfFormat.N_TRIPLES),
        (".nq", RdfFormat.N_QUADS),
        (".trig", RdfFormat.TRIG),
        (".jsonld", RdfFormat.JSON_LD),
        (".rdf", RdfFormat.RDF_XML),
    ],
)
def test_any_rdf_file(tmp_path: Path, suffix: str, rdf_format: RdfFormat) -> None:
    file = tmp_path / f"data{suffix}"
    rows = [quad if suffix in {".nq", ".trig", ".jsonld"} else quad.triple for quad in quads(3)]
    file.write_bytes(serialize(rows, format=rdf_format) or b"")
    assert write_database(tmp_path / "db", file) == 3


def test_named_graphs_and_relative_iris(tmp_path: Path) -> None:
    file = tmp_path / "data.trig"
    file.write_text("<a> <p> 1 . <g> { <b> <p> 2 }")
    write_database(tmp_path / "db", file)
    store = open_database(tmp_path / "db")
    base = tmp_path.resolve().as_uri() + "/"
    assert [graph.value for graph in store.named_graphs()] == [base + "g"]
    write_database(tmp_path / "db2", file, base_iri="http://example.org/x/")
    names = [graph.value for graph in open_database(tmp_path / "db2").named_graphs()]
    assert names == ["http://example.org/x/g"]


def test_unreadable_files(tmp_path: Path) -> None:
    from pyoxigraph import Store

    with pytest.raises(StoreError, match="suffix"):
        load_file(Store(), tmp_path / "data.docx")
    with pytest.raises(StoreError, match="cannot be loaded"):
        load_file(Store(), tmp_path / "missing.ttl")
    bad = tmp_path / "bad.nt"
    bad.write_text("<http://a> <http://b> <http://c> .\nnonsense\n")
    with pytest.raises(StoreError, match="line 2"):
        load_file(Store(), bad)


def test_a_folder_or_an_address(tmp_path: Path) -> None:
    assert isinstance(open_store(tmp_path), StoreFolder)
    assert not isinstance(open_store("https://example.org/sparql"), StoreFolder)


def test_messages_name_no_path(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as found:
        open_database(tmp_path / "nowhere")
    assert str(tmp_path) not in str(found.value)
    assert os.sep + "tmp" not in str(found.value)

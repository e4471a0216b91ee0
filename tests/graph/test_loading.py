"""A database filled in a process of its own is the one filled here, and its end is told by a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

import graph.loading
import graph.shapes
from graph.contributions import hashes_of, pack_statements, statement_pieces
from graph.loading import LoadingAhead, load_packed
from nlp.errors import StoreError, TsunagariError, VocabularyError

PREFIXES = "@prefix tsu: <https://w3id.org/tsunagari/ns#> . @prefix e: <http://example.org/> ."
TEXTS = ("e:s e:p 1, 2 . e:t a tsu:Measure .", "e:s e:p 3 .", "e:u a tsu:Document .")


@pytest.fixture
def packed(tmp_path: Path) -> list[Path]:
    files = []
    for number, text in enumerate(TEXTS):
        file = tmp_path / f"{number}.part"
        pack_statements(parse(input=f"{PREFIXES} {text}", format=RdfFormat.TURTLE), file)
        files.append(file)
    return files


@pytest.mark.parametrize("threads", [1, 3])
def test_a_process_of_its_own_gives_what_this_one_gives(
    packed: list[Path], tmp_path: Path, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = load_packed(tmp_path / "here", packed, 1, tmp_path)
    mine = {name: found.tolist() for name, found in here.subjects.items()}
    monkeypatch.setattr(graph.loading, "_APART", 0)
    there = load_packed(tmp_path / "there", packed, threads, tmp_path)
    stores = [Store.read_only(str(tmp_path / name)) for name in ("here", "there")]
    one, other = (sorted(store.dump(format=RdfFormat.N_QUADS).splitlines()) for store in stores)
    assert one == other and there.quads == len(one) == 5
    assert (there.counts, there.violations) == (here.counts, here.violations)
    assert {name: found.tolist() for name, found in there.subjects.items()} == mine
    assert mine["0.part"] == hashes_of({b"<http://example.org/s>", b"<http://example.org/t>"}).tolist()
    assert {one.path.rsplit("#", 1)[-1] for one in there.violations} >= {"evidence", "characters"}


def test_a_database_begun_before_all_is_known_is_the_same(packed: list[Path], tmp_path: Path) -> None:
    whole = load_packed(tmp_path / "whole", packed, 1, tmp_path)
    ahead = LoadingAhead(tmp_path / "ahead", packed[:1], 2, tmp_path)
    made = ahead.end([packed[2], packed[0], packed[1]])
    assert made is not None
    assert (made.quads, made.counts, made.violations) == (whole.quads, whole.counts, whole.violations)
    assert {name: found.tolist() for name, found in made.subjects.items()} == {
        name: found.tolist() for name, found in whole.subjects.items()
    }
    stores = [Store.read_only(str(tmp_path / name)) for name in ("whole", "ahead")]
    one, other = (sorted(store.dump(format=RdfFormat.N_QUADS).splitlines()) for store in stores)
    assert one == other


@pytest.mark.parametrize(
    "program", ["import os; os.abort()", "import sys; sys.stdin.readline(); print(1 / 0)"]
)
def test_a_beginning_that_failed_is_nothing(
    packed: list[Path], tmp_path: Path, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph.loading, "_CHILD", program)
    ahead = LoadingAhead(tmp_path / "ahead", packed[:1], 2, tmp_path)
    assert ahead.end(packed) is None
    stopped = LoadingAhead(tmp_path / "ahead", packed[:1], 2, tmp_path)
    stopped.stop()
    stopped.stop()


def test_a_process_that_gets_no_memory_is_tried_with_less_and_then_told(
    packed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph.loading, "_APART", 0)
    asked = tmp_path / "asked"
    die = f"import os, sys; open({str(asked)!r}, 'a').write(sys.stdin.readline()); os.abort()"
    monkeypatch.setattr(graph.loading, "_CHILD", die)
    with pytest.raises(StoreError, match=r"SIGABRT.*too little memory"):
        load_packed(tmp_path / "database", packed, 4, tmp_path)
    first, second = asked.read_text(encoding="utf-8").splitlines()
    assert '"threads": 4' in first and '"threads": 1' in second


def test_what_goes_wrong_there_is_raised_here(
    packed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph.loading, "_APART", 0)
    with pytest.raises(OSError, match=r"exist|directory"):
        load_packed(tmp_path / "nowhere" / "database", packed, 1, tmp_path / "nowhere")
    packed[0].write_bytes((0).to_bytes(8, "big") + b"no statements")
    with pytest.raises(StoreError, match="statements cannot be read"):
        load_packed(tmp_path / "database", packed, 1, tmp_path)


FAILING = "import graph.loading as loading, nlp.errors as errors\ndef _fill(*_): raise {}\nloading._fill = _fill\nloading.main()"


@pytest.mark.parametrize(
    ("raised", "kind", "told"),
    [
        (
            "errors.VocabularyError('no such shape', hint='mend it')",
            VocabularyError,
            "no such shape\n  → mend it",
        ),
        ("errors.StoreError('statements', hint='again')", StoreError, "statements\n  → again"),
        ("ValueError('a slip of ours')", StoreError, "ValueError: a slip of ours"),
        ("KeyError('counts')", StoreError, "KeyError: 'counts'"),
        ("MemoryError()", StoreError, "MemoryError: there is too little memory"),
    ],
)
def test_only_short_memory_is_told_as_short_memory(
    packed: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    raised: str,
    kind: type[TsunagariError],
    told: str,
) -> None:
    monkeypatch.setattr(graph.loading, "_APART", 0)
    monkeypatch.setattr(graph.loading, "_CHILD", FAILING.format(raised))
    with pytest.raises(kind) as caught:
        load_packed(tmp_path / "database", packed, 1, tmp_path)
    assert told in str(caught.value)
    assert ("too little memory" in str(caught.value)) == raised.startswith("MemoryError")


def test_a_process_that_does_not_start_is_told_by_its_exit(
    packed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph.loading, "_APART", 0)
    monkeypatch.setattr(graph.loading, "_CHILD", "import no_such_module")
    with pytest.raises(StoreError, match="ended early, exit 1"):
        load_packed(tmp_path / "database", packed, 1, tmp_path)


def test_the_process_ends_with_who_asked() -> None:
    wait = "import threading, time, sys; from graph.loading import _end_with; " + (
        "threading.Thread(target=_end_with, args=(sys.stdin.read,), daemon=True).start(); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", wait], stdin=subprocess.PIPE)
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=30) == 1


def test_pieces_are_whole_lines_of_about_a_size(packed: list[Path]) -> None:
    whole = b"".join(statement_pieces(packed, lambda _file, _found: None))
    small = list(statement_pieces(packed, lambda _file, _found: None, size=1))
    assert b"".join(small) == whole and len(small) == 3
    assert all(piece.endswith(b" .\n") for piece in small)


@pytest.mark.parametrize("slice_", [1, 2, 1000])
def test_a_class_is_checked_in_slices(slice_: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.shapes, "_SLICE", slice_)
    lines = [
        f"e:d{n} a tsu:Document ; <http://purl.org/dc/terms/title> 't' ; tsu:characters {n} ."
        for n in range(5)
    ]
    store = Store()
    store.load(f"{PREFIXES} {' '.join(lines)}", RdfFormat.TURTLE)
    assert not list(graph.shapes.validate(store, threads=2))
    store.load(f"{PREFIXES} e:d3 tsu:characters 7 .", RdfFormat.TURTLE)
    assert {one.node for one in graph.shapes.validate(store)} == {"http://example.org/d3"}

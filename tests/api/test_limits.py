"""Builds that run out of disk or memory: said in a sentence, the served graph and finished work as they were, the rest goes on.

A limit on the size of files stands for a full disk: the system refuses to write in the same places.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

import api.commands.corpus
from api.commands.builder import BuildOptions, build
from api.commands.engine import Engine
from graph.durable import write_json
from graph.store import StoreFolder
from nlp.sources import SourceEntry
from tests.generate import write_corpus

ONE = "単位：百万円\nNo. 事業名 令和7年度補正予算額 担当府省庁 備考\n900 新しい見守り事業 10 内閣府\n"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "documents"
    list(write_corpus(folder, 3, seed=5, kinds=("supplementary", "initial")))
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store that serves the graph of one small document."""
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "zz.txt").write_text(ONE, encoding="utf-8")
    build(BuildOptions(tmp_path / "one", str(tmp_path / "store"), engine=Engine(jobs=1)))
    return tmp_path / "store"


def lines(store: Path) -> list[bytes]:
    database = StoreFolder(store).open_read_only()
    return sorted(database.dump(format=RdfFormat.N_QUADS).splitlines())


def run(folder: Path, store: Path, limit: Callable[[], None], *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", "build", str(folder), "--store", str(store), *more]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)


@pytest.mark.parametrize(
    "size", [0, 2_000, 100_000, 300_000], ids=["nothing", "parts", "loading", "database"]
)
def test_a_full_disk_leaves_the_served_graph_and_finished_work(
    size: int, corpus: Path, store: Path, tmp_path: Path
) -> None:
    before, current = lines(store), (store / "CURRENT").read_text()
    done = run(corpus, store, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)), "--jobs", "1")
    assert done.returncode == 1
    assert "the disk is full" in done.stderr and "Traceback" not in done.stderr
    assert (store / "CURRENT").read_text() == current and lines(store) == before
    assert [entry.name for entry in (store / "builds").iterdir()] == [current.strip()]
    assert not list((store / "work").glob("*.tmp"))
    finished = {file: file.stat().st_mtime_ns for file in (store / "work").glob("*.part")}
    build(BuildOptions(corpus, str(store), engine=Engine(jobs=1)))
    build(BuildOptions(corpus, str(tmp_path / "new"), engine=Engine(jobs=1)))
    assert lines(store) == lines(tmp_path / "new")
    assert finished == {file: file.stat().st_mtime_ns for file in finished}


def test_a_document_that_needs_too_much_memory_is_named_and_the_rest_goes_on(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = api.commands.corpus.extract_document

    def extract(entry: SourceEntry, *, profile: str = "") -> object:
        if entry.id == "000001":
            return [bytearray(1 << 40) for _ in range(1 << 20)]
        return original(entry, profile=profile)

    monkeypatch.setattr(api.commands.corpus, "extract_document", extract)
    summary = build(BuildOptions(corpus, str(tmp_path / "store"), keep_going=True, engine=Engine(jobs=1)))
    assert [name for name, _ in summary.failed] == ["000001.txt"]
    assert "memory" in summary.failed[0][1]
    assert len(summary.report["documents"]) == 2


def test_a_file_that_may_not_be_read_is_named_and_the_rest_goes_on(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    shutil.copytree(corpus, folder)
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (folder / "folder.txt").mkdir()
    summary = build(BuildOptions(folder, str(tmp_path / "store"), keep_going=True, engine=Engine(jobs=1)))
    assert summary.counts["Document"] == 3
    named = [name for name, _ in (*summary.failed, *summary.skipped)]
    assert named == ["gone.txt"]


def test_a_report_is_json_a_line_for_every_member(tmp_path: Path) -> None:
    import json

    value = {
        "format": 1,
        "none": [],
        "documents": [{"id": "甲", "n": [1, {"x": None}]}, {"id": "乙"}],
        "m": {},
    }
    for one in (value, {}, {"only": []}):
        write_json(tmp_path / "report.json", one)
        assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == one
    write_json(tmp_path / "report.json", value)
    assert len((tmp_path / "report.json").read_text(encoding="utf-8").splitlines()) == 9


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_too_little_memory_to_begin_is_said(jobs: str, corpus: Path, store: Path) -> None:
    """The dictionary of 200 MB is mapped into memory: with less than that left no document can be read."""
    before = (store / "CURRENT").read_text()
    allowed = 700 << 20
    done = run(
        corpus, store, lambda: resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed)), "--jobs", jobs
    )
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr
    assert (done.returncode == 0) == ((store / "CURRENT").read_text() != before)

"""Corpora: the same graph by one process, by several, on Dask, and after kill -9; unreadable documents apart."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from api.commands.builder import BuildOptions, build
from api.commands.engine import Engine
from graph.store import StoreFolder
from nlp.errors import SourceError
from tests.generate import write_corpus

DOCUMENTS = 16


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "documents"
    kinds = ("supplementary", "grant_sheets", "initial", "guideline")
    list(write_corpus(folder, DOCUMENTS, seed=11, damage=0.0, kinds=kinds))
    return folder


def lines(store: Path) -> list[bytes]:
    info = StoreFolder(store).current()
    assert info is not None
    return sorted(Store.read_only(str(info.path)).dump(format=RdfFormat.N_QUADS).splitlines())


@pytest.fixture(scope="module")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    store = tmp_path_factory.mktemp("alone")
    build(BuildOptions(corpus, str(store), engine=Engine(jobs=1)))
    return lines(store)


def test_every_generated_row_is_in_the_graph(corpus: Path, tmp_path: Path) -> None:
    build(BuildOptions(corpus, str(tmp_path), engine=Engine(jobs=1)))
    store = StoreFolder(tmp_path).open_read_only()
    found = {
        (
            row["d"].value,
            int(row["n"].value),
            row["l"].value,
            int(row["a"].value),
            row["k"].value.rsplit("#", 1)[-1],
            row["m"].value,
            row["s"].value,
        )
        for row in store.query(
            """PREFIX tsu: <https://w3id.org/tsunagari/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
            SELECT ?d ?n ?l ?a ?k ?m ?s WHERE { ?x a tsu:BudgetLine ; tsu:number ?n ; skos:prefLabel ?l ; tsu:amount ?a ; tsu:amountKind ?k ;
              tsu:ministry/skos:prefLabel ?m ; tsu:section/skos:notation ?s ; tsu:document/<http://purl.org/dc/terms/identifier> ?d }"""
        )
    }
    truth = [
        json.loads(line)
        for line in (corpus.parent / "documents.truth.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    expected = {
        (
            fact["document"],
            *(fact["fields"][name] for name in ("number", "label", "amount", "amount_kind")),
            *fact["fields"]["ministry"],
            fact["fields"]["section"],
        )
        for fact in truth
        if fact["kind"] == "budget_line"
    }
    assert found == expected


@pytest.mark.parametrize("ahead", [False, True])
def test_processes_give_the_same_graph(
    corpus: Path, alone: list[bytes], tmp_path: Path, ahead: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the database is filled afterwards, or already while documents are reconciled."""
    monkeypatch.setattr("graph.loading._APART", 0 if ahead else 1 << 40)
    build(BuildOptions(corpus, str(tmp_path), engine=Engine(jobs=2)))
    assert lines(tmp_path) == alone


def test_one_processor_reads_many_documents_in_a_process_of_its_own(
    corpus: Path, alone: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [result for _, result in Engine(jobs=1).run(os.getpid, [(0, ())])] == [os.getpid()]
    assert [result for _, result in Engine(jobs=1).run(os.getpid, [(0, ())], apart=True)] != [os.getpid()]
    monkeypatch.setattr("api.commands.corpus._WORTH_PROCESSES", 0)
    build(BuildOptions(corpus, str(tmp_path), engine=Engine(jobs=1)))
    assert lines(tmp_path) == alone


def test_dask_gives_the_same_graph(corpus: Path, alone: list[bytes], tmp_path: Path) -> None:
    build(BuildOptions(corpus, str(tmp_path), engine=Engine(dask="local")))
    assert lines(tmp_path) == alone


def test_a_killed_build_leaves_the_old_graph_and_resumes(
    corpus: Path, alone: list[bytes], tmp_path: Path, seed_store: Path
) -> None:
    import shutil

    shutil.copytree(seed_store, tmp_path / "store")
    before = (tmp_path / "store" / "CURRENT").read_text()
    command = [
        sys.executable,
        "-m",
        "api.cli",
        "build",
        str(corpus),
        "--store",
        str(tmp_path / "store"),
        "--jobs",
        "1",
    ]
    chance = random.Random(5)
    for _ in range(3):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(chance.uniform(0.3, 1.2))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        # Either the old graph is served, or the new one whole: never anything between.
        current = (tmp_path / "store" / "CURRENT").read_text()
        assert current == before or lines(tmp_path / "store") == alone
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert lines(tmp_path / "store") == alone


def test_adding_one_document_reads_one_document(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    import api.commands.corpus

    folder = tmp_path / "documents"
    shutil.copytree(corpus, folder)
    build(BuildOptions(folder, str(tmp_path / "store"), engine=Engine(jobs=1)))
    read: list[str] = []
    original = api.commands.corpus.make_one
    monkeypatch.setattr(
        api.commands.corpus,
        "make_one",
        lambda n, entry, *rest: (read.append(entry.id), original(n, entry, *rest))[1],
    )
    (folder / "zz.txt").write_text(
        "単位：百万円\nNo. 事業名 令和7年度補正予算額 担当府省庁 備考\n900 新しい見守り事業 10 内閣府\n",
        encoding="utf-8",
    )
    build(BuildOptions(folder, str(tmp_path / "store"), engine=Engine(jobs=1)))
    assert read == ["zz"]


def test_unreadable_documents_are_named_and_the_rest_may_go_on(corpus: Path, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "documents"
    shutil.copytree(corpus, folder)
    (folder / "broken.txt").write_bytes(bytes(range(256)) * 9)
    with pytest.raises(SourceError, match=r"broken\.txt"):
        build(BuildOptions(folder, str(tmp_path / "store")))
    assert StoreFolder(tmp_path / "store").current() is None
    summary = build(BuildOptions(folder, str(tmp_path / "store"), keep_going=True))
    assert [name for name, _ in summary.failed] == ["broken.txt"]

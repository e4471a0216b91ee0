"""Copies joined side by side are the copies joined one after the other; what killed builds left goes, what runs stays."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from api.commands.corpus import make_parts
from api.commands.engine import Engine
from api.commands.keeping import scratch_folder
from graph.build import parts_of
from graph.document_part import DocumentPart
from graph.part_file import triples_of
from nlp.extract import extract_document
from nlp.sources import list_sources
from tests.generate.measure_tables import make_table


def said(part: DocumentPart) -> tuple[object, ...]:
    with triples_of(part) as source:
        lines = sorted(source.read().splitlines())
    return part.document["id"], lines, part.items, part.measures, part.issues, part.labels


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans, each in three copies of which two are damaged in other places."""
    folder = tmp_path_factory.mktemp("copies")
    for plan, seed in (("a", 3), ("b", 11)):
        for copy, rate in enumerate((0.3, 0.0, 0.2)):
            text = make_table(seed, 20, rate=rate).text
            (folder / f"{plan}{copy}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("pairs", [1, 16])
def test_copies_are_joined_as_one_after_the_other(
    copies: Path, tmp_path: Path, jobs: int, pairs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.commands.joining._PAIRS", pairs)
    entries = list_sources(copies)
    expected = parts_of(extract_document(entry, profile="measure_table") for entry in entries)
    joined: list[set[Path]] = []
    for _ in range(2):  # the second time everything is there
        parts, _ = make_parts(
            entries, tmp_path, profile="measure_table", engine=Engine(jobs=jobs), progress=lambda *_: None
        )
        joined.append({part.file for part in parts})
        assert [said(part.open()) for part in parts] == [said(part) for part in expected]
    assert joined[0] == joined[1]
    assert sum(issue["code"] == "damaged-copy" for part in expected for issue in part.issues) >= 2


def test_a_killed_build_leaves_nothing_for_long(tmp_path: Path) -> None:
    left, in_use = tmp_path / "tsunagari-left", tmp_path / "tsunagari-in-use"
    for folder in (left, in_use):
        folder.mkdir()
        (folder / ".lock").touch()
    with (in_use / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with scratch_folder(tmp_path) as mine, scratch_folder(tmp_path) as other:
            assert mine.is_dir() and other.is_dir() and mine != other
            assert in_use.is_dir() and not left.exists()
        assert not mine.exists() and not other.exists()

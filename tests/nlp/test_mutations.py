"""Whatever is done to a document's text: no crash, quotes at their place, no number from nowhere, no row lost without an issue."""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.build import build_quads, parts_of, reconcile
from graph.shapes import validate
from nlp.errors import UnknownKindError
from nlp.extract import extract_document
from nlp.records import Extraction
from nlp.sources import SourceEntry, list_sources
from tests.generate.budget_lists import make_document
from tests.generate.measure_tables import make_table
from tests.nlp.mutations import KEEPS_ROWS, MUTATIONS, faults, lost_rows
from tests.nlp.test_measure_list import LIST, PAGE

SEEDS = Path(__file__).parents[2] / "seeds"
# Of the long table its beginning, so that an example takes a fraction of a second.
_LONGEST = 40_000
MADE = {
    "plan": (LIST + PAGE, "measure_list"),
    "budget": (make_document(7, separator=" ").text, "budget_list"),
    "table": (make_table(3, 25, rate=0.2).text, "measure_table"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutations")


@lru_cache(maxsize=8)
def clean(name: str, folder: Path) -> Extraction:
    if name in MADE:
        return read(MADE[name][0], name, folder, MADE[name][1])
    entry = next(entry for entry in list_sources(SEEDS) if entry.id.startswith(name))
    profile = extract_document(entry).document.profile
    return read(entry.path.read_text(encoding="utf-8")[:_LONGEST], name, folder, profile)


def read(text: str, name: str, folder: Path, profile: str) -> Extraction:
    file = folder / f"{name}.txt"
    file.write_bytes(text.encode("utf-8"))
    return extract_document(SourceEntry(file, name), profile=profile)


@settings(max_examples=40, deadline=None, derandomize=True)
@example(
    "budget", "glyph_damage", 30003
)  # a digit of a number lost below a line that stands outside the list
@example("budget", "glyph_damage", 30004)  # a strange letter stuck to the number
@example("plan", "glyph_damage", 413)  # a strange letter before the page's number
@example("plan", "glyph_damage", 477)  # the bracket of the line above lost its end
@example("plan", "glyph_damage", 20017)  # the brackets of 前出 in the line above are open
@example("plan", "glyph_damage", 460)  # 〓 stands beside the number of a line of the list
@given(
    st.sampled_from(("000", "001", "002", "003", "004", *MADE)),
    st.sampled_from(sorted(MUTATIONS)),
    st.integers(0, 10_000),
)
def test_mutated_documents(folder: Path, name: str, kind: str, seed: int) -> None:
    whole = clean(name, folder)
    text = MUTATIONS[kind](whole.text, random.Random(seed))
    damaged = read(text, name, folder, whole.document.profile)
    assert list(faults(damaged)) == []
    if kind in KEEPS_ROWS:
        assert list(lost_rows(whole, damaged)) == []
    parts = parts_of([damaged])
    store = Store()
    store.extend(build_quads(parts, reconcile(parts)))
    assert list(validate(store)) == []


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-16", "utf-8-sig"])
def test_other_encodings_read_the_same(folder: Path, encoding: str) -> None:
    source = clean("003", folder)
    text = source.text.encode(encoding, errors="replace").decode(encoding)
    whole = read(text, "003", folder, source.document.profile)
    file = folder / "encoded.txt"
    file.write_bytes(text.encode(encoding))
    again = extract_document(SourceEntry(file, "003"))
    assert [record.key for record in again.records] == [record.key for record in whole.records]
    assert list(faults(again)) == []


def test_text_without_a_kind_is_refused_not_guessed(folder: Path) -> None:
    with pytest.raises(UnknownKindError):
        read("ただの日記である。\n", "diary", folder, "")

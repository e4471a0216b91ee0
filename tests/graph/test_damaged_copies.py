"""A damaged copy beside a clean copy of one plan: every measure once, told by the clean copy; two plans stay two."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.build import build_quads, parts_of, reconcile
from graph.document_part import DocumentPart
from graph.part_file import triples_of
from graph.reconcile.row_copies import damage_between
from nlp.extract import extract_document
from nlp.records import Extraction
from nlp.sources import SourceEntry
from tests.generate.measure_tables import make_table

NS = "https://w3id.org/tsunagari/ns#"


def read(folder: Path, name: str, text: str) -> Extraction:
    file = folder / f"{name}.txt"
    file.write_text(text, encoding="utf-8")
    return extract_document(SourceEntry(file, name, fiscal_year=2026), profile="measure_table")


def parts_in(folder: Path, texts: dict[str, str]) -> dict[str, DocumentPart]:
    parts = parts_of([read(folder, name, text) for name, text in texts.items()])
    return {str(part.document["id"]): part for part in parts}


def measures(parts: dict[str, DocumentPart]) -> set[str]:
    """The IRIs of the measures in the graph of all parts."""
    ordered = list(parts.values())
    quads = build_quads(ordered, reconcile(ordered))
    made = (
        quad for quad in quads if "/id/measure/" in str(quad.subject) and str(quad.object) == f"<{NS}Measure>"
    )
    return {str(quad.subject) for quad in made}


@pytest.mark.parametrize("seed", [3, 11, 47])
@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_each_measure_stands_once_and_as_the_clean_copy_has_it(
    tmp_path: Path, seed: int, names: tuple[str, str]
) -> None:
    clean, broken = (make_table(seed, 40, rate=rate).text for rate in (0.0, 0.3))
    assert broken != clean
    alone = parts_in(tmp_path, {names[0]: clean})
    both = parts_in(tmp_path, {names[0]: clean, names[1]: broken})
    assert measures(both) == measures(alone)
    assert "damaged-copy" in {issue["code"] for issue in both[names[1]].issues}
    with triples_of(both[names[1]]) as source:
        lines = source.read().decode()
    kept = {
        line
        for line in lines.splitlines()
        if re.search(r"^<\S+/measure/\S+> <\S+(?:prefLabel|ministry|displayLabel)> ", line)
    }
    with triples_of(alone[names[0]]) as source:
        assert kept <= set(source.read().decode().splitlines())
    pointed = set(re.findall(r"#evidence> (<\S+>)", lines))
    told = set(re.findall(r"^(<\S+/evidence/\S+>)", lines, re.MULTILINE))
    assert pointed == told


def test_two_plans_under_the_same_numbers_stay_two(tmp_path: Path) -> None:
    both = parts_in(tmp_path, {name: make_table(seed, 24).text for name, seed in (("a", 5), ("b", 6))})
    assert len(measures(both)) == sum(len(part.measures) for part in both.values())
    assert not any(issue["code"] == "damaged-copy" for part in both.values() for issue in part.issues)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("見守り活動の推進\t総務省", "見守り活動の推進\t総務省", ""),
        ("見守り活動の推進\t総務省", "-\t総務省", "名称が読めない"),
        ("見守り活動の推進\t総務省", "活動の推進\t総務省", "名称が切れている"),
        ("見守り活動の推進\t総務省", "見守リ活動の推進\t総務省", "名称の字が違う"),
        ("見守り活動の推進\t法務省|総務省", "見守り活動の推進\t総務省", "府省庁の一部が読めない"),
        ("見守り活動の推進\t総務省", "見守り活動の推進\t法務省", "府省庁が違う"),
        ("見守り活動の推進\t総務省", "読書活動の推進\t総務省", None),
        ("見守り活動の推進\t総務省", "-\t法務省", None),
        ("見守り活動の推進\t総務省\t100", "見守り活動の推進\t総務省\t1000", None),
    ],
)
def test_what_damage_explains(first: str, second: str, expected: str | None) -> None:
    assert damage_between(first, second) == damage_between(second, first) == expected

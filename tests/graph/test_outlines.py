"""Two lists of two fields under the same numbers of sections: each keeps its headings, and one outline keeps the short paths."""

from __future__ import annotations

import random
from pathlib import Path

from pyoxigraph import Store

from graph.build import build_quads, parts_of, reconcile
from graph.document_part import DocumentPart
from graph.iris import BASE
from graph.part_file import triples_of
from graph.section_headings import SectionHeadings
from graph.shapes import validate
from nlp.extract import extract_document
from nlp.records import Extraction
from nlp.sources import SourceEntry, list_sources
from tests.generate.budget_lists import make_lines, write_list

SEEDS = Path(__file__).parents[2] / "seeds"
WATER = {"1": "水道の施設を強くする", "1-①": "古い管路の取替え", "1-②": "災害時の給水", "1-③": "水質の検査"}
FOREST = {"1": "森林を育てて守る", "1-①": "間伐と植林", "1-②": "林道の開設", "1-③": "木材の利用促進"}


def budget(folder: Path, name: str, outline: dict[str, str], seed: int) -> Extraction:
    """A list of generated rows under the headings of `outline`."""
    rng = random.Random(seed)
    lines = make_lines(rng, 9)
    marks = [mark for mark in outline if "-" in mark]
    for at, line in enumerate(lines):
        line.section = marks[at * len(marks) // len(lines)]
        line.remark = ""
    headings = {mark: f"{mark}{outline[mark]}" for mark in marks}
    text = "\n".join(
        write_list(rng, lines, 2025, "補正", headings, pillars={"1": outline["1"]}, separator="\t")
    )
    file = folder / f"{name}.txt"
    file.write_text(text, encoding="utf-8")
    return extract_document(SourceEntry(file, name), profile="budget_list")


def told(parts: list[DocumentPart]) -> list[tuple[str, str]]:
    return [(issue.code, issue.document) for issue in SectionHeadings.of(parts).issues()]


def names(parts: list[DocumentPart]) -> dict[str, set[str]]:
    """Path of a section or pillar -> its labels in the joined graph."""
    found: dict[str, set[str]] = {}
    for quad in build_quads(parts, reconcile(parts)):
        path = str(getattr(quad.subject, "value", "")).removeprefix(BASE)
        if path.startswith(("section/", "pillar/")) and quad.predicate.value.endswith("#prefLabel"):
            found.setdefault(path, set()).add(quad.object.value)
    return found


def plain(outline: dict[str, str], ending: str = "") -> dict[str, set[str]]:
    return {
        f"{'section' if '-' in mark else 'pillar'}/{mark}{ending}": {label} for mark, label in outline.items()
    }


def test_each_outline_alone_has_the_short_paths(tmp_path: Path) -> None:
    for name, outline in (("w", WATER), ("f", FOREST)):
        parts = parts_of([budget(tmp_path, name, outline, 3)])
        assert names(parts) == plain(outline) and not told(parts)


def test_two_outlines_keep_their_headings_in_any_order(tmp_path: Path) -> None:
    read = [
        budget(tmp_path, "a", FOREST, 1),
        budget(tmp_path, "b", WATER, 2),
        budget(tmp_path, "c", WATER, 3),
    ]
    parts = parts_of(read)
    assert names(parts) == plain(WATER) | plain(FOREST, "-a")
    assert told(parts) == [("section-of-another-plan", "a")]
    with triples_of(parts[0]) as source:
        text = source.read().decode()
    assert f"<{BASE}section/1-①-a>" in text and f"<{BASE}section/1-①>" not in text
    again = parts_of(read[::-1])
    assert set(build_quads(parts, reconcile(parts))) == set(build_quads(again, reconcile(again)))
    store = Store()
    store.extend(build_quads(parts, reconcile(parts)))
    assert list(validate(store)) == []
    rows = [item for part in parts for item in part.items if item.section]
    assert {item.section.split("-")[0] for item in rows} == {"1", "a:1"}


def test_a_misread_or_renamed_heading_stays_in_its_outline(tmp_path: Path) -> None:
    misread = {
        "1": "水道の施没を強くする",
        "1-①": "古い管賂の取替え",
        "1-②": "災害時の応急給水",
        "1-③": "検針",
    }
    parts = parts_of([budget(tmp_path, "a", WATER, 1), budget(tmp_path, "b", misread, 2)])
    assert names(parts) == plain(WATER)
    assert told(parts) == [("section-heading-differs", "b")]  # 検針 is no 水質の検査 for certain


def test_a_plan_that_shares_some_headings_under_other_numbers_shows_its_own(tmp_path: Path) -> None:
    renumbered = {
        "1": "水道の施設を強くする",
        "1-①": "水質の検査",
        "1-②": "古い管路の取替え",
        "1-③": "水質の検査の公表",
    }
    parts = parts_of([budget(tmp_path, "a", WATER, 1), budget(tmp_path, "b", renumbered, 2)])
    assert names(parts) == plain(WATER) | plain(renumbered, "-b")


def test_the_years_of_another_plan_have_one_section_each(tmp_path: Path) -> None:
    read = [
        budget(tmp_path, name, outline, at)
        for at, (name, outline) in enumerate(
            (("a", WATER), ("b", WATER), ("c", FOREST), ("d", WATER), ("e", FOREST))
        )
    ]
    assert names(parts_of(read)) == plain(WATER) | plain(FOREST, "-c")


def test_the_known_plan_keeps_the_short_paths_beside_more_lists(tmp_path: Path) -> None:
    seeds = [extract_document(entry) for entry in list_sources(SEEDS)]
    alone = names(parts_of(seeds))
    others = [budget(tmp_path, name, WATER, at) for at, name in enumerate(("0a", "0b", "0c", "0d"))]
    assert names(parts_of([*others, *seeds])) == alone | plain(WATER, "-0a")

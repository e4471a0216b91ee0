"""Two documents that head one notation with other words: one section where the words may be one heading, and an issue that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.build import build_quads, parts_of, reconcile
from graph.section_headings import SectionHeadings
from graph.shapes import validate
from nlp.extract import extract_document
from nlp.records import Extraction
from nlp.sources import SourceEntry

_ROWS = "No.\t事業名\t令和{year}年度 当初予算額\t担当府省庁\t備考\n（単位：百万円）\n3-①{heading}\n{number}\t岸壁補修推進事業\t95\t国土交通省\t\n"


def document(folder: Path, name: str, year: int, heading: str) -> Extraction:
    file = folder / f"{name}.txt"
    file.write_text(_ROWS.format(year=year, heading=heading, number=year), encoding="utf-8")
    return extract_document(SourceEntry(file, name))


@pytest.mark.parametrize(
    ("second", "code", "nodes"),
    [
        ("運転免許の返納と見守り", "section-of-another-plan", 2),
        ("地域の足を支える", "section-heading-differs", 1),  # renamed, perhaps
        ("地域の移動手段の確保", "", 1),
        ("地域の移動手段の確呆", "", 1),  # a reading error
        ("域の移動手段の確保", "", 1),  # cut
    ],
)
def test_another_heading_of_the_same_notation_is_told(
    tmp_path: Path, second: str, code: str, nodes: int
) -> None:
    parts = parts_of([document(tmp_path, "a", 8, "地域の移動手段の確保"), document(tmp_path, "b", 9, second)])
    told = [(one.code, one.document) for one in SectionHeadings.of(parts).issues()]
    assert told == ([(code, "b")] if code else [])
    store = Store()
    store.extend(build_quads(parts, reconcile(parts)))
    assert list(validate(store)) == []
    rows = store.query(
        "PREFIX tsu: <https://w3id.org/tsunagari/ns#> SELECT ?code ?message WHERE "
        "{ ?issue a tsu:Issue ; tsu:code ?code ; tsu:message ?message ; tsu:about ?section . ?section a tsu:Section }"
    )
    messages = {row["code"].value: row["message"].value for row in rows}
    assert set(messages) == ({code} if code else set())
    assert all(second in message for message in messages.values())
    sections = store.query(
        "PREFIX tsu: <https://w3id.org/tsunagari/ns#> SELECT ?section WHERE { ?section a tsu:Section }"
    )
    assert len(list(sections)) == nodes

"""Two documents that head one notation with other words: one section, and an issue that says so."""

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
    ("second", "differs"),
    [
        ("運転免許の返納と見守り", True),
        ("地域の移動手段の確保", False),
        ("地域の移動手段の確呆", False),  # a reading error
        ("域の移動手段の確保", False),  # cut
    ],
)
def test_another_heading_of_the_same_notation_is_told(tmp_path: Path, second: str, differs: bool) -> None:
    parts = parts_of([document(tmp_path, "a", 8, "地域の移動手段の確保"), document(tmp_path, "b", 9, second)])
    found = SectionHeadings.of(parts)
    assert [(one.notations[0], one.document) for one in found.differing] == (
        [("3-①", "b")] if differs else []
    )
    store = Store()
    store.extend(build_quads(parts, reconcile(parts)))
    assert list(validate(store)) == []
    messages = [
        row["message"].value
        for row in store.query(
            "PREFIX tsu: <https://w3id.org/tsunagari/ns#> SELECT ?message WHERE "
            "{ ?issue a tsu:Issue ; tsu:code 'section-heading-differs' ; tsu:message ?message ; tsu:about ?section }"
        )
    ]
    assert len(messages) == differs
    assert all(second in message and "--store" in message for message in messages)

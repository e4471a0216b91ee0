"""A document typeset anew is one document: its facts count once. An amount that differs makes two."""

from __future__ import annotations

import re
from pathlib import Path

from graph.build import parts_of
from nlp.extract import extract_document
from nlp.records import Extraction
from nlp.sources import SourceEntry
from tests.nlp.test_measure_list import LIST, PAGE

TEXT = LIST + PAGE


def read(folder: Path, name: str, text: str) -> Extraction:
    file = folder / f"{name}.txt"
    file.write_text(text, encoding="utf-8")
    return extract_document(SourceEntry(file, name), profile="measure_list")


def test_other_line_breaks_and_page_numbers_are_a_copy(tmp_path: Path) -> None:
    again = re.sub(r"(?m)^(専門家の)", r"- 12 -\n\1", TEXT).replace("活動の\n支援", "活動の支援\n3 / 40\n")
    parts = {
        part.document["id"]: part
        for part in parts_of([read(tmp_path, "a", TEXT), read(tmp_path, "b", again)])
    }
    assert [issue["code"] for issue in parts["b"].issues] == ["copy"]
    assert parts["a"].measures and not parts["b"].measures


def test_another_figure_is_another_document(tmp_path: Path) -> None:
    assert "120 団体" in TEXT
    other = TEXT.replace("120 団体", "130 団体")
    parts = parts_of([read(tmp_path, "a", TEXT), read(tmp_path, "b", other)])
    assert all(issue["code"] != "copy" for part in parts for issue in part.issues)

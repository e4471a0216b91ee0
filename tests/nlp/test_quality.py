"""The quality report of a document: what rests on reasoning, what was mended, what counts leave out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nlp.errors import UnknownKindError
from nlp.extract import extract_document
from nlp.quality import filled_fields, mended_values, quality_words, reasoned_values
from nlp.quality_names import filled_name, issue_name, repair_name
from nlp.records import Document, Extraction, Field, Record, Where
from nlp.sources import SourceEntry, list_sources

ROOT = Path(__file__).parent.parent.parent
# The code and the severity of an issue, as they stand beside one another in our sources.
_ISSUE = re.compile(r'"([a-z]+(?:-[a-z]+)+)",\s*"(?:error|warning|info)"')


def made(*fields: Field) -> Extraction:
    document = Document("d", "d.txt", "題", "measure_table", "0", 100)
    return Extraction(document, "本文", (Record("measure", "1", None, fields),))


def test_values_of_the_seeds_that_rest_on_reasoning(by_document: dict) -> None:
    amounts = [item for item in reasoned_values(by_document["001"]) if item.field == "amount"]
    assert amounts, "the amounts printed apart from their rows"
    for item in amounts:
        assert by_document["001"].text[item.start : item.end] == item.raw
        assert item.note, "each assignment with its reason"
    assert [item.how for item in reasoned_values(by_document["004"])] == []


def test_a_gap_is_counted(by_document: dict) -> None:
    filled = {(item.kind, item.field): (item.have, item.total) for item in filled_fields(by_document["002"])}
    assert filled["measure", "section"] == (141, 141)
    assert filled["measure", "label"][0] < filled["measure", "label"][1] == 141
    assert filled_name({"kind": "measure", "field": "ministry"}) == "施策の府省庁"


def test_an_unresolved_ministry_is_a_gap() -> None:
    found = made(Field("ministry", "なぞの庁", "なぞの庁", None, method="unresolved"))
    assert {item.field: item.have for item in filled_fields(found)}["ministry"] == 0


def test_a_mended_value_is_a_repair_with_before_and_after() -> None:
    where = Where("d", 0, 2)
    link = Field("link", "https://a.go.jp/b", "https://a.go.jp/ b", where, method="rejoined", confidence=0.9)
    repairs = list(mended_values(made(link)))
    assert [(item.before, item.after) for item in repairs] == [("https://a.go.jp/ b", "https://a.go.jp/b")]


def test_every_counted_kind_has_a_name() -> None:
    words = quality_words()
    assert set(words["counted"]) <= set(words["kinds"])


def test_every_code_has_words(extractions: list[Extraction]) -> None:
    """A code that a reader of documents may give, wherever it is written, is told in words on /quality."""
    words = quality_words()
    sources = [
        file.read_text("utf-8") for folder in ("nlp", "graph") for file in (ROOT / folder).rglob("*.py")
    ]
    written = {code for text in sources for code in _ISSUE.findall(text)}
    assert "cut-cell" in written
    assert sorted(written - words["issues"].keys()) == []
    for extraction in extractions:
        assert [item.code for item in extraction.issues if issue_name(item.code) == item.code] == []
        assert [item.rule for item in extraction.repairs if repair_name(item.rule).isascii()] == []
        fields = {item.field for item in reasoned_values(extraction)}
        assert sorted(fields - words["fields"].keys()) == []


def test_a_file_of_no_known_kind_is_told_from_a_broken_one(tmp_path: Path) -> None:
    memo = tmp_path / "memo.txt"
    memo.write_text("今日の昼食は蕎麦でした。", encoding="utf-8")
    with pytest.raises(UnknownKindError):
        extract_document(SourceEntry(memo, "memo"))


def test_ids_of_documents_differ(tmp_path: Path) -> None:
    """資料.pdf beside 資料.xlsx: one of the two was lost without a word."""
    names = ["資料.txt", "資料.csv", "R6.1.txt", "R6.2.txt", "別.txt", "~$別.docx", ".hidden.txt"]
    (tmp_path / ".git").mkdir()
    (tmp_path / "部").mkdir()
    for name in [*names, ".git/x.txt", "部/資料.txt", "部/資料.html"]:
        (tmp_path / name).write_text("x", encoding="utf-8")
    ids = [entry.id for entry in list_sources(tmp_path)]
    assert sorted(ids) == sorted(
        ["資料-txt", "資料-csv", "R6-1-txt", "R6-2-txt", "別", "部.資料-txt", "部.資料-html"]
    )

"""Rows whose second half may be another row's: kept, less sure behind the name, and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.extract import extract_document
from nlp.records import Extraction
from nlp.sources import SourceEntry
from tests.api.test_blank_cells import table

LIST = (
    "No.\t事業名\t令和9年度 当初予算額\t担当府省庁\t備考\n（単位：百万円）\n1-①空き家の発生の予防\n"
    "61\t空き家予防相談事業\t95\t国土交通省\t\n62\t空き家改修事業\t1,120\t国土交通省\t\n"
    "63\t住まい相談事業\t210\t厚生労働省\t\n64\t居住支援推進事業\t2,330\t国土交通省\t\n65\t学校施設活用事業\t40\t文部科学省\t\n"
)


def read(folder: Path, text: str) -> Extraction:
    (folder / "list.txt").write_text(text, encoding="utf-8")
    return extract_document(SourceEntry(folder / "list.txt", "list"))


def doubted(found: Extraction) -> list[str]:
    return [issue.subject for issue in found.issues if issue.code == "joined-halves"]


@pytest.mark.parametrize(
    ("gone", "row"),
    [
        (
            "事業\t1,120\t国土交通省\t\n63\t住まい相談事業\t210\t厚生労働省\t\n64\t居住支援推進",
            "budget_line:62",
        ),
        ("発生の予防\n61\t空き家", ""),
        ("", ""),
    ],
)
def test_a_row_before_rows_that_are_missing_is_doubted(tmp_path: Path, gone: str, row: str) -> None:
    found = read(tmp_path, LIST.replace(gone, ""))
    assert doubted(found) == ([row] if row else [])
    for record in found.of_kind("budget_line"):
        sure = record.first("ministry")
        assert sure is not None
        assert (sure.confidence <= 0.7) == (f"budget_line:{record.key}" == row)


def test_rows_of_a_measure_table(tmp_path: Path) -> None:
    whole = table()
    assert doubted(read(tmp_path, whole)) == []
    head, tail = whole.index("安心して過ごせるよう、居場所"), whole.index("安心して過ごせるよう、食事")
    assert doubted(read(tmp_path, whole[:head] + whole[tail:])) == ["measure:2"]

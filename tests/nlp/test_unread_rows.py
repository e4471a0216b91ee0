"""Rows that no reader can place, and names of which nothing can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.build import build_quads, parts_of, reconcile
from graph.shapes import validate
from nlp.extract import extract_document
from nlp.records import Extraction
from nlp.sources import SourceEntry
from nlp.values.amounts import find_amounts

LIST = """令和８年度 地域づくり関係予算
(単位：百万円)
No.\t事業名\t予算額\t担当府省庁\t備考
1. 地域をつくる
1-①きめ細かな支援
1\t高齢者の見守り事業\t100\t総務省\t
2\t{name}\t200\t総務省\t
3\t移動支援事業\t300\t内閣府\t
"""


def extracted(folder: Path, text: str, name: str = "a", profile: str = "") -> Extraction:
    file = folder / f"{name}.txt"
    file.write_text(text, encoding="utf-8")
    return extract_document(SourceEntry(file, name), profile=profile)


@pytest.mark.parametrize("name", ["〓〓〓〓", "■■■", "᪋⟇᪋⟇", "－", "???", "〓業"])
def test_a_name_of_debris_is_no_name(tmp_path: Path, name: str) -> None:
    found = extracted(tmp_path, LIST.format(name=name))
    row = next(record for record in found.records if record.kind == "budget_line" and record.key == "2")
    assert row.first("label") is None and row.value("amount") == 200_000_000
    assert row.text("display_label") and next(iter(row.all("display_label"))).method == "built"
    assert ("unreadable-label", "budget_line:2") in {(issue.code, issue.subject) for issue in found.issues}


def test_a_damaged_name_stays_and_says_so(tmp_path: Path) -> None:
    found = extracted(tmp_path, LIST.format(name="■■の学習支援事業"))
    row = next(record for record in found.records if record.kind == "budget_line" and record.key == "2")
    assert row.text("label") == "■■の学習支援事業"
    assert ("damaged-label", "budget_line:2") in {(issue.code, issue.subject) for issue in found.issues}


def test_a_graph_with_nameless_rows_keeps_its_shapes(tmp_path: Path) -> None:
    parts = parts_of([extracted(tmp_path, LIST.format(name="〓〓〓〓"))])
    store = Store()
    store.extend(build_quads(parts, reconcile(parts)))
    assert list(validate(store)) == []


def test_year_of_a_title_without_stage(tmp_path: Path) -> None:
    found = extracted(tmp_path, LIST.format(name="交流事業"))
    rows = [record for record in found.records if record.kind == "budget_line"]
    assert {row.value("fiscal_year") for row in rows} == {2026}
    assert {row.first("stage") for row in rows} == {None}
    assert "missing-stage" in {issue.code for issue in found.issues}


def test_another_year_than_the_manifest_says_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "y.txt"
    file.write_text(LIST.replace("予算額", "令和８年度当初予算額").format(name="交流事業"), encoding="utf-8")
    found = extract_document(SourceEntry(file, "y", fiscal_year=2024))
    assert {row.value("fiscal_year") for row in found.records if row.kind == "budget_line"} == {2026}
    assert "year-mismatch" in {issue.code for issue in found.issues}


def test_rows_of_a_table_without_header_are_reported(tmp_path: Path) -> None:
    text = "1\t孤独の実態把握\t調査を行う。\n2\t窓口の設置\t窓口を置く。\n"
    found = extracted(tmp_path, text, profile="measure_table")
    assert {issue.subject for issue in found.issues if issue.code == "unread-row"} == {
        "measure:1",
        "measure:2",
    }
    for issue in found.issues:
        if issue.code == "unread-row" and issue.where is not None:
            assert found.text[issue.where.start] in "12"


def test_a_table_that_lost_its_header_is_read_by_its_usual_columns(tmp_path: Path) -> None:
    row = "{}\t{}の推進\t{}を行う。\t令和9年度までに10件とする。\t7件であった。\t引き続き行う。\t\t{}\n"
    named = [(5, "見守り", "総務省"), (6, "学び直し", "文部科学省"), (7, "農福連携", "農林水産省")]
    rows = [row.format(number, name, name, who) for number, name, who in named]
    found = extracted(tmp_path, "".join(rows), profile="measure_table")
    measures = {record.key: record for record in found.records if record.kind == "measure"}
    assert {key: record.text("label") for key, record in measures.items()} == {
        str(number): f"{name}の推進" for number, name, _ in named
    }
    assert [record.text("ministry") for record in measures.values()] == [who for _, _, who in named]
    assert "no-header" in {issue.code for issue in found.issues}


def test_a_copy_of_a_document_is_not_counted_again(tmp_path: Path) -> None:
    first = extracted(tmp_path, LIST.format(name="交流事業"), "a")
    second = extracted(tmp_path, LIST.format(name="交流事業").replace("\t", "  \t"), "b")
    parts = parts_of([first, second])
    assert [bool(part.items) for part in parts] == [True, False]
    assert [issue["code"] for issue in parts[1].issues] == ["copy"]
    store = Store()
    store.extend(build_quads(parts, reconcile(parts)))
    assert list(validate(store)) == []


@pytest.mark.parametrize("text", ["2,5〓千円", "〓千円", "３᪋百万円", "千円"])
def test_a_unit_is_no_amount(text: str) -> None:
    assert [amount.yen for amount in find_amounts(text) if amount.yen is not None] == []


def test_a_bare_amount_in_a_sentence_is_one() -> None:
    assert [amount.yen for amount in find_amounts("一件につき百万円を上限とする。")] == [1_000_000]


@pytest.mark.parametrize("sign", ["-", "－", "-࠘", "〓", "༗"])
def test_a_section_whose_sign_is_damaged_is_a_section(tmp_path: Path, sign: str) -> None:
    found = extracted(tmp_path, LIST.replace("1-①", f"1{sign}①").format(name="交流事業"))
    rows = [record for record in found.records if record.kind == "budget_line"]
    assert {row.text("section") for row in rows} == {"1-①"} and len(rows) == 3

"""Headings that share a line with a row, or lost a voicing mark: each is read as printed, or as the document prints the word elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.extract import extract_document
from nlp.layout.joined_headings import headings_apart
from nlp.reading import Line
from nlp.sources import SourceEntry

HEAD = "令和９年度 里山のくらし関係予算\n（単位：百万円）\nNo.{t}事業名{t}令和9年度 当初予算額{t}担当府省庁{t}備考\n"
LINES = (
    "2. 里山のくらしを支える",
    "2-①担い手の育成",
    "21{t}里山の見守り事業{t}310{t}国土交通省{t}再掲",
    "22{t}間伐の学習支援事業{t}240{t}文部科学省{t}",
    "2-②居場所の確保",
    "23{t}里山の居場所づくり事業{t}77{t}内閣府{t}新規",
    "2-③情報の発信",
    "24{t}山道の案内事業{t}205{t}総務省{t}",
    "25{t}獣害の相談事業{t}64{t}農林水産省{t}",
)
TRUTH = {
    21: ("2-①", "里山の見守り事業", 310_000_000, "国土交通省"),
    22: ("2-①", "間伐の学習支援事業", 240_000_000, "文部科学省"),
    23: ("2-②", "里山の居場所づくり事業", 77_000_000, "内閣府"),
    24: ("2-③", "山道の案内事業", 205_000_000, "総務省"),
    25: ("2-③", "獣害の相談事業", 64_000_000, "農林水産省"),
}


@pytest.mark.parametrize("border", ["\t", " "])
@pytest.mark.parametrize("joint", ["", " ", "\t"])
@pytest.mark.parametrize("place", [1, 2, 3, 4, 5, 6, 7])
def test_two_lines_joined_are_read_as_two(tmp_path: Path, border: str, joint: str, place: int) -> None:
    lines = [line.format(t=border).rstrip(" ") for line in LINES]
    lines[place - 1 : place + 1] = [lines[place - 1] + joint + lines[place]]
    file = tmp_path / "list.txt"
    file.write_text(HEAD.format(t=border) + "\n".join(lines) + "\n", encoding="utf-8")
    found = extract_document(SourceEntry(file, "list"), profile="budget_list")
    rows = {
        row.value("number"): (
            row.text("section"),
            row.text("label"),
            row.value("amount"),
            row.text("ministry"),
        )
        for row in found.of_kind("budget_line")
    }
    assert rows == TRUTH


@pytest.mark.parametrize(
    "text",
    [
        "21\t見守り事業\t① 相談 ② 見守り ③ 居場所\t310\t国土交通省",  # marks that a cell counts
        "21\t見守り事業\t310\t国土交通省\t2-②から移動した。詳しくは別紙",  # a sentence
        "21\t見守り事業\t310\t国土交通省\thttps://example.jp/a3.html 案内",
        "支援の方向は 1. 相談 2. 見守り 3. 居場所 とする",
    ],
)
def test_marks_within_a_row_part_nothing(text: str) -> None:
    lines = [Line("2-①担い手の育成", 0, 8, 0), Line(text, 9, 9 + len(text), 1)]
    assert headings_apart(lines) == lines


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("テジタル化の推進", "デジタル化の推進"),
        ("デジタル化の推進", "デジタル化の推進"),
        ("ベット数の確保", "ベット数の確保"),  # printed nowhere as it should be
    ],
)
def test_a_heading_with_a_lost_voicing_mark(tmp_path: Path, printed: str, read: str) -> None:
    lines = [line.format(t="\t") for line in LINES]
    lines[4] = f"2-②{printed}"
    lines[5] = "23\t里山のデジタル案内事業\t77\t内閣府\t新規"
    lines[7] = "24\tデジタル道標の整備事業\t205\t総務省\t"
    file = tmp_path / "list.txt"
    file.write_text(HEAD.format(t="\t") + "\n".join(lines) + "\n", encoding="utf-8")
    found = extract_document(SourceEntry(file, "list"), profile="budget_list")
    headings = {record.text("notation"): record.text("label") for record in found.of_kind("section")}
    assert headings["2-②"] == read
    assert [issue.code for issue in found.issues if issue.code == "misread-heading"] == (
        ["misread-heading"] if printed != read else []
    )


def test_sums_at_the_head_are_no_rows_and_no_part_of_a_heading(tmp_path: Path) -> None:
    lines = [line.format(t=" ").rstrip() for line in LINES]
    lines[0] = "2. 里山のくらしを支える 1,896"
    lines[1] += "（小計 550）"
    lines[4] += " 1,077"
    file = tmp_path / "list.txt"
    text = HEAD.format(t=" ").replace("No.", "総額 1,896\nうち内数を除く 1,700\nNo.") + "\n".join(lines)
    file.write_text(text + "\n合計 1,896\n", encoding="utf-8")
    found = extract_document(SourceEntry(file, "list"), profile="budget_list")
    headings = {record.text("notation"): record.text("label") for record in found.of_kind("section")}
    assert headings == {
        "2": "里山のくらしを支える",
        "2-①": "担い手の育成",
        "2-②": "居場所の確保",
        "2-③": "情報の発信",
    }
    assert sorted(int(row.value("number") or 0) for row in found.of_kind("budget_line")) == sorted(TRUTH)


@pytest.mark.parametrize(
    ("printed", "heading"),
    [
        ("居場所・を広げる取組の支援", "居場所を広げる取組の支援"),
        ("学習支掫の充実", "学習支援の充実"),  # 学習支援 stands in a row
        ("里山内交通の確保", "里山内交通の確保"),  # 里山交通 stands in three rows, but 内 belongs
        ("学習・見守りの場の確保", "学習・見守りの場の確保"),
    ],
)
def test_a_garbled_heading_is_mended_by_what_the_document_prints(
    tmp_path: Path, printed: str, heading: str
) -> None:
    rows = [
        f"{at}\t里山交通の{word}事業\t12\t国土交通省\t"
        for at, word in enumerate(("試行", "計画", "点検"), 26)
    ]
    lines = [line.format(t="\t").replace("居場所の確保", printed) for line in LINES]
    file = tmp_path / "list.txt"
    file.write_text("\n".join([HEAD.format(t="\t").rstrip(), *lines, *rows, ""]), encoding="utf-8")
    found = extract_document(SourceEntry(file, "list"), profile="budget_list")
    [section] = [one for one in found.of_kind("section") if one.text("notation") == "2-②"]
    assert section.text("label") == heading
    told = [issue.message for issue in found.issues if issue.code == "misread-heading"]
    assert bool(told) == (printed != heading) and all(printed in one for one in told)

"""Data of the review system: places of JSON values, both forms of the data, cut files, ministries under their names."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp.errors import SourceError
from nlp.extract import extract_document
from nlp.files.json_members import Broken, objects_in
from nlp.records import Extraction
from nlp.sources import SourceEntry, document_id

SHEETS = {
    "71": {
        "projectId": 71,
        "projectName": "海辺の見守り事業",
        "ministry": "国土交通省観光庁",
        "bureau": "観光地域振興部",
        "purpose": '高齢者を対象に、"見守り"を行う。',
        "overview": "/1 巡回/2 相談",
        "url": None,
        "category": "新規開始事業",
        "startYear": 2024,
        "implementationMethods": ["補助", "直接実施"],
        "oldProjectNumber": "-",
    },
    "72": {
        "projectId": 72,
        "projectName": "森の相談所事業",
        "ministry": "存在しない庁",
        "purpose": "",
        "overview": "x",
    },
    "73": {"projectId": 73, "ministry": "農林水産省", "note": "名がない"},
}
TABLE = (
    "シートの種類,事業年度,予算事業ID,事業名,府省庁の建制順,政策所管府省庁,府省庁,局・庁,事業の目的,事業の概要\n"
    "行政事業レビュー,2026,71,海辺の見守り事業,12,国土交通省,観光庁,観光地域振興部,高齢者を見守る。,巡回する。\n"
    "行政事業レビュー,2026,71,海辺の見守り事業,12,国土交通省,国土交通省,総合政策局,,\n"
    "行政事業レビュー,2026,80,こどもの遊び場事業,3,こども家庭庁,こども家庭庁,成育局,こどもを支援する。,-\n"
)


def read(folder: Path, name: str, data: bytes) -> Extraction:
    path = folder / name
    path.write_bytes(data)
    return extract_document(SourceEntry(path, document_id(path, folder)))


@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=5), st.none() | st.integers() | st.text() | st.lists(st.text(max_size=4))
        ),
        max_size=5,
    ),
    st.sampled_from([None, 1, 4]),
    st.booleans(),
)
def test_every_value_stands_where_it_is_said_to_stand(
    things: list[dict], indent: int | None, keyed: bool
) -> None:
    whole = {str(number): thing for number, thing in enumerate(things)} if keyed else things
    text = json.dumps(whole, ensure_ascii=False, indent=indent)
    found = list(objects_in(text))
    assert [{m.key: m.value for m in members} for members, _, _ in found] == things
    for members, start, end in found:
        assert json.loads(text[start:end]) == {m.key: m.value for m in members}
        for member in members:
            quoted = (
                f'"{text[member.start : member.end]}"'
                if isinstance(member.value, str)
                else text[member.start : member.end]
            )
            assert json.loads(quoted) == member.value


@given(st.integers(0, 2000), st.text(max_size=3))
@example(250, "}")
def test_a_damaged_text_gives_what_stands_before_the_damage(at: int, noise: str) -> None:
    text = json.dumps(SHEETS, ensure_ascii=False, indent=2)
    cut = text[: at % len(text)] + noise
    found = list(objects_in(cut))
    whole = [item for item in found if not isinstance(item, Broken)]
    assert all(isinstance(json.loads(cut[start:end]), dict) for _, start, end in whole)
    assert len(whole) <= 3
    assert any(isinstance(item, Broken) for item in found) or cut.rstrip().endswith("}")


@pytest.mark.parametrize("packed", [False, True])
def test_sheets_of_the_json_data(tmp_path: Path, packed: bool) -> None:
    data = json.dumps(SHEETS, ensure_ascii=False, indent=1).encode()
    name = "rs2026-details.json" + (".gz" if packed else "")
    extraction = read(tmp_path, name, gzip.compress(data) if packed else data)
    first, second = extraction.of_kind("review_sheet")
    assert (first.key, first.text("label"), first.value("fiscal_year")) == ("71", "海辺の見守り事業", 2026)
    assert first.text("ministry") == "観光庁"
    assert [item.value for item in first.all("method")] == ["補助", "直接実施"]
    assert first.text("purpose") == '高齢者を対象に、"見守り"を行う。'
    assert first.first("former_number") is None and first.first("url") is None
    assert [item.value for item in first.all("target_group")] == ["高齢者"]
    for item in (
        field for record in extraction.records for field in record.fields if field.where is not None
    ):
        assert extraction.text[item.where.start : item.where.end] == item.raw
    assert second.first("ministry").method == "unresolved"
    codes = {issue.code for issue in extraction.issues}
    assert {"unknown-ministry", "review-sheet-without-id"} <= codes


def test_sheets_of_the_csv_tables(tmp_path: Path) -> None:
    extraction = read(tmp_path, "基本情報.csv", TABLE.encode("cp932"))
    first, second = extraction.of_kind("review_sheet")
    assert [item.value for item in first.all("ministry")] == ["観光庁", "国土交通省"]
    assert (first.value("fiscal_year"), first.text("bureau")) == (2026, "観光地域振興部")
    assert first.text("overview") == "巡回する。" and second.first("overview") is None
    assert [item.value for item in second.all("target_group")] == ["こども"]


def test_a_cut_file_is_read_as_far_as_it_goes_and_says_so(tmp_path: Path) -> None:
    data = json.dumps(SHEETS, ensure_ascii=False).encode()
    extraction = read(tmp_path, "rs2026.json", data[: data.index("森の".encode())])
    assert [record.key for record in extraction.of_kind("review_sheet")] == ["71"]
    assert "unreadable-data" in {issue.code for issue in extraction.issues}


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    data = gzip.compress(json.dumps(SHEETS).encode())
    with pytest.raises(SourceError, match="damaged or cut"):
        read(tmp_path, "rs2026.json.gz", data[:-20])

"""Names of laws that a line end or a cell's edge cut, and the plan that a title page names."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.extract import extract_document
from nlp.gazetteer import load_gazetteers
from nlp.language.legal_names import find_legal_names, legal_records
from nlp.layout.blocks import close_spaces
from nlp.measures.plan_title import plan_on_title_page
from nlp.reading import Reading
from nlp.sources import SourceEntry


def names(text: str) -> list[tuple[str, str]]:
    return [(hit.name, hit.number) for hit in find_legal_names(text, load_gazetteers().laws)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "国は、海賊による積荷の横取りの防止に関する法律（令和８年法律第12号）に基づき、",
            "海賊による積荷の横取りの防止に関する法律",
        ),
        ("平成30年の漁港整備法（昭和25年法律第901号）の改正により、", "漁港整備法"),
        ("昨年の改正砂浜保全法（令和２年法律第902号）では、", "砂浜保全法"),
        ("青少年の読書の推進に関する法律（令和８年法律第903号）に基づき、", "青少年の読書の推進に関する法律"),
        ("省令による改正後の港湾環境整備法（令和８年法律第13号）に基づき、", "港湾環境整備法"),
    ],
)
def test_who_does_it_is_part_of_a_laws_name_and_what_changes_it_is_not(text: str, name: str) -> None:
    assert [found for found, _ in names(text)][-1].endswith(name)
    assert "年の" not in names(text)[-1][0].removeprefix("青少年の")
    assert not names(text)[-1][0].startswith("改正")
    assert "国は" not in names(text)[-1][0]


def test_a_cut_name_is_that_of_the_listed_law_of_its_number() -> None:
    text = "支援法」（平成25年法律第105号）に基づき、"
    (hit,) = find_legal_names(text, load_gazetteers().laws)
    assert (hit.name, hit.by_number, text[hit.start : hit.end]) == ("生活困窮者自立支援法", True, "支援法")


@pytest.mark.parametrize(
    "text",
    [
        "律」（令和９年法律第999号）に基づき、",
        "法」（平成25年法律第106号）に基づき、",
        "この法律（平成25年法律第105号）に基づき、",
    ],
)
def test_a_rest_that_is_no_listed_laws_end_names_none(text: str) -> None:
    assert not [hit for hit in find_legal_names(text, load_gazetteers().laws) if hit.by_number]


def test_what_a_line_end_left_of_a_law_is_no_law_beside_it(tmp_path: Path) -> None:
    text = """離島交流推進交付金

実施要領

制　　定　令和10年４月１日国離第1号

１　事業の目的

この交付金は、離島の交流を進めることを目的とする。

２　留意点

（１）安全の確保

実施主体は、小型の船舶を用いる者及び港の管理者による荷役の安全の確保等の

ための措置に関する法律（令和８年法律第77号）の趣旨を踏まえ、必要な措置を講ずること。
"""
    path = tmp_path / "guideline.txt"
    path.write_text(text, encoding="utf-8")
    found = extract_document(SourceEntry(path, "g"), profile="guideline")
    laws = [record.text("label") for record in found.records if record.kind == "law"]
    assert laws == ["小型の船舶を用いる者及び港の管理者による荷役の安全の確保等のための措置に関する法律"]
    assert {item.object for item in found.relations if item.predicate == "cites"} <= {f"law:{laws[0]}"}


TITLE = "{name}\n\n令和10年２月３日\n離島振興推進会議決定\n\nⅡ．施策　一覧\n"


@pytest.mark.parametrize("name", ["海の道づくりプラン2028", "離島の暮らし基本計画", "港町戦略"])
def test_a_title_page_names_the_plan_its_day_and_its_makers(name: str) -> None:
    text = TITLE.format(name=name)
    record = plan_on_title_page(Reading.plain("d", text))
    assert record is not None
    assert (record.text("label"), record.text("decided_on"), record.text("decided_by")) == (
        name,
        "2028-02-03",
        "離島振興推進会議",
    )
    for item in record.fields:
        assert item.where is not None
        assert text[item.where.start : item.where.end] == item.raw


@pytest.mark.parametrize(
    "text",
    [
        "海の道づくりプラン\n\n１．計画\n本文が続く。\n",
        "（１）離島の計画\n\n令和10年２月３日\n会議決定\n",
        "施策 一覧\n令和10年２月３日\n会議決定\n",
    ],
)
def test_no_plan_without_a_name_a_day_and_a_maker(text: str) -> None:
    assert plan_on_title_page(Reading.plain("d", text)) is None


def test_a_number_or_full_name_that_only_the_list_knows_is_not_said_to_be_printed() -> None:
    text = "居住支援法人は、住宅セーフティネット法に基づき指定される。\n"
    laws = load_gazetteers().laws
    record = next(
        item
        for item in legal_records(Reading.plain("d", text), [close_spaces(text)], laws)
        if item.kind == "law"
    )
    label, short = record.first("label"), record.first("alt_label")
    assert label is not None
    assert short is not None
    assert (label.method, short.method, short.value) == ("law-list", "citation", "住宅セーフティネット法")
    assert record.first("law_number") is None


def test_a_full_name_and_a_number_that_are_printed_later_are_the_sources() -> None:
    text = "女性活躍推進法に基づく計画。女性の職業生活における活躍の推進に関する法律（平成27年法律第64号）の規定による。"
    laws = load_gazetteers().laws
    record = next(
        item
        for item in legal_records(Reading.plain("d", text), [close_spaces(text)], laws)
        if item.kind == "law"
    )
    assert [(item.name, item.method) for item in record.fields if item.name != "alt_label"] == [
        ("label", "citation"),
        ("law_number", "citation"),
    ]

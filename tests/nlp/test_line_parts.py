"""うち of a row's amount: a record of its own beside the row, never its amount; lists that print no numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.build import build_quads, parts_of, reconcile
from graph.shapes import validate
from nlp.errors import UnknownKindError
from nlp.extract import extract_document
from nlp.records import Extraction
from nlp.sources import SourceEntry
from nlp.values.amounts import parse_amount

_HEAD = "港湾関係予算一覧（単位：百万円）\nNo.\t事業名\t令和8年度 当初予算額\t担当府省庁\t備考\n"


def read(folder: Path, text: str) -> Extraction:
    file = folder / "ports.txt"
    file.write_text(text, encoding="utf-8")
    return extract_document(SourceEntry(file, "ports"))


def parts(found: Extraction) -> list[tuple[object, ...]]:
    names = ("amount", "amount_kind", "part_name", "fiscal_year")
    return [(one.parent, *(one.value(name) for name in names)) for one in found.of_kind("line_part")]


@pytest.mark.parametrize(
    ("amount", "remarks", "whole", "expected"),
    [
        ("1,500（うち離島分 420百万円）", "再掲", 1_500_000_000, [(420_000_000, "ofWhich", "離島分")]),
        ("1,500（うち離島分 420）", "", 1_500_000_000, [(420_000_000, "ofWhich", "離島分")]),
        ("540", "うち点検員分1.2億円、新規", 540_000_000, [(120_000_000, "ofWhich", "点検員分")]),
        (
            "540",
            "うち点検員分120百万円（うち離島 20百万円）",
            540_000_000,
            [(120_000_000, "ofWhich", "点検員分"), (20_000_000, "ofWhich", "離島")],
        ),
        ("540", "うち離島12か所", 540_000_000, []),
        ("540", "うち離島分 100", 540_000_000, []),  # of which unit is not printed
        ("540", "うち離島分 1〓0百万円", 540_000_000, []),
    ],
)
def test_parts_of_a_row(
    tmp_path: Path, amount: str, remarks: str, whole: int, expected: list[tuple[object, ...]]
) -> None:
    rows = f"1\t岸壁補修推進事業\t{amount}\t国土交通省\t{remarks}\n2\t灯台保守高度化事業\t95\t国土交通省\t\n"
    found = read(tmp_path, _HEAD + rows)
    lines = found.of_kind("budget_line")
    assert [line.value("amount") for line in lines] == [whole, 95_000_000]
    assert parts(found) == [("budget_line:1", *one, 2026) for one in expected]
    for record in found.of_kind("line_part"):
        for item in record.fields:
            if item.where is not None:
                assert found.text[item.where.start : item.where.end] == item.raw


def test_a_part_of_another_year_has_no_year_and_the_own_amount_is_no_part(tmp_path: Path) -> None:
    rows = "1\t岸壁補修推進事業\t1,500\t国土交通省\tうち前年度300百万円\n2\t灯台保守高度化事業\tうち95百万円\t国土交通省\t\n"
    found = read(tmp_path, _HEAD + rows)
    assert parts(found) == [("budget_line:1", 300_000_000, "ofWhich", "前年度", None)]
    assert found.of_kind("budget_line")[1].value("amount_kind") == "ofWhich"
    made = parts_of([found])
    store = Store()
    store.extend(build_quads(made, reconcile(made)))
    assert list(validate(store)) == []


@pytest.mark.parametrize(
    ("amount", "code", "said"),
    [
        ("1,500（うち離島分 420百万円、都市分 300百万円）", "amount-in-remarks", "都市分 300百万円"),
        ("1,500（うち離島分 4,200）", "part-exceeds-amount", "4,200"),
    ],
)
def test_what_cannot_be_taken_of_parts_is_told(tmp_path: Path, amount: str, code: str, said: str) -> None:
    rows = f"1\t岸壁補修推進事業\t{amount}\t国土交通省\t\n2\t灯台保守高度化事業\t95\t国土交通省\t\n"
    found = read(tmp_path, _HEAD + rows)
    assert [issue.code for issue in found.issues if said in issue.message] == [code]
    for issue in found.issues:
        if issue.code == code and issue.where is not None:
            assert found.text[issue.where.start : issue.where.end].endswith(said)


def test_a_part_belongs_to_the_programme_of_its_row_and_to_no_total(tmp_path: Path) -> None:
    rows = "1\t岸壁補修推進事業\t1,500（うち離島分 420百万円）\t国土交通省\t\n2\t灯台保守高度化事業\t95\t国土交通省\t\n"
    made = parts_of([read(tmp_path, _HEAD + rows)])
    store = Store()
    store.extend(build_quads(made, reconcile(made)))
    assert list(validate(store)) == []
    ((row, programme, kind),) = (
        [item.value for item in found]
        for found in store.query(
            "PREFIX tsu: <https://w3id.org/tsunagari/ns#> SELECT ?line ?programme ?kind WHERE "
            "{ ?part tsu:budgetLine ?line ; tsu:partName '離島分'@ja ; tsu:programme ?programme ; tsu:amountKind ?kind }"
        )
    )
    assert row.endswith("budget-line/2026i-1") and programme.endswith("programme/岸壁補修推進事業")
    assert kind.endswith("ofWhich")


def test_the_amount_of_a_cell_stands_before_its_part() -> None:
    whole = parse_amount("1,500の内数（うち離島分 420百万円）", 1_000_000)
    assert whole is not None and (whole.yen, whole.kind) == (1_500_000_000, "includedIn")
    alone = parse_amount("うち420百万円", 1_000_000)
    assert alone is not None and (alone.yen, alone.kind) == (420_000_000, "ofWhich")


@pytest.mark.parametrize(
    "row",
    [
        "{name} {amount} {ministry}",
        "{name}（{ministry}） {amount}",
        "{name} {ministry} {amount}",
        "○ {name} {amount} {ministry}",
        "・{name}（{ministry}）　{amount}",
    ],
)
def test_a_list_without_numbers_and_borders(tmp_path: Path, row: str) -> None:
    rows = [
        ("岸壁補修推進事業", "480百万円", "国土交通省"),
        ("漁港衛生管理交付金", "15億円の内数", "農林水産省"),
        ("灯台保守高度化事業", "260百万円（うち離島分 20百万円）", "国土交通省"),
        ("海岸清掃支援事業", "5.4億円", "環境省"),
    ]
    text = "令和８年度補正予算 港湾関係事業一覧\n" + "\n".join(
        row.format(name=name, amount=amount, ministry=ministry) for name, amount, ministry in rows
    )
    found = read(tmp_path, text + "\n以上のほか、各府省庁において取り組む。\n")
    lines = found.of_kind("budget_line")
    assert [(line.value("label"), line.value("ministry")) for line in lines] == [
        (name, ministry) for name, _, ministry in rows
    ]
    assert [line.value("amount") for line in lines] == [480_000_000, 1_500_000_000, 260_000_000, 540_000_000]
    assert all(line.value("number") is None and line.value("fiscal_year") == 2026 for line in lines)
    assert [issue.code for issue in found.issues if issue.severity == "warning"] == ["no-numbers"]


def test_sentences_about_money_are_no_list(tmp_path: Path) -> None:
    text = "岸壁補修の推進に 480百万円を国土交通省が充てる。\n灯台の保守に 260百万円を要する。\n海岸の清掃は環境省が行う。\n"
    with pytest.raises(UnknownKindError):
        read(tmp_path, text)

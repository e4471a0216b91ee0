"""Lists of two years in which names vary as ministries and scanners vary them, beside neighbours that are other programmes."""

import sys
from itertools import combinations
from pathlib import Path

import pytest

from graph.reconcile.clusters import cluster_items
from graph.reconcile.features import compare_forms, name_feature
from graph.reconcile.items import Item
from graph.reconcile.name_keys import name_form
from graph.reconcile.name_readings import name_forms
from graph.reconcile.weights import load_weights

sys.path.insert(0, str(Path(__file__).parent.parent / "gold"))
from variant_lists import NEIGHBOURS, VARIANTS, two_years

WEIGHTS = load_weights()


def test_identity_under_other_variants() -> None:
    found, truth = set(), set()
    kinds = set()
    for seed in range(2_000, 2_008):
        rows = two_years(seed)
        kinds |= {row.kind for row in rows}
        items = [
            Item(
                f"{seed}/{number}", "budget_line", row.name, ministry=(row.ministry,), fiscal_year=row.year, stage="initial",
                amount=row.amount, amount_kind="exact", relisted=row.relisted, document=str(row.year), number=number, order=number,
            )
            for number, row in enumerate(rows)
        ]  # fmt: skip
        truth |= {
            (one.id, other.id)
            for (one, a), (other, b) in combinations(zip(items, rows, strict=True), 2)
            if a.truth == b.truth
        }
        of = cluster_items(items).programme_of()
        found |= {(one.id, other.id) for one, other in combinations(items, 2) if of[one.id] == of[other.id]}
    right = len(found & truth)
    assert 2 * right / (len(found) + len(truth)) >= 0.97
    assert right / len(found) >= 0.995
    assert kinds == {*VARIANTS, *NEIGHBOURS, ""}


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        ("第二期里山保全事業", "第２期里山保全事業", "respelled"),
        ("第Ⅱ期里山保全事業", "第2期里山保全事業", "respelled"),
        ("第十二回全国里山大会開催事業", "第12回全国里山大会開催事業", "respelled"),
        ("第一次産業担い手確保事業", "第二次産業担い手確保事業", "number-differs"),
        ("里山窓口整備推進事業", "里山窓ロ整備推進事業", "misread"),
        ("里山保全活動支援事業", "里山保保全活動支援事業", "misread"),
        ("里山保全活動推進事業", "里山保全活動事業", "near-faint"),
        ("里山保全活動緊急事業", "里山保全活動事業", "near"),
        ("里山保全活動（調査）", "里山保全活動", "qualified"),
        ("里山保全（竹林）（国費を含む）", "里山保全（棚田）（国費を含む）", "qualifier-differs"),
        ("里山保全（竹林）（国費を含む）", "里山保全（国費を含む）", "qualified"),
        ("里山緊急保全活動事業", "里山保全緊急活動事業", "reordered"),
        ("里山等の体制整備事業費補助金", "里山等の体制整備事業", "near"),
        ("里山を活かした交流", "里山を生かした交流", "light-words-short"),
        ("里山保全に関わる相談の創設", "里山保全に係る相談", "light-words"),
        ("里山保全活動（調査）", "里山保全活動（整備）", "qualifier-differs"),
        ("農村型里山保全活動事業", "漁村型里山保全活動事業", "one-character"),
    ],
)
def test_levels_of_variants(first: str, second: str, level: str) -> None:
    assert name_feature(name_forms(first), name_forms(second), WEIGHTS).level == level
    assert name_feature(name_forms(second), name_forms(first), WEIGHTS).level == level


@pytest.mark.parametrize("number", ["十", "二十", "十九", "九十九"])
def test_kanji_numbers_are_read(number: str) -> None:
    value = {"十": 10, "二十": 20, "十九": 19, "九十九": 99}[number]
    assert name_form(f"第{number}回里山大会").digits == (str(value),)


def test_a_bracket_on_one_side_is_named_as_printed() -> None:
    reason = name_feature(
        name_forms("里山保全活動（現地の調査）"), name_forms("里山保全活動"), WEIGHTS
    ).reason
    assert "現地の調査" in reason


def test_a_long_vowel_read_as_a_number_is_one_sign() -> None:
    assert (
        compare_forms(name_form("離島コーディネーター派遣"), name_form("離島コ一ディネーター派遣")).level
        == "misread"
    )


def test_a_guideline_with_a_bracket_belongs_to_the_programme() -> None:
    items = [
        Item("line/1", "budget_line", "里山保全交付金", ministry=("環境省",), fiscal_year=2025, stage="initial", document="a"),
        Item("guide/1", "guideline", "里山保全交付金（里山における担い手育成事業）実施要領", ministry=("環境省",), document="b"),
        Item("line/2", "budget_line", "里山保全交付金（調査）", ministry=("環境省",), fiscal_year=2024, stage="initial", document="c"),
    ]  # fmt: skip
    of = cluster_items(items).programme_of()
    assert of["line/1"] == of["guide/1"] != of["line/2"]

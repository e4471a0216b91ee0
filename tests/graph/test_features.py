"""Names, amounts and texts compared: every labelled pair, symmetry, reasons."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reconcile.amount_agreement import PrintedAmount, agreement, amount_feature
from graph.reconcile.features import compare_forms, mentioned_feature, name_feature, name_terms, text_feature
from graph.reconcile.name_keys import name_form, slug
from graph.reconcile.name_readings import name_forms
from graph.reconcile.name_words import fold
from graph.reconcile.weights import load_weights, probability
from nlp.errors import ProfileError

GOLD = Path(__file__).parent.parent / "gold"
WEIGHTS = load_weights()
NAMES = st.text(
    alphabet="地域高齢者等のこども支援事業強化(NPO)推進交付金第2期ーセンタ・「」 　〓",
    min_size=1,
    max_size=24,
)


@pytest.mark.parametrize(
    ("label", "roles"),
    [
        ("地域女性活躍推進交付金（内閣府男女共同参画局総務課）", [("main", "地域女性活躍推進交付金")]),
        (
            "更生保護地域寄り添い支援事業（旧・更生保護地域連携拠点事業）",
            [("main", "更生保護地域寄り添い支援事業"), ("former", "更生保護地域連携拠点事業")],
        ),
        ("〈こども政策推進事業費補助金〉令和7年度補正予算 5億円", [("main", "こども政策推進事業費補助金")]),
        ("居住支援法人への支援①：居住支援協議会等活動支援事業", None),
        ("施策名: 地域における自殺対策の強化", [("main", "地域における自殺対策の強化")]),
        ("H3ロケットの開発", [("main", "H3ロケットの開発")]),
        ("令和７年度 H3ロケットの開発（新規）", [("main", "H3ロケットの開発")]),
    ],
)
def test_readings_of_a_label(label: str, roles: list[tuple[str, str]] | None) -> None:
    forms = name_forms(label)
    if roles is None:
        assert any(form.text == "居住支援協議会等活動支援事業" for form in forms)
    else:
        assert [(form.role, form.text) for form in forms] == roles


def test_one_name_inside_another_is_not_the_same() -> None:
    first, second = (
        name_form("孤独・孤立対策推進交付金"),
        name_form("社会参加活躍支援等孤独・孤立対策推進交付金"),
    )
    assert compare_forms(first, second).level == "extended"


def test_a_budget_item_shared_by_many_does_not_join_them() -> None:
    """デジタル庁 prints dozens of systems with one and the same item in brackets."""
    item = "（情報通信技術調達等適正・効率化推進費）"
    feature = name_feature(
        name_forms(f"登記情報システム{item}"), name_forms(f"気象資料総合処理システム{item}"), WEIGHTS
    )
    assert not feature.level.startswith("identical")


@given(NAMES, NAMES)
def test_names_compare_the_same_both_ways(first: str, second: str) -> None:
    one, other = name_forms(first), name_forms(second)
    assert name_feature(one, other, WEIGHTS) == name_feature(other, one, WEIGHTS)


@given(NAMES)
def test_keys_are_stable(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert slug(slug(name)) == slug(name)
    if name_forms(name):
        assert compare_forms(name_forms(name)[0], name_forms(name)[0]).level.startswith("identical")


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        (507_000_000, 500_000_000, "same-coarse"),
        (423_000_000, 420_000_000, "same-rounded"),
        (681_592_000, 682_000_000, "same-rounded"),
        (22_081_000, 22_000_000, "same-rounded"),
        (17_000_000, 20_000_000, "same-coarse"),
        (2_169_000_000, 2_160_000_000, "same-rounded"),
        (600_000_000, 500_000_000, "differs"),
        (120_000_000, 140_000_000, "differs"),
        (None, 5, "unknown"),
    ],
)
def test_amounts_agree_within_what_was_printed(first: int | None, second: int | None, level: str) -> None:
    assert agreement(first, second) == level
    assert agreement(second, first) == level


def test_amounts_of_different_years_say_nothing() -> None:
    one = PrintedAmount(120_000_000, "exact", 2025, "supplementary", "a")
    other = PrintedAmount(240_000_000, "exact", 2024, "supplementary", "b")
    assert amount_feature((one,), (other,), WEIGHTS).level == "unknown"
    assert (
        amount_feature((one,), (PrintedAmount(120_000_000, "exact", 2025, "initial", "c"),), WEIGHTS).level
        == "unknown"
    )


def test_a_part_equals_the_whole_row() -> None:
    sheet = (
        PrintedAmount(1_000_000_000, "exact", 2025, "supplementary", "s"),
        PrintedAmount(420_000_000, "ofWhich", 2025, "supplementary", "s"),
    )
    row = (PrintedAmount(423_000_000, "exact", 2025, "supplementary", "r"),)
    found = amount_feature(sheet, row, WEIGHTS)
    assert found.level == "of-which"
    assert "うち数" in found.reason


def test_words_of_a_name() -> None:
    assert "自殺防止" in name_terms("孤独・孤立対策のための自殺防止対策事業")
    text = (
        "社会的に孤独・孤立を抱えている人に対する電話やSNS等を活用した自殺防止等に係る民間団体の取組支援を行う。"
        * 2
    )
    assert mentioned_feature(("孤独・孤立対策のための自殺防止対策事業",), text, WEIGHTS).level == "terms"
    assert text_feature(text, text, WEIGHTS).level in {"same", "missing"}


def test_every_reason_is_readable() -> None:
    with (GOLD / "pairs_names.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            feature = name_feature(name_forms(row["first"]), name_forms(row["second"]), WEIGHTS)
            assert "「" in feature.reason, row


def test_weights_are_checked(tmp_path: Path) -> None:
    broken = tmp_path / "weights.toml"
    broken.write_text("[decision]\nprior = -5\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"\[name\] is missing"):
        load_weights(broken)
    with pytest.raises(ProfileError, match="no weight for name"):
        WEIGHTS.of("name", "guessed")


@given(st.floats(-200, 200))
def test_probability_is_one(log_odds: float) -> None:
    assert 0.0 <= probability(log_odds) <= 1.0

"""Programmes out of printed things: the seeds' cases, order, traps, reasons."""

import csv
import random
from dataclasses import replace
from pathlib import Path

import pytest

from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Clustering, Item

GOLD = Path(__file__).parent.parent / "gold"


def line(number: int, label: str, amount: int | None = None, **more: object) -> Item:
    given = {
        "ministry": ("厚生労働省",),
        "fiscal_year": 2025,
        "stage": "supplementary",
        "document": "list",
    } | more
    return Item(
        f"line-{number}",
        "budget_line",
        label,
        number=number,
        amount=amount,
        amount_kind="exact",
        order=number,
        **given,
    )  # type: ignore[arg-type]


def together(clustering: Clustering, *ids: str) -> bool:
    of = clustering.programme_of()
    return len({of.get(one, one) for one in ids}) == 1


SAME = [
    ("budget-line/2024s-46", "budget-line/2025s-66", "call/003"),
    (
        "budget-line/2025s-65",
        "budget-line/2025s-73",
        "budget-line/2025s-76",
        "sheet/000-交付金",
        "grant/2024-担い手",
    ),
    ("budget-line/2025s-72", "sheet/000-女性", "sheet/001-女性"),
    ("budget-line/2025s-67", "sheet/000-こども", "sheet/001-こども"),
    ("budget-line/2025s-64", "sheet/000-自殺", "sheet/001-自殺"),
    ("budget-line/2025s-71", "sheet/000-居住", "component/000-居住-1"),
    ("budget-line/2024s-54", "sheet/001-保護司"),
    ("budget-line/2024s-55", "budget-line/2024s-58", "sheet/003-社会参加", "guideline/府孤推第43号"),
    ("sheet/000-寄り添い", "sheet/001-寄り添い", "mention/measure-82-更生保護地域連携拠点事業"),
]


@pytest.mark.parametrize("ids", SAME, ids=lambda ids: ids[0])
def test_one_programme(seed_clustering: Clustering, ids: tuple[str, ...]) -> None:
    assert together(seed_clustering, *ids)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("budget-line/2024s-55", "budget-line/2025s-65"),
        ("budget-line/2024s-55", "budget-line/2025s-77"),
        ("budget-line/2025s-66", "budget-line/2025s-75"),
        ("budget-line/2025s-69", "sheet/000-就労"),
        ("budget-line/2024s-53", "budget-line/2024s-54"),
    ],
)
def test_two_programmes(seed_clustering: Clustering, one: str, other: str) -> None:
    assert not together(seed_clustering, one, other)


def test_sheets_that_share_a_row_are_its_components(seed_clustering: Clustering) -> None:
    parts = {
        link.part
        for link in seed_clustering.components
        if link.whole == "刑務所出所者等の就労・住居・相談先の確保"
    }
    assert {"更生保護就労支援事業", "更生保護地域寄り添い支援事業", "訪問支援事業"} <= parts
    assert all(
        link.whole == "刑務所出所者等の就労・住居・相談先の確保" for link in seed_clustering.components
    )
    assert all(link.reasons for link in seed_clustering.components)


def test_every_member_has_a_readable_reason(seed_clustering: Clustering) -> None:
    for programme in seed_clustering.programmes:
        assert {link.item for link in programme.links} == set(programme.members)
        for link in programme.links:
            assert link.reasons, link
            assert 0.5 < link.confidence <= 1.0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_input_order_changes_nothing(
    seed_items: tuple[Item, ...], seed_clustering: Clustering, seed: int
) -> None:
    shuffled = random.Random(seed).sample(seed_items, len(seed_items))
    assert cluster_items(shuffled) == seed_clustering


def test_adding_documents_keeps_the_keys(seed_items: tuple[Item, ...], seed_clustering: Clustering) -> None:
    only_r7 = cluster_items(item for item in seed_items if item.document == "000")
    assert {programme.key for programme in only_r7.programmes} <= {
        programme.key for programme in seed_clustering.programmes
    }


@pytest.mark.parametrize(
    "row",
    list(csv.DictReader((GOLD / "pairs_names.csv").open(encoding="utf-8"))),
    ids=lambda row: row["first"],
)
def test_hand_labelled_names(row: dict[str, str]) -> None:
    items = [
        Item("a", "budget_line", row["first"], ministry=(row["first_ministry"],), document="a"),
        Item("b", "budget_line", row["second"], ministry=(row["second_ministry"],), document="b"),
    ]
    assert (len(cluster_items(items).programmes) == 1) == (row["same"] == "1")


def test_rows_of_one_list_with_different_sums_stay_apart() -> None:
    found = cluster_items(
        [line(1, "循環器病対策費", 100_000_000), line(2, "循環器病対策推進事業", 250_000_000)]
    )
    assert len(found.programmes) == 2


def test_a_relisted_row_under_a_near_name_with_the_same_sum_is_one() -> None:
    rows = [
        line(1, "農業労働力確保支援事業", 137_000_000),
        line(2, "農業労働力確保緊急支援事業", 137_000_000, relisted=True),
    ]
    assert len(cluster_items(rows).programmes) == 1


def test_a_near_name_without_more_evidence_is_left_to_a_researcher() -> None:
    found = cluster_items(
        [
            line(1, "農業労働力確保支援事業"),
            line(2, "農業労働力確保緊急支援事業", document="other", fiscal_year=2024),
        ]
    )
    assert len(found.programmes) == 2
    assert found.doubtful
    assert found.doubtful[0].reasons


def test_a_plain_name_does_not_glue_two_brackets() -> None:
    rows = [
        line(1, "医療研究開発推進事業費補助金（感染症プロジェクト）", 1_000_000),
        line(2, "医療研究開発推進事業費補助金（疾患基礎研究プロジェクト）", 2_000_000),
        line(3, "医療研究開発推進事業費補助金", 3_000_000, document="other", fiscal_year=2024),
    ]
    assert not together(cluster_items(rows), "line-1", "line-2")


def test_one_name_of_two_ministries_gets_two_keys() -> None:
    rows = [line(1, "人材育成事業"), line(2, "人材育成事業", ministry=("環境省",), document="b")]
    keys = {programme.key for programme in cluster_items(rows).programmes}
    assert keys == {"人材育成事業（厚生労働省）", "人材育成事業（環境省）"}


def test_a_sheet_without_a_name_is_no_programme() -> None:
    found = cluster_items([Item("sheet", "sheet", "", document="d", order=5)])
    assert found.programmes == ()
    assert found.issues[0].code == "sheet-without-programme"


def test_different_rows_of_one_programme_are_reported() -> None:
    rows = [
        line(1, "地域見守り体制構築支援事業", 100_000_000),
        line(2, "地域見守り体制構築支援事業", 230_000_000),
    ]
    found = cluster_items(rows)
    assert [problem.code for problem in found.issues] == ["programme-amounts-differ"]


def test_repeated_ids_are_reported(seed_items: tuple[Item, ...]) -> None:
    twice = [seed_items[0], replace(seed_items[0], label="別の名称の事業")]
    assert "duplicate-id" in {problem.code for problem in cluster_items(twice).issues}


def test_sheets_are_placed_on_unseen_lists() -> None:
    """A package of another ministry and year: sheets in list order, one under an official name of its own, one without a title."""
    names = [
        "漁村交流拠点整備事業",
        "森林環境教育推進事業",
        "港湾労働者相談支援に必要な経費",
        "河川防災人材育成事業",
        "里山保全活動支援事業",
    ]
    rows = [
        line(n, name, n * 111_000_000, ministry=("農林水産省",), document="pack", fiscal_year=2027)
        for n, name in enumerate(names, 1)
    ]
    titles = [names[0], names[1], "みなと働き手サポート交付金", names[3], ""]
    sheets = [
        Item(f"sheet-{n}", "sheet", title, document="pack", order=100 + n)
        for n, title in enumerate(titles, 1)
    ]
    money = [
        Item(
            "amount-3",
            "sheet_amount",
            "",
            parent="sheet-3",
            document="pack",
            fiscal_year=2027,
            stage="supplementary",
            amount=330_000_000,
            amount_kind="exact",
        ),
        Item(
            "amount-5",
            "sheet_amount",
            "",
            parent="sheet-5",
            document="pack",
            fiscal_year=2027,
            stage="supplementary",
            amount=560_000_000,
            amount_kind="exact",
        ),
    ]
    found = cluster_items([*rows, *sheets, *money])
    assert together(found, "line-3", "sheet-3", "amount-3")
    assert together(found, "line-5", "sheet-5", "amount-5")
    assert len(found.programmes) == 5

"""Programmes over a change of ministry: こども家庭庁 since April 2023, the office for loneliness in April 2024, agencies."""

from datetime import date

import pytest

from graph.analysis.budgets import totals, year_on_year
from graph.analysis.ministries import load_ministries
from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Item, LineageLink
from graph.reconcile.lineage import trace_lineage
from nlp.gazetteer import load_gazetteers

KNOWN = load_ministries()
M = 1_000_000


def row(
    year: int, label: str, ministry: str, amount: int = 100 * M, number: int = 1, document: str = ""
) -> Item:
    return Item(
        f"{year}-{ministry}-{label}", "budget_line", label, ministry=(ministry,), fiscal_year=year, stage="initial", amount=amount,
        amount_kind="exact", document=document or f"list of {year}", number=number, order=number,
    )  # fmt: skip


def links_of(items: list[Item]) -> tuple[LineageLink, ...]:
    return trace_lineage(cluster_items(items), items)


@pytest.mark.parametrize(
    ("before", "after", "years"),
    [
        ("厚生労働省", "こども家庭庁", (2022, 2023)),
        ("内閣府", "こども家庭庁", (2022, 2024)),
        ("内閣官房", "内閣府", (2023, 2024)),
        ("総務省", "デジタル庁", (2020, 2021)),
        ("法務省", "出入国在留管理庁", (2018, 2019)),
    ],
)
def test_work_that_was_taken_over_goes_on(before: str, after: str, years: tuple[int, int]) -> None:
    items = [
        row(years[0], "ひとり親家庭相談体制整備事業", before),
        row(years[1], "ひとり親家庭相談体制整備事業", after, 120 * M),
    ]
    (programme,) = cluster_items(items).programmes
    assert set(programme.ministries) == {before, after}
    (link,) = links_of(items)
    assert (link.kind, link.comparable, link.amount_from, link.amount_to) == (
        "continued",
        True,
        100 * M,
        120 * M,
    )
    (change,) = year_on_year(items, cluster_items(items).programme_of())
    assert change.change == 20 * M


@pytest.mark.parametrize(
    ("years", "ministries"),
    [
        ((2024, 2024), ("厚生労働省", "こども家庭庁")),
        ((2024, 2025), ("厚生労働省", "こども家庭庁")),
        ((2020, 2021), ("厚生労働省", "こども家庭庁")),
        ((2023, 2024), ("こども家庭庁", "厚生労働省")),
        ((2025, 2025), ("内閣官房", "内閣府")),
    ],
)
def test_two_ministries_at_one_time_have_two_programmes(
    years: tuple[int, int], ministries: tuple[str, str]
) -> None:
    items = [
        row(year, "施設職員退職手当補助金", ministry)
        for year, ministry in zip(years, ministries, strict=True)
    ]
    clustering = cluster_items(items)
    assert len(clustering.programmes) == 2
    (doubt,) = clustering.doubtful
    assert any("引き継いだ" in reason for reason in doubt.reasons)


def test_an_agency_stands_under_its_ministry() -> None:
    assert KNOWN.ministry_of("出入国在留管理庁") == KNOWN.ministry_of("法務省") == "法務省"
    assert KNOWN.ministry_of("林野庁") == "農林水産省"
    assert KNOWN.ministry_of("こども家庭庁") == "こども家庭庁", (
        "an 外局 of 内閣府 with a minister of its own stands alone"
    )
    assert KNOWN.ministry_of("デジタル庁") == "デジタル庁"
    items = [
        row(2024, "外国人受入環境整備交付金", "法務省"),
        row(2025, "外国人受入環境整備交付金", "出入国在留管理庁", 90 * M),
    ]
    clustering = cluster_items(items)
    found = totals(items, clustering.programme_of(), by="ministry", ministry_of=KNOWN.ministry_of)
    assert [(one.group, one.fiscal_year, one.once.exact) for one in found] == [
        ("法務省", 2024, 100 * M),
        ("法務省", 2025, 90 * M),
    ]


def test_ministries_have_their_days() -> None:
    assert not KNOWN.existed("こども家庭庁", date(2023, 3, 31))
    assert KNOWN.existed("こども家庭庁", date(2023, 4, 1))
    assert not KNOWN.existed("デジタル庁", date(2021, 8, 31))
    assert KNOWN.existed("デジタル庁", date(2021, 9, 1))
    assert KNOWN.existed("厚生省", date(2001, 1, 5))
    assert not KNOWN.existed("厚生省", date(2001, 1, 6))
    moved = KNOWN.took_over("内閣府", "内閣官房")
    assert moved is not None
    assert moved.on == "2024-04-01"
    assert "孤独・孤立" in moved.what


@pytest.mark.parametrize(
    ("office", "ministry"), [("孤独・孤立対策担当室", "内閣官房"), ("孤独・孤立対策推進室", "内閣府")]
)
def test_the_office_for_loneliness_says_the_ministry_of_its_time(office: str, ministry: str) -> None:
    resolved = load_gazetteers().offices.resolve(office)
    assert resolved is not None
    assert resolved.entry.canonical == ministry

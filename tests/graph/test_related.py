"""Programmes and the measures they serve: kinds of evidence, precision, quotes."""

import csv
from pathlib import Path

from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Item, MeasureItem
from graph.reconcile.related import relate_measures

GOLD = Path(__file__).parent.parent / "gold"


def test_published_links_are_right(seed_clustering, seed_items, seed_measures) -> None:
    with (GOLD / "pairs_measures.csv").open(encoding="utf-8", newline="") as handle:
        truth = {(row["programme"], f"measure/2024-{row['measure']}") for row in csv.DictReader(handle)}
    truth.add(
        ("訪問支援", "measure/2024-82")
    )  # the same sheet of the other year, whose title is damaged there
    found = {
        (link.programme, link.measure)
        for link in relate_measures(seed_clustering, seed_items, seed_measures)
        if link.published
    }
    assert found <= truth
    assert len(found & truth) >= 0.75 * len(truth)


def test_kinds_and_quotes(seed_clustering, seed_items, seed_measures) -> None:
    links = {
        (link.programme, link.measure): link
        for link in relate_measures(seed_clustering, seed_items, seed_measures)
    }
    named = links[("刑務所出所者等の就労・住居・相談先の確保", "measure/2024-82")]
    printed = links[("更生保護地域寄り添い支援事業", "measure/2024-82")]
    inferred = links[("孤独・孤立対策のための自殺防止対策事業", "measure/2024-31")]
    assert (named.kind, printed.kind, inferred.kind) == ("by-name", "mention", "ministry-section-target")
    assert "更生保護地域連携拠点事業" in printed.evidence[0]
    assert all(link.reasons for link in links.values())


def test_a_name_inside_a_longer_name_is_no_mention() -> None:
    items = [
        Item("a", "budget_line", "離島交流推進交付金", ministry=("内閣府",), document="l"),
        Item("b", "budget_line", "社会参加等離島交流推進交付金", ministry=("内閣府",), document="l"),
    ]
    measures = [
        MeasureItem(
            "m",
            1,
            2026,
            "離島のくらし",
            ("内閣府",),
            text="社会参加等離島交流推進交付金により、離島で活動する団体を支援する。",
        )
    ]
    links = relate_measures(cluster_items(items), items, measures)
    assert {link.programme for link in links if link.kind == "mention"} == {"社会参加等離島交流推進交付金"}


def test_another_ministry_needs_more_than_a_mention() -> None:
    items = [Item("a", "budget_line", "離島交流推進交付金", ministry=("外務省",), document="l")]
    measures = [
        MeasureItem(
            "m",
            1,
            2026,
            "離島のくらし",
            ("内閣府",),
            text="離島交流推進交付金により、離島で活動する団体を支援する。",
        )
    ]
    assert not any(link.published for link in relate_measures(cluster_items(items), items, measures))


def test_nothing_to_relate() -> None:
    assert relate_measures(cluster_items([]), [], []) == ()

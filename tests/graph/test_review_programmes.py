"""Programmes of the review system: numbers tell namesakes apart, follow a programme through its names, and meet the lists."""

from __future__ import annotations

import random

from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Item, MeasureItem
from graph.reconcile.lineage import trace_lineage
from graph.reconcile.related import relate_measures


def sheet(year: int, number: int, label: str, ministry: str = "環境省", text: str = "") -> Item:
    return Item(
        f"review-sheet/{year}-{number}",
        "review_sheet",
        label,
        ministry=(ministry,),
        fiscal_year=year,
        number=number,
        text=text,
    )


ITEMS = [
    sheet(2024, 1, "里山保全事業"),
    sheet(2025, 1, "里山保全事業"),
    sheet(2024, 2, "国際機関拠出金", "外務省"),
    sheet(2024, 3, "国際機関拠出金", "外務省"),
    sheet(2025, 2, "国際機関拠出金", "外務省"),
    sheet(2025, 3, "国際機関拠出金", "外務省"),
    sheet(2024, 4, "河川監視に必要な経費"),
    sheet(2025, 4, "水辺データ基盤整備費"),
    sheet(2024, 5, "希少鳥獣生息調査事業"),
    sheet(2025, 9, "希少鳥獣生息調査事業"),
    Item(
        "budget-line/2025s-7",
        "budget_line",
        "里山保全事業",
        ministry=("環境省",),
        fiscal_year=2025,
        stage="supplementary",
        number=7,
    ),
]


def test_one_number_is_one_programme_and_two_numbers_of_a_year_are_two() -> None:
    of = cluster_items(ITEMS).programme_of()
    assert of["review-sheet/2024-1"] == of["review-sheet/2025-1"] == of["budget-line/2025s-7"]
    assert of["review-sheet/2024-2"] == of["review-sheet/2025-2"] != of["review-sheet/2024-3"]
    assert of["review-sheet/2024-3"] == of["review-sheet/2025-3"]
    assert of["review-sheet/2024-5"] == of["review-sheet/2025-9"], "by name where the number changed"


def test_the_number_follows_a_programme_through_its_names() -> None:
    clusters = cluster_items(ITEMS)
    renamed = [link for link in trace_lineage(clusters, ITEMS) if link.kind == "renamed"]
    assert [(link.earlier, link.later) for link in renamed] == [
        ("河川監視に必要な経費", "水辺データ基盤整備費")
    ]
    assert renamed[0].confidence == 0.99 and "予算事業ID" in renamed[0].reasons[0]


def test_order_of_input_changes_nothing() -> None:
    shuffled = list(ITEMS)
    random.Random(3).shuffle(shuffled)
    assert cluster_items(shuffled) == cluster_items(ITEMS)


def test_only_a_measure_that_names_it_belongs_to_a_programme_of_the_review() -> None:
    measures = [
        MeasureItem("measure/2024-1", 1, 2024, "里山の保全", ("環境省",), text="里山を保全する。"),
        MeasureItem(
            "measure/2024-2", 2, 2024, "鳥獣", ("環境省",), text="令和6年度に希少鳥獣生息調査事業を行う。"
        ),
    ]
    items = [item for item in ITEMS if item.kind == "review_sheet"]
    links = relate_measures(cluster_items(items), items, measures)
    assert {(link.programme, link.measure) for link in links} == {("希少鳥獣生息調査事業", "measure/2024-2")}

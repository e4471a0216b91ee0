"""Long plans: the likeliest measures are found without comparing all, names in texts in one pass, words by who holds them."""

from __future__ import annotations

import random

import pytest

from graph.reconcile import plan_index
from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Item, MeasureItem
from graph.reconcile.measure_words import printed_names
from graph.reconcile.name_words import fold
from graph.reconcile.related import relate_measures
from graph.reconcile.told_texts import holders_of
from tests.generate.rows import MINISTRIES, generate


def plan(count: int) -> tuple[list[Item], list[MeasureItem]]:
    """Rows of one list, and measures that are worded like some of them, among measures of other things."""
    rows = generate(count, seed=8, duplicates=0)
    items = [
        Item(row.id, "budget_line", row.name, ministry=(row.ministry,), section=row.section, document="list")
        for row in rows
    ]
    rng = random.Random(4)
    measures = []
    for number, row in enumerate(rows, 1):
        other = rng.choice(rows)
        label, ministry = (row.name, row.ministry) if number % 3 else (other.name[2:], rng.choice(MINISTRIES))
        text = f"{row.name if number % 5 == 0 else other.name}により、{row.name[:12]}に取り組む。"
        measures.append(
            MeasureItem(
                f"measure/2026-{number}", number, 2026, label, (ministry,), section=row.section, text=text
            )
        )
    return items, measures


def test_a_long_plan_gives_the_links_that_comparing_everything_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    items, measures = plan(140)
    clustering = cluster_items(items)
    monkeypatch.setattr(plan_index, "_ALL_MEASURES", 1_000)
    every = relate_measures(clustering, items, measures)
    monkeypatch.setattr(plan_index, "_ALL_MEASURES", 1)
    likely = relate_measures(clustering, items, measures)
    assert [one for one in every if one.published] == [one for one in likely if one.published]
    assert sum(one.published for one in every) > 80


def test_links_do_not_depend_on_the_order_of_the_measures() -> None:
    items, measures = plan(90)
    clustering = cluster_items(items)
    assert relate_measures(clustering, items, measures) == relate_measures(
        clustering, items[::-1], measures[::-1]
    )


@pytest.mark.parametrize(
    ("names", "text", "found"),
    [
        (["離島交流推進交付金"], "離島交流推進交付金と離島 交流推進交付金", {"離島交流推進交付金": (0, 9)}),
        (
            ["離島交流推進交付金", "社会参加等離島交流推進交付金"],
            "社会参加等離島交流推進交付金",
            {"社会参加等離島交流推進交付金": (0, 14)},
        ),
        (["短い名"], "短い名の事業", {}),
        (["離島交流推進交付金"], "", {}),
    ],
)
def test_names_are_found_where_they_stand_by_themselves(
    names: list[str], text: str, found: dict[str, tuple[int, int]]
) -> None:
    assert printed_names(names).found_in(text) == found


def test_the_programmes_that_hold_a_word_are_those_whose_texts_hold_it() -> None:
    texts = {str(number): fold(row.name * 3) for number, row in enumerate(generate(200, seed=2))}
    words = {"居場所づくり", "見守り", "高齢者等の", "どこにもない語"}
    told = holders_of(words, texts.items())
    assert told == {
        word: {key for key, text in texts.items() if word in text} for word in words - {"どこにもない語"}
    }

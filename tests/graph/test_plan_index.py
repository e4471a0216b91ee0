"""Long plans: the likeliest measures are found without comparing all, names in texts in one pass, words by who holds them."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reconcile import plan_index
from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Item, MeasureItem
from graph.reconcile.measure_meeting import Meeting, named_alone
from graph.reconcile.measure_words import pairs_of, printed_names
from graph.reconcile.name_words import fold
from graph.reconcile.pair_codes import codes_of, pairs_of_codes, shared
from graph.reconcile.plan_index import Likely
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


def test_links_are_those_of_comparing_all_likely_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds leave out comparisons, never a link, a doubt, a rank or a reason: with texts, damage and people too."""
    items, measures = plan(72)
    rng = random.Random(6)
    items = [
        *items,
        *(
            Item(
                f"s{at}",
                "sheet",
                one.label,
                ministry=one.ministry,
                document="list",
                target_groups=("高齢者",) if at % 3 else ("障害者",),
                text=f"{rng.choice(measures).text}{rng.choice(measures).label}を行う団体を支援する。" * 2,
            )
            for at, one in enumerate(items[::2])
        ),
    ]
    measures = [
        replace(
            one,
            label=one.label if at % 11 else one.label[:3] + "〓" + one.label[4:],
            target_groups=("高齢者",) if at % 4 else (),
            text=one.text + rng.choice(measures).text,
        )
        for at, one in enumerate(measures)
    ]
    clustering = cluster_items(items)
    bounded = relate_measures(clustering, items, measures)
    compare, compared = Meeting.compare, 0

    def all_of_them(self: Meeting, likely: Likely) -> None:
        nonlocal compared
        compared += len(likely.places)
        compare(self, named_alone(likely.places))

    monkeypatch.setattr(Meeting, "compare", all_of_them)
    assert bounded == relate_measures(clustering, items, measures)
    assert compared > 24 * 30
    assert any(not one.published for one in bounded)
    assert {one.kind for one in bounded} >= {"by-name", "mention", "ministry-section-target"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_codes_share_as_many_pairs_as_sets_do(one: str, other: str) -> None:
    pairs = pairs_of(one) & pairs_of(other)
    assert shared(codes_of(one), codes_of(other)) == len(pairs)
    assert set(pairs_of_codes(codes_of(one))) == pairs_of(one)

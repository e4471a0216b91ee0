"""Sums to the yen in three readings, on the seeds and on traps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.budgets import conflicts, totals, year_on_year
from graph.build import parts_of, reconcile
from graph.reconcile.items import Clustering, Item

M = 1_000_000


def line(number: int, amount: int | None, kind: str = "exact", **more: object) -> Item:
    given = {"ministry": ("内閣府",), "fiscal_year": 2025, "stage": "supplementary", "section": "4-①"} | more
    return Item(
        f"l{number}", "budget_line", f"事業{number}", amount=amount, amount_kind=kind, number=number, **given
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "printed", "once", "without", "bound"),
    [(2025, 6031, 5671, 4227, 6402), (2024, 3192, 3192, 2020, 6296)],
)
def test_the_seeds_to_the_yen(
    seed_items: tuple[Item, ...],
    seed_clustering: Clustering,
    year: int,
    printed: int,
    once: int,
    without: int,
    bound: int,
) -> None:
    """Added up by hand from the printed rows; 内数 are in the bound alone."""
    found = next(one for one in totals(seed_items, seed_clustering.programme_of()) if one.fiscal_year == year)
    assert found.as_printed.exact == printed * M
    assert found.once.exact == once * M
    assert found.without_relisted.exact == without * M
    assert found.once.upper_bound == bound * M
    assert found.leading is found.once


def test_the_seeds_as_read_to_the_yen(extractions) -> None:
    """The same totals from the documents themselves, through reading and reconciliation, in either order."""
    for order in (extractions, extractions[::-1]):
        known = reconcile(parts_of(order))
        found = {
            (one.fiscal_year, one.stage): tuple(
                total.exact for total in (one.as_printed, one.once, one.without_relisted)
            )
            for one in totals(known.items.values(), known.clustering.programme_of())
        }
        assert found == {
            (2024, "supplementary"): (3_192 * M, 3_192 * M, 2_020 * M),
            (2025, "supplementary"): (6_031 * M, 5_671 * M, 4_227 * M),
        }


def test_by_ministry(seed_items: tuple[Item, ...], seed_clustering: Clustering) -> None:
    found = {
        (one.group, one.fiscal_year): one
        for one in totals(seed_items, seed_clustering.programme_of(), by="ministry")
    }
    cabinet = found[("内閣府", 2025)]
    assert (cabinet.as_printed.exact, cabinet.once.exact, cabinet.without_relisted.exact) == (
        3266 * M,
        2906 * M,
        2569 * M,
    )
    justice = found[("法務省", 2025)]
    assert (justice.once.exact, justice.once.included_bound, justice.once.included_rows) == (0, 731 * M, 1)
    relisted = found[("内閣府", 2024)].once
    assert relisted.included_bound == 2400 * M  # one pot printed four times


def test_by_section_a_programme_counts_in_each_of_its_sections(
    seed_items: tuple[Item, ...], seed_clustering: Clustering
) -> None:
    found = {
        one.group: one
        for one in totals(seed_items, seed_clustering.programme_of(), by="section")
        if one.fiscal_year == 2025
    }
    assert found["4-②"].once.exact == 120 * M
    assert found["4-②"].without_relisted.exact == 0
    assert found["4-⑤"].once.exact == 2146 * M


def test_parts_and_unread_amounts_stand_apart() -> None:
    found = totals([line(1, 1000 * M), line(2, 420 * M, "ofWhich"), line(3, None)], {})[0].once
    assert (found.exact, found.of_which, found.unread, found.rows) == (1000 * M, 420 * M, 1, 3)


def test_stages_and_years_are_never_added() -> None:
    rows = [line(1, M), line(2, M, stage="initial"), line(3, M, fiscal_year=2024)]
    assert [(one.fiscal_year, one.stage, one.once.exact) for one in totals(rows, {})] == [
        (2024, "supplementary", M), (2025, "initial", M), (2025, "supplementary", M),
    ]  # fmt: skip


def test_joint_rows_are_told() -> None:
    found = totals([line(1, M, ministry=("総務省", "環境省"))], {}, by="ministry")
    assert [one.group for one in found] == ["環境省", "総務省"]
    assert all(one.overlapping for one in found)


def test_agencies_can_be_lifted() -> None:
    rows = [line(1, M, ministry=("出入国在留管理庁",)), line(2, M, ministry=("法務省",))]
    from graph.analysis.ministries import load_ministries

    (found,) = totals(rows, {}, by="ministry", ministry_of=load_ministries().ministry_of)
    assert (found.group, found.once.exact) == ("法務省", 2 * M)


def test_rows_that_disagree_are_reported_and_counted_once() -> None:
    rows = [line(1, 100 * M), line(2, 130 * M, relisted=True)]
    same = {"l1": "p", "l2": "p"}
    assert totals(rows, same)[0].once.exact == 130 * M
    assert [problem.code for problem in conflicts(rows, same)] == ["programme-amounts-differ"]


def test_change_between_years() -> None:
    rows = [
        line(1, 100 * M, fiscal_year=2024),
        line(2, 130 * M),
        line(3, 7 * M, "includedIn", fiscal_year=2024),
        line(4, 9 * M),
    ]
    found = {one.programme: one for one in year_on_year(rows, {"l1": "p", "l2": "p", "l3": "q", "l4": "q"})}
    assert found["p"].change == 30 * M
    assert found["q"].change is None
    assert "種類" in found["q"].why_not


AMOUNTS = st.lists(
    st.tuples(
        st.integers(1, 9) | st.none(),
        st.sampled_from(["exact", "includedIn", "ofWhich"]),
        st.booleans(),
        st.sampled_from("pqr"),
    ),
    max_size=12,
)


@given(AMOUNTS)
def test_readings_are_ordered(rows: list[tuple[int | None, str, bool, str]]) -> None:
    lines = [line(n, amount, kind, relisted=relisted) for n, (amount, kind, relisted, _) in enumerate(rows)]
    of = {f"l{n}": programme for n, (*_, programme) in enumerate(rows)}
    for one in totals(lines, of):
        assert one.once.exact <= one.as_printed.exact
        assert one.without_relisted.exact <= one.as_printed.exact
        assert one.once.upper_bound >= one.once.exact
        assert one.as_printed.exact == sum(a * 1 for a, kind, *_ in rows if a and kind == "exact")
    assert totals(lines[::-1], of) == totals(lines, of)

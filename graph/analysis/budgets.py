"""Honest sums of budget rows: three readings side by side, 内数 as a bound, うち apart.

A row may repeat another one's money (再掲), or print the sum of a larger pot of which it is a part (内数). So no single
total is right; every answer carries all three readings and says which one it leads with:

- `as_printed`: every row once, as the list prints it;
- `once`: each programme once per year and stage, however often it is relisted (the default);
- `without_relisted`: rows marked 再掲 left out (a programme whose first row is in a list not loaded then counts nothing).

Years and stages are never added up. Amounts are yen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from graph.reconcile.items import Item, Problem
from nlp.layout.notations import pillar_of

Reading = Literal["as_printed", "once", "without_relisted"]
GroupBy = Literal["all", "ministry", "section", "pillar", "target_group"]
DEFAULT_READING: Reading = "once"


@dataclass(frozen=True, slots=True)
class Total:
    """One reading of one group.

    `exact` adds exact amounts alone. `included_bound` adds the 内数 sums, each pot once in the reading: it is what the rows
    could take at most, so the true total lies between `exact` and `upper_bound`. `of_which` adds うち amounts, which are parts of
    other sums and never part of `exact`. `unread` counts rows without a readable amount. `lines` are the ids of the rows behind it.
    """

    reading: Reading
    exact: int
    included_bound: int
    of_which: int
    rows: int
    included_rows: int
    unread: int
    lines: tuple[str, ...]

    @property
    def upper_bound(self) -> int:
        """Exact amounts plus every 内数 sum: the most that the rows can amount to."""
        return self.exact + self.included_bound


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """Three readings for one group, year and stage. `default` names the one to lead with.

    `overlapping` is true when a row of this group also stands in another group (two ministries): such groups do not add up
    to the total of all.
    """

    group: str
    fiscal_year: int
    stage: str
    as_printed: Total
    once: Total
    without_relisted: Total
    overlapping: bool = False
    default: Reading = DEFAULT_READING

    @property
    def leading(self) -> Total:
        """The reading that an answer leads with."""
        return {"as_printed": self.as_printed, "once": self.once, "without_relisted": self.without_relisted}[
            self.default
        ]


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """A programme's change between two lists. `change` is None and `why_not` says why when they may not be compared."""

    programme: str
    year_from: int
    year_to: int
    stage: str
    amount_from: int | None
    amount_to: int | None
    kind_from: str
    kind_to: str
    change: int | None
    why_not: str = ""


def totals(
    lines: Iterable[Item],
    programme_of: Mapping[str, str],
    *,
    by: GroupBy = "all",
    ministry_of: Callable[[str], str] | None = None,
) -> tuple[GroupTotals, ...]:
    """The three readings per group, fiscal year and stage, sorted.

    `programme_of` maps row ids to programmes; a row that it does not know is a programme of its own. `ministry_of`
    lifts a 外局 to its ministry where years are compared. Items other than budget rows, and rows without year, are ignored.
    """
    framed: dict[tuple[int, str], list[Item]] = defaultdict(list)
    for line in lines:
        if line.kind == "budget_line" and line.fiscal_year is not None:
            framed[(line.fiscal_year, line.stage)].append(line)
    found: list[GroupTotals] = []
    for (year, stage), rows in sorted(framed.items()):
        rows.sort(key=_reading_order)
        groups: dict[str, list[Item]] = defaultdict(list)
        for row in rows:
            for group in _groups(row, by, ministry_of):
                groups[group].append(row)
        for group, members in sorted(groups.items()):
            shared = any(len(_groups(row, by, ministry_of)) > 1 for row in members)
            found.append(
                GroupTotals(
                    group,
                    year,
                    stage,
                    _total("as_printed", members, programme_of),
                    _total("once", _once(members, programme_of), programme_of),
                    _total("without_relisted", [row for row in members if not row.relisted], programme_of),
                    shared,
                )
            )
    return tuple(found)


def _reading_order(row: Item) -> tuple[bool, int, int, str]:
    """A programme's first row, not marked 再掲 where there is one, stands for it."""
    return (row.relisted, row.number if row.number is not None else 10**9, row.order, row.id)


def _groups(row: Item, by: GroupBy, ministry_of: Callable[[str], str] | None) -> tuple[str, ...]:
    if by == "all":
        return ("",)
    if by == "ministry":
        lift = ministry_of or (lambda name: name)
        return tuple(sorted({lift(name) for name in row.ministry})) or ("",)
    if by == "target_group":
        return tuple(sorted(set(row.target_groups))) or ("",)
    return (row.section,) if by == "section" else (pillar_of(row.section),)


def _once(rows: Sequence[Item], programme_of: Mapping[str, str]) -> list[Item]:
    """One row per programme: the first that is not relisted and has an amount; exact before 内数; the larger where rows differ.

    Taking the larger is a choice; `conflicts` reports every such programme.
    """
    best: dict[str, Item] = {}
    for row in rows:
        key = programme_of.get(row.id, f"row:{row.id}")
        if key not in best or _standing(row) > _standing(best[key]):
            best[key] = row
    return sorted(best.values(), key=_reading_order)


def _standing(row: Item) -> tuple[bool, bool, int]:
    return (row.amount is not None, row.amount_kind in {"exact", ""}, row.amount or 0)


def _total(reading: Reading, rows: Sequence[Item], programme_of: Mapping[str, str]) -> Total:
    exact = of_which = unread = 0
    pots: dict[tuple[str, int], None] = {}
    bound = included = 0
    for row in rows:
        if row.amount is None:
            unread += 1
        elif row.amount_kind == "includedIn":
            included += 1
            pot = (programme_of.get(row.id, row.id), row.amount)
            if reading == "as_printed" or pot not in pots:
                bound += row.amount
            pots[pot] = None
        elif row.amount_kind == "ofWhich":
            of_which += row.amount
        else:
            exact += row.amount
    return Total(reading, exact, bound, of_which, len(rows), included, unread, tuple(row.id for row in rows))


def conflicts(lines: Iterable[Item], programme_of: Mapping[str, str]) -> tuple[Problem, ...]:
    """Programmes that print different exact sums in one year and stage: `once` then counts the largest."""
    printed: dict[tuple[str, int, str], set[int]] = defaultdict(set)
    for row in lines:
        if (
            row.kind == "budget_line"
            and row.fiscal_year is not None
            and row.amount is not None
            and row.amount_kind != "includedIn"
        ):
            printed[(programme_of.get(row.id, row.id), row.fiscal_year, row.stage)].add(row.amount)
    return tuple(
        Problem(
            "programme-amounts-differ",
            "warning",
            f"{key}: {year}年度 {stage} の行の金額が異なる {sorted(amounts)}",
            key,
        )
        for (key, year, stage), amounts in sorted(printed.items())
        if len(amounts) > 1
    )


def year_on_year(lines: Iterable[Item], programme_of: Mapping[str, str]) -> tuple[YearOnYear, ...]:
    """Each programme's change between consecutive listed years of one stage; a number only for exact against exact."""
    printed: dict[tuple[str, str], dict[int, set[tuple[int | None, str]]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for row in lines:
        if row.kind == "budget_line" and row.fiscal_year is not None:
            key = (programme_of.get(row.id, row.id), row.stage)
            printed[key][row.fiscal_year].add((row.amount, row.amount_kind or "exact"))
    found: list[YearOnYear] = []
    for (programme, stage), years in sorted(printed.items()):
        ordered = sorted(years)
        for before, after in pairwise(ordered):
            found.append(_change(programme, stage, (before, years[before]), (after, years[after])))
    return tuple(found)


def _change(
    programme: str,
    stage: str,
    old: tuple[int, set[tuple[int | None, str]]],
    new: tuple[int, set[tuple[int | None, str]]],
) -> YearOnYear:
    amount_from, kind_from = min(old[1], key=str) if len(old[1]) == 1 else (None, "several")
    amount_to, kind_to = min(new[1], key=str) if len(new[1]) == 1 else (None, "several")
    why = ""
    if "several" in {kind_from, kind_to}:
        why = "一つの年度に異なる金額の行がある"
    elif amount_from is None or amount_to is None:
        why = "金額が印刷されていないか読めない"
    elif kind_from != kind_to:
        why = "金額の種類（額・内数・うち数）が異なる"
    elif kind_from != "exact":
        why = "内数・うち数どうしの差は事業の増減を表さない"
    change = (
        amount_to - amount_from if not why and amount_from is not None and amount_to is not None else None
    )
    return YearOnYear(
        programme, old[0], new[0], stage, amount_from, amount_to, kind_from, kind_to, change, why
    )

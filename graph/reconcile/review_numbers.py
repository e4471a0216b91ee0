"""Programmes of the review system have numbers (予算事業ID): two numbers in one year are two programmes, whatever their names.

Source: the RS system gives every programme an id that stays with it over the years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from graph.reconcile.grouping import Groups
from graph.reconcile.items import Feature, Item
from graph.reconcile.matching import Node
from graph.reconcile.name_words import fold
from graph.reconcile.pair_scores import PairScore


def review_namesakes(items: Iterable[Item]) -> frozenset[str]:
    """Ids of review sheets whose name and ministry do not say which programme they are: some year has two of them."""
    by_name: dict[tuple[str, tuple[str, ...]], list[Item]] = defaultdict(list)
    for item in items:
        if item.kind == "review_sheet" and item.number is not None:
            by_name[(fold(item.label), item.ministry)].append(item)
    found: set[str] = set()
    for same in by_name.values():
        numbers: dict[int | None, set[int | None]] = defaultdict(set)
        for item in same:
            numbers[item.fiscal_year].add(item.number)
        if any(len(several) > 1 for several in numbers.values()):
            found.update(item.id for item in same)
    return frozenset(found)


def keep_by_number(nodes: Sequence[Node], groups: Groups, namesakes: frozenset[str]) -> None:
    """Join the namesakes of one number over the years, and keep those of different numbers apart."""
    if not namesakes:
        return
    by_name: dict[tuple[str, tuple[str, ...]], list[tuple[Node, Item]]] = defaultdict(list)
    for node in nodes:
        for item in node.items:
            if item.id in namesakes:
                by_name[(fold(item.label), item.ministry)].append((node, item))
    for same in by_name.values():
        for (first, one), (second, other) in combinations(same, 2):
            if one.number != other.number:
                groups.forbid(first.index, second.index)
            else:
                reason = Feature("number", "same", 20.0, f"同じ名称で予算事業IDが同じ（{one.number}）")
                low, high = sorted((first.index, second.index))
                groups.join(PairScore(low, high, 0.999, (reason,), "project-id"), by_judgement=True)

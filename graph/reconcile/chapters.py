"""A programme as one year's list shows it: its rows, what its sheets and guidelines say, the sums they print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph.reconcile.amount_agreement import PrintedAmount
from graph.reconcile.items import Clustering, Item, ProgrammeCluster
from graph.reconcile.matching import printed_amounts, sheet_children

# What a year's list is made of, and the stage of a list that prints none: the review of a year is a list of its own.
LISTED = {"budget_line": "", "review_sheet": "review"}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A programme in one list: its rows, and what its sheets and guidelines say."""

    programme: ProgrammeCluster
    lines: tuple[Item, ...]
    texts: tuple[str, ...]
    amounts: tuple[PrintedAmount, ...]

    @property
    def review_numbers(self) -> frozenset[int]:
        """The 予算事業ID of its review sheets; empty for rows of a list."""
        return frozenset(
            line.number for line in self.lines if line.kind == "review_sheet" and line.number is not None
        )


def chapters_of(clusters: Clustering, items: Sequence[Item]) -> dict[tuple[int, str], dict[str, Chapter]]:
    """(fiscal year, stage) of every list -> programme key -> chapter. `items` in the order of their ids."""
    by_id = {item.id: item for item in items}
    children = sheet_children(items)
    found: dict[tuple[int, str], dict[str, Chapter]] = defaultdict(dict)
    for programme in clusters.programmes:
        members = [by_id[name] for name in programme.members if name in by_id]
        lines: dict[tuple[int, str], list[Item]] = defaultdict(list)
        for item in members:
            if item.fiscal_year is not None and item.kind in LISTED:
                lines[(item.fiscal_year, item.stage or LISTED[item.kind])].append(item)
        amounts = tuple(
            amount
            for item in members
            if item.kind != "sheet_amount"
            for amount in printed_amounts(item, children)
        )
        for frame, rows in lines.items():
            documents = {row.document for row in rows}
            here = [item.text for item in members if item.document in documents and item.text]
            elsewhere = [item.text for item in members if item.kind == "guideline" and item.text]
            texts = tuple(dict.fromkeys((*here, *elsewhere)))
            found[frame][programme.key] = Chapter(programme, tuple(rows), texts, amounts)
    return dict(found)

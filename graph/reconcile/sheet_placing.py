"""Sheets that no name ties to a row: joined to the programme that their own amounts name, else placed where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.analysis.ministries import Ministries
from graph.reconcile.grouping import Groups
from graph.reconcile.items import Feature, Item
from graph.reconcile.matching import Node
from graph.reconcile.pair_scores import PairScore, surest
from graph.reconcile.placement import PartOf, Placer
from graph.reconcile.sheet_order import SheetOrder, Standing, orders_of
from graph.reconcile.weights import Weights

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Stood:
    """Sheets that were `joined` by the rows that their amounts name; where rows and sheets stand, with their groups after it."""

    joined: tuple[PairScore, ...] = ()
    rows_and_sheets: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of placing: accepted links, parts of programmes, links that were not accepted.

    `met`: names of groups (`Standing.group`) that placing joined, two at a time; `wanting`: documents of which something is elsewhere.
    """

    joined: tuple[PairScore, ...] = ()
    parts: tuple[PartOf, ...] = ()
    uncertain: tuple[PairScore, ...] = ()
    met: tuple[tuple[str, str], ...] = ()
    wanting: tuple[str, ...] = ()


def join_by_amounts(
    items: Sequence[Item],
    nodes: Sequence[Node],
    groups: Groups,
    node_of: Mapping[str, int],
    children: Mapping[str, list[Item]],
    weights: Weights,
) -> Stood:
    """Join sheets without a row to the one programme with a row that their own amounts name."""
    sheets = [item for item in items if item.kind == "sheet" and item.id in node_of]
    lists = [item for item in items if item.kind == "budget_line" and item.id in node_of]
    row_groups = {groups.find(node_of[item.id]) for item in lists}
    joined: list[PairScore] = []
    for sheet in sheets:
        if groups.find(node_of[sheet.id]) in row_groups:
            continue
        named = sorted(
            {
                (groups.find(node_of[child.id]), node_of[child.id], child.label)
                for child in children.get(sheet.id, [])
                if child.kind == "sheet_amount"
                and child.id in node_of
                and groups.find(node_of[child.id]) in row_groups
            }
        )
        if len({leader for leader, _, _ in named}) == 1:
            low, high = sorted((node_of[sheet.id], named[0][1]))
            reason = Feature(
                "mentioned",
                "named",
                weights.of("mentioned", "named"),
                f"資料の金額欄が「{named[0][2]}」を挙げる",
            )
            link = PairScore(low, high, 0.95, (reason,), "amount-names-row")
            if low != high and groups.join(link):
                joined.append(link)
    stands = (_standing(item, nodes[groups.find(node_of[item.id])]) for item in (*lists, *sheets))
    return Stood(tuple(joined), tuple(one for one in stands if one is not None))


def _standing(item: Item, leader: Node) -> Standing | None:
    group = leader.items[0].id
    if item.kind == "budget_line":
        at = (item.number if item.number is not None else 10**6, item.order, item.id)
        shown = f"No.{item.number}" if item.number is not None else f"「{item.label}」"
        return Standing(item.document, "budget_line", item.id, at, shown, group)
    if item.order < 0:
        return None
    return Standing(item.document, "sheet", item.id, (item.order, 0, item.id), "", group)


def place_sheets(
    stood: Stood,
    orders: Mapping[str, SheetOrder] | None,
    nodes: Sequence[Node],
    groups: Groups,
    node_of: Mapping[str, int],
    children: Mapping[str, list[Item]],
    *,
    weights: Weights,
    ministries: Ministries,
) -> Placed:
    """Place the sheets of the documents of `orders` (None: of all documents) that have no row, round by round."""
    where = orders_of(stood.rows_and_sheets) if orders is None else orders
    if not where:
        return Placed()
    before = [nodes[groups.find(node.index)].items[0].id for node in nodes] if orders else []
    joined: list[PairScore] = []
    parts: dict[str, PartOf] = {}
    uncertain: list[PairScore] = []
    wanting: set[str] = set()
    for _ in range(_ROUNDS):  # every sheet that finds its row narrows the place of its neighbours
        known = {name: part.whole for name, part in parts.items()}
        placer = Placer(nodes, groups, where, node_of, children, weights, ministries, known, wanting)
        proposals, found = _propose(placer, weights)
        uncertain = []
        held = len(joined)
        for link in sorted(proposals, key=surest):
            if link.score >= weights.accept and groups.join(link):
                joined.append(link)
            else:
                uncertain.append(link)
        parts.update(found)
        if not found and len(joined) == held:
            break
    return Placed(
        tuple(joined),
        tuple(parts[name] for name in sorted(parts)),
        tuple(uncertain),
        tuple((before[link.first], before[link.second]) for link in joined) if before else (),
        tuple(sorted(wanting)),
    )


def _propose(placer: Placer, weights: Weights) -> tuple[list[PairScore], dict[str, PartOf]]:
    """Identity proposals for placed sheets, and for sheets that are rather a part: sheet id -> its best whole."""
    proposals: list[PairScore] = []
    parts: dict[str, PartOf] = {}
    for document in sorted(placer.orders):
        for place in placer.places(document):
            whole = max(
                (placer.component(place, row) for row in place.rows if placer.is_part(place, row)),
                key=lambda part: (part.score, -part.whole),
                default=None,
            )
            if whole is not None and whole.score >= weights.levels["component"]["accept"]:
                parts[place.sheet.id] = whole
            else:
                proposals.extend(placer.identity(place, row) for row in place.rows)
    return proposals, parts

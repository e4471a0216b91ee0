"""Printed things -> programmes: candidates, scores, judgements, placement, and a name for each programme.

The order of the steps: judgements first, then accepted pairs from the surest to the least sure (never across what must
stay apart), then sheets by their place in the document; what is left in the band of doubt is listed, not merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.analysis.ministries import Ministries, load_ministries
from graph.collector import collector_paused
from graph.reconcile.blocking import BlockingLimits, candidate_pairs
from graph.reconcile.decisions import apply_judgements
from graph.reconcile.grouping import Groups
from graph.reconcile.items import Clustering, Doubt, Item, Problem
from graph.reconcile.judgements import Judgement, settle
from graph.reconcile.matching import FOUNDING, Node, build_nodes, own_amount, sheet_children
from graph.reconcile.naming import name_programmes
from graph.reconcile.pair_scores import PairScore, Scorer, surest
from graph.reconcile.review_numbers import keep_by_number, review_namesakes
from graph.reconcile.sheet_order import SheetOrder
from graph.reconcile.sheet_placing import join_by_amounts, place_sheets
from graph.reconcile.weights import Weights, load_weights


def cluster_items(
    items: Iterable[Item],
    judgements: Sequence[Judgement] = (),
    weights: Weights | None = None,
    *,
    ministries: Ministries | None = None,
    limits: BlockingLimits | None = None,
    orders: Mapping[str, SheetOrder] | None = None,
) -> Clustering:
    """Group items into programmes.

    The result does not depend on the order of `items` or `judgements`. Every member has a link with readable reasons;
    components and mentions join a programme that they name and are left out when they name none. Sheets are placed in the documents
    of `orders` (None: in all that have rows and sheets among the items).
    """
    with collector_paused():
        return _cluster(
            items, judgements, weights or load_weights(), ministries or load_ministries(), limits, orders
        )


def _cluster(
    items: Iterable[Item],
    judgements: Sequence[Judgement],
    weights: Weights,
    ministries: Ministries,
    limits: BlockingLimits | None,
    orders: Mapping[str, SheetOrder] | None,
) -> Clustering:
    unique, issues = _unique(items)
    judged = {name for one in judgements if one.kind == "identity" for name in one.pair}
    namesakes = review_namesakes(unique)
    nodes = build_nodes(unique, apart=namesakes | frozenset(item.id for item in unique if item.id in judged))
    groups = Groups(nodes)
    keep_by_number(nodes, groups, namesakes)
    decided = settle(judgements)
    for kind in ("identity", "lineage", "measure"):  # told here for all kinds, whoever applies them
        issues.extend(settle(judgements, kind=kind).issues)
    overruled = apply_judgements(decided, nodes, groups, issues)
    scorer = Scorer(weights, ministries)
    candidates = candidate_pairs([node.forms for node in nodes], limits=limits).tolist()
    compared = (scorer.score_if_likely(nodes[first], nodes[second]) for first, second in candidates)
    scored = [one for one in compared if one is not None]
    scored.extend(_same_name_apart(nodes, scorer))
    for link in sorted((one for one in scored if one.score >= weights.accept), key=surest):
        if frozenset((link.first, link.second)) not in overruled:
            groups.join(link)
    node_of = {item.id: node.index for node in nodes for item in node.items}
    children = sheet_children(unique)
    standing = join_by_amounts(unique, nodes, groups, node_of, children, weights)
    scored.extend(standing.joined)
    placed = place_sheets(
        standing, orders, nodes, groups, node_of, children, weights=weights, ministries=ministries
    )
    scored.extend(placed.joined)
    scored.extend(placed.uncertain)
    doubtful = _doubts(nodes, groups, scored, overruled, weights)
    followers = _followers(unique, children, node_of)
    programmes, components, more = name_programmes(nodes, groups, followers, placed.parts)
    issues.extend(more)
    return Clustering(
        programmes,
        components,
        doubtful,
        tuple(sorted(issues, key=lambda one: (one.code, one.subject, one.message))),
        standing=() if orders is None else standing.rows_and_sheets,
        met=placed.met,
        wanting=placed.wanting,
    )


def _unique(items: Iterable[Item]) -> tuple[list[Item], list[Problem]]:
    every = list(items)
    found = {item.id: item for item in every}
    issues: list[Problem] = []
    if len(found) < len(every):
        found = {}
        for item in sorted(every, key=lambda item: (item.id, item.document, item.order, item.label)):
            if item.id in found and found[item.id] != item:
                issues.append(Problem("duplicate-id", "warning", f"同じ識別子が二度ある: {item.id}", item.id))
            found.setdefault(item.id, item)
    return sorted(found.values(), key=lambda item: item.id), issues


def _same_name_apart(nodes: Sequence[Node], scorer: Scorer) -> list[PairScore]:
    """Nodes that a judgement set apart still meet the others of their name (long blocks may have hidden them)."""
    counts = Counter([node.forms[0].fold for node in nodes if node.forms])
    by_name: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.forms and counts[node.forms[0].fold] > 1:
            by_name[node.forms[0].fold].append(node)
    return [
        scorer.score(same[0], other)
        for same in by_name.values()
        if 1 < len(same) <= 200
        for other in same[1:]
    ]


def _doubts(
    nodes: Sequence[Node],
    groups: Groups,
    scored: Iterable[PairScore],
    settled: set[frozenset[int]],
    weights: Weights,
) -> tuple[Doubt, ...]:
    """Pairs that are neither merged nor refused, one line per pair of programmes, the best first."""
    best: dict[tuple[int, int], PairScore] = {}
    for link in sorted(scored, key=surest):
        first, second = groups.find(link.first), groups.find(link.second)
        if first == second or link.score < weights.doubt or frozenset((link.first, link.second)) in settled:
            continue
        if (
            groups.forbidden(first, second)
            or not _founding(nodes, groups, first)
            or not _founding(nodes, groups, second)
        ):
            continue
        best.setdefault((min(first, second), max(first, second)), link)
    found: list[Doubt] = []
    for link in best.values():
        one, other = sorted((nodes[link.first], nodes[link.second]), key=lambda node: node.items[0].id)
        reasons = tuple(feature.reason for feature in link.features if feature.reason)
        found.append(
            Doubt(one.items[0].id, other.items[0].id, round(link.score, 4), reasons, one.name, other.name)
        )
    return tuple(sorted(found, key=lambda doubt: (-doubt.score, doubt.first, doubt.second)))


def _founding(nodes: Sequence[Node], groups: Groups, leader: int) -> bool:
    return any(nodes[index].founding for index in groups.members(leader))


def _followers(
    items: Sequence[Item], children: dict[str, list[Item]], node_of: dict[str, int]
) -> dict[int, list[tuple[Item, Item]]]:
    """Amounts without a name of their own belong to their sheet, parts of a row's amount to their row: node -> (amount, sheet or row)."""
    found: dict[int, list[tuple[Item, Item]]] = defaultdict(list)
    for sheet in items:
        if sheet.kind in ("sheet", "budget_line") and sheet.id in node_of:
            for child in children.get(sheet.id, []):
                if child.kind == "sheet_amount" and own_amount(child, sheet):
                    found[node_of[sheet.id]].append((child, sheet))
    return dict(found)


__all__ = ["FOUNDING", "cluster_items"]

"""A researcher's decisions carried out on groups of nodes, before the machine joins anything."""

from __future__ import annotations

from collections.abc import Sequence

from graph.reconcile.grouping import Groups
from graph.reconcile.items import Feature, Problem
from graph.reconcile.judgements import Decided
from graph.reconcile.matching import Node
from graph.reconcile.naming import fold_key
from graph.reconcile.pair_scores import PairScore


def _resolve(name: str, nodes: Sequence[Node]) -> list[int]:
    """The nodes a judgement speaks of: an item id, or every founding node that bears the name."""
    by_id = [node.index for node in nodes if any(item.id == name for item in node.items)]
    if by_id:
        return by_id
    wanted = fold_key(name.removeprefix("programme/"))
    return [
        node.index
        for node in nodes
        if node.forms and any(fold_key(form.text) == wanted for form in node.forms if form.role == "main")
    ]


def apply_judgements(
    decided: Decided, nodes: Sequence[Node], groups: Groups, issues: list[Problem]
) -> set[frozenset[int]]:
    """Carry out judgements; returns the node pairs on which the machine has no say."""
    settled: set[frozenset[int]] = set()
    for one in (*decided.different, *decided.same, *decided.suspended):
        first, second = _resolve(one.subject, nodes), _resolve(one.object, nodes)
        for name, found in ((one.subject, first), (one.object, second)):
            if not found:
                issues.append(
                    Problem("judgement-without-subject", "info", f"判断の対象が文書にない: {name}", name)
                )
        for left in first:
            for right in second:
                if left == right or one in decided.suspended:
                    continue
                settled.add(frozenset((left, right)))
                if one in decided.different:
                    groups.forbid(left, right)
                else:
                    feature = Feature("judgement", one.verdict, 60.0, one.reason)
                    low, high = sorted((left, right))
                    if not groups.join(PairScore(low, high, 1.0, (feature,), "judgement"), by_judgement=True):
                        issues.append(
                            Problem(
                                "contradicting-judgements",
                                "error",
                                f"{one.subject} と {one.object} は別の判断により分けられている",
                                one.subject,
                            )
                        )
        if one in decided.same:
            for several in (first, second):
                for other in several[1:]:
                    low, high = sorted((several[0], other))
                    groups.join(
                        PairScore(
                            low, high, 1.0, (Feature("judgement", "same", 60.0, one.reason),), "judgement"
                        ),
                        by_judgement=True,
                    )
    return settled

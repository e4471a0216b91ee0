"""The score of a pair of nodes: features added up to a probability, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log2

from graph.analysis.ministries import Ministries
from graph.reconcile.amount_agreement import PrintedAmount, amount_feature
from graph.reconcile.features import name_feature, text_feature
from graph.reconcile.items import Feature
from graph.reconcile.matching import Node
from graph.reconcile.weights import Weights, probability

_LISTED_SINGLY = frozenset({"budget_line", "sheet", "review_sheet"})
# Levels of a name at which two things are never one programme by comparison alone: a name that changed in
# meaning is lineage (renamed, split), which a reader wants to see, not identity.
MEANING_DIFFERS = frozenset(
    {"extended", "similar", "akin", "different", "number-differs", "qualifier-differs", "near-swap"}
)


@dataclass(frozen=True, slots=True)
class PairScore:
    """The comparison of two nodes: probability that they are one programme, and why."""

    first: int
    second: int
    score: float
    features: tuple[Feature, ...]
    method: str = "name"

    @property
    def name_level(self) -> str:
        """The level of the name feature without the role."""
        return next((item.level.split("/")[0] for item in self.features if item.name == "name"), "unnamed")


def surest(link: PairScore) -> tuple[float, int, int]:
    """The order in which links are accepted."""
    return (-link.score, link.first, link.second)


class Scorer:
    """Scores pairs of nodes with one weight table and one set of ministries; kinships are looked up once."""

    def __init__(self, weights: Weights, ministries: Ministries) -> None:
        self._weights = weights
        self._ministries = ministries
        self._kinships: dict[tuple[tuple[str, ...], tuple[str, ...]], Feature] = {}
        # A name of a thousand lists is compared with many others: what it prints is gathered once.
        self._printed: dict[int, tuple[Node, tuple[PrintedAmount, ...]]] = {}
        # The most that amount, and text where both have one, can still add.
        self._most_amount = max(weights.levels["amount"].values())
        self._most_text = max(weights.levels["text"].values())
        self._floor = log2(weights.doubt / (1.0 - weights.doubt)) - weights.prior

    def score(self, first: Node, second: Node) -> PairScore:
        """The probability that two nodes are one programme, by name, ministry, amount and text. Symmetric."""
        return self._score(first, second, stop_early=False) or PairScore(first.index, second.index, 0.0, ())

    def score_if_likely(self, first: Node, second: Node) -> PairScore | None:
        """As `score`, but None as soon as nothing could lift the pair out of refusal."""
        return self._score(first, second, stop_early=True)

    def _score(self, first: Node, second: Node, *, stop_early: bool) -> PairScore | None:
        weights = self._weights
        if first.index > second.index:
            first, second = second, first
        kin = self._kinship(first.ministries, second.ministries)
        if kin.level == "successor":
            kin = self._kinship_in_time(first, second)
        name = name_feature(first.forms, second.forms, weights)
        if name.level == "qualified" and not (_one_by_one(first) and _one_by_one(second)):
            name = replace(name, level="qualified-title", weight=weights.of("name", "qualified-title"))
        hope = kin.weight + self._most_amount + (self._most_text if first.text and second.text else 0.0)
        if stop_early and name.weight + hope < self._floor:
            return None
        level = name.level.split("/")[0]
        listed = "" if _same_print(first, second, level) else _co_listed(first, second)
        if listed and weights.of("name", listed) < name.weight:
            reason = f"同じ一覧に別々の行がある「{first.name}」「{second.name}」"
            name = Feature("name", listed, weights.of("name", listed), reason)
        if stop_early and name.weight + hope < self._floor:
            return None
        amount = amount_feature(self._amounts(first), self._amounts(second), weights)
        features = (name, kin, amount, text_feature(first.text, second.text, weights))
        score = probability(weights.prior + sum(feature.weight for feature in features))
        if level in MEANING_DIFFERS:
            score = min(score, (weights.accept + weights.doubt) / 2)
        return PairScore(first.index, second.index, score, features)

    def _amounts(self, node: Node) -> tuple[PrintedAmount, ...]:
        known = self._printed.get(id(node))
        if known is None:
            known = self._printed[id(node)] = (node, node.amounts)
        return known[1]

    def _kinship_in_time(self, first: Node, second: Node) -> Feature:
        kinship, reason = self._ministries.kinship(
            first.ministries, second.ministries, years=(_years(first), _years(second))
        )
        return Feature("ministry", kinship, self._weights.of("ministry", kinship), reason)

    def _kinship(self, first: tuple[str, ...], second: tuple[str, ...]) -> Feature:
        key = (first, second) if first <= second else (second, first)
        found = self._kinships.get(key)
        if found is None:
            kinship, reason = self._ministries.kinship(*key)
            found = self._kinships[key] = Feature(
                "ministry", kinship, self._weights.of("ministry", kinship), reason
            )
        return found


def _same_print(first: Node, second: Node, level: str) -> bool:
    """Whether two names are the same print, so that two rows in one list are a relisting rather than two programmes."""
    same = level.startswith(("identical", "respelled"))
    return same and (
        not first.forms or not second.forms or first.forms[0].qualifiers == second.forms[0].qualifiers
    )


def _years(node: Node) -> frozenset[int]:
    """The fiscal years of the lists in which the name stands."""
    return frozenset(
        item.fiscal_year
        for item in node.items
        if item.fiscal_year is not None and item.kind in _LISTED_SINGLY
    )


def _one_by_one(node: Node) -> bool:
    """Whether the name stands where programmes are listed one by one. In the title of a guideline (交付金（…事業）実施要領) or in running
    text a bracket only says which part is spoken of."""
    return any(item.kind in _LISTED_SINGLY for item in node.items)


def _co_listed(first: Node, second: Node) -> str:
    """The level when both names have rows in one list: with different sums, or with sums that cannot be read; "" otherwise.

    A row marked 再掲 may repeat another under a slightly different name, so it is no evidence of two programmes.
    """
    lists = dict(second.rows)
    levels = {
        "co-listed-unread" if -1 in found | lists[row] else "co-listed"
        for row, found in first.rows
        if row in lists and row[1] is not None and not (found & lists[row] - {-1})
    }
    if not levels or any(item.relisted for node in (first, second) for item in node.items):
        return "co-listed" if "co-listed" in levels else ""
    return "co-listed" if "co-listed" in levels else "co-listed-unread"

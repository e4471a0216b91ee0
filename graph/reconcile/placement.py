"""Sheets follow the order of the rows of their budget list: where a sheet stands says which row it explains.

In the package of a supplementary budget the list comes first and one sheet per programme after it, in list order. A
sheet under another title (地域女性活躍推進交付金 for the row 女性活躍促進に向けた取組に必要な経費), with a damaged title or none is
placed by its neighbours, its money and its words. Several sheets in the place of one 内数 row are its components.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.analysis.ministries import Ministries
from graph.reconcile.amount_agreement import PrintedAmount, agreement, amount_feature, frame, yen
from graph.reconcile.features import mentioned_feature, name_feature, text_feature
from graph.reconcile.grouping import Groups
from graph.reconcile.items import Feature, Item
from graph.reconcile.matching import Node, printed_amounts
from graph.reconcile.pair_scores import PairScore
from graph.reconcile.sheet_order import Leader, SheetOrder, Standing, spots
from graph.reconcile.weights import Weights, probability

# So many of the rows that are left are compared with a sheet.
LOOKED_AT = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet that no name ties to a row, and the rows (node leaders) it may explain. `siblings`: sheets in this place."""

    sheet: Item
    rows: tuple[int, ...]
    level: str
    siblings: int
    reason: str


@dataclass(frozen=True, slots=True)
class PartOf:
    """The group of node `part` is carried out within the group of node `whole`."""

    whole: int
    part: int
    score: float
    features: tuple[Feature, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Placer:
    """Places sheets by document order. `orders` are those of the documents; `known` ties sheets (by id) to rows (node indexes) that
    they are part of. `wanting` receives the documents of which something must be at hand that is elsewhere."""

    nodes: Sequence[Node]
    groups: Groups
    orders: Mapping[str, SheetOrder]
    node_of: Mapping[str, int]
    children: Mapping[str, list[Item]]
    weights: Weights
    ministries: Ministries
    known: Mapping[str, int] = field(default_factory=dict)
    wanting: set[str] = field(default_factory=set)

    def places(self, document: str) -> list[Place]:
        """The sheets of a document without a row of their own, with the rows left for them."""
        order = self.orders[document]
        rows: dict[Leader, str] = {}
        for row in order.rows:
            rows.setdefault(self._leader(row), row.shown)
        found: list[Place] = []
        for spot in spots(rows, [self._leader(sheet) for sheet in order.sheets]):
            sheet = self._sheet(order.sheets[spot.sheet])
            left = tuple(row for row in spot.rows[:LOOKED_AT] if isinstance(row, int))
            if sheet is None or len(left) < len(spot.rows[:LOOKED_AT]):
                self.wanting.add(document)
            else:
                found.append(Place(sheet, left, spot.level, spot.siblings, spot.reason))
        return found

    def _leader(self, one: Standing) -> Leader:
        node = self.known.get(one.id, self.node_of.get(one.id))
        return one.group if node is None else self.groups.find(node)

    def _sheet(self, one: Standing) -> Item | None:
        node = self.node_of.get(one.id)
        items = () if node is None else self.nodes[node].items
        return next((item for item in items if item.id == one.id), None)

    def identity(self, place: Place, row: int) -> PairScore:
        """The probability that the sheet is about the row's programme itself."""
        sheet_node = self.nodes[self.node_of[place.sheet.id]]
        members = [self.nodes[index] for index in self.groups.members(row)]
        title = max(
            (name_feature(sheet_node.forms, node.forms, self.weights) for node in members),
            key=lambda item: item.weight,
        )
        level = title.level.split("/")[0]
        if level in self.weights.levels["title"]:
            title = Feature("title", level, self.weights.of("title", level), title.reason)
        sheets_of_row = [item.text for node in members for item in node.items if item.kind == "sheet"]
        texts = [text_feature(place.sheet.text, text, self.weights) for text in sheets_of_row]
        shared = place.siblings > 1
        spot = "one-of-few" if shared and place.level == "only-row" else place.level
        features = (
            title,
            self._ministry(sheet_node, members),
            amount_feature(printed_amounts(place.sheet, self.children), self._amounts(members), self.weights),
            mentioned_feature(
                self._labels(members), f"{place.sheet.label}\n{place.sheet.text}", self.weights
            ),
            max(texts, key=lambda item: item.weight, default=Feature("text", "missing", 0.0, "")),
            Feature("place", spot, self.weights.of("place", spot), place.reason),
            Feature("frame", "same-document", self.weights.of("frame", "same-document"), ""),
        )
        score = probability(self.weights.prior + sum(feature.weight for feature in features))
        low, high = sorted((sheet_node.index, members[0].index))
        return PairScore(low, high, score, features, "place")

    def component(self, place: Place, row: int) -> PartOf:
        """The probability that the sheet's programme is carried out within the row's programme."""
        sheet_node = self.nodes[self.node_of[place.sheet.id]]
        members = [self.nodes[index] for index in self.groups.members(row)]
        table = self.weights.levels["component"]
        features = [Feature("place", place.level, table.get(place.level, 0.0), place.reason)]
        mine, theirs = printed_amounts(place.sheet, self.children), self._amounts(members)
        framed = [
            (one.amount, other.amount)
            for one in mine
            for other in theirs
            if one.kind == other.kind == "includedIn" and frame(one) == frame(other)
        ]
        agreeing = [pair for pair in framed if agreement(*pair) in {"same-yen", "same-rounded"}]
        envelope = agreeing[0] if agreeing else None
        included = any(one.kind == "includedIn" for one in mine) and any(
            one.kind == "includedIn" for one in theirs
        )
        if envelope is not None:
            reason = f"同じ額の内数（{yen(min(envelope))}と{yen(max(envelope))}）"
            features.append(Feature("envelope", "same-envelope", table["same-envelope"], reason))
        elif framed:
            reason = f"同じ年度・段階で異なる額の内数（{yen(min(framed[0]))}と{yen(max(framed[0]))}）"
            features.append(Feature("envelope", "envelope-differs", table["envelope-differs"], reason))
        elif included:
            features.append(
                Feature("envelope", "both-included", table["both-included"], "どちらも内数で掲載")
            )
        if place.siblings > 1:
            features.append(
                Feature(
                    "siblings", "siblings", table["siblings"], f"一つの行の位置に{place.siblings}件の資料"
                )
            )
        features.append(self._ministry(sheet_node, members))
        named = mentioned_feature(self._labels(members), place.sheet.text, self.weights)
        if named.level in {"named", "terms"}:
            features.append(Feature("mentioned", named.level, table["named-in-row"], named.reason))
        score = probability(table["prior"] + sum(feature.weight for feature in features))
        line = next(item.id for node in members for item in node.items if item.kind == "budget_line")
        return PartOf(members[0].index, sheet_node.index, score, tuple(features), (place.sheet.id, line))

    def is_part(self, place: Place, row: int) -> bool:
        """Whether sheet and row relate as part and whole rather than as one: the money of both is a 内数, or sheets share a row.

        A sheet without a readable name cannot be a programme of its own and is never a part.
        """
        if not self.nodes[self.node_of[place.sheet.id]].forms:
            return False
        members = [self.nodes[index] for index in self.groups.members(row)]
        here = [
            item
            for node in members
            for item in node.items
            if item.kind == "budget_line" and item.document == place.sheet.document
        ]
        row_included = bool(here) and all(item.amount_kind == "includedIn" for item in here)
        mine = printed_amounts(place.sheet, self.children)
        return (row_included and all(amount.kind == "includedIn" for amount in mine)) or (
            place.siblings > 1 and len(place.rows) == 1
        )

    def _ministry(self, sheet: Node, members: Sequence[Node]) -> Feature:
        ministries = tuple(sorted({name for node in members for name in node.ministries}))
        kinship, reason = self.ministries.kinship(sheet.ministries, ministries)
        return Feature("ministry", kinship, self.weights.of("ministry", kinship), reason)

    @staticmethod
    def _labels(members: Sequence[Node]) -> tuple[str, ...]:
        return tuple(sorted({node.name for node in members if node.name}))

    @staticmethod
    def _amounts(members: Sequence[Node]) -> tuple[PrintedAmount, ...]:
        return tuple(amount for node in members for amount in node.amounts)

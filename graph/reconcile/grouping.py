"""Nodes joined into groups under constraints: a tree of accepted links that never joins what must stay apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from graph.reconcile.matching import ListKey, Node
from graph.reconcile.pair_scores import PairScore


class Groups:
    """Disjoint groups of nodes.

    Two groups are not joined when a judgement forbids it, or when each has a row of its own under another name in
    one list: a list prints a programme under one name, so a sheet that resembles both rows must not glue them.
    """

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self._leader = list(range(len(nodes)))
        # Most nodes stay alone: what a group holds is written down only once it has two.
        self._members: dict[int, list[int]] = {}
        self._rows: dict[int, dict[ListKey, set[str]]] = {}
        self._qualified: dict[int, dict[str, set[str]]] = {}
        self._forbidden: dict[int, set[int]] = defaultdict(set)
        self.links: dict[int, list[PairScore]] = defaultdict(list)
        self.refused: list[PairScore] = []

    def find(self, node: int) -> int:
        """The leader of a node's group: its lowest node index."""
        while self._leader[node] != node:
            self._leader[node] = self._leader[self._leader[node]]
            node = self._leader[node]
        return node

    def members(self, node: int) -> list[int]:
        """The nodes in the group of `node`, sorted."""
        return sorted(self._group(self.find(node)))

    def is_single(self, node: int) -> bool:
        """Whether a node is a group of its own."""
        return self._leader[node] == node and node not in self._members

    def _group(self, leader: int) -> list[int]:
        return self._members.get(leader) or [leader]

    def _rows_of(self, leader: int) -> dict[ListKey, set[str]]:
        """The lists in which a group (or, of a node alone, the node) has rows, and the names that stand there."""
        found = self._rows.get(leader)
        return self._own_rows(leader) if found is None else found

    def _own_rows(self, index: int) -> dict[ListKey, set[str]]:
        node = self._nodes[index]
        return {row: {node.forms[0].core} for row, _ in node.rows} if node.forms else {}

    def _qualified_of(self, leader: int) -> dict[str, set[str]]:
        """The names of a group that are narrowed in brackets, and by what."""
        found = self._qualified.get(leader)
        if found is not None:
            return found
        node = self._nodes[leader]
        narrowed = bool(node.forms and node.forms[0].qualifiers)
        return {node.forms[0].core: {"・".join(node.forms[0].qualifiers)}} if narrowed else {}

    def leaders(self) -> list[int]:
        """The leader of every group, sorted."""
        return [node for node, leader in enumerate(self._leader) if node == leader]

    def forbid(self, first: int, second: int) -> None:
        """The two nodes must never be in one group."""
        self._forbidden[first].add(second)
        self._forbidden[second].add(first)

    def forbidden(self, first: int, second: int) -> bool:
        """Whether a judgement keeps the groups of two nodes apart."""
        if not self._forbidden:
            return False
        other = self.find(second)
        return any(
            self.find(kept) == other
            for member in self._group(self.find(first))
            for kept in self._forbidden.get(member, ())
        )

    def rows_clash(self, link: PairScore) -> bool:
        """Whether joining would put two differently named rows of one list together without comparing them directly."""
        first, second = self._rows_of(self.find(link.first)), self._rows_of(self.find(link.second))
        if not first or not second:
            return False
        direct = self._own_rows(link.first).keys() & self._own_rows(link.second).keys()
        return any(
            row not in direct and not (names & second[row]) for row, names in first.items() if row in second
        )

    def qualifiers_clash(self, link: PairScore) -> bool:
        """Whether joining would bring 補助金(感染症) and 補助金(疾患基礎) together through a row that prints the name alone."""
        first, second = (
            self._qualified_of(self.find(link.first)),
            self._qualified_of(self.find(link.second)),
        )
        return any(core in second and not (names & second[core]) for core, names in first.items())

    def join(self, link: PairScore, *, by_judgement: bool = False) -> bool:
        """Join the groups of a link; False (and the link kept in `refused`) when a constraint forbids it."""
        first, second = self.find(link.first), self.find(link.second)
        if first == second:
            return True
        if self.forbidden(first, second) or (
            not by_judgement and (self.rows_clash(link) or self.qualifiers_clash(link))
        ):
            self.refused.append(link)
            return False
        self.links[link.first].append(link)
        self.links[link.second].append(link)
        keep, gone = min(first, second), max(first, second)
        members = [*self._group(keep), *self._group(gone)]
        qualified = _union(self._qualified_of(keep), self._qualified_of(gone))
        rows = _union(self._rows_of(keep), self._rows_of(gone))
        self._leader[gone] = keep
        for table in (self._members, self._rows, self._qualified):
            table.pop(gone, None)
        self._members[keep], self._rows[keep], self._qualified[keep] = members, rows, qualified
        return True

    def path(self, start: int) -> dict[int, tuple[PairScore | None, float]]:
        """From `start` to every node of its group along accepted links: the last link and the weakest score on the way."""
        found: dict[int, tuple[PairScore | None, float]] = {start: (None, 1.0)}
        waiting = [start]
        while waiting:
            node = waiting.pop(0)
            for link in sorted(self.links[node], key=lambda item: (-item.score, item.first, item.second)):
                other = link.second if link.first == node else link.first
                if other not in found:
                    found[other] = (link, min(found[node][1], link.score))
                    waiting.append(other)
        return found


Key = TypeVar("Key")


def _union(first: Mapping[Key, set[str]], second: Mapping[Key, set[str]]) -> dict[Key, set[str]]:
    both = {key: set(names) for key, names in first.items()}
    for key, names in second.items():
        both.setdefault(key, set()).update(names)
    return both

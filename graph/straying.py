"""Sheets that names alone leave without a row, in documents whose rows and sheets are spread over blocks: what must be looked at together.

A sheet is compared with the rows that are left for it where it stands. Those rows and all sheets without a row of the document are brought
together; of its other rows and sheets it is enough to know which of them are one. Should the placing show that this was not enough
(a row further on is asked for, or sheets of another document made rows of this one the same), more is brought together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.block import open_block
from graph.reconcile.placement import LOOKED_AT
from graph.reconcile.sheet_order import Leader, SheetOrder, Standing, orders_of, spots


@dataclass(slots=True)
class Straying:
    """`orders`: the documents with sheets that have no row. `unions`: the leaders of the names that must be reconciled with others
    (`leader_of` gives that of a group's name), each with the first document of its union."""

    orders: dict[str, SheetOrder]
    leader_of: Callable[[str], int]
    unions: dict[int, str] = field(default_factory=dict)
    _ties: dict[str, set[str]] = field(default_factory=dict)

    def placed(self) -> Iterator[tuple[str, int]]:
        """The documents whose sheets are placed, each with the leader of a name of its union."""
        for document, groups in sorted(self._ties.items()):
            yield document, self.leader_of(next(iter(groups)))

    def begin(self) -> None:
        """Bring together the sheets without a row and the rows that may become theirs."""
        for document, order in self.orders.items():
            rows: dict[Leader, str] = {}
            for row in order.rows:
                rows.setdefault(row.group, row.shown)
            found = list(spots(rows, [sheet.group for sheet in order.sheets]))
            if any(spot.rows for spot in found):
                groups = {order.sheets[spot.sheet].group for spot in found}
                # A sheet that is placed moves those after it by as many rows as it looked at.
                for spot in found:
                    groups.update(str(row) for row in spot.rows[: LOOKED_AT * spot.siblings])
                self._ties[document] = groups
        self._unite()

    def more(self, files: Iterable[Path]) -> bool:
        """Whether the blocks, reconciled so, show that more must be brought together, which then is."""
        met: list[tuple[str, str]] = []
        asked: set[str] = set()
        for file in files:
            block = open_block(file)
            met.extend(block.met)
            asked.update(block.wanting)
        before = {document: len(groups) for document, groups in self._ties.items()}
        for document in asked:
            self._ties[document] |= _groups_of(self.orders[document])
        for document, groups in self._changed_elsewhere(met):
            self._ties[document] = (
                self._ties.get(document, set()) | groups | _groups_of(self.orders[document])
            )
        grown = before != {document: len(groups) for document, groups in self._ties.items()}
        if grown:
            self._unite()
        return grown

    def _changed_elsewhere(self, met: Sequence[tuple[str, str]]) -> Iterator[tuple[str, set[str]]]:
        """Documents of which groups were joined where the document is not placed, and those groups."""
        if not met:
            return
        united: dict[str, set[str]] = {}
        for first, other in met:
            both = united.get(first, {first}) | united.get(other, {other})
            united.update((name, both) for name in both)
        of_group: dict[str, set[str]] = defaultdict(set)
        for document, order in self.orders.items():
            for name in _groups_of(order) & united.keys():
                of_group[name].add(document)
        own = {document: self.unions[leader] for document, leader in self.placed()}
        for groups in {id(both): both for both in united.values()}.values():
            here = self.unions[self.leader_of(next(iter(groups)))]
            times = Counter(document for name in groups for document in of_group.get(name, ()))
            for document, count in times.items():
                if count > 1 and own.get(document) != here:
                    yield document, groups

    def _unite(self) -> None:
        """The unions of all that documents bring together."""
        members: dict[int, set[int]] = {}
        first: dict[int, str] = {}
        for document, groups in sorted(self._ties.items()):
            leaders = {self.leader_of(name) for name in groups}
            union = leaders.union(*(members.get(leader, ()) for leader in leaders))
            name = min([document, *(first[leader] for leader in union if leader in first)])
            members.update(dict.fromkeys(union, union))
            first.update(dict.fromkeys(union, name))
        self.unions = first


def straying_in(files: Sequence[Path], leader_of: Callable[[str], int]) -> Straying:
    """The sheets without rows of blocks that were reconciled by names alone."""
    listed: set[str] = set()
    astray: set[str] = set()
    for file in files:
        standing = open_block(file).standing()
        rows = {(one.document, one.group) for one in standing if one.kind == "budget_line"}
        listed.update(document for document, _ in rows)
        astray.update(
            one.document for one in standing if one.kind == "sheet" and (one.document, one.group) not in rows
        )
    wanted = listed & astray
    found: list[Standing] = []
    for file in files if wanted else ():
        found.extend(one for one in open_block(file).standing() if one.document in wanted)
    straying = Straying(orders_of(found), leader_of)
    straying.begin()
    return straying


def _groups_of(order: SheetOrder) -> set[str]:
    return {one.group for one in (*order.rows, *order.sheets)}

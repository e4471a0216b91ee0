"""Which printed things can have to do with each other: a corpus taken apart into blocks that are reconciled one by one.

Two things of different blocks are never compared when the whole is reconciled at once (`cluster_items`), so that the blocks
together say what the whole would, but for sheets that are placed by where they stand (`graph.straying`). What is held of a thing here is its id's hash and its name; names are held once.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.reconcile.blocking import BlockingLimits
from graph.reconcile.chapters import LISTED
from graph.reconcile.items import Item
from graph.reconcile.judgements import Judgement
from graph.reconcile.matching import FOUNDING
from graph.reconcile.name_readings import Label, forms_of
from graph.reconcile.name_ties import NameTies
from graph.reconcile.naming import fold_key

# Names that are read at a time.
_AT_A_TIME = 4_000
ITEMS_IN_A_BLOCK = 600
JUDGED = 0


@dataclass(frozen=True, slots=True)
class Partition:
    """The block of every name by its number; block 0 holds what judgements speak of. `years` are those of the lists by stage.

    `leaders`: for every name the lowest of those that have to do with each other; () where all is one block.
    """

    blocks: Sequence[int]
    years: Mapping[str, tuple[int, ...]]
    leaders: Sequence[int] = ()
    _ids: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    _names: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))

    def leader_of(self, item: str) -> int:
        """The leader of the name of an item that was noted, by its id."""
        return self.leaders[int(self._names[np.searchsorted(self._ids, np.uint64(_hash(item)))])]

    def items_under(self, leaders: Container[int]) -> int:
        """How many items stand under names that have one of these leaders."""
        return sum(self.leaders[name] in leaders for name in self._names.tolist())


@dataclass(slots=True)
class Partitioner:
    """Takes note of items, a document at a time and in any order, and tells their blocks in the end."""

    judgements: Sequence[Judgement] = ()
    _names: dict[Label, int] = field(default_factory=dict)
    _edges: array[int] = field(default_factory=lambda: array("L"))  # one end after the other
    _ids: array[int] = field(default_factory=lambda: array("Q"))
    _of_id: array[int] = field(default_factory=lambda: array("L"))
    _nodes: set[int] = field(
        default_factory=set
    )  # hashes of what is one node: name, ministries, whether it founds a programme
    _of_node: array[int] = field(default_factory=lambda: array("L"))
    _frames: dict[tuple[int, str], array[int]] = field(default_factory=dict)
    _judged: set[int] = field(default_factory=set)

    def note(self, items: Sequence[Item]) -> list[int]:
        """The items of one document; the numbers of their names. Amounts belong to their sheets."""
        numbers = []
        wanted = {name for one in self.judgements for name in one.pair}
        by_id = {item.id: item for item in items}
        for item in items:
            number = self._names.setdefault(_name(item), len(self._names))
            numbers.append(number)
            self._ids.append(_hash(item.id))
            self._of_id.append(number)
            parent = by_id.get(item.parent)
            ministries = item.ministry or (parent.ministry if parent is not None else ())
            node = hash((number, tuple(sorted(set(ministries))), item.kind in FOUNDING))
            if node not in self._nodes:
                self._nodes.add(node)
                self._of_node.append(number)
            if parent is not None and item.kind == "sheet_amount":
                self._edges.extend((number, self._names.setdefault(_name(parent), len(self._names))))
            if item.id in wanted:
                self._judged.add(number)
            if item.kind in LISTED and item.fiscal_year is not None:
                frame = item.fiscal_year, item.stage or LISTED[item.kind]
                self._frames.setdefault(frame, array("L")).append(number)
        return numbers

    def partition(self) -> Partition:
        """The blocks of everything noted. A few thousand names are one block: there every name is compared with every other."""
        labels = list(self._names)
        with NameTies() as ties:
            readings = self._read(labels, ties)
            years: dict[str, set[int]] = {}
            for (year, stage), numbers in self._frames.items():
                if any(readings[number] for number in numbers):
                    years.setdefault(stage, set()).add(year)
            listed = {stage: tuple(sorted(found)) for stage, found in sorted(years.items())}
            if sum(readings[number] for number in self._of_node) <= BlockingLimits().broad_up_to:
                return Partition((JUDGED,) * len(labels), listed)
            leader = _leaders(len(labels), self._all_edges(ties))
        ids, names = np.frombuffer(self._ids, dtype=np.uint64), np.frombuffer(self._of_id, dtype=np.uint64)
        order = np.argsort(ids, kind="stable")
        return Partition(self._numbered(labels, leader), listed, leader, ids[order], names[order])

    def _read(self, labels: Sequence[Label], ties: NameTies) -> array[int]:
        """How many cores each name has; what ties them is noted, and which are judged."""
        found = array("L")
        wanted = {fold_key(name.removeprefix("programme/")) for one in self.judgements for name in one.pair}
        for start in range(0, len(labels), _AT_A_TIME):
            some = labels[start : start + _AT_A_TIME]
            forms = forms_of(labels_of(some), remember=False)
            ties.note(some, forms)
            for number, of_name in enumerate(forms, start):
                found.append(len({form.core for form in of_name}))
                if wanted and any(fold_key(form.text) in wanted for form in of_name if form.role == "main"):
                    self._judged.add(number)
        return found

    def _all_edges(self, ties: NameTies) -> Iterator[tuple[int, int]]:
        yield from zip(self._edges[::2], self._edges[1::2], strict=True)
        yield from ties.edges()
        ids, names = np.frombuffer(self._ids, dtype=np.uint64), np.frombuffer(self._of_id, dtype=np.uint64)
        order = np.argsort(ids, kind="stable")
        again = np.flatnonzero(ids[order][1:] == ids[order][:-1])  # one row or sheet in several documents
        yield from zip(names[order[again]].tolist(), names[order[again + 1]].tolist(), strict=True)
        yield from pairwise(sorted(self._judged))

    def _numbered(self, labels: Sequence[Label], leader: Sequence[int]) -> array[int]:
        """Blocks numbered by their first name, so that a further document leaves most blocks as they are."""
        first: dict[int, Label] = {}
        for number, label in enumerate(labels):
            held = first.setdefault(leader[number], label)
            if label < held:
                first[leader[number]] = label
        buckets = 1 << max(0, (len(self._ids) // ITEMS_IN_A_BLOCK).bit_length())
        judged = {leader[number] for number in self._judged}
        block = {
            root: JUDGED if root in judged else 1 + _hash(repr(label)) % buckets
            for root, label in first.items()
        }
        return array("L", (block[root] for root in leader))


def labels_of(labels: Iterable[Label]) -> Iterator[Label]:
    """The labels as printed: a thing without one stands under its own id here."""
    for label, others in labels:
        yield label, others if label or not others or not others[0].startswith("\0") else ()


def _name(item: Item) -> Label:
    if item.label.strip() or item.alt_labels:
        return item.label, item.alt_labels
    if item.kind == "review_sheet":  # what they have in common is looked at even without a name
        return "", ("\0",)
    return "", (f"\0{item.id}",)


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _leaders(count: int, edges: Iterable[tuple[int, int]]) -> array[int]:
    """For each of `count` things the lowest of all that edges tie it to."""
    leader = array("L", range(count))

    def find(thing: int) -> int:
        while leader[thing] != thing:
            leader[thing] = leader[leader[thing]]
            thing = leader[thing]
        return thing

    for one, other in edges:
        low, high = sorted((find(one), find(other)))
        leader[high] = low
    return array("L", map(find, range(count)))

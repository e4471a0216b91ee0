"""Names with their evidence as nodes: what is compared when things are matched.

Items with one spelling and one ministry are one node from the start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.reconcile.amount_agreement import PrintedAmount
from graph.reconcile.items import Item
from graph.reconcile.name_keys import NameForm
from graph.reconcile.name_readings import forms_of, name_forms

FOUNDING = frozenset({"budget_line", "sheet", "review_sheet", "grant", "guideline", "sheet_amount"})
ListKey = tuple[str, int | None, str]
# Names (role, fold, qualifiers), ministries, whether nothing founds a programme, the id of an item kept apart or "".
Names = str | tuple[tuple[str, str, tuple[str, ...]], ...]
_NodeKey = tuple[Names, tuple[str, ...], bool, str]
_Members = tuple[tuple[NameForm, ...], list[Item]]


@dataclass(frozen=True, slots=True)
class Node:
    """Items under one spelling and one set of ministries. `in_sheets` are the amounts that the items' sheets print in rows of their own.

    What few nodes are ever asked for is worked out when asked.
    """

    index: int
    forms: tuple[NameForm, ...]
    ministries: tuple[str, ...]
    items: tuple[Item, ...]
    in_sheets: tuple[PrintedAmount, ...]
    founding: bool

    @property
    def name(self) -> str:
        """The main reading of the label, "" when nothing is readable."""
        return self.forms[0].text if self.forms else ""

    @property
    def text(self) -> str:
        """The longest text of an item."""
        if len(self.items) == 1:
            return self.items[0].text
        return max((item.text for item in self.items), key=lambda text: (len(text), text))

    @property
    def amounts(self) -> tuple[PrintedAmount, ...]:
        """Every amount printed for the items, each once."""
        own = (amount for item in self.items for amount in item_amount(item))
        return tuple(dict.fromkeys((*own, *self.in_sheets)))

    @property
    def rows(self) -> tuple[tuple[ListKey, frozenset[int]], ...]:
        """The lists in which the name has a row, and the sums (of reviews: the numbers) printed there; -1 for one not read."""
        found: dict[ListKey, set[int]] = defaultdict(set)
        for item in self.items:
            if item.kind == "budget_line":
                row = (item.document, item.fiscal_year, item.stage)
                found[row].add(item.amount if item.amount is not None else -1)
            elif item.kind == "review_sheet" and item.number is not None:
                # The review of one year is one list, whatever files it came in; its numbers tell programmes apart.
                found[("review", item.fiscal_year, "review")].add(item.number)
        return tuple((row, frozenset(printed)) for row, printed in found.items())


def sheet_children(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Sheet id -> its components and amounts, in the order of their ids."""
    children: dict[str, list[Item]] = defaultdict(list)
    parts = (item for item in items if item.parent and item.kind in {"component", "sheet_amount"})
    for item in sorted(parts, key=lambda item: item.id):
        children[item.parent].append(item)
    return dict(children)


def own_amount(item: Item, parent: Item | None) -> bool:
    """Whether a sheet_amount states the sheet's own money: it has no label or the sheet's own."""
    if not item.label.strip():
        return True
    if parent is None:
        return False
    own = {form.core for form in name_forms(parent.label, parent.alt_labels)}
    forms = name_forms(item.label)
    return not forms or any(form.core in own for form in forms)


def item_amount(item: Item) -> tuple[PrintedAmount, ...]:
    """The amount printed with an item itself, if there is one."""
    if item.amount is None:
        return ()
    return (PrintedAmount(item.amount, item.amount_kind or "exact", item.fiscal_year, item.stage, item.id),)


def sheet_amounts(item: Item, children: Mapping[str, list[Item]]) -> tuple[PrintedAmount, ...]:
    """The amounts in the unlabelled rows of a sheet; () for what is no sheet."""
    if item.kind != "sheet":
        return ()
    return tuple(
        amount
        for child in children.get(item.id, [])
        if child.kind == "sheet_amount" and own_amount(child, item)
        for amount in item_amount(child)
    )


def printed_amounts(item: Item, children: Mapping[str, list[Item]]) -> tuple[PrintedAmount, ...]:
    """Every amount printed for an item: its own, and for a sheet those of its unlabelled rows."""
    return (*item_amount(item), *sheet_amounts(item, children))


def build_nodes(items: Sequence[Item], *, apart: frozenset[str] = frozenset()) -> tuple[Node, ...]:
    """The nodes of all items, in an order that does not depend on the input's.

    Items whose id is in `apart` get a node of their own, so that a judgement can treat them singly.
    A sheet_amount without a label of its own belongs to its sheet and gets no node.
    """
    children = sheet_children(items)
    by_id = {item.id: item for item in items} if any(item.parent for item in items) else {}
    named = sorted(
        (
            item
            for item in items
            if item.kind != "sheet_amount" or not own_amount(item, by_id.get(item.parent))
        ),
        key=lambda item: item.id,
    )
    forms = forms_of((item.label, item.alt_labels) for item in named)
    groups: dict[_NodeKey, _Members] = {}
    for item, of_item in zip(named, forms, strict=True):
        ministries = item.ministry
        if not ministries and item.parent in by_id:
            ministries = by_id[item.parent].ministry
        if len(ministries) > 1:
            ministries = tuple(sorted(set(ministries)))
        alone = item.id if item.id in apart or not of_item else ""
        key = (_names(of_item), ministries, item.kind not in FOUNDING, alone)
        group = groups.get(key)
        if group is None:
            groups[key] = (of_item, [item])
        else:
            group[1].append(item)
    return tuple(
        Node(
            index,
            forms,
            key[1],
            tuple(members),
            tuple(amount for item in members for amount in sheet_amounts(item, children)) if children else (),
            not key[2],
        )
        for index, (key, (forms, members)) in enumerate(_in_order(groups))
    )


def _names(forms: tuple[NameForm, ...]) -> Names:
    """What makes two readings one: role, fold and qualifiers of each name; of a plain name its fold says it all."""
    if len(forms) == 1 and forms[0].role == "main" and not forms[0].qualifiers:
        return forms[0].fold
    return tuple((form.role, form.fold, form.qualifiers) for form in forms)


def _in_order(groups: Mapping[_NodeKey, _Members]) -> Iterator[tuple[_NodeKey, _Members]]:
    """Groups by first name, then by all that tells them apart: comparing whole keys is slow and seldom needed."""

    def whole(key: _NodeKey) -> tuple[object, ...]:
        names, *others = key
        return ((("main", names, ()),) if isinstance(names, str) else names, *others)

    by_name: dict[str, list[_NodeKey]] = {}
    for key, (forms, _) in groups.items():
        first = forms[0].role + forms[0].fold if forms else ""  # no role is the beginning of another
        if first in by_name:
            by_name[first].append(key)
        else:
            by_name[first] = [key]
    for name in sorted(by_name):
        same = by_name[name]
        if len(same) > 1:
            same.sort(key=whole)
        for key in same:
            yield key, groups[key]

"""What changed between two graphs, or between two plan years of one: added, removed, renamed, moved, re-budgeted.

Two builds are compared by identifier. Two plan years have different identifiers, so measures are paired by name
first; a programme keeps its identifier, so its rows are compared by year and stage. What continues a programme of the
earlier year (`tsu:continues` and its kinds) is neither added nor is the earlier one removed: it was taken over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from pyoxigraph import Quad

from graph.analysis.exchange import ExchangeGraph, exchange_graph
from graph.iris import BASE
from graph.reconcile.amount_agreement import yen
from graph.reconcile.features import compare_forms
from graph.reconcile.name_readings import name_forms

ChangeKind = Literal[
    "added", "removed", "succeeded", "renamed", "moved", "rebudgeted", "reassigned", "regrouped"
]
_LABELS = {
    "added": "追加",
    "removed": "削除",
    "succeeded": "引き継ぎ",
    "renamed": "名称変更",
    "moved": "節の移動",
    "rebudgeted": "金額の変更",
    "reassigned": "担当府省庁の変更",
    "regrouped": "事業のまとまりの変更",
}
_LINEAGE = {"continues": "前身", "renamedFrom": "改称", "splitFrom": "分割", "mergedFrom": "統合"}
"""The graph's words for what a programme came from, the general one first."""
_SAME_NAME = ("identical", "respelled", "light-words", "near", "scope", "damaged", "misread", "one-character")


@dataclass(frozen=True, slots=True)
class State:
    """What is compared of a thing."""

    id: str
    kind: str
    label: str
    sections: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    amount: int | None = None
    amount_kind: str = ""
    year: str = ""
    stage: str = ""
    origins: tuple[tuple[str, str], ...] = ()
    """Programmes that its own programmes continue, each with the word for how."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are readable values, "" where there is none; `change` is in yen where amounts may be compared."""

    kind: ChangeKind
    thing: str
    label: str
    before: str = ""
    after: str = ""
    change: int | None = None

    def __str__(self) -> str:
        arrow = f": {self.before} → {self.after}" if self.before or self.after else ""
        return f"{_LABELS[self.kind]}「{self.label}」{arrow}"


def states(source: ExchangeGraph | Iterable[Quad]) -> dict[str, State]:
    """Every thing's state by id."""
    graph = source if isinstance(source, ExchangeGraph) else exchange_graph(source)
    label = {node.id: node.label for node in graph.nodes}
    linked: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for edge in graph.edges:
        linked[edge.source][edge.kind].append(
            label[edge.target] if edge.kind != "section" else edge.target.removeprefix(BASE)
        )
    origins: dict[str, dict[str, str]] = defaultdict(dict)
    for word in _LINEAGE:
        for programme, ties in linked.items():
            for origin in ties[word]:
                origins[label.get(programme, programme)][origin] = _LINEAGE[word]
    found: dict[str, State] = {}
    for node in graph.nodes:
        values = dict(node.attributes)
        amount = values.get("amount")
        ties = linked[node.id]
        found[node.id] = State(
            node.id,
            node.kind,
            node.label,
            tuple(sorted(name.split("/", 1)[-1] for name in ties["section"])),
            tuple(sorted(ties["ministry"])),
            tuple(sorted(ties["programme"])),
            amount if isinstance(amount, int) else None,
            str(values.get("amountKind", "")),
            str(values.get("fiscalYear", values.get("planYear", ""))),
            str(values.get("budgetStage", "")),
            tuple(sorted({pair for name in ties["programme"] for pair in origins[name].items()})),
        )
    return found


def compare(before: Mapping[str, State], after: Mapping[str, State]) -> tuple[Change, ...]:
    """Changes between two builds, by identifier, sorted by kind and thing."""
    changes: list[Change] = []
    for thing in sorted(before.keys() | after.keys()):
        old, new = before.get(thing), after.get(thing)
        if old is None and new is not None:
            changes.append(Change("added", thing, new.label))
        elif new is None and old is not None:
            changes.append(Change("removed", thing, old.label))
        elif old is not None and new is not None:
            changes.extend(_changes(old, new, regrouped=True))
    return _ordered(changes)


def compare_years(
    things: Mapping[str, State], before: str, after: str, *, kind: str = "Measure"
) -> tuple[Change, ...]:
    """Changes between two years of one graph: things of `kind` are paired by name, the best level first.

    For budget rows (`kind="BudgetLine"`) rows of one programme are one thing and only exact amounts of one stage are
    compared; rows of a stage that only one of the years has are left out (`stages_apart` names those stages).
    """
    apart = stages_apart(things, before, after, kind=kind)
    things = {name: state for name, state in things.items() if state.stage not in apart}
    old = [state for state in things.values() if state.kind == kind and state.year == before]
    new = [state for state in things.values() if state.kind == kind and state.year == after]
    pairs = _pair_rows(old, new) if kind == "BudgetLine" else _pair_names(old, new)
    paired_old = {one.id for one, _ in pairs}
    paired_new = {other.id for _, other in pairs}
    changes = [change for one, other in pairs for change in _changes(one, other, regrouped=False)]
    covered, taken_over = _taken_over(old, new, paired_new)
    changes.extend(taken_over)
    seen: set[tuple[str, ...]] = set()
    for sign, states_of, paired in (("removed", old, paired_old), ("added", new, paired_new)):
        for state in sorted(states_of, key=lambda item: item.id):
            key = (sign, *(state.programmes or (state.id,)))
            if state.id not in paired | covered and key not in seen and not _programme_paired(state, pairs):
                seen.add(key)
                changes.append(Change("removed" if sign == "removed" else "added", state.id, state.label))
    return _ordered(changes)


def stages_apart(
    things: Mapping[str, State], before: str, after: str, *, kind: str = "BudgetLine"
) -> dict[str, str]:
    """Budget stages that only one of two years has, with that year: a stage not loaded says nothing of what ended."""
    stages = [
        {state.stage for state in things.values() if state.kind == kind and state.year == year}
        for year in (before, after)
    ]
    return dict.fromkeys(stages[0] - stages[1], before) | dict.fromkeys(stages[1] - stages[0], after)


def _taken_over(
    old: Sequence[State], new: Sequence[State], paired: Set[str]
) -> tuple[set[str], list[Change]]:
    """Unpaired rows of the new year that continue programmes of the old one: ids of all such rows, and one change each."""
    known = {programme for row in old for programme in row.programmes}
    covered: set[str] = set()
    changes: dict[tuple[tuple[str, ...], str], Change] = {}
    for state in sorted(new, key=lambda item: (len(item.id), item.id)):
        for origin, how in () if state.id in paired else state.origins:
            if origin not in known:
                continue
            covered |= {state.id} | {row.id for row in old if origin in row.programmes}
            words = "" if how == _LINEAGE["continues"] else f"（{how}）"
            change = Change("succeeded", state.id, state.label, origin + words, state.label)
            changes.setdefault((state.programmes, origin), change)
    return covered, list(changes.values())


def _programme_paired(state: State, pairs: Sequence[tuple[State, State]]) -> bool:
    """A second row of a programme that was paired by its first is a relisting, not something new."""
    mine = set(state.programmes)
    return bool(mine) and any(mine & set(one.programmes) & set(other.programmes) for one, other in pairs)


def _pair_rows(old: Sequence[State], new: Sequence[State]) -> list[tuple[State, State]]:
    first_old, first_new = _first_rows(old), _first_rows(new)
    return [(first_old[key], first_new[key]) for key in sorted(first_old.keys() & first_new.keys())]


def _first_rows(rows: Sequence[State]) -> dict[tuple[str, str], State]:
    found: dict[tuple[str, str], State] = {}
    for row in sorted(rows, key=lambda item: (len(item.id), item.id)):
        for programme in row.programmes or (row.label,):
            found.setdefault((programme, row.stage), row)
    return found


def _pair_names(old: Sequence[State], new: Sequence[State]) -> list[tuple[State, State]]:
    scored: list[tuple[int, str, str, State, State]] = []
    for one in old:
        for other in new:
            levels = [
                _SAME_NAME.index(level)
                for mine in name_forms(one.label)
                for theirs in name_forms(other.label)
                if (level := compare_forms(mine, theirs).level.removesuffix("-short")) in _SAME_NAME
            ]
            if levels:
                scored.append((min(levels), one.id, other.id, one, other))
    taken: set[str] = set()
    pairs: list[tuple[State, State]] = []
    for _, first, second, one, other in sorted(scored, key=lambda item: item[:3]):
        if first not in taken and second not in taken:
            taken.update((first, second))
            pairs.append((one, other))
    return pairs


def _changes(old: State, new: State, *, regrouped: bool) -> list[Change]:
    changes: list[Change] = []
    if old.label != new.label:
        changes.append(Change("renamed", new.id, new.label, old.label, new.label))
    if old.sections != new.sections:
        changes.append(Change("moved", new.id, new.label, "・".join(old.sections), "・".join(new.sections)))
    if old.ministries != new.ministries:
        changes.append(
            Change("reassigned", new.id, new.label, "・".join(old.ministries), "・".join(new.ministries))
        )
    if (old.amount, old.amount_kind) != (new.amount, new.amount_kind):
        comparable = old.amount_kind == new.amount_kind == "exact" and old.stage == new.stage
        difference = (
            new.amount - old.amount
            if comparable and old.amount is not None and new.amount is not None
            else None
        )
        changes.append(Change("rebudgeted", new.id, new.label, _money(old), _money(new), difference))
    if regrouped and old.programmes != new.programmes:
        changes.append(
            Change("regrouped", new.id, new.label, "・".join(old.programmes), "・".join(new.programmes))
        )
    return changes


def _money(state: State) -> str:
    if state.amount is None:
        return "読めないか印刷なし"
    return yen(state.amount) + {"includedIn": "の内数", "ofWhich": "（うち数）"}.get(state.amount_kind, "")


def _ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    rank = {kind: position for position, kind in enumerate(_LABELS)}
    return tuple(
        sorted(changes, key=lambda change: (rank[change.kind], change.thing, change.before, change.after))
    )

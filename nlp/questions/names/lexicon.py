"""What a question may name: labels taken from the graph, and what the graph covers.

Filled by `graph.question_graph.fetch_lexicon`, read by the question parser. Plain records only: no RDF here, an
`id` is the thing's IRI as a string. Years are the western year in which the fiscal year starts (令和7年度 = 2025).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nlp.questions.typed.text import fold_key


@dataclass(frozen=True, slots=True)
class Name:
    """One thing with its names. `kind` is the class in snake case (`programme`, `target_group`).

    `broader` are the names of the programmes that a component is part of, with ／ between them.
    `number`, `year` and `stage` are set for numbered things (budget lines, measures); None or "" otherwise.
    `notation` is "4-①" for sections and "4" for pillars; `holds`: which rows they have (line, measure), known only where several
    plans have one notation. `lines` is how many printed rows stand behind a programme.
    """

    id: str
    kind: str
    label: str
    alternatives: tuple[str, ...] = ()
    number: int | None = None
    year: int | None = None
    stage: str = ""
    notation: str = ""
    broader: str = ""
    lines: int = 0
    holds: tuple[str, ...] = ()

    def only_glossed(self, said: str) -> bool:
        """Whether a word stands only in what is shown for a name that the document has lost (（…）, …の推進（…）), not in
        what is left of the name."""
        if self.kind != "measure" or not self.label.startswith(("（", "…")):
            return False
        word = fold_key(said)
        return not any(
            word in fold_key(label.partition("（")[0]) for label in (self.label, *self.alternatives)
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of a measure by what it measures (`label`), in which unit; `measure` is the measure's name, `of` its id."""

    id: str
    label: str
    measure: str
    unit: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class AmountPart:
    """A うち amount by what it is for (運転技能検査機材関係); `programme` is the thing whose sheet prints it."""

    name: str
    programme: str


@dataclass(frozen=True, slots=True)
class ListCoverage:
    """One numbered list that is loaded: a budget list (`stage` set) or a plan's measures (`stage` "")."""

    kind: str
    year: int
    stage: str
    count: int
    first: int
    last: int
    pillars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A plan with its measures or a budget list with its rows, by the name that the titles of its documents have.

    `kind` is "measure" or "line"; `documents` and `rows` are the ids of the documents and of the rows printed there; `every`:
    all rows of the kind that are loaded; `told`: the documents tell of what was done (…の実施状況), not only of what is planned;
    `sections` are the ids of the sections and pillars that the rows stand in.
    """

    label: str
    kind: str
    documents: tuple[str, ...]
    rows: frozenset[str]
    every: bool = False
    told: bool = False
    sections: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lexicon:
    """Everything that questions can be matched against, for one build of the graph.

    `helplines` are (quote, measure label) pairs of the consultation lines that the documents print.
    """

    build: str
    names: tuple[Name, ...]
    lists: tuple[ListCoverage, ...] = ()
    documents: tuple[str, ...] = ()
    predicates: frozenset[str] = field(default_factory=frozenset)
    helplines: tuple[tuple[str, str], ...] = ()
    figures: tuple[Figure, ...] = ()
    amount_parts: tuple[AmountPart, ...] = ()
    numbered: tuple[NumberedList, ...] = ()

    def of_kind(self, *kinds: str) -> tuple[Name, ...]:
        """The names of these kinds, in the lexicon's order."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        found = self._by_kinds.get(kinds)
        if found is None:
            found = self._by_kinds[kinds] = tuple(name for name in self.names if name.kind in kinds)
        return found

    @cached_property
    def shared_notations(self) -> frozenset[tuple[str, str]]:
        """(kind, notation) of the sections and pillars that several plans have, each its own."""
        seen = Counter((name.kind, name.notation) for name in self.of_kind("section", "pillar"))
        return frozenset(one for one, count in seen.items() if count > 1)

    def numbered_measures(self) -> tuple[NumberedList, ...]:
        """The plans with measures that have a name of their own."""
        return tuple(one for one in self.numbered if one.kind == "measure")

    @cached_property
    def plans_of_numbers(self) -> Mapping[int, Mapping[int | None, frozenset[str]]]:
        """By the number of a measure and its year the names of the plans that have it, "" for a plan without a name."""
        plans: dict[str, list[str]] = {}
        for one in self.numbered_measures():
            for row in one.rows:
                plans.setdefault(row, []).append(one.label)
        found: dict[int, dict[int | None, set[str]]] = {}
        for name in self.of_kind("measure"):
            if name.number is not None:
                found.setdefault(name.number, {}).setdefault(name.year, set()).update(
                    plans.get(name.id, ("",))
                )
        return {number: {y: frozenset(p) for y, p in years.items()} for number, years in found.items()}

    @cached_property
    def beside_lists(self) -> tuple[Name, ...]:
        """The names of what stands in no list: all but measures and rows."""
        return tuple(name for name in self.names if name.kind not in ("measure", "line"))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each thing stands in the lexicon's order."""
        return {name.id: place for place, name in enumerate(self.names)}

    @cached_property
    def by_id(self) -> Mapping[str, Name]:
        """The names by what they name."""
        return {name.id: name for name in self.names}

    @cached_property
    def _by_kinds(self) -> dict[tuple[str, ...], tuple[Name, ...]]:
        return {}

    @cached_property
    def amount_part_names(self) -> tuple[str, ...]:
        """What the うち amounts are for, each name once."""
        return tuple(dict.fromkeys(part.name for part in self.amount_parts))

    @cached_property
    def names_folded(self) -> str:
        """The names of programmes, measures and parts as names are compared, a line each."""
        kinds = self.of_kind("programme", "measure", "component")
        return "\n".join(fold_key(label) for n in kinds for label in (n.label, *n.alternatives))

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Name, ...]]:
        found: dict[str, list[Name]] = {}
        for name in self.names:
            found.setdefault(name.kind, []).append(name)
        return {kind: tuple(names) for kind, names in found.items()}

    @cached_property
    def cut_names(self) -> Mapping[str, str]:
        """By thing, the names shown for those whose printed name has lost its beginning (…援の強化（…）)."""
        return {name.id: name.label for name in self.names if name.label.startswith("…")}

    @cached_property
    def figures_folded(self) -> tuple[tuple[Figure, str, str], ...]:
        """The indicators with what they measure, and with that and the measure's name, as names are compared."""
        return tuple((f, fold_key(f.label), fold_key(f.label + f.measure)) for f in self.figures)

    def budget_lists(self) -> tuple[ListCoverage, ...]:
        """The loaded budget lists, newest first."""
        return tuple(sorted((x for x in self.lists if x.kind == "line"), key=lambda x: (-x.year, x.stage)))

    def budget_years(self) -> list[int]:
        """The fiscal years of the loaded budget lists, the earliest first."""
        return sorted({item.year for item in self.lists if item.kind == "line"})

    def plans(self) -> tuple[ListCoverage, ...]:
        """The loaded plans (lists of measures), newest first."""
        return tuple(sorted((x for x in self.lists if x.kind == "measure"), key=lambda x: -x.year))

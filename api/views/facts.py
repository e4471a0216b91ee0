"""The rows that pictures are drawn from: which thing concerns which ministry, target group, section and year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from pyoxigraph import NamedNode

from api.services import Services
from graph.analysis.overlap import Traits, activities_of
from graph.iris import BASE
from graph.queries import stored_query
from graph.terms import whole

MEASURE, PROGRAMME = "施策", "事業"


@dataclass(frozen=True, slots=True)
class Thing:
    """A measure or programme with what it concerns, by label. `path` is kind/slug; `text` is searched for keywords."""

    path: str
    kind: str
    label: str
    number: int | None
    ministries: frozenset[str]
    targets: frozenset[str]
    sections: frozenset[str]
    years: frozenset[str]
    measures: frozenset[str]
    activities: frozenset[str]
    text: str

    @property
    def name(self) -> str:
        """Number and label of a measure, label of a programme."""
        return self.label if self.number is None else f"No.{self.number} {self.label}"

    @property
    def short(self) -> str:
        """ "No.82" for a measure, the label of a programme."""
        return self.label if self.number is None else f"No.{self.number}"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader restricts a view to; empty means everything. All are labels as the graph has them."""

    ministry: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    keyword: str = ""
    kind: str = ""
    focus: str = ""
    page: int = 1
    rows: int = 0

    def words(self) -> str:
        """The filters in a sentence, "" when there are none."""
        named = (
            ("府省庁", self.ministry),
            ("対象者", self.target),
            ("節", self.section),
            ("年度", tuple(map(era_year, self.year))),
            ("種類", (self.kind,) if self.kind else ()),
            ("語", (f"「{self.keyword}」",) if self.keyword else ()),
        )
        parts = [f"{name}は{'または'.join(values)}" for name, values in named if values]
        return f"絞り込み: {'、'.join(parts)}" if parts else ""

    def keep(self, thing: Thing) -> bool:
        """Whether a thing passes."""
        return (
            (not self.ministry or not thing.ministries.isdisjoint(self.ministry))
            and (not self.target or not thing.targets.isdisjoint(self.target))
            and (not self.section or in_section(thing.sections, self.section))
            and (not self.year or not thing.years.isdisjoint(self.year))
            and (not self.kind or thing.kind == self.kind)
            and (not self.keyword or folded(self.keyword) in thing.text)
        )


def in_section(sections: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether a section is one of the wanted ones, or lies under a wanted pillar.

    >>> in_section(["4-①"], ["4"])
    True
    """
    return any(have == want or have.startswith(want + "-") for have in sections for want in wanted)


def folded(text: str) -> str:
    """Text as keywords are compared: width and case folded."""
    return normalize("NFKC", text).casefold()


def era_year(year: str) -> str:
    """A fiscal year in its era.

    >>> era_year("2025"), era_year("2019"), era_year("2018"), era_year("不明"), era_year("³")
    ('令和7年度', '令和元年度', '平成30年度', '不明', '³')
    """
    if not re.fullmatch(r"[0-9]{1,4}", year):
        return year
    number = int(year)
    era, first = ("令和", 2019) if number > 2018 else ("平成", 1989) if number > 1988 else ("昭和", 1926)
    if number < first:
        return f"{year}年度"
    return f"{era}{'元' if number == first else number - first + 1}年度"


def things(service: Services) -> tuple[Thing, ...]:
    """Every measure and programme of the served build, in order of kind, number and label."""
    return service.cached("views.things", lambda: _load(service))


def selected(service: Services, filters: Filters) -> tuple[Thing, ...]:
    """The things that pass the filters."""
    return tuple(thing for thing in things(service) if filters.keep(thing))


def traits(found: Iterable[Thing]) -> dict[str, Traits]:
    """What overlap grading compares, by path."""
    return {thing.path: Traits(thing.targets, thing.sections, thing.activities) for thing in found}


_RELATIONS = {
    "views/thing-ministries": ("ministries",),
    "views/thing-targets": ("targets",),
    "views/thing-places": ("sections", "years"),
    "views/thing-measures": ("measures",),
    "views/thing-texts": ("texts",),
}


def _load(service: Services) -> tuple[Thing, ...]:
    known: dict[str, dict[str, set[str]]] = {}
    heads: dict[str, tuple[str, str, int | None]] = {}
    for path, kind, label, number in _values(service, "views/things"):
        heads[path] = (kind, label, whole(number))
        known[path] = defaultdict(set)
    for query, keys in _RELATIONS.items():
        for path, *values in _values(service, query):
            if path in known:
                for key, value in zip(keys, values, strict=True):
                    if value:
                        known[path][key].add(value)
    found = [_thing(path, *heads[path], sets) for path, sets in known.items()]
    return tuple(sorted(found, key=lambda item: (item.kind, item.number or 0, item.label)))


def _thing(path: str, kind: str, label: str, number: int | None, sets: dict[str, set[str]]) -> Thing:
    described = " ".join(sorted(sets["texts"]))
    return Thing(
        path,
        kind,
        label,
        number,
        frozenset(sets["ministries"]),
        frozenset(sets["targets"]),
        frozenset(sets["sections"]),
        frozenset(sets["years"]),
        frozenset(sets["measures"]),
        activities_of(label, described),
        folded(f"{label} {described}"),
    )


def _values(service: Services, query: str) -> list[tuple[str, ...]]:
    rows = service.select(stored_query(query).text)
    return [tuple(_plain(item) for item in row) for row in rows]


def _plain(item: object) -> str:
    """A term as text: things of ours as kind/slug, nothing as ""."""
    value = "" if item is None else str(getattr(item, "value", item))
    return value.removeprefix(BASE) if isinstance(item, NamedNode) else value

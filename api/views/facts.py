"""The rows that pictures are drawn from: which thing concerns which ministry, target group, section and year."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.services import Services
from graph.iris import BASE
from graph.queries import stored_query


@dataclass(frozen=True, slots=True)
class Thing:
    """A measure or programme with what it concerns, by label. `path` is kind/slug; amounts in yen by fiscal year."""

    path: str
    kind: str
    label: str
    number: int | None
    ministries: frozenset[str]
    targets: frozenset[str]
    sections: frozenset[str]
    years: frozenset[str]
    measures: frozenset[str] = field(default=frozenset())


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

    def words(self) -> str:
        """The filters in a sentence, "" when there are none."""
        named = (
            ("府省庁", self.ministry),
            ("対象者", self.target),
            ("節", self.section),
            ("年度", self.year),
        )
        parts = [f"{name}: {'・'.join(values)}" for name, values in named if values]
        if self.keyword:
            parts.append(f"語: {self.keyword}")
        return f"絞り込み（{'、'.join(parts)}）" if parts else ""

    def keep(self, thing: Thing) -> bool:
        """Whether a thing passes."""
        return (
            (not self.ministry or bool(thing.ministries & set(self.ministry)))
            and (not self.target or bool(thing.targets & set(self.target)))
            and (
                not self.section
                or any(s == w or s.startswith(w + "-") for s in thing.sections for w in self.section)
            )
            and (not self.year or bool(thing.years & set(self.year)))
            and (not self.keyword or self.keyword in thing.label)
        )


def things(service: Services) -> tuple[Thing, ...]:
    """Every measure and programme of the served build, in order of number and label."""
    return service.cached("views.things", lambda: _load(service))


def _load(service: Services) -> tuple[Thing, ...]:
    known: dict[str, dict[str, set[str]]] = {}
    heads: dict[str, tuple[str, str, int | None]] = {}
    for name in (
        "views/things",
        "views/thing-ministries",
        "views/thing-targets",
        "views/thing-places",
        "views/thing-measures",
    ):
        for row in service.select(stored_query(name).text):
            values = [None if item is None else str(getattr(item, "value", item)) for item in row]
            path = (values[0] or "").removeprefix(BASE)
            if name == "views/things":
                heads[path] = (values[1] or "", values[2] or "", int(values[3]) if values[3] else None)
                known[path] = {
                    "ministries": set(),
                    "targets": set(),
                    "sections": set(),
                    "years": set(),
                    "measures": set(),
                }
            elif path in known:
                for key, value in zip(_KEYS[name], values[1:], strict=True):
                    if value:
                        known[path][key].add(value)
    found = [
        Thing(path, *heads[path], **{key: frozenset(values) for key, values in sets.items()})
        for path, sets in known.items()
    ]
    return tuple(sorted(found, key=lambda item: (item.kind, item.number or 0, item.label)))


_KEYS = {
    "views/thing-ministries": ("ministries",),
    "views/thing-targets": ("targets",),
    "views/thing-places": ("sections", "years"),
    "views/thing-measures": ("measures",),
}

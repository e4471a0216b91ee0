"""The printed lines of budget lists, as the chain draws them: amounts with stage and kind, 再掲, predecessors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.services import Services
from api.views.facts import Filters, era_year, folded, in_section, things
from graph.iris import BASE
from graph.queries import stored_query
from graph.terms import whole

KINDS = {"renamed": "改称", "split": "分割", "merged": "統合", "continued": "継続"}


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. `yen` is None when not readable; `kind` is exact, includedIn or ofWhich; `programme` a path."""

    path: str
    number: int
    year: str
    stage: str
    section: str
    yen: int | None
    kind: str
    relisted: bool
    new: bool
    programme: str
    name: str
    ministries: tuple[str, ...]

    @property
    def column(self) -> tuple[str, str]:
        """Year and stage."""
        return self.year, self.stage

    @property
    def marks(self) -> str:
        """ "新規", "再掲" or both."""
        return "・".join(name for name, on in (("新規", self.new), ("再掲", self.relisted)) if on)

    @property
    def place(self) -> str:
        """Number, section and marks: "No.55 4-② 再掲"."""
        return " ".join(filter(None, (f"No.{self.number}", self.section, self.marks)))


@dataclass(frozen=True, slots=True)
class Step:
    """A programme that continues an earlier one; `kind` in Japanese."""

    later: str
    earlier: str
    kind: str


def load(service: Services) -> tuple[tuple[Line, ...], tuple[Step, ...]]:
    """The lines of the served build in order of list and number, and what continues what."""
    return service.cached("views.lines", lambda: (_lines(service), _steps(service)))


def _lines(service: Services) -> tuple[Line, ...]:
    found: dict[str, Line] = {}
    for row in service.select(stored_query("views/lines").text):
        values = ["" if item is None else str(getattr(item, "value", item)) for item in row]
        path, number, _, year, stage, _, amount, kind, relisted, new, section, programme, name, ministry = (
            values
        )
        known = found.get(path)
        ministries = tuple(dict.fromkeys((*(known.ministries if known else ()), *filter(None, (ministry,)))))
        found[path] = Line(
            path.removeprefix(BASE),
            whole(number) or 0,
            year,
            stage,
            section,
            whole(amount),
            kind,
            relisted == "true",
            new == "true",
            programme.removeprefix(BASE),
            name,
            ministries,
        )
    return tuple(sorted(found.values(), key=lambda line: (line.year, line.stage, line.number, line.section)))


def _steps(service: Services) -> tuple[Step, ...]:
    found = set()
    for later, earlier, kind, *_ in service.select(stored_query("views/continues").text):
        ends = [str(getattr(end, "value", "")).removeprefix(BASE) for end in (later, earlier)]
        word = str(getattr(kind, "value", ""))
        found.add(Step(ends[0], ends[1], KINDS.get(word, word)))
    return tuple(sorted(found, key=lambda step: (step.later, step.earlier)))


def kept(service: Services, filters: Filters) -> list[Line]:
    """The lines that pass the filters; the target group is that of the line's programme."""
    lines, _ = load(service)
    targets = {thing.path: thing.targets for thing in things(service)}
    return [
        line
        for line in lines
        if (not filters.ministry or not set(filters.ministry).isdisjoint(line.ministries))
        and (not filters.year or line.year in filters.year)
        and (not filters.section or in_section((line.section,), filters.section))
        and (not filters.target or not set(filters.target).isdisjoint(targets.get(line.programme, ())))
        and (not filters.keyword or folded(filters.keyword) in folded(line.name))
    ]


def amount_words(lines: Sequence[Line]) -> str:
    """The amounts of a programme's lines in one list: equal ones once, never added up."""
    parts = []
    for yen, kind in dict.fromkeys((line.yen, line.kind) for line in lines):
        if yen is None:
            parts.append("金額は読めない")
        else:
            parts.append(money(yen) + {"includedIn": "の内数", "ofWhich": "（うち）"}.get(kind, ""))
    return "、".join(parts)


def money(yen: int) -> str:
    """Yen as budget lists print them.

    >>> money(507_000_000), money(1_234_567)
    ('507百万円', '1,234,567円')
    """
    return f"{yen // 1_000_000:,}百万円" if yen % 1_000_000 == 0 else f"{yen:,}円"


def change(before: Sequence[Line], after: Sequence[Line]) -> tuple[str, str]:
    """The change of a programme between two lists in words: only of exact amounts of the same stage, else why not."""
    if not before or not after:
        return "", ""
    if before[0].stage != after[0].stage:
        return "段階が違う", ""
    amounts = [{(line.yen, line.kind) for line in side} for side in (before, after)]
    if any(len(side) != 1 for side in amounts):
        return "金額が複数", ""
    (old, old_kind), (new, new_kind) = (next(iter(side)) for side in amounts)
    if old is None or new is None:
        return "読めない", ""
    if old_kind != "exact" or new_kind != "exact":
        return "内数のため", "比べない"
    if old == new:
        return "同額", ""
    share = f"（{(new - old) / old:+.1%}）" if old else ""
    return ("＋" if new > old else "▲") + money(abs(new - old)), share


def column_words(column: tuple[str, str]) -> str:
    """("2025", "補正予算") as a heading."""
    return f"{era_year(column[0])} {column[1]}".strip()

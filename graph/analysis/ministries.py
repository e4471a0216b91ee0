"""Ministries in time: which existed when, which stands under which, which took over whose work.

Read from nlp's gazetteer, so that 厚生労働省 in 2022 and こども家庭庁 in 2024 can be compared with care.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

import nlp
from nlp.errors import ProfileError

Kinship = Literal["same", "within", "successor", "successor-other-time", "shared", "missing", "different"]
Years = Collection[int]


@dataclass(frozen=True, slots=True)
class MinistryEntry:
    """One 府省庁. Dates are ISO, inclusive, "" when open or unknown; `predecessors` are canonical names."""

    name: str
    type: str = ""
    broader: str = ""
    valid_from: str = ""
    valid_to: str = ""
    predecessors: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Takeover:
    """Work that moved from one ministry to another on a day."""

    to: str
    origin: str
    on: str
    what: str = ""
    source: str = ""


@dataclass(frozen=True)
class Ministries:
    """The ministries by canonical name."""

    entries: dict[str, MinistryEntry] = field(default_factory=dict)
    takeovers: tuple[Takeover, ...] = ()

    def existed(self, name: str, on: date) -> bool | None:
        """Whether `name` existed on a day; None when the gazetteer does not say."""
        entry = self.entries.get(name)
        if entry is None or not (entry.valid_from or entry.valid_to):
            return None
        day = on.isoformat()
        return (not entry.valid_from or entry.valid_from <= day) and (
            not entry.valid_to or day <= entry.valid_to
        )

    def parents(self, name: str) -> tuple[str, ...]:
        """What stands above `name`, nearest first."""
        found: list[str] = []
        entry = self.entries.get(name)
        while entry is not None and entry.broader and entry.broader not in (name, *found):
            found.append(entry.broader)
            entry = self.entries.get(entry.broader)
        return tuple(found)

    def ministry_of(self, name: str) -> str:
        """The 府省庁 for comparison: a 外局 counts under its ministry (出入国在留管理庁 -> 法務省), others stand alone."""
        entry = self.entries.get(name)
        return (
            entry.broader
            if entry is not None and entry.type in {"agency", "organ", "office"} and entry.broader
            else name
        )

    def took_over(self, later: str, earlier: str) -> Takeover | None:
        """The takeover by which `later` continues work of `earlier`, or None."""
        for takeover in self.takeovers:
            if takeover.to == later and takeover.origin == earlier:
                return takeover
        entry = self.entries.get(later)
        if entry is not None and earlier in entry.predecessors:
            return Takeover(later, earlier, entry.valid_from, "", entry.source)
        return None

    def kinship(
        self, first: tuple[str, ...], second: tuple[str, ...], *, years: tuple[Years, Years] = ((), ())
    ) -> tuple[Kinship, str]:
        """How two sets of ministries relate, with a readable reason. Symmetric.

        `years` are the fiscal years in which each side is printed: work that was taken over stands under the old ministry
        before the day and under the new one from then on, so that the two ministries beside each other in one year
        (`successor-other-time`) carry out two programmes. Without years a takeover is taken to fit.
        """
        if not first or not second:
            return "missing", ""
        common = sorted(set(first) & set(second))
        if set(first) == set(second):
            return "same", f"担当府省庁が同じ（{'・'.join(sorted(set(first)))}）"
        if common:
            return "shared", f"担当府省庁を共有（{'・'.join(common)}）"
        for one in sorted(first):
            for other in sorted(second):
                if self.ministry_of(one) == self.ministry_of(other):
                    return "within", f"{one}と{other}は同じ府省の内外局"
        moved = [
            found for one in sorted(first) for other in sorted(second) for found in self._moves(one, other)
        ]
        if moved:
            fitting = [one for one in moved if _fits(one, years if one.to in second else years[::-1])]
            told = (fitting or moved)[0]
            reason = f"{told.to}は{told.origin}の事務を引き継いだ（{told.on}）"
            if fitting:
                return "successor", reason
            return "successor-other-time", f"{reason}が、同じ時期に両方にある"
        return "different", f"担当府省庁が異なる（{'・'.join(sorted(first))} と {'・'.join(sorted(second))}）"

    def _moves(self, one: str, other: str) -> list[Takeover]:
        found = (self.took_over(one, other), self.took_over(other, one))
        return [moved for moved in found if moved is not None]


def fiscal_year_of(day: str) -> int | None:
    """The Japanese fiscal year (from April) of an ISO date; None when it has no month.

    >>> fiscal_year_of("2023-04-01"), fiscal_year_of("2012-02-10"), fiscal_year_of("")
    (2023, 2011, None)
    """
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return None
    return when.year if when.month >= 4 else when.year - 1


def _fits(moved: Takeover, years: tuple[Years, Years]) -> bool:
    """Whether work printed under the origin in years[0] and under the taker in years[1] may be what was taken over."""
    turn = fiscal_year_of(moved.on)
    if turn is None or not years[0] or not years[1]:
        return True
    return max(years[0]) < turn <= min(years[1])


def _rows(path: Path) -> list[dict[str, str]]:
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    return [
        {key: (value or "") for key, value in row.items() if key}
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


@lru_cache(maxsize=4)
def load_ministries(folder: Path | None = None) -> Ministries:
    """The ministries of nlp's gazetteer folder (`ministries.tsv`, and `takeover.tsv` when there is one).

    Raises:
        ProfileError: the file has no canonical column.
    """
    base = folder or Path(str(nlp.__file__)).parent / "gazetteers"
    entries: dict[str, MinistryEntry] = {}
    source = base / "ministries.tsv"
    for row in _rows(source) if source.exists() else []:
        if "canonical" not in row:
            raise ProfileError(f"{source.name}: column canonical is missing")
        name = row["canonical"]
        if name in entries and row.get("surface") != name:
            continue
        entries[name] = MinistryEntry(
            name,
            row.get("type", ""),
            row.get("broader", ""),
            row.get("valid_from", ""),
            row.get("valid_to", ""),
            tuple(part for part in row.get("successor_of", "").split("|") if part),
            row.get("source", ""),
        )
    moved = base / "takeover.tsv"
    takeovers = tuple(
        Takeover(row["to"], row["from"], row.get("on", ""), row.get("what", ""), row.get("source", ""))
        for row in (_rows(moved) if moved.exists() else [])
        if row.get("to") and row.get("from")
    )
    return Ministries(entries, takeovers)

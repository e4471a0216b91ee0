"""The target groups below a group, worked out once a build: a query that goes up from every thing is told the groups.

`?measure tsu:targetGroup/skos:broader* <group>` makes the engine go up from the groups of every measure. The groups are few
(some hundred) and do not change in a build, so before such a query is run the path is replaced by `VALUES` with the group
and all below it: the same rows, with the same repetitions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from graph.question_graph import part

Select = Callable[[str], Sequence[tuple[Any, ...]]]
MOST_NAMED = 20
"""With more groups than this the engine is as fast by the path (pyoxigraph 0.5, 14,000 measures: 57 ms by the path, 7 ms
with 5 groups named, 23 ms with 13, 117 ms with 75)."""
_UP = "/skos:broader*"
_IRI = r"<[^<>\"{}|^`\\\s]*>"
_PATH = re.compile(
    r"^(?P<start>[ ]*(?:(?:FILTER NOT EXISTS|MINUS) \{ )?)(?P<thing>\?\w+ (?:tsu:\w+/)*tsu:targetGroup)"
    rf"{re.escape(_UP)} (?P<group>{_IRI}|\?\w+) \.(?P<end>(?: \}})?)$",
    re.MULTILINE,
)
"""The condition as it stands in a finished query, on a line of its own (`condition/measure-target_group_below.rq`)."""


class GroupsBelow:
    """The groups of one build, read by `read`; before that, queries stay as they are. Thread-safe."""

    def __init__(self) -> None:
        self._below: dict[str, list[str]] | None = None

    def read(self, select: Select) -> None:
        """Read which group is directly below which."""
        rows = select(f"{part('prefixes')}\nSELECT ?narrow ?wide WHERE {{ ?narrow skos:broader ?wide }}")
        below: dict[str, list[str]] = defaultdict(list)
        for narrow, wide in rows:
            below[wide.value].append(narrow.value)
        self._below = dict(below)

    def named(self, query: str) -> str:
        """The query with the groups themselves in place of the paths up to them.

        A query whose columns are not told (`SELECT *`) would get one more, and one that is cut in no told order (`LIMIT`)
        could get other rows: they stay as they are.
        """
        if self._below is None or _UP not in query or "SELECT *" in query:
            return query
        if "LIMIT" in query and "ORDER BY" not in query:
            return query
        places = list(_PATH.finditer(query))
        for number, place in reversed(list(enumerate(places))):
            line = _line(place, f"?groupBelow_{number}", self._asked(place["group"], query))
            query = query[: place.start()] + line + query[place.end() :]
        return query

    def _asked(self, group: str, query: str) -> list[tuple[str, str]]:
        """(group or one below it, group) for the group asked for, or for each that the variable may be; [] if not told."""
        if not group.startswith("?"):
            asked = [group]
        else:
            told = re.findall(rf"VALUES {re.escape(group)} \{{([^{{}}]*)\}}", query)
            asked = re.findall(_IRI, told[0]) if len(told) == 1 else []
        return [(f"<{name}>", wide) for wide in dict.fromkeys(asked) for name in self._all_below(wide[1:-1])]

    def _all_below(self, group: str) -> Iterable[str]:
        found = {group: None}  # in the order in which they are found
        waiting = [group]
        while waiting:
            for narrow in (self._below or {}).get(waiting.pop(), ()):
                if narrow not in found:
                    found[narrow] = None
                    waiting.append(narrow)
        return found


def _line(place: re.Match[str], name: str, pairs: Sequence[tuple[str, str]]) -> str:
    if not 0 < len(pairs) <= MOST_NAMED:
        return place[0]
    if place["group"].startswith("?"):
        values = (
            f"VALUES ({name} {place['group']}) {{ {' '.join(f'({low} {high})' for low, high in pairs)} }}"
        )
    else:
        values = f"VALUES {name} {{ {' '.join(low for low, _ in pairs)} }}"
    return f"{place['start']}{values} {place['thing']} {name} .{place['end']}"


__all__ = ["MOST_NAMED", "GroupsBelow"]

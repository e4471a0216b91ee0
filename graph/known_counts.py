"""Counts, rankings and short lists out of the sets of things that conditions mean (`graph.known_sets`): the rows that the
engine would give.

The templates `count`, `rank_count_…`, `group`, `count_lines`, `count_programmes`, `share` and `list` (of what things belong to)
ask how many things there are, or how many under each ministry, section or group. What stands beside the thing asked for
(its ministry and that one's name) is a part of the body too, and is kept as a set for each value.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.body_parts import Body, Part, in_parts
from graph.known_sets import Ask, Found, Groups, KnownSets
from graph.question_graph import part

_COUNT = re.compile(
    r"SELECT (?P<beside>(?:\?\w+ )*)\(COUNT\(DISTINCT \?(?P<counted>\w+)\) AS \?value\)(?P<both> \(COUNT\(DISTINCT \?(?P<second>\w+)\) AS \?\w+\))? WHERE \{\n"
    r"(?P<body>.*)\n\}\n(?P<tail>[^{}]*)",
    re.DOTALL,
)
_TAIL = re.compile(
    r"GROUP BY (?P<by>\?\w+(?: \?\w+)?)\n"
    r"(?:HAVING\(COUNT\(DISTINCT \?(?P<counted>\w+)\) (?P<sign>>=|>|<=|<|=) (?P<bound>\d+)\)\n)?"
    r"(?:ORDER BY (?P<order>DESC|ASC)\(\?value\) \?(?P<last>\w+)\n)?"
    r"(?:OFFSET (?P<offset>\d+)\n)?(?:LIMIT (?P<limit>\d+)\n)?"
)
_LIST = re.compile(
    r"SELECT DISTINCT \?(?P<item>\w+) \?label \?number WHERE \{\n(?P<body>.*)\n\}\n"
    r"(?:ORDER BY \?number \?label|LIMIT (?P<limit>\d+))\n",
    re.DOTALL,
)
_SHARE = re.compile(
    r"(?P<head>SELECT \?part \?whole .* WHERE \{\n)"
    r"  \{ SELECT \(COUNT\(DISTINCT \?(?P<item>\w+)\) AS \?part\) WHERE \{\n(?P<part>.*)\n  \} \}\n"
    r"  \{ SELECT \(COUNT\(DISTINCT \?(?P=item)\) AS \?whole\) WHERE \{\n(?P<whole>.*)\n  \} \}\n\}\n",
    re.DOTALL,
)
_OPTIONAL = re.compile(r"\n[ ]*OPTIONAL \{ \?line tsu:programme \?programme \}$")
_ONE_OF = re.compile(r"(?P<rest>.*) FILTER\(STR\(\?group\) IN \((?P<names>[^\\]*)\)\)", re.DOTALL)
_WRITTEN = re.compile(r'"([^"]*)"')
_PROGRAMME = "?line tsu:programme ?programme ."
_SIGNS: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}


class KnownCounts:
    """Answers such queries by the sets of a build; None for any other query."""

    def __init__(self, sets: KnownSets) -> None:
        self._sets = sets
        self._prefixes = (part("prefixes") or "").strip() + "\n"

    def answer(self, query: str, ask: Ask) -> Found | None:
        """The names and rows of a query, every cell as text."""
        if not query.startswith(self._prefixes):
            return None
        asked = query[len(self._prefixes) :]
        if match := _COUNT.fullmatch(asked):
            return self._counted(match, ask)
        if match := _SHARE.fullmatch(asked):
            return self._shared(match, ask)
        match = _LIST.fullmatch(asked)
        return self._listed(match, ask) if match else None

    def _counted(self, match: re.Match[str], ask: Ask) -> Found | None:
        beside, counted, second = match["beside"].replace("?", "").split(), match["counted"], match["second"]
        text = match["body"]
        if second and counted == "line":  # what has no programme is counted too
            text, optional = _OPTIONAL.subn("", text)
            if not optional:
                return None
        body = in_parts(text)
        if body is None:
            return None
        if not beside:
            return None if match["tail"] else self._how_many(body, counted, second, ask)
        tail = _TAIL.fullmatch(match["tail"])
        if tail is None or second or tail["by"].replace("?", "").split() != beside:
            return None
        return self._ranked(body, beside, counted, tail, ask)

    def _how_many(self, body: Body, counted: str, second: str, ask: Ask) -> Found | None:
        if not second:
            value = self._number(body, counted, ask)
            return None if value is None else (["value"], [(str(value),)])
        if {counted, second} != {"line", "programme"} or body.over != "line":
            return None
        with_programme = body
        if counted == "line":
            own = Part(_PROGRAMME, {"programme"}, False, _PROGRAMME)
            if body.with_variable("programme"):
                return None
            with_programme = Body(body.over, body.kind, [*body.parts, own])
        programmes, lines = self._number(with_programme, "programme", ask), self._number(body, "line", ask)
        if programmes is None or lines is None:
            return None
        numbers = (lines, programmes) if counted == "line" else (programmes, lines)
        return ["value", "programmes" if counted == "line" else "lines"], [tuple(map(str, numbers))]

    def _number(self, body: Body, counted: str, ask: Ask) -> int | None:
        if counted == body.over:
            things = self._sets.meant(body, ask)
            return None if things is None else things.bit_count()
        found = self._beside(body, (counted,), ask)
        return None if found is None else len(found)

    def _beside(self, body: Body, columns: Sequence[str], ask: Ask) -> Groups | None:
        """The things that a body means by what stands beside them, in the engine's order; without those of no thing."""
        one = body.with_variable(columns[0])
        chosen = _ONE_OF.fullmatch(one.text) if one and columns == ["group"] else None
        if one and chosen:
            every = Part(chosen["rest"], one.variables, False, chosen["rest"])
            body = replace(body, parts=[every if part is one else part for part in body.parts])
            groups = self._beside(body, columns, ask)
            names = set(_WRITTEN.findall(chosen["names"]))
            return groups and {value: things for value, things in groups.items() if value[0] in names}
        if one is None or not set(columns) <= one.variables:
            return None
        things = self._sets.meant(body, ask, (one,))
        if things is None:
            return None
        groups = self._sets.grouped(body, one, tuple(columns), ask)
        if groups is None:
            return None
        return {value: both for value, having in groups.items() if (both := having & things)}

    def _ranked(
        self, body: Body, beside: Sequence[str], counted: str, tail: re.Match[str], ask: Ask
    ) -> Found | None:
        groups = self._beside(body, beside, ask)
        if groups is None:
            return None
        if counted == body.over:
            numbers = {value: things.bit_count() for value, things in groups.items()}
        else:
            others = body.with_variable(counted)
            if others is None or others is body.with_variable(beside[0]):
                return None
            each = self._sets.grouped(body, others, (counted,), ask)
            if each is None:
                return None
            sets = list(each.values())
            numbers = {value: sum(1 for some in sets if some & things) for value, things in groups.items()}
        if tail["counted"] and tail["counted"] != counted:
            return None
        if tail["bound"]:
            holds, bound = _SIGNS[tail["sign"]], int(tail["bound"])
            numbers = {value: number for value, number in numbers.items() if holds(number, bound)}
        at = beside.index(tail["last"] or beside[0])
        ordered = sorted(numbers, key=lambda value: value[at])
        if tail["order"]:
            ordered.sort(key=lambda value: numbers[value], reverse=tail["order"] == "DESC")
        start = int(tail["offset"] or 0)
        stop = start + int(tail["limit"]) if tail["limit"] else None
        rows = [(*value, str(numbers[value])) for value in ordered[start:stop] if numbers[value]]
        return [*beside, "value"], list(rows)

    def _shared(self, match: re.Match[str], ask: Ask) -> Found | None:
        """The engine works out the share of the two numbers, so that it is rounded and written as ever."""
        numbers = []
        for name in ("part", "whole"):
            body = in_parts(match[name])
            number = self._number(body, match["item"], ask) if body else None
            if number is None:
                return None
            numbers.append(number)
        told = f"VALUES (?part ?whole) {{ ({numbers[0]} {numbers[1]}) }}"
        return ask(f"{self._prefixes}{match['head']}  {told}\n}}\n")

    def _listed(self, match: re.Match[str], ask: Ask) -> Found | None:
        """Things without numbers by name: programmes, or the few ministries or groups that things belong to."""
        body, item = in_parts(match["body"]), match["item"]
        if body is None or body.with_variable("number"):
            return None
        if item == body.over:
            rows = self._own(body, ask)
        else:
            found = self._beside(body, (item, "label"), ask)
            rows = None if found is None else [(name, label) for name, label in found]
        if rows is None:
            return None
        rows.sort(key=lambda row: row[1])
        if match["limit"] and len(rows) > int(match["limit"]):
            return None  # which of them are given first is the engine's choice
        return [item, "label", "number"], [(*row, "") for row in rows]

    def _own(self, body: Body, ask: Ask) -> list[tuple[str, str]] | None:
        one = body.with_variable("label")
        if one is None or one.text != part(f"item/{body.over}-{body.over}"):
            return None
        things = self._sets.meant(body, ask)
        return None if things is None else self._sets.labelled(body, one, things, ask)


__all__ = ["KnownCounts"]

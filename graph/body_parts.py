"""A query's body in parts that meet in nothing but the thing they speak of: what each says can be worked out by itself.

`?measure a tsu:Measure . ?measure tsu:ministry <…> . ?measure tsu:planYear "2024"^^xsd:gYear .` has two parts beside the class.
The measures that the body means are those that both parts mean. The queries are our own (`question_graph`): every statement
ends with its line, and inner variables carry the number of their condition, so that two conditions never share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.question_graph import FOLDER, part

_LITERAL = r'"(?:[^"\\\n]|\\.)*"'
_BRACES = re.compile(rf"{_LITERAL}|<[^<>\s]*>|[{{}}]")
_NO_VARIABLES = re.compile(rf"{_LITERAL}|<[^<>\s]*>")
_VARIABLE = re.compile(r"\?(\w+)")
_NUMBER = re.compile(r"_\d+(?:[an]\d+)?$")
_ENDS = (".", "}", ")")
_BARRED = re.compile(r"(?:FILTER NOT EXISTS|MINUS) \{\s*(?P<inside>.*?)\s*\}", re.DOTALL)
_VALUES = re.compile(r"VALUES (?P<name>\?\w+) \{ (?P<terms>[^{}]*) \}\n(?P<rest>.*)", re.DOTALL)
_TERM = re.compile(rf"{_LITERAL}(?:\^\^\S+|@\S+)?|\S+")
MOST_VALUES = 60
"""Values of one condition that are asked for one by one."""


@dataclass(slots=True)
class Part:
    """Statements that share variables; `barred` where the body means the things that do not have what the text says.

    `key` is the text without the numbers of conditions, the same in every body."""

    text: str
    variables: set[str]
    barred: bool = False
    key: str = ""

    def each(self) -> list[Part]:
        """A part for each of the values that a condition may have; the part itself where it has one, or too many."""
        match = _VALUES.fullmatch(self.text)
        if match is None or self.barred:
            return [self]
        terms = _TERM.findall(match["terms"])
        name = re.compile(rf"{re.escape(match['name'])}\b")
        if len(terms) > MOST_VALUES or not name.search(match["rest"]):
            return [self]
        rests = [name.sub(lambda _, term=term: term, match["rest"]) for term in terms]
        plain = self.variables - {match["name"][1:]}
        return [Part(rest, plain, False, _without_numbers(rest, plain)) for rest in rests]


@dataclass(slots=True)
class Body:
    """What a body speaks of (`over`, of the class that `kind` says), and its other parts."""

    over: str
    kind: str
    parts: list[Part] = field(default_factory=list)

    def with_variable(self, name: str) -> Part | None:
        """The part that binds a variable."""
        return next((one for one in self.parts if name in one.variables and not one.barred), None)


def in_parts(body: str) -> Body | None:
    """The parts of a body; None where it does not begin with the class of what it speaks of, or names the things itself.

    >>> found = in_parts('?line a tsu:BudgetLine .\\n?line tsu:section ?a_1 .\\nMINUS { ?line tsu:relisted true . }')
    >>> found.over, [(one.key, one.barred) for one in found.parts]
    ('line', [('?line tsu:section ?a .', False), ('?line tsu:relisted true .', True)])
    """
    told = list(statements(body))
    over = kinds().get(told[0]) if told else None
    if over is None:
        return None
    found = Body(over, told[0])
    for statement in told[1:]:
        if statement.startswith(f"VALUES ?{over} "):
            return None
        _add(found, statement)
    found.parts = [_told(one, over) for one in found.parts]
    return found


def kinds() -> dict[str, str]:
    """What says of which class things are (`over/….rq`), and their variable."""
    if not _KINDS:
        for path in sorted((FOLDER / "over").glob("*.rq")):
            text = "\n".join(line.strip() for line in (part(f"over/{path.stem}") or "").splitlines())
            if text and "VALUES" not in text:
                _KINDS[text] = path.stem
    return _KINDS


_KINDS: dict[str, str] = {}


def _add(body: Body, statement: str) -> None:
    """Put a statement to those that share a variable with it."""
    variables = _variables(statement) - {body.over}
    meeting = [one for one in body.parts if one.variables & variables]
    if not meeting:
        body.parts.append(Part(statement, variables))
        return
    first = meeting[0]
    first.text = "\n".join([*(one.text for one in meeting), statement])
    first.variables = variables.union(*(one.variables for one in meeting))
    body.parts = [one for one in body.parts if one is first or one not in meeting]


def _told(one: Part, over: str) -> Part:
    """The part with its key; what is barred is told as what is barred of the things."""
    match = _BARRED.fullmatch(one.text)
    whole = match is not None and _balanced(match["inside"]) and f"?{over} " in match["inside"]
    text = match["inside"] if whole and match else one.text
    return Part(text, one.variables, whole, _without_numbers(text, one.variables))


def _without_numbers(text: str, variables: set[str]) -> str:
    plain = {name: _NUMBER.sub("", name) for name in variables}
    return _renamed(text, plain) if len(set(plain.values())) == len(plain) else text


def _renamed(text: str, names: dict[str, str]) -> str:
    pieces, end = [], 0
    for literal in _NO_VARIABLES.finditer(text):
        pieces += [
            _VARIABLE.sub(lambda m: f"?{names.get(m[1], m[1])}", text[end : literal.start()]),
            literal[0],
        ]
        end = literal.end()
    return "".join([*pieces, _VARIABLE.sub(lambda m: f"?{names.get(m[1], m[1])}", text[end:])])


def _variables(text: str) -> set[str]:
    return set(_VARIABLE.findall(_NO_VARIABLES.sub(" ", text)))


def _balanced(text: str) -> bool:
    depth = 0
    for brace in _braces(text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _braces(text: str) -> Sequence[str]:
    return [found for found in _BRACES.findall(text) if found in ("{", "}")]


def statements(body: str) -> Iterator[str]:
    """Statements of the body's own level; alternatives are one, and a sub-query is."""
    lines: list[str] = []
    depth = 0
    waiting = ""
    for line in (line.strip() for line in body.splitlines()):
        if not line:
            continue
        if waiting and line.startswith("UNION"):
            lines, waiting = [waiting], ""
        elif waiting:
            yield waiting
            waiting = ""
        lines.append(line)
        braces = _braces(line)
        depth += 2 * braces.count("{") - len(braces)
        if depth == 0 and line.endswith(_ENDS):
            waiting, lines = "\n".join(lines), []
    if waiting or lines:
        yield "\n".join([waiting, *lines] if waiting else lines)


__all__ = ["MOST_VALUES", "Body", "Part", "in_parts", "kinds", "statements"]

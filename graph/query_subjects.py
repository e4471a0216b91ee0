"""What a trusted query says of each of its subjects: enough to know whether it can speak of a kind of thing at all.

Reads the queries that we write ourselves (triples with `;` and `,`, property paths, groups, VALUES, sub-SELECTs). What it
cannot follow is told as a subject of "", with the predicate that stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.sparql_text import Token, tokens

_OPENS_EXPRESSION = ("FILTER", "BIND", "HAVING")
_NO_TERMS = ("SELECT", "VALUES", "GROUP", "ORDER", "LIMIT", "OFFSET", "PREFIX", "BASE")
_TERMS = ("variable", "iri", "name", "string", "number", "blank")
_IN_PATHS = ("/", "|", "^", "(", ")", "*", "+", "?", "!")


@dataclass(frozen=True, slots=True)
class Said:
    """One step of a property path: of what, which predicate, whether it is the first step, and of which object."""

    subject: str
    predicate: str
    first: bool
    object: str


def said(query: str) -> Iterator[Said]:
    """All predicates of the query with their subjects, as they are written (`?line`, `tsu:document`, `a`).

    >>> [(s.subject, s.predicate, s.object) for s in said("SELECT * WHERE { ?x a tsu:Link ; tsu:of/tsu:as ?y }")]
    [('?x', 'a', 'tsu:Link'), ('?x', 'tsu:of', '?y'), ('?x', 'tsu:as', '?y')]
    """
    subject, steps, depth, skipping = "", list[Token](), 0, ""
    for token in tokens(query):
        word = token.text.upper() if token.kind == "word" else ""
        if skipping:  # an expression, a projection or a table of values
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            ended = token.text in skipping and depth == 0
            opened = skipping == ")" and token.text == "{" and depth == 0  # FILTER EXISTS {
            if ended or opened:
                skipping = subject = ""
            continue
        if word in _OPENS_EXPRESSION or word in _NO_TERMS:
            skipping, depth = (
                {"SELECT": "{", "VALUES": "}"}.get(word, ")" if word in _OPENS_EXPRESSION else "{"),
                0,
            )
        elif token.text in ("{", "}", ".") and not steps:
            subject = ""
        elif token.text in (";", "{", "}", "."):
            steps, subject = [], subject if token.text == ";" else ""
        elif token.text in _IN_PATHS and subject:
            steps.append(token)
        elif token.kind in _TERMS or word == "A":
            if not subject:
                subject = token.text
            elif _awaits_step(steps):
                steps.append(token)
            else:
                yield from _path(subject, steps, token.text)


def _awaits_step(steps: list[Token]) -> bool:
    return not steps or steps[-1].text in ("/", "|", "^", "(", "!")


def _path(subject: str, steps: list[Token], end: str) -> Iterator[Said]:
    first = True
    for before, step in zip([None, *steps], steps, strict=False):
        if step.text in _IN_PATHS:
            first = first and step.text != "/"
            continue
        inverse = before is not None and before.text == "^"
        yield Said("" if inverse else subject, step.text, first and not inverse, end)

"""What a query is, and whether it may run: seen in its tokens before any engine sees it.

Refused with 403: updates, LOAD and SERVICE, and FROM with the IRI of a graph that is not in the store (nothing is
ever fetched). Too long, too deeply nested or too many operators: refused too. The kernel refuses sockets to the
query processes as well, so these checks give the reason; they are not the only wall.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

from api.endpoint.long_queries import skeleton
from api.problems import Problem
from api.settings import Settings
from graph.sparql_text import UPDATES, Token, tokens, unescape_codepoints

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
OPERATORS = frozenset(
    {"OPTIONAL", "UNION", "MINUS", "FILTER", "BIND", "GRAPH", "EXISTS", "SELECT", "VALUES", "LATERAL"}
) | {"||", "&&", "/", "*", "+", "-", "|", "!", "^", "=", "!=", "<", ">", "<=", ">="}
_SPACE = r"(?:\s|\#[^\n\r]*[\n\r])*"
# The characters that a SERVICE clause must consist of, wherever they stand: in a string, a comment or the query.
_SERVICE = re.compile(
    rf"service{_SPACE}(?:silent{_SPACE})?(?:<[^<>\s]*>|[?$]\w+|[^\s<>{{}}()]*:[^\s<>{{}}()]*){_SPACE}\{{",
    re.IGNORECASE,
)
_OPERAND_ENDS = frozenset({"variable", "string", "number", "iri", "name", "word"})
_FETCHED = frozenset({"http", "https", "ftp", "file"})


@dataclass(frozen=True, slots=True)
class Inspection:
    """`form` is SELECT, ASK, CONSTRUCT or DESCRIBE, or "" when the text has none (the engine will say why).

    `repeatable` is False when the same query may give another answer next time (NOW, RAND, UUID …).
    Queries with the same `skeleton` cost about the same.
    """

    form: str
    repeatable: bool
    skeleton: str


def inspect(
    query: str, settings: Settings, *, base: str = "", graphs: Collection[str] | None = ()
) -> Inspection:
    """Looks at a query; `graphs` are the IRIs that FROM may name, None when it is of no effect. Raises: Problem.

    The text is looked at as it stands and with its codepoint escapes resolved: `"\\u0022"` is one string to the
    engine and the end of one to the grammar, so either reading alone could hide a clause.
    """
    if len(query) > settings.query_chars:
        raise Problem(
            413,
            "query_too_long",
            f"the query has {len(query)} characters, at most {settings.query_chars} are read",
            hint="ask in several queries",
        )
    found = _look(query, settings, base, graphs)
    plain = unescape_codepoints(query)
    if plain == query:
        return found
    other = _look(plain, settings, base, graphs)
    return Inspection(found.form or other.form, found.repeatable and other.repeatable, other.skeleton)


def form_of(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE, "" for anything else. Raises: Problem when it begins an update."""
    return _form(list(tokens(query)))


def _look(text: str, settings: Settings, base: str, graphs: Collection[str] | None) -> Inspection:
    found = list(tokens(text))
    _bound(found, settings)
    form = _form(found)
    words = {token.text.upper() for token in found if token.kind == "word"}
    if "service" in text.lower() and ("SERVICE" in words or _may_hide_service(text, found)):
        raise _refused("service_refused", "SERVICE is refused: this endpoint reaches no other")
    if "FROM" in words and graphs is not None:
        _check_from(found, base, graphs)
    return Inspection(form, not (words & CHANGING), skeleton(found))


def _form(found: list[Token]) -> str:
    """The first keyword after the prologue. Raises: Problem when it begins an update."""
    index = 0
    while index < len(found):
        word = found[index].text.upper()
        if word == "PREFIX":
            index += 3
        elif word in {"BASE", "VERSION"}:
            index += 2
        elif word in UPDATES:
            raise _refused("update_refused", f"{word} is refused: this endpoint is read-only")
        else:
            return word if word in FORMS else ""
    return ""


def _bound(found: list[Token], settings: Settings) -> None:
    """Raises: Problem when the query nests too deep or has too many operators."""
    depth = deepest = operators = 0
    for token in found:
        text = token.text
        if text in "({[":
            depth += 1
            deepest = max(deepest, depth)
        elif text in ")}]":
            depth -= 1
        elif (token.kind in {"word", "sign"}) and text.upper() in OPERATORS:
            operators += 1
    if deepest > settings.query_nesting:
        raise Problem(
            400,
            "query_too_complex",
            f"the query nests {deepest} deep, at most {settings.query_nesting} are allowed",
            hint="simplify the query",
        )
    if operators > settings.query_operators:
        raise Problem(
            400,
            "query_too_complex",
            f"the query has {operators} operators, at most {settings.query_operators} are allowed",
            hint="simplify the query, or use VALUES in the place of many conditions",
        )


def _may_hide_service(text: str, found: list[Token]) -> bool:
    """Whether a SERVICE clause could stand where the lexer sees something else.

    `?a <b#…` can be an IRI or a comparison and a comment, which only the grammar decides; when such a place
    and the characters of a SERVICE clause meet in one query, it is refused.
    """
    if not _SERVICE.search(text):
        return False
    depth = 0
    for before, token in pairwise(found):
        depth += (before.text == "(") - (before.text == ")")
        ends = before.kind in _OPERAND_ENDS or before.text == ")"
        if token.kind == "iri" and depth > 0 and ends and ("#" in token.text or "'" in token.text):
            return True
    return False


def _check_from(found: list[Token], base: str, graphs: Collection[str]) -> None:
    """Raises: Problem when FROM names an address that is no graph of the store."""
    prefixes: dict[str, str] = {}
    for index, token in enumerate(found[:-2]):
        word = token.text.upper()
        if token.kind != "word":
            continue
        if word == "PREFIX":
            prefixes[found[index + 1].text] = urljoin(base, found[index + 2].text[1:-1])
        elif word == "BASE":
            base = urljoin(base, found[index + 1].text[1:-1])
        elif word == "FROM":
            target = found[index + 1]
            if target.text.upper() == "NAMED":
                target = found[index + 2]
            iri = _resolve(target, prefixes)
            if iri is not None and iri not in graphs and urlsplit(iri).scheme.lower() in _FETCHED:
                raise _refused(
                    "from_refused",
                    f"FROM <{iri}> is refused: the store has no such graph, and nothing is fetched",
                )


def _resolve(token: Token, prefixes: dict[str, str]) -> str | None:
    """The IRI that a token names when it is absolute in the text; None for a relative or undeclared one."""
    try:
        if token.kind == "iri":
            return token.text[1:-1] if urlsplit(token.text[1:-1]).scheme else None
        head, _, tail = token.text.partition(":")
        return prefixes[f"{head}:"] + tail if f"{head}:" in prefixes else None
    except ValueError:
        return None


def _refused(code: str, message: str) -> Problem:
    return Problem(403, code, message, hint="load the data into your own store and query it there")

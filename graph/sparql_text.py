"""SPARQL text as tokens: enough to see what a query is and does, without running it.

The lexer follows the terminals of SPARQL 1.1 (strings, IRIs, comments, names, numbers). It does not check the
grammar: the engine does. Offsets are code points, half-open.
Source: SPARQL 1.1 Query Language, section 19.8 (grammar) and 19.2 (codepoint escapes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# What a request to change data begins with, upper case.
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_TOKEN = re.compile(
    r"""
    (?P<space>[\s]+)
  | (?P<comment>\#[^\n\r]*)
  | (?P<string>\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
       |\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:[\w.\-·]+)
  | (?P<name>(?:[^\W\d_](?:[\w.\-·]*[\w\-·])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\.)*)?)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>\w+)
  | (?P<sign>\^\^|&&|\|\||<=|>=|!=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token at [start, end). `kind` is a group name of the lexer: string, iri, variable, name, word, sign …"""

    kind: str
    text: str
    start: int
    end: int


def unescape_codepoints(query: str) -> str:
    r"""The query with its `\uXXXX` escapes resolved, as the grammar demands before reading anything else.

    An escape that names no character (above U+10FFFF or a surrogate) is left as it is.

    >>> unescape_codepoints("SELECT \\u003Fx {}")
    'SELECT ?x {}'
    """
    if "\\" not in query:
        return query

    def character(match: re.Match[str]) -> str:
        value = int(match[1] or match[2], 16)
        return match[0] if value > 0x10FFFF or 0xD800 <= value <= 0xDFFF else chr(value)

    return _CODEPOINT.sub(character, query)


def tokens(query: str) -> Iterator[Token]:
    """The tokens of `query` in order, spaces and comments left out.

    >>> [token.text for token in tokens("ASK { ?s a <http://x#y> } # end")]
    ['ASK', '{', '?s', 'a', '<http://x#y>', '}']
    """
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "sign"
        if kind not in {"space", "comment"}:
            yield Token(kind, match[0], match.start(), match.end())


def substitute(query: str, values: Mapping[str, Any]) -> str:
    """The query with terms in the place of variables, for engines that take no bindings beside the query.

    Replaces variable tokens, never text inside strings or IRIs; a projected variable becomes `(term AS ?name)`,
    one that is grouped or ordered by becomes `(term)`. A term is written by its own RDF serialisation, so it
    cannot become syntax.

    >>> from pyoxigraph import Literal
    >>> substitute("SELECT ?x ?y WHERE { ?x ?p ?y } ORDER BY ?y", {"y": Literal("a } b")})
    'SELECT ?x ("a } b" AS ?y) WHERE { ?x ?p "a } b" } ORDER BY ("a } b")'
    """
    parts: list[str] = []
    done = depth = 0
    clause = ""  # SELECT while projecting, BY while grouping or ordering
    for token in tokens(query):
        word = token.text.upper() if token.kind == "word" else ""
        if word in {"SELECT", "BY"}:
            clause, depth = word, 0
        elif word in _CLAUSE_ENDS or token.text in {"{", "}"}:
            clause = ""
        elif token.text in {"(", ")"}:
            depth += 1 if token.text == "(" else -1
        elif token.kind == "variable" and token.text[1:] in values:
            term = str(values[token.text[1:]])
            if clause and depth == 0:
                term = f"({term} AS {token.text})" if clause == "SELECT" else f"({term})"
            parts += [query[done : token.start], term]
            done = token.end
    return "".join([*parts, query[done:]])


_CLAUSE_ENDS = frozenset({"WHERE", "FROM", "HAVING", "LIMIT", "OFFSET", "VALUES"})

"""Why a query does not parse, in a plain sentence with its place: the commonest mistakes are found in its tokens.

The engine names what its grammar would have taken at the farthest place that it reached, which is seldom where the
mistake is and never in words. It is asked first; only a query that it refused is looked at here. Words: sparql_mistakes.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph.sparql_text import UPDATES, Token, tokens, unescape_codepoints
from graph.terms import PREFIXES
from nlp.errors import QueryError

_FILE = Path(__file__).with_suffix(".toml")
_PLACE = re.compile(r"at (\d+):(\d+)(?:: (.*))?", re.DOTALL)
_PAIRS = {"(": ")", "{": "}", "[": "]"}
_OPENING = {end: start for start, end in _PAIRS.items()}
_WIDE = re.compile(r"[\u3000\u00a0！-～｡-､“”‘’]")
_COMMENT = re.compile(r"#[^\n\r]*")
_NEAR = 24
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Mistake:
    """`message` and `hint` in Japanese with English in brackets; `line` and `column` 1-based, None when unknown."""

    message: str
    hint: str
    line: int | None
    column: int | None


@dataclass(frozen=True, slots=True)
class _Refused:
    """A query, its tokens, what the engine said of it, and the prefixes that it may use undeclared."""

    query: str
    found: tuple[Token, ...]
    said: str
    declared: frozenset[str]

    def followed(self) -> Iterator[tuple[Token, Token]]:
        """Each token with the one after it; after the last an empty one."""
        return pairwise([*self.found, Token("sign", "", len(self.query), len(self.query))])


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _known(group: str) -> frozenset[str]:
    return frozenset(_words()["words"][group].split())


def explain(query: str, said: str, *, declared: Collection[str] = ()) -> Mistake:
    """What is wrong with `query`, which the engine refused saying `said`; prefixes in `declared` need no PREFIX line."""
    place = _PLACE.search(said)
    refused = _Refused(query, tuple(tokens(query)), said, frozenset(declared))
    # Escapes may stand for any sign: offsets in the text say nothing then.
    for look in _LOOKS if unescape_codepoints(query) == query else ():
        for name, offset, values in look(refused):
            if offset is None and place is not None:
                return _made(name, int(place[1]), int(place[2]), values)
            return _made(name, *position(query, offset or 0), values)
    if place is None:
        return _made("unread", None, None, {"text": " ".join(said.split())[:_LONGEST]})
    line, column = int(place[1]), int(place[2])
    near = _before(query, line, column)
    return _made("place" if near else "end", line, column, {"near": near})


def position(query: str, offset: int) -> tuple[int, int]:
    """Line and column (1-based, in code points) of an offset.

    >>> position("SELECT *\\n{ ?s", 11)
    (2, 3)
    """
    before = query[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def placed(message: str, line: int | None, column: int | None) -> str:
    """A message with its place before it, for those who see nothing but the message."""
    return message if line is None else f"行{line} 列{column} (line {line}, column {column}): {message}"


def rejected(query: str, error: Exception, *, declared: Collection[str] = ()) -> QueryError:
    """The engine's refusal of a query as our error."""
    found = explain(query, str(error), declared=declared)
    return QueryError(found.message, hint=found.hint, line=found.line, column=found.column)


_Found = Iterator[tuple[str, int | None, dict[str, str]]]


def _made(name: str, line: int | None, column: int | None, values: dict[str, str]) -> Mistake:
    words = {key: text.format(**values) for key, text in _words()[name].items()}
    return Mistake(f"{words['ja']} ({words['en']})", f"{words['do_ja']} ({words['do_en']})", line, column)


def _before(query: str, line: int, column: int) -> str:
    """What stands before a place, as much as a reader needs to find it; "" when the query ends there."""
    lines = query.split("\n")
    if line > len(lines):
        return ""
    text = lines[line - 1].rstrip("\r")
    head = text[: column - 1].strip() or text.strip()
    return head if len(head) <= _NEAR else "…" + head[-_NEAR:]


def _empty(one: _Refused) -> _Found:
    if not one.found:
        yield "empty", 0, {}


def _mark(one: _Refused) -> _Found:
    if one.query.startswith("\ufeff"):
        yield "mark", 0, {}


def _signs(one: _Refused) -> _Found:
    """Quotation marks that are not closed; signs and spaces of the full width outside strings and comments."""
    end = 0
    for token in (*one.found, Token("sign", "", len(one.query), len(one.query))):
        gap = _COMMENT.sub(lambda match: " " * len(match[0]), one.query[end : token.start])
        end = token.end
        if wide := _WIDE.search(gap):
            yield "wide", token.start - len(gap) + wide.start(), {"text": wide[0]}
        if token.kind == "sign" and token.text in ("'", '"'):
            yield "open_string", token.start, {"text": token.text}
        if token.kind in ("sign", "word") and (wide := _WIDE.match(token.text)):
            yield "wide", token.start, {"text": wide[0]}


def _beginning(one: _Refused) -> _Found:
    """PREFIX lines without a colon, and what the query begins with after them."""
    index = 0
    while index < len(one.found):
        word = one.found[index].text.upper()
        if word == "PREFIX" and index + 1 < len(one.found) and one.found[index + 1].kind == "word":
            yield "prefix_line", one.found[index + 1].start, {"text": one.found[index + 1].text}
        if word in {"PREFIX", "BASE", "VERSION"}:
            index += 3 if word == "PREFIX" else 2
            continue
        forms = _words()["words"]["forms"]
        if word in UPDATES:
            yield "update", one.found[index].start, {"text": word}
        elif word not in forms:
            close = next(iter(get_close_matches(word, forms, 1)), "")
            told = (
                {"close_ja": f"（{close} のことですか）", "close_en": f": did you mean {close}?"}
                if close
                else {}
            )
            values = {"text": one.found[index].text, "close_ja": "", "close_en": ""} | told
            yield "form", one.found[index].start, values
        return


def _prefixes(one: _Refused) -> _Found:
    known = {f"{name}:" for name in one.declared}
    for before, token in pairwise([Token("sign", "", 0, 0), *one.found]):
        if before.text.upper() == "PREFIX":
            known.add(token.text)
        elif token.kind == "name" and (head := token.text.partition(":")[0] + ":") not in known:
            target = PREFIXES.get(head[:-1], "…")
            yield "prefix", token.start, {"text": head, "declaration": f"PREFIX {head} <{target}>"}


def _brackets(one: _Refused) -> _Found:
    opened: list[Token] = []
    for token in one.found:
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _OPENING:
            if not opened:
                yield "unopened", token.start, {"text": token.text, "other": _OPENING[token.text]}
                return
            last = opened.pop()
            if _PAIRS[last.text] != token.text:
                yield "unclosed", last.start, {"text": last.text, "other": _PAIRS[last.text]}
                return
    for token in opened[-1:]:
        yield "unclosed", token.start, {"text": token.text, "other": _PAIRS[token.text]}


def _clauses(one: _Refused) -> _Found:
    """Commas and nameless expressions in SELECT; ORDER and GROUP without BY; LIMIT and OFFSET without a number."""
    selecting, depth, start, named = False, 0, 0, False
    for token, after in one.followed():
        word = token.text.upper() if token.kind == "word" else ""
        if word == "SELECT":
            selecting, depth = True, 0
        elif word in {"WHERE", "FROM"} or token.text == "{":
            selecting = False
        elif selecting and token.text == "(":
            depth += 1
            if depth == 1:
                start, named = token.start, False
        elif selecting and token.text == ")":
            depth -= 1
            if depth == 0 and not named:
                yield "as", start, {}
        elif selecting and token.text == "," and depth == 0:
            yield "comma", token.start, {}
        named = named or (selecting and word == "AS")
        if word in {"ORDER", "GROUP"} and after.text.upper() != "BY":
            yield "by", token.start, {"text": word}
        if word in {"LIMIT", "OFFSET"} and not after.text.isdecimal():
            yield "whole_number", token.start, {"text": word}


def _bare_words(one: _Refused) -> _Found:
    for token, after in one.followed():
        if token.kind != "word" or token.text.lower() in _known("keywords") | _known("functions"):
            continue
        yield ("function" if after.text == "(" else "word"), token.start, {"text": token.text[:40]}


def _grouping(one: _Refused) -> _Found:
    if "variable that is unbound" in one.said:
        yield "grouping", None, {}


def _statements(one: _Refused) -> _Found:
    """Statements of plain terms that are not three: two after a semicolon, one after a comma."""
    wanted, run, plain, depth, values = 3, list[Token](), False, 0, False
    for token in one.found:
        if token.kind in _TERMS or (token.text == "a" and token.kind == "word"):
            run.append(token)
            continue
        if token.text in _ENDS or token.kind == "word":
            if plain and not values and depth == 0 and run and len(run) != wanted:
                yield "statement", run[0].start, {"text": one.query[run[0].start : run[-1].end][:_LONGEST]}
            values = token.text != "}" and (values or token.text.upper() == "VALUES")
            wanted = {";": 2, ",": 1}.get(token.text, 3)
            run, plain = [], token.text in _ENDS
        elif token.kind != "language":
            plain = False
        depth += (token.text in "([") - (token.text in ")]")


_TERMS = frozenset({"variable", "iri", "name", "string", "number", "blank"})
_ENDS = frozenset("{}.;,")
_LOOKS: tuple[Callable[[_Refused], _Found], ...] = (
    _empty,
    _mark,
    _signs,
    _beginning,
    _prefixes,
    _brackets,
    _grouping,
    _clauses,
    _bare_words,
    _statements,
)

"""Where a query searches texts for words: which part of it, which words, and beside which other searches.

A query part that searches texts (`condition/measure-keyword.rq`) binds `?searched…` and tests it with one line
`FILTER(CONTAINS(LCASE(STR(?searched)), LCASE($value)))`. It says of a thing that a word stands in its texts, and nothing else:
no template speaks of the texts found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.question_graph import FOLDER, part

_NOT_KEPT = ("document",)
"""Documents are searched by all their quotes, which are as much as everything else together and seldom asked for."""
_TEST = re.compile(r"^FILTER\(.*CONTAINS\(.*\?searched.*\$value.*\)$", re.MULTILINE)
_SEARCHED = re.compile(r"\?searched\w*")
_VARIABLE = re.compile(r"\\?\?(\w+)")
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_LITERAL = r'"(?:[^"\\\n]|\\.)*"'
_BRACES = re.compile(rf"{_LITERAL}|[{{}}]")
_SAID = rf"(?:VALUES (?P<slot>\?value\w*) \{{(?P<said>(?:\s*{_LITERAL})+)\s*\}}\s*)?"
_BARRED = ("EXISTS {", "MINUS {")


@dataclass(frozen=True, slots=True)
class Search:
    """A part that searches texts: the kind of its rows, the query for all its texts, and how it looks in a query:
    as it is (`pattern`), or in a SELECT DISTINCT of its own (`apart`). `kind` is how it looks that its rows are of a class,
    None where they may be of any."""

    over: str
    texts: str
    pattern: re.Pattern[str]
    apart: re.Pattern[str]
    kind: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Searched:
    """A search at [start, end) of a query, for things in whose texts one of `words` stands.

    Searches over the same kind of things in the same `scope` must all be true of a thing. `kinds` are where it is said
    in that scope of which class the things are.
    """

    search: Search
    start: int
    end: int
    words: tuple[str, ...]
    scope: int
    kinds: tuple[tuple[int, int], ...] = ()


@lru_cache(maxsize=1)
def searches() -> tuple[Search, ...]:
    """All parts that search texts."""
    found = []
    for path in sorted((FOLDER / "condition").glob("*-*.rq")):
        over, name = path.stem.split("-", 1)
        text = part(f"condition/{over}-{name}") or ""
        tests = _TEST.findall(text)
        if over in _NOT_KEPT or len(tests) != 1 or text.count("$value") != tests[0].count("$value"):
            continue
        variables = " ".join(dict.fromkeys(_SEARCHED.findall(tests[0])))
        bound, kind = text.replace(tests[0], ""), part(f"over/{over}") or ""
        query = f"{part('prefixes')}\nSELECT ?{over} {variables} WHERE {{\n{kind}\n{bound}\n}}"
        look = _SAID + _look(over, text)
        apart = rf"\{{ SELECT DISTINCT \?{over} WHERE \{{\s*{_lines(kind)}\s*{look}\s*\}} \}}"
        of_class = re.compile(_lines(kind)) if kind.strip() else None
        found.append(Search(over, query, re.compile(look), re.compile(apart), of_class))
    return tuple(found)


def _lines(text: str) -> str:
    """A pattern for lines as they stand in a finished query, indented."""
    return re.escape(text.strip()).replace("\\\n", r"\n\s*").replace("\n", r"\n\s*")


def _look(over: str, text: str) -> str:
    """The part as it stands in a finished query: numbers behind its variables, its lines indented."""
    escaped = _VARIABLE.sub(
        lambda m: rf"\?{m[1]}" if m[1] in (over, "target_group") else rf"\?{m[1]}_\w+", _lines(text)
    )
    first, *rest = escaped.split(re.escape("$value"))
    literal = rf"(?P<word>{_LITERAL}|\?value\w*)"
    return first + literal + "(?P=word)".join(rest)


def searched(query: str) -> list[Searched]:
    """The searches of a query in their order; those that say in whose texts a word must not stand are left out."""
    if "?searched" not in query:
        return []
    places = [place for search in searches() for place in _places(search, query)]
    places.sort(key=lambda place: place[1])
    scopes = _scopes(query)
    return [
        Searched(search, start, end, words, _scope(start, scopes), _kinds(search, query, start, scopes))
        for search, start, end, words in places
        if not query[:start].rstrip().endswith(_BARRED)
    ]


def _places(search: Search, query: str) -> Iterator[tuple[Search, int, int, tuple[str, ...]]]:
    taken = []
    if f"?{search.over} " not in query:
        return
    for match in search.apart.finditer(query):
        taken.append(match.span())
        yield search, match.start(), match.end(), _words(match)
    for match in search.pattern.finditer(query):
        if not any(start <= match.start() < end for start, end in taken):
            yield search, match.start(), match.end(), _words(match)


def _words(match: re.Match[str]) -> tuple[str, ...]:
    """The words that a part tests: the one written there, or those of its variable (`VALUES ?value_2 { "…" "…" }`)."""
    word = match["word"]
    if word.startswith("?"):
        found = re.findall(_LITERAL, match["said"]) if match["slot"] == word else ()
        return tuple(unescaped(literal[1:-1]) for literal in found)
    return (unescaped(word[1:-1]),)


def _scopes(query: str) -> tuple[list[int], list[int]]:
    """Places in the query, and the innermost brace that is open behind each."""
    places, innermost, opened = [0], [-1], [-1]
    for match in _BRACES.finditer(query):
        if match.group() == "{":
            opened.append(match.start())
        elif match.group() == "}" and len(opened) > 1:
            opened.pop()
        else:
            continue
        places.append(match.end())
        innermost.append(opened[-1])
    return places, innermost


def _scope(start: int, scopes: tuple[list[int], list[int]]) -> int:
    places, innermost = scopes
    return innermost[bisect_right(places, start) - 1]


def _kinds(
    search: Search, query: str, start: int, scopes: tuple[list[int], list[int]]
) -> tuple[tuple[int, int], ...]:
    """Where the query says in the scope of a search at `start` of which class its rows are."""
    if search.kind is None:
        return ()
    found = (match.span() for match in search.kind.finditer(query))
    scope = _scope(start, scopes)
    return tuple(span for span in found if _scope(span[0], scopes) == scope)


def unescaped(literal: str) -> str:
    """What a literal of a query says, without its quotation marks."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else _CONTROLS.get(m[2], m[2]), literal)


__all__ = ["Search", "Searched", "searched", "searches", "unescaped"]

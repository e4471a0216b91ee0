"""Words in texts, found without asking the engine for every text: a query that searches is asked of the finds alone.

A query part that searches texts (`condition/measure-keyword.rq`) binds `?searched…` and tests it with one line
`FILTER(CONTAINS(LCASE(STR(?searched)), LCASE($value)))`. All texts that such a part can bind are kept in memory, in
lower case, in one string; before a query with that part is run, `VALUES ?measure { … }` with the things in whose texts
the word (or one of several words) stands is put in front of the part. The part itself stays, so that the rows are the same, in the same order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graph.question_graph import FOLDER, part

Select = Callable[[str], Sequence[tuple[Any, ...]]]
MOST_THINGS = 3_000
"""More finds than this are not worth naming one by one: the engine goes through all."""
MOST_CHARACTERS = 60_000_000
"""Of all texts of all parts, at two bytes each; parts for which there is no room are searched by the engine."""
_NOT_KEPT = ("document",)
"""Documents are searched by all their quotes, which are as much as everything else together and seldom asked for."""
_BETWEEN = "\uffff"
_TEST = re.compile(r"^FILTER\(.*CONTAINS\(.*\?searched.*\$value.*\)$", re.MULTILINE)
_SEARCHED = re.compile(r"\?searched\w*")
_VARIABLE = re.compile(r"\\?\?(\w+)")
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_LITERAL = r'"(?:[^"\\\n]|\\.)*"'
_BARRED = ("EXISTS {", "MINUS {")


@dataclass(frozen=True, slots=True)
class Search:
    """A part that searches texts: the kind of its rows, the query for all its texts, and how it looks in a query."""

    over: str
    texts: str
    pattern: re.Pattern[str]


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
        bound = text.replace(tests[0], "")
        query = (
            f"{part('prefixes')}\nSELECT ?{over} {variables} WHERE {{\n{part(f'over/{over}')}\n{bound}\n}}"
        )
        found.append(Search(over, query, _look(over, text)))
    return tuple(found)


def _look(over: str, text: str) -> re.Pattern[str]:
    """The part as it stands in a finished query: numbers behind its variables, its lines indented."""
    escaped = re.escape(text.strip()).replace("\\\n", r"\n\s*").replace("\n", r"\n\s*")
    escaped = _VARIABLE.sub(
        lambda m: rf"\?{m[1]}" if m[1] in (over, "target_group") else rf"\?{m[1]}_\w+", escaped
    )
    first, *rest = escaped.split(re.escape("$value"))
    literal = rf"(?P<word>{_LITERAL}|\?value\w*)"
    return re.compile(first + literal + "(?P=word)".join(rest))


class Texts:
    """The texts of one part in one string, and whose each is."""

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        texts: dict[str, list[str]] = {}
        for thing, *searched in rows:
            mine = texts.setdefault(thing.value, [])
            mine += (cell.value.lower() for cell in searched if cell is not None)
        self.things = list(texts)
        self.starts: list[int] = []
        pieces, length = [], 0
        for own in texts.values():
            piece = _BETWEEN.join(dict.fromkeys(own)) + _BETWEEN
            self.starts.append(length)
            pieces.append(piece)
            length += len(piece)
        self.whole = "".join(pieces)

    def having(self, word: str, most: int = MOST_THINGS) -> list[str] | None:
        """The things in whose texts the word stands, in the order of the rows; None when there are more than `most`."""
        word, place, found = word.lower(), 0, list[str]()
        while (place := self.whole.find(word, place)) >= 0:
            owner = bisect_right(self.starts, place) - 1
            found.append(self.things[owner])
            if len(found) > most:
                return None
            if owner + 1 == len(self.starts):
                break
            place = self.starts[owner + 1]
        return found


class TextIndex:
    """The texts of one build, read by `read`; before that, queries stay as they are. Thread-safe."""

    def __init__(self) -> None:
        self._texts: dict[Search, Texts] = {}

    def read(self, select: Select, wanted: Callable[[], bool] = lambda: True) -> None:
        """Read the texts of all parts, as long as they are `wanted`; a part for which there is no room is left out."""
        texts: dict[Search, Texts] = {}
        room = MOST_CHARACTERS
        for search in searches():
            if not wanted():
                return
            read = Texts(select(search.texts))
            if len(read.whole) <= room:
                texts[search] = read
                room -= len(read.whole)
        self._texts = texts

    def narrowed(self, query: str) -> str:
        """The query with the things named in which it searches, where these are few."""
        if not self._texts or "CONTAINS(" not in query:
            return query
        inserted = sorted(self._insertions(query), reverse=True)
        for place, text in inserted:
            query = query[:place] + text + query[place:]
        return query

    def _insertions(self, query: str) -> Iterator[tuple[int, str]]:
        for search, texts in self._texts.items():
            for match in search.pattern.finditer(query):
                if query[: match.start()].rstrip().endswith(_BARRED):
                    continue
                found = _having_any(texts, _words(query, match["word"]))
                if found is not None and len(found) <= len(texts.things) // 2:
                    yield (
                        match.start(),
                        f"VALUES ?{search.over} {{ {' '.join(f'<{thing}>' for thing in found)} }}\n",
                    )


def _words(query: str, slot: str) -> list[str]:
    """The words that a part tests: the one written there, or those of its variable (`VALUES ?value_2 { "…" "…" }`)."""
    if slot.startswith("?"):
        values = re.search(rf"VALUES {re.escape(slot)} \{{((?:\s*{_LITERAL})+)\s*\}}", query)
        return [_unescaped(word[1:-1]) for word in re.findall(_LITERAL, values[1])] if values else []
    return [_unescaped(slot[1:-1])]


def _having_any(texts: Texts, words: list[str]) -> list[str] | None:
    """The things in whose texts any of the words stands; None when that is not to be told, or of no use."""
    found: dict[str, None] = {}
    for word in words:
        mine = texts.having(word) if word and _BETWEEN not in word else None
        if mine is None:
            return None
        found.update(dict.fromkeys(mine))
    return list(found) if words and len(found) <= MOST_THINGS else None


def _unescaped(literal: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else _CONTROLS.get(m[2], m[2]), literal)


__all__ = ["MOST_CHARACTERS", "MOST_THINGS", "Search", "TextIndex", "Texts", "searches"]

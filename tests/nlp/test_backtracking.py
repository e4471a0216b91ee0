"""No pattern over questions can take exponential time: no starred group reads the same words in two ways."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import nlp.questions
from nlp.questions.typed.turns import turns

FRAMES = Path(nlp.questions.__file__).parent.parent / "frames"
SHORT = 12
"""Groups that repeat no more often than this are left out: what they can try is bounded."""

Letters = frozenset[str]
_CATEGORIES = {
    codes.CATEGORY_DIGIT: re.compile(r"\d"),
    codes.CATEGORY_SPACE: re.compile(r"\s"),
    codes.CATEGORY_WORD: re.compile(r"\w"),
    codes.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    codes.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    codes.CATEGORY_NOT_WORD: re.compile(r"\W"),
}


@dataclass
class Places:
    """The letters of a pattern as places, and which place may follow which (a position automaton)."""

    letters: list[Letters] = field(default_factory=list)
    follows: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    twice: bool = False
    """Whether one place follows another in two ways: inside one turn of a loop, and from one turn to the next."""


@dataclass(frozen=True)
class Part:
    """A piece of a pattern: the places that it may begin and end with, and whether it may be empty."""

    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    empty: bool = True


def _alphabet(items: Iterable[tuple[Any, Any]]) -> set[str]:
    """Every letter that a parsed pattern names, and ranges by their ends."""
    found: set[str] = set()
    for op, value in items:
        if op in (codes.LITERAL, codes.NOT_LITERAL):
            found.add(chr(value))
        elif op is codes.RANGE:
            found.update(map(chr, value))
        else:
            for inner in _inside(op, value):
                found |= _alphabet(inner)
    return found


def _inside(op: Any, value: Any) -> list[Any]:
    """The parsed pieces inside one node."""
    if op is codes.IN:
        return [value]
    if op is codes.BRANCH:
        return list(value[1])
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is codes.SUBPATTERN:
        return [value[3]]
    return [value] if op is codes.ATOMIC_GROUP else []


def _set(op: Any, value: Any, alphabet: Letters) -> Letters | None:
    """The letters that one node stands for; None where it stands for no letter."""
    if op is codes.LITERAL:
        return frozenset({chr(value)})
    if op is codes.NOT_LITERAL:
        return alphabet - {chr(value)}
    if op is codes.ANY:
        return alphabet
    if op is codes.CATEGORY:
        return frozenset(letter for letter in alphabet if _CATEGORIES[value].match(letter))
    if op is codes.RANGE:
        return frozenset(letter for letter in alphabet if value[0] <= ord(letter) <= value[1])
    if op is not codes.IN:
        return None
    turned = value[0][0] is codes.NEGATE
    said = frozenset().union(*(_set(*item, alphabet) or () for item in value if item[0] is not codes.NEGATE))
    return alphabet - said if turned else said


def _joined(places: Places, one: Part, two: Part) -> Part:
    for place in one.last:
        places.twice = places.twice or bool(places.follows[place] & two.first)
        places.follows[place] |= two.first
    return Part(
        one.first | two.first if one.empty else one.first,
        one.last | two.last if two.empty else two.last,
        one.empty and two.empty,
    )


def _placed(items: Iterable[tuple[Any, Any]], places: Places, alphabet: Letters) -> Part:
    whole = Part()
    for op, value in items:
        whole = _joined(places, whole, _node(op, value, places, alphabet))
    return whole


def _node(op: Any, value: Any, places: Places, alphabet: Letters) -> Part:
    letters = _set(op, value, alphabet)
    if letters is not None:
        places.letters.append(letters)
        here = frozenset({len(places.letters) - 1})
        return Part(here, here, empty=False)
    parts = [_placed(inner, places, alphabet) for inner in _inside(op, value)]
    if not parts:
        return Part()
    part = Part(
        frozenset().union(*(one.first for one in parts)),
        frozenset().union(*(one.last for one in parts)),
        any(one.empty for one in parts),
    )
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] > 1:
        _joined(places, part, part)
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and not value[0]:
        part = Part(part.first, part.last, empty=True)
    return part


def _read_twice(body: Any, alphabet: Letters) -> bool:
    """Whether what is repeated can be read in two ways that come back to the same place with the same letters."""
    places = Places()
    part = _placed(body, places, alphabet)
    _joined(places, part, part)
    if places.twice:
        return True
    ahead: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    back: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)

    @cache
    def meet(one: int, two: int) -> bool:
        return bool(places.letters[one] & places.letters[two])

    waiting = [(place, place) for place in range(len(places.letters))]
    seen = set(waiting)
    while waiting:
        pair = waiting.pop()
        for one in places.follows[pair[0]]:
            for two in places.follows[pair[1]]:
                if not meet(one, two):
                    continue
                ahead[pair].add((one, two))
                back[one, two].add(pair)
                if (one, two) not in seen:
                    seen.add((one, two))
                    waiting.append((one, two))
    return any(_reached(place, ahead) & _reached(place, back) for place in range(len(places.letters)))


def _reached(place: int, steps: dict[tuple[int, int], set[tuple[int, int]]]) -> set[tuple[int, int]]:
    """The pairs of two different places that are reached from one place paired with itself."""
    found: set[tuple[int, int]] = set()
    waiting = [(place, place)]
    while waiting:
        new = steps.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return {pair for pair in found if pair[0] != pair[1]}


def _starred(items: Iterable[tuple[Any, Any]]) -> Iterator[Any]:
    """What the groups of a parsed pattern repeat without a bound, lookarounds too."""
    for op, value in items:
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] > SHORT:
            yield value[2]
            continue
        inside = [value[1]] if op in (codes.ASSERT, codes.ASSERT_NOT) else _inside(op, value)
        for inner in inside if op is not codes.IN else ():
            yield from _starred(inner)


def ambiguous(pattern: str) -> bool:
    """Whether a repeated group of the pattern reads some words in more than one way."""
    bodies = list(_starred(parser.parse(pattern)))
    return any(_read_twice(body, frozenset(_alphabet(body) | set("あ亜0a 、"))) for body in bodies)


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _strings(item)


def _kept(value: object) -> Iterator[str]:
    if isinstance(value, re.Pattern):
        yield value.pattern
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _kept(item)


def _of_modules() -> Iterator[str]:
    """The patterns that modules of nlp.questions keep or make from data, and the texts that they may make them from."""
    for info in pkgutil.walk_packages(nlp.questions.__path__, "nlp.questions."):
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            yield from _kept(value)
            parameters = getattr(value, "cache_parameters", None)
            if parameters and not value.__wrapped__.__code__.co_argcount:
                yield from _kept(value())
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        yield from (
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )


def _all_patterns() -> set[str]:
    found = {turn.pattern.pattern for turn in turns()} | set(_of_modules())
    for path in FRAMES.rglob("*.toml"):
        found.update(_strings(tomllib.loads(path.read_text(encoding="utf-8"))))
    return {said for said in found if ("*" in said or "+" in said or "{" in said) and _compiles(said)}


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def test_no_starred_group_reads_words_in_two_ways() -> None:
    assert sorted(filter(ambiguous, _all_patterns())) == []


@pytest.mark.parametrize(
    "pattern",
    ["(?:し|た|した)*$", "(?:a+)*b", "(?:ab|c|a|bc)+", "x(?:表示し?|し)*", "(?:の?か?)*は", r"(?:\d{1,4})+x"],
)
def test_two_ways_are_found(pattern: str) -> None:
    assert ambiguous(pattern)


@pytest.mark.parametrize(
    "pattern", ["(?:し|た|かな|か)*$", r"(?:\d+、)*\d+", "(?:した|し|た)*+$", "[あ-ん]*", "(?:a|aa){0,3}"]
)
def test_one_way_is_left(pattern: str) -> None:
    assert not ambiguous(pattern)

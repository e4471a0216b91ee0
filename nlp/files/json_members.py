"""JSON read with places: the objects of a file, each value with its span in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from typing import Any

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object. The span is that of the value, without the quotation marks of a string."""

    key: str
    value: Any
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Broken:
    """Where and why a text stops being JSON: everything from `start` on is unread."""

    start: int
    reason: str


def objects_in(text: str) -> Iterator[tuple[tuple[Member, ...], int, int] | Broken]:
    """The objects of a JSON text that is an object of objects or a list of objects, each with its span.

    A text that is cut or damaged gives the objects before the damage, then one `Broken`.

    >>> [[m.key for m in found[0]] for found in objects_in('{"1": {"a": 1, "b": [2]}}')]
    [['a', 'b']]
    """
    try:
        at = _skip(text, 0)
        opening = text[at : at + 1]
        if opening not in ("{", "["):
            yield Broken(at, "neither an object nor a list")
            return
        at = _skip(text, at + 1)
        while text[at : at + 1] not in ("}", "]"):
            if opening == "{":
                _, at = _value(text, at)
                at = _skip(text, _expect(text, at, ":"))
            if text[at : at + 1] == "{":
                members, end = _members(text, at)
                yield members, at, end
                at = end
            else:
                _, at = _value(text, at)
            at = _skip(text, at)
            if text[at : at + 1] == ",":
                at = _skip(text, at + 1)
            elif text[at : at + 1] not in ("}", "]"):
                raise JSONDecodeError("the text ends or a comma is missing", text, at)
    except (JSONDecodeError, RecursionError) as error:
        yield Broken(getattr(error, "pos", 0), str(error))


def _members(text: str, at: int) -> tuple[tuple[Member, ...], int]:
    found = []
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        key, at = _value(text, at)
        start = _skip(text, _expect(text, at, ":"))
        value, end = _value(text, start)
        quoted = isinstance(value, str)
        found.append(Member(str(key), value, start + quoted, end - quoted))
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
            if text[at : at + 1] == "}":
                raise JSONDecodeError("nothing stands behind a comma", text, at)
        elif text[at : at + 1] != "}":
            raise JSONDecodeError("the text ends or a comma is missing", text, at)
    return tuple(found), at + 1


def _value(text: str, at: int) -> tuple[Any, int]:
    if at >= len(text):
        raise JSONDecodeError("the text ends", text, at)
    return _DECODER.raw_decode(text, at)


def _expect(text: str, at: int, sign: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != sign:
        raise JSONDecodeError(f"'{sign}' is missing", text, at)
    return at + 1


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at

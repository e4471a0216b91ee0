"""Bodies named side by side (都道府県、市町村 / 県及び指定都市 / 社会福祉法人・NPO法人), each with the bracket behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BRACKET = re.compile(r"[（(](?P<inside>[^（）()]*)[）)]")
_JOINT = re.compile(
    r"[、，,・\t\n\s\u3000]+(?:及び|並びに|又は|または|もしくは|若しくは)?|及び|並びに|又は|または|若しくは|もしくは"
)
# What makes a phrase of a list: 市町村が認める団体, 全国を区域とする法人. Cut, it would name somebody else.
_PHRASE = re.compile(r"[をへにがで]|した|する|行う|よる|その他")

_SHORT = frozenset("国都道府県市区町村")


@dataclass(frozen=True, slots=True)
class Body:
    """A body at [start, end) of the text, brackets included; `note` is what its bracket says."""

    name: str
    start: int
    end: int
    note: str = ""


def split_bodies(text: str) -> list[Body]:
    """The bodies that `text` lists, in order; a phrase with a verb or a particle stays whole, text in brackets is no list.

    >>> [body.name for body in split_bodies("都道府県及び市町村（特別区を含む。）")]
    ['都道府県', '市町村']
    >>> [body.name for body in split_bodies("県及び市が設立した法人")]
    ['県及び市が設立した法人']
    """
    plain = _BRACKET.sub(lambda match: "〇" * len(match.group()), text)
    if _PHRASE.search(plain) or plain.strip("〇").strip().startswith("※"):
        spans = [(0, len(text))]
    else:
        cuts = [match.span() for match in _JOINT.finditer(plain)]
        bounds = [0, *(place for cut in cuts for place in cut), len(text)]
        spans = list(zip(bounds[::2], bounds[1::2], strict=True))
    return list(_bodies(text, spans))


def _bodies(text: str, spans: list[tuple[int, int]]) -> Iterator[Body]:
    for first, last in spans:
        while first < last and text[first].isspace():
            first += 1
        while first < last and text[last - 1].isspace():
            last -= 1
        part = text[first:last]
        if part.startswith("※"):
            return
        name = _BRACKET.sub("", part).strip()
        note = " ".join(match["inside"] for match in _BRACKET.finditer(part))
        if len(name) > 1 or name in _SHORT:
            yield Body(name, first, last, note)

"""What a clause of a guideline says: to whom and through whom, how often, how long, whether it orders, and which items it points to.

How clauses say so stands in `frames/clauses.toml`; texts are as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Literal

from nlp.questions.tables.patterns import patterns

_table = partial(patterns, "clauses.toml")
_FOLD = str.maketrans("０１２３４５６７８９（）", "0123456789()")
Sort = Literal["timed", "wished", "ordered", "only_where", "for_whom"]


def values_said(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """What clauses print for one thing (whom, via, often, long, article), each once; of names the longest alone (大臣, 内閣総理大臣).

    >>> values_said("whom", ["実績報告書を内閣総理大臣に提出すること。"]), values_said("often", ["毎年度、検証する。"])
    (('内閣総理大臣',), ('毎年度',))
    """
    pattern = _table("said")[name]
    if "who" not in pattern.groupindex:
        return tuple(dict.fromkeys(m.group() for text in texts for m in pattern.finditer(text)))
    found = dict.fromkeys(m["who"] for text in texts for m in pattern.finditer(text))
    return tuple(one for one in found if not any(one != other and one in other for other in found))


def is_said_so(sort: Sort, text: str) -> bool:
    """Whether a clause names a time, only wishes, orders, holds under a condition, or says for whom.

    >>> is_said_so("wished", "公表するよう努めるものとする。"), is_said_so("timed", "公表する。")
    (True, False)
    """
    return _table("sort")[sort].search(text) is not None


def left_out(text: str) -> str:
    """What a clause excepts, "" for nothing.

    >>> left_out("市町村（指定都市及び中核市を除く。）にあっては、都道府県を経由して")
    '（指定都市及び中核市を除く。）'
    """
    return "".join(match.group() for match in _table("sort")["left_out"].finditer(text))


def time_pattern() -> str:
    """The pattern of clauses that name a time (within two months, by the end of, without delay), for a query's REGEX."""
    return _table("sort")["timed"].pattern


def places_spoken_of(text: str) -> tuple[str, ...]:
    """The places of items that a clause names.

    >>> places_spoken_of("３（２）ア⑦及び⑧の取組については")
    ('3(2)ア⑦', '3(2)ア⑧')
    >>> places_spoken_of("３（１）及び（２）の事業の実施主体は")
    ('3(1)', '3(2)')
    """
    activities = [
        match["place"].translate(_FOLD) + sign
        for match in _table("items")["at"].finditer(text)
        for sign in re.findall("[①-⑳]", match["signs"])
    ]
    programmes = [
        (match["head"] + part).translate(_FOLD)
        for match in _table("items")["whole"].finditer(text)
        for part in re.findall("[（(][0-9０-９]+[）)]", match["parts"])
    ]
    return tuple(dict.fromkeys((*activities, *programmes)))


__all__ = ["Sort", "is_said_so", "left_out", "places_spoken_of", "time_pattern", "values_said"]

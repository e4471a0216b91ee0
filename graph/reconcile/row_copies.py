"""Rows that two copies of one document print: which are one row, in spite of damage in one copy."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import Levenshtein

# Two documents are copies of one when rows that say the very same make up this share of the shorter one, and are so many.
_SHARE = 0.4
_FEWEST = 5
# Letters misread, of all letters of a name: 食品アクセス and 食品流通 are two names.
_MISREAD = 0.15
_NO_LABEL = "-"
_LABEL, _MINISTRIES = 0, 1


@dataclass(slots=True)
class Printed:
    """The rows that documents were found to print, told in one pass over the documents: who printed a row first."""

    _first: dict[int, str] = field(default_factory=dict)
    _sizes: dict[str, int] = field(default_factory=dict)

    def copied_from(self, document: Mapping[str, Any], rows: Mapping[str, str]) -> str:
        """The id of the earlier document of which `document` is a copy, "" when there is none; then its rows are noted.

        `rows` holds what each row says (`DocumentPart.identities`) by thing path.
        """
        own = str(document["id"])
        keys = [
            zlib.crc32(f"{document['profile']} {path} {said}".encode())
            for path, said in rows.items()
            if not said.startswith(_NO_LABEL)
        ]
        alike = Counter(self._first[key] for key in keys if key in self._first)
        for key in keys:
            self._first.setdefault(key, own)
        self._sizes[own] = len(rows)
        if not alike:
            return ""
        name, count = max(alike.items(), key=lambda item: (item[1], item[0]))
        return name if count >= max(_FEWEST, _SHARE * min(len(rows), self._sizes[name])) else ""


def together(first: str, second: str) -> str:
    """What two identities say together, "" when they contradict each other: unprinted is no contradiction.

    >>> together("見守り事業\\t内閣府\\t100\\t", "見守り事業\\t内閣府\\t\\texact"), together("見守り事業\\t\\t1", "見守り事業\\t\\t2")
    ('見守り事業\\t内閣府\\t100\\texact', '')
    """
    one, other = first.split("\t"), second.split("\t")
    if one[:2] != other[:2] or any(a and b and a != b for a, b in zip(one, other, strict=True)):
        return ""
    return "\t".join(a or b for a, b in zip(one, other, strict=True))


def damage_between(first: str, second: str) -> str | None:
    """How two rows under one number differ where damage explains it, in words; "" when they do not, None when they are two rows.

    Only for rows of copies of one document. An amount that differs makes two rows; so does a name that is not like the other.

    >>> damage_between("若い世代への食育の推進\\t農林水産省", "の食育の推進\\t農林水産省")
    '名称が切れている'
    >>> damage_between("見守り事業\\t内閣府", "学習支援\\t内閣府") is None
    True
    """
    if together(first, second):
        return ""
    one, other = first.split("\t"), second.split("\t")
    label = _label(one[_LABEL], other[_LABEL])
    ministry = _ministries(one[_MINISTRIES], other[_MINISTRIES])
    said = ["" if not (a and b and a != b) else a for a, b in zip(one[2:], other[2:], strict=True)]
    if label is None or any(said) or (ministry is None and label):
        return None
    return "、".join(filter(None, (label, "府省庁が違う" if ministry is None else ministry)))


def _label(first: str, second: str) -> str | None:
    if first == second:
        return ""
    if _NO_LABEL in (first, second):
        return "名称が読めない"
    if first in second or second in first:
        return "名称が切れている"
    misread = Levenshtein.normalized_distance(first, second) <= _MISREAD
    return "名称の字が違う" if misread else None


def _ministries(first: str, second: str) -> str | None:
    one, other = (set(filter(None, text.split("|"))) for text in (first, second))
    if one == other:
        return ""
    if not one or not other:
        return "府省庁が読めない"
    return "府省庁の一部が読めない" if one < other or other < one else None

"""A question about the list of grantees: which of them, by seat, area of work, number of areas and legal form, and what of them.

Every word must be a way to choose, a column, a place that the list prints, or one that narrows nothing; a question with
any other word is none of these. The knowledge is in `frames/grantee_questions.toml` and `frames/regions.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.questions.found.numbers import find_numbers
from nlp.questions.found.words import words
from nlp.questions.printed.asked_words import half_unread, says_something
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_key, fold_question, without_wish

_FILE = "grantee_questions.toml"
_SUFFIX = re.compile("[都府県]$")
_AND = re.compile(r"(?:と|や|か|、|・|または|及び|および|\s)+")
_DENYING = ("ない", "無い", "ず", "ぬ")
_POINTING = re.compile(
    r"それ(?!ぞれ|とも|から)|(?<!よ)その(?!他|[0-9])|(?<!ど)この|あの|これ|あれ|以上|以下|より|なぜ|いつ"
)


@dataclass(frozen=True, slots=True)
class Places:
    """Places of which one must be printed as the seat or among the areas (`side`: "seat", "area" or "" for either); `barred`:
    none of them may be."""

    said: str
    values: tuple[str, ...]
    side: str
    barred: bool = False


@dataclass(frozen=True, slots=True)
class GranteeQuestion:
    """Which grantees are asked for: places, legal forms (`forms_barred`: all others), the number of areas (0 for any, -1 for more
    than one), `whole_only` those that work in the whole country and nowhere else named, `whole` those that do, years;
    `fields` are the columns asked for, "count" among them where their number is."""

    places: tuple[Places, ...]
    forms: tuple[str, ...]
    forms_barred: bool
    areas: int
    whole: bool
    whole_only: bool
    years: tuple[int, ...]
    fields: tuple[str, ...]


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    data = load_frames_file(_FILE)
    return {
        table: {key: re.compile(said) for key, said in data[table].items()}
        for table in ("about", "side", "forms", "barred", "spread", "fields", "glue")
    }


def may_ask_of_grantees(question: str) -> bool:
    """Whether a question, as typed, has a word of the list of grantees, so that the list is worth reading for it."""
    return bool(_tables()["about"]["said"].search(_text(question)))


def _text(question: str) -> str:
    return without_wish(plain_speech(fold_question(question)))


def grantee_question(question: str, printed: Sequence[str]) -> GranteeQuestion | None:
    """What a question, as typed, asks of the list of grantees whose places are `printed`; None where it asks of none."""
    text = _text(question)
    tables = _tables()
    if not tables["about"]["said"].search(text) or _POINTING.search(text):
        return None
    read = _Read(text)
    years = tuple(h for h in find_numbers(text) if h.kind == "year")
    for hit in years:
        read.take(hit.start, hit.end)
    found = [place for named in _named(printed) for place in _places(named, text, read)]
    places = tuple(_with_side(place, text, read) for place in _together(found, text))
    for said in tables["side"].values():
        read.all(said)
    forms, forms_barred = _forms(text, read)
    areas, whole, only = _spread(read)
    fields = tuple(
        name for name, said in tables["fields"].items() if any(read.all(said)) or said.search(text)
    )
    read.all(tables["glue"]["said"])
    if not (places or forms or areas or whole) or read.left():
        return None
    when = tuple(int(h.values[0]) for h in years if h.values[0].isdecimal())
    return GranteeQuestion(
        tuple(p for p, _, _ in places), forms, forms_barred, areas, whole, only, when, fields
    )


class _Read:
    """Which characters of a question are read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.covered = [False] * len(text)

    def take(self, start: int, end: int) -> None:
        self.covered[start:end] = [True] * (end - start)

    def all(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = [m for m in pattern.finditer(self.text) if m.end() > m.start()]
        for match in found:
            self.take(*match.span())
        return found

    def left(self) -> bool:
        """Whether a word that says something is not read."""
        narrowing = {*_DENYING, "だけ", "のみ", "しか", "何", "いくら"}
        return any(
            says_something(token) or {token.surface, token.normal} & narrowing
            for token in half_unread(words(self.text), self.covered)
        )


def _named(printed: Sequence[str]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Ways of saying a place, with the values that it is printed as; longer ones first."""
    found = [
        ((fold_key(place), *([fold_key(_SUFFIX.sub("", place))] if _SUFFIX.search(place) else [])), (place,))
        for place in printed
        if place != "全国"
    ]
    for name, data in load_frames_file("regions.toml").items():
        found.append(((fold_key(name), *map(fold_key, data["said"])), tuple(data["prefectures"])))
    return sorted(found, key=lambda one: -len(one[0][0]))


def _places(
    named: tuple[tuple[str, ...], tuple[str, ...]], text: str, read: _Read
) -> list[tuple[Places, int, int]]:
    """Each place where one of the ways of saying it stands."""
    found = []
    for said in named[0]:
        for match in re.finditer(f"{re.escape(said)}内?", text):
            if not any(read.covered[match.start() : match.end()]):
                read.take(*match.span())
                found.append((Places(said, named[1], ""), *match.span()))
    return found


def _together(found: list[tuple[Places, int, int]], text: str) -> list[tuple[Places, int, int]]:
    """Places in one row as one of either (長野と福岡の団体)."""
    kept: list[tuple[Places, int, int]] = []
    for place, start, end in sorted(found, key=lambda one: one[1]):
        if kept and _AND.fullmatch(text[kept[-1][2] : start]):
            before, begun, _ = kept[-1]
            joined = Places(f"{before.said}・{place.said}", (*before.values, *place.values), "")
            kept[-1] = (joined, begun, end)
        else:
            kept.append((place, start, end))
    return kept


def _with_side(found: tuple[Places, int, int], text: str, read: _Read) -> tuple[Places, int, int]:
    """The place with what it is the place of, as the words right behind it or before it say, and whether it is denied."""
    place, start, end = found
    tables = _tables()
    behind = text[end : end + 12]
    barred = tables["barred"]["said"].match(text[end:])
    if barred is not None:
        read.take(end, end + barred.end())
    seat, area = tables["side"]["seat"].search(behind), tables["side"]["area"].search(behind)
    if seat is None and area is None:
        # 北海道でやっているのに本拠は北海道でない: what stands nearest before it.
        before = text[max(0, start - 10) : start]
        seat, area = (_last(tables["side"][name], before) for name in ("seat", "area"))
        nearer = seat is not None and (area is None or seat.start() > area.start())
    else:
        nearer = seat is not None and (area is None or seat.start() < area.start())
    side = ""
    if nearer:
        side = "seat"
    elif area is not None:
        side = "area"
    return Places(place.said, place.values, side, barred is not None), start, end


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter(list(pattern.finditer(text))[-1:]), None)


def _forms(text: str, read: _Read) -> tuple[tuple[str, ...], bool]:
    found: list[str] = []
    denied: list[bool] = []
    for form, said in _tables()["forms"].items():
        for match in read.all(said):
            found += form.split("|")
            barred = _tables()["barred"]["said"].match(text[match.end() :])
            denied.append(barred is not None)
            if barred is not None:
                read.take(match.end(), match.end() + barred.end())
    return tuple(dict.fromkeys(found)), bool(denied) and all(denied)


def _spread(read: _Read) -> tuple[int, bool, bool]:
    """How many areas, whether the whole country is one, whether it is the only one."""
    tables = _tables()["spread"]
    counted = read.all(tables["counted"])
    several = read.all(tables["several"])
    areas = int(counted[0]["n"]) if counted else -1 if several else 0
    whole = read.all(tables["whole"])
    only = any(tables["only"].search(m.group()) for m in whole)
    return areas, bool(whole), only


__all__ = ["GranteeQuestion", "Places", "grantee_question", "may_ask_of_grantees"]

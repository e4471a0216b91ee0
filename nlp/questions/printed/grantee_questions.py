"""A question about the list of grantees: which of them, by seat, area of work, number of areas and legal form, and what of them.

Every word must be a way to choose, a column, a place that the list prints, or one that narrows nothing; a question with
any other word is none of these. The knowledge is in `frames/grantee_questions.toml` and `frames/regions.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from nlp.questions.found.marked import Marked, Span
from nlp.questions.found.numbers import find_numbers
from nlp.questions.found.words import words
from nlp.questions.printed.asked_words import says_something
from nlp.questions.printed.record_questions import may_not_be_left
from nlp.questions.printed.sought_words import Sought, sought_words
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_key, fold_question, without_wish

_FILE = "grantee_questions.toml"
_WHOLE = "全国"
_JOINED_IN = (
    r"(?:(?:を|で|として|に)?(?:組(?:んで(?:い)?る|んだ)|結成[しす]|参加[しす]|申請[しす]|応募[しす]|申し?込ん(?:だ|で(?:い)?る)|まとめて(?:い)?る|率いる)|"
    r"(?=は|なのは|の(?:団体|ところ|法人)|$|[?。]))"
)
"""What is done with a consortium, beside the word that a remark begins with, or that nothing more is said of it."""
_BEHIND, _BEFORE = 12, 10
"""How many characters beside a place may say what it is the place of."""
_table = partial(patterns, _FILE)
_Named = tuple[tuple[str, ...], tuple[str, ...]]
"""Ways of saying a place, and the values that it is printed as."""


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
    than one), `whole_only` those that work in the whole country and nowhere else named, `whole` those that do, years, remarks that their row prints,
    `numbers` of the table, `words` that their name, project or outline prints; `fields` are the columns asked for, "count" among them
    where their number is."""

    places: tuple[Places, ...]
    forms: tuple[str, ...]
    forms_barred: bool
    areas: int
    whole: bool
    whole_only: bool
    years: tuple[int, ...]
    remarks: tuple[str, ...]
    fields: tuple[str, ...]
    numbers: tuple[int, ...] = ()
    words: tuple[Sought, ...] = ()

    def chooses(self) -> bool:
        """Whether some grantees are chosen, not all of them asked for."""
        return bool(
            self.places
            or self.forms
            or self.areas
            or self.whole
            or self.remarks
            or self.years
            or self.numbers
            or self.words
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """A place at [start, end) of the question."""

    place: Places
    start: int
    end: int


def may_ask_of_grantees(question: str) -> bool:
    """Whether a question, as typed, has a word of the list of grantees or their remarks, so that the list is worth reading."""
    text = _text(question)
    return any(_table("about")[name].search(text) for name in ("said", "remarked"))


def _text(question: str) -> str:
    return without_wish(plain_speech(fold_question(question)))


def grantee_question(
    question: str, printed: Sequence[str], remarks: Sequence[str] = (), *, any_of: bool = False
) -> GranteeQuestion | None:
    """What a question, as typed, asks of the list of grantees whose places are `printed` and whose rows have `remarks`
    (コンソーシアムの代表団体); None where it asks of none. `any_of`: it is known to ask of grantees, if only of all."""
    text = _text(question)
    said_remarks = _remarks(text, remarks)
    told = any_of or said_remarks or _table("about")["said"].search(text)
    if not told or _table("unread")["pointing"].search(text):
        return None
    years = [h for h in find_numbers(text) if h.kind == "year"]
    marked = Marked(text, ((hit.start, hit.end) for hit in years))
    marked.take(span for _, span in said_remarks)
    found = [place for named in _named(printed) for place in _places(named, marked)]
    places = tuple(_with_side(place, marked) for place in _together(found, text))
    for said in (*_table("side").values(), _table("places")["spanned"]):
        marked.all(said)
    forms, forms_barred = _forms(marked)
    areas, whole, only = _spread(marked)
    numbers = tuple(int(m["n"] or m["n2"]) for m in marked.matches(_table("numbers")["said"]))
    fields = tuple(name for name, said in _table("fields").items() if marked.all(said) or said.search(text))
    marked.all(_table("glue")["said"])
    chosen = any_of or places or forms or areas or whole or said_remarks or numbers
    about = _about(marked)
    if about is None or not (chosen or about):
        return None
    when = tuple(int(h.values[0]) for h in years if h.values[0].isdecimal())
    kept = tuple(dict.fromkeys(remark for remark, _ in said_remarks))
    return GranteeQuestion(
        places, forms, forms_barred, areas, whole, only, when, kept, fields, numbers, about
    )


def _remarks(text: str, remarks: Sequence[str]) -> list[tuple[str, Span]]:
    """The remarks of rows that a question says, with or without の in them, and where."""
    found = []
    for remark in remarks:
        parts = list(map(re.escape, fold_key(remark).split("の")))
        said = "の?".join(parts)
        matches = list(re.finditer(said, text)) or list(re.finditer(parts[0] + _JOINED_IN, text))
        found += [(remark, match.span()) for match in matches]
    return found


def _about(marked: Marked) -> tuple[Sought, ...] | None:
    """The words not read yet that a row must print (ヤングケアラーに関わる団体), () for none; None where one of them denies, narrows or asks,
    or all are verbs."""
    narrowing = set(load_frames_file(_FILE)["unread_words"]["narrowing"])
    left = list(marked.unread(words(marked.text)))
    if any({token.surface, token.normal} & narrowing or may_not_be_left(token) for token in left):
        return None
    said = [token for token in left if says_something(token)]
    if any(
        token.pos not in ("名詞", "動詞", "接頭辞", "接尾辞") or token.surface.isdecimal() for token in said
    ):
        return None
    found = sought_words(said)
    if found is None:
        return None
    kept = tuple(word for word in found if not word.verb)
    nouns = {token.start for token in said if token.pos == "名詞"}
    return kept if not kept or nouns else None


def _named(printed: Sequence[str]) -> list[_Named]:
    """The places of a list and the regions that may be said, longer ones first."""
    suffix = _table("places")["suffix"]
    found: list[_Named] = [
        ((fold_key(place), *([fold_key(suffix.sub("", place))] if suffix.search(place) else [])), (place,))
        for place in dict.fromkeys((*printed, *_prefectures()))
        if place != _WHOLE
    ]
    for name, data in load_frames_file("regions.toml").items():
        found.append(((fold_key(name), *map(fold_key, data["said"])), tuple(data["prefectures"])))
    return sorted(found, key=lambda one: -len(one[0][0]))


def _prefectures() -> list[str]:
    """Every prefecture, which may be asked for where the list prints none of it (愛知や大阪の団体)."""
    return [place for data in load_frames_file("regions.toml").values() for place in data["prefectures"]]


def _places(named: _Named, marked: Marked) -> list[_Found]:
    """Each place where one of the ways of saying it stands."""
    ways, values = named
    found = []
    for said in ways:
        for match in re.finditer(f"{re.escape(said)}内?", marked.text):
            if not marked.any(*match.span()):
                marked.take([match.span()])
                found.append(_Found(Places(said, values, ""), *match.span()))
    return found


def _together(found: Sequence[_Found], text: str) -> list[_Found]:
    """Places in one row as one of either (長野と福岡の団体); each of them where the row spans both (長野と福岡をまたぐ)."""
    joined_by = _table("places")["joined"]
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: one.start):
        last = kept[-1] if kept else None
        if _table("places")["both"].match(text[one.end :]):
            return [
                replace(each, place=replace(each.place, side=each.place.side or "area")) for each in found
            ]
        if last is not None and joined_by.fullmatch(text[last.end : one.start]):
            either = (*last.place.values, *one.place.values)
            place = Places(f"{last.place.said}・{one.place.said}", either, "")
            kept[-1] = _Found(place, last.start, one.end)
        else:
            kept.append(one)
    return kept


def _with_side(found: _Found, marked: Marked) -> Places:
    """The place with what it is the place of, as the words right behind it or before it say, and whether it is denied."""
    text, side = marked.text, _table("side")
    barred = _barred(found.end, marked)
    behind = text[found.end : found.end + _BEHIND]
    seat, area = side["seat"].search(behind), side["area"].search(behind)
    if seat is None and area is None:
        # 北海道でやっているのに本拠は北海道でない: what stands nearest before it.
        before = text[max(0, found.start - _BEFORE) : found.start]
        seat, area = _last(side["seat"], before), _last(side["area"], before)
        of_seat = seat is not None and (area is None or seat.start() > area.start())
    else:
        of_seat = seat is not None and (area is None or seat.start() < area.start())
    said = "seat" if of_seat else "area" if area is not None else ""
    return replace(found.place, side=found.place.side or said, barred=barred)


def _barred(end: int, marked: Marked) -> bool:
    """Whether what ends there is denied right behind it, which is then read."""
    barred = _table("barred")["said"].match(marked.text[end:])
    if barred is None:
        return False
    marked.take([(end, end + barred.end())])
    return True


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter(list(pattern.finditer(text))[-1:]), None)


def _forms(marked: Marked) -> tuple[tuple[str, ...], bool]:
    """The legal forms said, and whether they are all denied."""
    found: list[str] = []
    denied: list[bool] = []
    for form, said in _table("forms").items():
        for _, end in marked.all(said):
            found += form.split("|")
            denied.append(_barred(end, marked))
    return tuple(dict.fromkeys(found)), bool(denied) and all(denied)


def _spread(marked: Marked) -> tuple[int, bool, bool]:
    """How many areas, whether the whole country is one, whether it is the only one."""
    spread = _table("spread")
    counted = marked.matches(spread["counted"])
    several = marked.all(spread["several"])
    areas = int(counted[0]["n"]) if counted else -1 if several else 0
    whole = marked.matches(spread["whole"])
    only = any(spread["only"].search(m.group()) for m in whole)
    return areas, bool(whole), only


__all__ = ["GranteeQuestion", "Places", "grantee_question", "may_ask_of_grantees"]

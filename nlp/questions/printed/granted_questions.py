"""A question about what grantees were granted, as the table of grantees prints it: which of them, in which order, their sum.

The words for money are taken off (`frames/granted.toml`); what is left must be a way to choose grantees, all of it
(`nlp.questions.printed.grantee_questions`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from nlp.questions.found.numbers import NumberHit, find_numbers
from nlp.questions.printed.granted_values import place_of_order, special_value
from nlp.questions.printed.grantee_questions import GranteeQuestion, grantee_question
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_key, fold_question, without_wish

_table = partial(patterns, "granted.toml")
_BLANK = "、"
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Bound:
    """Amounts in yen of which one end or both are said: `operator` is that of a number (">=", "<", "between", "=")."""

    operator: str
    values: tuple[int, ...]

    def holds(self, yen: int) -> bool:
        """Whether an amount lies within it."""
        first, last = self.values[0], self.values[-1]
        return {
            ">=": yen >= first,
            ">": yen > first,
            "<=": yen <= first,
            "<": yen < first,
            "between": first <= yen <= last,
        }.get(self.operator, yen == first)


@dataclass(frozen=True, slots=True)
class GrantedQuestion:
    """Which grantees are asked for (`choice`; None for all, `names` those named, `programmes` the names of the programmes), within
    which bounds; `order` "desc" or "asc" ("" for the table's), `most` how many of the order (0 for all), `nth` which place of it
    (0 for none); `value`: "amounts", "total", "mean", "count", "gap" (the greatest and the smallest apart), "share" (of all of them)
    or "unread" (those whose amount is not read); `mean_side`: only those "above" or "below" the mean; `fields`: columns asked for beside the amounts."""

    choice: GranteeQuestion | None
    names: tuple[str, ...]
    programmes: tuple[str, ...]
    bounds: tuple[Bound, ...]
    order: str
    most: int
    value: str
    nth: int = 0
    mean_side: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """What the rows of the table print: places, remarks, names by which grantees are called with their ids, programmes."""

    places: tuple[str, ...]
    remarks: tuple[str, ...]
    names: Mapping[str, str]
    programmes: tuple[str, ...]


def may_ask_of_amounts(question: str) -> bool:
    """Whether a question, as typed, may be one of what grantees were granted."""
    text = _text(question)
    money = _table("money")
    said = money["noun"].search(text) or money["asked"].search(text) or re.search(r"\d\s?[千万百億]*円", text)
    ends = any(pattern.search(text) for name in ("sum", "end", "order") for pattern in _table(name).values())
    return bool(said or ends)


def asks_of_grantees(question: str) -> bool:
    """Whether a question, as typed, has a word for grantees."""
    return _table("about")["grantee"].search(_text(question)) is not None


def granted_question(
    question: str, printed: Printed, before: GrantedQuestion | None = None
) -> GrantedQuestion | None:
    """What a question, as typed, asks of the amounts granted; None where it asks of none, or says more than is read.

    `before`: what the question before asked of them; a follow-up says only what differs.
    """
    text = _text(question)
    text = _table("glue")["follow"].sub("", text) if before is not None else text
    of_grantees = _table("about")["grantee"].search(text) is not None
    special, side, text = special_value(text)
    if _table("about")["other"].search(_without_bounds(text)):
        return None
    names, text = _named(text, printed.names)
    if not (of_grantees or names) and before is None:
        return None
    programmes, text = _programmes(text, printed.programmes)
    bounds = _bounds(text)
    if bounds is None:
        return None
    text = _without_bounds(text)
    named = any(_table("money")[name].search(text) for name in ("noun", "verbs"))
    nth, order, text = place_of_order(text)
    if not nth:
        order, most, text = _order(text)
    else:
        most = 0
    valued = _value(text, ordered=bool(order))
    if valued is None:
        return None
    value, text = valued
    if special and (value != "amounts" or nth or (special != "share" and order)):
        return None
    value = special or value
    said = named or _table("money")["asked"].search(text) is not None
    added_up = _table("sum")["surely"].search(_text(question)) is not None
    # 全部で何団体, 最大の団体: of no amount, where none is spoken of.
    asked = bool(
        special
        or side
        or nth
        or said
        or added_up
        or (bounds if before is None else order or value != "amounts")
    )
    for name in ("asked", "verbs", "noun", "bound_beside"):
        text = _table("money")[name].sub(_BLANK, text)
    text = _table("glue")["said"].sub(_BLANK, text)
    choice = grantee_question(text, printed.places, printed.remarks, any_of=True)
    if choice is None or not (asked or before is not None):
        return None
    if value not in ("amounts", "unread") and (
        _apart(question) or (value != "count" and "count" in choice.fields)
    ):
        return None  # 合計はそれぞれ, 合計と数は: more than the one value
    chosen = choice if choice.chooses() else None
    if value == "amounts" and "count" in choice.fields:
        value = "count"
    beside = tuple(name for name in choice.fields if name not in ("count", "names"))
    found = GrantedQuestion(chosen, names, programmes, bounds, order, most, value, nth, side, beside)
    return found if before is None else _joined(found, before, elided=not named)


def chosen_before(question: str, printed: Printed) -> GrantedQuestion | None:
    """The grantees that a question chooses which asks nothing of amounts (社会福祉法人は何団体), for a follow-up that does (合計いくら);
    None where it chooses none."""
    if not asks_of_grantees(question):
        return None
    choice = grantee_question(question, printed.places, printed.remarks, any_of=True)
    if choice is None or not choice.chooses():
        return None
    return GrantedQuestion(replace(choice, fields=()), (), (), (), "", 0, "amounts")


def asks_amounts(question: str) -> bool:
    """Whether a follow-up has a word for amounts of its own (いくら, 合計, 交付額)."""
    text = _text(question)
    names = ("noun", "asked", "verbs")
    return any(_table("money")[name].search(text) for name in names) or bool(
        _table("sum")["surely"].search(text)
    )


def leans_on_the_one_before(question: str, found: GrantedQuestion) -> bool:
    """Whether a question that could stand alone (1,000万円以上の団体は) names neither the amount nor whose it is, so that behind
    another it is of those asked for there."""
    text = _text(question)
    whose = found.choice or found.names or found.programmes or _table("about")["whole"].search(text)
    named = any(_table("money")[name].search(text) for name in ("noun", "verbs"))
    return not (whose or named or found.order or found.value != "amounts")


def _apart(question: str) -> bool:
    """Whether a value is asked for of each (それぞれ, ずつ)."""
    return _table("sum_not")["each"].search(_text(question)) is not None


def _text(question: str) -> str:
    return without_wish(plain_speech(fold_question(question)))


def _joined(found: GrantedQuestion, before: GrantedQuestion, *, elided: bool) -> GrantedQuestion | None:
    """A follow-up with what it leaves out as the question before said it; None where it says nothing. `elided`: it has no word
    for the amounts themselves, and asks of others what was asked before (大阪府は？)."""
    if replace(found, fields=()) == GrantedQuestion(None, (), (), (), "", 0, "amounts"):
        return None
    narrowed = found.choice or found.names
    # 高知県は has 県は in it, which alone asks for the seat
    others = found.choice is None or set(found.choice.fields) <= {"prefecture"}
    same = elided and narrowed and others and found.value == "amounts" and not (found.bounds or found.order)
    return replace(
        found,
        value=before.value if same else found.value,
        choice=_other_places(found.choice, before.choice) or (None if found.names else before.choice),
        names=found.names or (() if found.choice else before.names),
        programmes=found.programmes or before.programmes,
        bounds=found.bounds or before.bounds,
        order=found.order or ("" if narrowed or found.value != "amounts" else before.order),
    )


def _other_places(found: GranteeQuestion | None, before: GranteeQuestion | None) -> GranteeQuestion | None:
    """Where only places are said anew: the choice before with these, on the side it had (大阪府は, after 東京都で活動する)."""
    if found is None or before is None or not (found.places and before.places):
        return found
    if found != replace(
        before,
        places=found.places,
        forms=(),
        forms_barred=False,
        areas=0,
        whole=False,
        whole_only=False,
        years=(),
        remarks=(),
        fields=found.fields,
    ):
        return found
    sides = {place.side for place in before.places}
    side = sides.pop() if len(sides) == 1 else ""
    placed = tuple(place if place.side else replace(place, side=side) for place in found.places)
    return replace(before, places=placed, fields=found.fields)


def _named(text: str, names: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """The ids of the grantees named, and the text without their names."""
    found: list[str] = []
    for name in sorted(names, key=len, reverse=True):
        key = fold_key(name)
        if len(key) >= _SHORTEST and key in text:
            found.append(names[name])
            text = text.replace(key, "交付団体")
    return tuple(dict.fromkeys(found)), text


def _programmes(text: str, programmes: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The programmes of which the words before の交付団体 are a part, and the text without these words."""
    match = re.match(
        r"^(?:令和\d+年度の?|r\d+の?)?(?P<said>[^、]{3,40}?)(?:の|で|における)(?=[^、]*?(?:交付団体|採択団体|交付先|団体))",
        text,
    )
    if match is None:
        return (), text
    said = match["said"].removesuffix("組織")  # 中間支援 is read as 中間支援組織
    fits = tuple(name for name in programmes if said in fold_key(name))
    if not fits:
        return (), text
    return fits, text[: match.start("said")] + text[match.end() :]


def _amounts(text: str) -> list[NumberHit]:
    """The amounts said, a band (1,200万円台) as the amounts between its ends."""
    return [hit for hit in find_numbers(text) if hit.kind == "amount"]


def _bounds(text: str) -> tuple[Bound, ...] | None:
    """The amounts said as bounds that all hold; None where one is inexact (約1,000万円), or one of several is enough."""
    hits, words = _amounts(text), _table("bound")
    for hit in hits:
        after = re.search(r"円.*", text[hit.start : hit.end])
        behind = (after.group()[1:] if after else "") + text[hit.end :]
        if words["about_before"].search(text[: hit.start]) or words["about_behind"].match(behind):
            return None
    if any(words["either"].search(text[one.end : other.start]) for one, other in pairwise(hits)):
        return None
    bounds = tuple(_bound(hit) for hit in hits)
    ends = {edge for bound in bounds for yen in bound.values for edge in (yen - 1, yen, yen + 1)}
    if bounds and not any(all(bound.holds(yen) for bound in bounds) for yen in ends):
        return None  # 1,000万円以上と500万円以下: those of either
    return bounds


def _bound(hit: NumberHit) -> Bound:
    return Bound(hit.operator or "=", tuple(int(value) for value in hit.values))


def _without_bounds(text: str) -> str:
    for hit in reversed(_amounts(text)):
        text = text[: hit.start] + _BLANK + text[hit.end :]
    return text


def _order(text: str) -> tuple[str, int, str]:
    """The order asked for, how many of it (0 for all), and the text without the words for them."""
    for name, order in (("first_said", "desc"), ("last_said", "asc"), ("first", "desc"), ("last", "asc")):
        match = _table("end")[name].search(text)
        if match is not None:
            return order, int(match["n"]), text[: match.start()] + _BLANK + text[match.end() :]
    for name, order in (("most", "desc"), ("least", "asc")):
        match = _table("end")[name].search(text)
        if match is not None:
            return order, 1, text[: match.start()] + _BLANK + text[match.end() :]
    for name, pattern in _table("order").items():
        match = pattern.search(text)
        if match is not None:
            return name, 0, text[: match.start()] + _BLANK + text[match.end() :]
    return "", 0, text


def _value(text: str, *, ordered: bool) -> tuple[str, str] | None:
    """Whether the amounts are asked for, or one value of them, and the text without the words for it; None where several are
    (何団体で合計はいくら)."""
    found = {name: pattern.search(text) for name, pattern in _table("sum").items() if name != "surely"}
    said = {name: match for name, match in found.items() if match is not None}
    if ordered or not said:
        return "amounts", text
    if len(said) > 1 and "count" in said and not _table("sum")["surely"].search(text):
        said.pop("total", None)  # 全部で何団体
        text = _table("sum")["total"].sub(_BLANK, text)
        said["count"] = _table("sum")["count"].search(text) or said["count"]
    if len(said) > 1:
        return None
    [(name, match)] = said.items()
    return name, text[: match.start()] + _BLANK + text[match.end() :]


__all__ = [
    "Bound",
    "GrantedQuestion",
    "Printed",
    "asks_amounts",
    "asks_of_grantees",
    "chosen_before",
    "granted_question",
    "leans_on_the_one_before",
    "may_ask_of_amounts",
]

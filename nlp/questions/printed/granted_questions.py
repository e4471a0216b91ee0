"""A question about what grantees were granted, as the table of grantees prints it: which of them, in which order, their sum.

The words for money are taken off (`frames/granted.toml`); what is left must be a way to choose grantees, all of it
(`nlp.questions.printed.grantee_questions`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from nlp.questions.found.numbers import NumberHit, find_numbers
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
    said: str

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
    which bounds; `order` "desc" or "asc" ("" for the table's), `most` how many of the order (0 for all); `value`: "amounts",
    "total", "mean" or "count"."""

    choice: GranteeQuestion | None
    names: tuple[str, ...]
    programmes: tuple[str, ...]
    bounds: tuple[Bound, ...]
    order: str
    most: int
    value: str


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
    if _table("about")["other"].search(_without_bounds(text)):
        return None
    names, text = _named(text, printed.names)
    of_grantees = bool(names) or _table("about")["grantee"].search(text) is not None
    if not of_grantees and before is None:
        return None
    programmes, text = _programmes(text, printed.programmes)
    bounds, text = _bounds(text)
    order, most, text = _order(text)
    value, text = _value(text, ordered=bool(order))
    said = any(_table("money")[name].search(text) for name in ("noun", "asked", "verbs"))
    added_up = _table("sum")["surely"].search(_text(question)) is not None
    # 全部で何団体, 最大の団体: of no amount, where none is spoken of.
    asked = bool(said or added_up or (bounds if before is None else order or value != "amounts"))
    for name in ("asked", "verbs", "noun", "bound_beside"):
        text = _table("money")[name].sub(_BLANK, text)
    text = _table("glue")["said"].sub(_BLANK, text)
    choice = grantee_question(text, printed.places, printed.remarks, any_of=True)
    if choice is None or not (asked or before is not None):
        return None
    chosen = choice if choice.chooses() else None
    if value == "amounts" and "count" in choice.fields:
        value = "count"
    found = GrantedQuestion(chosen, names, programmes, bounds, order, most, value)
    return found if before is None else _joined(found, before)


def _text(question: str) -> str:
    return without_wish(plain_speech(fold_question(question)))


def _joined(found: GrantedQuestion, before: GrantedQuestion) -> GrantedQuestion | None:
    """A follow-up with what it leaves out as the question before said it; None where it says nothing."""
    if found == GrantedQuestion(None, (), (), (), "", 0, "amounts"):
        return None
    narrowed = found.choice or found.names
    return replace(
        found,
        choice=found.choice or (None if found.names else before.choice),
        names=found.names or (() if found.choice else before.names),
        programmes=found.programmes or before.programmes,
        bounds=found.bounds or before.bounds,
        order=found.order or ("" if narrowed or found.value != "amounts" else before.order),
    )


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


def _bounds(text: str) -> tuple[tuple[Bound, ...], str]:
    """The amounts said as bounds, and the text without them; a band (1,200万円台) is left as it stands."""
    hits = [hit for hit in find_numbers(text) if hit.kind == "amount"]
    kept = [hit for hit in hits if "台" not in text[hit.start : hit.end + 1]]
    for hit in reversed(kept):
        text = text[: hit.start] + _BLANK + text[hit.end :]
    return tuple(_bound(hit) for hit in kept), text


def _bound(hit: NumberHit) -> Bound:
    return Bound(hit.operator or "=", tuple(int(value) for value in hit.values), "")


def _without_bounds(text: str) -> str:
    return _bounds(text)[1]


def _order(text: str) -> tuple[str, int, str]:
    """The order asked for, how many of it (0 for all), and the text without the words for them."""
    for name, order in (("first", "desc"), ("last", "asc")):
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


def _value(text: str, *, ordered: bool) -> tuple[str, str]:
    """Whether the amounts are asked for, or one value of them, and the text without the words for it."""
    for name, pattern in _table("sum").items():
        if name == "surely":
            continue
        match = pattern.search(text)
        if match is not None and not ordered:
            return name, text[: match.start()] + _BLANK + text[match.end() :]
    return "amounts", text


__all__ = [
    "Bound",
    "GrantedQuestion",
    "Printed",
    "asks_of_grantees",
    "granted_question",
    "may_ask_of_amounts",
]

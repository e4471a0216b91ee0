"""What comes next in an order after something named (国交省の次に額が大きい省庁, 1,000百万円に次いで大きい事業): its place is
looked up in that order, and the place behind it asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from api.answering.objects import as_asked
from api.answering.result import AskServices
from nlp.questions.found.numbers import yen
from nlp.questions.found.places_said import order_words
from nlp.questions.parser import reading_of
from nlp.questions.typed.text import fold_question
from nlp.questions.typed.turns import put_as_written

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]


def behind_named(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    """The answer for the place right behind what the question names; None for other questions, and where what is named
    stands in no place of the order or shares its place with others."""
    match = order_words("beside")["behind"].match(put_as_written(fold_question(asked)))
    if match is None:
        return None
    for scope, named in reversed(cuts(match["head"], match["named"])):
        whole = answer_one(f"{scope}{match['what']}順に{match['rest']}", before, services)
        place = _place(named, whole, services)
        if not place:
            continue
        found = answer_one(f"{scope}{place + 1}番目に{match['what']}{match['rest']}", before, services)
        if found["status"] != "answered":
            continue
        told = f"{found['interpretation']}（「{named}」は{place}番目）"
        return as_asked(found, asked, before, interpretation=told)
    return None


def cuts(scope: str, named: str) -> list[tuple[str, str]]:
    """The scope and the name behind it, where の or で may part them (R8補正で国交省, 令和8の補正の国交省), the longest name first."""
    parts = [part.end() for part in order_words("beside")["cut"].finditer(named) if part.end() < len(named)]
    return [(scope + named[:end], named[end:]) for end in (0, *parts)]


def _place(named: str, whole: Answer, services: AskServices) -> int:
    """The place of what is named in an order, 0 where it has none of its own."""
    found = place_in(named, whole, services)
    return found[0] + 1 if found is not None and found[1] == 1 else 0


def place_in(named: str, whole: Answer, services: AskServices) -> tuple[int, int] | None:
    """How many stand before what is named in an order, and how many share its place; None where it has none. Nothing but a
    name, an amount, or both (自殺防止の1,000百万円) is a name here: words beside it would be lost."""
    table = (whole.get("answer") or {}).get("rows") or []
    items = (whole.get("answer") or {}).get("items") or []
    if whole["status"] != "answered" or len(table) != len(items):
        return None
    values = [next((cell for cell in reversed(row[1:]) if isinstance(cell, int)), 0) for row in table]
    said = order_words("beside")["with_amount"].match(named)
    name, amount = (said["name"] or "", said["amount"]) if said else (named, "")
    hits = reading_of(name, services.known).entities
    ids = {n.id for hit in hits if hit.end - hit.start == len(name) for n in hit.names}
    at = [n for n, item in enumerate(items) if item["id"] in ids]
    if name and not ids:
        at = [n for n, item in enumerate(items) if len(name) > 1 and name in str(item["label"])]
    if amount:
        worth = yen(amount if re.search("円|億|万", amount) else f"{amount}百万円")
        at = [n for n, value in enumerate(values) if value == worth and (not name or n in at)]
    return (values.index(values[at[0]]), values.count(values[at[0]])) if len(at) == 1 else None

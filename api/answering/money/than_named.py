"""Programmes that cost more or less than one that the question names (食品アクセスより額が少ない事業): its amount is looked up, and
those beyond it asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from api.answering.money.behind_named import cuts, place_in
from api.answering.objects import as_asked
from api.answering.result import AskServices
from api.answering.words import amount_words
from nlp.questions.found.places_said import is_small, order_words
from nlp.questions.parser import reading_of
from nlp.questions.typed.said_order import in_written_order
from nlp.questions.typed.text import fold_question
from nlp.questions.typed.turns import put_as_written

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]
_EXACT = "確定額"


def than_named(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    """The answer about what lies beyond the amount of the one programme that is named; None for other questions, and where
    that programme has no exact amount of one year."""
    written = order_words("beside")["year_behind"].sub(
        r"\g<year>で\g<asked>", put_as_written(fold_question(in_written_order(asked)))
    )
    if (ministries := order_words("beside")["more_things"].match(written)) is not None:
        return _before_in_order(ministries, asked, before, services, answer_one)
    match = order_words("beside")["than"].match(written)
    if match is None:
        return None
    for scope, named in cuts(match["scope"], match["named"]):
        reading = reading_of(named, services.known)
        if reading.numbers or not (reading.entities or any(core.noun for core in reading.cores)):
            continue
        amount = _amount(answer_one(f"{scope}{named}の金額は", before, services))
        if not amount:
            continue
        bound = "未満の" if is_small(match["how"]) else "を超える"
        rest = re.sub("^(?:の|もの|やつ)", "事業", match["rest"])
        found = answer_one(f"{scope}{amount}円{bound}{rest}", before, services)
        told = f"{found['interpretation']}（「{named}」は{amount_words(amount)}）"
        return as_asked(found, asked, before, interpretation=told)
    return None


def _before_in_order(
    match: re.Match[str], asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    """Those that stand before what is named in the order of ministries (法務省より施策が多い省庁); None where it has no place."""
    for scope, named in cuts(match["scope"], match["named"]):
        order = f"{scope}{match['what']}順に"
        places = place_in(named, answer_one(f"{order}{match['rest']}を並べて", before, services), services)
        if places is None:
            continue
        first, _ = places
        if first == 0:
            return None
        found = answer_one(f"{scope}{match['what']}{match['rest']}上位{first}位まで", before, services)
        if is_small(match["how"]):
            found = answer_one(f"{order}{first}つの{match['rest']}", before, services)
        if found["status"] != "answered":
            return None
        told = f"{found['interpretation']}（「{named}」より前の{first}）"
        return as_asked(found, asked, before, interpretation=told)
    return None


def _amount(answer: Answer) -> int:
    """The exact amount of one programme in one year and stage, 0 where there is none or are several."""
    rows = (answer.get("answer") or {}).get("rows") or []
    if answer["status"] != "answered" or not rows or any(len(row) != len(rows[0]) for row in rows):
        return 0
    value = (answer.get("answer") or {}).get("value")
    if len({tuple(map(str, row[:3])) for row in rows}) > 1 or any(_EXACT not in row for row in rows):
        return 0
    amounts = [cell for cell in rows[0] if isinstance(cell, int)]
    return int(value) if isinstance(value, int) else amounts[0] if len(amounts) == 1 else 0

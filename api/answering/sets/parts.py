"""Several questions in one line: each answered, and the answers put together, none of them silently left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from api.answering.money.behind_named import behind_named
from api.answering.money.shown_units import in_unit
from api.answering.money.than_named import than_named
from api.answering.numbered import in_marks
from api.answering.result import AskServices, listed, numbered
from api.answering.sets.list_of_rows import of_list_of_rows
from api.answering.sets.one_year_only import one_year_only
from api.answering.sets.rows_of_ranked import rows_of_ranked
from api.answering.sets.said_counts import with_said_count
from api.answering.sets.shown_parts import HasAnswer, in_shown_parts
from api.answering.sets.whole_counts import with_whole_count
from nlp.questions.parser import Understood, understand
from nlp.questions.several_asked.asked_units import asked_unit
from nlp.questions.several_asked.several import (
    answers_all,
    compares_lists,
    counted_beside,
    counts_and_groups,
    questions_in,
)
from nlp.questions.several_asked.shared_values import (
    counts_two_kinds,
    only_with_both,
    shared_questions,
    stages_differ,
)

_WHICH = re.compile(r"どれ|どの(?:事業|施策|団体|行)|何と何|名前|名称|何という")
_MOST_NAMED = 20
_KEPT = ("question", "status", "reason", "interpretation", "answer", "text", "sparql", "permalink")
Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]


def in_parts(
    asked: str,
    before: tuple[str, ...],
    services: AskServices,
    answer_one: AnswerOne,
    has_answer: HasAnswer,
) -> Answer | None:
    """The answers to the questions of a line as one object, with each under `parts`; None when the line is one question.

    Each but the first leans on those before it, as a follow-up does. `answer`, `sparql` and the table are the first's.
    What lies behind or beyond something named, and a number said of the set in passing, take two questions as well.
    """
    unit = asked_unit(asked)
    if unit is not None:
        plain = answer_one(unit.core, before, services)
        if plain["status"] == "answered" and "円" in plain["text"]:
            return in_unit(plain, unit)
    for held_against in (of_list_of_rows, behind_named, than_named, rows_of_ranked):
        beyond = held_against(asked, before, services, answer_one)
        if beyond is not None:
            return beyond
    apart = one_year_only(asked, before, services, answer_one)
    if apart:
        return {**apart[0], **(together(apart) if len(apart) > 1 else {})}
    if not counts_two_kinds(asked):
        shown = in_shown_parts(asked, before, services, answer_one, has_answer)
        if shown is not None:
            return shown
    each = _each_of_several(asked, before, services, answer_one, has_answer)
    if each is not None:
        return each
    pieces = questions_in(asked)
    if len(pieces) < 2:
        return with_whole_count(asked, before, services, answer_one) or with_said_count(
            asked, before, services, answer_one
        )
    whole = understand(asked, services.known, before)
    split = compares_lists(asked) or counts_and_groups(pieces)
    if isinstance(whole, Understood) and (answers_all(whole) or counted_beside(whole, pieces)) and not split:
        return None
    found: list[Answer] = []
    former = before
    for piece in pieces:
        found.append(_named(piece, answer_one(piece, former, services)))
        former = (*former, piece)
    if found[0]["status"] != "answered":
        return None
    return {**found[0], **together(found)}


def _each_of_several(
    asked: str,
    before: tuple[str, ...],
    services: AskServices,
    answer_one: AnswerOne,
    has_answer: HasAnswer,
) -> Answer | None:
    """One value asked of each of two or three things: answered for each, where all have an answer; None where it is not, or where
    one computation reads the question."""
    pieces = shared_questions(asked)
    if not pieces:
        return None
    whole = understand(asked, services.known, before)
    kept = isinstance(whole, Understood) and (
        (whole.rule.op == "group" and not stages_differ(asked))
        or not (only_with_both(asked) or _of_sets(whole))
    )
    if kept and isinstance(whole, Understood) and has_answer(whole, services):
        return None
    found = [answer_one(piece, before, services) for piece in pieces]
    if isinstance(whole, Understood) and whole.rule.op == "count":
        # 北海道と東京都の団体の数をそれぞれ: that there is none of one of them is told beside the number of the other.
        found.sort(key=lambda one: one["status"] != "answered")
        told = [one for one in found if one["status"] == "answered" or one.get("reason") == "not_in_source"]
        found = found if len(told) == len(found) else []
    else:
        found = found if all(one["status"] == "answered" for one in found) else []
    if not found or found[0]["status"] != "answered" or any("parts" in one for one in found):
        return None
    return {**found[0], **together(found)}


def _named(piece: str, found: Answer) -> Answer:
    """The answer to a piece that asks which they are (うち厚労省のものはどれ) with the names, where a number was given."""
    answer = found.get("answer") or {}
    items = answer.get("items") or []
    if answer.get("type") != "number" or not items or _WHICH.search(piece) is None:
        return found
    names = listed([numbered(item) for item in items], _MOST_NAMED)
    return {**found, "text": f"{found['text'].rstrip('。')}。{names}。"}


def _of_sets(whole: Understood) -> bool:
    """Whether a property or the number is asked of all things of a set (警察庁と防衛省の施策の番号をそれぞれ), which would not say
    whose they are."""
    if whole.rule.op == "count":
        return True
    named = ("measure", "programme", "line", "grantee")
    return whole.rule.op == "attribute" and not any(c.kind in named for c in whole.frame.conditions)


def together(found: Sequence[Answer]) -> Answer:
    """What several answers say as one object: their sentences marked ①②, and each under `parts`."""
    evidence = {(e["id"], e["start"]): e for part in found for e in part["evidence"]}
    note = (
        f"{len(found)}つの問いに分けて答えています。表・値・問い合わせは①のもので、ほかは parts にあります。"
    )
    return {
        "interpretation": in_marks(part["interpretation"] for part in found),
        "text": in_marks(part["text"] for part in found),
        "caveats": list(dict.fromkeys([note, *(c for part in found for c in part["caveats"])])),
        "evidence": list(evidence.values()),
        "parts": [{key: part[key] for key in _KEPT if key in part} for part in found],
    }

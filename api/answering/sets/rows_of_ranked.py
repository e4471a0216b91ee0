"""Programmes or measures of ministries that an order chooses (上位3府省庁の事業, 一番予算の大きい省庁の事業): the ministries are looked
up in that order, and what they have is listed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.objects import as_asked, declined
from api.answering.result import AskServices, listed, numbered
from nlp.questions.found.places_said import order_words
from nlp.questions.parser import Understood, understand
from nlp.questions.records import Decline
from nlp.questions.typed.text import fold_question
from nlp.questions.typed.turns import put_as_written

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]
_ORDERED = ("rank", "rank_count")
_MOST_NAMED = 12


def rows_of_ranked(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    """The programmes (measures) of the ministries that the question chooses by their place in an order, told by ministry; None for other
    questions, and where the ministries or what they have are not found."""
    written = put_as_written(fold_question(asked))
    words = order_words("ranked")
    match = words["office"].match(written) or words["doing"].match(written)
    if match is not None:
        rows = match.groupdict().get("rows") or ("施策" if "施策" in match["rank"] else "事業")
        measure = _measure(match["rank"], before)
        if not measure and words["measure"].search(match["rank"]) is None:
            text = "府省庁を何の順に並べるか（予算額か、事業や施策の数か）が分からないため、答えを出していません。"
            return declined(
                asked, Decline("not_in_graph", text, f"「{match['rank']}」を含む問い"), services, before
            )
        question = f"{match['scope']}{measure}{match['rank']}は?"
        return _listed(question, before, rows, asked, before, services, answer_one)
    them = words["of_them"].match(written) if before else None
    if them is None:
        return None
    return _listed(before[-1], before[:-1], them["rows"], asked, before, services, answer_one)


def _measure(rank: str, before: tuple[str, ...]) -> str:
    """What the order is by where the question does not say it and the one before does: 予算額の, 施策数の or 事業数の; else ""."""
    words = order_words("ranked")
    if not before or words["measure"].search(rank):
        return ""
    if words["money"].search(before[-1]):
        return "予算額の"
    if words["measure"].search(before[-1]):
        return "施策数の" if "施策" in before[-1] else "事業数の"
    return ""


def _listed(
    question: str,
    former: tuple[str, ...],
    rows: str,
    asked: str,
    before: tuple[str, ...],
    services: AskServices,
    answer_one: AnswerOne,
) -> Answer | None:
    """What the ministries have that the question for their order (after `former`) gives; None where it gives none."""
    chosen = answer_one(question, former, services)
    names = _ministries(chosen, services)
    if not names:
        return None
    scope = "" if rows == "施策" else _scope(question, former, services)
    found = answer_one(f"{scope}{'か'.join(names)}の{rows}は?", (), services)
    each = [(name, answer_one(f"{scope}{name}の{rows}は?", (), services)) for name in names]
    if any(one["status"] != "answered" for one in (found, *(answer for _, answer in each))):
        return None
    told = "".join(
        f"{name}は{listed([numbered(i) for i in answer['answer'].get('items') or []], _MOST_NAMED)}。"
        for name, answer in each
    )
    caveats = list(dict.fromkeys([*chosen["caveats"], *found["caveats"]]))
    interpretation = f"{chosen['interpretation']}から選んだ府省庁（{'、'.join(names)}）の{rows}"
    return as_asked(
        found, asked, before, text=f"{chosen['text']}{told}", interpretation=interpretation, caveats=caveats
    )


def _scope(question: str, former: tuple[str, ...], services: AskServices) -> str:
    """The year and the stage of the order, as words before another question."""
    read = understand(question, services.known, former)
    if not isinstance(read, Understood):
        return ""
    said = [t.label for kind in ("year", "stage") for c in read.frame.of_kind(kind) for t in c.values]
    return f"{''.join(said)}で" if said else ""


def _ministries(chosen: Answer, services: AskServices) -> list[str]:
    """The ministries that an order of them gave, in their order; [] where it is no such order or says nothing of how many."""
    if chosen["status"] != "answered" or not str(chosen.get("frame") or "").startswith(_ORDERED):
        return []
    items = (chosen["answer"] or {}).get("items") or []
    by_id = services.known.lexicon.by_id
    if not all(item["id"] in by_id and by_id[item["id"]].kind == "ministry" for item in items):
        return []
    return list(dict.fromkeys(str(item["label"]) for item in items))


__all__ = ["rows_of_ranked"]

"""A question that tells an amount heard of the thing it asks about: answered without it, which is held against what is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.objects import as_asked
from api.answering.result import AskServices
from nlp.questions.beside.heard import Heard, heard_amount
from nlp.questions.parser import reading_of

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]


def beside_heard(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    """The answer to what is asked of the thing, which says whether the amount heard is one that is printed of it; None where
    nothing was heard, where nothing is printed to hold it against, or where what is asked has no answer."""
    heard = heard_amount(asked, lambda text: reading_of(text, services.known))
    if heard is None:
        return None
    amounts = answer_one(
        f"{heard.topic}は{'いくら増減しましたか' if heard.changed else 'いくらですか'}", (), services
    )
    printed = _yen(amounts)
    if not printed:
        return None
    for question in heard.questions:
        found = answer_one(question, before, services)
        if found["status"] == "answered":
            told, text = _held_against(heard, printed, amounts)
            interpretation = f"{found['interpretation']}（{told}）"
            return as_asked(
                found, asked, before, interpretation=interpretation, text=f"{text}{found['text']}"
            )
    return None


def _held_against(heard: Heard, printed: frozenset[int], amounts: Answer) -> tuple[str, str]:
    """What is said of the amount heard in the interpretation, and before the answer where it is none of those printed."""
    if heard.yen in printed:
        return f"「{heard.words}」は、印刷された額と合っています", ""
    return (
        f"「{heard.words}」は、印刷された額と合いません",
        f"「{heard.words}」という額は見つかりません（{amounts['text'].rstrip('。')}）。",
    )


def _yen(amounts: Answer) -> frozenset[int]:
    """The amounts in yen that an answer tells of one thing; none where it tells of several."""
    answer = amounts.get("answer") or {}
    rows = answer.get("rows") or []
    if amounts["status"] != "answered" or len({str(row[0]) for row in rows}) > 1:
        return frozenset()
    cells = [cell for row in rows for cell in row if isinstance(cell, int)]
    value = answer.get("value")
    found = [*cells, *([abs(int(value))] if isinstance(value, int | float) else [])]
    return frozenset(abs(cell) for cell in found if abs(cell) >= 1000)


__all__ = ["beside_heard"]

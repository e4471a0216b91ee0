"""Targets that were not reached, told apart: where the text says so, where the time is over, and where it is still to come."""

from __future__ import annotations

from dataclasses import replace

from api.answering.lists import some_items, unit_words
from api.answering.result import AskServices, Result, listed, numbered
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Term

_OPS = ("list", "count", "exists")
_MOST_NAMED = 8


def say_apart(understood: Understood, result: Result, services: AskServices) -> None:
    """Adds to a list of targets not reached which of them the text calls so and which are not due yet."""
    asked = next((c for c in understood.frame.conditions if c.kind in ("short", "missed")), None)
    if asked is None or result.reason or understood.rule.op not in _OPS:
        return
    frame = understood.frame

    def found(condition: Condition) -> list[dict[str, object]]:
        kept = tuple(condition if c is asked else c for c in frame.conditions)
        return some_items(replace(frame, conditions=kept), services)

    said = found(Condition("reached", (Term("boolean", "false", "false"),)))
    over = [item for item in found(replace(asked, kind="missed")) if item not in said]
    ahead = [item for item in found(asked) if item not in said and item not in over]
    unit = unit_words(frame.item)
    parts = [
        f"{words}は{len(items)}{unit}（{listed([numbered(i) for i in items], _MOST_NAMED)}）"
        for words, items in (
            ("届いていないと明記されたもの", said),
            ("期限までの実績値が目標値に届かないもの", over),
            ("期限がまだ先のもの", ahead),
        )
        if items
    ]
    if len(parts) > 1:
        result.text += f"内訳: {'、'.join(parts)}。"

"""Targets that were not reached, told apart: where the text says so, where the time is over, and where it is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api.answering.result import AskServices, Result, listed, numbered
from api.answering.sets.lists import some_items, unit_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Term

_OPS = ("list", "count", "exists")
_MOST_NAMED = 8


# Fields of a measure's row: where one is blank, no other text of the row is an answer.
_CELLS = {"achievement", "goal", "review", "link"}


def says_all(understood: Understood, final: Sequence[str]) -> bool:
    """Whether a refusal says all there is: an operation that is `final`, or a blank cell of one measure that is named."""
    frame = understood.frame
    named = any(c.kind in ("measure", "number") for c in frame.conditions)
    plain = {c.kind for c in frame.conditions} <= {"measure", "number", "year"} and not frame.within
    cell = understood.rule.op == "attribute" and set(frame.attribute.split("+")) <= _CELLS
    return understood.rule.op in final or (cell and named and plain)


def say_lost_names(understood: Understood, result: Result, services: AskServices) -> None:
    """施策名が読めない施策: how many of them have lost the whole name, and how many only a part."""
    asked = any(t.value.endswith("displayLabel") for c in understood.frame.conditions for t in c.values)
    if not asked or result.reason or understood.rule.op not in _OPS:
        return
    labels = {name.id: name.label for name in services.known.lexicon.of_kind("measure")}
    shown = [labels.get(item["id"], "") for item in result.answer.get("items") or []]
    whole = sum(label.startswith("（") for label in shown)
    if 0 < whole < len(shown):
        cut = len(shown) - whole
        result.text += f"うち、名称が全く読めないものは{whole}施策、一部だけが欠けたものは{cut}施策です。"


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

"""逆に入ってきた方は after the programmes that one list has and the other has not: the two years exchanged."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nlp.questions.found.reading import Reading
from nlp.questions.records import Condition, Mode
from nlp.questions.tables.frame_rules import Understood
from nlp.questions.tables.patterns import patterns

_said = partial(patterns, "follow_ups.toml", "other_way")


def other_way(reading: Reading, earlier: Understood | None) -> Understood | None:
    """What came where what went was asked before, or the reverse; None for other questions, and where the question before was
    not of one year that another is held against."""
    if earlier is None or not any(form.match(reading.text) for form in _said().values()):
        return None
    years = [c for c in earlier.frame.conditions if c.kind == "year"]
    if earlier.rule.op != "list" or sorted(c.mode for c in years) != ["any", "none"]:
        return None
    left = next(c for c in years if c.mode == "any")
    came = min(left.values, key=lambda t: t.value).value > max(
        t.value for c in years if c.mode == "none" for t in c.values
    )
    if bool(_said()["came"].match(reading.text)) == came:
        return None  # what came was asked for already
    turned = tuple(
        _turned(c) if c.kind == "year" else replace(c, origin="inherited") for c in earlier.frame.conditions
    )
    return replace(earlier, frame=replace(earlier.frame, conditions=turned, text=reading.text), exchanged=())


def _turned(condition: Condition) -> Condition:
    mode: Mode = "none" if condition.mode == "any" else "any"
    return replace(condition, mode=mode, origin="stated")


__all__ = ["other_way"]

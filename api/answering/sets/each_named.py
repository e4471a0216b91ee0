"""Everything that a question names gets its own answer: things beside each other, sets asked about with それぞれ, a count
before whose the things are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from api.answering.printed.passage_queries import all_of
from api.answering.result import AskServices, Result
from api.answering.sets.lists import count, unit_words
from api.answering.sets.narrower_groups import say_both, with_narrower
from api.answering.sets.wider import is_empty, more_widely
from api.answering.words import set_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Term
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import FrameRule, frame_rules

Run = Callable[[Understood, AskServices], Result]
_NUMBERS = re.compile(r"^No\.(\d+(?:・\d+)+)$")


def each_of(asked: Understood, run: Run, services: AskServices) -> Result | None:
    """The answers for each of the sets that a question asks about with それぞれ, put together: two counts and never one of
    the union. Refused where none of them has an answer; None where it asks about one set, or is parted otherwise.
    """
    parts = [(name, part, with_narrower(part, services)) for name, part in _apart(asked)]
    found: list[tuple[str, Result]] = []
    for name, own, part in parts:
        result = run(part, services)
        if is_empty(result, part):
            result = more_widely(result, part, run, services)
        else:
            say_both(part, own, result, services)
        found.append((name, result))
    if not found:
        return None
    told = [result for _, result in found if not result.reason]
    text = " ".join(r.text if name in r.text else f"{name}: {r.text}" for name, r in found)
    query = all_of([result.sparql for result in told or [found[0][1]] if result.sparql])
    caveats = list(dict.fromkeys(c for result in told for c in result.caveats))
    if not told:
        return Result(text, {}, query, caveats, reason=found[0][1].reason)
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["条件", "値"],
        "rows": [[name, _value(asked.rule.op, result)] for name, result in found],
        "items": list({i["id"]: i for r in told for i in r.answer.get("items") or []}.values()),
        "unit": told[0].answer.get("unit"),
    }
    about = list(dict.fromkeys(thing for result in told for thing in result.about))
    note = f"{'、'.join(r.note or set_words(part) for (_, _, part), (_, r) in zip(parts, found, strict=True))}をそれぞれ"
    return Result(text, answer, query, caveats, about, told[0].supports, note=note)


def _apart(understood: Understood) -> list[tuple[str, Understood]]:
    """The questions for each of the sets, by what each is called; none where there is one set."""
    data = load_frames_file("serves.toml")["apart"]
    frame = understood.frame
    if understood.rule.op not in data["ops"] or not re.search(data["said"], frame.text):
        return []
    conditions = [
        c for c in frame.conditions if c.kind in data["kinds"] and c.mode == "any" and c.kind != frame.group
    ]
    joined = [c for c in conditions if len(c.values) > 1]
    beside = [c for c in conditions if c.kind in data["beside"]]
    if len(joined) == 1 and joined[0].kind not in data["beside"] and len(joined[0].values) <= data["most"]:
        return [(v.label, _only(understood, joined[0], (v,))) for v in joined[0].values]
    if (
        (joined and joined != beside)
        or len(beside) < 2
        or not _said_beside(beside, frame.text, data["joins"])
    ):
        return []
    rest = [tuple(c for c in frame.conditions if c is kept or c not in beside) for kept in beside]
    return [
        (kept.surface or kept.values[0].label, replace(understood, frame=replace(frame, conditions=own)))
        for kept, own in zip(beside, rest, strict=True)
    ]


def _said_beside(conditions: Sequence[Condition], text: str, joins: str) -> bool:
    """Whether words that all must stand in one thing are said beside each other (自殺と虐待の施策はそれぞれ), not one of the
    other (自殺の相談)."""
    words = [re.escape(c.surface or c.values[0].label) for c in conditions]
    return re.search(f"[^、。]{{0,8}}?(?:{joins})[^、。]{{0,4}}?".join(words), text) is not None


def _value(op: str, result: Result) -> Any:
    """The value of one set: a count of nothing in what is loaded is 0; where there is none, what is said."""
    if result.reason:
        return 0 if op == "count" and result.reason == "not_in_source" else result.text
    value = result.answer.get("value")
    return result.text if value is None else value


def tell_left_out(understood: Understood, result: Result, run: Run, services: AskServices) -> None:
    """Adds, of several things named, why those have no answer that the result leaves out (unreadable, not printed, none
    of that number)."""
    named = _named(understood)
    if named is None:
        return
    condition, groups = named
    own = (
        [run(_only(understood, condition, values), services) for values in groups] if len(groups) > 1 else []
    )
    if understood.rule.op == "amounts" and any(not one.reason for one in own):
        result.text = " ".join(one.text for one in own)  # each amount beside the name it is of
    said = [one.text for one in own if one.reason and one.text not in result.text]
    numbers = {n.number for n in services.known.lexicon.names if n.id in {t.value for t in condition.values}}
    said += [
        f"No.{number}に当たるものは、読み込んだ文書にありません。"
        for number in missing_numbers(condition.surface, numbers)
    ]
    if not said:
        return
    told = f"{result.text.rstrip('。')}。" if result.text and not (result.reason and own) else ""
    result.text = told + " ".join(said)


def missing_numbers(surface: str, found: set[int | None]) -> list[int]:
    """The numbers of a name like No.5・999 that are those of nothing found.

    >>> missing_numbers("No.5・999", {5})
    [999]
    """
    match = _NUMBERS.match(surface)
    return [n for n in map(int, match[1].split("・")) if n not in found] if match else []


def _named(understood: Understood) -> tuple[Condition, list[tuple[Term, ...]]] | None:
    """The condition that names several things and the things, those of one name together; None where none does."""
    data = load_frames_file("serves.toml")["left_out"]
    if understood.rule.op not in data["ops"]:
        return None
    for condition in understood.frame.conditions:
        if condition.kind not in data["kinds"] or condition.mode != "any":
            continue
        groups: dict[str, list[Term]] = {}
        for value in condition.values:
            key = value.value if _NUMBERS.match(condition.surface) else value.label
            groups.setdefault(key, []).append(value)
        several = len(groups) > 1 or _NUMBERS.match(condition.surface)
        if several and len(groups) <= data["most"]:
            return condition, [tuple(values) for values in groups.values()]
    return None


def _only(understood: Understood, condition: Condition, values: tuple[Term, ...]) -> Understood:
    """The question with these values of one of its conditions alone."""
    label = "・".join(value.label for value in values)
    one = replace(condition, values=values, surface=label)
    conditions = tuple(one if c is condition else c for c in understood.frame.conditions)
    return replace(understood, frame=replace(understood.frame, conditions=conditions))


def count_first(understood: Understood, result: Result, services: AskServices) -> None:
    """施策は何件で、担当はどこ: how many there are, before whose they are; and of how many none can be read."""
    if understood.rule.id != "count_and_charge" or result.reason:
        return
    counted = count(understood, services)
    if counted.reason:
        return
    below = count(with_narrower(replace(understood, rule=_counting()), services), services)
    wider = below.answer.get("value", 0)
    many, unit = int(counted.answer["value"]), unit_words(understood.frame.item)
    without = many - len(set(result.about))
    unread = f"担当府省庁の読めないものが{without}{unit}あります。" if without > 0 else ""
    more = f"下位の対象者のものも含めると{wider}{unit}です。" if wider > many else ""
    result.text = f"{counted.text}{more}{result.text.rstrip('。')}。{unread}"
    result.answer |= {"type": "table", "value": many, "unit": unit}
    result.sparql = all_of([counted.sparql, result.sparql])
    result.caveats = list(dict.fromkeys([*result.caveats, *counted.caveats]))


def _counting() -> FrameRule:
    return next(rule for rule in frame_rules() if rule.op == "count")


__all__ = ["count_first", "each_of", "missing_numbers", "tell_left_out"]

"""Which cues of a question a frame's computation serves, by `frames/serves.toml`."""

from __future__ import annotations

import re

from nlp.questions.records import Condition, Frame
from nlp.questions.tables.cues import Cue
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import FrameRule

# どういう事業をやる, 何をする beside another attribute: asked for as well, not only a way of asking.
_DOING = re.compile(r"何を[すや]|(?:どんな|どういう|どういった|どのような)(?:事業|施策|取組|活動)")
_OF_DOING = ("overview", "project", "purpose", "component", "theme")


def served(cue: Cue, frame: Frame, rule: FrameRule) -> bool:
    """Whether a cue is taken up: by the frame's own words, by its computation, or by one of its conditions."""
    if cue.name == "ask:describe" and rule.op == "attribute" and frame.over in ("grantee", "programme"):
        attributes = frame.attribute.split("+")
        if _DOING.match(frame.text[cue.start : cue.end]) and not set(attributes) & set(_OF_DOING):
            return False
    if cue.name in (*rule.when, *rule.any_of):
        return True
    table = load_frames_file("serves.toml").get(cue.slot, {})
    if any(serves(by, frame, rule.op) for by in (*table.get(cue.value, ()), *table.get("every", ()))):
        return True
    match cue.slot:
        case "class":
            return cue.value in (frame.over, frame.item)
        case "attr":
            asked = cue.value in frame.attribute.split("+") and rule.op in (
                "attribute",
                "describe",
                "evidence",
            )
            return asked or _lacked(cue.value, frame)
        case "group":
            return cue.value in frame.group.split("+") and rule.op in ("group", "list")
        case "stage":
            # 概算決定 of a set of 当初 alone: the other stage is lost.
            stages = [c for c in frame.conditions if c.kind == "stage"]
            named = load_frames_file("conditions.toml")["stages"].get(cue.value, cue.value)
            return any(named in c.surface or any(cue.value in t.value for t in c.values) for c in stages)
    return False


def _lacked(attribute: str, frame: Frame) -> bool:
    """Whether the attribute is one that the things listed lack or have."""
    label = load_frames_file("attributes.toml").get(attribute, {}).get("label", "")
    return any(
        c.kind in ("missing", "has") and any(t.label == label for t in c.values) for c in frame.conditions
    )


def serves(by: str, frame: Frame, op: str) -> bool:
    """Whether one entry of `serves.toml` holds for the frame."""
    head, _, name = by.partition(":")
    if by == "*":
        return True
    if by == "years":
        years = [c for c in frame.conditions if c.kind == "year"]
        return op == "totals" and (not years or len(years[0].values) > 1)
    if by == "joined":
        return any(c.origin == "inherited" and len(c.values) > 1 for c in frame.conditions)
    if by == "!":
        return is_negative(frame, op)
    if by == "1":
        ops = load_frames_file("serves.toml")["one"]["ops"]
        # Sums are of the rows of each year and section, whichever have the programme (片方の年度だけにある事業の合計).
        alone = [c.kind for c in frame.conditions if c.mode == "one"]
        return (
            op in ops and bool(alone) and not (op == "totals" and {"year", "section", "pillar"} & set(alone))
        )
    if by == "+":
        return any(c.mode == "all" or c.kind.startswith("also") for c in frame.conditions)
    if by.startswith("list="):
        return op == "list" and frame.item == by[5:]
    if by.startswith("?"):
        return any(c.kind == by[1:] for c in frame.conditions)
    if by.startswith("="):
        return frame.item == by[1:]
    if not name:
        return op == by
    if head == "frame":
        return frame.id == name
    if head == "over":
        return frame.over == name
    if head == "group":
        return name in frame.group.split("+")
    return head == "attr" and name in frame.attribute.split("+")


def is_negative(frame: Frame, op: str) -> bool:
    """Whether something in the frame is a negation."""
    data = load_frames_file("serves.toml")["negative"]
    return (
        op in data["ops"]
        or frame.id in data["frames"]
        or any(is_negative_condition(c) for c in frame.conditions)
    )


def is_negative_condition(condition: Condition) -> bool:
    """Whether a condition leaves something out or asks for what is lacking."""
    kinds = load_frames_file("serves.toml")["negative"]["conditions"]
    return (
        condition.mode in ("none", "only")
        or condition.kind in kinds
        or any(t.value == "false" for t in condition.values)
    )

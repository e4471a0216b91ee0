"""The frames of `frames/frames.toml` and the glossary as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.questions.records import Condition, Frame
from nlp.questions.tables.frame_files import load_frames_file


@dataclass(frozen=True, slots=True)
class FrameRule:
    """One frame as written: when it fits, what it computes (`op`), over which rows, and how it is worded."""

    id: str
    op: str
    when: tuple[str, ...]
    any_of: tuple[str, ...]
    unless: tuple[str, ...]
    over: str
    item: str
    needs: str
    attribute: str
    group: str
    flag: str
    wording: str
    choices: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A frame with the rule that chose it; `op` says what is computed.

    `exchanged` are the conditions of the question before that this one's own took the place of. `parts` are the
    questions whose values are compared (`nlp.questions.several_asked.comparisons`), each with what it was called in the question.
    """

    frame: Frame
    rule: FrameRule
    exchanged: tuple[Condition, ...] = ()
    parts: tuple[tuple[str, Understood], ...] = ()


@lru_cache(maxsize=1)
def frame_rules() -> tuple[FrameRule, ...]:
    """The frames in the order in which they are tried."""
    return tuple(_rule(entry) for entry in load_frames_file("frames.toml")["frame"])


def _rule(entry: Mapping[str, Any]) -> FrameRule:
    return FrameRule(
        id=entry["id"],
        op=entry["op"],
        when=tuple(entry.get("when", ())),
        any_of=tuple(entry.get("any", ())),
        unless=tuple(entry.get("unless", ())),
        over=entry.get("over", ""),
        item=entry.get("item", ""),
        needs=entry.get("needs", ""),
        attribute=entry.get("attribute", ""),
        group=entry.get("group", ""),
        flag=entry.get("flag", ""),
        wording=entry.get("wording", ""),
        choices=tuple((c["question"], c["meaning"], c.get("need", "")) for c in entry.get("choices", ())),
    )


@lru_cache(maxsize=1)
def glossary() -> Mapping[str, Mapping[str, Any]]:
    """The terms that can be explained, from `frames/glossary.toml`."""
    return load_frames_file("glossary.toml")

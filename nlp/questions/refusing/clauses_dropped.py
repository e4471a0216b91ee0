"""Clauses that narrow what they stand before (対象者のある施策) and became no condition of the frame: read over, and so named."""

from __future__ import annotations

from collections.abc import Mapping

from nlp.questions.conditions.set_aside import narrowing_clauses
from nlp.questions.found.reading import Reading
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import Understood

_SETS = ("list", "count", "exists", "attribute", "group", "rank_count", "share", "gap_ministries")


def clauses_dropped(reading: Reading, understood: Understood) -> list[str]:
    """The words of those clauses, of a set whose conditions say neither them nor what they may be read as."""
    frame = understood.frame
    if understood.rule.op not in _SETS or frame.over != "measure":
        return []
    kinds = {c.kind for c in frame.conditions}
    fields = {t.value.rpartition("#")[2] for c in frame.conditions for t in c.values}
    attributes = load_frames_file("attributes.toml")
    read_as: Mapping[str, list[str]] = load_frames_file("set_aside.toml")["read_as"]
    return [
        clause.words
        for clause in narrowing_clauses(reading.text)
        if not kinds & {"doubt", *read_as.get(clause.field or clause.kind, ())}
        and not (clause.field and attributes[clause.field]["property"] in fields)
    ]

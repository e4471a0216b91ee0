"""Cues and names that no computation took up, though every word of them is one that may say nothing.

A word that says nothing in one question (金額, 数値目標, 担当) asks or restricts in another: where it was recognised as a cue of
asking, a property, a condition or a grouping, and the computation does not serve it, it is left over.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.questions.found.reading import Reading
from nlp.questions.refusing.taken_up import linked, looked_for
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import Understood
from nlp.questions.tables.served import served

_HOW_SURE = re.compile(r"[01]\.\d+(?:$|以上|以下|未満|超|より)")
_DEMANDS = ("ask", "attr", "cond", "group")
_OF_ASKING = ("ask:list", "ask:exists", "ask:describe", "ask:title", "ask:project_name")
_NAMED = frozenset(
    {"programme", "line", "measure", "grantee", "ministry", "target_group", "section", "pillar"}
)


@lru_cache(maxsize=1)
def _listed() -> re.Pattern[str]:
    return re.compile(load_frames_file("serves.toml")["left_over"]["listed"])


def names_dropped(reading: Reading, understood: Understood) -> list[str]:
    """推進交付金のリンクの確度 of all links: a name or part of one that a computation over everything leaves out."""
    if understood.rule.op not in load_frames_file("serves.toml")["words"]["whole_named"]:
        return places_dropped(reading, understood)
    frame = understood.frame
    names = [hit for hit in reading.entities if hit.kinds() & _NAMED and not linked(hit, frame)]
    parts = [core for core in reading.cores if core.noun and not looked_for(core, frame)]
    kept = load_frames_file("serves.toml")["beside"].get(understood.rule.op, ())
    left = [core.text for core in parts if core.text not in kept]
    if understood.rule.op == "confidence_all":
        left = [
            text for text in left if not _HOW_SURE.match(text)
        ]  # 0.95以上: the computation itself reads it
    return [hit.surface for hit in names] + left + places_dropped(reading, understood)


def places_dropped(reading: Reading, understood: Understood) -> list[str]:
    """4-②と4-③に同じ事業 of the links of all programmes: a section, which a computation over everything leaves out."""
    if understood.rule.op not in load_frames_file("serves.toml")["words"]["whole_placed"]:
        return []
    return [reading.text[hit.start : hit.end] for hit in reading.numbers_of("section")]


def cues_dropped(reading: Reading, understood: Understood) -> list[str]:
    """節ごとに件数と金額 of numbers alone: what is asked for or restricts, in words that say nothing where they are served.

    Words of asking in general (どの, ある) serve nothing beside them; a name or a number that the cue stands in does.
    """
    served_cues = [
        c for c in reading.cues if c.slot in _DEMANDS and served(c, understood.frame, understood.rule)
    ]
    spans = [(c.start, c.end) for c in served_cues if c.name not in _OF_ASKING]
    spans += [m.span() for m in _listed().finditer(reading.text)]
    hits = [(hit.start, hit.end) for hit in reading.entities]
    hits += [(hit.start, hit.end) for hit in reading.numbers]
    found: list[str] = []
    for cue in reading.cues:
        if cue.slot not in _DEMANDS or cue in served_cues:
            continue
        within = any(start <= cue.start < end for start, end in spans)  # 年度別|の事業 is no 別の事業
        named = any(start < cue.end and cue.start < end for start, end in hits)
        if not within and not named:
            found.append(reading.text[cue.start : cue.end])
    return found


__all__ = ["cues_dropped", "names_dropped", "places_dropped"]

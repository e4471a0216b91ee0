"""What the name of a group alone tells, listed or not: its head, its spelling, and the groups above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nlp.cue_files import compiled
from nlp.gazetteer import Entry, Gazetteer
from nlp.language.group_forms import Head, forms, heads, staff_heads

# How an entry says that neither its name nor its head is listed.
FORMED = "formed"


def formed_certainty(confidence: float) -> float:
    """What is left of a rule's confidence for a group known by its form alone, 0..1, as measured (see the data)."""
    return round(confidence * float(forms()["certainty"]), 2)


def formed_entry(name: str, groups: Gazetteer) -> Entry | None:
    """The entry of a group from its name alone, the list's own where it has the name; None where its form tells nothing."""
    head = _head_of(name, groups)
    if head is None:
        return None
    canonical = _normalised(name, head)
    known = groups.by_surface.get(canonical)
    return known or Entry(name, canonical, head.kind, head.broader, note="" if head.listed else FORMED)


def _normalised(name: str, head: Head) -> str:
    """The name under which spellings of one group meet: 方, 方々, 人々 and 者 behind a clause are 人."""
    written = forms()["written"]
    for spelling, usual in written["spellings"]:
        name = name.replace(spelling, usual)
    name = name.removesuffix("等")
    return re.sub(written["people"], written["person"], name) if head.kind == "person" else name


def _head_of(name: str, groups: Gazetteer) -> Head | None:
    """The longest listed name or head that ends `name`."""
    for begin in range(len(name)):
        tail = name[begin:]
        known = groups.by_surface.get(tail) if begin else None
        if known is not None:
            return Head(tail, known.type, known.canonical, listed=True)
        if tail in staff_heads():
            return staff_heads()[tail]
        if tail in heads():
            return _acting(name, heads()[tail])
        if tail in forms()["clause"]["heads"]:
            return _acting(name, Head(tail, "person", "すべての人"))
    return None


def _acting(name: str, head: Head) -> Head:
    modifier = name[: -len(head.word)]
    if head.word not in forms()["clause"]["who"]:
        return head
    for rule in forms()["acting"]:
        if compiled(rule["ending"]).search(modifier):
            return replace(head, kind=rule["kind"], broader=rule["broader"])
    return head


def broader_of(name: str, groups: Gazetteer) -> Iterator[str]:
    """The groups right above `name`, listed or formed: by its head, and by what its modifier tells, if that is no part of the first.

    聴覚に障害のある乳児 is both one of こども and one of 障害者.
    """
    known = groups.canonical.get(name)
    if known is not None:
        yield from (known.broader,) if known.broader else ()
        return
    entry = formed_entry(name, groups)
    if entry is None:
        return
    told = told_by(name, entry.broader, groups)
    if entry.broader and not any(entry.broader in groups.ancestors(item) for item in told):
        yield entry.broader
    yield from told


def above(name: str, groups: Gazetteer) -> list[str]:
    """Every group above `name`, listed or formed, nearest first.

    >>> from nlp.gazetteer import load_gazetteers
    >>> above("中小企業の従業員", load_gazetteers().target_groups)
    ['労働者', 'すべての人']
    """
    found: list[str] = []
    queue = list(broader_of(name, groups))
    while queue:
        item = queue.pop(0)
        if item not in found:
            found.append(item)
            queue.extend(broader_of(item, groups))
    return found


def told_by(name: str, broader: str, groups: Gazetteer) -> list[str]:
    """The groups that the modifier of `name` tells, without those that `broader` tells already."""
    if broader == forms()["kin"]:
        # The family of a patient is no patient.
        return []
    known = groups.canonical.get(broader)
    line = {broader, *groups.ancestors(broader)}
    found: list[str] = []
    head = _head_of(name, groups)
    modifier = name if head is None else name.removesuffix(head.word)
    for rule in forms()["modifiers"]:
        if known is not None and known.type != "person" and not rule.get("of_bodies", False):
            continue
        if rule.get("unless") and compiled(rule["unless"]).search(name):
            continue
        if rule["broader"] not in line and compiled(rule["pattern"]).search(modifier):
            found.append(str(rule["broader"]))
            line.update((rule["broader"], *groups.ancestors(rule["broader"])))
    return found

"""Clauses that only narrow the measures or programmes they stand before (概要の記載がない, 数値目標のある, 関連する事業がない): taken out
of a question before its frame is chosen, and added as conditions whatever is asked. Words within them (目標, 対象者, 事業, ない) are then
no words of what is asked, so that every way of asking goes with each of them. The forms are those of `frames/set_aside.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import compiled, families_of, patterns

_FILE = "set_aside.toml"
_clauses = partial(patterns, _FILE, "clauses")
_places = partial(patterns, _FILE, "places")
_left = partial(patterns, _FILE, "left")
_MOST = 6
_QUOTED = re.compile(r"「[^」]*」|『[^』]*』")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A clause taken out of a question: `kind` names a clause of the file, or "has" or "missing" with the `field` that it is of;
    `words` as they stood there."""

    kind: str
    field: str
    words: str

    @property
    def denied(self) -> bool:
        """Whether it denies something of the rows it stands before."""
        return self.kind.startswith("not_")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    aside: SetAside


def set_aside(text: str) -> tuple[str, tuple[SetAside, ...]]:
    """A folded question without its clauses that only narrow, and those; the question itself and () where there are none, and
    where it is not plain which of several sets a clause is of.

    >>> text, found = set_aside("法務省の概要の記載がない施策の目標は?")
    >>> text, [(a.kind, a.field) for a in found]
    ('法務省の施策の目標は?', [('missing', 'overview')])
    >>> set_aside("法務省の施策のうち数値目標のあるものは何件?")[0]
    '法務省の施策は何件?'
    >>> set_aside("対象者のない府省庁は?"), set_aside("目標のある施策と達成状況のない施策はどちらが多い?")[1]
    (('対象者のない府省庁は?', ()), ())
    """
    found = _standing_before_things(text)
    if not found:
        return text, ()
    rest, places = text, _places()
    for one in reversed(found):
        rest = rest[: one.start] + rest[one.end :]
    told = [one for one in found if "year" in one.aside.kind]
    if told and not (len(told) == 1 and len(places["year"].findall(rest)) == 1):
        return text, ()
    if places["apart"].search(rest) or (places["shared"].search(rest) and places["part"].search(rest)):
        return text, ()
    return _once(text, found), tuple(one.aside for one in found)


def narrowing_clauses(text: str) -> tuple[SetAside, ...]:
    """The clauses of a folded question that stand before measures or programmes, whatever else it says."""
    return tuple(one.aside for one in _standing_before_things(text))


def _standing_before_things(text: str) -> list[_Found]:
    """The clauses behind which measures or programmes are the first things said, in order; those before others count as gone.
    None stands in a quotation."""
    text = _QUOTED.sub(lambda match: "□" * len(match[0]), text)
    places = _places()
    found: list[_Found] = []
    for one in reversed(_all_clauses(text)):
        if places["joined"].search(text[: one.start]):
            continue
        rest = text[one.end :]
        for other in found:
            start, end = other.start - one.end, other.end - one.end
            rest = rest[:start] + " " * (end - start) + rest[end:]
        of_those = places["those"].match(rest) is not None and _things_said(text[: one.start]) != ""
        thing = _before_things().match(rest)
        if not of_those and (thing is None or places["others"].search(thing["between"])):
            continue
        found.append(one)
    return found[::-1] if len(found) <= _MOST else []


def _all_clauses(text: str) -> list[_Found]:
    """Every clause in the text, none within another, in order."""
    found: list[_Found] = []
    for kind, field, pattern in _forms():
        for match in pattern.finditer(text):
            if not any(match.start() < f.end and f.start < match.end() for f in found):
                found.append(_Found(match.start(), match.end(), SetAside(kind, field, match[0])))
    return sorted(found, key=lambda one: one.start)


@lru_cache(maxsize=1)
def _before_things() -> re.Pattern[str]:
    places = _places()
    return re.compile(f"(?P<between>{places['between'].pattern}){places['things'].pattern}")


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Kind, field and form of every clause, those of their own before those of a field."""
    data = load_frames_file(_FILE)
    families: Mapping[str, str] = families_of(data, {}, _FILE)
    forms = [(kind, "", pattern) for kind, pattern in _clauses().items()]
    for kind, state in (("missing", "lacked"), ("has", "had")):
        for field, said in data["fields"].items():
            form = compiled(f"(?:{said})<<column>><<{state}>>", families, f"{_FILE}: fields.{field}")
            forms.append((kind, field, form))
    return tuple(forms)


def _once(text: str, found: Sequence[_Found]) -> str:
    """The text without the clauses: a もの that one of them alone stood before is written as the things before it, and these once
    (施策のうち, then a clause, then もの: 施策)."""
    left, rest = _left(), text
    for one in reversed(found):
        before, after = rest[: one.start], rest[one.end :]
        things = _things_said(before)
        bare = left["thing"].match(after) or _places()["those"].match(after)
        if things and bare is not None:
            after = things + after[bare.end() :]
        same = left["same"].search(before)
        if same is not None and after.startswith(same["n"]):
            before = before[: same.start()]
        rest = before + after
    return rest


def _things_said(text: str) -> str:
    """施策 or 事業, whichever a text says last; "" where it says neither."""
    return next(reversed(re.findall("施策|事業", text)), "")

"""The kind of thing that a question asks for against the kind that the computation gives.

差はいくら of a ranking, 番号 of an outline, 満足度は of a list of measures: every word is known, and the answer would be one to
another question. `frames/asked_kinds.toml` says what each kind of asking looks like and which computations give it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from nlp.questions.found.reading import Reading
from nlp.questions.records import Frame
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import Understood, frame_rules
from nlp.questions.tables.served import serves

# 差 in the name of a programme asks for nothing; a ministry, a group or a region may be what is asked between.
_SHOWN = ("ministry", "target_group", "region")
# 再掲か新規か, 再掲がいくつで新規がいくつ: one or the other, or each of them; 再掲で新規 is both at once.
_MARKS = ("cond:relisted", "cond:new")
_EITHER = re.compile(
    r"^(?:の)?(?:事業|もの|行|施策|方)?(?:です|なの)?(?:か|かな|or|または|又は|あるいは|もしくは|それとも|と|や|、|/|\s|が(?:いくつ|何件|何事業)で、?)"
)
# 厚労省と法務省のうち再掲のある省: one is chosen among those named.
_CHOSEN = re.compile(r"[省庁府院]の?(?:うち|中で|中の)|いずれ|どれ|どちら|どっち")
_AT_ONCE = re.compile(r"かつ|しかも|同時|ともに|共に|どちらも|両方|のうち|の中")


@dataclass(frozen=True, slots=True)
class AskedKind:
    """One way of asking: the words, and what of a computation answers them (`frames/asked_kinds.toml`)."""

    name: str
    asked: re.Pattern[str]
    unless: re.Pattern[str] | None
    only: tuple[str, ...]
    given: tuple[str, ...]
    sides: tuple[str, ...]
    bare: bool
    instead: str


@lru_cache(maxsize=1)
def asked_kinds() -> tuple[AskedKind, ...]:
    """The kinds in the order of the file.

    Raises:
        re.error: a pattern is not a regular expression.
    """
    return tuple(_kind(entry) for entry in load_frames_file("asked_kinds.toml")["kind"])


def _kind(entry: dict[str, Any]) -> AskedKind:
    return AskedKind(
        entry["name"],
        re.compile(entry["asked"]),
        re.compile(entry["unless"]) if "unless" in entry else None,
        tuple(entry.get("only", ())),
        tuple(_given(entry["given"])),
        tuple(entry.get("sides", ())),
        bool(entry.get("bare", False)),
        entry.get("instead", ""),
    )


def _given(names: Sequence[str]) -> list[str]:
    """The entries, with "@ask.count" spelt out as the row of `serves.toml` that it names."""
    found: list[str] = []
    for name in names:
        slot, _, value = name.removeprefix("@").partition(".")
        found += load_frames_file("serves.toml")[slot][value] if name.startswith("@") else [name]
    return found


def kinds_not_given(reading: Reading, understood: Understood) -> list[str]:
    """The words that ask for something that the computation does not give, in the order of the kinds; none when all is given."""
    text = reading.unnamed(_SHOWN)
    found = [
        _said(match, reading)
        for kind in asked_kinds()
        if (match := _asks(kind, text, understood)) is not None
    ]
    return [*found, *_marks_apart(reading, understood)]


def read_again(reading: Reading, understood: Understood) -> Understood:
    """The question read with the computation that gives what is asked for (府省庁数: counted, not listed); else unchanged.

    A list of ministries that the question names itself would say what it was told: what they have is listed instead.
    """
    text = reading.unnamed(_SHOWN)
    for kind in asked_kinds():
        if kind.instead and _asks(kind, text, understood) is not None:
            rule = next(rule for rule in frame_rules() if rule.id == kind.instead)
            frame = replace(understood.frame, id=rule.id)
            if understood.rule.op == "group":
                frame = replace(frame, item=_rows_of(frame))
            return replace(understood, rule=rule, frame=frame)
    if _says_itself(reading, understood):
        return replace(understood, frame=replace(understood.frame, item=_rows_of(understood.frame)))
    return understood


def _rows_of(frame: Frame) -> str:
    """What the rows that a frame is about are listed as."""
    return "programme" if frame.over == "line" else frame.over


def _says_itself(reading: Reading, understood: Understood) -> bool:
    """厚労省と国交省の受け持ちを一覧で: the ministries listed would be those named, and none is chosen among them."""
    frame = understood.frame
    if understood.rule.op != "list" or frame.item != "ministry" or understood.rule.flag:
        return False
    held = [
        c for c in frame.conditions if c.kind in ("ministry", "ministry_below") and c.mode in ("any", "all")
    ]
    choosing = reading.wh() or reading.has("ask:compare") or _CHOSEN.search(reading.text)
    return bool(held) and all(c.origin == "stated" for c in held) and not choosing


def _said(match: re.Match[str], reading: Reading) -> str:
    """The words matched, or the part of them named `word`, with the rest of the word in which they begin (満足|度)."""
    name = "word" if match.groupdict().get("word") else 0
    start, end = match.start(name), match.end(name)
    core = next((c for c in reading.cores if c.start <= start < c.end), None)
    token = next((t for t in reading.tokens if t.start <= start < t.end), None)
    return reading.text[min((x.start for x in (core, token) if x is not None), default=start) : end]


def _asks(kind: AskedKind, text: str, understood: Understood) -> re.Match[str] | None:
    """Where the question asks for the kind and the computation does not give it, None elsewhere."""
    frame, op = understood.frame, understood.rule.op
    if (kind.only and op not in kind.only) or (kind.bare and frame.conditions):
        return None
    match = kind.asked.search(text)
    if match is None or (kind.unless is not None and kind.unless.search(text)):
        return None
    if any(serves(by, frame, op) for by in kind.given):
        return None
    if kind.sides and not any(c.kind in kind.sides and len(c.values) > 1 for c in frame.conditions):
        return None
    return match


def _marks_apart(reading: Reading, understood: Understood) -> list[str]:
    """新規か再掲か, 再掲と新規はいくつ: two marks asked about apart, read as rows that bear both."""
    stated = {c.kind for c in understood.frame.conditions if c.origin == "stated" and c.mode != "none"}
    if not {"relisted", "newly"} <= stated or _AT_ONCE.search(reading.text):
        return []
    cues = sorted((c for name in _MARKS for c in reading.spans(name)), key=lambda c: c.start)
    for one, other in itertools.pairwise(cues):
        between = reading.text[one.end : other.start]
        if one.name != other.name and _EITHER.match(between):
            return [reading.text[one.start : other.end]]
    return []


__all__ = ["AskedKind", "asked_kinds", "kinds_not_given", "read_again"]

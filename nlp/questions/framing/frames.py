"""Which frame of `frames/frames.toml` a question fills: each frame names the features that must stand in it."""

from __future__ import annotations

import re
from functools import cache

from nlp.questions.conditions.number_conditions import year_too
from nlp.questions.found.reading import Reading
from nlp.questions.framing.set_features import SetFeatures
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.things import Thing
from nlp.questions.tables.cues import Cue
from nlp.questions.tables.frame_rules import FrameRule, Understood, frame_rules

_MANY = re.compile(r"^(?P<name>[a-z_:]+)>(?P<count>\d+)$")
# 補助率はいくつ: a value is asked for, no number of things.
_HOW_MUCH = re.compile(r"(?:率|割合|上限額?|限度額|目標値|実績値|基準額)は?いくつ(?:です)?か?[?。]*$")


@cache
def _parts(name: str) -> tuple[str, int, str, str, str]:
    """Of a feature's name: what is counted and beyond how many, the method that is its own, its slot and value."""
    many = _MANY.match(name)
    slot, _, value = name.partition(":")
    counted, most = (many["name"], int(many["count"])) if many else ("", 0)
    return counted, most, "_" + name.replace(":", "__"), slot, value


class Features(SetFeatures):
    """What stands in a question, by the names that frames use."""

    def __init__(self, reading: Reading, known: Knowledge) -> None:
        super().__init__(reading, known)
        self._found: dict[str, bool] = {}
        self.base_item = ""
        self.about: Thing | None = None

    def has(self, name: str) -> bool:
        """Whether the feature `name` stands in the question; worked out once."""
        known = self._found.get(name)
        if known is None:
            known = self._found[name] = self._has(name)
        return known

    def base_of(self, earlier: Understood) -> str:
        """The kind of the one thing that a question before was about, "" when it was about a set."""
        kinds = {linked.kind for linked in earlier.frame.linked} | {c.kind for c in earlier.frame.conditions}
        return next((kind for kind in ("measure", "grantee", "programme") if kind in kinds), "")

    def lean_on(self, about: Thing | None, item: str) -> None:
        """Take what the question before was about, and what it listed."""
        self.about, self.base_item = about, item
        self.base_kind = about.kind if about is not None else ""
        self._found.clear()

    def _has(self, name: str) -> bool:
        counted, most, own, slot, value = _parts(name)
        if counted:
            return self._count(counted) > most
        special = getattr(self, own, None)
        if special is not None:
            return bool(special())
        if name == "ask:count" and self.reading.has("attr:number"):
            return any(not self._within(cue, "attr:number") for cue in self.reading.spans(name))
        if name == "ask:count" and _HOW_MUCH.search(self.reading.text):
            return False
        if slot == "entity":
            return bool(self.reading.of_kind(value)) or (value == self.base_kind != "")
        if slot == "number":
            return bool(self.reading.numbers_of(value))
        if slot == "class_end":
            return bool(self.classes) and self.classes[-1] == value
        if slot == "class" and value:
            return value in self.classes or (value == "list_line" and "line" in self.classes)
        if not value:
            return bool(self.reading.of_slot(slot))
        return self.reading.has(name)

    def _within(self, cue: Cue, name: str) -> bool:
        return any(other.start <= cue.start and cue.end <= other.end for other in self.reading.spans(name))

    def fits(self, rule: FrameRule) -> bool:
        """Whether the question fills the frame."""
        for name in rule.when:
            if not self.has(name):
                return False
        if rule.any_of and not any(map(self.has, rule.any_of)):
            return False
        return not any(map(self.has, rule.unless))

    def first(self) -> FrameRule | None:
        """The first frame that fits."""
        return next((rule for rule in frame_rules() if self.fits(rule)), None)

    def _count(self, name: str) -> int:
        slot, _, value = name.partition(":")
        if slot == "entity":
            return len({hit.surface for hit in self.reading.of_kind(value)})
        if slot == "number":
            hits = self.reading.numbers_of(value)
            told = [hit for hit in hits if value != "year" or not year_too(hit, self.reading)]
            return len({hit.values for hit in told})
        return len({cue.value for cue in self.reading.of_slot(slot)})

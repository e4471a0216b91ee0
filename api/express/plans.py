"""What an express process has been taught: which queries are quick, and how requests of a shape are answered."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import asdict, dataclass, replace
from typing import Any

OUTLINES, SHAPES = 4096, 1024


@dataclass(frozen=True, slots=True)
class Plan:
    """How to answer: the result `format` (a key of the query process), the content `coding` ("" for none), the tag's
    beginning and end around the query, and the header lines of every such answer, as bytes in Latin-1."""

    format: str
    coding: str
    tag_before: str
    tag_after: str
    head: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """Requests `around` a query of this `outline` and `form` (SELECT, ASK …) are answered by `plan`."""

    around: bytes
    outline: str
    form: str
    plan: Plan

    def packed(self) -> bytes:
        """The lesson as bytes."""
        return json.dumps({**asdict(self), "around": self.around.decode("latin-1")}).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> Lesson:
        """The lesson in `data`."""
        found: dict[str, Any] = json.loads(data)
        plan = Plan(**found.pop("plan"))
        return replace(cls(**found, plan=plan), around=found["around"].encode("latin-1"))


class Plans:
    """Lessons, the oldest forgotten first."""

    def __init__(self) -> None:
        self._forms: OrderedDict[str, str] = OrderedDict()
        self._plans: OrderedDict[tuple[bytes, str], Plan] = OrderedDict()

    def learn(self, lesson: Lesson) -> None:
        """Keeps a lesson."""
        self._forms[lesson.outline] = lesson.form
        self._plans[lesson.around, lesson.form] = lesson.plan
        if len(self._forms) > OUTLINES:
            self._forms.popitem(last=False)
        if len(self._plans) > SHAPES:
            self._plans.popitem(last=False)

    def find(self, around: bytes, outline: str) -> Plan | None:
        """The plan for a request, None when it has to be looked at by the server."""
        form = self._forms.get(outline)
        return None if form is None else self._plans.get((around, form))

    def lesson(self, around: bytes, outline: str) -> Lesson | None:
        """The lesson that a request needs, None when there is none."""
        plan = self.find(around, outline)
        return None if plan is None else Lesson(around, outline, self._forms[outline], plan)

    def forget(self, outline: str) -> None:
        """A query of this outline is quick no more."""
        self._forms.pop(outline, None)

    def clear(self) -> None:
        """Forgets everything: another build is served."""
        self._forms.clear()
        self._plans.clear()

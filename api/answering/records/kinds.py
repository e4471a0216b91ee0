"""The kinds of records that a question may be about: how what is found of each is told, and of how many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from api.answering.records.activities import of_activities
from api.answering.records.components import of_components
from api.answering.records.dated import of_calls, of_guidelines
from api.answering.records.measures import of_measures
from api.answering.records.record import Record, Told
from api.answering.records.rules import of_rules
from nlp.questions.printed.record_questions import RecordQuestion

OWN = (
    "text",
    "label",
    "category",
    "overview",
    "goal",
    "achievement",
    "review",
    "implementer",
    "limit",
    "items",
)
"""The columns that print a record's own words."""
BEYOND = ("of", "ministry", "items_of", "beside")
"""The columns that print what a record belongs to."""
_PRINTED = ("label", "text", "of", "category", "implementer", "limit")


@dataclass(frozen=True, slots=True)
class Kind:
    """How records of a kind are told, `most` at once. One of the words asked for must stand in one of the columns `own`; those of
    `looked_in` are looked through by the query."""

    tell: Callable[[RecordQuestion, Sequence[Record]], Told | None]
    most: int
    own: tuple[str, ...] = OWN
    looked_in: tuple[str, ...] = _PRINTED


KINDS: Mapping[str, Kind] = {
    # Of the items that a rule points to alone speaks a question about the items.
    "rule": Kind(of_rules, 3, ("label", "text")),
    "activity": Kind(of_activities, 2),
    "component": Kind(of_components, 2),
    "call": Kind(of_calls, 1),
    "guideline": Kind(of_guidelines, 1),
    "measure": Kind(
        of_measures, 1, ("label",), ("label", "overview", "goal", "achievement", "review", "ministry")
    ),
}

__all__ = ["BEYOND", "KINDS", "OWN", "Kind"]

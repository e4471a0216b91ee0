"""Rules with what the other sentences of their item say: a sentence that begins with ただし speaks of what stands before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.answering.records.items import with_items
from api.answering.records.record import Record, grouped, record_query
from api.answering.result import AskServices
from graph.question_graph import serialise
from nlp.questions.printed.record_questions import RecordQuestion
from nlp.questions.records import Term

_FEW_ROWS = 2_000
_POINTING = "[0-9０-９][（(][0-9０-９]+[）)]"
"""Of sentences that point to items, whose words they then have."""


def with_neighbours(asked: RecordQuestion, services: AskServices) -> list[Record]:
    """The rules of all items of which a sentence prints one of the words sought or points to items, each with the other sentences
    of its item in the column `beside`; [] where there are too many."""
    forms = "|".join((_POINTING, *(re.escape(form) for word in asked.nouns for form in word.forms)))
    spoken = f'REGEX(CONCAT(COALESCE(?label, ""), ?text), {serialise(Term("text", forms))}, "i")'
    rows = services.rows(record_query("rule", f"  FILTER({spoken})"))
    if len(rows) > _FEW_ROWS:
        return []
    return _beside_each_other(with_items(grouped(rows), services))


def _beside_each_other(records: Sequence[Record]) -> list[Record]:
    items: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        items.setdefault((record.one("notation"), record.one("of")), []).append(record)
    found = []
    for (place, _), mine in items.items():
        for record in mine:
            others = " ".join(other.one("text") for other in mine if other is not record and place)
            found.append(Record(record.thing, tuple({**row, "beside": others} for row in record.rows)))
    return found


__all__ = ["with_neighbours"]

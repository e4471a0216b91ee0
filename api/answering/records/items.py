"""The items that rules point to by their place (３（２）イ③の取組), put beside the rules as their words."""

from __future__ import annotations

from collections.abc import Sequence

from api.answering.records.record import Record, record_query
from api.answering.result import AskServices
from graph.question_graph import serialise
from nlp.questions.printed.clauses import places_spoken_of
from nlp.questions.records import Term


def with_items(records: Sequence[Record], services: AskServices) -> list[Record]:
    """The rules, those that point to items with the items' words in the column `items` and what those are of in `items_of`."""
    places = {record.thing: places_spoken_of(" ".join(record.field("text"))) for record in records}
    wanted = sorted({place for found in places.values() for place in found})
    if not wanted:
        return list(records)
    said = ", ".join(serialise(Term("text", place)) for place in wanted)
    items = services.rows(record_query("activity", f"  FILTER(?notation IN ({said}))"))
    return [_beside(record, places[record.thing], items) for record in records]


def _beside(record: Record, places: Sequence[str], items: Sequence[dict[str, str]]) -> Record:
    funds = record.field("of")
    mine = [i for i in items if i["notation"] in places and (not funds or i["of"] in funds)]
    if not mine:
        return record
    words = {
        "items": "、".join(
            dict.fromkeys(" ".join(filter(None, (i["notation"], i["label"], i["text"]))) for i in mine)
        ),
        "items_of": "、".join(dict.fromkeys(i["category"] for i in mine)),
    }
    return Record(record.thing, tuple({**row, **words} for row in record.rows))


__all__ = ["with_items"]

"""A measure listed again (再掲) under a number of its own is for whom its first listing is for: its own row prints only the name.

Which one it repeats the source says itself (`relists`). What is taken over keeps the place where it is printed, at the first
listing, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from nlp.language.helper_groups import HELPER, SUPPORTED
from nlp.records import Field, Record, Relation

METHOD = "first-listing"
_SURENESS = 0.95
"""How much of the first listing's confidence is left: that the rows are of one measure is printed, that nothing differs is not."""


def with_first_listings_groups(records: Sequence[Record], relations: Iterable[Relation]) -> list[Record]:
    """The records, measures that relist another with the groups of that other that they do not name themselves."""
    known = {f"{record.kind}:{record.key}": record for record in records}
    first = {
        item.subject: (item.object, item.confidence) for item in relations if item.predicate == "relists"
    }
    return [_with_groups(record, known, first) for record in records]


def _with_groups(
    record: Record, known: Mapping[str, Record], first: Mapping[str, tuple[str, float]]
) -> Record:
    name, sure = first.get(f"{record.kind}:{record.key}", ("", 0.0))
    source = known.get(name)
    if source is None:
        return record
    return replace(record, fields=(*record.fields, *_taken(record, source, sure)))


def _taken(record: Record, source: Record, sure: float) -> Iterator[Field]:
    own = {str(item.value) for name in (SUPPORTED, HELPER) for item in record.all(name)}
    for name in (SUPPORTED, HELPER):
        for item in source.all(name):
            if str(item.value) not in own:
                yield replace(
                    item,
                    method=METHOD,
                    confidence=round(item.confidence * sure * _SURENESS, 2),
                    note=f"再掲の元（No.{source.key}）の記載による（{item.method}）",
                )

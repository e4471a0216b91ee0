"""Adds to each record the groups that its own text says are supported (see `nlp.language.roles`), helpers apart (`helper_groups`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.gazetteer import Gazetteers
from nlp.language.helper_groups import with_helpers_apart
from nlp.language.roles import SupportedGroup, target_groups_of, too_general
from nlp.layout.blocks import close_spaces
from nlp.reading import Reading
from nlp.records import Field, Record, Where

# How a reader says that a text was put together from lines that stand apart.
_JOINED = "joined-rows"
# Kinds whose readers leave the target groups to this step, and the fields that say who is supported.
_FIELDS = {
    "measure": ("label", "overview", "goal"),
    "budget_line": ("label",),
    "eligible_programme": ("label", "description"),
    "component": ("label",),
    "review_sheet": ("label", "purpose", "overview"),
}


def add_target_groups(records: Sequence[Record], reading: Reading, gazetteers: Gazetteers) -> list[Record]:
    """The records, those of known kinds with a `target_group` or `helper_group` field per group supported, strongest span first."""
    return [_with_groups(record, reading, gazetteers) for record in records]


def _with_groups(record: Record, reading: Reading, gazetteers: Gazetteers) -> Record:
    names = _FIELDS.get(record.kind)
    if names is None or record.first("target_group") is not None:
        return record
    best: dict[str, Field] = {}
    said = [item for name in names for item in record.all(name)]
    beside = "\n".join(item.raw if item.repaired is None else item.repaired for item in said)
    for item in said:
        for found in _groups_in(item, record, reading, gazetteers, beside):
            known = best.get(str(found.value))
            if known is None or found.confidence > known.confidence:
                best[str(found.value)] = found
    for name in too_general(best, gazetteers):
        del best[name]
    if not best:
        return record
    apart = with_helpers_apart(best.values(), record.text("label"), gazetteers)
    return replace(record, fields=(*record.fields, *apart))


def _groups_in(
    item: Field, record: Record, reading: Reading, gazetteers: Gazetteers, beside: str
) -> Iterator[Field]:
    if item.where is None or item.method == "built":
        return
    quote = item.repaired if item.repaired is not None else item.raw
    block = close_spaces(quote)
    if item.method == _JOINED and isinstance(item.value, str):
        yield from _groups_joined(item.value, record, reading, gazetteers, beside)
        return
    for found in target_groups_of(block.text, gazetteers, beside=beside):
        start, end = block.span(found.start, found.end)
        # A decoded quote has no character map of its own here: its whole source span is the evidence.
        where = (
            item.where
            if item.repaired is not None
            else Where(item.where.source, item.where.start + start, item.where.start + end, item.where.page)
        )
        yield _field(found, where, reading, quote[start:end] if item.repaired is not None else None)


def _groups_joined(
    text: str, record: Record, reading: Reading, gazetteers: Gazetteers, beside: str
) -> Iterator[Field]:
    """Groups in a text whose lines stand apart in the source, between those of other cells.

    The evidence is the name where it stands whole in the row; where a line ends within it, the row.
    """
    if record.where is None:
        return
    block = close_spaces(text)
    row = reading.source_text[record.where.start : record.where.end]
    for found in target_groups_of(block.text, gazetteers, beside=beside):
        name = block.text[found.start : found.end]
        at = row.find(name)
        where, repaired = record.where, name
        if at >= 0:
            begin = record.where.start + at
            where, repaired = Where(where.source, begin, begin + len(name), where.page), ""
        yield _field(found, where, reading, repaired or None)


def _field(found: SupportedGroup, where: Where, reading: Reading, repaired: str | None) -> Field:
    return Field(
        "target_group",
        found.canonical,
        reading.source_text[where.start : where.end],
        where,
        method=f"role-{found.role}",
        confidence=found.confidence,
        repaired=repaired,
    )

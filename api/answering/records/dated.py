"""When a call opens and closes and what it gives at most; when a guideline was made and is in force, its number and who made it."""

from __future__ import annotations

from collections.abc import Sequence

from api.answering.records.record import CELLS, FIELDS, Record, Told, cell_rows, said_of
from api.answering.words import dates_said
from nlp.questions.printed.record_questions import RecordQuestion

_HOUR = "（締切の時刻は、読み取った項目にないため、原文で確かめてください）"


def of_calls(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """What a call prints of the dates and the limit asked for; None where one of them is not printed."""
    said = _said(asked, records[0])
    if not said or not all(value for _, value in said):
        return None
    text = f"{records[0].one('label')}の{said_of(said)}{_HOUR if 'hour' in asked.asked else ''}"
    return _told(text, "公募の", said, records[0], ("opens", "closes", "limit", "link"))


def of_guidelines(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """What a guideline prints of itself; None where it prints nothing that is asked."""
    said = _said(asked, records[0])
    if not any(value for _, value in said):
        return None
    text = f"{records[0].one('label')}の{said_of(said)}"
    supports = ("inForce", "decidedOn", "amendedOn", "amendedBy", "documentNumber", "decidedBy", "prefLabel")
    return _told(text, "実施要領の", said, records[0], supports)


def _said(asked: RecordQuestion, record: Record) -> list[tuple[str, str]]:
    """The fields asked for with their values, dates in words; "" where none is printed."""
    names = [name for name in asked.asked if name != "hour"]
    return [(FIELDS[name][0], _values(name, record)) for name in names]


def _values(name: str, record: Record) -> str:
    values = record.field(FIELDS[name][1])
    return "、".join(values if name == "link" else map(dates_said, values))


def _told(
    text: str, of: str, said: Sequence[tuple[str, str]], record: Record, supports: tuple[str, ...]
) -> Told:
    names = tuple(name for name, _ in said)
    return Told(text, of, names, CELLS, cell_rows(record, said), "table", supports=supports)


__all__ = ["of_calls", "of_guidelines"]

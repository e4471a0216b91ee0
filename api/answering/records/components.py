"""Rates, limits and implementers of one part of a sheet, by the year of the sheet."""

from __future__ import annotations

from collections.abc import Sequence

from api.answering.printed.clauses import YES
from api.answering.records.record import CELLS, FIELDS, Record, Told, cell_rows, said_of
from nlp.questions.printed.printed_texts import level
from nlp.questions.printed.record_questions import RecordQuestion


def of_components(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """The fields asked for of one part, or the parts that have the rate said; None where several parts were found, or who may
    do it is asked and none of the implementers is named."""
    if asked.rate and "which" in asked.asked:
        return _with_rate(asked, records)
    if {"which", "implementer"} <= set(asked.asked):
        return _with_implementer(asked, records)
    if "which" in asked.asked or len({level(r.one("label")) for r in records}) > 1:
        return None
    names = [name for name in asked.asked if name in FIELDS]
    lead = ""
    if "may" in asked.asked:
        implementers = {level(v) for r in records for v in r.field("implementer")}
        if not any(form in v for word in asked.sought for form in word.forms for v in implementers):
            return None
        lead = YES
        names = list(dict.fromkeys(("implementer", *names)))
    pieces, rows = [], []
    for record in records:
        said = [(FIELDS[n][0], "、".join(record.field(FIELDS[n][1]))) for n in names]
        year = f"（{record.year}の資料）" if record.year and len(records) > 1 else ""
        pieces.append(f"{record.one('label')}{year}の{said_of(said)}")
        rows += [
            row
            for n in names
            for v in record.field(FIELDS[n][1])
            for row in cell_rows(record, [(FIELDS[n][0], v)])
        ]
    if not rows:
        return None
    text = f"{lead}{'。'.join(dict.fromkeys(pieces))}"
    supports = ("subsidyRate", "limit", "implementer", "prefLabel")
    shown = tuple(FIELDS[n][0] for n in names)
    return Told(text, "構成要素の", shown, CELLS, rows, "table", supports=supports)


def _with_rate(asked: RecordQuestion, records: Sequence[Record]) -> Told:
    """The parts that have the rate asked for, each once a year."""
    seen = _once_a_year(records)
    text = f"補助率が{asked.rate}と書かれているのは次のものです: {'、'.join(map(_placed, seen))}。"
    rows = [row for r in seen for row in cell_rows(r, [(FIELDS["rate"][0], asked.rate)])]
    supports = ("subsidyRate", "prefLabel")
    return Told(text, "構成要素", (), CELLS, rows, "table", supports=supports, kept=seen)


def _with_implementer(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """The parts that one of those named may carry out, each once a year, with what its implementers are limited to; None
    where the question names none of them."""
    forms = [form for word in asked.nouns for form in word.forms]
    kept = [
        (record, [v for v in record.field("implementer") if any(level(form) == level(v) for form in forms)])
        for record in _once_a_year(records)
    ]
    kept = [(record, named) for record, named in kept if named]
    if not kept:
        return None
    named = "・".join(dict.fromkeys(v for _, values in kept for v in values))
    told, rows = [], []
    for record, values in kept:
        notes = [row["note"] for row in record.rows if row.get("note") and row["implementer"] in values]
        limited = f"（{'、'.join(dict.fromkeys(notes))}）" if notes else ""
        told.append(f"{_placed(record)}{limited}")
        rows += cell_rows(record, [(FIELDS["implementer"][0], f"{'、'.join(values)}{limited}")])
    none = "" if "note" not in asked.asked or "（" in rows[0][2] else "限定は、読み取った項目にありません。"
    text = f"実施主体に{named}があるのは次のものです: {'、'.join(told)}。{none}"
    supports = ("implementer", "prefLabel")
    found = tuple(record for record, _ in kept)
    return Told(text, "構成要素", (), CELLS, rows, "table", supports=supports, kept=found)


def _once_a_year(records: Sequence[Record]) -> tuple[Record, ...]:
    seen: dict[tuple[str, str], Record] = {}
    for record in records:
        seen.setdefault((level(record.one("label")), record.one("year")[:4]), record)
    return tuple(seen.values())


def _placed(record: Record) -> str:
    """A part with what it is of, and the year of its sheet."""
    return f"{record.one('label')}（{'、'.join(filter(None, (*record.field('of')[:1], record.year)))}）"


__all__ = ["of_components"]

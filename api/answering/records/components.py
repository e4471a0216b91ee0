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
        return _of_rate(asked, records)
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


def _of_rate(asked: RecordQuestion, records: Sequence[Record]) -> Told:
    """The parts that have the rate asked for, each once a year."""
    seen: dict[tuple[str, str], Record] = {}
    for record in records:
        seen.setdefault((level(record.one("label")), record.one("year")[:4]), record)
    told = [
        f"{r.one('label')}（{'、'.join(filter(None, ('・'.join(r.field('of')[:1]), r.year)))}）"
        for r in seen.values()
    ]
    text = f"補助率が{asked.rate}と書かれているのは次のものです: {'、'.join(told)}。"
    rows = [row for r in seen.values() for row in cell_rows(r, [(FIELDS["rate"][0], asked.rate)])]
    supports = ("subsidyRate", "prefLabel")
    return Told(text, "構成要素", (), CELLS, rows, "table", supports=supports, kept=tuple(seen.values()))


__all__ = ["of_components"]

"""The cells of one measure that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.answering.printed.clauses import short
from api.answering.records.record import CELLS, FIELDS, Record, Told, cell_rows, said_of
from nlp.questions.printed.measured import said_met, units_counted
from nlp.questions.printed.printed_texts import level
from nlp.questions.printed.record_questions import RecordQuestion

_CELL = 500
_UNNUMBERED = "に、尋ねられた単位の数は書かれていないか、読み取れません。記載は次のとおりです。"


def of_measures(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """The cells asked for, or its name; None where it is asked for none, or prints none of them."""
    record = records[0]
    if not _measured(asked, record):
        return None
    names = dict.fromkeys(n for n in asked.asked if n in FIELDS and n != "name")
    if {"reached", "figure"} & set(asked.asked):
        names = dict.fromkeys(("goal", "achievement", *names))
    if not names and "name" not in asked.asked:
        return None
    number = record.one("number")
    head = f"{f'No.{number} ' if number else ''}{record.one('label')}"
    said = [(FIELDS[n][0], "、".join(record.field(FIELDS[n][1]))) for n in names]
    if names and not any(value for _, value in said):
        return None
    told = said_of([(name, short(value, _CELL)) for name, value in said])
    text = f"{_unnumbered(asked, said)}{head}の{told}" if told else f"{head}です。"
    rows = cell_rows(record, said) or [[head, FIELDS["name"][0], head]]
    shown = tuple(name for name, _ in said) or (FIELDS["name"][0],)
    supports = (*(FIELDS[n][1] for n in names), "prefLabel")
    return Told(text, "施策の", shown, CELLS, rows, "table", supports=supports)


def _unnumbered(asked: RecordQuestion, said: Sequence[tuple[str, str]]) -> str:
    """That a goal or result asked for as a number (何人) prints none of that unit; "" where each does or none is asked for."""
    cells = (FIELDS["goal"][0], FIELDS["achievement"][0])
    asked_of = [(name, level(value)) for name, value in said if name in cells and value]
    lacking = [name for name, value in asked_of if not all(re.search(unit, value) for unit in asked.units)]
    return f"{'・'.join(lacking)}{_UNNUMBERED}" if lacking else ""


def _measured(asked: RecordQuestion, record: Record) -> bool:
    """Whether a number or an outcome that is asked for is printed: a result of the goal's unit, or words that say it was met.

    A number that is neither said to be a goal's nor a result's (つながりサポーターは何人) is not looked for here.
    """
    wanted = set(asked.asked)
    if "figure" in wanted and not wanted & {"goal", "achievement", "reached"}:
        return False
    if "reached" not in wanted:
        return True
    goal, result = (level(" ".join(record.field(name))) for name in ("goal", "achievement"))
    return said_met(result) is not None or bool(units_counted(goal) & units_counted(result))


__all__ = ["of_measures"]

"""A record as it was found, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.answering.result import Row, template_text
from graph.question_graph import complete
from nlp.questions.framing.sets import year_words
from nlp.questions.printed.printed_texts import level
from nlp.questions.records import Frame

UNSAID = "読み込んだ文書に書かれていないか、読み取れません"
FIELDS: Mapping[str, tuple[str, str]] = {
    "name": ("施策名", "label"),
    "ministry": ("担当府省庁", "ministry"),
    "overview": ("概要", "overview"),
    "goal": ("目標及び達成の期間", "goal"),
    "achievement": ("目標の達成状況", "achievement"),
    "review": ("見直し方針", "review"),
    "link": ("関連URL", "link"),
    "rate": ("補助率", "rate"),
    "limit": ("上限額・基準額", "limit"),
    "implementer": ("実施主体", "implementer"),
    "opens": ("受付の開始", "opens"),
    "closes": ("締切", "closes"),
    "in_force": ("施行日", "in_force"),
    "amended": ("改正日", "amended"),
    "amended_by": ("改正の文書番号", "amended_by"),
    "established": ("制定日", "established"),
    "document_number": ("文書番号", "document_number"),
    "issuer": ("発出した者", "issuer"),
}
"""What may be asked of a record: its words and the column that has it."""
CELLS = ("名称", "項目", "記載")
"""The columns of a table that has one row for each field of a record."""
NO_FRAME = Frame("record", "printed", "printed")
"""Of queries for records, which no conditions of a frame narrow."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record with the rows that tell of it."""

    thing: str
    rows: tuple[Row, ...]

    def field(self, name: str) -> tuple[str, ...]:
        """The values of a column, each once."""
        return tuple(dict.fromkeys(row[name] for row in self.rows if row.get(name)))

    def one(self, name: str) -> str:
        """The first value of a column, "" where it has none."""
        return next(iter(self.field(name)), "")

    def says(self, form: str, fields: Sequence[str]) -> bool:
        """Whether a form stands in one of the columns, in either width and case."""
        sought = level(form)
        printed = (row.get(name) for name in fields for row in self.rows)
        return any(value and sought in level(value) for value in printed)

    @property
    def sort(self) -> str:
        """The sort of a rule (prohibition, optional, requirement …), "" for others."""
        return self.one("type").rsplit("#", 1)[-1]

    @property
    def year(self) -> str:
        """Its fiscal year in words, "" where none is printed."""
        return next((year_words(int(value[:4])) for value in self.field("year")), "")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its text and table, of which sort of record it tells, and what of it; `kept` are the records that it tells of,
    () for all that were found."""

    text: str
    of: str
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    rows: list[list[str]]
    type: str = "text"
    value: Any = None
    caveats: tuple[str, ...] = ()
    supports: tuple[str, ...] = ("description",)
    kept: tuple[Record, ...] = ()


def said_of(fields: Sequence[tuple[str, str]]) -> str:
    """Fields with their values in words; one without a value is said to have none."""
    return "、".join(f"{name}: {value or UNSAID}" for name, value in fields)


def cell_rows(record: Record, fields: Sequence[tuple[str, str]]) -> list[list[str]]:
    """A table row for each field of a record that has a value."""
    return [[record.one("label"), name, value] for name, value in fields if value]


def grouped(rows: Sequence[Row]) -> list[Record]:
    """Rows of a query as the records that they tell of, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["thing"], []).append(row)
    return [Record(thing, tuple(mine)) for thing, mine in found.items()]


def record_query(kind: str, condition: str = "") -> str:
    """The query for the records of a kind, `condition` as a part of its pattern (a FILTER)."""
    return complete(template_text(f"record-{kind}").replace("#{filter}", condition), NO_FRAME, {})


def in_front(query: str, pattern: str) -> str:
    """The query with a pattern before all others, so that the engine need not look through all records first."""
    return query.replace(" WHERE {\n", f" WHERE {{\n  {pattern}\n", 1) if pattern else query


def rows_printing(rows: Iterable[Row], columns: Sequence[str], forms: Sequence[str]) -> Iterator[Row]:
    """The rows that print one of the forms in these columns, in any case."""
    folded = [form.casefold() for form in forms]
    for row in rows:
        printed = "".join(row[name] for name in columns).casefold()
        if any(form in printed for form in folded):
            yield row


__all__ = [
    "CELLS",
    "FIELDS",
    "NO_FRAME",
    "UNSAID",
    "Record",
    "Told",
    "cell_rows",
    "grouped",
    "in_front",
    "record_query",
    "rows_printing",
    "said_of",
]

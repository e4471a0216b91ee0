"""Frozen records that travel between the stages. Standard library only, so that every room may import them.

All offsets are code points in the source text as read (before any repair), half-open: `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Scalar = str | int | bool | float
Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a source: document id, character span, and page or table cell where known.

    `page` is 1-based; `cell` reads like "r12c3" (1-based row and column of the table).
    """

    source: str
    start: int
    end: int
    page: int | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that was damaged, doubted, dropped or could not be read; it goes into the report.

    `code` is a stable kebab-case word (`missing-number`, `glyph-damage`); `subject` names the record
    concerned (`measure:5`) or "" for the whole document.
    """

    code: str
    severity: Severity
    message: str
    where: Where | None = None
    subject: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that we made to the source's text: `before` -> `after`, by `rule`."""

    where: Where
    before: str
    after: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a record with its evidence.

    `value` is cleaned (yen as int, dates as ISO strings, notations as "4-①"); `raw` is the exact source
    text at `where` (empty when inferred without a quote); `repaired` is the decoded reading of `raw`
    when the source was damaged there. `confidence` is 0..1; `method` is a stable word (`table-cell`).
    """

    name: str
    value: Scalar
    raw: str
    where: Where | None
    unit: str = ""
    method: str = "printed"
    confidence: float = 1.0
    repaired: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that the paper states: a budget line, a measure, a sheet, a grantee.

    `key` is unique within document and kind and says what identifies the thing ("64", not a counter
    where anything better exists). `parent` is "kind:key" of the record that this one belongs to.
    """

    kind: str
    key: str
    where: Where | None
    fields: tuple[Field, ...] = ()
    parent: str = ""

    def all(self, name: str) -> Iterator[Field]:
        """Every field called `name`, in document order."""
        return (item for item in self.fields if item.name == name)

    def first(self, name: str) -> Field | None:
        """The first field called `name`, or None when the record has none."""
        return next(self.all(name), None)

    def value(self, name: str) -> Scalar | None:
        """The cleaned value of the first field called `name`, or None."""
        found = self.first(name)
        return None if found is None else found.value

    def text(self, name: str) -> str:
        """The value of the first field called `name` as a string, "" when there is none."""
        found = self.first(name)
        return "" if found is None else str(found.value)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of text that names something: `kind` (ministry, target_group, law ...) and its canonical name."""

    kind: str
    surface: str
    canonical: str
    where: Where
    confidence: float = 1.0
    method: str = "gazetteer"
    role: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """`subject` --predicate--> `object`, both as "kind:key"; drawn by `rule` from the text at `where`."""

    subject: str
    predicate: str
    object: str
    rule: str
    where: Where | None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """One source as read: its text is the file decoded to code points, nothing else changed.

    `fiscal_year` is the western year in which the fiscal year starts (令和7年度 = 2025); None when unknown.
    `sha256` is of the bytes. `characters` counts code points. `issued` is an ISO date or "".
    """

    id: str
    path: str
    title: str
    profile: str
    sha256: str
    characters: int
    fiscal_year: int | None = None
    stage: str = ""
    publisher: str = ""
    issued: str = ""
    source_url: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document. `text` is the source text that every offset refers to."""

    document: Document
    text: str
    records: tuple[Record, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    issues: tuple[Issue, ...] = ()
    repairs: tuple[Repair, ...] = ()
    coverage: tuple[tuple[str, int], ...] = field(default=())

    def of_kind(self, kind: str) -> tuple[Record, ...]:
        """The records of one kind, in document order."""
        return tuple(item for item in self.records if item.kind == kind)

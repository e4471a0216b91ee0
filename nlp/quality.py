"""What the quality report says of one document beside its issues: values found by reasoning, values mended, and how
many records have the fields that counts are built on. Wording and groups: quality.toml; names in words: quality_names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlp.records import Extraction, Field, Record, Repair

_TEXT = Path(__file__).with_name("quality.toml")


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A value that does not stand where it belongs, or not as it was printed, and was found by reasoning.

    `raw` is its quote ("" without one) at source offsets [start, end); `how` says in words what was done; `note` gives the reasons
    that the reader of the document wrote down.
    """

    subject: str
    field: str
    value: str
    raw: str
    how: str
    confidence: float
    start: int | None = None
    end: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """How many records of a kind have a field: `have` of `total`. Counts by that field leave the others out."""

    kind: str
    field: str
    have: int
    total: int


@cache
def quality_words() -> Mapping[str, Any]:
    """`quality.toml` as parsed."""
    return tomllib.loads(_TEXT.read_text(encoding="utf-8"))


def reasoned_values(extraction: Extraction) -> Iterator[Reasoned]:
    """Every value of the document that rests on reasoning, in the order of the records."""
    known = quality_words()["reasoned"]
    for record in extraction.records:
        for item in record.fields:
            # A heading read as printed is sure; the same method below 1 had to be aligned.
            if item.method in known and item.confidence < 1:
                where = item.where
                yield Reasoned(
                    f"{record.kind}:{record.key}",
                    item.name,
                    _short(str(item.value)),
                    _short(item.raw),
                    known[item.method],
                    item.confidence,
                    where.start if where else None,
                    where.end if where else None,
                    item.note,
                )


def mended_values(extraction: Extraction) -> Iterator[Repair]:
    """Values that were repaired one by one (links, names), as repairs: the source before, the value after."""
    known = quality_words()["mended"]
    done = {(repair.where.start, repair.where.end) for repair in extraction.repairs}
    for record in extraction.records:
        for item in record.fields:
            if item.method in known and item.where is not None and _is_other(item):
                if (item.where.start, item.where.end) in done:
                    continue
                done.add((item.where.start, item.where.end))
                yield Repair(item.where, item.raw, str(item.value), known[item.method], item.confidence)


def filled_fields(extraction: Extraction) -> Iterator[Filled]:
    """Per kind and counted field how many records have it; kinds that the document does not hold are left out."""
    by_kind: dict[str, list[Record]] = {}
    for record in extraction.records:
        by_kind.setdefault(record.kind, []).append(record)
    for kind, fields in quality_words()["counted"].items():
        records = by_kind.get(kind, [])
        for name in fields if records else ():
            have = sum(any(_has(item) for item in record.all(name)) for record in records)
            yield Filled(kind, name, have, len(records))


def _has(item: Field) -> bool:
    return item.method != "unresolved" and item.value not in ("", None)


def _is_other(item: Field) -> bool:
    return item.raw != str(item.value)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 160 else flat[:159] + "…"

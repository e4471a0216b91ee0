"""Amounts of which signs are lost, read by the row that lists the same programme once more (再掲) and prints the same digits around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import normalize

from nlp.reading import Reading
from nlp.records import Field, Issue, Record

_SURE = 0.9
_DIGITS = re.compile(r"[0-9,.の内数円千百万億]")


def with_twin_amounts(
    records: Sequence[Record], issues: Sequence[Issue], reading: Reading
) -> tuple[list[Record], list[Issue]]:
    """The records, rows whose amount is unreadable (as `issues` say) with their twin's where every readable sign agrees; more issues."""
    lost = {
        item.subject: item.where
        for item in issues
        if item.code == "unreadable-amount" and item.where is not None
    }
    done: list[Record] = []
    told: list[Issue] = []
    for record in records:
        where = lost.get(f"{record.kind}:{record.key}")
        twins = [
            other for other in records if where is not None and other is not record and _twins(record, other)
        ]
        raw = "" if where is None else reading.quote(where)
        found = {
            (other.value("amount"), other.text("amount_kind"))
            for other in twins
            if _agree(raw, other.text("amount_text"))
        }
        if where is None or len(found) != 1 or record.value("amount") is not None:
            done.append(record)
            continue
        amount, kind = found.pop()
        if not isinstance(amount, int):
            done.append(record)
            continue
        note = "字の欠けた金額を、同じ事業の再掲の行から補った"
        made = [
            Field("amount", amount, raw, where, "円", "first-listing", _SURE, f"{amount}円", note),
            Field("amount_kind", kind, raw, where, "", "first-listing", _SURE, None, note),
            Field("amount_text", raw, raw, where, "", "first-listing", _SURE, None, note),
        ]
        done.append(replace(record, fields=(*record.fields, *made)))
        message = f"金額「{raw}」は字が欠けている。再掲の行と合うため {amount:,}円 と読んだ"
        told.append(Issue("restored-amount", "info", message, where, f"budget_line:{record.key}"))
    return done, told


def _agree(damaged: str, whole: str) -> bool:
    """Whether `whole` has the readable signs of `damaged` in their places, each lost sign being one sign.

    >>> _agree("86O,000", "860,000"), _agree("1,■40", "1,250"), _agree("■■", "45")
    (True, False, False)
    """
    left, right = (re.sub(r"\s", "", normalize("NFKC", text)) for text in (damaged, whole))
    if len(left) != len(right):
        return False
    pairs = list(zip(left, right, strict=True))
    kept = sum(a == b for a, b in pairs)
    return all(a == b or not _DIGITS.match(a) for a, b in pairs) and 2 * kept >= len(pairs)


def _twins(one: Record, other: Record) -> bool:
    """Whether two rows list one programme: one name, one of them 再掲, the other's amount known."""
    same = other.kind == "budget_line" and other.text("label") == one.text("label") != ""
    relisted = {one.value("relisted"), other.value("relisted")}
    year = all(one.value(name) == other.value(name) for name in ("fiscal_year", "stage"))
    return same and year and relisted == {True, False} and other.value("amount") is not None

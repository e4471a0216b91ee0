"""Names of rows that lost their first or last signs, known again from the row that lists the same programme once more (再掲)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.budgets.split_rows import ends_whole
from nlp.records import Issue, Record

_MOST_LOST = 3
_SHORTEST = 6
_SURE = 0.9


def with_whole_names(records: Sequence[Record]) -> tuple[list[Record], list[Issue]]:
    """The records, rows of which the name is another's but for up to three signs at one end with the whole name, and an issue for each.

    The other row must print the same amount and the same ministries, and one of the two must be 再掲. The field keeps what is printed.
    """
    rows = [record for record in records if record.kind == "budget_line"]
    done: list[Record] = []
    issues: list[Issue] = []
    for record in records:
        whole = _whole_name(record, rows) if record.kind == "budget_line" else ""
        label = record.first("label")
        if not whole or label is None:
            done.append(record)
            continue
        note = "字の欠けた名を、同じ金額・府省庁の再掲の行から補った"
        mended = replace(
            label, value=whole, repaired=whole, method="first-listing", confidence=_SURE, note=note
        )
        fields = tuple(mended if field is label else field for field in record.fields)
        done.append(replace(record, fields=fields))
        message = f"事業名「{label.value}」は端の字が欠けている。再掲の行から「{whole}」と読んだ"
        issues.append(Issue("cut-label", "info", message, label.where, f"{record.kind}:{record.key}"))
    return done, issues


def _whole_name(record: Record, rows: Sequence[Record]) -> str:
    """The one whole name of which a row's is all but an end; "" where none or several are."""
    name = record.text("label")
    if len(name) < _SHORTEST or record.value("amount") is None:
        return ""
    found = {
        other.text("label")
        for other in rows
        if other is not record and _is_cut(name, other.text("label")) and _twins(record, other)
    }
    return found.pop() if len(found) == 1 else ""


def _is_cut(name: str, whole: str) -> bool:
    if not 0 < len(whole) - len(name) <= _MOST_LOST:
        return False
    return whole.endswith(name) or (whole.startswith(name) and not ends_whole(name))


def _twins(one: Record, other: Record) -> bool:
    """Whether two rows print one programme: amount, kind and ministries alike, one of them 再掲."""
    same = all(
        one.value(name) == other.value(name) for name in ("amount", "amount_kind", "fiscal_year", "stage")
    )
    named = [{str(field.value) for field in record.all("ministry")} for record in (one, other)]
    relisted = [record.value("relisted") is True for record in (one, other)]
    return same and bool(named[0]) and named[0] == named[1] and relisted[0] != relisted[1]

"""Rows that may be the head of one row and the tail of another: where text between them is lost, the line goes on in the other row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.quality_names import subject_name
from nlp.records import Field, Issue, Record

_KINDS = ("measure", "budget_line")
_CODE = "joined-halves"
# What stands behind the name in a row, and how sure it may be at most.
_BEHIND_NAME = frozenset(
    {"ministry", "amount", "overview", "goal", "achievement", "review", "link", "remarks"}
)
_DOUBTED = 0.7
# An amount between two parts of a name: 空き家利活用推進交付金 1,100 国土き家データ連携基盤整備事業.
_AMOUNT_INSIDE = re.compile(
    r"[\s\u3000][0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:の内数)?[\s\u3000]*[^\s\u3000）)]"
)


def doubted_halves(
    records: Sequence[Record], issues: Sequence[Issue], text: str
) -> tuple[list[Record], list[Issue]]:
    """The records, those that may be of two rows less sure behind their name, and an issue for each of them.

    A row is doubted where the row after it is missing (`missing-row`), where the next number stands behind a ministry within it, where its name
    is a sentence, and where an amount stands within its name. `text` is the source.
    """
    gone = {issue.subject for issue in issues if issue.code == "missing-row"}
    lost = {issue.subject for issue in issues if issue.code == "missing-number"}
    told = {issue.subject for issue in issues if issue.code in ("merged-rows", _CODE)}
    kept: list[Record] = []
    found: list[Issue] = []
    for record in records:
        subject = f"{record.kind}:{record.key}"
        why = "" if record.kind not in _KINDS or subject in told else _reason(record, gone, lost, text)
        if not why:
            kept.append(record)
            continue
        kept.append(replace(record, fields=tuple(_less_sure(item) for item in record.fields)))
        message = f"{subject_name(subject)}は{why}ため、名称より後の値は別の行のものかもしれない"
        found.append(Issue(_CODE, "warning", message, record.where, subject, "原本の行を確かめる"))
    return kept, found


def _reason(record: Record, gone: set[str], lost: set[str], text: str) -> str:
    """Why the row may be of two; "" where nothing says so."""
    label, number = record.text("label"), record.value("number")
    if isinstance(number, int):
        following = [f"{record.kind}:{number + step}" for step in (1, 2)]
        # The number behind may be one that was restored: the row that is missing is then the one after it.
        if following[0] in gone or (following[0] in lost and following[1] in gone):
            return "次の番号の行がなく、その間の文が失われている"
        row = text[record.where.start : record.where.end] if record.where is not None else ""
        if re.search(rf"[省庁府]{number + 1}\t", row):
            return "行の中に次の番号がある"
    if label.endswith("。"):
        return "名称が文になっている"
    return "名称の中に金額がある" if record.kind == "budget_line" and _AMOUNT_INSIDE.search(label) else ""


def _less_sure(item: Field) -> Field:
    named = item.name.removesuffix("_text").removesuffix("_kind")
    return replace(item, confidence=min(item.confidence, _DOUBTED)) if named in _BEHIND_NAME else item

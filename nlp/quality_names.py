"""What the quality report calls its codes, fields and records in words (`quality.toml`): no reader needs to know ours.

Each function gives its argument back when the file has no word for it: a new code is shown rather than hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from nlp.quality import quality_words


def issue_name(code: str) -> str:
    """The words for the code of an `Issue`.

    >>> issue_name("cut-cell")
    '文が途中で切れている'
    """
    return str(quality_words()["issues"].get(code, code))


def severity_name(severity: str) -> str:
    """誤り, 注意 or 参考."""
    return str(quality_words()["severities"].get(severity, severity))


def repair_name(rule: str) -> str:
    """The words for the rule of a `Repair`; a rule that is told in words already stays as it is.

    >>> repair_name("glyphs-ms")
    '字形番号になった文字を戻した'
    """
    for pattern, words in quality_words()["repairs"].items():
        if fnmatchcase(rule, pattern):
            return str(words)
    return rule


def kind_name(kind: str) -> str:
    """The words for a kind of record."""
    return str(quality_words()["kinds"].get(kind, kind))


def field_name(kind: str, field: str) -> str:
    """The words for a field of a kind of record.

    >>> field_name("measure", "label"), field_name("measure", "newly_listed")
    ('施策名', '新規')
    """
    words = quality_words()
    return str(words["counted"].get(kind, {}).get(field) or words["fields"].get(field, field))


def filled_name(item: Mapping[str, Any]) -> str:
    """The words for a `Filled` (as a mapping).

    >>> filled_name({"kind": "measure", "field": "ministry"})
    '施策の府省庁'
    """
    kind, field = str(item["kind"]), str(item["field"])
    return f"{kind_name(kind)}の{field_name(kind, field)}"


def subject_name(subject: str) -> str:
    """The words for the record that an issue or a reasoned value is about ("kind:key"); "" for the whole document.

    >>> subject_name("budget_line:64"), subject_name("sheet:自殺対策"), subject_name("")
    ('予算一覧の行No.64', '事業資料「自殺対策」', '')
    """
    kind, found, key = subject.partition(":")
    if not found:
        return subject
    name = kind_name(kind)
    if key.split("~")[0].isdecimal():
        return f"{name}No.{key}"
    return f"{name}「{key}」"


def value_name(field: str, value: str) -> str:
    """A value of a record for a reader: inner words told, yen with separators, the field that a line goes on in.

    >>> value_name("relisted", "False"), value_name("amount", "240000000"), value_name("continuation", "overview")
    ('いいえ', '240,000,000円', '概要')
    """
    if field in ("amount", "limit") and value.lstrip("-").isdecimal():
        return f"{int(value):,}円"
    if field == "continuation":
        return field_name("", value)
    return str(quality_words()["values"].get(value, value))

"""Names of which nothing can be read: 〓〓〓, ■■■, glyph debris. They are no names; what is left of a name says that it is damaged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from nlp.reading import Reading
from nlp.records import Field, Issue, Record

# Kana, kanji, Latin letters and digits of either width; 〓, ■, ? and glyph ids are none of them.
_READABLE = re.compile(r"[ぁ-ゖァ-ヺー々〆一-鿿㐀-䶿A-Za-zＡ-Ｚａ-ｚ0-9０-９①-⑳Ⅰ-ⅻ]")
_LETTER = re.compile(r"[ぁ-ゖァ-ヺ々〆一-鿿㐀-䶿A-Za-zＡ-Ｚａ-ｚ]")
_SPACE = re.compile(r"[\s\u3000]")
# Signs that stand in names, damaged or not.
_SIGN = re.compile(
    r"[\s\u3000・、，。,.．「」『』（）()［］\[\]【】〔〕〈〉《》“”\"'’‘:：;；/／\-－‐–—―ー~〜～&＆＋+％%※*＊→…‥!！#＃@＠=＝|｜_＿°℃~￥\\<>＜＞]"
)
_LEAST = 2
# Kinds that are shown by their name, and what they are called without it.
_SHOWN = {
    "measure": "の施策",
    "budget_line": "の行",
    "sheet": "資料",
    "grantee": "の団体",
    "review_sheet": "レビューシート",
}


def without_unreadable_labels(
    records: Sequence[Record], reading: Reading
) -> tuple[list[Record], list[Issue]]:
    """The records, a label of which fewer than two characters can be read taken away, with an issue for each.

    A label that holds some unreadable characters stays, with an issue that quotes it.
    """
    kept: list[Record] = []
    issues: list[Issue] = []
    for record in records:
        label = record.first("label")
        if label is None or label.method in ("built", "authority") or not isinstance(label.value, str):
            kept.append(record)
            continue
        bad = _unreadable(label, reading)
        subject = f"{record.kind}:{record.key}"
        quote = _SPACE.sub("", label.value)[:40]
        if not bad:
            kept.append(record)
        elif _letters(label.value, bad) < _LEAST:
            kept.append(replace(record, fields=tuple(item for item in record.fields if item is not label)))
            message = f"名前の字が読めない: {quote}"
            issues.append(Issue("unreadable-label", "warning", message, label.where or record.where, subject))
        else:
            kept.append(record)
            message = f"名前に読めない字がある（{len(bad)}字）: {quote}"
            issues.append(Issue("damaged-label", "info", message, label.where or record.where, subject))
    return kept, issues


def with_display_labels(records: Iterable[Record]) -> list[Record]:
    """The records; one without any printed name gets a name of ours to be shown by, marked as ours."""
    return [
        replace(record, fields=(*record.fields, _display_label(record)))
        if record.kind in _SHOWN and record.first("label") is None and record.first("display_label") is None
        else record
        for record in records
    ]


def _display_label(record: Record) -> Field:
    number = record.value("number")
    which = f"No.{number} " if number is not None else ""
    value = f"（{which}{_SHOWN[record.kind]}、名称は読めない）"
    return Field("display_label", value, "", None, method="built", confidence=0.4, note="原本の名称ではない")


def _letters(value: str, bad: Iterable[int]) -> int:
    gone = set(bad)
    return sum(1 for index, char in enumerate(value) if index not in gone and _LETTER.match(char))


def _unreadable(label: Field, reading: Reading) -> list[int]:
    """The places in a label's value that hold no readable character."""
    value = str(label.value)
    places = [
        index for index, char in enumerate(value) if not _READABLE.match(char) and not _SIGN.match(char)
    ]
    if label.where is not None and len(label.raw) == len(value):
        start = label.where.start
        spans = [span for span in reading.damaged if span[0] < label.where.end and start < span[1]]
        places.extend(
            index
            for index in range(len(value))
            if any(begin <= start + index < end for begin, end in spans) and index not in places
        )
    # Signs alone, however readable each is, name nothing.
    if not places and not _LETTER.search(value):
        return list(range(len(value)))
    return sorted(places)

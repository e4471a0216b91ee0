"""The labels of a sheet with all that is printed behind or below them: which of them are read, and whom 対象者 names.

A label that was found and whose value no field holds is an issue: nothing of a sheet is lost without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.cue_files import load_cues
from nlp.gazetteer import Gazetteer
from nlp.layout.blocks import Block
from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Where
from nlp.sheets.conditions import labels_on
from nlp.sheets.printed_lines import SheetLine

# What a value can be read into; a label of another kind is read where a text of the sheet holds its value.
_FIELDS = {
    "implementer": ("implementer",),
    "subsidy_rate": ("subsidy_rate", "rate_shares"),
    "limit": ("limit",),
}
_TEXTS = ("purpose", "overview", "effect", "goal", "description", "target_group", "helper_group", "label")
_BELOW = 3
# Labels that name whom a programme supports.
_SUPPORTED = frozenset({"対象者", "支援対象者"})
_SHOWN = 40
# 保護者の, 児童を除く: whoever is named only to say who is meant.
_TAKEN_OUT = re.compile(r"(?:等)?(?:以外|を除|の(?:保護者|家族|親|遺族)|を(?:雇用|支援|養育|扶養|介護))")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label (`word`), the field that it fills (`kind`, "" for none) and the pieces of lines that hold its value."""

    word: str
    kind: str
    value: tuple[Block, ...]

    @property
    def text(self) -> str:
        return "".join(block.text for block in self.value).strip()


@lru_cache(maxsize=1)
def _others() -> re.Pattern[str]:
    form = load_cues("sheet_cues")["other_conditions"]["label"]
    return re.compile(
        rf"[【\[［<＜〔][ \u3000]*(?P<bracket>{form})[ \u3000]*[】\]］>＞〕][ \u3000]*|^[○・]?[ \u3000]*(?P<mark>{form})[ \u3000]*[:：][ \u3000]*"
        rf"|^(?:[0-9０-９]{{1,2}}[.．、]|[（(][0-9０-９]{{1,2}}[)）]|[①-⑳])[ \u3000]*(?P<item>{form})(?:[ \u3000]*[:：]|[ \u3000]+)[ \u3000]*(?=\S)"
    )


def labelled_values(lines: Sequence[SheetLine]) -> Iterator[Labelled]:
    """Every label of a condition on `lines` with its value, in printed order."""
    for number, item in enumerate(lines):
        if item.kind == "title":
            continue
        found = [(start, begin, end, kind, word) for kind, word, start, begin, end in labels_on(item)]
        for match in _others().finditer(item.text):
            if not any(start <= match.start() < end for start, _, end, _, _ in found):
                found.append(
                    (
                        match.start(),
                        match.end(),
                        len(item.text),
                        "",
                        match["bracket"] or match["mark"] or match["item"],
                    )
                )
        for start, begin, end, kind, word in sorted(found):
            after = [other[0] for other in found if other[0] > start]
            stop = min([end, *after])
            value = (
                [_part(item, begin, stop)]
                if item.text[begin:stop].strip()
                else list(_below(lines[number + 1 :]))
            )
            if value:
                yield Labelled(word, kind, tuple(value))


def _part(item: SheetLine, start: int, end: int) -> Block:
    return Block(item.text[start:end], item.block.offsets[start:end])


def _below(lines: Sequence[SheetLine]) -> Iterator[Block]:
    for item in lines[:_BELOW]:
        if item.kind != "text" or item.headings or next(labels_on(item), None) or _others().match(item.text):
            return
        yield item.block


def labelled_groups(reading: Reading, lines: Sequence[SheetLine], groups: Gazetteer) -> Iterator[Field]:
    """`target_group` fields of the listed people that stand behind 対象者, but for those who are taken out (…を除く)."""
    for found in labelled_values(lines):
        if found.word not in _SUPPORTED:
            continue
        for block in found.value:
            for hit in groups.find(block.text):
                if hit.entry.type == "person" and not _TAKEN_OUT.match(block.text, hit.end):
                    span = block.span(hit.start, hit.end)
                    yield reading.make(
                        "target_group", hit.entry.canonical, *span, method="role-labelled", confidence=0.9
                    )


def unread_conditions(
    reading: Reading, lines: Sequence[SheetLine], records: Sequence[Record], key: str
) -> Iterator[Issue]:
    """An issue for each label of the sheet `key` whose value stands in no field of its `records`."""
    for found in labelled_values(lines):
        start = min(block.span(0, 1)[0] for block in found.value)
        end = max(block.span(0, len(block.text))[1] for block in found.value)
        where = reading.where(start, end)
        names = _FIELDS.get(found.kind, _TEXTS)
        if not any(
            _overlap(item.where, where) for record in records for name in names for item in record.all(name)
        ):
            message = (
                f"「{found.word}」に印刷されている「{found.text[:_SHOWN]}」を、条件の値として読んでいない"
            )
            yield Issue("unread-condition", "info", message, where, f"sheet:{key}", "資料の原文を確かめる")


def _overlap(one: Where | None, other: Where) -> bool:
    return one is not None and one.start < other.end and other.start < one.end

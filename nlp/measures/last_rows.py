"""A measure printed in the row of the one before it where no number after it tells that it is missing: at a table's end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from nlp.gazetteer import Gazetteer
from nlp.measures.dealing import paragraphs
from nlp.measures.merged_rows import ministry_parts
from nlp.measures.rows import MeasureRows
from nlp.reading import Reading
from nlp.records import Issue

# A word says what a measure is about from three letters on (伴走支援, 高齢者), not from two (推進, 検討).
_SUBJECT = re.compile(r"[\u4e00-\u9fff々]{3,}|[\u30a1-\u30ffー]{3,}")
_FIELDS = 2
_EVEN_FIELDS = 3


def last_row_issues(
    reading: Reading, groups: Sequence[MeasureRows], gazetteer: Gazetteer, ignore: Sequence[str]
) -> Iterator[Issue]:
    """Issues on rows at the end of a sequence of numbers that seem to hold the next measure too.

    Such a row is left whole: no number says how many measures it holds, and its texts may well be one measure's.
    """
    for group in _ends(groups):
        sign = _sign(group, gazetteer, ignore)
        if not sign:
            continue
        where = reading.where(group.rows[0].row.start, group.rows[-1].row.end)
        number, after = group.number, group.number + 1
        message = f"No.{number} の行の欄が、そろって{sign}に分かれる。次の番号の施策の文と府省庁が混じっているかもしれない"
        yield Issue("merged-rows", "warning", message, where, f"measure:{number}")
        message = f"施策No.{after} は No.{number} の行に合わさっているかもしれない。その番号が印刷されていないので、分けていない"
        hint = "原本で、表の終わりの行を確かめる"
        yield Issue("missing-row", "warning", message, where, f"measure:{after}", hint)


def _ends(groups: Sequence[MeasureRows]) -> Iterator[MeasureRows]:
    """Groups behind which the numbers stop or begin anew, so that a lost number leaves no gap."""
    numbers = {group.number for group in groups}
    anew = len(numbers) < len(groups)
    for group, following in zip_longest(groups, groups[1:]):
        last = group.number + 1 not in numbers and group.number == max(numbers)
        if group.rows and (last or (anew and following is not None and following.number <= group.number)):
            yield group


def _sign(group: MeasureRows, gazetteer: Gazetteer, ignore: Sequence[str]) -> str:
    """What the fields of a row fall into when it seems to hold two measures, "" when it does not.

    Either two fields (three, where the cell of ministries does not fall into two) turn at the same words from one subject to another,
    or the ministries and three fields fall into two parts each.
    """
    cell = group.rows[0].cell("label")
    name = _words(cell.text) if cell is not None else set()
    parts = [paragraphs(pieces) for pieces in group.texts.values()]
    fields = [[_words(part.text) for part in items] for items in parts]
    by_ministry = bool(ministry_parts(group.rows[0], gazetteer, ignore, 2))
    others = set().union(*(words for field in fields for words in field)) - name
    pairs = ((_turns(fields, own, other), own, other) for own in sorted(name) for other in sorted(others))
    count, own, other = max(pairs, default=(0, "", ""), key=lambda pair: pair[0])
    if count >= (_FIELDS if by_ministry else _FIELDS + 1):
        return f"「{own}」と「{other}」の二つの事柄"
    even = sum(len(items) == 2 for items in parts)
    return "二つの段落、府省庁も二つ" if by_ministry and even >= _EVEN_FIELDS else ""


def _turns(fields: Sequence[Sequence[set[str]]], own: str, other: str) -> int:
    """In how many fields paragraphs with `own` are followed by paragraphs with `other`; 0 where any field has them otherwise."""
    count = 0
    for field in fields:
        first = [index for index, words in enumerate(field) if own in words]
        later = [index for index, words in enumerate(field) if other in words]
        if first and later:
            if first[-1] >= later[0]:
                return 0
            count += 1
    return count


def _words(text: str) -> set[str]:
    return set(_SUBJECT.findall(re.sub(r"\s", "", text)))

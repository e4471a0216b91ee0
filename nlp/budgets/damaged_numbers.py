"""Rows without cell borders of whose number a sign is strange (〓3, 43Ж, 4l): the sign is the number's, not the name's.

A kanji, kana or other Latin letter is no strange sign: 3D 都市モデル and 1岸 壁補修 keep their letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.budgets.line_kinds import ListLine
from nlp.budgets.rows import Part, RowParts

# What no name begins with: a sign that stands for a lost one, or a letter of a script that these documents do not use.
_STRANGE = r"(?:[〓■□○●?？�]|[^!-~ぁ-ゖァ-ヺー々〇一-鿿Ａ-Ｚａ-ｚ０-９、。・（）「」『』〈〉【】〔〕［］《》／：～＋＆＃％＊※☆★◎◆◇▲△▼▽①-⑳Ⅰ-Ⅻ\s])"
# 〓3 事業名, 4〓 事業名, l2 事業名: a word of digits and strange signs in front of the name.
_BEFORE = re.compile(
    rf"(?=\S*[0-9０-９〓■□�])(?=\S*(?:{_STRANGE}|l))(?P<sign>(?:[0-9０-９l]|{_STRANGE}){{1,4}})[ \u3000]+(?P<name>\S.{{3,}})",
    re.DOTALL,
)
# 43Ж 事業名, 1l 事業名: one sign, or a letter that looks like a digit, glued to the number where all other rows have a blank there.
_GLUED = re.compile(rf"(?P<sign>{_STRANGE}|[lIOo])[ \u3000]+(?P<name>\S.{{3,}})", re.DOTALL)
_MOST = 0.75


def with_damaged_numbers(lines: Sequence[ListLine]) -> tuple[ListLine, ...]:
    """The lines, rows that begin with a damaged number with that number taken off their name; it is then one that is not printed."""
    rows = [line.row for line in lines if line.row is not None and line.row.number is not None]
    spaced = sum(row.number.end < row.name.start for row in rows if row.number and row.name)
    apart = len(rows) > 2 and spaced >= _MOST * len(rows)
    return tuple(
        line if line.row is None or line.kind != "row" else replace(line, row=_cleared(line.row, apart))
        for line in lines
    )


def _cleared(row: RowParts, apart: bool) -> RowParts:
    name = row.name
    if name is None or row.more:
        return row
    if row.number is None:
        found = _BEFORE.fullmatch(name.text)
    else:
        found = _GLUED.fullmatch(name.text) if apart and row.number.end == name.start else None
    if found is None:
        return row
    start = name.start + found.start("name")
    return replace(row, number=None, name=Part(found["name"], start, name.end))

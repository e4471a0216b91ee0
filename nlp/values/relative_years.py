"""Years said by their distance from another (前年度, 翌年度), and words that make an amount a difference or a carry-over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OFFSETS = {
    "前々年": -2,
    "一昨年": -2,
    "前年": -1,
    "昨年": -1,
    "今年": 0,
    "本年": 0,
    "翌年": 1,
    "来年": 1,
    "次年": 1,
}
_RELATIVE = re.compile(rf"(?<![対比])(?P<word>{'|'.join(_OFFSETS)})度?(?!同|並|比|対比|から|より|以|の?まま)")
# 増減額, 対前年度比, 差引: how much more or less, no budget of any year.
_DIFFERENCE = re.compile(r"増減|増△?減|差引|差額|対?前年度?比|対前年|比較|伸び|増加額|減少額")
_SIGN = re.compile(r"[+＋±△▲−](?:[ \u3000]*)$")
_MORE = re.compile(r"[ \u3000]*(?:の)?(?:増|減)(?!税|免)")
_CARRIED = re.compile(
    r"(?:前年度?(?:から(?:の)?)?)?繰[りっ]?越(?:し)?(?:金|額|分)?[^0-9０-９、。（()）]{0,6}$"
)


@dataclass(frozen=True, slots=True)
class RelativeYear:
    """`offset` years from the year that the text is about; [start, end) the words."""

    start: int
    end: int
    offset: int


def find_relative_years(text: str) -> Iterator[RelativeYear]:
    """Every year said by its distance, in order; a comparison (対前年度比) says none.

    >>> [(item.offset, "（前年度 4.8億円）"[item.start:item.end]) for item in find_relative_years("（前年度 4.8億円）")]
    [(-1, '前年度')]
    """
    for match in _RELATIVE.finditer(text):
        yield RelativeYear(match.start(), match.end(), _OFFSETS[match["word"]])


def names_difference(text: str) -> bool:
    """Whether a head of a column or the words before an amount call it a difference between years.

    >>> names_difference("対前年度増減額"), names_difference("前年度予算額")
    (True, False)
    """
    return _DIFFERENCE.search(text) is not None


def is_difference(text: str, start: int, end: int) -> bool:
    """Whether the amount at [start, end) says how much more or less (+0.4億円, △3百万円, 0.4億円の増, 前年度比 0.4億円)."""
    before = text[max(0, start - 16) : start]
    return bool(
        _SIGN.search(before)
        or _MORE.match(text, end)
        or names_difference(re.split(r"[、。,，（(）)\d]", before)[-1])
    )


def is_carried_over(text: str, start: int) -> bool:
    """Whether the amount at `start` is what an earlier year left (前年度繰越 1億円)."""
    return _CARRIED.search(text[max(0, start - 24) : start]) is not None

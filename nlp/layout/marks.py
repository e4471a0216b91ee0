"""The mark that a heading begins with (第１, 1., (1), ①, ア, 4-①), and several in a row that say one place (１（１）①)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from nlp.layout.item_markers import CIRCLED
from nlp.layout.notations import written

_KANJI = "一二三四五六七八九十"
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"

# Mark forms, the most specific first: (level word, pattern with the ordinal as group 1, optional section as group 2).
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("both", re.compile(rf"^\s*[(（]?([0-9０-９]{{1,2}})[)）]?\s*[-－‐―ー−]\s*([{CIRCLED}])\s*")),
    ("both", re.compile(rf"^\s*[(（]\s*([0-9０-９]{{1,2}})\s*[)）]\s*([{CIRCLED}])\s*")),
    (
        "part",
        re.compile(
            rf"^\s*第\s*([0-9０-９]{{1,2}}|[{_KANJI}]{{1,3}})\s*(?!\s*[次回期版条])(?:章|部|編)?[\s.．、]*"
        ),
    ),
    ("roman", re.compile(rf"^\s*([{_ROMAN}])[\s.．、]*")),
    ("paren", re.compile(r"^\s*[(（]\s*([0-9０-９]{1,2})\s*[)）]\s*")),
    ("paren", re.compile(r"^\s*([⑴-⒇])\s*")),
    ("circled", re.compile(rf"^\s*([{CIRCLED}])\s*")),
    ("kana", re.compile(rf"^\s*([{_KATAKANA}])(?:[\s.．、)）]+|(?=[\u4e00-\u9fff]))")),
    ("number", re.compile(r"^\s*([0-9０-９]{1,2})\s*[.．、]\s*")),
    ("number", re.compile(r"^\s*([0-9０-９]{1,2})(?=[^\s0-9０-９.．,，、年月日件人号割%％-])")),
)
_MOST = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a heading: kind of mark, ordinal (1-based), the section in a mark like 4-①, and the words after it."""

    kind: str
    ordinal: int
    section: int
    rest: str


def parse_mark(text: str) -> Mark | None:
    """The mark that `text` begins with, or None.

    >>> parse_mark("(2)状況に合わせた支援").ordinal, parse_mark("4-①ＮＰＯ等").section, parse_mark("3関連施策").kind
    (2, 1, 'number')
    >>> parse_mark("第3次食育推進基本計画") is None
    True
    """
    for kind, pattern in _MARKS:
        found = pattern.match(text)
        if found is None:
            continue
        section = CIRCLED.index(found[2]) + 1 if kind == "both" else 0
        # 3)支える: the bracket before the number is lost.
        rest = text[found.end() :].lstrip(")） \u3000") if kind == "number" else text[found.end() :]
        return Mark(kind, _ordinal(found[1]), section, rest.strip())
    return None


def _ordinal(mark: str) -> int:
    for row in (CIRCLED, _KATAKANA, _ROMAN):
        if mark in row:
            return row.index(mark) + 1
    if len(mark) == 1 and "⑴" <= mark <= "⒇":
        return ord(mark) - ord("⑴") + 1
    if mark[0] in _KANJI:
        tens, _, ones = mark.rpartition("十")
        if "十" in mark:
            return (_KANJI.index(tens) + 1 if tens else 1) * 10 + (_KANJI.index(ones) + 1 if ones else 0)
        return _KANJI.index(mark) + 1
    return int(normalize("NFKC", mark))


def leading_notation(text: str) -> tuple[str, int]:
    """(notation, where the words begin) of the marks that `text` begins with; ("", 0) where it begins with none.

    >>> leading_notation("１（１）① 学校における理解"), leading_notation("（２）②"), leading_notation("4-③ 連携")
    (('1(1)①', 6), ('2-②', 4), ('4-③', 4))
    >>> leading_notation("認知症カフェ")
    ('', 0)
    """
    path, begin = mark_path(text)
    return written(path), begin


def mark_path(text: str) -> tuple[list[tuple[str, int]], int]:
    """The marks that `text` begins with, each its kind and ordinal, and where the words behind them begin.

    A kind that was there already ends the run, as no outline has two levels of one kind.
    """
    path: list[tuple[str, int]] = []
    text = text.rstrip()
    begin = 0
    while len(path) < _MOST:
        mark = parse_mark(text[begin:])
        steps = [] if mark is None else [("paren" if mark.kind == "both" else mark.kind, mark.ordinal)]
        if mark is not None and mark.kind == "both":
            steps.append(("circled", mark.section))
        if mark is None or {kind for kind, _ in steps} & {kind for kind, _ in path}:
            break
        path.extend(steps)
        begin = len(text) - len(mark.rest)
    return path, begin

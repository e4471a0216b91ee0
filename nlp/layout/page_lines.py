"""Lines that number the pages or head each of them, known by coming again with the next number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from unicodedata import normalize

from nlp.reading import Line

_DIGITS = re.compile(r"[0-9０-９]+")
# A number in front numbers a row (55 同じ事業, 56 同じ事業, 57 同じ事業), unless it is of how many pages.
_ROW = re.compile(r"(?:No[.．]?)?[0-9０-９]+(?!\s*(?:[/／]|ページ|頁))")
_LONGEST = 60
_LEAST = 3


def without_page_lines(lines: Iterable[Line]) -> list[Line]:
    """`lines` without those that repeat three times or more, alike but for one number that counts on by one.

    >>> lines = [Line(text, 0, 0, 0) for text in ("資料１　1", "あ", "資料１　2", "い", "資料１　3")]
    >>> [line.text for line in without_page_lines(lines)]
    ['あ', 'い']
    """
    every = list(lines)
    alike: dict[str, list[Line]] = defaultdict(list)
    for line in every:
        text = " ".join(line.text.split())
        # A line of a number alone may be a cell or an amount.
        if not text or len(text) > _LONGEST or _ROW.match(text):
            continue
        if _DIGITS.search(text) and _DIGITS.sub("", text).strip(" -－"):
            alike[_DIGITS.sub("#", text)].append(line)
    furniture = {id(line) for group in alike.values() if _counts(group) for line in group}
    return [line for line in every if id(line) not in furniture]


def _counts(group: list[Line]) -> bool:
    """Whether one number of the lines goes up by one from each to the next, all others staying as they are."""
    if len(group) < _LEAST:
        return False
    numbers = [[int(normalize("NFKC", item)) for item in _DIGITS.findall(line.text)] for line in group]
    steps = [[after - before for before, after in zip(*pair, strict=True)] for pair in pairwise(numbers)]
    return all(sorted(step) == [*[0] * (len(step) - 1), 1] for step in steps) and all(
        step == steps[0] for step in steps
    )

"""The year that a plan belongs to: the year of its decision, as its title says."""

from __future__ import annotations

import re
from unicodedata import normalize

_ERA = {"令和": 2018, "平成": 1988}
_DATE = r"(令和|平成)\s*([0-9０-９]{1,2}|元)\s*年"
_DECIDED = re.compile(rf"{_DATE}[^\n]{{0,40}}?(?:決定|改定)")
_YEAR = re.compile(rf"{_DATE}\s*度")
_FOUR = re.compile(r"(20[0-9]{2})\s*年")


def plan_year(text: str, fallback: int | None = None) -> int | None:
    """Western year of the plan that `text` is about, from its first 3,000 characters; `fallback` when it does not say.

    >>> plan_year("重点計画(令和6年6月11日本部決定)の実施状況(令和6年度)")
    2024
    """
    head = text[:3000]
    for pattern in (_DECIDED, _YEAR):
        found = pattern.search(head)
        if found is not None:
            digits = "1" if found[2] == "元" else normalize("NFKC", found[2])
            return _ERA[found[1]] + int(digits)
    western = _FOUR.search(head)
    return int(western[1]) if western else fallback

"""The year that measures belong to: the fiscal year whose state a table of them tells, else the year of the plan's decision."""

from __future__ import annotations

import re

from nlp.values.era_dates import ERAS, era_number

_DATE = r"(令和|平成)\s*([0-9０-９]{1,2}|元)\s*年"
# The date of the decision may stand on a line of its own above who decided.
_DECIDED = re.compile(rf"{_DATE}(?:[^\n。]|\n(?!\n)){{0,40}}?(?:決定|改定|策定)")
# 「…」の実施状況（令和8年度）, 令和8年度における実施状況: the year that is reported on, whenever the plan was decided.
_REPORTED = re.compile(
    rf"(?:実施|進捗|取組|達成)状況[^\n。\d０-９]{{0,12}}{_DATE}\s*度|{_DATE}\s*度(?:の|における|末(?:時点)?の)?[^\n。\d０-９]{{0,24}}(?:実施|進捗)状況"
)
_DATED = re.compile(
    rf"^\s*[（(]?{_DATE}[0-9０-９\s]{{1,4}}月(?:[0-9０-９\s]{{1,4}}日)?[)）]?\s*$", re.MULTILINE
)
_YEAR = re.compile(rf"{_DATE}\s*度")
_FOUR = re.compile(r"(20[0-9]{2})\s*年")


def plan_year(text: str, fallback: int | None = None) -> int | None:
    """Western year of the plan that `text` is about, from its first 3,000 characters; None when nothing says it.

    In this order: the fiscal year whose state is reported (実施状況（令和6年度）), the date of its decision, `fallback` (what the manifest says), a date alone on a line of the title page, the first
    fiscal year named, the first western year.

    >>> plan_year("重点計画(令和6年6月11日本部決定)の実施状況(令和6年度)")
    2024
    >>> plan_year("重点計画(令和7年12月5日会議決定)の実施状況(令和8年度)")
    2026
    >>> plan_year("重点計画\\n\\n令和８年６月１２日\\n推進本部決定\\n\\n目標: 令和10年度までに")
    2026
    """
    head = text[:3000]
    if reported := _REPORTED.search(head[:600]):
        return _western(reported)
    if decided := _DECIDED.search(head):
        return _western(decided)
    if fallback is not None:
        return fallback
    if found := _DATED.search(head[:800]) or _YEAR.search(head):
        return _western(found)
    western = _FOUR.search(head)
    return int(western[1]) if western else None


def _western(found: re.Match[str]) -> int:
    """The western year of the one era and year that a pattern found."""
    era, year = (group for group in found.groups() if group)
    return ERAS[era] + (era_number(year) or 0)

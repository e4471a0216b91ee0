"""Dates and fiscal years in Japanese eras: 令和7年6月13日, R7.12.31, 同年6月21日, ７年度概算決定額, R8予算(案).

Dates become ISO 8601 strings as precise as printed ("2025", "2025-06", "2025-06-13"); a fiscal year is the western year
in which it starts (令和7年度 = 2025). Source of era starts: 元号を改める政令 (令和 2019-05-01, 平成 1989-01-08, 昭和 1926-12-25).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from unicodedata import normalize

Precision = Literal["year", "month", "day"]
Stage = Literal["initial", "supplementary", "approvedEstimate", "draft", "request", ""]
# Year 1 of an era is the value plus one.
ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "明治": 1867,
    "R": 2018,
    "H": 1988,
    "S": 1925,
    "Ｒ": 2018,
    "Ｈ": 1988,
    "Ｓ": 1925,
}
_D = r"[0-9０-９]"
_KANJI = "〇一二三四五六七八九十"
_YEAR = rf"(?:{_D}{{1,2}}|元|[{_KANJI}]{{1,3}})"
_ERA_DATE = re.compile(
    rf"(?P<era>令和|平成|昭和|大正|明治)\s*(?P<year>{_YEAR})\s*年(?!度)"
    rf"(?:\s*(?P<month>{_D}{{1,2}}|[{_KANJI}]{{1,2}})\s*月(?:\s*(?P<day>{_D}{{1,2}}|[{_KANJI}]{{1,3}})\s*日)?)?"
)
_SHORT_DATE = re.compile(
    rf"(?<![A-Za-zＡ-Ｚ])(?P<era>[RHSＲＨＳ])\s?(?P<year>{_D}{{1,2}}|元)[.．](?P<month>{_D}{{1,2}})(?:[.．](?P<day>{_D}{{1,2}}))?(?![0-9０-９])"
)
_WESTERN = re.compile(
    rf"(?<!{_D})(?P<year>(?:[1１][9９]|[2２][0０]){_D}{{2}})\s*年(?!度)(?:\s*(?P<month>{_D}{{1,2}})\s*月(?:\s*(?P<day>{_D}{{1,2}})\s*日)?)?"
)
_NUMERIC = re.compile(
    rf"(?<![{_D[1:-1]}./／-])(?P<year>(?:[1１][9９]|[2２][0０]){_D}{{2}})(?P<sign>[/／.．-])(?P<month>{_D}{{1,2}})(?P=sign)(?P<day>{_D}{{1,2}})(?![{_D[1:-1]}./／-])"
)
_SAME_YEAR = re.compile(
    rf"(?P<next>同|翌)年\s*(?P<month>{_D}{{1,2}})\s*月(?:\s*(?P<day>{_D}{{1,2}})\s*日)?|同月\s*(?P<only>{_D}{{1,2}})\s*日"
)
# Every form of a date, and signs of which each match holds at least one.
_DATES = (
    (_ERA_DATE, "年"),
    (_SHORT_DATE, "RHSＲＨＳ"),
    (_WESTERN, "年"),
    (_NUMERIC, "/／.．-"),
    (_SAME_YEAR, "同翌"),
)
# 4月21日（月）10時～5月30日: weekday and hour may stand between.
_RANGE_END = re.compile(
    rf"\s*(?:[（(][月火水木金土日祝・]{{1,3}}[)）])?\s*(?:{_D}{{1,2}}\s*(?:時(?:{_D}{{1,2}}分)?|[:：]{_D}{{2}}))?\s*(?:[～〜~\-－―]|から|より)\s*"
    rf"(?P<month>{_D}{{1,2}})\s*月(?:\s*(?P<day>{_D}{{1,2}})\s*日)?"
)
_LAW = re.compile(r"\s*(?:法律|政令|府令|省令|条例|告示)\s*第")
_FISCAL = re.compile(
    rf"(?P<era>令和|平成|昭和|(?<![A-Za-zＡ-Ｚ])[RHSＲＨＳ])?\s*(?<!{_D})(?P<year>{_YEAR}|(?:[1１][9９]|[2２][0０]){_D}{{2}})\s*年度(?![間目])"
    rf"|(?<![A-Za-zＡ-Ｚ])(?P<short>[RHSＲＨＳ])\s?(?P<shortyear>{_D}{{1,2}})(?=\s*(?:年?度?(?:当初|補正|概算|予算|本予算|要求|案|政府案|政府予算)))"
)
_SHORT_ERA = re.compile(r"[RHSＲＨＳ]\s?[0-9０-９]")
_STAGES: tuple[tuple[re.Pattern[str], Stage], ...] = (
    (re.compile(r"\s*(?:一般会計)?\s*(?:第?[0-9０-９一二三]*次?)?\s*補正"), "supplementary"),
    (re.compile(r"\s*(?:当初)?\s*(?:予算)?額?\s*[（(]?\s*概算決定"), "approvedEstimate"),
    (re.compile(r"\s*(?:当初)?\s*(?:予算)?額?\s*[（(]?\s*(?:概算)?要求(?!事項)"), "request"),
    # R9案, ９年度政府案, 予算額（政府案）, 政府予算案: heads of columns and lines above amounts may leave 予算 out.
    (
        re.compile(
            r"\s*(?:当初|政府)?\s*(?:予算)?額?\s*(?:[（(]\s*(?:政府)?案\s*[)）]|(?:政府)?案(?![件内]))"
        ),
        "draft",
    ),
    (re.compile(r"\s*(?:当初|本予算|予算額|予算)"), "initial"),
)


@dataclass(frozen=True, slots=True)
class DateHit:
    """A date at [start, end) of the text searched; `iso` is as precise as `precision` says."""

    start: int
    end: int
    iso: str
    precision: Precision


@dataclass(frozen=True, slots=True)
class FiscalYearHit:
    """A fiscal year at [start, end): `year` western; `stage` as the words behind it say, "" when they do not.

    `explicit` is False for a year without an era (７年度), read as 令和.
    """

    start: int
    end: int
    year: int
    stage: Stage
    explicit: bool = True


def era_number(text: str) -> int | None:
    """The number of an era year, month or day: digits of either width, 元, kanji; None when not a number.

    >>> era_number("元"), era_number("十二"), era_number("７")
    (1, 12, 7)
    """
    plain = normalize("NFKC", text.strip())
    if plain == "元":
        return 1
    if plain.isdecimal():
        return int(plain)
    digits = {char: value for value, char in enumerate("〇一二三四五六七八九")}
    if not plain or any(char not in digits and char != "十" for char in plain):
        return None
    if "十" not in plain:
        return int("".join(str(digits[char]) for char in plain))
    tens, _, ones = plain.partition("十")
    return (digits.get(tens, 1) if tens else 1) * 10 + (digits.get(ones, 0) if ones else 0)


def find_dates(text: str) -> list[DateHit]:
    """Every date in `text`, in order. Law numbers (令和5年法律第45号) are not dates.

    >>> [d.iso for d in find_dates("令和7年4月21日～5月30日正午")]
    ['2025-04-21', '2025-05-30']
    """
    hits = sorted(_dates(text), key=lambda hit: (hit.start, -hit.end))
    kept: list[DateHit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _dates(text: str) -> Iterator[DateHit]:
    latest: int | None = None
    month: str | None = None
    matches = [
        match
        for pattern, signs in _DATES
        if any(sign in text for sign in signs)
        for match in pattern.finditer(text)
    ]
    for match in sorted(matches, key=lambda item: (item.start(), -item.end())):
        groups = match.groupdict()
        year = latest
        if "year" in groups:
            if _LAW.match(text, match.end()):
                continue
            number = era_number(groups["year"])
            if number is None:
                continue
            year = number + ERAS[groups["era"]] if groups.get("era") else number
        elif year is not None and groups["next"] == "翌":
            year += 1
        if year is None:
            continue
        if groups.get("only"):
            groups |= {"month": month, "day": groups["only"]}
        latest, month = year, groups.get("month") or month
        hit = _hit(match.start(), match.end(), year, groups.get("month"), groups.get("day"))
        if hit is None:
            continue
        yield hit
        ending = _RANGE_END.match(text, match.end())
        if ending and hit.precision != "year" and (hit.precision == "day") == bool(ending["day"]):
            month = ending["month"]
            later = _hit(ending.start("month"), ending.end(), year, ending["month"], ending["day"])
            if later is not None:
                yield (
                    later
                    if later.iso >= hit.iso
                    else DateHit(later.start, later.end, f"{year + 1}{later.iso[4:]}", later.precision)
                )


def _hit(start: int, end: int, year: int, month: str | None, day: str | None) -> DateHit | None:
    if month is None:
        return DateHit(start, end, f"{year:04d}", "year")
    number = era_number(month)
    if number is None or not 1 <= number <= 12:
        return None
    if day is None:
        return DateHit(start, end, f"{year:04d}-{number:02d}", "month")
    date = era_number(day)
    if date is None or not 1 <= date <= monthrange(year, number)[1]:
        return None
    return DateHit(start, end, f"{year:04d}-{number:02d}-{date:02d}", "day")


def find_fiscal_years(text: str) -> list[FiscalYearHit]:
    """Every fiscal year in `text`, with the budget stage that follows it.

    >>> [(y.year, y.stage) for y in find_fiscal_years("８年度概算決定額 1.4億円（7年度予算額 1.4億円）")]
    [(2026, 'approvedEstimate'), (2025, 'initial')]
    """
    if "年度" not in text and not _SHORT_ERA.search(text):
        return []
    return list(_fiscal_years(text))


def _fiscal_years(text: str) -> Iterator[FiscalYearHit]:
    for match in _FISCAL.finditer(text):
        era = match["short"] or match["era"]
        number = era_number(match["shortyear"] or match["year"])
        if number is None or number == 0:
            continue
        if number >= 1900:
            year, explicit = number, True
        elif era:
            year, explicit = number + ERAS[era], True
        elif number <= 30:
            year, explicit = number + ERAS["令和"], False
        else:
            continue
        stage: Stage = next((stage for pattern, stage in _STAGES if pattern.match(text, match.end())), "")
        yield FiscalYearHit(match.start(), match.end(), year, stage, explicit)

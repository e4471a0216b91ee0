"""Lengths of time and periods in Japanese text: ３年間, 3か年, 任期2年, 令和5年度から令和7年度まで, ～令和12年度末."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

from nlp.values.era_dates import ERAS, era_number

_D = "0-9０-９"
_N = rf"(?:[{_D}]{{1,3}}|[一二三四五六七八九十]{{1,3}})"
_NOT_INSIDE = rf"(?<![{_D}.．,，年月RHSＲＨＳ和成])"
# 3年間, 3か年, 6か月間, 2週間, 任期2年, 十年以上活用する; 年間3回 and 2年以内 are none.
_LENGTH = re.compile(
    rf"{_NOT_INSIDE}(?P<number>{_N})\s?(?:(?P<years>年間|(?:か|カ|ヵ|ヶ|ケ|箇)年間?)|(?P<months>(?:か|カ|ヵ|ヶ|ケ|箇)月間)|(?P<weeks>週間)|(?P<days>日間))(?![{_D}])"
    rf"|{_NOT_INSIDE}(?P<least>{_N})\s?年以上(?:の間)?、?(?=(?:継続して|適切に)?[^、。]{{0,24}}(?:活用|管理|賃貸|従事|居住|維持|継続|使用|保有|運営|保存|供する))"
    rf"|(?:任期|期間)(?:は|を|が|の|：|:)?\s?(?P<term>{_N})\s?(?:年(?:間)?|(?:か|カ|ヵ|ヶ|ケ|箇)年)(?![度{_D}])"
)
_ERA = r"(?:令和|平成|昭和|[RHＲＨ])"
_YEAR = rf"(?:{_ERA}\s?)?(?:元|[{_D}]{{1,2}}|[2２][0０][{_D}]{{2}})"
# 令和5年度から令和7年度まで, 令和６～８年度, H29年度～, ～令和12年度末
_RANGE = re.compile(
    rf"{_NOT_INSIDE}(?P<first>{_ERA}\s?(?:元|[{_D}]{{1,2}})|[2２][0０][{_D}]{{2}})\s?(?P<unit>年度|年)?(?:初頭|当初)?\s?(?:[～〜~－―]|-|から|より)\s?"
    rf"(?P<last>{_YEAR})\s?年度?末?(?:まで|の間|にかけて)?(?![{_D}月間後目])"
    rf"|{_NOT_INSIDE}(?P<open>{_ERA}\s?(?:元|[{_D}]{{1,2}})|[2２][0０][{_D}]{{2}})\s?年度\s?[～〜~](?![\s]?(?:{_ERA}|[{_D}]))"
    rf"|(?<![{_D}年度月日末）)])[～〜~]\s?(?P<until>{_ERA}\s?(?:元|[{_D}]{{1,2}})|[2２][0０][{_D}]{{2}})\s?年度末?"
)


# 令和７年度から令和11年度まで[の]５年間, 令和７年度～11年度[（]５年間）: how long the years before it are.
_LENGTH_OF = re.compile(r"\s*(?:まで)?\s*(?:の|(?P<open>[（(]))\s*")


@dataclass(frozen=True, slots=True)
class Period:
    """A period at [start, end) of the text searched.

    `duration` is its printed length in ISO 8601 ("P3Y", "P6M"), "" when no length is printed; `first` and `last` are the western
    years in which its first and last (fiscal) year begin, None where that end is not printed. What is not printed is not worked out.
    """

    start: int
    end: int
    duration: str
    first: int | None
    last: int | None
    text: str


def find_periods(text: str) -> list[Period]:
    """Every length of time and every period of years in `text`, in order; a length with its years is one period.

    >>> [(p.duration, p.first, p.last, p.text) for p in find_periods("３年間（令和６年度～令和８年度）で集中して支援する。")]
    [('P3Y', 2024, 2026, '３年間（令和６年度～令和８年度）')]
    >>> [(p.duration, p.first, p.last) for p in find_periods("令和9年度から令和11年度までの３年間で取り組む。")]
    [('P3Y', 2027, 2029)]
    >>> [(p.duration, p.last) for p in find_periods("任期は2年とし、～令和12年度末に見直す。")]
    [('P2Y', None), ('', 2030)]
    """
    found = sorted([*_lengths(text), *_ranges(text)], key=lambda one: one.start)
    joined: list[Period] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and before.end > one.start:
            continue
        gap = text[before.end : one.start] if before is not None else ""
        if (
            before is not None
            and before.duration
            and not one.duration
            and gap in ("（", "(")
            and text[one.end : one.end + 1] in ("）", ")")
        ):
            end = one.end + 1
            joined[-1] = Period(
                before.start, end, before.duration, one.first, one.last, text[before.start : end]
            )
        elif (
            before is not None and not before.duration and one.duration and (of := _LENGTH_OF.fullmatch(gap))
        ):
            closed = bool(of["open"]) and text[one.end : one.end + 1] in ("）", ")")
            end = one.end + closed
            joined[-1] = Period(
                before.start, end, one.duration, before.first, before.last, text[before.start : end]
            )
        else:
            joined.append(one)
    return joined


def _lengths(text: str) -> Iterator[Period]:
    for match in _LENGTH.finditer(text):
        number = era_number(match["number"] or match["least"] or match["term"])
        if not number:
            continue
        # XSD knows no weeks.
        number *= 7 if match["weeks"] else 1
        unit = "M" if match["months"] else "D" if match["weeks"] or match["days"] else "Y"
        yield Period(match.start(), match.end(), f"P{number}{unit}", None, None, match.group())


def _ranges(text: str) -> Iterator[Period]:
    for match in _RANGE.finditer(text):
        if match["first"]:
            first = _western(match["first"])
            last = _western(match["last"], after=match["first"])
            if first is None or last is None or last < first:
                continue
        else:
            first = _western(match["open"]) if match["open"] else None
            last = _western(match["until"]) if match["until"] else None
            if first is None and last is None:
                continue
        yield Period(match.start(), match.end(), "", first, last, match.group())


def _western(printed: str, *, after: str = "") -> int | None:
    """The western year of 令和5, R5, 2025 or, behind a year `after` with an era, of a bare 7."""
    plain = normalize("NFKC", printed).replace(" ", "")
    era = re.match(r"令和|平成|昭和|[RH]", plain)
    if era is None and len(plain) == 4:
        return int(plain)
    if era is None:
        begun = re.match(r"令和|平成|昭和|[RH]", normalize("NFKC", after).replace(" ", ""))
        number = era_number(plain)
        return None if begun is None or not number else ERAS[begun.group()] + number
    number = era_number(plain[era.end() :])
    return ERAS[era.group()] + number if number else None

"""When a target is due and of when a result is, from the years and dates around its figure."""

from __future__ import annotations

import re

from nlp.measures.figures import IndicatorCues
from nlp.values.era_dates import find_dates, find_fiscal_years
from nlp.values.quantities import Quantity

_ANOTHER = re.compile(r"[0-9０-９](?:人|件|か所|[%％]|[都道府県市区町村]{1,4}|団体|回|校|社|施設|円)")


def _years(sentence: str) -> list[tuple[int, int, int]]:
    """(start, end, fiscal year) of every year that a sentence names; a date in January to March belongs to the year before."""
    years = [(hit.start, hit.end, hit.year) for hit in find_fiscal_years(sentence) if hit.explicit]
    for hit in find_dates(sentence):
        year, month = int(hit.iso[:4]), int(hit.iso[5:7] or 4) if len(hit.iso) >= 7 else 4
        years.append((hit.start, hit.end, year if month >= 4 else year - 1))
    return sorted(years)


def due_year(sentence: str, quantity: Quantity, cues: IndicatorCues) -> int | None:
    """The fiscal year in which a target is due: まで(に) nearest before it, or in brackets after it, else the year's own に, は."""
    years = _years(sentence)
    after = [item for item in years if item[0] >= quantity.end and "まで" in sentence[item[1] : item[1] + 4]]
    before = [item for item in years if item[1] <= quantity.start]
    until = [item for item in before if "まで" in sentence[item[1] : item[1] + 6]]
    if until:
        return until[-1][2]
    if after and after[0][0] - quantity.end <= 12:
        return after[0][2]
    # 5万人とする（令和7年度）: a year alone in brackets behind the target.
    alone = re.match(
        r"(?:を?(?:と|に)?する(?:こと)?)?\s*[(（]([^()（）]{3,14})[)）]", sentence[quantity.end :]
    )
    if alone is not None:
        begin, stop = quantity.end + alone.start(1), quantity.end + alone.end(1)
        bracketed = [item for item in years if item[0] == begin and stop - item[1] <= 3]
        if bracketed and not cues.patterns["as_of"].search(sentence[begin:stop]):
            return bracketed[0][2]
    # 耐震化率：令和5年度56％→令和12年度64％: the year that stands right before its figure.
    if before and re.fullmatch(r"末?(?:に|は)?(?:約)?", sentence[before[-1][1] : quantity.start]):
        return before[-1][2]
    plain = [item for item in before if cues.patterns["due_after"].search(sentence[item[1] :])]
    if plain:
        return plain[-1][2]
    # 令和5年度の修了者を4,000人とする: the only year of the sentence, whose target it is.
    own = len(years) == 1 and years == before and re.match("[末中]?の", sentence[years[0][1] :])
    return years[0][2] if own and cues.patterns["own_year"].search(sentence[quantity.end :]) else None


def as_of(sentence: str, quantity: Quantity, *, alone: bool) -> str:
    """ISO date of a result, as precise as printed: in brackets after it, else the nearest before it.

    `alone` says that the sentence has no other figure.
    """
    tail = re.match(r"\s*[(（][^()（）]{0,30}[)）]", sentence[quantity.end :])
    # 70.9％（令和4年度：67.2％）: brackets that hold another figure tell when that one was.
    if tail is not None and not _ANOTHER.search(tail.group()):
        inside = _dates(tail.group())
        if inside:
            return inside[-1][1]
    note = re.search(r"※\s*([^。※]{0,20}(?:時点|現在|末))", sentence[quantity.end :])
    before = [item for item in _dates(sentence[: quantity.start]) if not _starts_period(sentence, item[0])]
    if before:
        return before[-1][1]
    if note is not None and (dates := _dates(note[1])):
        return dates[-1][1]
    # 約700の自治体が実施（令和6年度、…調査による）: brackets that end the sentence date its only figure.
    closing = re.search(r"[(（]([^()（）]{0,40})[)）][。\s]*$", sentence[quantity.end :])
    if (
        closing is not None
        and (alone or _all_of_one_time(sentence, quantity, closing.start()))
        and (dates := _dates(closing[1]))
    ):
        return dates[-1][1]
    return ""


def _all_of_one_time(sentence: str, quantity: Quantity, closing: int) -> bool:
    """Whether brackets `closing` letters behind a figure date all figures of a sentence: 中学校82.1％、高等学校84.8％（令和5年度）.

    No other brackets, and no year or date, stand before them.
    """
    before = sentence[: quantity.end + closing]
    return not re.search("[(（]", before) and not _dates(before)


def _starts_period(sentence: str, end: int) -> bool:
    return bool(re.match(r"(?:以降|から|より|比|[)）]?[にと]比)", sentence[end:]))


def _dates(text: str) -> list[tuple[int, str]]:
    """(end, ISO) of every date and fiscal year, in order; a fiscal year is its western year."""
    found = [(hit.end, hit.iso) for hit in find_dates(text)]
    found.extend((hit.end, str(hit.year)) for hit in find_fiscal_years(text) if hit.explicit)
    return sorted(found)

"""Subsidy rates as printed: 1/2, 10/10, ４分の３, 2分の1, 定額."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from nlp.values.era_dates import era_number

_D = r"[0-9０-９]"
# Not a date (3/4 of a page header) nor a page count (1/2): a rate needs a cue nearby or the 分の form.
_RATE = re.compile(
    rf"(?P<over>{_D}{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*分\s*の\s*(?P<part>{_D}{{1,2}}|[一二三四五六七八九十]{{1,2}})"
    rf"|(?<![0-9０-９/／])(?<![0-9０-９][.．])(?P<numerator>{_D}{{1,2}}(?:[.．]{_D})?)\s*[/／]\s*(?P<denominator>{_D}{{1,2}})(?![0-9０-９/／])(?!\s*[（(][月火水木金土日])"
    r"|(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘])"
    r"|(?P<fixed>定\s*額)"
)
_CUE = re.compile(
    r"補助率|交付率|負担割合|補助|国|定額|都道府県|市区町村|市町村|交付金|民間団体|指定都市|事業"
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate at [start, end): `value` is "1/2", "10/10" or "定額"; `cued` says that a word for rates stands near."""

    start: int
    end: int
    value: str
    cued: bool


def find_rates(text: str, *, window: int = 24) -> list[Rate]:
    """Every subsidy rate in `text`, in order; fractions above one or over zero are not rates.

    >>> [rate.value for rate in find_rates("【補助率】４分の３、国 10/10、定額、５．５／１０")]
    ['3/4', '10/10', '定額', '5.5/10']
    """
    found = []
    for match in _RATE.finditer(text):
        if match["fixed"]:
            found.append(Rate(match.start(), match.end(), "定額", True))
            continue
        half = match["numerator"] is not None and not match["numerator"].isdecimal()
        part: int | Decimal
        if match["vulgar"]:
            part, over = (int(digit) for digit in normalize("NFKC", match["vulgar"]).split("⁄"))
        elif match["over"]:
            over, part = era_number(match["over"]) or 0, era_number(match["part"]) or 0
        else:
            over = int(normalize("NFKC", match["denominator"]))
            numerator = normalize("NFKC", match["numerator"])
            part = Decimal(numerator) if half else int(numerator)
        if not over or not part or part > over or over > 10:
            continue
        near = text[max(0, match.start() - window) : match.end() + window]
        found.append(
            Rate(
                match.start(),
                match.end(),
                f"{part}/{over}",
                bool(match["over"] or match["vulgar"]) or bool(_CUE.search(near)),
            )
        )
    return found

"""Counted things with unit and date as printed: 1,120者が指定（R7.12.31時点）, 全国29庁, 170人."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from nlp.values.era_dates import find_dates
from nlp.values.torn_numbers import tail_of_torn

_D = "0-9０-９"
UNITS = "か所|カ所|ヶ所|ヵ所|箇所|施設|団体|者|人|名|世帯|件|自治体|市町村|市区町村|都道府県|地域|回|校|庁|区|社|法人|事業|割|％|%|t|トン|万人|万件|万回|ポイント"
_COUNT = re.compile(
    rf"(?<![{_D}.,，/／A-Za-z億万])(?P<number>[{_D}][{_D},，]*(?:[.．][{_D}]+)?)\s*(?P<scale>万|億)?(?P<rest>(?<=[万億])[{_D}][{_D},，]*)?\s*(?P<unit>{UNITS})(?!度|間|目)"
)
_AS_OF = re.compile(r"[（(][^（）()]{0,24}?(?:時点|現在|末)[^（）()]{0,6}[)）]|(?:時点|現在)")


@dataclass(frozen=True, slots=True)
class Count:
    """A count at [start, end): `value` with 万 multiplied out, `unit` as printed, `as_of` ISO or ""."""

    start: int
    end: int
    value: Decimal
    unit: str
    as_of: str
    text: str


def find_counts(text: str) -> list[Count]:
    """Every count with a unit in `text`, in order.

    >>> [(str(c.value), c.unit, c.as_of) for c in find_counts("1,120者が指定（R7.12.31時点）")]
    [('1120', '者', '2025-12-31')]
    """
    found = []
    for match in _COUNT.finditer(text):
        if tail_of_torn(text, match.start()):
            continue
        try:
            value = Decimal(re.sub("[,，]", "", normalize("NFKC", match["number"])))
        except InvalidOperation:
            continue
        value *= {"万": 10_000, "億": 100_000_000, None: 1}[match["scale"]]
        if match["rest"]:
            value += Decimal(re.sub("[,，]", "", normalize("NFKC", match["rest"])))
        # 2.5万人 is 25000, not 25000.0.
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
        after = text[match.end() : match.end() + 30]
        dated = _AS_OF.search(after)
        dates = find_dates(after[: dated.end()]) if dated else []
        found.append(
            Count(
                match.start(),
                match.end(),
                value,
                match["unit"],
                dates[-1].iso if dates else "",
                match.group(),
            )
        )
    return found

"""The amounts of an answer in the unit that the question asks for (百万円単位で, 億円で。小数第一位まで)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from nlp.questions.several_asked.asked_units import UNITS, AskedUnit

Answer = dict[str, Any]
_UNIT = "百万円|億円|千万円|万円|千円|円"
# An amount with the same in another unit beside it; not one that a condition names (3億円以上).
_AMOUNT = re.compile(
    rf"(?<![\d.,])(?P<n>-?\d[\d,]*(?:\.\d+)?)(?P<u>{_UNIT})(?:＝[\d,.]+(?:{_UNIT}))?(?!以上|以下|未満|超|台)"
)


def in_unit(found: Answer, asked: AskedUnit) -> Answer:
    """The answer with its text in the unit asked for; values and rows stay in yen, as they are printed.

    >>> one = {"status": "answered", "text": "合計は2,146百万円、Aは10億円です。", "answer": None}
    >>> in_unit(one, AskedUnit("", "億円"))["text"]
    '合計は21.46億円、Aは10億円です。'
    """
    if found["status"] != "answered":
        return found
    exact = (found.get("answer") or {}).get("value")

    def shown(match: re.Match[str]) -> str:
        yen = Decimal(match["n"].replace(",", "")) * UNITS[match["u"]]
        if (
            isinstance(exact, int | float)
            and not isinstance(exact, bool)
            and abs(yen - Decimal(exact)) < 10**6
        ):
            yen = Decimal(str(exact))
        unit = asked.unit or match["u"]
        return f"{_number(yen / UNITS[unit], asked.digits)}{unit}"

    return {**found, "text": _AMOUNT.sub(shown, found["text"])}


def _number(value: Decimal, digits: int) -> str:
    """A number with its commas and so many digits behind the point, or as many as there are, four at most."""
    kept = value.quantize(Decimal(1).scaleb(-(digits if digits >= 0 else 4)), rounding=ROUND_HALF_UP)
    text = f"{kept:,f}"
    return text if digits >= 0 or "." not in text else text.rstrip("0").rstrip(".")


__all__ = ["in_unit"]

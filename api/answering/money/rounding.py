"""An amount rounded to the last digit of one that was said (57億円, 5.7億円)."""

from __future__ import annotations

import re

_SAID = re.compile(r"(?P<whole>[\d,]+)(?:\.(?P<part>\d+))?(?P<unit>億|千万|百万|万|千)円?")
_UNITS = {"億": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3}


def rounded_to(value: float, said: str) -> int | None:
    """A value in yen rounded half up to the unit of the amount said; None where that one is in yen or is no amount.

    >>> rounded_to(5_671_000_000, "57億円"), rounded_to(5_671_000_000, "56.7億円"), rounded_to(11, "14件")
    (5700000000, 5670000000, None)
    """
    match = _SAID.fullmatch(said)
    if match is None:
        return None
    step = _UNITS[match["unit"]] // 10 ** len(match["part"] or "")
    return int((value + step / 2) // step) * step if step else None


__all__ = ["rounded_to"]

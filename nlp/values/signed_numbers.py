"""Numbers that are no amount of their own: behind a minus (a decrease), or the upper end of a range without a unit at its lower one."""

from __future__ import annotations

import re

_D = "0-9０-９"
_MINUS = r"[-－−‐–▲△]"
# A minus stands in brackets or behind a blank or a colon; at the head of a line － may be the mark of a list.
_SIGNED = re.compile(
    rf"(?:マイナス\s?|(?:^|\n)\s*[-−▲△]|(?:[（(：:＝=／/、，]|(?<=\S)[ \u3000\t])\s?{_MINUS})$"
)
_RANGED = re.compile(rf"[{_D}][{_D},，.．]*\s?[~〜～]\s?$")
_FAR = 24


def signed_or_ranged(text: str, start: int) -> bool:
    """Whether a minus or the lower end of a range stands right before the number at `start`.

    >>> signed_or_ranged("増減(－500百万円)", 4), signed_or_ranged("－500百万円", 1), signed_or_ranged("10～20億円", 3)
    (True, False, True)
    >>> signed_or_ranged("100万円～500万円", 6), signed_or_ranged("予算額 500百万円", 4)
    (False, False)
    """
    before = text[max(0, start - _FAR) : start]
    return bool(_SIGNED.search(before) or _RANGED.search(before))


__all__ = ["signed_or_ranged"]

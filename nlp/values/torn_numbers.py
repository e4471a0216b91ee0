"""Numbers that a line end parted by a space (12 95件, 5 0.3%): their value is unknown, the tail alone would be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

_D = "0-9０-９"
# What may stand before a number of its own: a year (R5 295件, 令和5 12件, 2023 95件), a mark of a list ((1) 95件 has no
# digit before the space), a number of a row or page (No.3 12件, 第3 12件).
_OWN = re.compile(
    r"(?:[RHSＲＨＳ][.．]?\s?|令和\s?|平成\s?|昭和\s?|No[.．]?\s?|№\s?|第|Ｎｏ[.．]?\s?|[PＰp][.．]?\s?)[0-9０-９]{1,3}$"
    r"|(?<![0-9０-９])20[0-9]{2}$|[年月日/／][0-9０-９]{1,2}$"
)
# 1[,] 295 and 50[.] 3%: a comma with three digits behind it, a point with a unit that counts in parts. 1,03[ ]7 and 3[ ],206: a
# comma wants three digits behind it and never begins a number.
CERTAIN = re.compile(
    rf"(?<=[{_D}][,，]) (?=[{_D}]{{3}}(?![{_D}]))|(?<=[{_D}][.．]) (?=[{_D}]{{1,2}}\s*(?:[%％割兆億万千倍]|ポイント|$))"
    rf"|(?<=[{_D}][,，][{_D}]) (?=[{_D}]{{2}}(?![{_D}]))|(?<=[{_D}][,，][{_D}]{{2}}) (?=[{_D}](?![{_D}]))"
    rf"|(?<=[{_D}]) (?=[,，][{_D}]{{3}}(?![{_D}]))|(?<=[{_D}]) (?=[.．][{_D}]{{1,2}}\s*[%％])"
)
# 1900 00: no number of its own begins so.
_NEVER_FIRST = re.compile(r"[0０][0-9０-９]")
_BEFORE = re.compile(rf"(?P<head>(?:[{_D}][{_D}.,，．]*|[{_D}][{_D}.,，．]*[.,，．]))[ \n\r]+$")
_TORN = re.compile(
    rf"(?<![{_D}.,，．A-Za-z/_-])(?P<head>[{_D}][{_D}.,，．]*)[ \n\r](?P<tail>[{_D}][{_D}.,，．]*(?:億|万|千)?(?:[{_D}][{_D},，]*)?\s*"
    rf"(?=[^\s{_D}!-~、。，．（）「」・年月日時分第]|[%％]))"
)
# 認定数 3 41。: no counter follows, but a word for a count stands before.
_TORN_COUNT = re.compile(
    rf"(?<=[数額率計])(?:は|が|を|[:：])?[ \u3000]?(?P<head>[{_D}][{_D}.,，．]*) (?P<tail>[{_D}][{_D}.,，．]*)(?=[。、]|$)"
)


def tail_of_torn(text: str, start: int) -> bool:
    """Whether the number at `start` may be the tail of one that a space parted, so that it has no value of its own.

    >>> tail_of_torn("相談は12 95件", 6), tail_of_torn("R5 95件", 3), tail_of_torn("95件", 0)
    (True, False, False)
    """
    before = text[max(0, start - 24) : start]
    found = _BEFORE.search(before)
    if found is not None and _NEVER_FIRST.match(text, start):
        return True
    return found is not None and _OWN.search(before[: found.end("head")]) is None


def torn_numbers(text: str) -> Iterator[tuple[int, int]]:
    """The span of every number with a unit that a space parts and of which it is open how it goes on.

    >>> [("研修は12 95件"[start:end]) for start, end in torn_numbers("研修は12 95件")]
    ['12 95']
    """
    for found in (*_TORN.finditer(text), *_TORN_COUNT.finditer(text)):
        if tail_of_torn(text, found.start("tail")) and not CERTAIN.search(found.group()):
            yield found.start("head"), found.end("tail")

"""Words of a row that lost the blanks between them (見守り支援事業402厚生労働省再掲): parted again where a ministry proves it."""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.gazetteer import Gazetteer

_KINDS = frozenset({"ministry", "agency", "court"})
_D = "0-9０-９"
# A ministry can only be glued where something stands right behind a digit, 内数 or a bracket, or right behind a name.
_MAY_BE = re.compile(rf"[{_D}数)）][^\s{_D},，.．の円%％]")
_AMOUNT = re.compile(
    rf"(?:[{_D}]{{1,3}}(?:[,，][{_D}]{{3}})+|[{_D}]+)(?:[.．][{_D}]+)?(?:(?:千|万|百万|千万|億)?円)?(?:の?内数|[（(]内数[)）])?$"
)
# 見守り事業（厚生労働省）: a ministry in a bracket right behind the name.
_BRACKET = re.compile(r"(?P<name>[^（）()]{4,})[（(](?P<ministry>[^（）()]{2,12})[)）]")
# 事業2310: where a name may end in a digit, an amount of four digits without a comma is no amount for sure.
_OPEN = re.compile(rf"[{_D}]{{4,}}")


def glued_ends(text: str, ministries: Gazetteer, is_remark: Callable[[str], bool]) -> tuple[int, ...]:
    """Where a word falls into name, amount, ministry and remark, as indices into `text`; () where it is one word.

    It is parted only where a known ministry stands right behind an amount, with nothing or a remark behind it, or
    between nothing and a remark, or in a bracket that closes the word.

    >>> from nlp.gazetteer import load_gazetteers
    >>> glued_ends("見守り事業1,450内閣府再掲", load_gazetteers().ministries, lambda text: text == "再掲")
    (5, 10, 13)
    """
    bracket = _BRACKET.fullmatch(text)
    known = ministries.resolve(bracket["ministry"], tolerant=False) if bracket is not None else None
    if bracket is not None and known is not None:
        return (bracket.end("name"),) if known.entry.type in _KINDS else ()
    if not (_MAY_BE.search(text) or is_remark(text)):
        return ()
    for hit in reversed([hit for hit in ministries.find(text) if hit.entry.type in _KINDS]):
        rest = text[hit.end :]
        if rest and not is_remark(rest):
            continue
        if rest and hit.start == 0:
            return (hit.end,)
        amount = _AMOUNT.search(text[: hit.start])
        if amount is None:
            continue
        named = amount.start() > 0
        if named and _OPEN.match(amount.group()):
            return ()
        return tuple(place for place in (amount.start(), hit.start, hit.end) if 0 < place < len(text))
    return ()

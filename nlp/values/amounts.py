"""Amounts of money as printed in policy documents, in yen: 千円, 百万円, 億円, 内数, うち.

Digits may be half- or full-width, with commas, a decimal point followed by a stray space (1. 4億円), or kanji
(三億円). `kind` says how the amount may be used: "exact", "includedIn" (内数: an upper bound), "ofWhich" (うち).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal
from unicodedata import normalize

from nlp.values.lost_digits import HOLE, behind_debris
from nlp.values.signed_numbers import signed_or_ranged
from nlp.values.torn_numbers import tail_of_torn

AmountKind = Literal["exact", "includedIn", "ofWhich"]
UNITS = {
    "円": 1,
    "千円": 1_000,
    "万円": 10_000,
    "百万円": 1_000_000,
    "千万円": 10_000_000,
    "億円": 100_000_000,
    "兆円": 1_000_000_000_000,
}
_KANJI_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_KANJI_TENS = {"十": 10, "百": 100, "千": 1000}
_KANJI_LARGE = {"万": 10_000, "億": 100_000_000, "兆": 1_000_000_000_000}
_D = "0-9０-９"
_NUMBER = rf"[{_D}][{_D},，]*(?:[,，]\s[{_D}]{{3}}(?![{_D}]))*(?:[.．]\s?[{_D}]+)?"
_KANJI = "[〇一二三四五六七八九十百千]+(?:[万億兆][〇一二三四五六七八九十百千]*)*"
_PLAIN = re.compile(
    # 1,039（1,150）百万円, 120（－）百万円: another year's sum stands in brackets before the unit that both share.
    rf"(?P<number>{_NUMBER}|{_KANJI})\s*(?:[（(]\s*(?:{_NUMBER}|[-－―‐ー])\s*[)）]\s*)?(?P<unit>千万円|百万円|千円|万円|億円|兆円|億(?=\s*[{_D}])|兆(?=\s*[{_D}])|円)"
)
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
# What may stand before 百万円 or 千円 where it is an amount of its own: 上限は百万円, 一律千円.
_LEADS_BARE = re.compile(r"[ぁ-ん限律額各約大計円は、]\s*$")
_TAIL = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<unit>千万円|百万円|万円|億円|千円|億(?=\s*[{_D}])|円)")
_INCLUDED = re.compile(r"\s*(?:の\s*内\s*数|[（(]\s*内\s*数\s*[)）])")
_OF_WHICH = re.compile(r"うち[、，]?[^、。，,()（）\n]{0,30}\n?$")
# A number before a unit of which a sign was lost (２．Ｘ億円, ■億円, 2,5〓0百万円): the amount exists, its value does not.
_UNREAD = re.compile(
    r"(?P<token>[^\s、。\u3040-\u30ff\u3400-\u9fff（()）「」『』【】\[\]〔〕・：:；;＝=～〜~→⇒＋+－‐\-–—―/／※*＊<>＜＞〈〉《》|｜\"'”“]{1,14})\s?"
    r"(?P<unit>千万円|百万円|千円|万円|億円)"
)
# What a number is made of.
_DIGITS = re.compile(rf"[{_D}.,．，]")
_WHOLE = re.compile(rf"[{_D}][{_D},，]*(?:[.．][{_D}]+)?")
# The rest of a number whose head is lost: .２億円, O.5億円, 〓,250百万円. A full stop or comma of a sentence stands behind a word.
_CUT = re.compile(rf"[.．,，][{_D}]+|[{_D}]+[.．,，]")
# ①10億円, ○500万円: the mark of a list before an amount of its own (■ stands for a lost sign).
_LIST_MARK = re.compile(rf"[○●◎◆◇①-⑳][{_D}][{_D},，]*(?:[.．][{_D}]+)?$")
_HEADLESS = re.compile(r"(?:^|[^\u3040-\u30ff\u3400-\u9fff）)」0-9０-９])[.．,，]\s?$")
# 単位：百万円 and 予算額（百万円） name a unit; 数百万円 and 県内一円 are no amounts.
_NOT_BEFORE = re.compile(r"(?:単\s*位\s*[：:（(]?\s*|[数何幾])$")
_BARE = re.compile(
    rf"^\s*[（(〔\[【]?\s*(?P<number>{_NUMBER})\s*(?:円)?\s*(?P<included>の?\s*内\s*数|[（(]\s*(?:の\s*)?内\s*数\s*[)）])?"
    rf"\s*[)）〕\]】]?\s*(?:[（(※].*)?$",
    re.DOTALL,
)
# 四十五, 千二百の内数, 二〇五: a cell of kanji that say their places, or of three digits and more.
_BARE_KANJI = re.compile(
    r"\s*(?P<number>(?=[^十百千]*[十百千])[〇一二三四五六七八九十百千]{2,}|[一二三四五六七八九][〇一二三四五六七八九]{2,})"
    r"\s*(?P<included>の?\s*内\s*数|[（(]\s*(?:の\s*)?内\s*数\s*[)）])?\s*$"
)
# 1 2 5, ３ , ４ ０ ０: every sign of a number with a blank behind it, three or more.
_SPACED = re.compile(
    rf"\s*(?P<number>[{_D}](?:[ \u3000][{_D},，]){{2,10}})(?P<included>\s*の?\s*内\s*数)?\s*$"
)
_WHOLE_BEFORE = re.compile(
    rf"\s*(?P<number>{_NUMBER})\s*(?P<included>の?\s*内\s*数|[（(]\s*(?:の\s*)?内\s*数\s*[)）])?\s*[（(〔\[【、]?\s*(?=うち)"
)
_TORN = re.compile(
    rf"\s*(?P<head>[{_D}]{{1,3}}(?:[,，][{_D}]{{3}})*[,，](?:[{_D}][ \u3000](?=[{_D}]{{2}}(?![{_D}]))|[{_D}]{{2}}[ \u3000](?=[{_D}](?![{_D}]))))"
    rf"(?P<tail>[{_D}]{{1,2}})(?P<rest>(?P<included>\s*の?\s*内\s*数)?\s*)$"
)
_WITHIN = re.compile(rf"(?<![{_D},，.．])(?P<number>{_NUMBER})\s*の\s*内\s*数")
_PARTED = re.compile(rf"[{_D},，.．][^\s{_D}（(/／年度月日号・:：、]$")
_TABLE_UNIT = re.compile(
    r"単位\s*[：:(]?\s*(千万円|百万円|千円|万円|億円|兆円|円)|額\s*\(\s*(千万円|百万円|千円|万円|億円|兆円|円)\s*\)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at [start, end) of the text searched, 内数 included in the span when printed.

    `yen` is None when the digits cannot be read. `unit` is the unit as printed.
    """

    start: int
    end: int
    yen: int | None
    kind: AmountKind
    text: str
    unit: str


def find_amounts(text: str) -> list[Amount]:
    """Every amount with a unit in `text`, in order.

    >>> [(a.yen, a.kind) for a in find_amounts("10億円（うち孤独・孤立対策分 4.2億円）")]
    [(1000000000, 'exact'), (420000000, 'ofWhich')]
    >>> find_amounts("6,420,035千円の内数")[0].yen
    6420035000
    """
    return list(_amounts(text)) if any(unit in text for unit in "円億兆") else []


def _amounts(text: str) -> Iterator[Amount]:
    position = 0
    unread = list(_unread(text))
    while match := _PLAIN.search(text, position):
        end, yen = match.end(), _yen(match["number"], match["unit"])
        holes = [item for item in unread if item.start < match.start() and match.end() <= item.end]
        if holes:
            yield from (item for item in unread if position <= item.start <= holes[0].start)
            unread = [item for item in unread if item.start > holes[0].start]
            position = max(end, holes[0].end)
            continue
        if tail_of_torn(text, match.start()):
            yen = None  # 12 95百万円: which number it was is open
        elif behind_debris(text, match.start()):
            yen = None  # ڳ؝１億円: digits before it are lost
        elif re.match(r"[0０][0-9０-９]", match["number"]):
            yen = None  # 020百万円: the head is torn off
        elif signed_or_ranged(text, match.start()):
            yen = None  # (－500百万円), 10～20億円: a decrease, the end of a range
        unit = match["unit"]
        while unread and unread[0].start < match.start():
            yield unread.pop(0)
        if not _counts_money(text, match):
            position = end
            continue
        while unit in ("億", "兆") and (tail := _TAIL.match(text, end)):
            more = _yen(tail["number"], tail["unit"])
            yen = None if yen is None or more is None else yen + more
            end, unit = tail.end(), tail["unit"]
        if unit in ("億", "兆"):
            yen = None  # 2億4,〓00万円
            end = next((item.end for item in unread if match.end() <= item.start <= match.end() + 1), end)
        kind: AmountKind = "exact"
        included = _INCLUDED.match(text, end)
        if included:
            kind, end = "includedIn", included.end()
        elif _OF_WHICH.search(text[max(0, match.start() - 40) : match.start()]):
            kind = "ofWhich"
        yield Amount(match.start(), end, yen, kind, text[match.start() : end], unit)
        position = end
    yield from (item for item in unread if item.start >= position)


def _unread(text: str) -> Iterator[Amount]:
    """Amounts of which a sign is lost before their unit: digits with a hole or a strange sign among them, or without a head."""
    for match in _UNREAD.finditer(text):
        token, start = match["token"], match.start()
        strange = _DIGITS.sub("", token)
        if not strange and _WHOLE.fullmatch(token):
            if not _HEADLESS.search(text[max(0, start - 3) : start]):
                continue
        elif not (HOLE.search(strange) or _DIGITS.search(token) if strange else _CUT.fullmatch(token)):
            continue
        if _LIST_MARK.match(token):
            continue
        yield Amount(start, match.end(), None, "exact", match.group(), match["unit"])


def _counts_money(text: str, match: re.Match[str]) -> bool:
    """Whether a number with a unit is an amount: not a unit by itself (（百万円）), not 全国一円, not 数千円."""
    before = text[max(0, match.start() - 8) : match.start()]
    if _NOT_BEFORE.search(before):
        return False
    number = match["number"]
    if number[0] in "0123456789０１２３４５６７８９":
        return True
    if not any(char in _KANJI_DIGITS for char in number):
        # 百万円 in a heading or between brackets is the unit of a table.
        after = text[match.end() : match.end() + 1]
        # Behind a digit or debris it is the unit of a number whose other digits are lost (2,5〓千円).
        led = bool(_LEADS_BARE.search(before)) and not re.search(rf"[{_D}〓■□�]", before)
        return led and before[-1:] not in ("（", "(") and after not in ("）", ")")
    return not (match["unit"] == "円" and len(number) == 1)


def parse_amount(text: str, unit_yen: int | None = None) -> Amount | None:
    """The amount that a whole cell holds, or None.

    `unit_yen` is the yen that one printed unit stands for where the table says so, as in （単位：百万円）.

    A bare number counts in that unit; without `unit_yen` its `yen` cannot be known and the answer is None.

    >>> parse_amount("731の内数", 1_000_000).yen
    731000000
    >>> parse_amount("四十五", 1_000_000).yen, parse_amount("1 2 5", 1_000_000).yen
    (45000000, 125000000)
    """
    even = _SPACED.match(text) or _BARE_KANJI.match(text)
    if even is not None:
        return _evenly(even, unit_yen)
    torn = _TORN.match(text)
    if torn is not None and unit_yen is not None:
        # 3,4 33: a blank inside a group of three, which the comma proves.
        mended = parse_amount(f"{torn['head'].strip()}{torn['tail']}{torn['rest']}", unit_yen)
        end = torn.end("included") if torn["included"] else torn.end("tail")
        start = torn.start("head")
        return mended and Amount(start, end, mended.yen, mended.kind, text[start:end], "")
    found = find_amounts(text)
    # 1,500（うち…分 420百万円）: the cell's amount stands in front of its part.
    whole = _WHOLE_BEFORE.match(text) if found and found[0].kind == "ofWhich" else None
    if found and whole is None:
        return found[0]
    match = whole or _BARE.match(text) or _WITHIN.search(text)
    if match is None or unit_yen is None:
        return None
    if match.re is _WITHIN and (
        HOLE.match(text, max(0, match.start() - 1), match.start()) or behind_debris(text, match.start())
    ):
        return None
    if match.re is _WITHIN and re.match(r"[0０][0-9０-９]", match["number"]):
        return None  # 02 of 1,502の内数: no amount is printed with a zero in front
    if match.re is _WITHIN and tail_of_torn(text, match.start("number")):
        return None  # 3 33の内数: which number it was is open
    if match.re is _WITHIN and _PARTED.search(text[: match.start()]):
        return None  # 2ヰ300の内数: what stands between digits took a comma or a digit
    if re.match(r"[0０][0-9０-９]", match["number"]):
        return None  # 00 of 2,6 00の内数
    number = _decimal(match["number"])
    if number is None:
        return None
    yen = int(number * unit_yen)
    included = match.re is _WITHIN or match["included"] is not None
    kind: AmountKind = "includedIn" if included else "exact"
    start = match.start("number")
    end = match.end() if match.re is _WITHIN else match.end("included" if included else "number")
    return Amount(start, end, yen, kind, text[start:end], "")


def _evenly(match: re.Match[str], unit_yen: int | None) -> Amount | None:
    """The amount of a cell in kanji or in spaced digits; None without a unit, or where its commas part no groups of three."""
    number = _decimal(match["number"])
    if number is None or unit_yen is None or re.match(r"[0０]", match["number"]):
        return None
    start, end = match.start("number"), match.end("included" if match["included"] else "number")
    kind: AmountKind = "includedIn" if match["included"] else "exact"
    return Amount(start, end, int(number * unit_yen), kind, match.string[start:end], "")


def table_unit(text: str) -> int | None:
    """The yen for which one unit of a table stands, from its （単位：百万円） or 予算額（百万円）; None when not printed.

    >>> table_unit("(単位：百万円)")
    1000000
    """
    match = _TABLE_UNIT.search(normalize("NFKC", text))
    return UNITS[match[1] or match[2]] if match else None


def _yen(number: str, unit: str) -> int | None:
    value = _decimal(number)
    return None if value is None else int(value * UNITS.get(unit, UNITS.get(f"{unit}円", 1)))


def _decimal(number: str) -> Decimal | None:
    printed = re.sub(r"\s", "", normalize("NFKC", number))
    if "," in printed and not _GROUPS.fullmatch(printed):
        return None  # 2,40 and 1,2345: a digit was lost or came in
    plain = printed.replace(",", "")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return _kanji_number(plain)


def _kanji_number(text: str) -> Decimal | None:
    total, part, digit = 0, 0, 0
    for char in text:
        if char in _KANJI_DIGITS:
            digit = digit * 10 + _KANJI_DIGITS[char]
        elif char in _KANJI_TENS:
            part, digit = part + (digit or 1) * _KANJI_TENS[char], 0
        elif char in _KANJI_LARGE:
            total, part, digit = total + (part + digit) * _KANJI_LARGE[char], 0, 0
        else:
            return None
    return Decimal(total + part + digit)

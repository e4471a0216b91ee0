"""Quantities in Japanese text: 206件以上, 13万回, 2万7千人, 約75%, 95以上の自治体, 数:332,598."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from unicodedata import normalize

from nlp.values.lost_digits import behind_debris
from nlp.values.torn_numbers import tail_of_torn, torn_numbers

_D = "0-9０-９"
# The line of a cell may break inside a number: 50. 3%, 1, 021件.
_NUMBER = (
    rf"[{_D}]{{1,3}}(?:[,，]\s?[{_D}]{{3}}(?![{_D}]))+(?:[.．]\s?[{_D}]+)?"
    rf"|[{_D}]+[.．]\s[{_D}]{{1,2}}(?=\s*(?:[%％]|ポイント))|[{_D}]+(?:[.．][{_D}]+)?"
)
# What is counted without a counter: 約700の自治体.
_COUNTABLE = "自治体|市区町村|区市町村|市町村|都道府県|地方公共団体|団体|大学|学校|企業|事業所|事業者|施設|病院|機関|国立公園|公園|地域"
# What a goal counts though a number before it would need a counter: 計画を定めた地区を4,500とする.
_PLACES = "地区|区域|圏域|拠点|窓口|センター|警察署|学級|校区|組織|協議会|条例|計画|路線|事例|事業|制度|法人|チーム|校|園|館|県|市|区|町村"
_MORE = "以上|以下|未満|超|程度|以内|弱|強"
_REST = rf"[{_D}][,，][{_D}]{{3}}(?![,，{_D}])|[{_D}]{{1,4}}"
_RATIO = re.compile(rf"([{_D}]+)人に([{_D}]+)人(?:{_MORE})?|([{_D}]+)人中([{_D}]+)人(?:{_MORE})?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at [start, end): `value` (None for a ratio of persons), `unit` as printed ("" without one)."""

    start: int
    end: int
    value: Decimal | None
    unit: str
    text: str


@lru_cache(maxsize=64)
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    unit = "|".join(re.escape(item) for item in sorted(units, key=lambda item: (-len(item), item)))
    return re.compile(
        # Behind 億 or 万 stands the rest of a number, never a number of its own (8万[2,431]人).
        # Nor behind the point or comma of one that a line break parts (50. [3]%).
        rf"(?<![{_D}.,，．億万])(?<![{_D}][.．,，]\s)(?P<number>{_NUMBER})(?P<scale>億|万|千)?(?:(?P<rest>{_REST})(?P<small>万|千)?)?"
        rf"\s*(?:(?P<unit>{unit})(?!度|間|目|台端末|当たり|あたり)(?:等(?=[でにがをはの、。]))?(?:\s*(?P<more>{_MORE}))?"
        rf"|(?P<before>{_MORE})の(?:[^、。\d]{{0,8}}?)(?P<noun>{unit})(?!度|間|目)"
        rf"|の[^、。のをがは\d]{{0,6}}?(?P<of>{_COUNTABLE})(?![内外長等]))"
    )


_BARE = re.compile(
    rf"(?<=[:：])\s*(?P<number>{_NUMBER})(?P<scale>億|万|千)?(?![{_D}年月日])|(?<=現在)\s*(?P<now>{_NUMBER})(?=[。、]|$)"
)


# A count or a rate names its unit itself: 自殺死亡率を13.0以下に, 実施数は、令和4年度134、令和5年度189.
_YEAR = rf"(?:(?:令和|平成)(?:[{_D}]+|元)|20[0-9]{{2}})年(?:度|平均)?(?:末|春|夏|秋|冬)?(?:[{_D}]{{1,2}}月(?:[{_D}]{{1,2}}日|末)?)?(?:時点|現在)?"
# 設置市町村を全国で800, 累計で562: how the count is taken.
_TAKEN = r"(?:(?:全国|全体|合計|累計|合わせて|全国計)で?|計|延べ|のべ|約|概ね|おおむね)*"
_OF_A_COUNT = re.compile(
    rf"(?:[数率]|指数|スコア)(?:[（(][^（）()]{{0,30}}[)）])?[」』]?(?:を|は|が|も)、?(?:{_YEAR}(?:まで)?(?:に|は|で|には|の)?、?)?"
    rf"{_TAKEN}(?P<number>{_NUMBER})(?P<scale>億|万|千)?(?P<more>{_MORE})?"
    rf"(?=と[なすし]|で(?:あ|、|し)|に(?:す|引|増|減|達|し|低)|まで|[、。]|$)"
)
# What is counted stands before the number: 設置された都道府県は、令和5年度末で23となった.
_COUNTED = re.compile(
    rf"(?P<noun>{_COUNTABLE}|{_PLACES})等?\s?(?:は|が|を)、?(?:{_YEAR}(?:で|に|は|には|までに?)?、?)?{_TAKEN}(?P<number>{_NUMBER})(?P<scale>億|万|千)?(?P<more>{_MORE})?"
    rf"(?=と[なすし]|で(?:あ|、|し)|に(?:増|減|達|とど|拡大|引き上げ|す)|[、。]|$)"
)
# Only the verb says that the number counts: 作成済みは74である, 対象を600とする.
_BY_VERB = re.compile(
    rf"(?<=[一-龠ァ-ヴーみり])(?:は|が|を)、?(?:{_YEAR}(?:で|に|は|には|までに?)?、?)?{_TAKEN}(?P<number>{_NUMBER})(?P<scale>億|万|千)?(?P<more>{_MORE})?"
    rf"(?=と(?:する|し、|した|なった|なり|なっ)|である|であった|であり|に(?:増|減|達|とどま|拡大|引き上げ))"
)
# The subject is its own counter: 補助を受けた航路は126航路, 認定した農地は、令和6年度末で31農地.
_OWN_COUNTER = re.compile(
    rf"(?P<noun>[一-龠ァ-ヴー]{{2,8}})(?:の?数)?(?:は|が|を)、?(?:{_YEAR}(?:で|に|は|には|まで)?、?)?(?:約|累計で?|延べ)?"
    rf"(?P<number>{_NUMBER})(?P<scale>億|万|千)?(?P=noun)"
)
# 67のうち46で設置済み, 67のうち46の市が策定: how many of a whole that is counted before.
_OF_WHOLE = re.compile(
    rf"(?:{_NUMBER})(?:の|ある)?(?:うち|中)、?(?:約)?(?P<number>{_NUMBER})(?P<scale>)(?P<more>)(?:の(?P<noun>{_COUNTABLE}|{_PLACES}))?(?=[でがはに、。]|$)"
)
_SERIES = re.compile(rf"[、と]{_YEAR}(?:に|は|が)?(?P<number>{_NUMBER})(?P<scale>億|万|千)?(?=[、。と])")


# 二百六十三人: a number in kanji that says its places.
_IN_KANJI = "(?<![数何幾第〇一二三四五六七八九十百千万])(?P<number>[一二三四五六七八九十百千]*[十百千][一二三四五六七八九十百千万]*)"
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACE = {"十": 10, "百": 100, "千": 1000}


def _kanji_quantities(text: str, units: Sequence[str]) -> Iterator[Quantity]:
    unit = "|".join(re.escape(item) for item in sorted(units, key=lambda item: (-len(item), item)))
    for match in re.finditer(rf"{_IN_KANJI}(?P<unit>{unit})(?!度|間|目|当たり|あたり)(?:{_MORE})?", text):
        if len(match["number"]) > 1:
            value = Decimal(kanji_number(match["number"]))
            yield Quantity(match.start(), match.end(), value, match["unit"], match.group())


def kanji_number(digits: str) -> int:
    """The number that kanji with their places say.

    >>> kanji_number("二百六十三"), kanji_number("十五"), kanji_number("一万二千")
    (263, 15, 12000)
    """
    whole = held = digit = 0
    for letter in digits:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter == "万":
            whole, held, digit = whole + (held + digit) * 10_000, 0, 0
        else:
            held, digit = held + (digit or 1) * _PLACE[letter], 0
    return whole + held + digit


def find_quantities(text: str, units: Sequence[str]) -> Iterator[Quantity]:
    """Every quantity in `text` with one of `units`, in order; a number after a colon counts without a unit.

    The tail of a number that a space parts (12 [95]件) is none.

    >>> [q.text for q in find_quantities("約700の自治体が実施", ["件"])]
    ['700の自治体']
    >>> [(str(q.value), q.unit, q.text) for q in find_quantities("年間13万回以上、2万7千人、95以上の自治体", ["回", "人", "自治体"])]
    [('130000', '回', '13万回以上'), ('27000', '人', '2万7千人'), ('95', '自治体', '95以上の自治体')]
    """
    found: list[Quantity] = []
    for match in _RATIO.finditer(text):
        found.append(Quantity(match.start(), match.end(), None, "", match.group()))
    for match in _pattern(tuple(units)).finditer(text):
        value = _value(
            match["number"],
            match["scale"],
            match["rest"],
            match["small"],
            match["unit"] or match["noun"] or match["of"],
        )
        if value is not None and not tail_of_torn(text, match.start("number")):
            unit = match["unit"] or match["noun"] or match["of"]
            found.append(Quantity(match.start(), match.end(), value, unit, match.group()))
    found.extend(_kanji_quantities(text, units))
    for match in _BARE.finditer(text):
        group = "number" if match["number"] else "now"
        value = _value(match[group], match["scale"], None, None, "")
        if value is not None:
            found.append(
                Quantity(match.start(group), match.end(), value, "", text[match.start(group) : match.end()])
            )
    for match in _OF_A_COUNT.finditer(text):
        found.extend(_plain(text, match))
        position = match.end()
        while (again := _SERIES.match(text, position)) is not None:
            found.extend(_plain(text, again))
            position = again.end()
    for match in _COUNTED.finditer(text):
        found.extend(replace(item, unit=match["noun"]) for item in _plain(text, match))
    for match in _BY_VERB.finditer(text):
        found.extend(_plain(text, match))
    for match in _OF_WHOLE.finditer(text):
        found.extend(replace(item, unit=match["noun"] or "") for item in _plain(text, match))
    for match in _OWN_COUNTER.finditer(text):
        found.extend(replace(item, unit=match["noun"]) for item in _plain(text, match))
    found = [item for item in found if not behind_debris(text, item.start)]
    last = -1
    for item in sorted(found, key=lambda quantity: (quantity.start, -quantity.end)):
        if item.start >= last:
            yield item
            last = item.end


def torn_quantities(text: str, units: Sequence[str]) -> Iterator[Quantity]:
    """Every quantity whose number a space parts (全国30 0校) or a lost sign begins (〓7.5%): without a value, for how it goes on is open.

    >>> [(q.value, q.text) for q in torn_quantities("全国30 0校とする", ["校"])]
    [(None, '30 0校')]
    """
    unit = "|".join(re.escape(item) for item in sorted(units, key=lambda item: (-len(item), item)))
    behind = re.compile(rf"\s*(?P<unit>{unit})(?!度|間|目|当たり|あたり)(?:{_MORE})?")
    for start, end in torn_numbers(text):
        found = behind.match(text, end)
        if found is not None:
            yield Quantity(start, found.end(), None, found["unit"], text[start : found.end()])
    for match in _pattern(tuple(units)).finditer(text):
        # 〓7.5%: how many digits stood before is open too.
        if behind_debris(text, match.start()):
            yield Quantity(
                match.start() - 1,
                match.end(),
                None,
                match["unit"] or "",
                text[match.start() - 1 : match.end()],
            )


def _plain(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    value = _value(match["number"], match["scale"] or None, None, None, "")
    if value is not None:
        start = match.start("number")
        yield Quantity(start, match.end(), value, "", text[start : match.end()])


def _value(number: str, scale: str | None, rest: str | None, small: str | None, unit: str) -> Decimal | None:
    plain = re.sub(r"\s", "", normalize("NFKC", number))
    if plain.startswith("0") and not re.fullmatch(r"0(?:\.\d+)?", plain):
        return None
    plain = plain.replace(",", "")
    # A reader takes the comma of thousands for a point: 27.357件 are 27,357.
    if re.fullmatch(r"\d{1,3}\.\d{3}", plain) and unit and unit not in "%％割ポイントトン":
        plain = plain.replace(".", "")
    factor = {"億": 100_000_000, "万": 10_000, "千": 1_000, None: 1}[scale]
    value = Decimal(plain) * factor
    if rest:
        if scale is None or "." in plain:
            return None
        lower = {"万": 10_000, "千": 1_000, None: 1}[small]
        value += Decimal(normalize("NFKC", rest).replace(",", "")) * lower
        if lower >= factor:
            return None
    return value

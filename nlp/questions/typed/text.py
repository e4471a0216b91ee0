"""A question brought into one form for matching: widths, spaces, numerals and spelling variants.

The folded text is what every later step works on; words shown back to the person come from it too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

# Spellings that mean the same in these documents; the right side is what keys are folded to. Longer ones first.
VARIANTS: tuple[tuple[str, str], ...] = (
    ("子ども", "こども"),
    ("子供", "こども"),
    ("障がい", "障害"),
    ("障碍", "障害"),
    ("取り組み", "取組"),
    ("取組み", "取組"),
    ("引きこもり", "ひきこもり"),
    ("一人親", "ひとり親"),
    ("1人親", "ひとり親"),
    ("独り親", "ひとり親"),
    ("お金", "金額"),
    ("ウェブ", "web"),
    ("問合せ", "問い合わせ"),
    ("問合わせ", "問い合わせ"),
    ("受付け", "受付"),
    ("手続き", "手続"),
    ("見直しの方針", "見直し方針"),
    ("もっとも", "最も"),
    ("いちばん", "一番"),
    ("どこどこ", "どこ"),
    ("無くな", "なくな"),
    ("無い", "ない"),
    ("無かった", "なかった"),
    ("ぜんぶ", "全部"),
    ("いっしょ", "一緒"),
    ("手を付けて", "取り組んで"),
    ("手をつけて", "取り組んで"),
    ("手を出して", "取り組んで"),
    ("ぜんぜん", "全然"),
    ("たくさん", "多く"),
    ("沢山", "多く"),
    ("有る", "ある"),
    ("有り", "あり"),
    ("出来る", "できる"),
    ("出来ない", "できない"),
    ("下さい", "ください"),
    ("のぞい", "除い"),
    ("のぞく", "除く"),
    ("のぞき", "除き"),
    ("のぞけ", "除け"),
    ("どんだけ", "どれだけ"),
    ("どんくらい", "どれくらい"),
    ("どんぐらい", "どれくらい"),
    ("何処", "どこ"),
    ("何れ", "どれ"),
    ("幾ら", "いくら"),
)
_DASHES = re.compile(r"[‐‑‒–—―−－─]")
_DOTS = re.compile(r"[･・·•]")
_SPACES = re.compile(r"\s+")
_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
# 一番大きい is not No.1, and the 百 of 200百万円 is a unit.
_KANJI_NUMBER = re.compile(
    r"(?<![\d〇一二三四五六七八九十百千同])(?!一番|百万|千万|十万)[〇一二三四五六七八九十百千]+"
    r"(?=年度|年|億|百万|万円|件|つ|番|位|回(?!答|復|収|線)|個(?!々|人|別|票)|府省|省庁|役所|官庁|事業|施策|行|か所|カ所|箇所|以上|以下|以降|未満"
    r"|倍|割(?!合|り|引|安|高)|[かヶカケ箇]年|パーセント|本(?=[の以だしあで])|番手)"
)
# 四の二, 柱四の①: a pillar and a section in kanji numerals.
_KANJI_SECTION = re.compile(
    r"(?<![一-龥])(?:(?<=柱)|(?<!柱))(?P<p>[一二三四五六七八九])の(?:(?P<s>[一二三四五六七八九])(?=に|の|\s|は|$)|(?=[①-⑳]))|(?<=柱)(?P<q>[一二三四五六七八九])(?=の|\s|、|$)"
)
_SECTION_DASH = re.compile(r"(?<=\d)ー(?=[①-⑳\d])")
# 教えていただけますか asks the same as 教えて; its か asks nothing.
_WISH = re.compile(
    r"(?<=[てで])(?:(?:もらえ|いただけ|頂け|くれ)(?:ます|ません|る|ない|た)?(?:でしょう|です)?(?:か|かな|の)?|(?:ほしい|欲しい)(?:です|のですが|んですが|な)?|ちょうだい|頂戴)[?。!]*$"
)
_MIXED = re.compile(r"(?<=令和)(元|[〇一二三四五六七八九十]+)")


def without_wish(text: str) -> str:
    """A folded question without the polite wish at its end.

    >>> without_wish("事業を教えていただけますか?")
    '事業を教えて'
    """
    return _WISH.sub("", text)


def kanji_number(text: str) -> int:
    """The value of a kanji numeral (二十三 -> 23, 〇 digits in sequence too).

    >>> kanji_number("二十三"), kanji_number("七"), kanji_number("百四十一"), kanji_number("二〇")
    (23, 7, 141, 20)
    """
    if not any(c in _KANJI_UNITS for c in text):
        return int("".join(str(_KANJI_DIGITS[c]) for c in text))
    total = current = 0
    for char in text:
        if char in _KANJI_UNITS:
            total += (current or 1) * _KANJI_UNITS[char]
            current = 0
        else:
            current = _KANJI_DIGITS[char]
    return total + current


def _section_in_digits(match: re.Match[str]) -> str:
    if match["q"]:
        return str(kanji_number(match["q"]))
    section = str(kanji_number(match["s"])) if match["s"] else ""
    return f"{kanji_number(match['p'])}{'-' + section if section else 'の'}"


class _OneWidth(dict[int, str]):
    """Characters by code point in their NFKC form, circled numbers as they are; made when they are first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if "①" <= char <= "⑳" else normalize("NFKC", char)
        return self[code]


_ONE_WIDTH = _OneWidth()


def one_width(text: str) -> str:
    """A text in one width, circled numbers as they are.

    >>> one_width("２．８億円 3-①（ＮＰＯ）")
    '2.8億円 3-①(NPO)'
    """
    return text.translate(_ONE_WIDTH)


def fold_key(text: str) -> str:
    """The form in which names are compared: NFKC, lower case, no spaces, one dash, one dot, one spelling.

    Circled numbers stay as they are (NFKC would turn ① into 1 and merge 4-① with 4-1 of another list).

    >>> fold_key("ＮＰＯ 等との 子ども・若者")
    'npo等とのこども・若者'
    >>> fold_key("4－①")
    '4-①'
    """
    kept = normalize("NFC", _DOTS.sub("・", _DASHES.sub("-", text.translate(_ONE_WIDTH)))).casefold()
    kept = normalize("NFC", _SPACES.sub("", kept))
    for before, after in VARIANTS:
        kept = kept.replace(before, after)
    return kept


def as_typed(part: str, question: str) -> str:
    """A part of a folded question as it stands in the question itself (r6: R6); as it is where it was spelt otherwise.

    >>> as_typed("r6", "厚労省のＲ６とR7の差")
    'R6'
    """
    plain = normalize("NFKC", question)
    place = plain.casefold().find(part)
    return plain[place : place + len(part)] if place >= 0 and part else part


@lru_cache(maxsize=512)
def fold_question(text: str) -> str:
    """A question folded for matching: as `fold_key`, spaces kept as one, kanji numerals before units as digits.

    >>> fold_question("令和七年度補正で　二億円以上の事業は？")
    '令和7年度補正で 2億円以上の事業は?'
    >>> fold_question("四の二 施策"), fold_question("柱四の①")
    ('4-2 施策', '柱4の①')
    """
    kept = normalize("NFC", _DOTS.sub("・", _DASHES.sub("-", text.translate(_ONE_WIDTH)))).casefold()
    kept = _SECTION_DASH.sub("-", kept)
    kept = _SPACES.sub(" ", kept).strip()
    for before, after in VARIANTS:
        kept = kept.replace(before, after)
    kept = _KANJI_SECTION.sub(_section_in_digits, kept)
    kept = _MIXED.sub(lambda m: "1" if m.group() == "元" else str(kanji_number(m.group())), kept)
    return _KANJI_NUMBER.sub(lambda m: str(kanji_number(m.group())), kept)

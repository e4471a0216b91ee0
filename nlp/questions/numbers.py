"""Numbers in a question: fiscal years, stages, No., sections, amounts with their comparison, top n.

Works on the folded question (`nlp.questions.text.fold_question`); spans are half-open offsets in it. Amounts are
in yen. Years are western years of the fiscal year's start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
_YEAR = re.compile(
    r"(?P<era>令和|平成|昭和|(?<![a-z])[rhs](?=\d))\s?(?P<n>\d{1,2})(?:年度|年)?(?![\d.])"
    r"|(?P<western>(?:19|20)\d\d)\s?(?:年度|年|fy)"
    r"|fy\s?(?P<fy>(?:19|20)\d\d)"
    r"|(?<![\d.])(?P<western2>20[12]\d)(?=\s?(?:補正|当初|の?予算|[ をはとにで]))"
    # 7補正, 6→7補正: a bare figure before a stage, or before another such figure.
    r"|(?<![\d.,〜~-])(?P<short>\d{1,2})(?:年度|(?=(?:年(?:の)?)?(?:補正|当初|概算決定|本予算))|(?=(?:補正)?(?:→|⇒|から)\d{1,2}(?:補正|当初|年度)))"
)
_SECTION = re.compile(
    r"(?:柱)?(?<![\d.])\(?(?P<pillar>[1-9])\)?\s?(?:-|の|柱の)?\s?\(?(?P<section>[①-⑳])\)?"
    r"|(?:柱|セクション|節)\s?(?P<pillar2>[1-9])\s?-\s?(?P<plain>[1-9])(?!\d)"
    r"|(?<![\d.])(?P<pillar5>[1-9])\s?-\s?\((?P<plain5>[1-9])\)"
    r"|(?<![\d.])(?P<pillar3>[1-9])-(?P<plain3>[1-9])(?![\d-])"
    r"|(?:第)?(?P<pillar4>[1-9])の?柱(?:の)?\s?(?P<section4>[①-⑳])"
)
_PILLAR = re.compile(
    r"柱\s?(?P<a>[1-9])(?![\d百千万億])|第\s?(?P<b>[1-9])の?柱|(?P<c>[1-9])(?:つ目|番目|本目)の柱|(?P<d>[1-9])の柱|\((?P<f>[1-9])\)[^()、。\d]{0,14}?の?柱|pillar\s?(?P<e>[1-9])"
)
# 柱1から柱4まで, 柱2〜3
_PILLARS = re.compile(
    r"(?:柱|第)\s?(?P<low>[1-9])(?:の柱)?(?:から|〜|~)(?:柱|第)?\s?(?P<high>[1-9])(?:の柱)?(?:まで)?(?!-|\s?[①-⑳])"
)
_LONE_SECTION = re.compile(r"(?<![\d)-])(?P<section>[①-⑳])")
_NUMBER = re.compile(
    r"(?P<head>no\.?|nos\.?|№|番号は?|施策|ナンバー)\s?(?:番号)?(?:no\.?|№)?\s?(?P<n>\d{1,4})(?:番)?(?P<band>台)?"
    r"(?:\s?(?:から|~|〜|-)\s?(?:no\.?|№)?\s?(?P<to>\d{1,4})(?:番)?(?:まで)?)?(?![\d円億百千万件つ年])"
    r"|(?<![\d.ァ-ヶー])(?P<n2>\d{1,4})番(?:目の施策)?(?!目)(?:\s?(?:から|~|〜|-)\s?(?P<to2>\d{1,4})番(?:まで)?)?"
)
# No.65、73、74、76 and No.65と73と74: one head for several numbers.
_NUMBER_LIST = re.compile(
    r"(?:no\.?|№|施策)\s?\d{1,4}(?:\s?(?:、|,|・|と|及び|および)\s?(?:no\.?|№)?\s?\d{1,4}(?![\d円億百千万件つ年か府省割%.]))+"
)
MONEY = r"(?:(?:\d[\d,]*(?:\.\d+)?)\s?(?:兆|億|千万|百万|十万|万|千)?(?:\d[\d,]*(?:\.\d+)?(?:千万|百万|万|千))?\s?円|(?:\d[\d,]*(?:\.\d+)?)\s?(?:兆|億|千万|百万)(?!人|件|者|世帯|回))"
_AMOUNT = re.compile(MONEY)
_UNITS = {"兆": 10**12, "億": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3}
_PART = re.compile(r"(?P<n>\d[\d,]*(?:\.\d+)?)\s?(?P<u>兆|億|千万|百万|十万|万|千)?")
_RANGE = re.compile(
    rf"(?P<low>{MONEY}|\d+)(?:以上)?\s?(?:から|~|〜|-|、)\s?(?P<high>{MONEY})(?:まで|以下|未満|の間)?"
    rf"|(?P<low2>{MONEY})と(?P<high2>{MONEY})の間"
)
_COMPARE_AFTER: tuple[tuple[str, str], ...] = (
    (r"\s?(?:の予算)?(?:以上|を上回ら?なくない)", ">="),
    (r"\s?(?:を|より)?(?:超える|超え|超過|超|上回る|上回った|多い|大きい|高い|より上|より多い)", ">"),
    (r"\s?以下", "<="),
    (
        r"\s?(?:を|より|に)?(?:未満|切る|切った|割る|割った|割り込む|届かない|達しない|満たない|下回る|下回った|少ない|小さい|低い|より下)",
        "<",
    ),
    (r"\s?(?:台)", "band"),
    (r"\s?(?:前後|程度|くらい|ぐらい|ほど|付近)", "about"),
    (r"\s?(?:ちょうど|丁度|ぴったり)?", "="),
)
_TOP = re.compile(
    r"(?:上位|トップ|ベスト|top|大きい方から|多い方から|上から)\s?(?P<n>\d{1,3})(?!番目|位の|\d)(?:位|件|つ|個|事業|施策|府省庁|行)?(?:まで)?"
    r"|(?P<n2>\d{1,3})(?:位まで)|(?:多い|大きい|高い)順(?:に|で|から)?\s?(?P<n3>\d{1,3})(?:つ|件|個|位|府省庁|省庁|事業|施策)(?:だけ|まで)?"
    r"|(?:少ない|小さい|低い)順(?:に|で|から)?\s?(?P<low2>\d{1,3})(?:つ|件|個|位|府省庁|省庁|事業|施策)(?:だけ|まで)?"
    r"|(?:最も|一番)?(?:金額|予算額?|額|規模|件数|数)?(?:が|の)?(?:大きい|高い|多い)\s?(?P<n4>\d{1,2})(?:つの)?(?:事業|件|つ|施策|府省庁|省庁|府省)(?!以上|以下|目)"
    r"|(?:最も|一番)?(?:金額|予算額?|額|規模|件数|数)?(?:が|の)?(?:小さい|低い|少ない)\s?(?P<low3>\d{1,2})(?:つの)?(?:事業|件|つ|施策|府省庁|省庁|府省)(?!以上|以下|目)"
    r"|(?:下位|ワースト|少ない方から|小さい方から|下から)\s?(?P<low>\d{1,3})(?!番目|位の|\d)(?:位|件|つ|個)?"
)


# 百万円単位で: how an amount is to be said; every amount is given in yen and in words.
_UNIT = re.compile(r"(?:百万円|千円|万円|億円|円)単位(?:で|に)?")
# 補助率が10/10の, 実施主体が都道府県の: a value said of an attribute, before anything else is read into its words.
_RATE = re.compile(
    r"補助率(?:が|は|の)?\s?(?:(?P<a>\d+)/(?P<b>\d+)|(?P<c>\d+)分の(?P<d>\d+)|(?P<e>定額))(?=の|が|で|、|と|に|か|または|又は|や|\?|$)"
    r"|(?<=か|や|と)(?P<f>\d+)(?:分の)(?P<g>\d+)(?=の(?:事業|もの|補助))"
    r"|(?P<i>\d+)/(?P<j>\d+)(?:の)?補助(?=の|で|事業|を|が)"
    r"|(?P<h>定額)(?:の)?補助(?:の|となって|になって|である)"
)
_JOINT = re.compile(
    r"(?P<k>[3-9]|1\d)(?:つの)?(?:府省庁|省庁|府省)以上(?:が|で)(?:共同で)?(?:担当|所管)(?:する|している)?"
    r"|(?:担当)?(?:府省庁|省庁|府省)(?:の数)?が\s?(?P<m>[3-9]|1\d)(?:つ|府省庁?|省庁)?以上(?:ある|の|に及ぶ|にまたがる)?"
    r"|(?P<n>[3-9]|1\d)(?:つ|府省庁?|省庁)?以上の(?:府省庁|省庁|府省)(?:が|で)?(?:共同で)?(?:担当|所管)?(?:する|している)?"
)
_JOINT_COUNT = re.compile(
    r"(?P<n>[1-9])(?:つの)?(?:府省庁|省庁|府省|省)(?:だけ)?(?:が|で)(?:共同で)?(?:担当|所管)(?:する|している)?"
    r"|(?:担当|所管)(?:する|の)?(?:府省庁|省庁|府省)?(?:数)?(?:が|は)\s?(?P<m>[1-9])(?:つの|つ|個の)?(?:府省庁|省庁|府省|省)?(?=の|である|で|ある|に)"
)
# 1億円以上増えた, 2倍以上になった, 3割以上減った: how much a change is, not how much an amount is.
_LEAST_CHANGE = r"(?P<{name}>以上|超える|超|を超えて|を超える|より多く|も)?(?:の)?\s?(?={verb})"
_CHANGED = r"(?:増|減|伸|上が|下が|削)"
_CHANGE_AMOUNT = re.compile(rf"(?P<money>{MONEY})" + _LEAST_CHANGE.format(name="op", verb=_CHANGED))
_CHANGE_RATIO = re.compile(
    r"(?P<times>\d+(?:\.\d+)?)倍"
    + _LEAST_CHANGE.format(name="op", verb=r"(?:に|の|増|伸|膨|を|以|で|した|する|へ|$)")
    + r"|(?P<part>\d+(?:\.\d+)?)\s?(?P<unit>割|%|パーセント)"
    + _LEAST_CHANGE.format(name="op2", verb=_CHANGED)
)
# 10件以上の施策を担当する, 施策が5件未満の, 1件しか施策がない: how many rows a ministry or group has.
_HAVING = re.compile(
    r"(?:施策|事業|行)(?:数)?(?:が|を|は)\s?(?P<a>\d{1,3})(?:件|つ|個|施策|事業|行)?(?P<op>以上|以下|未満|超|を超え|より多|より少な|だけ|のみ|しか)"
    r"|(?:施策|事業|行)(?:数)?が\s?(?P<c>\d{1,3})(?:件|つ|個)(?=の(?:府省庁|省庁|府省|省|対象者|節|柱))"
    r"|(?P<b>\d{1,3})(?:件|つ|個|施策|事業|行)(?P<op2>以上|以下|未満|超|を超える|だけ|のみ|しか)(?:の)?(?:施策|事業|行)"
)
_COUNTS = {
    "以上": ">=",
    "以下": "<=",
    "未満": "<",
    "超": ">",
    "を超え": ">",
    "を超える": ">",
    "より多": ">",
    "より少な": "<",
}
# 2番目に大きい, 3位は？; 3番目の施策 is its number.
_NTH = re.compile(
    r"(?P<low>下から|小さい方から|少ない方から|低い方から)?(?:上から|大きい方から|多い方から)?\s?(?P<n>[2-9]|1\d)(?:番目|位)(?=に|は|の(?!施策)|\?|$)"
)
# 施策を5件だけ見せて, 事業を3つ挙げて: so many of them, in no order.
_SOME = re.compile(
    r"(?P<n>\d{1,3})(?:件|つ|個|本|事業|施策|行|団体)(?:だけ|ほど|くらい|ぐらい|まで|ばかり|程度)?(?:を)?(?:適当に|例として|試しに|ランダムに)?"
    r"(?=教え|挙げ|あげ|見せ|みせ|出し|出力|示し|選ん|選び|ピック|列挙|紹介|リスト|知りた|抜き出|取り出|並べ|抽出|ちょうだい|ください|お願い)"
)
# 番号が100以上, No.50以降, 30番まで
_NUMBER_BOUND = re.compile(
    r"(?<!から)(?<!〜)(?<!~)(?<!-)(?:no\.?|№|番号(?:が|は)?|施策)\s?(?:no\.?)?(?P<n>\d{1,4})(?:番)?(?P<op>以上|以降|より(?:大き|後|上)[いの]?|以下|以前|未満|まで|より(?:小さ|前|下)[いの]?)"
)
LAST_NUMBER = "9999"
# 3回以上載っている, 2か所以上に: how often something is printed.
_TIMES = re.compile(r"(?P<n>[2-9])(?:回|度|か所|箇所|ヶ所)以上")
# 141施策のうち: how many there are in all, said in passing.
_WHOLE = re.compile(
    r"(?:全)?(?P<n>\d{1,4})(?:の)?(?:件の)?(?:施策|事業|行|団体|府省庁)(?:の|ある)?(?=うち|中で|中の|のうち)|(?<=の)(?P<m>\d{1,3})(?:施策|事業|団体)(?=の|を|は)"
)
_IMPLEMENTER = re.compile(
    r"実施主体(?:が|は|に)(?P<who>[^のがはを、\s?]{2,20})(?=の事業|である|を含|の場合|になって|となって)"
    r"|(?P<whose>[^のがはを、\s?]{2,20})が実施主体(?=の|で|になって|となって|にな[るれり]|とな[るれり]|とする|$)"
)


@dataclass(frozen=True, slots=True)
class NumberHit:
    """One number read: `kind` is year, section, pillar, number, amount, change_amount, change_ratio, top ...; values are strings as bound.

    `operator` is for amounts and numbers; top carries "desc" or "asc". `certain` is False where the reading
    assumes something (a bare 7年度 is 令和7年度).
    """

    start: int
    end: int
    kind: str
    values: tuple[str, ...]
    operator: str = ""
    certain: bool = True


def yen(text: str) -> int:
    """The yen that a folded money phrase says.

    >>> yen("2億5千万円"), yen("200百万円"), yen("1.2億円"), yen("5,000千円")
    (250000000, 200000000, 120000000, 5000000)
    """
    total = 0.0
    for match in _PART.finditer(text):
        number = float(match["n"].replace(",", ""))
        total += number * _UNITS.get(match["u"] or "", 1)
    return round(total)


def find_numbers(text: str) -> tuple[NumberHit, ...]:
    """Every number of a folded question, in order, not overlapping.

    >>> [(hit.kind, hit.values, hit.operator) for hit in find_numbers("r7補正で2億円以上の事業の上位3件")]
    [('year', ('2025',), ''), ('amount', ('200000000',), '>='), ('top', ('3',), 'desc')]
    """
    hits: list[NumberHit] = []
    taken = [False] * (len(text) + 1)

    def add(hit: NumberHit | None) -> None:
        if hit is not None and not any(taken[hit.start : hit.end]):
            hits.append(hit)
            taken[hit.start : hit.end] = [True] * (hit.end - hit.start)

    for match in _UNIT.finditer(text):
        add(NumberHit(match.start(), match.end(), "whole", ("1",)))
    for match in _RATE.finditer(text):
        part, whole = (
            match["a"] or match["d"] or match["g"] or match["i"],
            match["b"] or match["c"] or match["f"] or match["j"],
        )
        rate = match["e"] or match["h"] or f"{part}/{whole}"
        add(NumberHit(match.start(), match.end(), "rate", (rate,)))
    for match in _IMPLEMENTER.finditer(text):
        add(NumberHit(match.start(), match.end(), "implementer", (match["who"] or match["whose"],)))
    for match in _YEAR.finditer(text):
        add(_year(match))
    for match in _JOINT.finditer(text):
        add(NumberHit(match.start(), match.end(), "joint_least", (match["n"] or match["m"] or match["k"],)))
    for match in _JOINT_COUNT.finditer(text):
        add(NumberHit(match.start(), match.end(), "joint_count", (match["n"] or match["m"],)))
    for match in _PILLARS.finditer(text):
        first, last = int(match["low"]), int(match["high"])
        hits += [
            NumberHit(match.start(), match.end(), "pillar", (str(each),)) for each in range(first, last + 1)
        ]
        taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    for match in _SECTION.finditer(text):
        add(_section(match))
    for match in _PILLAR.finditer(text):
        value = next(x for x in match.groups() if x)
        add(NumberHit(match.start(), match.end(), "pillar", (value,)))
    for match in _TOP.finditer(text):
        low = match["low"] or match["low2"] or match["low3"]
        value = low or match["n"] or match["n2"] or match["n3"] or match["n4"]
        add(NumberHit(match.start(), match.end(), "top", (value,), "asc" if low else "desc"))
    for match in _NTH.finditer(text):
        add(NumberHit(match.start(), match.end(), "nth", (match["n"],), "asc" if match["low"] else ""))
    for match in _NUMBER_BOUND.finditer(text):
        add(_number_bound(match))
    for match in _SOME.finditer(text):
        add(NumberHit(match.start(), match.end(), "some", (match["n"],)))
    for match in _NUMBER_LIST.finditer(text):
        for each in re.finditer(r"\d{1,4}", match.group()):
            start = match.start() + each.start()
            add(NumberHit(start, match.start() + each.end(), "number", (str(int(each.group())),)))
    for match in _NUMBER.finditer(text):
        add(_number(match))
    for match in _HAVING.finditer(text):
        word = match["op"] or match["op2"]
        value = match["a"] or match["b"] or match["c"]
        add(NumberHit(match.start(), match.end(), "having", (value,), _COUNTS.get(word or "", "=")))
    for match in _WHOLE.finditer(text):
        add(
            NumberHit(
                match.start(),
                match.end("n") if match["n"] else match.end("m"),
                "whole",
                (match["n"] or match["m"],),
            )
        )
    for match in _TIMES.finditer(text):
        add(NumberHit(match.start(), match.end(), "times", (match["n"],), ">="))
    for match in _CHANGE_RATIO.finditer(text):
        add(_change_ratio(match))
    for match in _CHANGE_AMOUNT.finditer(text):
        add(
            NumberHit(
                match.start(), match.end(), "change_amount", (str(yen(match["money"])),), _least(match["op"])
            )
        )
    for match in _RANGE.finditer(text):
        add(_range(match))
    for match in _AMOUNT.finditer(text):
        add(_amount(match, text))
    for match in _LONE_SECTION.finditer(text):
        add(NumberHit(match.start(), match.end(), "section", (match["section"],), "", False))
    return tuple(sorted(hits, key=lambda hit: hit.start))


def _year(match: re.Match[str]) -> NumberHit:
    western = match["western"] or match["fy"] or match["western2"]
    if western:
        return NumberHit(match.start(), match.end(), "year", (western,))
    if match["short"]:
        return NumberHit(match.start(), match.end(), "year", (str(2018 + int(match["short"])),), "", False)
    year = _ERAS[match["era"]] + int(match["n"])
    return NumberHit(match.start(), match.end(), "year", (str(year),))


def _least(word: str | None) -> str:
    return ">" if word and ("超" in word or "より" in word) else ">="


def _change_ratio(match: re.Match[str]) -> NumberHit:
    """2倍以上 as the later amount over the earlier; 3割, 30% as the part by which it changed."""
    if match["times"]:
        return NumberHit(match.start(), match.end(), "change_ratio", (match["times"],), _least(match["op"]))
    percent = float(match["part"]) * (10 if match["unit"] == "割" else 1)
    return NumberHit(match.start(), match.end(), "change_percent", (f"{percent:g}",), _least(match["op2"]))


def _section(match: re.Match[str]) -> NumberHit:
    pillar = match["pillar"] or match["pillar2"] or match["pillar3"] or match["pillar4"] or match["pillar5"]
    circled = match["section"] or match["section4"]
    plain = match["plain"] or match["plain3"] or match["plain5"]
    notation = circled or chr(ord("①") + int(plain) - 1)
    return NumberHit(match.start(), match.end(), "section", (f"{pillar}-{notation}",))


def _number_bound(match: re.Match[str]) -> NumberHit:
    """No.100以上: from it to the last there may be; No.30未満: from the first to before it."""
    word = match["op"]
    upwards = word in ("以上", "以降") or bool(re.match(r"より(?:大き|後|上)", word))
    beyond = int(word.startswith("より") or word == "未満")
    edge = int(match["n"]) + (beyond if upwards else -beyond)
    bounds = (str(edge), LAST_NUMBER) if upwards else ("1", str(edge))
    return NumberHit(
        match.start(), match.end(), "number", bounds, "measure" if "施策" in match.group() else ""
    )


def _number(match: re.Match[str]) -> NumberHit:
    first = match["n"] or match["n2"]
    last = match["to"] or match["to2"]
    sure = True
    # 施策82 names a measure; the class is decided by the parser, which sees the head in the text.
    operator = "measure" if match["head"] == "施策" else ""
    if last:
        return NumberHit(match.start(), match.end(), "number", (first, last), operator, sure)
    if match["band"] and int(first) % 10 == 0:
        # 70番台: 70 to 79; 100番台: 100 to 199.
        wide = 10 ** (len(first) - len(first.rstrip("0")))
        return NumberHit(
            match.start(), match.end(), "number", (first, str(int(first) + wide - 1)), operator, sure
        )
    return NumberHit(match.start(), match.end(), "number", (str(int(first)),), operator, sure)


def _range(match: re.Match[str]) -> NumberHit | None:
    low, high = match["low"] or match["low2"], match["high"] or match["high2"]
    top = yen(high)
    if not re.search(r"[兆億万千円]", low):
        unit = re.search(r"兆|億|千万|百万|十万|万|千", high)
        low = low + (unit.group() if unit else "")
    bottom = yen(low)
    if bottom >= top:
        return None
    return NumberHit(match.start(), match.end(), "amount", (str(bottom), str(top)), "between")


def _amount(match: re.Match[str], text: str) -> NumberHit:
    value = yen(match.group())
    rest = text[match.end() :]
    for pattern, operator in _COMPARE_AFTER:
        found = re.match(pattern, rest)
        if found:
            end = match.end() + found.end()
            if operator == "about":
                return NumberHit(
                    match.start(), end, "amount", (str(value * 9 // 10), str(value * 11 // 10)), "between"
                )
            if operator == "band":
                unit = 10 ** (len(str(value)) - 1)
                return NumberHit(match.start(), end, "amount", (str(value), str(value + unit - 1)), "between")
            return NumberHit(match.start(), end, "amount", (str(value),), operator)
    return NumberHit(match.start(), match.end(), "amount", (str(value),), "=")

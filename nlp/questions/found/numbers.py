"""Numbers in a question: fiscal years, stages, No., sections, amounts with their comparison, top n.

Works on the folded question (`nlp.questions.typed.text.fold_question`); spans are half-open offsets in it. Amounts are
in yen. Years are western years of the fiscal year's start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.questions.found.number_patterns import (
    ACTIVITY_MARK,
    AMOUNT,
    BARE_NUMBER,
    CHANGE_AMOUNT,
    CHANGE_RATIO,
    COMPARE_AFTER,
    COUNTS,
    ERAS,
    FIGURE,
    HAVING,
    IMPLEMENTER,
    JOINT,
    JOINT_COUNT,
    LAST_NUMBER,
    LONE_SECTION,
    NTH,
    NTHS,
    NUMBER,
    NUMBER_BOUND,
    NUMBER_LIST,
    PART,
    PILLAR,
    PILLARS,
    RANGE,
    RATE,
    SECTION,
    SOME,
    TARGETS,
    TIMES,
    TOP,
    UNIT,
    UNITS,
    WHOLE,
    YEAR,
)
from nlp.questions.found.places_said import places_from_the_end, sections_between

_MOST_PLACES = 30  # of an order, from one to another (2番目から4番目)


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
    for match in PART.finditer(text):
        number = float(match["n"].replace(",", ""))
        total += number * UNITS.get(match["u"] or "", 1)
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

    for match in UNIT.finditer(text):
        add(NumberHit(match.start(), match.end(), "whole", ("1",)))
    for match in RATE.finditer(text):
        part, whole = (
            match["a"] or match["d"] or match["g"] or match["i"],
            match["b"] or match["c"] or match["f"] or match["j"],
        )
        rate = match["e"] or match["h"] or f"{part}/{whole}"
        add(NumberHit(match.start(), match.end(), "rate", (rate,)))
    for match in IMPLEMENTER.finditer(text):
        add(NumberHit(match.start(), match.end(), "implementer", (match["who"] or match["whose"],)))
    for match in YEAR.finditer(text):
        add(_year(match))
    for match in JOINT.finditer(text):
        add(NumberHit(match.start(), match.end(), "joint_least", (match["n"] or match["m"] or match["k"],)))
    for match in JOINT_COUNT.finditer(text):
        add(NumberHit(match.start(), match.end(), "joint_count", (match["n"] or match["m"],)))
    for match in TARGETS.finditer(text):
        kind = "target_least" if match["many"] or match["op"] == "以上" else "target_count"
        add(NumberHit(match.start(), match.end(), kind, (match["n"] or "2",)))
    for match in PILLARS.finditer(text):
        first, last = int(match["low"]), int(match["high"])
        hits += [
            NumberHit(match.start(), match.end(), "pillar", (str(each),)) for each in range(first, last + 1)
        ]
        taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    for match in ACTIVITY_MARK.finditer(text):
        sign = "a" if match["a"] else "b"
        mark = f"{match['place'] or ''}{match[sign]}"
        add(NumberHit(match.start("place" if match["place"] else sign), match.end(sign), "mark", (mark,)))
    for start, end, marks in sections_between(text):
        hits += [NumberHit(start, end, "section", (mark,), "", "-" in mark) for mark in marks]
        taken[start:end] = [True] * (end - start)
    for match in SECTION.finditer(text):
        add(_section(match))
    for match in PILLAR.finditer(text):
        value = next(x for x in match.groups() if x)
        add(NumberHit(match.start(), match.end(), "pillar", (value,)))
    for start, end, places in places_from_the_end(text):
        add(NumberHit(start, end, "top", (places,)))
    for match in TOP.finditer(text):
        low = match["low"] or match["low2"] or match["low3"]
        value = low or match["n"] or match["n2"] or match["n3"] or match["n4"]
        add(NumberHit(match.start(), match.end(), "top", (value,), "asc" if low else "desc"))
    for match in NTHS.finditer(text):
        low, high = int(match["low"]), int(match["high"])
        hits += [
            NumberHit(match.start(), match.end(), "nth", (str(n),), "asc" if match["from"] else "")
            for n in range(low, min(high, low + _MOST_PLACES) + 1)
        ]
        taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    for match in NTH.finditer(text):
        add(NumberHit(match.start(), match.end(), "nth", (match["n"],), "asc" if match["low"] else ""))
    for match in NUMBER_BOUND.finditer(text):
        add(_number_bound(match))
    for match in SOME.finditer(text):
        add(NumberHit(match.start(), match.end(), "some", (match["n"],)))
    for match in NUMBER_LIST.finditer(text):
        for each in re.finditer(r"\d{1,4}", match.group()):
            start = match.start() + each.start()
            add(NumberHit(start, match.start() + each.end(), "number", (str(int(each.group())),)))
    for match in NUMBER.finditer(text):
        add(_number(match))
    if (bare := BARE_NUMBER.match(text)) is not None:
        add(NumberHit(bare.start("n"), bare.end("n"), "number", (str(int(bare["n"])),), "", False))
    for match in HAVING.finditer(text):
        word = match["op"] or match["op2"]
        value = match["a"] or match["b"] or match["c"]
        kind = "having_sections" if match.group().startswith("節") else "having"
        add(NumberHit(match.start(), match.end(), kind, (value,), COUNTS.get(word or "", "=")))
    for match in WHOLE.finditer(text):
        said = str(match.lastgroup)
        add(NumberHit(match.start(), match.end(said), "whole", (match[said],)))
    for match in TIMES.finditer(text):
        add(NumberHit(match.start(), match.end(), "times", (match["n"],), ">="))
    for match in CHANGE_RATIO.finditer(text):
        add(_change_ratio(match))
    for match in CHANGE_AMOUNT.finditer(text):
        operator = _RATE_BOUNDS.get(match["most"] or "") or _least(match["op"])
        add(NumberHit(match.start(), match.end(), "change_amount", (str(yen(match["money"])),), operator))
    for match in RANGE.finditer(text):
        add(_range(match))
    for match in FIGURE.finditer(text):
        figure = (match["n"] or match["m"]).replace(",", "")
        add(NumberHit(match.start(), match.end(), "printed_figure", (figure,)))
    for match in AMOUNT.finditer(text):
        add(_amount(match, text))
    for match in LONE_SECTION.finditer(text):
        add(NumberHit(match.start(), match.end(), "section", (match["section"],), "", False))
    return tuple(sorted(hits, key=lambda hit: hit.start))


def _year(match: re.Match[str]) -> NumberHit:
    western = match["western"] or match["fy"] or match["western2"]
    if western:
        return NumberHit(match.start(), match.end(), "year", (western,))
    bare = match["short"] or match["arrow"] or match["arrow2"]
    if bare:
        return NumberHit(match.start(), match.end(), "year", (str(2018 + int(bare)),), "", False)
    year = ERAS[match["era"]] + int(match["n"])
    return NumberHit(match.start(), match.end(), "year", (str(year),))


def _least(word: str | None) -> str:
    return ">" if word and ("超" in word or "より" in word) else ">="


_RATE_BOUNDS = {
    "以上": ">=",
    "以下": "<=",
    "未満": "<",
    "超": ">",
    "を超える": ">",
    "を上回る": ">",
    "を下回る": "<",
}


def _change_ratio(match: re.Match[str]) -> NumberHit:
    """2倍以上 as the later amount over the earlier; 3割, 30% as the part by which it changed."""
    if match["times"]:
        return NumberHit(match.start(), match.end(), "change_ratio", (match["times"],), _least(match["op"]))
    if match["twice"]:
        return NumberHit(match.start(), match.end(), "change_ratio", ("2",), _least(match["op4"]))
    if match["half"] or match["halved"]:
        operator = "<" if match["op5"] == "未満" else "<="
        return NumberHit(match.start(), match.end(), "change_ratio", ("0.5",), operator)
    percent = float(match["part"] or match["rate"]) * (10 if "割" in (match["unit"], match["unit2"]) else 1)
    operator = _RATE_BOUNDS.get(match["op3"] or "") or _least(match["op2"])
    return NumberHit(match.start(), match.end(), "change_percent", (f"{percent:g}",), operator)


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
    top = _band_end(yen(high)) if match["band"] else yen(high)
    if not re.search(r"[兆億万千円]", low):
        unit = re.search(r"兆|億|千万|百万|十万|万|千", high)
        low = low + (unit.group() if unit else "")
    bottom = yen(low)
    if bottom >= top:
        return None
    return NumberHit(match.start(), match.end(), "amount", (str(bottom), str(top)), "between")


def _band_end(value: int) -> int:
    """The last yen of a band, as wide as the place of its last digit.

    >>> _band_end(200_000_000), _band_end(1_200_000_000)
    (299999999, 1299999999)
    """
    return value + int(10 ** (len(str(value)) - len(str(value).rstrip("0")))) - 1


def _amount(match: re.Match[str], text: str) -> NumberHit:
    value = yen(match.group())
    rest = text[match.end() :]
    for pattern, operator in COMPARE_AFTER:
        found = re.match(pattern, rest)
        if found:
            end = match.end() + found.end()
            if operator == "about":
                return NumberHit(
                    match.start(), end, "amount", (str(value * 9 // 10), str(value * 11 // 10)), "between"
                )
            if operator == "band":
                return NumberHit(match.start(), end, "amount", (str(value), str(_band_end(value))), "between")
            return NumberHit(match.start(), end, "amount", (str(value),), operator)
    return NumberHit(match.start(), match.end(), "amount", (str(value),), "=")

"""Two values compared in one question: read as questions of their own, each answered by itself.

AとBではどちらが多い, Aの数とBの数の差, AはBより多いか, AはBの何倍. Works on the folded question;
what is built are complete questions that are then understood as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.questions.conditions.bounds import COUNTED_WORD, VALUE_WORD
from nlp.questions.found.number_patterns import MONEY
from nlp.questions.found.reading import Reading

_MORE = r"(?:多|大き|高|上回|勝|上)"
_LESS = r"(?:少な|小さ|低|下回|劣|下)"
_WHICH = re.compile(
    rf"(?:(?:どちら|どっち|いずれ)(?!に?も|でも|か)(?:の(?:方|ほう|数|件数|額|金額|予算額?|合計))?(?:が|は|の方が)?(?:より|もっと)?(?P<less>{_LESS})?(?P<more>{_MORE})?"
    rf"|(?P<less2>{_LESS})?(?P<more2>{_MORE})?(?:い|かった)?の?は、?(?:どちら|どっち|いずれ)(?!に?も|でも|か))"
)
_DIFFERENCE = re.compile(
    r"の?(?:件数|数|額|金額|予算額|合計)?の?(?:差額?|違い|開き)(?:は|を|が|って|$|\?)|(?:何件|いくつ|いくら|何事業|何施策|何円)(?:違|多|少|差|の差)|どれ(?:だけ|くらい|ほど)(?:違|多|少|差)"
)
_BESIDE = re.compile(r"を?(?:比べ|比較|見比べ|対比)")
_THAN = re.compile(
    rf"^(?P<a>.{{2,60}}?)(?:の方)?(?:は|が)、?(?P<b>.{{2,60}}?)より(?:も)?(?P<rest>.{{0,12}}?)(?:(?P<less>{_LESS})|(?P<more>{_MORE}))"
    rf"|^(?P<b2>.{{2,60}}?)より(?:も)?、?(?P<a2>.{{2,60}}?)(?:の?(?:方|ほう))?(?:が|は)(?P<rest2>.{{0,12}}?)(?:(?P<less3>{_LESS})|(?P<more3>{_MORE}))"
)
# 内閣府の予算は厚労省の何倍
_RATIO = re.compile(
    r"^(?P<a>.{2,60}?)(?:は|が)、?(?P<b>.{2,60})の(?P<rest>.{0,10}?)(?:何倍|何分の1|何割|何%|何パーセント)"
)
# 柱2 and 節3-① say where, not what is counted.
_PLACE_NAMED = re.compile(r"柱\s?[1-9](?![\d])|(?:節\s?)?[1-9]-[①-⑳]|節[①-⑳]")
_BARE_NUMBER = re.compile(r"(?:no\.?|№)\s?\d+番?|\d+番")
_YES_NO = re.compile(
    r"(?:です|ます|でしょう|だろう|る|た|い|なの|超|以上|以下|未満|円|件|つ)(?:か|の|かな)*\?*$|\?$|か$"
)
_WH = re.compile(r"どれ|どの|どこ|何|なに|いくら|いくつ|誰|どんな|いつ")
_SEPARATOR = re.compile(r"と|、|か|vs\.?|対|および|及び|や|&")
_LEADING = re.compile(
    r"^(?:でみると|で見ると|だと|なら|を比べて|を比べると|を比較して|を比較すると|のうち|について|に関して|を|は|が|で|の|も|、|,|\s)+"
)
_TRAILING = re.compile(r"(?:の|が|は|を|で|、|,|\s|って|って?いう|に)+$")
_NARROWING = frozenset({"ministry", "section", "pillar", "topic"})
_MONEY = re.compile(r"予算|金額|額|円(?!滑|満|卓|形|環)|コスト|費用|規模")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two questions whose values are set side by side. `asks`: which, difference, whether or beside; `more` is False for 少ない.

    `sides` are (name in the question, complete question).
    """

    sides: tuple[tuple[str, str], tuple[str, str]]
    asks: str
    more: bool


def compares(reading: Reading) -> bool:
    """Whether the question sets two things side by side in words that can mean nothing else (どちらが多い, より多い, との差)."""
    text = reading.text.rstrip("。? ")
    if _ratio_of(text, reading) is not None:
        return True
    return bool(_WHICH.search(text) or _THAN.match(text) or (_DIFFERENCE.search(text) and "と" in text))


def comparisons_of(reading: Reading) -> Iterator[Comparison]:
    """The ways in which a question may be two questions compared, the likeliest first."""
    text = reading.text.rstrip("。? ")
    than = _THAN.match(text)
    if than is not None and not _WH.search(text):
        yield from _than(than, reading)
    ratio = _ratio_of(text, reading)
    if ratio is not None:
        yield from _than(ratio, reading, "ratio")
    which = _WHICH.search(text)
    if which is not None:
        less = which["less"] or which["less2"]
        yield from _sides(text[: which.start()], text[which.end() :], "which", not less, reading)
    difference = _DIFFERENCE.search(text)
    if difference is not None and which is None:
        head = text[: difference.start()]
        yield from _sides(head, difference.group(), "difference", True, reading)
    beside = _BESIDE.search(text)
    if beside is not None and which is None:
        yield from _sides(text[: beside.start()], text[beside.end() :], "beside", True, reading)


def _ratio_of(text: str, reading: Reading) -> re.Match[str] | None:
    """AはBの何倍, where both sides name something of one kind: 全体の何割 is a share, 前年の何倍 a change."""
    match = _RATIO.match(text)
    if match is None or re.fullmatch(r".*(?:全体|総額|合計|全部)", match["b"]):
        return None
    if any(hit.start < match.end(side) < hit.end for hit in reading.entities for side in ("a", "b")):
        return None
    shared = _signature(match["a"], reading) & _signature(match["b"], reading) - {"class", "cond", "stage"}
    return match if shared else None


def _than(match: re.Match[str], reading: Reading, asks: str = "whether") -> Iterator[Comparison]:
    found = match.groupdict()
    first, second = found["a"] or found["a2"], found["b"] or found["b2"]
    less = found.get("less") or found.get("less3")
    rest = found["rest"] or found.get("rest2") or ""
    shared = _TRAILING.sub("", _LEADING.sub("", rest))
    money = _about_money(match.group(), reading)
    if asks == "ratio":
        counted = re.search(r"件数|行数|施策|数の|数は", reading.text)
        money = _about_money(reading.text, reading) or (bool(reading.of_slot("stage")) and not counted)
    alike = _alike(first, second, reading)
    for prefix, left in alike:
        yield Comparison(
            (
                (left, _asked(prefix + left, shared, money, reading)),
                (second, _asked(prefix + second, shared or _class_in(left), money, reading)),
            ),
            asks,
            not less,
        )


def _sides(head: str, tail: str, asks: str, more: bool, reading: Reading) -> Iterator[Comparison]:
    """The question before どちら cut at each と or 、 into two sides that are alike.

    `tail` says with `head` whether money is compared: 差額 and 予算額の差 do by themselves.
    """
    money = _about_money(head + tail, reading)
    for match in _SEPARATOR.finditer(head):
        left, right = head[: match.start()], head[match.end() :]
        if len(left) < 2 or len(right) < 2 or not _at_word(match.start(), match.end(), reading):
            continue
        for end in _ends(right):
            side, shared = right[:end], right[end:]
            what = _TRAILING.sub("", _LEADING.sub("", shared))
            for prefix, own in _alike(left, side, reading):
                kind = what or ("" if _class_in(own) else _class_in(side))
                yield Comparison(
                    (
                        (own, _asked(prefix + own, kind, money, reading)),
                        (side, _asked(prefix + side, kind, money, reading)),
                    ),
                    asks,
                    more,
                )


def _about_money(text: str, reading: Reading) -> bool:
    """Whether money is compared rather than numbers of things: it is said, or programmes named are said to be large."""
    if re.search(r"件数|行数|数[がはを]|数の(?:差|違い|開き)|施策数|事業数|何件", text):
        return False
    if re.search(r"いくら|何円|何億|何百万", reading.text):
        return True
    if reading.of_slot("stage") and not (reading.of_slot("cond") or COUNTED_WORD.search(reading.text)):
        return True  # 内閣府と厚労省の補正の差: what a stage has is money
    if _two_years(reading) and not (reading.of_slot("cond") or COUNTED_WORD.search(reading.text)):
        return True  # 厚労省のr6とr7の差: what a ministry has in a year is its budget
    text = re.sub(rf"{MONEY}(?:以上|以下|未満|超|を超える|より)?", "", text)
    if _MONEY.search(re.sub(r"予算(?:一覧|事業|の行|リスト)", "", text)) or reading.has("ask:total"):
        return True
    return bool(re.search(r"大き|高[いか額]|小さ|低[いか]", text)) or any(
        hit.kinds() & {"programme"} for hit in reading.entities
    )


def _two_years(reading: Reading) -> bool:
    return len({hit.values for hit in reading.numbers_of("year")}) > 1


def _ends(right: str) -> Iterator[int]:
    """Where the second side may end: before では, で, は, を, が, の方 or at the end."""
    ends = [
        m.start()
        for m in re.finditer(r"では|でみる|で見る|だと|なら|のうち|を|は|が|で|、", right)
        if m.start() >= 2
    ]
    # 農水省|の補正: what both sides are of stands behind the second alone.
    ends += [len(_TRAILING.sub("", right)), *(m.start() for m in re.finditer("の", right) if m.start() >= 2)]
    yield from dict.fromkeys(ends)


def _at_word(start: int, end: int, reading: Reading) -> bool:
    """Whether the separator is a word of its own and not part of a name."""
    if any(
        hit.start < end and start < hit.end for hit in reading.entities if hit.end - hit.start > end - start
    ):
        return False
    return any(t.start == start and t.end == end for t in reading.tokens)


def _signature(text: str, reading: Reading) -> frozenset[str]:
    """What kinds of names, numbers and cues stand in a part of the question."""
    start = reading.text.find(text)
    inside = range(start, start + len(text))
    found = {_sort_of(hit.kinds()) for hit in reading.entities if hit.start in inside}
    found |= {hit.kind for hit in reading.numbers if hit.start in inside}
    found |= {
        cue.slot for cue in reading.cues if cue.start in inside and cue.slot in ("class", "cond", "stage")
    }
    if any(core.noun and core.start in inside for core in reading.cores):
        found.add("topic")
    return frozenset(found)


def _sort_of(kinds: frozenset[str]) -> str:
    if kinds & {"programme", "measure", "line", "grantee", "component"}:
        return "thing"
    return "topic" if kinds & {"target_group", "law", "plan"} else min(kinds)


def _alike(left: str, right: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """(what both share, the left side): the shortest end of `left` in which the same kinds of things stand as in `right`."""
    wanted = _signature(right, reading)
    if not wanted:
        return
    starts = sorted(
        {0, *(m.end() for m in re.finditer(r"では|で|、|の(?:うち|中で)?|は|に", left))}, reverse=True
    )
    for start in starts:
        own = left[start:]
        if len(own) >= 2 and wanted <= _signature(own, reading):
            # 厚労省分とR6: what the left side alone names would be lost on the right.
            if not (_signature(own, reading) - wanted) & _NARROWING:
                yield left[:start], own
            return


def _class_in(side: str) -> str:
    found = COUNTED_WORD.search(_PLACE_NAMED.sub("", side))
    return found.group() if found else ""


def _default(reading: Reading) -> str:
    """What is counted where neither side says it: rows of a budget list when flags or years of one are compared."""
    return (
        "行" if reading.of_slot("cond") or reading.of_slot("stage") or reading.numbers_of("year") else "施策"
    )


def _asked(side: str, what: str, money: bool, reading: Reading) -> str:
    """The side as a question for its number or its money."""
    counted = re.search(r"件数|行数|事業数|施策数", reading.text)
    if "平均" in side + what or (reading.has("ask:average") and not counted):
        base = re.sub(r"の?平均(?:額|予算額|値|金額)?$", "", _TRAILING.sub("", side))
        return f"{base}の平均は?"
    if _BARE_NUMBER.fullmatch(side):
        # A row's number is a measure's too: only rows have money.
        return f"予算一覧の{side}の金額は?"
    base = VALUE_WORD.sub("", side)
    what = VALUE_WORD.sub("", what)
    if what and not base.endswith(what):
        base = (
            f"{base}{'' if base.endswith('の') or what.startswith(('関連', '向け', '以外')) else 'の'}{what}"
        )
    if not money:
        counted = COUNTED_WORD.search(_PLACE_NAMED.sub("", base))
        return f"{base}は何件?" if counted else f"{base}の{_default(reading)}は何件?"
    named = any(hit.kinds() & {"programme"} and hit.surface in side for hit in reading.entities)
    return f"{base}の予算額は?" if named else f"{base}の予算の合計は?"


_TOLD = re.compile(r"(?:[者員士人名校戸台社]|団体|自治体|市区?町村)の?数(?=の|は|が|を|で|に|、|[?。]|$)")


def told_numbers(text: str) -> bool:
    """Whether a folded question compares numbers of people or the like, which a text tells and no list counts.

    >>> told_numbers("社会福祉士と保育士の登録者数の差は?"), told_numbers("厚労省と法務省の施策数の差は?")
    (True, False)
    """
    return _TOLD.search(text) is not None

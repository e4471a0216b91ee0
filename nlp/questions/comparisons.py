"""Two values compared in one question, or one value with a number: read as questions of their own, each answered by itself.

AとBではどちらが多い, Aの数とBの数の差, AはBより多いか; 合計は50億円を超えるか, 施策は50件以上あるか. Works on the folded question;
what is built are complete questions that are then understood as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.questions.numbers import MONEY, yen
from nlp.questions.reading import Reading

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
_BARE_NUMBER = re.compile(r"(?:no\.?|№)\s?\d+")
_YES_NO = re.compile(
    r"(?:です|ます|でしょう|だろう|る|た|い|なの|超|以上|以下|未満|円|件|つ)(?:か|の|かな)*\?*$|\?$|か$"
)
_WH = re.compile(r"どれ|どの|どこ|何|なに|いくら|いくつ|誰|どんな|いつ")
_SEPARATOR = re.compile(r"と|、|か|vs\.?|対|および|及び|や|&")
_LEADING = re.compile(
    r"^(?:では|でみると|で見ると|だと|なら|を比べて|を比べると|を比較して|を比較すると|のうち|について|に関して|を|は|が|で|の|も|、|,|\s)+"
)
_TRAILING = re.compile(r"(?:の|が|は|を|で|、|,|\s|って|って?いう|に)+$")
_MONEY = re.compile(r"予算|金額|額|円(?!滑|満|卓|形|環)|コスト|費用|規模")
_VALUE = re.compile(r"(?:の|が)?(?:予算|金額)?の?(?:件数|数|総数|合計額?|総額|金額|予算額|予算|額|規模)$")
_COUNTED = re.compile(r"施策|事業|行|団体|対象者|府省庁|省庁|取組|要件|節|柱|件|文書")
_BOUND = re.compile(
    r"(?P<subject>.{2,120}?)(?:は|が|って)、?(?:全部で|合わせて|合計で?|およそ|約)?"
    r"(?P<value>\d[\d,]*(?:\.\d+)?\s?(?:兆|億|千万|百万|万|千)?\d*(?:千万|百万|万|千)?\s?(?:円|億|百万|件|つ|個|本|行|施策|事業|団体|府省庁|省庁|種類|%|パーセント|割))"
    r"(?P<word>以上|以下|未満|超え|超|を超え|を上回|を下回|より(?:も)?(?:多|少な|大き|小さ|高|低)|ちょうど|ぴったり|だけ|のみ|に達|に届|も)?(?P<tail>[ぁ-ん]{0,14})$"
)
_WORDS = {
    "以上": ">=",
    "以下": "<=",
    "未満": "<",
    "超": ">",
    "を超え": ">",
    "超え": ">",
    "を上回": ">",
    "を下回": "<",
    "に達": ">=",
    "に届": ">=",
    "も": ">=",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two questions whose values are set side by side. `asks`: which, difference, whether or beside; `more` is False for 少ない.

    `sides` are (name in the question, complete question).
    """

    sides: tuple[tuple[str, str], tuple[str, str]]
    asks: str
    more: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """A value said to be more or less than a number: the complete question for the value, the number in its unit, how."""

    question: str
    value: float
    operator: str
    said: str


def bound_of(reading: Reading) -> Bound | None:
    """合計は50億円を超えていますか, 施策は50件以上ある？: the value asked for and the number that it is held against."""
    text = reading.text.rstrip("。?")
    match = _BOUND.fullmatch(text)
    if match is None or not _ends_open(reading.text, match["tail"]):
        return None
    subject, said = match["subject"], match["value"].replace(" ", "")
    if re.search(r"円|億|百万$", said):
        totals = reading.has("ask:total", "ask:average", "ask:change", "ask:rise", "ask:fall")
        if not totals and not re.search(r"(?:予算|額|金額)$", subject):
            return None
        asked = subject + ("はいくら" if not reading.has("ask:total") else "は")
        return Bound(asked, float(yen(said)), _operator(match["word"]), said)
    number = float(re.sub(r"[^\d.]", "", said))
    if said.endswith(("%", "パーセント", "割")):
        if not reading.has("ask:share", "ask:change", "ask:rise", "ask:fall"):
            return None
        return Bound(
            subject + "は何%", number * (10 if said.endswith("割") else 1), _operator(match["word"]), said
        )
    if not _COUNTED.search(subject) or (
        re.search(r"[府省庁県都道]$", subject) and not subject.endswith("府省庁")
    ):
        return None
    return Bound(_VALUE.sub("", subject) + "は何件", number, _operator(match["word"]), said)


def _ends_open(whole: str, tail: str) -> bool:
    """Whether what stands behind the number asks yes or no."""
    if _WH.search(tail) or re.search(r"しか|もの|だけ|ずつ", tail):
        return False
    return whole.rstrip().endswith("?") or bool(re.search(r"か$", tail)) or tail in ("ある", "あります")


def _operator(word: str | None) -> str:
    if word is None or word in ("ちょうど", "ぴったり", "だけ", "のみ"):
        return "="
    if word.startswith("より"):
        return ">" if re.search(r"多|大き|高", word) else "<"
    return _WORDS[word]


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
        yield from _sides(head, "", "difference", True, reading)
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
    """The question before どちら cut at each と or 、 into two sides that are alike."""
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
    if re.search(r"件数|行数|数[がはを]|施策数|事業数|何件", text):
        return False
    text = re.sub(rf"{MONEY}(?:以上|以下|未満|超|を超える|より)?", "", text)
    if _MONEY.search(re.sub(r"予算(?:一覧|事業|の行|リスト)", "", text)) or reading.has("ask:total"):
        return True
    return bool(re.search(r"大き|高[いか額]|小さ|低[いか]", text)) or any(
        hit.kinds() & {"programme"} for hit in reading.entities
    )


def _ends(right: str) -> Iterator[int]:
    """Where the second side may end: before では, で, は, を, が, の方 or at the end."""
    ends = [
        m.start()
        for m in re.finditer(r"では|でみる|で見る|だと|なら|のうち|を|は|が|で|、", right)
        if m.start() >= 2
    ]
    yield from dict.fromkeys((*ends, len(_TRAILING.sub("", right))))


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
            yield left[:start], own
            return


def _class_in(side: str) -> str:
    found = _COUNTED.search(side)
    return found.group() if found else ""


def _default(reading: Reading) -> str:
    """What is counted where neither side says it: rows of a budget list when flags or years of one are compared."""
    return (
        "行" if reading.of_slot("cond") or reading.of_slot("stage") or reading.numbers_of("year") else "施策"
    )


def _asked(side: str, what: str, money: bool, reading: Reading) -> str:
    """The side as a question for its number or its money."""
    if "平均" in side + what or (reading.has("ask:average") and money):
        base = re.sub(r"の?平均(?:額|予算額|値|金額)?$", "", _TRAILING.sub("", side))
        return f"{base}の平均は?"
    if _BARE_NUMBER.fullmatch(side):
        # A row's number is a measure's too: only rows have money.
        return f"予算一覧の{side}の金額は?"
    base = _VALUE.sub("", side)
    what = _VALUE.sub("", what)
    if what and not base.endswith(what):
        base = (
            f"{base}{'' if base.endswith('の') or what.startswith(('関連', '向け', '以外')) else 'の'}{what}"
        )
    if not money:
        return f"{base}は何件?" if _COUNTED.search(base) else f"{base}の{_default(reading)}は何件?"
    named = any(hit.kinds() & {"programme"} and hit.surface in side for hit in reading.entities)
    return f"{base}の予算額は?" if named else f"{base}の予算の合計は?"

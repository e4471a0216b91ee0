"""A value held against a number (合計は50億円を超えるか): the question for the value, the number and how they compare."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.questions.found.numbers import yen
from nlp.questions.found.reading import Reading

VALUE_WORD = re.compile(r"(?:の|が)?(?:予算|金額)?の?(?:件数|数|総数|合計額?|総額|金額|予算額|予算|額|規模)$")
COUNTED_WORD = re.compile(r"施策|事業|行|団体|対象者|府省庁|省庁|取組|要件|節|柱|件|文書")
_COUNTED_THINGS = re.compile(rf"{COUNTED_WORD.pattern}|(?:もの|やつ)$")
_WH = re.compile(r"どれ|どの|どこ|何|なに|いくら|いくつ|誰|どんな|いつ")
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


_BOUND = re.compile(
    r"(?P<subject>.{2,120}?)(?:は|が|って|に(?:は)?(?=\d+(?:件|つ|個|本|行|事業|施策)))、?(?:全部で|合わせて|合計で?|およそ|約)?"
    r"(?P<value>\d[\d,]*(?:\.\d+)?\s?(?:兆|億|千万|百万|万|千)?\d*(?:千万|百万|万|千)?\s?(?:円|億|百万|件|つ|個|本|行|施策|事業|団体|府省庁|省庁|種類|%|パーセント|割))"
    r"(?P<word>以上|以下|未満|超え|超|を超え|を上回|を下回|より(?:も)?(?:多|少な|大き|小さ|高|低)|ちょうど|ぴったり|だけ|のみ|に達|に届|も)?(?P<tail>[ぁ-ん]{0,14})$"
)


_NONE = re.compile(
    r"(?:は)?(?:ない|なかった|ありませ|ございませ|載って(?:い)?(?:ない|ませ)|見(?:当たら|つから))"
)
# 内閣府の予算は全体の半分以上, 過半を占めるか: a part of the whole held against a number.
_PART_OF_ALL = re.compile(
    r"(?P<subject>.{2,60}?)(?:は|が|で)、?(?:予算|補正)?(?:全体|総額|合計|全部)の?(?P<said>半分|半数|過半数?|(?P<tenth>[1-9])割|(?P<percent>\d+(?:\.\d+)?)(?:%|パーセント))(?P<word>以上|以下|未満|超え|超|を超え|を上回|を下回)?(?P<tail>[ぁ-ん占]{0,12})$"
)


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
    part = _PART_OF_ALL.fullmatch(text)
    if part is not None and _ends_open(reading.text, part["tail"]):
        least = float(part["percent"] or 0) or 10 * float(part["tenth"] or 0) or 50.0
        more = ">" if "過半" in part["said"] else operator_of(part["word"] or "以上")
        said = f"全体の{part['said']}"
        return Bound(f"{part['subject']}は全体の何%", least, more, said)
    match = _BOUND.fullmatch(text)
    if match is None or not _ends_open(reading.text, match["tail"]):
        return None
    if match["word"] == "も" and _NONE.match(match["tail"]):
        return None  # 施策が1つもないか: whether there is none
    subject, said = match["subject"], match["value"].replace(" ", "")
    if re.search(r"円|億|百万$", said):
        totals = reading.has("ask:total", "ask:average", "ask:change", "ask:rise", "ask:fall")
        if not totals and not re.search(r"(?:予算|額|金額)$", subject):
            return None
        asked = subject + ("はいくら" if not reading.has("ask:total") else "は")
        return Bound(asked, float(yen(said)), operator_of(match["word"]), said)
    number = float(re.sub(r"[^\d.]", "", said))
    if said.endswith(("%", "パーセント", "割")):
        if not reading.has("ask:share", "ask:change", "ask:rise", "ask:fall"):
            return None
        return Bound(
            subject + "は何%", number * (10 if said.endswith("割") else 1), operator_of(match["word"]), said
        )
    if not _COUNTED_THINGS.search(subject) or (
        re.search(r"[府省庁県都道]$", subject) and not subject.endswith("府省庁")
    ):
        return None
    return Bound(VALUE_WORD.sub("", subject) + "は何件", number, operator_of(match["word"]), said)


def _ends_open(whole: str, tail: str) -> bool:
    """Whether what stands behind the number asks yes or no."""
    if _WH.search(tail) or re.search(r"しか|もの|だけ|ずつ", tail):
        return False
    return whole.rstrip().endswith("?") or bool(re.search(r"か$", tail)) or tail in ("ある", "あります")


def operator_of(word: str | None) -> str:
    """How a value that is 以上, を下回 or より低 a number compares with it: >=, <, …; "=" for no word."""
    if word is None or word in ("ちょうど", "ぴったり", "だけ", "のみ"):
        return "="
    if word.startswith("より"):
        return ">" if re.search(r"多|大き|高", word) else "<"
    return _WORDS[word]

"""A number said of a set in passing (厚労省の2事業の平均, 新規の2本をあわせて), and the question without it.

The set is said by the other words; the number is held against it (`api/answering/sets/said_counts.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.questions.typed.text import fold_question

_THING = "事業|施策|行|取組|交付団体|団体|交付金"
# What stands before the number: the end of what says which things (厚労省の|, 再掲じゃない|, 増えた|).
_BEFORE = r"(?<=[のたるいな、)\s])"
# 厚労省2事業, R7補正の新規2事業: a name or mark right before the number of things.
_RIGHT_BEFORE = r"(?:(?<=[省庁府正算度規掲])|(?<=内数))"
# What is said of all of them, behind the number: not 以上, を持つ, が載っている, which would make it a condition.
_BEHIND = (
    r"(?=(?:は|って|とも|も|、|の(?!府省庁|省庁|省|節|柱|対象者|うち|中)|を?(?:全部|ぜんぶ|全て|すべて)?(?:を)?(?:足|合わせ|あわせ|合計|合算|平均|並べ)|"
    r"それぞれ|全部|ぜんぶ|の?平均|の?合計|で(?:最も|一番|いちばん))(?!以上|以下|未満|ほど|くらい|ぐらい))"
)
# 3つの読み方, 3つの型: other things are counted than those that are listed.
_NO_OTHER = r"(?!の(?!(?:補正|予算|合計|平均)?(?:額|金額|予算)|合計|平均|総額|名前|名称|事業名|施策名|担当|所管|番号))"
_SAID = re.compile(
    rf"{_BEFORE}(?:この|その|上記の)?(?P<n>\d{{1,3}})(?:(?P<thing>{_THING})|(?P<bare>つ|本|件|個)(?:の(?P<of>{_THING})|{_NO_OTHER}))(?:分)?{_BEHIND}"
    rf"|{_RIGHT_BEFORE}(?P<n3>\d{{1,3}})(?P<thing3>{_THING})(?=$|[?。\s]|名|{_BEHIND[3:]}"
    rf"|(?<=の)(?P<n4>\d{{1,3}})(?P<thing4>{_THING})(?=[?。]*$)"
    rf"|^(?P<n2>\d{{2,3}})(?P<thing2>{_THING})(?=で(?:最も|一番|いちばん)|(?:全部|ぜんぶ|すべて)(?:を)?(?:足|合|の))"
)


@dataclass(frozen=True, slots=True)
class SaidCount:
    """`number` things are said to be in the set, in `words`; `rest` is the folded question without the number, `thing` the
    kind of thing that was named with it, "" where only a counter was (2本)."""

    words: str
    number: int
    thing: str
    rest: str


def said_count(question: str) -> SaidCount | None:
    """The number that a question says of its set in passing; None where it says none.

    >>> said_count("厚労省の２事業の平均は"), said_count("2つの府省庁が担当する施策")
    (SaidCount(words='2事業', number=2, thing='事業', rest='厚労省の事業の平均は'), None)
    """
    folded = fold_question(question)
    match = _SAID.search(folded)
    if match is None:
        return None
    digits = next(match[name] for name in ("n", "n2", "n3", "n4") if match[name])
    thing = next((match[name] for name in ("thing", "of", "thing2", "thing3", "thing4") if match[name]), "")
    tie = (
        "の"
        if thing == "行" and re.search("再掲|新規|内数", folded[match.start() - 2 : match.start()])
        else ""
    )
    rest = folded[: match.start()] + tie + (thing or _thing(folded)) + folded[match.end() :]
    return SaidCount(match.group(), int(digits), thing, rest)


def _thing(text: str) -> str:
    return "施策" if "施策" in text or "重点計画" in text else "団体" if "団体" in text else "事業"

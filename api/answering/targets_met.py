"""Whether the target of something measured was reached (接続完了率は目標に届いた？): the printed goal held against the printed result."""

from __future__ import annotations

import re
from dataclasses import replace

from api.answering.passages import passages_for, told
from api.answering.result import AskServices, Result
from nlp.questions.asked_facts import number_asked
from nlp.questions.measured import aims_down, alike_in_unit, missed_asked, said_met, whether_reached
from nlp.questions.parser import reading_of
from nlp.questions.printed_texts import Passage, level
from nlp.questions.reading import Reading

_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12}
_PARTS = re.compile(r"(?P<n>\d[\d,]*(?:\.\d+)?)(?P<unit>[十百千]?[万億兆]?)")
_UNSAID = "目標を達成したかどうかは明記されていません。印刷された目標と実績を示しています。"
_ONE_SIDE = "目標と実績の両方は印刷されていないか、読み取れないため、達成したかどうかは判断しません。"
_HELD = "目標値と実績値を比べた結果です。期限がまだ先の目標もあります。"
_NOT_QUERIED = (
    "届いたかどうかは、印刷された文を読んで述べています。示した問い合わせが返すのは、その文までです。"
)


def target_met(reading: Reading, services: AskServices) -> Result | None:
    """Yes or no said before the passages that print both figures; the passages alone where these can not be compared; None
    for other questions, and where no text prints what is measured.

    The answer stays that of the passages, no boolean: a query finds the texts, but compares no numbers that sentences print.
    """
    what = whether_reached(reading.text)
    part = reading_of(what, services.known) if what else None
    if part is None or not number_asked(part):
        return None
    found = passages_for(part, services)
    if found is None or not found.passages:
        return None
    result = told(found)
    missed = missed_asked(reading.text)
    goal, came = _side(found.passages, "goal"), _side(found.passages, "achievement")
    if came is None:
        return None
    told_met = said_met(_behind(came))
    if told_met is not None:
        said = "目標を達成したと" if told_met else "目標に届かなかったと"
        return _verdict(result, told_met is not missed, f"{said}書かれています", "")
    if goal is None:
        return replace(result, caveats=[_ONE_SIDE, *result.caveats])
    met = _holds(goal, came)
    if met is None:
        return replace(result, caveats=[_UNSAID, *result.caveats])
    said = f"実績{came.value}は目標{goal.value}に{'届いています' if met else '届いていません'}"
    return _verdict(result, met is not missed, said, _HELD)


def _side(passages: tuple[Passage, ...], field: str) -> Passage | None:
    """The one value of a side, None where there is none or several."""
    values = {p.value: p for p in passages if p.printed.field == field and p.value and not p.doubtful}
    return next(iter(values.values())) if len(values) == 1 else None


def _behind(passage: Passage) -> str:
    """What the sentence says of its value: from behind it to the next number."""
    text = level(passage.printed.text)[passage.value_at + len(passage.value) : passage.end]
    return re.split(r"\d", text, maxsplit=1)[0]


def _verdict(result: Result, yes: bool, said: str, note: str) -> Result:
    text = f"{'はい' if yes else 'いいえ'}、{said}。{result.text}"
    return replace(result, text=text, caveats=[*filter(None, (note, _NOT_QUERIED)), *result.caveats])


def _holds(goal: Passage, came: Passage) -> bool | None:
    """Whether the result is on the goal's side of it; None where either is no number or the units differ."""
    aimed, reached = amount_of(goal.value), amount_of(came.value)
    if aimed is None or reached is None or not alike_in_unit(level(goal.value), level(came.value)):
        return None
    return reached <= aimed if aims_down(level(goal.quote)) else reached >= aimed


def amount_of(value: str) -> float | None:
    """The number that a printed value has, None where it has none.

    >>> amount_of("2万1,606人"), amount_of("約75%"), amount_of("延べ10万人"), amount_of("多数")
    (21606.0, 75.0, 100000.0, None)
    """
    parts = list(_PARTS.finditer(level(value)))
    if not parts:
        return None
    total = 0.0
    for part in parts:
        number = float(part["n"].replace(",", ""))
        for unit in part["unit"]:
            number *= _UNITS[unit]
        total += number
    return total

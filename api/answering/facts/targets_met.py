"""Whether the target of something measured was reached (接続完了率は目標に届いた？): what the text says of it, beside both printed figures.

No verdict is made of the figures: a goal may lie above or below, be of another year, or of a part.
"""

from __future__ import annotations

import re
from dataclasses import replace

from api.answering.printed.passages import passages_for, told
from api.answering.result import AskServices, Result
from nlp.questions.found.reading import Reading
from nlp.questions.parser import reading_of
from nlp.questions.printed.asked_facts import number_asked
from nlp.questions.printed.measured import missed_asked, said_met
from nlp.questions.printed.printed_texts import Passage, level
from nlp.questions.records import Decline

_UNSAID = "目標を達成したかどうかは明記されていないので、判断しません。印刷された目標と実績を示しています。"
_ONE_SIDE = "目標と実績の両方は印刷されていないか、読み取れないため、達成したかどうかは判断しません。"
_NOT_QUERIED = (
    "届いたかどうかは、印刷された文を読んで述べています。示した問い合わせが返すのは、その文までです。"
)


def target_met(what: str, reading: Reading, services: AskServices) -> Result | None:
    """The passages that print goal and result of `what` a question measures (`whether_reached`), and before them yes or no
    where the text itself says so; None where no text prints a result of it.
    """
    part = reading_of(what, services.known)
    if not number_asked(part):
        return None
    found = passages_for(part, services)
    if found is None or not found.passages:
        return None
    result = told(found)
    results = [p for p in found.passages if p.printed.field == "achievement" and p.value and not p.doubtful]
    if not results:
        return None
    said = {said_met(_behind(p)) for p in results}
    if len(said) == 1 and (met := said.pop()) is not None:
        return _verdict(result, met, yes=met is not missed_asked(reading.text))
    goals = [p for p in found.passages if p.printed.field == "goal" and p.value]
    return replace(result, caveats=[_UNSAID if goals else _ONE_SIDE, *result.caveats])


def no_result_of(what: str) -> Decline:
    """Why it is not said whether the target of `what` was reached, where no text prints its result."""
    text = f"「{what}」の実績の値は、指標としても本文の記述としても見つからないので、目標を達成したかどうかは判断しません。施策の「目標の達成状況」を尋ねると、印刷された文をそのまま示します。"
    return Decline("not_in_graph", text, f"「{what}」が目標に届いたか")


def _behind(passage: Passage) -> str:
    """What the sentence says of its value: from behind it to the next number."""
    text = level(passage.printed.text)[passage.value_at + len(passage.value) : passage.end]
    return re.split(r"\d", text, maxsplit=1)[0]


def _verdict(result: Result, met: bool, *, yes: bool) -> Result:
    said = "目標を達成したと" if met else "目標に届かなかったと"
    text = f"{'はい' if yes else 'いいえ'}、{said}書かれています。{result.text}"
    return replace(result, text=text, caveats=[_NOT_QUERIED, *result.caveats])


__all__ = ["no_result_of", "target_met"]

"""A question that tells beside what it asks why or for whom: answered without that, which the interpretation names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.objects import head
from api.answering.result import AskServices
from nlp.questions.asides import Spoken, without_asides
from nlp.questions.parser import reading_of
from nlp.questions.speech import plain_speech
from nlp.questions.text import fold_question

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]


def beside_asides(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer:
    """The answer to a question of a thread without its asides, and without those of the questions before it.

    What was set aside is named in the interpretation; greetings and the like, which are taken off anyway, are not.
    """
    spoken = _spoken(asked, services)
    former = tuple(_spoken(question, services).asked for question in before)
    if spoken.asked == asked and former == before:
        return answer_one(asked, before, services)
    found = answer_one(spoken.asked, former, services)
    link = head(asked, "", "", "", services, before)["permalink"]
    named = "".join(f"「{aside}」" for aside in spoken.asides)
    told = (
        f"{found['interpretation']}（{named}は、尋ねる内容と読んでいません）"
        if named
        else found["interpretation"]
    )
    return {**found, "question": asked, "permalink": link, "interpretation": told}


def _spoken(question: str, services: AskServices) -> Spoken:
    """A question without its asides; as it is where they are taken off in reading it."""
    spoken = without_asides(question, lambda text: reading_of(text, services.known))
    if not spoken.asides or plain_speech(fold_question(question)) == plain_speech(
        fold_question(spoken.asked)
    ):
        return Spoken(question)
    return spoken


__all__ = ["beside_asides"]

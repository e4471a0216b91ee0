"""A question that tells beside what it asks why or for whom: answered without that, which the interpretation names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.objects import as_asked, declined
from api.answering.refusing.heard import beside_heard
from api.answering.result import AskServices
from nlp.questions.beside.asides import Spoken, without_asides
from nlp.questions.beside.referents import with_referents
from nlp.questions.beside.supposed import Supposed, with_supposed
from nlp.questions.beside.talk import Talk, as_written
from nlp.questions.found.reading import Reading
from nlp.questions.names.twice_named import twice_named
from nlp.questions.parser import reading_of
from nlp.questions.records import Decline
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_question

# Refusals that say something of the thing that the number names.
_TELLS_OF_IT = ("not_in_source", "unreadable")
Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]


def beside_asides(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer:
    """The answer to a question of a thread without its asides, and without those of the questions before it.

    What was set aside is named in the interpretation; greetings and the like, which are taken off anyway, are not. Words
    that may be a condition or an aside are told to be unread: there is no answer with them.
    """

    def read(text: str) -> Reading:
        return reading_of(text, services.known)

    talk = as_written(with_referents(asked, read), follows=bool(before))
    heard = beside_heard(talk.asked, before, services, answer_one)
    if heard is not None:
        return as_asked(heard, asked, before)
    spoken = _spoken(talk.asked, services)
    supposed = with_supposed(spoken.asked, read)
    unread = spoken.unread or supposed.unread
    if unread:
        return declined(asked, _not_read(unread), services, before)
    former = tuple(
        with_supposed(_spoken(as_written(question, follows=number > 0).asked, services).asked, read).asked
        for number, question in enumerate(before)
    )
    found = _of_twice_named(supposed.asked, former, services, answer_one, read)
    told = found["interpretation"] + _named(talk, spoken)
    held = _held_against(supposed, found)
    text = f"{held}{found['text']}"
    return as_asked(found, asked, before, interpretation=told, text=text)


def _of_twice_named(
    asked: str,
    before: tuple[str, ...],
    services: AskServices,
    answer_one: AnswerOne,
    read: Callable[[str], Reading],
) -> Answer:
    """The answer; where it refuses and the question names a thing by number and by name, the one to the number alone."""
    found = answer_one(asked, before, services)
    if found["status"] != "unanswerable":
        return found
    for twice in twice_named(asked, services.known.lexicon, read):
        other = answer_one(twice.asked, before, services)
        if other["status"] == "answered" or other.get("reason") in _TELLS_OF_IT:
            what = f"No.{twice.thing.number}「{twice.thing.label}」"
            told = f"{other['interpretation']}（「{twice.called}」は、{what}のことと読みました）"
            return as_asked(other, asked, before, interpretation=told)
    return found


def _not_read(words: str) -> Decline:
    text = f"「{words}」が条件なのか添えた話なのか分からないため、答えを出していません。そこを除くか、別の言い方で尋ねてください。"
    return Decline("not_in_graph", text, f"「{words}」を含む問い", final=True)


def _named(talk: Talk, spoken: Spoken) -> str:
    named = "".join(f"「{aside}」" for aside in (*talk.told, *spoken.asides))
    return f"（{named}は、尋ねる内容と読んでいません）" if named else ""


def _held_against(supposed: Supposed, found: Answer) -> str:
    """A sentence where an answer has another number of things than was supposed; "" where it has the same, or none."""
    things = len((found["answer"] or {}).get("items") or ())
    if found["status"] != "answered" or not supposed.number or not things or things == supposed.number:
        return ""
    return f"「{supposed.said}」ではなく、当てはまるものは{things}あります。"


def _spoken(question: str, services: AskServices) -> Spoken:
    """A question without its asides; as it is where they are taken off in reading it."""
    spoken = without_asides(question, lambda text: reading_of(text, services.known))
    if spoken.unread:
        return spoken
    if not spoken.asides or plain_speech(fold_question(question)) == plain_speech(
        fold_question(spoken.asked)
    ):
        return Spoken(question)
    return spoken


__all__ = ["beside_asides"]

"""A time asked for together with another value (令和何年までに何人, 何%でいつまで): it is the time of that value, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.questions.printed.asked_facts import TIME, AskedFact
from nlp.questions.printed.printed_texts import Passage, level

_Passages = tuple[Passage, ...]


def when_of_value(facts: Sequence[AskedFact], passages: Sequence[_Passages]) -> list[_Passages]:
    """The passages of two facts asked for together; of a time beside a value those in the value's own sentences, or the one time
    that each of these prints, or none."""
    times = [at for at, fact in enumerate(facts) if fact.value == TIME]
    if len(facts) != 2 or len(times) != 1 or not passages[1 - times[0]]:
        return list(passages)
    at, values = times[0], passages[1 - times[0]]
    sentences = {(p.printed.thing, p.printed.path, p.start, p.end) for p in values}
    kept = tuple(p for p in passages[at] if (p.printed.thing, p.printed.path, p.start, p.end) in sentences)
    kept = kept or tuple(p for one in values for p in _time_beside(facts[at], one))
    return [kept if n == at else own for n, own in enumerate(passages)]


def _time_beside(fact: AskedFact, value: Passage) -> _Passages:
    """The one time that the sentence of a value prints; () where it prints none or several."""
    text = level(value.printed.text)[value.start : value.end]
    times = list(re.finditer(fact.printed, text))
    if len({m.group() for m in times}) != 1:
        return ()
    at = value.start + times[0].start()
    said = value.printed.text[at : value.start + times[0].end()]
    return (replace(value, value=said, value_at=at, doubtful=False),)


__all__ = ["when_of_value"]

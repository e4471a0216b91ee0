"""What a printed time dates: the name that stands right behind it (令和2年12月に閣議決定された「…計画」) or before it in brackets."""

from __future__ import annotations

import re

from nlp.questions.printed.asked_facts import TIME, AskedFact
from nlp.questions.printed.printed_texts import Sentence

_BEHIND = re.compile(
    r"(?:に|付けで|の)?(?:閣議)?(?:決定|策定|制定|施行|公布|公表)(?:された|した|の)?「(?P<name>[^「」]{3,80})」"
)
_BEFORE = re.compile(r"「(?P<name>[^「」]{3,80})」[(]$")


def dates_another(fact: AskedFact, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a time (`match` in the sentence's text) is of another thing than that asked for: of another name that it dates,
    where the one asked for stands farther off, or of words that stand apart and say little by themselves."""
    if fact.value != TIME:
        return False
    dated = _BEHIND.match(sentence.text, match.end()) or _BEFORE.search(sentence.text, 0, match.start())
    asked = fact.compounds[-1].lower() if fact.compounds else ""
    named = dated is not None and asked != "" and asked in sentence.text and asked not in dated["name"]
    return named or (sentence.torn > 0 and all(word.loose for word in fact.wanted))


__all__ = ["dates_another"]

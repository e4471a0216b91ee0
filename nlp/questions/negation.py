"""Whether a negation of the question became a negative condition or computation, or is only a polite turn."""

from __future__ import annotations

import re

from nlp.questions.completeness import CONTENT, mask, telling_spans
from nlp.questions.frame_rules import Understood
from nlp.questions.reading import Reading
from nlp.questions.served import is_negative
from nlp.questions.words import Word

_NOT = ("ない", "ぬ", "無い")


def unread_negation(reading: Reading, understood: Understood) -> str:
    """A ない of the question that became no negative condition, with the word before it; "" when all is well."""
    if is_negative(understood.frame, understood.rule.op):
        return ""
    read = mask(reading, telling_spans(reading, understood))
    for word in reading.tokens:
        polite = _polite(reading.text, word, asks=reading.wh())
        if word.normal in _NOT and not any(read[word.start : word.end]) and not polite:
            start = max(
                (t.start for t in reading.tokens if t.end <= word.start and t.pos in CONTENT),
                default=word.start,
            )
            return reading.text[start : word.end]
    return ""


def _polite(text: str, word: Word, *, asks: bool) -> bool:
    """ありませんか, 教えてくれない？, かもしれない: a question or a wish, no negation. `asks`: a question word stands in it."""
    before, rest = text[: word.start], text[word.end :]
    if re.match(r"(?:と)?(?:いけ|なら|だめ|駄目|ならな)", rest) or re.search(
        r"(?:いけ|なら|なけれ|ないと)$", before
    ):
        return True  # しないといけない
    if word.surface == "なく" and before.endswith(("では", "じゃ")):
        return True  # AではなくB: A is not used, and said so
    if re.search(r"(?:少|かもしれ|なければ|しなけれ|違い)$", before):
        return True
    ends = bool(re.match(r"^(?:です|でしょう|だろう|の)?か?(?:ね|な)?[?。]*$", rest))
    wished = bool(re.search(r"(?:ませ|くれ|もらえ|いただけ|じゃ|では|ござい)$", before))
    there = before.endswith(("は", "が")) and not asks
    # 持っていない？ at the end of a question with どの is a negation all the same.
    return ends and (wished or there)

"""Whether a negation of the question became a negative condition or computation, or is only a polite turn."""

from __future__ import annotations

import re

from nlp.questions.completeness import CONTENT, mask, telling_spans
from nlp.questions.frame_files import load_frames_file
from nlp.questions.frame_rules import Understood
from nlp.questions.reading import Reading
from nlp.questions.served import is_negative, served
from nlp.questions.words import Word

_NOT = ("ない", "ぬ", "無い")
# 厚労省以外も担当する施策: theirs and others' together, which is not what is left without them.
_OTHERS_TOO = re.compile(r"以外に?も(?=担当|所管|やっ|関わ|かかわ|一緒|共同)")
_BOTH_WAYS = re.compile(r"(?:含め|含む|込み|入れ)[^。]{0,8}?(?:と|も|や|、)[^。]{0,6}?(?:除|抜|外)")
# R6にあってR7にないもの以外: what is left out is itself a negation, and no condition holds both.
_TWICE = re.compile(r"ない(?:もの|の|やつ|事業|施策)以外")
_SHARED_ROWS = ("measure", "programme", "line", "work")


def unread_negation(reading: Reading, understood: Understood) -> str:
    """A ない of the question that became no negative condition, with the word before it, or a word that leaves something
    out (除く, 外す, 以外) and did not; "" when all is well."""
    others = _OTHERS_TOO.search(reading.text)
    if others is not None and understood.frame.item in _SHARED_ROWS:
        return others.group()
    if (twice := _TWICE.search(reading.text)) is not None:
        return twice.group()
    if is_negative(understood.frame, understood.rule.op):
        return ""
    read = mask(reading, telling_spans(reading, understood))
    excluding = load_frames_file("serves.toml")["words"]["excluding"]
    for word in reading.tokens:
        polite = _polite(reading.text, word, asks=reading.wh())
        told = any(read[word.start : word.end])
        if word.normal in excluding and not told and not _of_condition(reading, understood, word):
            return word.surface
        if word.normal in _NOT and not told and not polite:
            start = max(
                (t.start for t in reading.tokens if t.end <= word.start and t.pos in CONTENT),
                default=word.start,
            )
            return reading.text[start : word.end]
    return ""


def _of_condition(reading: Reading, understood: Understood, word: Word) -> bool:
    """ダブりを除く, 内数は外して: what is left out was read as a condition of its own, right before the word; and
    含めた場合と除いた場合, where sums give both."""
    if understood.rule.op in ("totals", "count_and_total") and _BOTH_WAYS.search(reading.text):
        return True
    before = (c.end for c in reading.of_slot("cond") if served(c, understood.frame, understood.rule))
    return any(re.fullmatch(r"(?:の行|の分|分)?[をはも]?", reading.text[end : word.start]) for end in before)


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

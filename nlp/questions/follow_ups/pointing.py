"""Words that point at something not said: あの補助金 with nothing before it, それ以外は after a set."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from nlp.questions.found.reading import Reading
from nlp.questions.framing.attributes import asked_attribute
from nlp.questions.framing.frames import Features
from nlp.questions.framing.sets import Knowledge
from nlp.questions.records import AskBack, Condition, Decline, Mode, Term
from nlp.questions.refusing.asking_back import ask_whose
from nlp.questions.tables.frame_rules import Understood
from nlp.questions.tables.patterns import patterns

# Of these the last said one is what それ以外 leaves out; years and stages stay.
_LEFT_OUT = (
    "ministry",
    "ministry_below",
    "target_group",
    "target_group_below",
    "keyword",
    "section",
    "pillar",
    "relisted",
    "newly",
    "prefecture",
    "place",
    "legal_form",
    "amount_kind",
)
_leaning = partial(patterns, "follow_ups.toml", "leaning")
# Beside a year said before, the year after it and before it, whatever day it is.
_NEXT = re.compile(
    r"^(?:(?:じゃあ?|では|それでは|で|それなら|なら|あと)?、?)(?:来年度?|次年度|次の年)(?=の|は|も|だと|なら|で|[?？。]|$)"
)
_LAST = re.compile(
    r"^(?:(?:じゃあ?|では|それでは|で|それなら|なら|あと)?、?)(?:昨年度?|去年度?)(?=の|は|も|だと|なら|で|[?？。]|$)"
)
THIS_LAW = re.compile(r"(?:この|その|同じ|当該)(?:法律|法令)|同法(?!人)")
_OF_ALL = ("list", "count", "attribute", "exists")
_SETS = ("list", "count", "totals", "count_and_total", "share", "average")


def pointed_at_nothing(reading: Reading, features: Features, known: Knowledge, over: str) -> AskBack | None:
    """あの補助金の上限は with no question before: asked back whose; None for questions that say what they are about."""
    match = _leaning()["points"].search(reading.text)
    if match is None or features.has("named") or reading.of_kind("ministry") or reading.of_kind("region"):
        return None
    if "交付金" in match.group() and (over in _OF_GUIDELINES or features.has("may_asked")):
        return None
    if any(core.noun and not match.start() <= core.start < match.end() for core in reading.cores):
        return None
    attribute = asked_attribute(reading, "programme") or ("amount" if features.has("money") else "overview")
    if "+" in attribute:
        attribute = attribute.split("+")[0]
    return replace(ask_whose(reading, attribute, known), always=True)


_OF_GUIDELINES = ("requirement", "activity", "eligible_programme", "guideline")


def leaning_words(question: str, earlier: Understood | None) -> str:
    """来年度は？ after a question about one year: the year after that one, whatever day it is."""
    if earlier is None:
        return question
    years = [
        c for c in earlier.frame.conditions if c.kind == "year" and len(c.values) == 1 and c.mode != "none"
    ]
    if years:
        question = _NEXT.sub("翌年度", _LAST.sub("前年度", question, count=1), count=1)
    return question


def leaning_on_unread(found: Understood) -> Decline | None:
    """再掲を除いたら？ after a question that was not understood: all there is without 再掲 is not what is asked for; None otherwise."""
    everything = found.rule.op in _OF_ALL and not found.frame.conditions
    points = everything and _leaning()["said_before"].search(found.frame.text) is not None
    if not points and _leaning()["lost"].match(found.frame.text) is None:
        return None
    text = (
        "前の問いを読み取れなかったため、その続きの問いには答えられません。条件をすべて書いて尋ねてください。"
    )
    return Decline("not_in_graph", text, f"「{found.frame.text.rstrip('?。')}」（前の問いは読めていない）")


def others_than(reading: Reading, earlier: Understood | None) -> Understood | None:
    """それ以外は？ after a set: the same with its last condition turned; None for other questions."""
    if earlier is None or not _leaning()["others"].match(reading.text) or earlier.rule.op not in _SETS:
        return None
    if reading.entities or reading.numbers:
        return None
    conditions = earlier.frame.conditions
    said = [c for c in conditions if c.kind in _LEFT_OUT and c.origin == "stated"] or [
        c for c in conditions if c.kind in _LEFT_OUT
    ]
    if not said:
        return None
    # 厚労省の再掲 … それ以外: the one that was said last in its question is meant; ministries and groups before words.
    chosen = min(said, key=lambda c: _LEFT_OUT.index(c.kind))
    turned = tuple(_turned(c) if c is chosen else replace(c, origin="inherited") for c in conditions)
    frame = replace(earlier.frame, conditions=turned, text=reading.text, limit=0, nth=0)
    return replace(earlier, frame=frame, exchanged=())


def _turned(condition: Condition) -> Condition:
    first = condition.values[0] if condition.values else None
    if first is not None and first.kind == "boolean":
        other = "false" if first.value == "true" else "true"
        return replace(condition, values=(Term("boolean", other, other),), origin="stated")
    mode: Mode = "any" if condition.mode == "none" else "none"
    return replace(condition, mode=mode, origin="stated")

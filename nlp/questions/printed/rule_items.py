"""A question for what stands in an item of a guideline that it names by its number (要領の5(4)には何と書いてある, 4(2)イの内容は).

How such questions are put stands in `frames/rule_items.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_question, without_wish


@dataclass(frozen=True, slots=True)
class RuleItem:
    """The number of an item, and the words for the fund whose guideline it is of, "" where none are said."""

    notation: str
    fund: str


def rule_item(question: str) -> RuleItem | None:
    """The item asked for, None where the question names none or asks something else.

    >>> rule_item("要領の5(4)には何と書いてありますか"), rule_item("４（２）イの内容は")
    (RuleItem(notation='5(4)', fund=''), RuleItem(notation='4(2)イ', fund=''))
    >>> rule_item("5の内容は"), rule_item("4(2)イの担当は")
    (None, None)
    """
    text = without_wish(plain_speech(fold_question(question))).replace("（", "(").replace("）", ")")
    match = patterns("rule_items.toml", "patterns")["item"].match(text)
    if match is None:
        return None
    return RuleItem(match["number"] or match["alone"], (match["fund"] or "").rstrip("の"))


__all__ = ["RuleItem", "rule_item"]

"""A question for what stands in an item of a guideline that it names by its number (要領の5(4)には何と書いてある, 4(2)イの内容は).

How such questions are put stands in `frames/rule_items.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_question, without_wish

_IN_BRACKETS = re.compile(r"[（(]([ア-ンｱ-ﾝ0-9０-９]+)[）)]")
_JOINED = re.compile(r"の|\s")


@dataclass(frozen=True, slots=True)
class RuleItem:
    """The number of an item, and the words for the fund whose guideline it is of, "" where none are said; `ending`: only how the
    number ends is said (⑥), which items of several lists may have; `guideline`: a guideline is spoken of."""

    notation: str
    fund: str
    ending: bool = False
    guideline: bool = True


def rule_item(question: str) -> RuleItem | None:
    """The item asked for, None where the question names none or asks something else.

    >>> rule_item("要領の5(4)には何と書いてありますか").notation, rule_item("４の（２）イの内容は").notation
    ('5(4)', '4(2)イ')
    >>> rule_item("実施要領の⑥は何")
    RuleItem(notation='⑥', fund='', ending=True, guideline=True)
    >>> rule_item("5の内容は"), rule_item("4(2)イの担当は")
    (None, None)
    """
    text = _IN_BRACKETS.sub(r"(\1)", without_wish(plain_speech(fold_question(question))))
    for name, pattern in patterns("rule_items.toml", "patterns").items():
        match = pattern.match(text)
        if match is not None:
            said = match.groupdict()
            number = _JOINED.sub("", said["number"] or said.get("alone") or "")
            fund = (said["fund"] or "").rstrip("の")
            return RuleItem(number, fund, name.startswith("sign"), name != "sign_of")
    return None


__all__ = ["RuleItem", "rule_item"]

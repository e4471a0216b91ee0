"""Conditions in Japanese words, for the interpretation that every answer begins with."""

from __future__ import annotations

from nlp.questions.found.number_patterns import LAST_NUMBER
from nlp.questions.framing.sets import condition_data, yen_words
from nlp.questions.records import Condition

_ORIGINS = {"inherited": "（前の問いから）", "assumed": "（仮定）"}


def words_of(condition: Condition) -> str:
    """A condition in words, with how it came about when the question did not state it.

    >>> from nlp.questions.records import Term
    >>> words_of(Condition("year", (Term("year", "2025", "令和7年度"),), origin="inherited"))
    '令和7年度（前の問いから）'
    """
    data = condition_data()
    joint = {"all": "と", "one": "と", "none": "・"}.get(condition.mode, "か")
    labels = list(dict.fromkeys(term.label or term.value for term in condition.values))
    bound = _bound(condition)
    negated = bool(condition.values[:1]) and condition.values[0].value == "false"
    negated = negated or (
        condition.mode == "none" and not condition.values and condition.kind in data["negated"]
    )
    table = data["negated"] if negated else data["wording"]
    template = table.get(condition.kind, condition.kind)
    text = str(template).format(values=joint.join(labels), bound=bound)
    if condition.mode == "none" and not negated:
        text = text.removesuffix("む") + "まない" if text.endswith("を含む") else text + "でない"
    if condition.mode == "all" and len(labels) > 1:
        text += "（両方）"
    if condition.mode == "one":
        text += "（一方だけ）"
    return text + _ORIGINS.get(condition.origin, "")


def _bound(condition: Condition) -> str:
    values = [term.value for term in condition.values]
    shown = [yen_words(int(v)) if condition.kind in ("amount", "printed_amount") else v for v in values]
    match condition.operator:
        case ">=":
            return f"{shown[0]}以上"
        case ">":
            return f"{shown[0]}超"
        case "<=":
            return f"{shown[0]}以下"
        case "<":
            return f"{shown[0]}未満"
        case "between" if condition.kind == "number_range" and values[1] == LAST_NUMBER:
            return f"{shown[0]}以上"
        case "between" if values[1].endswith("999999") and values[0].endswith("0"):
            return f"{shown[0]}以上{yen_words(int(values[1]) + 1)}未満"  # 2億円台
        case "between":
            return f"{shown[0]}から{shown[1]}まで"
    return "・".join(shown)

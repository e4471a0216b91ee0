"""One condition of a question as a graph pattern: of its values any, all, none or one of them, within bounds, or named."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

from graph.helper_paths import with_helpers
from graph.query_parts import VARIABLE, fill, integer, renamed, required, serialise
from nlp.questions.records import Condition, Term

_PLAIN = re.compile(r"\?(\w+) [^{}?]+(?:\?\w+ )?\.")
_MARKED = ("section", "pillar")
LOWEST, HIGHEST = -(10**18), 10**18


def condition_pattern(
    over: str, condition: Condition, number: int, *, tested: bool = False, few: bool = False
) -> str:
    """One condition as a graph pattern; its inner variables get the number so that two never meet.

    `tested`: a search in texts beside others stands by itself, or the texts of one would multiply with those of the
    others (nine words in seven texts each: 40 million rows for one measure). `few`: the others leave so few rows that
    each can be tested.
    """
    if condition.kind == "nothing":
        return "FILTER(false)"
    searches = tested and "?searched" in required(f"condition/{over}-{condition.kind}")
    text = _pattern(over, condition, number)
    if not searches or condition.mode == "none":
        return text
    return f"FILTER EXISTS {{\n{text}\n}}" if few else _found_once(over, text)


def _found_once(over: str, search: str) -> str:
    """The rows in whose texts a word stands, each once.

    Worked out by itself: FILTER EXISTS would look through sheets anew for every row (19 s for 2,000 programmes).
    """
    return f"{{ SELECT DISTINCT ?{over} WHERE {{\n{required(f'over/{over}')}\n{search}\n}} }}"


def _pattern(over: str, condition: Condition, number: int) -> str:
    printed = with_helpers(required(f"condition/{over}-{condition.kind}"), condition)
    text = renamed(printed, f"_{number}", {over, "target_group"})
    if condition.operator:
        low, high = _bounds(condition)
        return fill(text, {"low": str(low), "high": str(high)})
    terms = [serialise(term) for term in condition.values] or ["true"]
    if text.startswith(f"VALUES ?{over} {{") and condition.mode != "all":
        return _named(over, text, terms, condition.mode)
    if condition.mode == "none":
        barred = "MINUS" if _reaches_back(over, text) or _goes_on(over, text) else "FILTER NOT EXISTS"
        return "\n".join(
            f"{barred} {{ {fill(renamed(text, f'n{i}', {over}), {'value': term})} }}"
            for i, term in enumerate(terms)
        )
    if condition.mode == "one":
        return "\n".join(
            (_pattern(over, replace(condition, mode="any"), number), *_not_two(over, condition, number))
        )
    if condition.mode == "all":
        each = [fill(renamed(text, f"a{i}", {over}), {"value": term}) for i, term in enumerate(terms)]
        searches = "?searched" in text and len(terms) > 1
        return "\n".join(_found_once(over, one) if searches else one for one in each)
    if len(terms) == 1:
        return fill(text, {"value": terms[0]})
    if "{ SELECT" in text:  # a variable is not seen inside: each value by itself
        return "\nUNION\n".join(
            f"{{\n{fill(renamed(text, f'v{i}', {over}), {'value': term})}\n}}" for i, term in enumerate(terms)
        )
    return f"VALUES ?value_{number} {{ {' '.join(terms)} }}\n" + fill(text, {"value": f"?value_{number}"})


def sides(condition: Condition) -> list[Condition]:
    """A condition for each of its values; sections and pillars of several plans that bear one mark (4-①「…」) are one."""
    sides: dict[str, list[Term]] = {}
    for term in condition.values:
        marked = condition.kind in _MARKED and "「" in term.label
        sides.setdefault(term.label.partition("「")[0] if marked else term.value, []).append(term)
    return [replace(condition, values=tuple(terms), mode="any") for terms in sides.values()]


def _not_two(over: str, condition: Condition, number: int) -> list[str]:
    """No row that meets the condition for two of the values."""
    barred = []
    for i, pair in enumerate(combinations(sides(condition), 2)):
        both = (renamed(_pattern(over, one, number), f"o{i}_{n}", {over}) for n, one in enumerate(pair))
        barred.append(f"MINUS {{ {' '.join(both)} }}")
    return barred


def _named(over: str, text: str, terms: list[str], mode: str) -> str:
    """The rows that the question names themselves, or all but these.

    Named in VALUES, since the engine begins there; with FILTER(?row = …) it goes through all rows (100 times slower).
    """
    if mode == "none":
        return f"FILTER(?{over} NOT IN ({', '.join(terms)}))"
    return fill(text, {"value": " ".join(terms)})


def _reaches_back(over: str, text: str) -> bool:
    """Whether a condition starts from another thing that points to the row (a line to its programme).

    NOT EXISTS would go through all such things anew for every row: 60 s on 850,000 statements where MINUS, which works
    them out once, takes 0.1 s. Both mean the same where the row is bound inside, as it is in such a pattern.
    """
    first = VARIABLE.match(text.lstrip())
    return first is not None and first[1] != over and f"?{over} " in text


def _goes_on(over: str, text: str) -> bool:
    """Whether a condition goes on from another thing that the row has (an indicator to its target).

    NOT EXISTS would look through all such things anew for every row, as in `_reaches_back` (6 s for 14,100 measures).
    """
    subjects = [_PLAIN.fullmatch(line) for line in text.strip().splitlines()]
    return all(subjects) and {match[1] for match in subjects if match} > {over}


def _bounds(condition: Condition) -> tuple[int, int]:
    values = [integer(term.value) for term in condition.values]
    match condition.operator:
        case ">=":
            return values[0], HIGHEST
        case ">":
            return values[0] + 1, HIGHEST
        case "<=":
            return LOWEST, values[0]
        case "<":
            return LOWEST, values[0] - 1
        case "between":
            return min(values), max(values)
    return values[0], values[0]


__all__ = ["HIGHEST", "LOWEST", "condition_pattern", "sides"]

"""Two printed figures held against each other: whether a result (約75%) is up to its target (80%以上).

The rule is that of `graph/queries/answers/condition/measure-short.rq`: at least the target, or at most where 以下 stands behind it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial

from nlp.questions.printed.printed_texts import level
from nlp.questions.tables.patterns import patterns

_figures = partial(patterns, "targets_met.toml", "figures")
_BIG = {"": 1, "万": 10**4, "億": 10**8}


def up_to_target(target: str, result: str, goal: str = "") -> bool | None:
    """Whether the printed `result` is up to the printed `target`; None where the two are no figures of one unit, where an
    approximate one meets the other, or where the sentence `goal` says that the number is to fall.

    >>> up_to_target("80%以上", "約75%"), up_to_target("18.6%以下", "21.1%"), up_to_target("年間13万回以上", "332,598")
    (False, False, True)
    >>> up_to_target("390市町村", "331人"), up_to_target("80%", "約80%"), up_to_target("3人", "2人", "3人まで減らす")
    (None, None, None)
    """
    said = _figures()
    one, other = said["number"].search(level(target)), said["number"].search(level(result))
    if (
        one is None
        or other is None
        or (not said["at_most"].search(level(target)) and said["lowering"].search(goal))
    ):
        return None
    units = {"人" if said["people"].match(unit) else unit for unit in (one["unit"], other["unit"]) if unit}
    if len(units) > 1:
        return None
    aimed, came = _value(one), _value(other)
    if aimed == came:
        return None if one["about"] or other["about"] else True
    return came < aimed if said["at_most"].search(level(target)) else came > aimed


def _value(match: re.Match[str]) -> Decimal:
    return Decimal(match["n"].replace(",", "")) * _BIG[match["big"]]


__all__ = ["up_to_target"]

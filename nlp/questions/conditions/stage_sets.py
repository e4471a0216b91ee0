"""Programmes by the stages of budget that they are printed in: in both, or in one and not in the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from nlp.questions.found.reading import Reading
from nlp.questions.records import Condition

# 補正には無くて当初にある: the stage denied stands first, with its denial right behind it.
_DENIED_FIRST = re.compile(
    r"^.{2,8}?(?:に|で)は?(?:な[いくし]|無[いくし]|載って(?:い)?な|出て(?:い)?な|入って(?:い)?な)[^。]*?(?:当初|補正)"
)


def stages_apart(conditions: Iterable[Condition], reading: Reading) -> list[Condition]:
    """The two stages named as each of them (当初にも補正にも載っている), or as one and not the other
    (補正だけに載っていて当初には無い); the other conditions as they are."""
    found: list[Condition] = []
    for condition in conditions:
        if condition.kind != "stage" or len(condition.values) != 2:
            found.append(condition)
        elif cues := reading.spans("ask:only_stage"):
            first, second = condition.values
            if _DENIED_FIRST.match(reading.text[cues[0].start : cues[0].end]):
                first, second = second, first
            found += [
                replace(condition, values=(first,), mode="any"),
                replace(condition, values=(second,), mode="none"),
            ]
        else:
            found.append(replace(condition, mode="all"))
    return found

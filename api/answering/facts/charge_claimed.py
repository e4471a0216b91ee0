"""担当は総務省？: a ministry said to be in charge is affirmed or denied, with who it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from api.answering.result import AskServices, Result, whether_any
from nlp.questions.parser import Understood

_CHARGE = re.compile(r"担当|所管|主管|管轄|受け持")
_TAIL = r"(?:で(?:合って(?:い)?(?:る|ます)|いい|よい)|です|なの|でしょう|だ)?(?:か|よね|の|ね)*[?。]*$"
Operation = Callable[[Understood, AskServices], Result]


def charge_claimed(
    understood: Understood, result: Result, compute: Operation, services: AskServices
) -> Result:
    """The result with はい before it, or いいえ and those who are in charge, where the question ends with one ministry.

    Other questions, and refusals for other reasons, stay as they are.
    """
    frame = understood.frame
    claimed = [c for c in frame.conditions if c.kind == "ministry" and c.mode == "any" and len(c.values) == 1]
    of_topic = understood.rule.id == "ministries_of_topic"
    listed = understood.rule.op == "list" and (frame.item == "ministry" or of_topic)
    of_charge = frame.attribute == "ministry" or listed
    if len(claimed) != 1 or not of_charge or not _CHARGE.search(frame.text):
        return result
    said = claimed[0].surface
    if not said or not re.search(rf"(?:は|が|って){re.escape(said)}{_TAIL}", frame.text):
        return result
    if not result.reason:
        result.text = f"はい、{result.text}"
        return result
    if result.reason != "not_in_source":
        return result
    kept = tuple(c for c in frame.conditions if c is not claimed[0])
    item = "ministry" if of_topic else frame.item
    found = compute(replace(understood, frame=replace(frame, item=item, conditions=kept)), services)
    names = [item["label"] for item in found.answer.get("items") or []]
    if found.reason or not names or not result.sparql:
        return result
    found.text = f"いいえ、{claimed[0].values[0].label}ではありません。{found.text}"
    found.answer |= {"type": "boolean", "value": False}
    # Whether the claimed one is in charge of any: what the いいえ says.
    found.sparql = whether_any(result.sparql)
    return found

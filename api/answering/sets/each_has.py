"""Whether each of several ministries has such things (文科省にも厚労省にもありますか), where they run none of them together."""

from __future__ import annotations

from dataclasses import replace

from api.answering.result import (
    AskServices,
    Result,
    coverage,
    listed,
    numbered,
    select_text,
    template_text,
)
from api.answering.sets.lists import list_items, of_any, some_items
from graph.question_graph import can_list
from nlp.questions.parser import Understood


def each_has(understood: Understood, services: AskServices) -> Result | None:
    """Yes where every ministry named has such things, no where one has none, with what each has; None where it is asked whether they
    run one together, and where none has any."""
    frame = understood.frame
    several = [c for c in frame.conditions if c.kind == "ministry" and c.mode == "all" and len(c.values) > 1]
    if (
        len(several) != 1
        or frame.item != frame.over
        or frame.of_kind("joint")
        or not can_list(frame.over, "ministry")
    ):
        return None
    found = {
        value.label: some_items(of_any(frame, several, (value,)), services) for value in several[0].values
    }
    having = [name for name, items in found.items() if items]
    lacking = [name for name, items in found.items() if not items]
    if not having:
        return None
    result = list_items(replace(understood, frame=of_any(frame, several)), services)
    told = "。".join(
        f"{name}: {listed([numbered(item).rstrip('。') for item in found[name]])}" for name in having
    )
    said = (
        f"いいえ、{'・'.join(having)}にはありますが、{'・'.join(lacking)}のものは読み込んだ文書の中に見つかりません。"
        if lacking
        else f"はい、{'・'.join(having)}の{'どちら' if len(having) == 2 else 'どれ'}にもあります（一つを共に担当するものはありません）。"
    )
    result.text = f"{said}{told}。"
    values = several[0].values
    bound = {"count": str(len(values)), "claimed": ", ".join(f"<{value.value}>" for value in values)}
    rest = tuple(c for c in frame.conditions if c not in several)
    of_ministries = replace(frame, item="ministry", conditions=rest)
    result.sparql, _ = select_text(template_text("each_has"), of_ministries, services, **bound)
    result.answer = {"type": "boolean", "value": not lacking, "items": result.answer.get("items")}
    result.caveats = list(dict.fromkeys((*result.caveats, *coverage(frame, services))))
    result.note = ""
    return result

"""Two facts asked for at once (目標と実績, 令和何年までに何人): what each takes from the other, and both in one answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.answering.numbered import in_marks
from api.answering.printed.passage_queries import all_of
from api.answering.result import Result
from nlp.questions.printed.passages import result_of
from nlp.questions.printed.times_of_values import when_of_value
from nlp.questions.tables.frame_files import load_frames_file

if TYPE_CHECKING:
    from api.answering.printed.passages import Found


def of_each_other(found: list[Found]) -> list[Found]:
    """The two facts with what they take from each other: the time of the value, the result of the measure whose goal it is."""
    kept = when_of_value([part.fact for part in found], [part.passages for part in found])
    return _result_too([replace(part, passages=own) for part, own in zip(found, kept, strict=True)])


def with_result_said(result: Result, part: Found, text: str) -> Result:
    """The answer to one fact, with what it does not have of the result that is asked for beside the goal (目標は何%、現状は？)."""
    asked = re.search(load_frames_file("passages.toml")["side"]["result_too"], text)
    aimed = bool(part.passages) and all(
        p.printed.field not in ("achievement", "situation") for p in part.passages
    )
    if asked is None or not aimed or "目標" not in text[: asked.start()]:
        return result
    said = "現状（実績）の値は、読み込んだ文書の本文には見つかりませんでした。"
    return replace(result, text=f"{result.text}{said}")


def _result_too(found: list[Found]) -> list[Found]:
    """目標と実績: where only the goal's text has the words, the one value of its kind in the result of that measure."""
    if [part.fact.side for part in found] != ["goal", "result"] or found[1].passages:
        return found
    goals = found[0].passages
    mine = [text for text in found[0].texts if goals and text.thing == goals[0].printed.thing]
    return [found[0], replace(found[1], passages=result_of(found[0].fact, goals, mine))]


def together(found: Sequence[Found], told: Sequence[Result]) -> Result:
    """The answers to two facts as one; `told` are those of the facts that were found."""
    results = iter(told)
    parts = [(part.name, next(results) if part.passages else None) for part in found]
    text = in_marks(
        f"{name}: {part.text if part else '読み込んだ文書の本文には見つかりませんでした。'}"
        for name, part in parts
    )
    first = told[0]
    answer: dict[str, Any] = {
        **first.answer,
        "value": None,
        "rows": [row for part in told for row in part.answer["rows"]],
        "items": list({item["id"]: item for part in told for item in part.answer["items"]}.values()),
    }
    return Result(
        text,
        answer,
        all_of([part.sparql for part in told if part.sparql]),
        list(dict.fromkeys(c for part in told for c in part.caveats)),
        list(dict.fromkeys(thing for part in told for thing in part.about)),
        tuple(dict.fromkeys(name for part in told for name in part.supports)),
        note="、".join(part.note for part in told),
    )


__all__ = ["of_each_other", "together", "with_result_said"]

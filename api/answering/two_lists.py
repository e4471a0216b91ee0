"""Two lists named in one question (プラン2027と地域共生計画で施策が多いのはどっち): the number of rows of each, and which has more."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from api.answering.objects import declined, head
from api.answering.result import AskServices
from nlp.questions.names.in_lists import TwoLists
from nlp.questions.names.lexicon import NumberedList
from nlp.questions.records import Decline

Answer = dict[str, Any]
_COUNTED = {"measure": "施策は何件", "line": "行は何件"}
_ROWS = {"measure": "施策", "line": "予算一覧の行"}
AnswerIn = Callable[[str, NumberedList], Answer | None]


def side_by_side(
    asked: str, two: TwoLists, before: tuple[str, ...], services: AskServices, answer_in: AnswerIn
) -> Answer:
    """The numbers of rows of two lists, and which has more; a refusal where something else is asked of them."""
    labels = [one.label for one in two.lists]
    found = []
    for one in two.lists if two.counted else ():
        part = answer_in(two.counted, one)
        if part is not None and part["status"] == "answered" and part["answer"].get("type") == "number":
            found.append(part)
    if len(found) < len(two.lists):
        text = f"「{'」と「'.join(labels)}」について、{_unread(two)}一つずつ尋ねてください。"
        suggested = tuple(f"{one.label}の{two.counted or _COUNTED[one.kind]}" for one in two.lists)
        why = Decline("not_in_graph", text, f"「{'」と「'.join(labels)}」についての問い", suggested)
        return declined(asked, why, services, before)
    values = [int(part["answer"]["value"]) for part in found]
    unit = found[0]["answer"].get("unit") or "件"
    told = "、".join(f"「{label}」が{value}{unit}" for label, value in zip(labels, values, strict=True))
    more = labels[values.index(max(values))]
    years = [part["text"].partition("。")[2] for part in found]
    beside = "".join(f"「{label}」の{said}" for label, said in zip(labels, years, strict=True) if said)
    end = (
        "で、同じです"
        if values[0] == values[1]
        else f"で、「{more}」が{abs(values[0] - values[1])}{unit}多いです"
    )
    answer = {
        "type": "table",
        "columns": ["一覧", f"数（{unit}）"],
        "rows": [[label, value] for label, value in zip(labels, values, strict=True)],
    }
    return {
        **found[0],
        "question": asked,
        "interpretation": "と".join(part["interpretation"] for part in found),
        "answer": answer,
        "text": f"{told}{end}。{beside}",
        "caveats": list(dict.fromkeys(c for part in found for c in part["caveats"])),
        "sparql": _both(found[0]["sparql"], found[1]["sparql"]),
        "evidence": [e for part in found for e in part["evidence"]],
        "permalink": head(asked, "", "", "", services, before)["permalink"],
    }


def _unread(two: TwoLists) -> str:
    """Why the two are not set side by side: rows of unlike kinds, or something else than their numbers is asked."""
    if len({one.kind for one in two.lists}) == 1:
        return "それぞれの件数のほかは並べて答えられません。"
    told = "、".join(f"「{one.label}」に載るのは{_ROWS[one.kind]}" for one in two.lists)
    return f"施策と予算一覧の行は数えるものが違うため、並べて比べません（{told}）。"


def _both(first: str, second: str) -> str:
    """The query for the numbers that two queries give, side by side."""
    start = first.index("SELECT")
    sides = [
        re.sub(r"\?value\b", f"?{name}", query[query.index("SELECT") :].rstrip())
        for query, name in ((first, "first"), (second, "second"))
    ]
    inner = "\n".join(f"  {{\n{side}\n  }}" for side in sides)
    return f"{first[:start]}SELECT ?first ?second WHERE {{\n{inner}\n}}\n"


__all__ = ["side_by_side"]

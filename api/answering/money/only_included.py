"""An amount asked about that is printed only as 内数: nothing has it as its own, and what it is a part of is said."""

from __future__ import annotations

from dataclasses import replace

from api.answering.result import AskServices, Result, select, when_printed
from api.answering.words import amount_words
from nlp.questions.parser import Understood

_OF_A_SET = ("list", "count", "exists")


def only_included(understood: Understood, result: Result, services: AskServices) -> Result | None:
    """刑務所出所者の予算は731百万円使える？: rows that print exactly that amount as 内数, where none prints it as its own.

    None where something was found, no amount is asked about, or no such row fits the other conditions.
    """
    if not result.reason and result.answer.get("value") is not False:
        return None
    frame = understood.frame
    asked = [c for c in frame.conditions if c.kind == "amount" and c.operator in ("", "=")]
    if not asked or frame.over != "line" or understood.rule.op not in _OF_A_SET:
        return None
    printed = tuple(replace(c, kind="printed_amount") if c in asked else c for c in frame.conditions)
    wider = replace(frame, item="programme", conditions=printed)
    query, rows = select("amounts_listed", wider, services)
    rows = [r for r in rows if r["kind"].endswith("includedIn")]
    if not rows:
        return None
    amount = amount_words(rows[0]["amount"])
    named = "、".join(dict.fromkeys(f"「{r['label']}」（{when_printed(r)}）" for r in rows))
    text = (
        f"{amount}は{named}に印刷された額ですが、内数です。より大きな予算の総額で、この事業に使えるのはその一部です"
        "（上限としてだけ読めます）。"
    )
    answer = {
        "type": "table",
        "unit": "円",
        "columns": ["事業", "金額（円）", "種別"],
        "rows": [list(row) for row in dict.fromkeys((r["label"], int(r["amount"]), "内数") for r in rows)],
    }
    caveats = ["内数は、より大きな予算の一部であることを示し、事業そのものの額ではなく上限額です。"]
    about = list(dict.fromkeys(r["source"] for r in rows if r.get("source")))
    return Result(text, answer, query, caveats, about, ("amount",))

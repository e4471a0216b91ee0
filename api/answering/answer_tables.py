"""An answer object as two tables for a spreadsheet: what was answered, and where it stands in the documents.

The result of the answer's SPARQL names things by their IRIs; these tables hold what the page shows.
"""

from __future__ import annotations

import re
from typing import Any

from api.csv_text import csv_text

Row = list[Any]
# A spreadsheet would compute a text that begins so; a sum with its sign (-80百万円) it leaves alone.
_FORMULA = re.compile(r"[=@]|[+-](?!\d)")


def answer_csv(found: dict[str, Any]) -> str:
    """The table of the answer; its items (number, name, address), which for a count are what was counted; or its one value.

    An ask-back gives its alternatives, a refusal its reason and text: a saved file never looks like an empty answer.
    """
    return _written(_answer_rows(found))


def sources_csv(found: dict[str, Any]) -> str:
    """The evidence, a row for each quote: document, quote of the source as read, offsets in characters, confidence, address."""
    header = ["文書", "引用", "修復した引用", "開始位置", "終了位置", "確度", "番地"]
    keys = ("document", "quote", "repairedQuote", "start", "end", "confidence", "id")
    return _written([header, *([item.get(key) for key in keys] for item in found.get("evidence") or ())])


def _answer_rows(found: dict[str, Any]) -> list[Row]:
    answer = found.get("answer") or {}
    if found["status"] == "ambiguous":
        choices = found.get("alternatives") or ()
        return [["聞き返し", "読み"], *([one["question"], one.get("interpretation")] for one in choices)]
    if found["status"] != "answered":
        return [["答えられない理由", "説明"], [found.get("reason"), found["text"]]]
    if answer.get("columns") and answer.get("rows"):
        return [answer["columns"], *answer["rows"]]
    if answer.get("items") and answer.get("type") != "boolean":
        items = answer["items"]
        return [
            ["番号", "名称", "番地"],
            *([one.get("number"), one["label"], one.get("id")] for one in items),
        ]
    if answer.get("value") is not None:
        return [
            ["答え", "単位", "読み"],
            [_word(answer["value"]), answer.get("unit"), found["interpretation"]],
        ]
    return [["答え", "読み"], [found["text"], found["interpretation"]]]


def _word(value: Any) -> Any:
    return {True: "はい", False: "いいえ"}[value] if isinstance(value, bool) else value


def _written(rows: list[Row]) -> str:
    return csv_text([_cell(cell) for cell in row] for row in rows)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value

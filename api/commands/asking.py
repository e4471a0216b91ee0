"""`tsunagari ask`: one question at the terminal, answered like /api/ask."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from api.answering.answer_tables import answer_csv
from api.commands.tables import table
from api.graph_access import open_graph


def _table(columns: Sequence[Any], rows: Sequence[Sequence[Any]]) -> str:
    """The table with yen in groups of three: 220,000,000 under 金額（円）."""
    yen = {number for number, name in enumerate(columns) if "円" in str(name)}
    shown = [
        [f"{cell:,}" if number in yen and isinstance(cell, int) else cell for number, cell in enumerate(row)]
        for row in rows
    ]
    return table([str(name) for name in columns], shown)


def ask_once(question: str, store: str, *, context: str | None = None, lang: str = "ja") -> dict[str, Any]:
    """The contract's answer object for one question.

    Raises:
        StoreError: there is no graph in `store`.
    """
    from api.answering.answers import answer_question, services_for

    return answer_question(question, services_for(open_graph(store)), context=context, lang=lang)


def told(answer: dict[str, Any], *, as_json: bool = False, as_csv: bool = False) -> str:
    """The answer in the form asked for: the JSON of /api/ask, the table as CSV, or words."""
    if as_json:
        return json.dumps(answer, ensure_ascii=False, indent=2)
    return answer_csv(answer) if as_csv else in_words(answer)


def in_words(answer: dict[str, Any]) -> str:
    """An answer for reading: text, interpretation, rows, caveats, sources, alternatives."""
    parts = [str(answer["text"]), "", f"解釈: {answer['interpretation']}"]
    body = answer.get("answer") or {}
    if body.get("rows"):
        parts += ["", _table(body["columns"], body["rows"])]
    elif body.get("items"):
        parts += ["", *(f"・{item['label']}" for item in body["items"])]
    parts += [f"※ {caveat}" for caveat in answer.get("caveats") or ()]
    for item in (answer.get("evidence") or ())[:5]:
        quote = " ".join(str(item["quote"]).split())
        parts.append(f"出典: {item['document']} {item['start']}–{item['end']}「{quote[:60]}」")
    for item in answer.get("alternatives") or ():
        parts.append(f"？ {item['question']}  ({item.get('interpretation', '')})")
    parts += [f"→ {item}" for item in answer.get("suggestions") or ()]
    return "\n".join(parts)

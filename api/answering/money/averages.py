"""Means and medians of exact amounts, each programme once per fiscal year and stage."""

from __future__ import annotations

import re
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    Row,
    coverage,
    select,
    select_text,
    template_text,
    when_printed,
    year_of,
)
from api.answering.words import set_words, stage_words
from graph.question_graph import serialise
from nlp.questions.parser import Understood
from nlp.questions.records import Term

_MEDIAN = re.compile(r"中央値|メジアン|median")


def average(understood: Understood, services: AskServices) -> Result:
    """Mean of exact amounts, or their median where that is asked for; each programme once."""
    query, rows = select("average", understood.frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    word = "平均"
    if _MEDIAN.search(understood.frame.text):
        word, (query, rows) = "中央値", _medians(understood, services, rows)
    table = [
        [year_of(r), stage_words(r["stage"]), round(float(r["mean"])), int(r["programmes"])] for r in rows
    ]
    said = "、".join(
        f"{when_printed(r)}は{float(r['mean']) / 10**6:,.1f}百万円（{r['programmes']}事業）" for r in rows
    )
    columns = ["年度", "段階", f"{word}（円）", "事業数"]
    answer: dict[str, Any] = {"type": "table", "columns": columns, "rows": table, "unit": "円"}
    if len(table) == 1:
        answer |= {"type": "amount", "value": table[0][2]}
    caveats = [f"内数を除き、再掲は一度だけ数えた{word}です。", *coverage(understood.frame, services)]
    return Result(
        f"一事業あたりの{word}は{said}です。",
        answer,
        query,
        caveats,
    )


def _medians(understood: Understood, services: AskServices, rows: list[Row]) -> tuple[str, list[Row]]:
    """The middle amount of each year and stage, or the mean of the two in the middle, by one query."""
    parts = []
    for row in rows:
        count = int(row["programmes"])
        part = template_text("median").replace("$year", serialise(Term("year", row["fiscalYear"][:4])))
        part = part.replace("$stage", serialise(Term("iri", row["stage"])))
        parts.append(
            part.replace("$before", str((count - 1) // 2)).replace("$most", "1" if count % 2 else "2")
        )
    text = "SELECT * WHERE {\n" + "\n  UNION\n".join(f"  {{ {part} }}" for part in parts) + "\n}"
    text += "\nORDER BY DESC(?fiscalYear) ?stage"
    query, found = select_text(text, understood.frame, services)
    counts = {(r["fiscalYear"], r["stage"]): r["programmes"] for r in rows}
    return query, [{**r, "programmes": counts[r["fiscalYear"], r["stage"]]} for r in found]

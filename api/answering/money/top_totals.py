"""The largest few together: their sum, and which part of all it is, year by year and stage by stage."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    coverage,
    select,
    select_text,
    template_text,
    when_printed,
    year_of,
)
from api.answering.words import amount_words, set_words, stage_words
from graph.question_graph import serialise
from nlp.questions.framing.sets import condition_data
from nlp.questions.parser import Understood
from nlp.questions.records import Term

_SHARE = re.compile(r"割|%|パーセント|シェア|比率|構成比|占め|何分の")
# How a row is of a programme, a ministry or a section.
THINGS = {
    "programme": "BIND(?programme AS ?thing)",
    "ministry": "?line tsu:ministry ?thing .",
    "section": "?line tsu:section ?thing .",
}


def top_total(understood: Understood, services: AskServices) -> Result:
    """The sum of the first few programmes (ministries, sections) by exact amount, beside the sum of all."""
    frame = replace(understood.frame, over="line")
    key = frame.item if frame.item in THINGS else "programme"
    most = frame.limit or 1
    asked, sums = select("average", frame, services)
    if not sums:
        return nothing(understood, services, asked, set_words(understood))
    parts = []
    for row in sums:
        part = template_text("top_total").replace("$thing", THINGS[key])
        part = part.replace("$year", serialise(Term("year", row["fiscalYear"][:4])))
        part = part.replace("$stage", serialise(Term("iri", row["stage"])))
        parts.append(part.replace("$order", "ASC" if frame.order == "asc" else "DESC"))
    text = "SELECT * WHERE {\n" + "\n  UNION\n".join(f"  {{ {part} }}" for part in parts) + "\n}"
    text += "\nORDER BY DESC(?fiscalYear) ?stage"
    query, rows = select_text(text, replace(frame, limit=0), services, most=str(most))
    kind = str(condition_data()["items"].get(key, "事業"))
    word = "下位" if frame.order == "asc" else "上位"
    said = "。".join(
        f"{when_printed(r)}の{word}{r['counted']}{kind}の合計は{amount_words(r['once'])}で、"
        f"全体{amount_words(r['whole'])}の{_percent(r):.1f}%です（{_names(r)}）"
        for r in rows
    )
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["年度", "段階", f"{word}の合計（円）", "全体（円）", "割合（%）", kind],
        "rows": [
            [year_of(r), stage_words(r["stage"]), int(r["once"]), int(r["whole"]), _percent(r), _names(r)]
            for r in rows
        ],
        "unit": "円",
    }
    if re.search("平均", frame.text):
        said += (
            "。"
            + "、".join(f"{when_printed(r)}の{word}{r['counted']}{kind}の平均は{_mean(r)}" for r in rows)
            + "です"
        )
    labels = dict(
        pair for r in rows for pair in zip(r["ids"].split(" "), r["names"].split("\n"), strict=True)
    )
    answer["items"] = [{"id": thing, "label": label} for thing, label in labels.items()]
    if len(rows) == 1 and _SHARE.search(frame.text):
        answer |= {"type": "number", "value": _percent(rows[0]), "unit": "%"}
    elif len(rows) == 1:
        mean = "平均" in frame.text
        answer |= {"type": "amount", "value": int(rows[0]["mean" if mean else "once"])}
    caveats = ["内数の額は入れていません。", "再掲は一度だけ数えています。"]
    if len(rows) > 1:
        caveats.append("年度や段階の違う金額は足していません。")
    if key == "ministry":
        caveats.append("二つ以上の府省庁が担当する事業は、それぞれに数えています。")
    caveats += coverage(frame, services)
    return Result(f"{said}。", answer, query, caveats, list(labels), ("amount",))


def _names(row: dict[str, str]) -> str:
    return row["names"].replace("\n", "、")


def _mean(row: dict[str, str]) -> str:
    return f"{int(row['mean']) / 10**6:,.1f}百万円"


def _percent(row: dict[str, str]) -> float:
    return round(100 * int(row["once"]) / int(row["whole"]), 1) if int(row["whole"]) else 0.0

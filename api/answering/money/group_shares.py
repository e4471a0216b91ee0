"""Each ministry's or section's part of all exact amounts, year by year and stage by stage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    coverage,
    select_text,
    template_text,
    things,
    when_printed,
    year_of,
)
from api.answering.words import amount_words, set_words, stage_words
from nlp.questions.framing.sets import condition_data
from nlp.questions.parser import Understood

_PATHS = {"ministry": "tsu:ministry", "section": "tsu:section", "pillar": "tsu:section/skos:broader"}


def share_of_each(understood: Understood, services: AskServices) -> Result:
    """The sums of exact amounts (each programme once) of every group with the part that they are of the whole."""
    key = understood.frame.item
    frame = replace(understood.frame, over="line")
    text = template_text("share_of_each").replace("$path", _PATHS[key])
    query, rows = select_text(text, frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    kind = str(condition_data()["items"].get(key, ""))
    rows = [{**r, key: r["thing"]} for r in rows]
    marks = {name.id: name.notation for name in services.known.lexicon.of_kind("section", "pillar")}
    names = [f"{marks.get(r[key], '')} {r['label']}".strip() for r in rows]
    said = "、".join(
        f"{name} {float(r['percent']):.1f}%（{when_printed(r)} {amount_words(r['part'])}）"
        for name, r in list(zip(names, rows, strict=True))[:8]
    )
    answer: dict[str, Any] = {
        "type": "table",
        "columns": [
            kind,
            "年度",
            "段階",
            "金額（円）",
            "全体（円）",
            "割合（%）",
            "事業数（確定額のあるもの）",
        ],
        "rows": [
            [
                name,
                year_of(r),
                stage_words(r["stage"]),
                int(r["part"]),
                int(r["whole"]),
                float(r["percent"]),
                int(r["programmes"]),
            ]
            for name, r in zip(names, rows, strict=True)
        ],
        "items": things(rows, key),
    }
    caveats = ["内数の額は入れていません。", "再掲は一度だけ数えています。", *coverage(frame, services)]
    if key != "ministry":
        caveats.insert(0, f"一つの事業が二つ以上の{kind}にあれば、それぞれに数えています。")
    return Result(
        f"{kind}ごとの予算額の割合: {said}{' など' if len(rows) > 8 else ''}。",
        answer,
        query,
        caveats,
        [r[key] for r in rows],
    )

"""At which place of an order of exact amounts a programme or a ministry stands, year by year and stage by stage."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.answering.money.top_totals import THINGS
from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    Row,
    coverage,
    select_text,
    template_text,
    things,
    when_printed,
    year_of,
)
from api.answering.words import amount_words, set_words, stage_words
from graph.question_graph import serialise
from nlp.questions.framing.sets import condition_data
from nlp.questions.parser import Understood
from nlp.questions.records import Frame, Term

_SMALL = re.compile(r"小さい|低い|少ない|安い|下から")


def place_of(understood: Understood, services: AskServices) -> Result:
    """The place of what is named among all of its kind in each year and stage that it has an exact amount in."""
    key = "ministry" if understood.frame.of_kind("ministry") else "programme"
    frame = replace(understood.frame, over="line", item=key, limit=0, nth=0)
    template = template_text("rank_desc" if key == "programme" else "rank_group_amount_desc")
    asked, own = select_text(template, frame, services)
    if not own:
        return nothing(understood, services, asked, set_words(understood))
    among = tuple(c for c in frame.conditions if c.kind in ("stage", "section", "pillar"))
    small = bool(_SMALL.search(frame.text))
    found = [(row, *_place(row, key, replace(frame, conditions=among), services, small=small)) for row in own]
    kind = str(condition_data()["items"].get(key, "事業"))
    word = "小さい" if small else "大きい"
    said: dict[str, list[str]] = {}
    for row, _, at in found:
        said.setdefault(row["label"], []).append(
            f"{when_printed(row)}では{at['all']}{kind}のうち{word}方から{at['place']}番目（{amount_words(row['amount'])}）"
        )
    answer: dict[str, Any] = {
        "type": "table",
        "columns": [kind, "年度", "段階", "順位", f"{kind}の数", "金額（円）"],
        "rows": [
            [
                row["label"],
                year_of(row),
                stage_words(row["stage"]),
                int(at["place"]),
                int(at["all"]),
                int(row["amount"]),
            ]
            for row, _, at in found
        ],
        "items": things(own, key),
    }
    if len(found) == 1:
        answer |= {"type": "number", "value": int(found[0][2]["place"]), "unit": "位"}
    caveats = ["内数の額は順位に入れていません。", "再掲は一度だけ数えています。"]
    caveats += [
        f"{when_printed(row)}に同じ額のものが{at['equal']}あります。"
        for row, _, at in found
        if int(at["equal"]) > 1
    ]
    caveats += coverage(frame, services)
    text = "".join(f"{label}は、{'、'.join(places)}です。" for label, places in said.items())
    return Result(text, answer, found[0][1], caveats, [item["id"] for item in answer["items"]], ("amount",))


def _place(row: Row, key: str, frame: Frame, services: AskServices, *, small: bool) -> tuple[str, Row]:
    text = template_text("rank_of").replace("$thing", THINGS[key])
    filled = {
        "year": serialise(Term("year", row["fiscalYear"][:4])),
        "stage": serialise(Term("iri", row["stage"])),
        "own": serialise(Term("integer", row["amount"])),
        "beyond": "<" if small else ">",
    }
    query, rows = select_text(text, frame, services, **filled)
    return query, rows[0]

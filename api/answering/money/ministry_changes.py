"""Sums of ministries in two years compared: which rose, fell or stayed, and by how much."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.answering.money.changes import year_pair_of
from api.answering.money.moved import RISES, direction
from api.answering.refusing.nothing_found import nothing
from api.answering.result import AskServices, Result, Row, coverage, select_text, template_text, things
from api.answering.sets.lists import some_items
from api.answering.words import amount_words, set_words, stage_words
from graph.question_graph import serialise, supports
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Term

# 伸び率を並べて, 前年比: of every ministry, whichever way it went.
_ALL_OF_THEM = re.compile(r"率を|率は|率の一覧|率$|年度?比")


def change_ministry(understood: Understood, services: AskServices) -> Result:
    """Each ministry's sum of exact amounts (each programme once) in two years, in the order of the change.

    Only conditions that both years' rows can have narrow the sums: a stage, and which ministries.
    """
    pair = year_pair_of(understood.frame, services)
    if len(pair) < 2:
        return Result("年度の差を出すには、二つの年度の予算一覧が要ります。", {}, "", reason="not_loaded")
    kept = tuple(c for c in understood.frame.conditions if c.kind in ("stage", "ministry"))
    left = [c for c in understood.frame.conditions if c not in kept and c.kind != "year"]
    if any(supports("line", c.kind) for c in left):
        text = "府省庁ごとの増減は、年度と段階のほかの条件では絞れません。"
        return Result(text, {}, "", reason="not_in_graph")
    frame = replace(understood.frame, over="line", item="ministry", conditions=kept)
    test = direction(frame)
    if (
        test == "?after != ?before"
        or _ALL_OF_THEM.search(frame.text)
        or (not RISES.search(frame.text) and test == "?after > ?before")
    ):
        test = "true"
    text = template_text("change_ministry").replace("$test", test)
    if frame.order == "asc":
        text = text.replace("DESC(?difference)", "?difference")
    years = {"earlier": serialise(Term("year", str(pair[0]))), "later": serialise(Term("year", str(pair[1])))}
    query, rows = select_text(text, frame, services, **years)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    table = [
        [
            r["label"],
            stage_words(r["stage"]),
            int(r["before"]),
            int(r["after"]),
            int(r["difference"]),
            _part(r),
        ]
        for r in rows
    ]
    columns = [
        "府省庁",
        "段階",
        f"{year_words(pair[0])}（円）",
        f"{year_words(pair[1])}（円）",
        "差（円）",
        "増減率（%）",
    ]
    answer: dict[str, Any] = {
        "type": "list",
        "items": things(rows, "ministry"),
        "columns": columns,
        "rows": table,
    }
    if len(rows) == 1:
        answer |= {"value": int(rows[0]["difference"]), "unit": "円"}
    said = "、".join(f"{r['label']} {_moved(r)}" for r in rows[:8])
    result = Result(
        f"{year_words(pair[0])}から{year_words(pair[1])}への府省庁ごとの増減: {said}。", answer, query
    )
    result.caveats = [
        "確定額だけを、再掲は一度だけ数えて比べています。",
        "両方の年度に確定額のある府省庁だけを比べています。",
        *coverage(frame, services),
    ]
    result.about = [item["id"] for item in some_items(replace(frame, item="line"), services)]
    result.supports = ("amount",)
    return result


def _moved(row: Row) -> str:
    if not int(row["difference"]):
        return "変わらず"
    return f"{amount_words(row['difference'])}（{_part(row):+.1f}%）"


def _part(row: Row) -> float:
    return round(100 * int(row["difference"]) / int(row["before"]), 1) if int(row["before"]) else 0.0

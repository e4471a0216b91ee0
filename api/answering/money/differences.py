"""What is printed of a programme in two years set side by side: sections, 再掲, kinds of amounts, names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.answering.money.changes import year_pair_of
from api.answering.result import (
    AskServices,
    Result,
    coverage,
    select_text,
    template_text,
    things,
    whether_any,
)
from api.answering.words import kind_words
from graph.iris import NS
from graph.question_graph import serialise, supports
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Term

# What may differ: how a row leads to it, and what it is called.
_PRINTED: Mapping[str, tuple[str, str]] = {
    "section": ("tsu:section/skos:notation", "載っている節"),
    "relisted": ("tsu:relisted", "再掲の印刷"),
    "kind": ("tsu:amountKind", "金額の種別（確定額・内数）"),
    "name": ("skos:prefLabel", "印刷された名称"),
}
_SAID = {"true": "再掲", "false": "再掲でない", f"{NS}exact": "exact", f"{NS}includedIn": "includedIn"}


def differs(understood: Understood, services: AskServices) -> Result:
    """The programmes of which what the rule's flag names is printed differently in the two years; none is said, with what was looked through."""
    frame = replace(
        understood.frame,
        over="line",
        item="programme",
        conditions=tuple(
            c for c in understood.frame.conditions if supports("line", c.kind) and c.kind != "year"
        ),
    )
    pair = year_pair_of(understood.frame, services)
    if len(pair) < 2:
        return Result("年度の違いを見るには、二つの年度の予算一覧が要ります。", {}, "", reason="not_loaded")
    path, what = _PRINTED[understood.rule.flag]
    years = {"earlier": serialise(Term("year", str(pair[0]))), "later": serialise(Term("year", str(pair[1])))}
    chosen = template_text("differs_chosen") if frame.conditions else ""
    text = template_text("differs").replace("$path", path).replace("#{chosen}", chosen)
    query, rows = select_text(text, frame, services, **years)
    caveats = ["両方の年度の予算一覧に載っている事業（改称したものは前の名称で）を比べています。"]
    caveats += coverage(frame, services)
    between = f"{year_words(pair[0])}と{year_words(pair[1])}"
    if not rows:
        text = (
            f"読み込んだ予算一覧で{between}の両方に載っている事業に、{what}が違うものは見つかりませんでした。"
        )
        return Result(text, {"type": "boolean", "value": False}, whether_any(query), caveats)
    table = [[r["label"], _said(r["before"]), _said(r["after"])] for r in rows]
    listed = "、".join(f"{name}（{before}→{after}）" for name, before, after in table[:8])
    answer: dict[str, Any] = {
        "type": "list",
        "items": things(rows, "programme"),
        "columns": ["事業", year_words(pair[0]), year_words(pair[1])],
        "rows": table,
    }
    text = f"{between}で{what}が違うのは{len(answer['items'])}事業です: {listed}。"
    return Result(text, answer, query, caveats, [r["programme"] for r in rows])


def _said(values: str) -> str:
    words = (_SAID.get(value, value) for value in values.split("・"))
    return "・".join(kind_words(word) for word in words)

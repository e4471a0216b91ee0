"""What is printed of a thing: its attributes, rows, quotes, links, predecessors and related measures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.answering.amounts import amounts
from api.answering.attributes import attribute
from api.answering.lists import list_items
from api.answering.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    coverage,
    listed,
    numbered,
    select,
    things,
    year_of,
)
from api.answering.words import amount_words, kind_words, set_words, stage_words
from graph.question_graph import build_query, supports
from nlp.questions.parser import Understood

_RELATIONS = {
    "programme": "事業",
    "targetGroup": "対象者",
    "relatedMeasure": "関連施策",
    "continues": "前身",
    "component": "構成要素",
    "cites": "引用",
    "legalBasis": "根拠",
}
_MONEY = re.compile(r"額|円|予算|いくら")


def describe(understood: Understood, services: AskServices) -> Result:
    """What there is to say of a thing when nothing in particular is asked."""
    frame = understood.frame
    if frame.over == "line":
        return list_items(replace(understood, frame=replace(frame, item="line")), services)
    if frame.over == "programme":
        over = tuple(c for c in frame.conditions if supports("programme", c.kind))
        told = attribute(
            replace(understood, frame=replace(frame, attribute="overview", conditions=over)), services
        )
        money = amounts(understood, services)
        if told.reason or not told.answer:
            return money
        text = told.text if money.reason else f"{told.text} {money.text}"
        return replace(told, text=text, caveats=[*told.caveats, *money.caveats])
    if frame.over in ("measure", "grantee", "guideline", "call", "eligible_programme", "activity"):
        return _described(understood, services)
    return list_items(understood, services)


def _described(understood: Understood, services: AskServices) -> Result:
    frame = replace(understood.frame, item=understood.frame.over, attribute="overview")
    told = attribute(replace(understood, frame=frame), services)
    if told.reason:
        return list_items(replace(understood, frame=replace(frame, attribute="")), services)
    if frame.over == "measure":
        ministries = attribute(replace(understood, frame=replace(frame, attribute="ministry")), services)
        if not ministries.reason:
            names = "・".join(i["label"] for i in ministries.answer["items"])
            told.text += f"（担当: {names}）"
    return told


def where(understood: Understood, services: AskServices) -> Result:
    """Every printed row of the programme: number, section, 再掲, amount."""
    kept = tuple(c for c in understood.frame.conditions if supports("line", c.kind) and c.kind != "relisted")
    frame = replace(understood.frame, over="line", item="line", conditions=kept)
    query, rows = select("where", frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(replace(understood, frame=frame)))
    columns = ["番号", "名称", "年度", "段階", "節", "節の見出し", "再掲", "金額（円）", "種別", "備考"]
    table = [
        [
            int(r["number"]),
            r["label"],
            year_of(r),
            stage_words(r["stage"]),
            r["sectionNotation"],
            r["sectionLabel"],
            "再掲" if r["relisted"] == "true" else "",
            int(r["amount"]) if r["amount"] else None,
            kind_words(r["kind"]),
            r["remarks"],
        ]
        for r in rows
    ]
    said = listed([f"{year_of(r)}No.{r['number']}（節{r['sectionNotation']}）" for r in rows], 8)
    amount = {amount_words(r["amount"]) for r in rows if r["amount"]}
    caveats = ["再掲の行は同じ金額で、足し合わせません。"] if len(rows) > 1 and amount else []
    answer: dict[str, Any] = {
        "type": "table",
        "columns": columns,
        "rows": table,
        "items": things(rows, "line"),
        "value": len(rows),
    }
    text = f"{said}の{len(rows)}行に印刷されています。"
    about = [r["line"] for r in rows]
    return Result(
        text,
        answer,
        query,
        [*caveats, *coverage(frame, services)],
        about,
        ("relisted", "section"),
        view="/view/chain",
    )


def evidence(understood: Understood, services: AskServices) -> Result:
    """The quotes that the statements about a thing stand on."""
    frame = replace(
        understood.frame,
        conditions=tuple(c for c in understood.frame.conditions if supports(understood.frame.over, c.kind)),
    )
    query, rows = select("evidence", frame, services)
    if frame.over == "programme" and _MONEY.search(frame.text):
        # Where an amount stands: the printed rows of the programme, not where its name is.
        on_lists, printed = select("evidence", replace(frame, over="line", item="line"), services)
        if printed:
            query, frame = on_lists, replace(frame, over="line", item="line")
            rows = sorted(printed, key=lambda row: row["supports"] != "amount")
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    columns = ["名称", "項目", "引用", "文書", "開始", "終了"]
    table = [
        [r["label"], r["supports"], r["quote"], r["document"], int(r["start"]), int(r["end"])] for r in rows
    ]
    documents = "、".join(dict.fromkeys(r["document"] for r in rows))
    holders = things(rows, frame.item)
    text = (
        f"{listed([numbered(h) for h in holders], 3)}の記述は、{documents}の{len(rows)}か所に立っています。"
    )
    supports_ = tuple(dict.fromkeys(r["supports"] for r in rows))
    return Result(
        text,
        {"type": "table", "columns": columns, "rows": table},
        query,
        [],
        [h["id"] for h in holders],
        supports_,
    )


def confidence(understood: Understood, services: AskServices) -> Result:
    """How sure the inferred links of a thing are; the weakest is named."""
    terms = [t for c in understood.frame.conditions for t in c.values if t.kind == "iri"]
    if not terms:
        return nothing(understood, services, "", "確度を尋ねるもの")
    query = build_query("confidence", understood.frame, {"focus": terms[0]})
    rows = services.rows(query)
    if not rows:
        return nothing(understood, services, query, f"「{terms[0].label}」の推定リンク")
    table = [
        [
            r["subjectLabel"],
            _RELATIONS.get(r["relation"].rsplit("#", 1)[-1], r["relation"]),
            r["objectLabel"],
            f"{float(r['confidence']):.2f}",
            r["method"],
        ]
        for r in rows
    ]
    weakest = table[0]
    text = f"「{terms[0].label}」の推定リンクは{len(table)}本で、確度は{table[0][3]}〜{table[-1][3]}です。最も低いのは{weakest[1]}「{weakest[2]}」です。"
    columns = ["もの", "関係", "相手", "確度", "方法"]
    return Result(
        text,
        {"type": "table", "columns": columns, "rows": table},
        query,
        ["確度は0から1で、答えの確かさは最も弱い記述で決まります。"],
        [terms[0].value],
    )

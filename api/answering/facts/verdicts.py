"""Yes or no about named things: whether a target was reached, whether two names are one programme."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.answering.facts.attributes import attribute
from api.answering.facts.targets_met import COMPARED, compared_rows
from api.answering.result import AskServices, Result, query_of_text, select, template_text, things, year_of
from graph.question_graph import build_query, serialise
from nlp.errors import VocabularyError
from nlp.questions.parser import Understood
from nlp.questions.records import Term

_SURE_SAME = "renamed"
_APART = re.compile(r"別の|別物|異なる|違う(?!だけ)")


def reached(understood: Understood, services: AskServices) -> Result:
    """Whether the document says that a measure's target was reached; where it does not say so, its achievement as printed."""
    frame = understood.frame
    _, rows = select("reached", frame, services)
    told = [row for row in rows if row["reached"]]
    printed = attribute(replace(understood, frame=replace(frame, attribute="achievement")), services)
    if not told:
        note = "目標を達成したかどうかは明記されていません。印刷された達成状況を示しています。"
        figures = compared_rows(rows)
        notes = [COMPARED] if figures else [note]
        return replace(printed, text=f"{figures}{printed.text}", caveats=[*notes, *printed.caveats])
    query, _ = select("reached_value", frame, services)
    missed = [row for row in told if row["reached"] == "false"]
    of = told[0]
    name = f"No.{of['number']} {of['label']}"
    begun = (
        f"いいえ、{name}は目標に届いていないと明記されています"
        if missed
        else f"はい、{name}は目標を達成したと明記されています"
    )
    said = "、".join(dict.fromkeys(f"{r['measured']} {r['result']}".strip() for r in (missed or told)))
    text = f"{begun}（{said}）。" + ("" if printed.reason else printed.text)
    answer: dict[str, Any] = {
        "type": "boolean",
        "value": not missed,
        "columns": ["指標", "目標", "実績", "達成"],
        "rows": [[r["measured"], r["target"], r["result"], _VERDICT[r["reached"]]] for r in rows],
        "items": things(told, "measure"),
    }
    about = list(dict.fromkeys([*(r["indicator"] for r in told), of["measure"]]))
    part = len({r["reached"] for r in told}) > 1
    caveats = ["届いたと明記された指標と、届いていないと明記された指標があります。"] if part else []
    return Result(text, answer, query, caveats, about, ("reached", "resultText", "achievement"))


_VERDICT = {"true": "達成", "false": "未達", "": "明記なし"}


def measure_and_row(understood: Understood, services: AskServices) -> Result:
    """Whether a measure and the row of a budget list under the same number are tied; they are never one thing."""
    frame = understood.frame
    said = re.search(r"(?:施策|予算(?:一覧)?)(?:の)?(?:no[. ]*)?(\d+)", frame.text)
    if said is None:
        raise VocabularyError("a number is needed")
    query, rows = select("measure_and_row", frame, services, {"number": Term("integer", said[1])})
    if not rows:
        text = f"No.{said[1]}の施策と予算一覧の行の、片方か両方がありません。"
        return Result(text, {}, query, reason="false_premise")
    row = rows[0]
    told = f"施策No.{said[1]}「{row['measureLabel']}」と、{year_of(row)}の予算一覧のNo.{said[1]}「{row['lineLabel']}」"
    tied = row["value"] == "true"
    tie = "事業と施策としての関連付けはあります" if tied else "関連付けもありません"
    items = [{"id": row[key], "label": row[f"{key}Label"]} for key in ("measure", "line")]
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["もの", "名称"],
        "rows": [["施策", row["measureLabel"]], ["予算一覧の行", row["lineLabel"]]],
        "items": items,
    }
    text = f"いいえ、{told}は別のものです（番号は一覧ごとに付いています）。{tie}。"
    return Result(text, answer, query, about=[item["id"] for item in items])


def same_names(understood: Understood, services: AskServices) -> Result:
    """Whether several names are one programme: one thing under two names, a renamed one, or two."""
    frame = understood.frame
    # Each name is a condition of its own: the programmes of any of them.
    named = tuple(dict.fromkeys(t for c in frame.conditions for t in c.values))
    together = (replace(frame.conditions[0], values=named),) if frame.conditions else ()
    whole = replace(frame, conditions=together)
    programmes = things(select("list", whole, services)[1], "programme")
    others = ", ".join(serialise(term) for term in named)
    # 別の事業ですか is the same question the other way round.
    apart = bool(_APART.search(frame.text))
    text = template_text("same_names")
    text = text.replace("SELECT ((", "SELECT (!(") if apart else text
    query = query_of_text(text, whole, others=others)
    yes, no = ("いいえ", "はい") if apart else ("はい", "いいえ")
    names = "と".join(f"「{item['label']}」" for item in programmes)
    said = (*(c.surface for c in frame.conditions), *(x.surface for x in frame.linked))
    surfaces = "」と「".join(dict.fromkeys(x for x in said if x))
    caveats = ["同じ事業かどうかは名称・所管などからの推定です。"]
    about = [item["id"] for item in programmes]
    answer: dict[str, Any] = {"type": "boolean", "items": programmes}
    if len(programmes) == 1:
        text = f"{yes}、「{surfaces}」は同じ事業として扱っています（{names}）。"
        return Result(text, {**answer, "value": not apart}, query, caveats, about)
    links = [
        row
        for row in services.rows(build_query("lineage_all", replace(frame, conditions=())))
        if row["later"] in about and row["earlier"] in about
    ]
    if not links:
        text = f"{no}、{names}は別の事業として載っています。"
        return Result(text, {**answer, "value": apart}, query, caveats, about)
    row = links[0]
    one = row["kind"] == _SURE_SAME
    sure = f"（確度{float(row['confidence'] or 0):.2f}）"
    tie = f"「{row['laterLabel']}」は「{row['earlierLabel']}」を"
    text = (
        f"{yes}、{tie}改称したものと推定されます{sure}。"
        if one
        else f"{no}、別の事業ですが、{tie}引き継ぐと推定されます{sure}。"
    )
    return Result(text, {**answer, "value": one is not apart}, query, caveats, about)

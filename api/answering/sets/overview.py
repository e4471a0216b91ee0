"""Across the graph: shared target groups, gaps, history of ministries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    Row,
    coverage,
    listed,
    select,
    select_text,
    template_text,
    things,
    whether_any,
    year_of,
)
from api.answering.words import moved_between, set_words
from graph.question_graph import build_query, serialise
from nlp.errors import VocabularyError
from nlp.questions.parser import Understood

_WHETHER = re.compile(
    r"(?:ある|あり|あった|いる|あります|ありません|ない|存在する|存在します|存在しますか)(?:か|の|ん|です|でしょう|ました)*[?。]*$"
)


def shared(understood: Understood, services: AskServices) -> Result:
    """Target groups that two or more ministries have."""
    query, rows = select("shared_pairs", understood.frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    said = listed([f"{r['label']}（{r['value']}府省庁）" for r in rows])
    answer: dict[str, Any] = {
        "type": "list",
        "items": things(rows, "target_group"),
        "columns": ["対象者", "府省庁の数", "府省庁"],
        "rows": [[r["label"], int(r["value"]), r["ministries"]] for r in rows],
    }
    text = f"二つ以上の府省庁が対象にしているのは{len(rows)}種類の対象者です: {said}。"
    about = [r["target_group"] for r in rows]
    return Result(
        text, answer, query, coverage(understood.frame, services), about, view="/view/overlap-table"
    )


def pairs(understood: Understood, services: AskServices) -> Result:
    """Pairs of ministries in the order of how many target groups both support."""
    query, rows = select("ministry_pairs", understood.frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    top = [r for r in rows if r["value"] == rows[0]["value"]]
    said = "、".join(f"{r['firstLabel']}と{r['secondLabel']}" for r in top[:4])
    answer: dict[str, Any] = {
        "type": "list",
        "items": [{"id": r[key], "label": r[f"{key}Label"]} for r in top for key in ("first", "second")],
        "columns": ["府省庁", "府省庁", "共通の対象者の数", "共通の対象者"],
        "rows": [[r["firstLabel"], r["secondLabel"], int(r["value"]), r["groups"]] for r in rows],
    }
    text = f"共通の対象者が最も多いのは{said}（{rows[0]['value']}種類）です。"
    return Result(text, answer, query, coverage(understood.frame, services), view="/view/upset")


def gap_targets(understood: Understood, services: AskServices) -> Result:
    """Target groups that a ministry's measures and programmes do not have."""
    ministry = next((t for c in understood.frame.conditions if c.kind == "ministry" for t in c.values), None)
    if ministry is None:
        raise VocabularyError("a ministry is needed")
    query, rows = select("gap_targets", understood.frame, services, {"ministry": ministry})
    text = f"{ministry.label}の施策・事業に現れない対象者は{len(rows)}種類です: {listed([r['label'] for r in rows])}。"
    caveats = ["ほかの府省庁の施策・事業に現れる対象者だけを調べています。"]
    answer: dict[str, Any] = {"type": "list", "items": things(rows, "target_group")}
    return Result(
        text, answer, query, [*caveats, *coverage(understood.frame, services)], view="/view/overlap"
    )


def gap_ministries(understood: Understood, services: AskServices) -> Result:
    """Ministries that have nothing under the conditions."""
    query, rows = select("gap_ministries", understood.frame, services)
    if understood.rule.flag == "every":
        return _every_ministry(understood, rows, query, services)
    if not rows:
        return nothing(understood, services, query, "当てはまる府省庁")
    text = f"当てはまるのは{len(rows)}府省庁です: {listed([r['label'] for r in rows], 8)}。"
    caveats = ["読み込んだ文書で何かを担当している府省庁だけを調べています。"]
    answer: dict[str, Any] = {"type": "list", "items": things(rows, "ministry")}
    return Result(
        text, answer, query, [*caveats, *coverage(understood.frame, services)], view="/view/overlap"
    )


def gap_sections(understood: Understood, services: AskServices) -> Result:
    """Sections that have nothing under the conditions."""
    frame = understood.frame
    # 柱4で施策のない節: of that pillar's sections.
    among = replace(frame, over="section", item="section", conditions=frame.of_kind("pillar"))
    query = build_query("gap_sections", frame, whole=among)
    rows = services.rows(query)
    if not rows:
        return nothing(understood, services, query, "当てはまる節")
    said = listed([f"{r['number']} {r['label']}" for r in rows], 8)
    text = f"{set_words(understood).replace('を持つ', 'のない')}は{len(rows)}節です: {said}。"
    answer: dict[str, Any] = {
        "type": "list",
        "items": [{"id": r["section"], "label": f"{r['number']} {r['label']}"} for r in rows],
    }
    return Result(text, answer, query, coverage(frame, services), [r["section"] for r in rows])


def _every_ministry(understood: Understood, rows: Sequence[Row], query: str, services: AskServices) -> Result:
    """どの省庁にもある？: no where some ministry lacks it, with those; yes where none does."""
    said = set_words(understood).replace("持たない", "持つ")
    text = (
        f"いいえ。当たる施策のない府省庁が{len(rows)}あります: {listed([r['label'] for r in rows], 8)}。"
        if rows
        else f"はい。{said}でない府省庁はありません。"
    )
    caveats = [
        "読み込んだ文書で何かを担当している府省庁だけを調べています。",
        *coverage(understood.frame, services),
    ]
    answer: dict[str, Any] = {"type": "boolean", "value": not rows, "items": things(rows, "ministry")}
    whether = 'SELECT (COUNT(DISTINCT ?ministry) = 0 AS ?value) (GROUP_CONCAT(DISTINCT ?label; separator="、") AS ?without) WHERE {'
    asked = query.replace("SELECT DISTINCT ?ministry ?label WHERE {", whether, 1)
    asked = asked.rpartition("ORDER BY ?label")[0]
    return Result(text, answer, asked, caveats, view="/view/overlap")


def matrix(understood: Understood, services: AskServices) -> Result:
    """Ministry by target group, counted."""
    query, rows = select("matrix", understood.frame, services)
    if not rows:
        return nothing(understood, services, query, "府省庁と対象者の組み合わせ")
    table = [[r["ministryLabel"], r["targetLabel"], int(r["value"])] for r in rows]
    ministries, targets = {row[0] for row in table}, {row[1] for row in table}
    empty = len(ministries) * len(targets) - len(table)
    text = f"{len(ministries)}府省庁×{len(targets)}対象者のうち、施策・事業があるのは{len(table)}組、空白は{empty}組です。図は /view/overlap にあります。"
    answer: dict[str, Any] = {"type": "table", "columns": ["府省庁", "対象者", "数"], "rows": table}
    return Result(text, answer, query, coverage(understood.frame, services), view="/view/overlap")


_TOOK_FROM = re.compile(
    r"から(?:の)?(?:事務|業務|仕事)?(?:を)?(?:引き継|移管|受け継|移っ|移され)[^。]{0,14}(?:省庁|府省|役所|省|庁)"
)


def ministry_history(understood: Understood, services: AskServices) -> Result:
    """Ministries that took over duties or succeed others."""
    named = [t for c in understood.frame.conditions if c.kind == "ministry" for t in c.values]
    # こども家庭庁が内閣府から引き継いだ仕事: of what it took over, that from the one.
    source = named[1] if understood.rule.id == "ministry_history_from" and len(named) == 2 else None
    ministry = next((t for t in named if t is not source), None)
    # 内閣府から引き継いだ省庁は: those that took over from it, not what it took over.
    from_it = ministry is not None and source is None and bool(_TOOK_FROM.search(understood.frame.text))
    side = "former" if from_it else "ministry"
    restrict = f"VALUES ?{side} {{ {serialise(ministry)} }}" if ministry else ""
    if source is not None:
        restrict += f" VALUES ?former {{ {serialise(source)} }}"
    text = template_text("ministry_history").replace("#{restrict}", restrict)
    query, rows = select_text(text, understood.frame, services)
    name = ministry.label if ministry else ""
    if not rows:
        return nothing(understood, services, query, f"{name}の前身や引き継ぎ")
    former = "・".join(dict.fromkeys(r["formerLabel"] for r in rows))
    later = "・".join(dict.fromkeys(r["label"] for r in rows))
    notes = list(dict.fromkeys(r["note"] for r in rows if r["note"]))
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["府省庁", "前", "内容"],
        "rows": [[r["label"], r["formerLabel"], r["note"]] for r in rows],
    }
    answer["items"] = things([{"thing": r["ministry"], "label": r["label"]} for r in rows], "thing")
    caveats = ["根拠は各設置法（府省庁の辞書に記載）で、読み込んだ文書の記述ではありません。"]
    return Result(
        f"{later if from_it else name}は{former}から引き継ぎました。{' '.join(notes)[:300]}",
        answer,
        query,
        caveats,
    )


def ministry_changed(understood: Understood, services: AskServices) -> Result:
    """Programmes whose ministry differs between years."""
    query, rows = select("ministry_changed", understood.frame, services)
    before, after = moved_between(understood.frame)
    rows = [
        r
        for r in rows
        if (not after or r["laterMinistry"] in after) and (not before or r["earlierMinistry"] in before)
    ]
    what = f"年度の間で担当府省庁が{_said(before, 'から')}{_said(after, 'に')}変わった事業"
    if not rows and len(services.known.lexicon.budget_years()) > 1:
        # The lists of some pillars and years alone are read: no row is a no within them only.
        checked = replace(understood.frame, over="line")
        text = f"読み込んだ予算一覧には、{what}は見つかりませんでした。ほかの年度や柱の一覧は読み込まれていないため、無いとは言えません。"
        caveats = coverage(checked, services)
        if _WHETHER.search(understood.frame.text) or not (before or after):
            no = {"type": "boolean", "value": False}
            return Result(f"いいえ、{text}", no, whether_any(query), caveats, note=what)
        return Result(text, {}, query, caveats, reason="not_in_source", note=what)
    if not rows:
        return nothing(
            replace(understood, frame=replace(understood.frame, over="line")),
            services,
            query,
            what,
        )
    table = [
        [
            r["label"],
            year_of(r, "earlierYear"),
            r["earlierMinistry"],
            year_of(r, "laterYear"),
            r["laterMinistry"],
        ]
        for r in rows
    ]
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["事業", "前の年度", "前の府省庁", "後の年度", "後の府省庁"],
        "rows": table,
        "items": things(rows, "programme"),
    }
    return Result(
        f"担当府省庁が変わったのは{len(answer['items'])}事業です。",
        answer,
        query,
        [],
        [r["programme"] for r in rows],
        note=what if before else "",
    )


def _said(ministries: list[str], particle: str) -> str:
    return f"{'・'.join(ministries)}{particle}" if ministries else ""

"""Counts compared: groups, rankings by count, and those with as many as asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    NO_LIMIT,
    AskServices,
    Result,
    Row,
    coverage,
    listed,
    select_text,
    template_text,
    things,
)
from api.answering.sets.crossed import cross
from api.answering.sets.groupings import grouping_by, joint_caveats
from api.answering.sets.lists import PLACES, item_words, unit_words
from api.answering.words import counts_rows, set_words
from graph.question_graph import serialise
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

_PLACES_COUNTED = re.compile(
    r"(?:府省庁|省庁|府省|対象者|節|柱)(?:の)?(?:数|件数|種類)|何(?:府省庁|省庁|府省|種類)"
    r"|(?:府省庁|省庁|府省|対象者|節|柱)(?:は|って|が)?(?:全部で|全体で)?(?:いくつ|何個|何種類)"
)
# 施策の数が同じ府省庁, as turns/counting.toml writes it.
_ALIKE = "同数のもの"
_SET_APART = re.compile(r"どちら|どっち|差|比べ|比較|多い|少ない")
_AND_MONEY = re.compile(r"数(?:と|や|、|および|及び)(?:その)?(?:合計)?(?:金額|予算|額)")


def group(understood: Understood, services: AskServices) -> Result:
    """Counts by ministry, target group, section, pillar, year ..."""
    frame = understood.frame
    by = frame.group or "ministry"
    if "+" in by:
        return cross(understood, services)
    if frame.item in PLACES and (frame.item == by or not _PLACES_COUNTED.search(frame.text)):
        frame = replace(frame, item="programme" if frame.over == "line" else frame.over)
    chosen = [c for c in frame.conditions if c.kind in (by, f"{by}_below") and len(c.values) > 1]
    chosen_one = next(
        (c for c in frame.conditions if c.kind in (by, f"{by}_below") and len(c.values) == 1), None
    )
    # 高齢者と若者: each with what is for the narrower groups below it.
    below = any(c.kind == "target_group_below" for c in chosen)
    plans = bool(services.known.lexicon.shared_notations)
    grouping = "  " + grouping_by(frame.over, by, below=below, plans=plans)
    if chosen and by != "year":
        # Of the groups compared only; a measure of one of them may belong to others too.
        names = ", ".join(serialise(Term("text", t.label)) for t in chosen[0].values)
        grouping += f" FILTER(STR(?group) IN ({names}))"
    text = template_text("group").replace("#{grouping}", grouping)
    if frame.limit:
        text = f"{text.rstrip()}\nLIMIT $limit"
    alike = _ALIKE in frame.text
    if alike and chosen_one is not None:
        frame = replace(frame, conditions=tuple(c for c in frame.conditions if c is not chosen_one))
    query, rows = select_text(text, frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    if alike:
        return _alike(understood, services, query, rows, by, chosen_one)
    label = item_words(by) if by != "year" else "年度"
    table = [[year_words(int(r["group"][:4])) if by == "year" else r["group"], int(r["value"])] for r in rows]
    mark = {"pillar": "柱", "section": "節"}.get(by, "")
    said = listed([f"{mark}{name} {value}" for name, value in table], 6)
    shown = {str(name) for name, _ in table}
    without = [t.label for c in chosen for t in c.values if t.label not in shown]
    caveats = joint_caveats(by)
    if _AND_MONEY.search(frame.text):
        caveats.append(f"ここでは数だけを示しています。金額は「{label}ごとの予算額は？」で尋ねられます。")
    columns = [label, f"{item_words(frame.item)}の数"]
    answer = {"type": "table", "columns": columns, "rows": table}
    result = Result(f"{label}ごとの{item_words(frame.item)}の数: {said}。", answer, query, caveats)
    if len(table) == 2 and _SET_APART.search(frame.text):
        more, most, least = table[0][0], int(rows[0]["value"]), int(rows[1]["value"])
        apart = f"多いのは{mark}{more}で、差は{most - least}" if most > least else "数は同じ"
        result.text += f"{apart}です。"
    if without:
        result.text += f"{'・'.join(without)}の{item_words(frame.item)}は、読み込んだ文書に見つかりません。"
    result.caveats += coverage(frame, services)
    result.view = "/view/overlap" if by in ("ministry", "target_group") else ""
    return result


def _alike(
    understood: Understood,
    services: AskServices,
    query: str,
    rows: list[Row],
    by: str,
    named: Condition | None,
) -> Result:
    """Of the groups those that have as many as another (施策の数が同じ府省庁), or as many as the one named."""
    frame = understood.frame
    label, unit = (
        item_words(by),
        unit_words(
            frame.item if frame.item not in PLACES else "programme" if frame.over == "line" else frame.over
        ),
    )
    mine = named.values[0].label if named is not None else ""
    values = [r["value"] for r in rows]
    of_named = next((r["value"] for r in rows if r["group"] == mine), "")
    kept = [r for r in rows if (r["value"] == of_named if mine else values.count(r["value"]) > 1)]
    prefixes = template_text("prefixes").strip()
    inner = query.replace(prefixes, "").strip()
    test = f"?one = {serialise(Term('text', mine))}" if mine else "?one != ?other"
    again = f"{{ SELECT (STR(?group) AS ?one) ?value WHERE {{ {{\n{inner}\n  }} }} }}"
    query = (
        f"{prefixes}\nSELECT DISTINCT ?group ?value WHERE {{\n  {{\n{inner}\n  }}\n  {again}\n"
        f"  BIND(STR(?group) AS ?other)\n  FILTER({test})\n}}\nORDER BY DESC(?value) ?group\n"
    )
    answer: dict[str, Any] = {
        "type": "table",
        "columns": [label, f"{item_words(frame.item)}の数"],
        "rows": [[r["group"], int(r["value"])] for r in kept],
    }
    alike = {
        v: [r["group"] for r in kept if r["value"] == v] for v in dict.fromkeys(r["value"] for r in kept)
    }
    said = listed([f"{'・'.join(names)}（{value}{unit}ずつ）" for value, names in alike.items()], 12)
    caveats = joint_caveats(by)
    if len(kept) < 2:
        text = f"{mine + 'と' if mine else ''}数が同じ{label}はありません。"
        text += f"{mine}は{of_named}{unit}です。" if of_named else ""
    else:
        text = f"数が同じ{label}: {said}。"
    return Result(text, answer, query, caveats + coverage(frame, services))


def rank_count(understood: Understood, services: AskServices) -> Result:
    """Ministries, target groups or sections by how many things stand under them; ties are all named."""
    frame = understood.frame
    counted = understood.rule.flag or _counted(frame)
    text = template_text(f"rank_count_{frame.order or 'desc'}").replace("$counted", f"?{counted}")
    if counted in ("target_group", "ministry", "section") and counted != frame.item:
        path = {"target_group": "targetGroup"}.get(counted, counted)
        text = text.replace("#{body}", f"#{{body}}\n  ?{frame.over} tsu:{path} ?{counted} .")
    if frame.over == "line":
        text = text.replace("#{body}", "#{body}\n  ?line tsu:programme ?programme .")
    having = [c for c in frame.conditions if c.kind.startswith("having")]
    frame = replace(frame, conditions=tuple(c for c in frame.conditions if c not in having))
    if having:
        least = f"COUNT(DISTINCT ?{counted}) {having[0].operator} {int(having[0].values[0].value)}"
        text = text.replace("\nORDER BY", f"\nHAVING({least})\nORDER BY")
    # Of the last place asked for all are named, since its equals share it.
    query, rows = select_text(text, replace(frame, limit=0, nth=0, places=()), services)
    if not having:
        query, rows = _with_equals(query, rows, frame)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    if having:
        return _with_counts(understood, services, query, rows, counted)
    word = "最も多い" if frame.order == "desc" else "最も少ない"
    if frame.nth or frame.places:
        word = f"{frame.nth or frame.places[0]}番目に{word.removeprefix('最も')}"
    tied = [r["label"] for r in rows if r["value"] == rows[0]["value"]]
    unit = unit_words(counted)
    answer: dict[str, Any] = {
        "type": "list",
        "items": things(rows, frame.item),
        "value": int(rows[0]["value"]),
        "unit": unit,
        "columns": [item_words(frame.item), f"{item_words(counted)}の数"],
        "rows": [[r["label"], int(r["value"])] for r in rows],
    }
    result = Result(f"{word}のは{'・'.join(tied[:8])}（{rows[0]['value']}{unit}）です。", answer, query)
    after = [f"{r['label']}（{r['value']}{unit}）" for r in rows[len(tied) :]]
    if after and frame.limit != 1 and not frame.nth:
        result.text += f"続いて{listed(after, max(5, min(frame.limit, 20) - 1))}。"
    if len(tied) > 1:
        result.caveats.append(f"同数が{len(tied)}あります: {'、'.join(tied)}。")
    result.caveats += coverage(frame, services)
    result.about = [item["id"] for item in answer["items"]]
    return result


def _counted(frame: Frame) -> str:
    """What is counted: rows of a list where their number is spoken of (行数が多い), else the programmes in them."""
    if counts_rows(frame):
        return "line"
    return "programme" if frame.over == "line" else frame.over


def _with_equals(query: str, rows: list[Row], frame: Frame) -> tuple[str, list[Row]]:
    """The query and its rows up to the place asked for, at it, or between the places, with those that have as many as the
    last of them."""
    first = frame.places[0] if frame.places else frame.nth
    last = (frame.nth or frame.limit) - 1
    if last < 0 or last >= len(rows):
        return query, rows if last < 0 or not first else []
    values = [r["value"] for r in rows]
    start = values.index(values[first - 1]) if first else 0
    end = len(values) - values[::-1].index(values[last])
    ends = f"OFFSET {start}\nLIMIT {end - start}" if start else f"LIMIT {end}"
    return query.replace(f"LIMIT {NO_LIMIT}", ends), rows[start:end]


def _with_counts(
    understood: Understood, services: AskServices, query: str, rows: list[Row], of: str
) -> Result:
    """Those that have as many things of kind `of` as the question says, each with its number."""
    frame = understood.frame
    counted = item_words(of)
    said = listed([f"{r['label']}（{r['value']}）" for r in rows], 8)
    answer: dict[str, Any] = {
        "type": "list",
        "items": things(rows, frame.item),
        "columns": [item_words(frame.item), f"{counted}の数"],
        "rows": [[r["label"], int(r["value"])] for r in rows],
    }
    text = f"{set_words(understood)}は{len(rows)}{unit_words(frame.item)}あります: {said}。"
    return Result(text, answer, query, coverage(frame, services), [item["id"] for item in answer["items"]])

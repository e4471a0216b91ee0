"""Counts compared: groups, rankings by count, those with as many as asked for, and shares."""

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
    year_of,
)
from api.answering.sets.groupings import grouping_by
from api.answering.sets.lists import PLACES, item_words, unit_words
from api.answering.sets.telling_parts import last_stated, parts_of_all, with_its_ministry
from api.answering.words import CLAUSES, amount_words, counts_rows, set_words, stage_words
from graph.question_graph import build_query, serialise
from nlp.questions.conditions.wording import words_of
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

_MONEY_SHARE = re.compile(
    r"予算|金額|額|円(?!滑|満|卓|形|環)|合計|(?:補正|当初)(?:\([^)]*\))?(?:の(?:うち|中で?)|に占める|全体)"
)
_COUNT_SHARE = re.compile(r"件数|事業数|行数|何件")
_PLACES_COUNTED = re.compile(
    r"(?:府省庁|省庁|府省|対象者|節|柱)(?:の)?(?:数|件数|種類)|何(?:府省庁|省庁|府省|種類)"
)
_SET_APART = re.compile(r"どちら|どっち|差|比べ|比較|多い|少ない")
_AND_MONEY = re.compile(r"数(?:と|や|、|および|及び)(?:その)?(?:合計)?(?:金額|予算|額)")
_MONEY_PARTS = (
    "ministry",
    "ministry_below",
    "target_group",
    "section",
    "pillar",
    "programme",
    "keyword",
    "newly",
)


def group(understood: Understood, services: AskServices) -> Result:
    """Counts by ministry, target group, section, pillar, year ..."""
    frame = understood.frame
    by = frame.group or "ministry"
    if frame.item in PLACES and (frame.item == by or not _PLACES_COUNTED.search(frame.text)):
        frame = replace(frame, item="programme" if frame.over == "line" else frame.over)
    chosen = [c for c in frame.conditions if c.kind in (by, f"{by}_below") and len(c.values) > 1]
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
    query, rows = select_text(text, frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    label = item_words(by) if by != "year" else "年度"
    table = [[year_words(int(r["group"][:4])) if by == "year" else r["group"], int(r["value"])] for r in rows]
    mark = {"pillar": "柱", "section": "節"}.get(by, "")
    said = listed([f"{mark}{name} {value}" for name, value in table], 6)
    shown = {str(name) for name, _ in table}
    without = [t.label for c in chosen for t in c.values if t.label not in shown]
    caveats = ["二つ以上の府省庁が担当するものは、それぞれに数えています。"] if by == "ministry" else []
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


def rank_count(understood: Understood, services: AskServices) -> Result:
    """Ministries, target groups or sections by how many things stand under them; ties are all named."""
    frame = understood.frame
    counted = understood.rule.flag or _counted(frame)
    text = template_text(f"rank_count_{frame.order}").replace("$counted", f"?{counted}")
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
    query, rows = select_text(text, replace(frame, limit=0, nth=0), services)
    if not having:
        query, rows = _with_equals(query, rows, frame)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    if having:
        return _with_counts(understood, services, query, rows, counted)
    word = "最も多い" if frame.order == "desc" else "最も少ない"
    if frame.nth:
        word = f"{frame.nth}番目に{word.removeprefix('最も')}"
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
    """The query and its rows up to the place asked for, or at it, with those that have as many as the last of them."""
    last = (frame.nth or frame.limit) - 1
    if last < 0 or last >= len(rows):
        return query, rows if last < 0 or not frame.nth else []
    values = [r["value"] for r in rows]
    start = values.index(values[last]) if frame.nth else 0
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


# Conditions that a share is about, the most telling first: the first that stands in the question makes the part.
_SHARED_BY = (
    "amount",
    "missing",
    "has",
    "reached",
    "short",
    "missed",
    "due",
    "sole",
    "doubt",
    "joint_count",
    "joint_least",
    "quoted",
    "relisted",
    "newly",
    "amount_kind",
    "joint",
    "target_group",
    "keyword",
    "ministry",
    "pillar",
    "section",
    "numeric",
)


def _said_after_among(frame: Frame) -> Condition | None:
    """こども向け施策のうち内閣府が担当するもの: the one condition said behind うち, which makes the part; None when there are others."""
    place = frame.text.find("うち")
    if place < 0:
        return None
    after = [c for c in frame.conditions if c.surface and frame.text.find(c.surface) > place]
    return after[0] if len(after) == 1 else None


def _of_exact_amounts(frame: Frame) -> bool:
    """Whether 内数 is left out: that is said of sums, not of how many there are."""
    return any(c.kind == "amount_kind" and c.values[0].value.endswith("#exact") for c in frame.conditions)


def share(understood: Understood, services: AskServices) -> Result:
    """The part of the things that meets the telling condition, of those that meet the rest."""
    frame = understood.frame
    of_all = parts_of_all(frame)
    parts = bool(of_all) or any(c.kind in _MONEY_PARTS for c in frame.conditions)
    # One programme's share is of money: of rows it would be one of so many.
    bound = any(c.kind == "amount" for c in frame.conditions)  # 金額が10億円を超える事業は何割: of programmes
    said = (
        understood.rule.id == "share_money"
        or (not bound and _MONEY_SHARE.search(frame.text))
        or _of_exact_amounts(frame)
        or frame.of_kind("programme")
    )
    money = bool(said) and not _COUNT_SHARE.search(frame.text)
    if frame.over == "line" and money and parts:
        return _share_of_money(understood, services)
    one = _said_after_among(frame) or next(
        (c for kind in _SHARED_BY for c in frame.conditions if c.kind == kind), last_stated(frame)
    )
    telling = of_all or (with_its_ministry(one, frame) if one is not None else ())
    if not telling:
        return nothing(understood, services, "", "割合を取る条件")
    whole = replace(frame, conditions=tuple(c for c in frame.conditions if c not in telling))
    query = build_query("share", frame, None, whole)
    rows = services.rows(query)
    part, total = (int(rows[0]["part"]), int(rows[0]["whole"])) if rows else (0, 0)
    if not part or not total:
        return nothing(understood, services, query, set_words(understood))
    unit = unit_words(frame.item)
    ratio = 100 * part / total
    base = set_words(replace(understood, frame=whole))
    told = "、".join(words_of(c) for c in telling)
    part_words = told + ("もの" if told.endswith(CLAUSES) else "のもの")
    answer = {
        "type": "number",
        "value": round(ratio, 1),
        "unit": "%",
        "columns": ["部分", "全体", "割合"],
        "rows": [[part, total, f"{ratio:.1f}%"]],
    }
    text = f"{base}{total}{unit}のうち、{part_words}は{part}{unit}（{ratio:.1f}%）です。"
    return Result(
        text, answer, query, ["件数の割合です（金額の割合ではありません）。", *coverage(frame, services)]
    )


def _share_of_money(understood: Understood, services: AskServices) -> Result:
    """The part of the exact amounts, each programme once, year by year and stage by stage."""
    frame = replace(understood.frame, item="line")
    part = [*parts_of_all(frame)]
    if not part:
        telling = next(c for kind in _MONEY_PARTS for c in frame.conditions if c.kind == kind)
        # 氷河期交付金 looked for as two words: both of them make the part.
        part = [c for c in frame.conditions if c is telling or c.kind == telling.kind == "keyword"]
    whole = replace(frame, conditions=tuple(c for c in frame.conditions if c not in part))
    query = build_query("share_amount", frame, None, whole)
    rows = [r for r in services.rows(query) if r["part"] and int(r["whole"])]
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    table = [
        [
            year_of(r),
            stage_words(r["stage"]),
            int(r["part"]),
            int(r["whole"]),
            round(100 * int(r["part"]) / int(r["whole"]), 1),
        ]
        for r in rows
    ]
    said = "、".join(
        f"{year_of(r)}{stage_words(r['stage'])}では{amount_words(r['part'])}で、"
        f"全体{amount_words(r['whole'])}の{100 * int(r['part']) / int(r['whole']):.1f}%"
        for r in rows
    )
    told = "、".join(words_of(c) for c in part)
    answer: dict[str, Any] = {
        "type": "number" if len(table) == 1 else "table",
        "value": table[0][4] if len(table) == 1 else None,
        "unit": "%",
        "columns": ["年度", "段階", "部分（円）", "全体（円）", "割合（%）"],
        "rows": table,
    }
    only_first = any(c.kind == "relisted" for c in frame.conditions)
    caveats = [
        "再掲の行を除いた額の割合です。" if only_first else "再掲は一度だけ数えた額の割合です。",
        "内数の額は入れていません。",
        *coverage(frame, services),
    ]
    text = f"{told}{'もの' if told.endswith(CLAUSES) else 'のもの'}は、{said}です。"
    return Result(text, answer, query, caveats, view="/view/chain")

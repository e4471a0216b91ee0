"""Lists, counts, yes or no, groups, shares, and rankings by count."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.answering.result import (
    AskServices,
    Result,
    Row,
    coverage,
    listed,
    numbered,
    select,
    select_text,
    template_text,
    things,
    year_of,
)
from api.answering.words import CLAUSES, amount_words, kind_words, set_words, stage_words
from graph.question_graph import build_query, can_list, serialise, supports
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.sets import condition_data, year_words
from nlp.questions.wording import words_of

_LISTED_IN_DETAIL = {"line": "list_lines", "measure": "list_measures", "programme": "list_programmes"}
_MONEY_SHARE = re.compile(r"予算|金額|額|円")
_COUNT_SHARE = re.compile(r"件数|事業数|行数|何件")
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
_PLACES = ("ministry", "target_group", "section", "pillar")


def _unit(item: str) -> str:
    return str(condition_data()["units"].get(item, "件"))


def _item_words(item: str) -> str:
    return str(condition_data()["items"].get(item, "件"))


def list_template(frame: Frame) -> str:
    """The template that lists a frame's items with the details they have."""
    detailed = frame.over == frame.item or (frame.over, frame.item) == ("line", "programme")
    return _LISTED_IN_DETAIL.get(frame.item, "list") if detailed and frame.over != "programme" else "list"


def list_items(understood: Understood, services: AskServices) -> Result:
    """The things under the conditions, with their details as rows."""
    frame = understood.frame
    template = list_template(frame)
    query, rows = select(template, frame, services)
    items = things(rows, frame.item)
    what = set_words(understood)
    if not items:
        wider = _of_programmes(frame)
        if wider and select("list", wider, services)[1]:
            return list_items(replace(understood, frame=wider), services)
        return _each_ministry(understood, services) or nothing(understood, services, query, what)
    shown = listed([numbered(item) for item in items])
    answer: dict[str, Any] = {"type": "list", "items": items}
    result = Result(f"{what}は{len(items)}{_unit(frame.item)}あります: {shown}。", answer, query)
    result.about = [item["id"] for item in items]
    if frame.item in _PLACES and frame.over != frame.item:
        # A ministry has no quote of its own: what puts it on the list is printed of its measures and programmes.
        _, behind = select("list", replace(frame, item=frame.over), services)
        result.about = [item["id"] for item in things(behind, frame.over)]
        result.supports = ("ministry", "targetGroup", "section")
    if template == "list_lines":
        _line_details(rows, result)
    elif template == "list_measures":
        answer["columns"] = ["番号", "施策", "担当府省庁"]
        answer["rows"] = [[int(r["number"]), r["label"], r["ministries"]] for r in rows]
    elif template == "list_programmes":
        answer["columns"] = ["事業", "行数", "行"]
        answer["rows"] = [[r["label"], int(r["lines"]), r["numbers"]] for r in rows]
        lines = sum(int(r["lines"] or 0) for r in rows)
        result.caveats.append(f"事業は再掲を一つに数えて{len(items)}、一覧の行では{lines}行です。")
        result.caveats += _renamed(understood, services, [item["id"] for item in items])
    if any(c.kind == "amount" for c in frame.conditions):
        result.caveats.append("金額の条件は確定額だけで判定し、内数（上限額）の行は含めていません。")
    result.caveats += coverage(frame, services)
    return result


def _of_programmes(frame: Frame) -> Frame | None:
    """The frame asked of programmes, for those that no budget list prints (review sheets alone); None where it cannot be."""
    if frame.over != "line" or frame.item not in _PLACES or not can_list("programme", frame.item):
        return None
    if not all(supports("programme", c.kind) for c in frame.conditions):
        return None
    return replace(frame, over="programme")


def _line_details(rows: list[Row], result: Result) -> None:
    result.answer["columns"] = [
        "番号",
        "事業名",
        "年度",
        "段階",
        "節",
        "府省庁",
        "金額（円）",
        "種別",
        "備考",
    ]
    result.answer["rows"] = [
        [
            int(r["number"]),
            r["label"],
            year_of(r),
            stage_words(r["stage"]),
            r["sectionNotation"],
            r["ministries"],
            int(r["amount"]) if r["amount"] else None,
            kind_words(r["kind"]),
            r["remarks"],
        ]
        for r in rows
    ]
    result.supports = ("prefLabel", "amount", "ministry")
    if any(r["kind"].endswith("includedIn") for r in rows):
        result.caveats.append("内数の行の金額は上限額です。")
    if len(rows) == 1 and rows[0]["amount"]:
        row = rows[0]
        bound = "の内数（上限額）" if row["kind"].endswith("includedIn") else ""
        result.text = (
            f"{year_of(row)}{stage_words(row['stage'])} No.{row['number']}「{row['label']}」"
            f"（{row['ministries']}、節{row['sectionNotation']}）は{amount_words(row['amount'])}{bound}です。"
        )
        result.answer["value"] = int(row["amount"])


def _renamed(understood: Understood, services: AskServices, programmes: list[str]) -> list[str]:
    """Of programmes in one year only, those that continue or are continued under another name."""
    if not any(c.kind == "year" and c.mode == "none" for c in understood.frame.conditions):
        return []
    rows = services.rows(build_query("lineage_all", understood.frame))
    told = [r for r in rows if r["later"] in programmes or r["earlier"] in programmes]
    return [
        f"「{r['laterLabel']}」は「{r['earlierLabel']}」を引き継ぐと推定されます（確度{float(r['confidence'] or 0):.2f}）。"
        for r in told
    ]


def _each_ministry(understood: Understood, services: AskServices) -> Result | None:
    """Nothing is run jointly: what each of the ministries runs on the subject asked about, and said so."""
    frame = understood.frame
    joint = [c for c in frame.conditions if c.kind == "ministry" and c.mode == "all" and len(c.values) > 1]
    themed = [c for c in frame.conditions if c.kind in ("keyword", "target_group")]
    if not joint or not themed or frame.item != frame.over:
        return None
    for value in joint[0].values:
        one = tuple(replace(c, values=(value,), mode="any") if c in joint else c for c in frame.conditions)
        if not select("list", replace(frame, conditions=one), services)[1]:
            return None
    apart = tuple(replace(c, mode="any") if c in joint else c for c in frame.conditions)
    wider = replace(understood, frame=replace(frame, conditions=apart))
    result = list_items(wider, services)
    note = "共に担当する一つの施策・事業はありません。それぞれが担当するものを並べています。"
    result.caveats.insert(0, note)
    result.note = f"{set_words(wider)}（共同で担当するものはない）"
    return result


def nothing(understood: Understood, services: AskServices, query: str, what: str) -> Result:
    """Nothing found: not in the field at all, not in what is loaded, or truly none within it, each said so."""
    frame = understood.frame
    wrong = wrong_ministry(frame, services, query)
    if wrong is not None:
        return wrong
    covered = coverage(frame, services)
    for condition in frame.conditions:
        if condition.kind == "keyword" and not _anywhere(condition, frame, services):
            word = condition.values[0].label
            text = f"「{word}」は、読み込んだ文書のどの名称や本文にも現れません。"
            return Result(text, {}, query, covered, reason="out_of_domain")
    tail = f"（{covered[0]}）" if covered else ""
    if frame.over == "line" and _partly_loaded(frame, services):
        text = f"{what}は、読み込んだ予算一覧には見つかりませんでした。ほかの柱の一覧は読み込まれていないため、無いとは言えません。"
        return Result(text + tail, {}, query, covered, reason="not_loaded")
    return Result(
        f"{what}は、読み込んだ文書の中に見つかりませんでした。{tail}",
        {},
        query,
        covered,
        reason="not_in_source",
    )


def wrong_ministry(frame: Frame, services: AskServices, query: str) -> Result | None:
    """A named thing said to be a ministry's that is another's: a false premise, with the right ministry."""
    named = [c for c in frame.conditions if c.kind in ("programme", "measure", "line")]
    said = [c for c in frame.conditions if c.kind == "ministry" and c.mode != "none"]
    if not named or not said:
        return None
    kind = named[0].kind
    alone = Frame(frame.id, kind, kind, (named[0],))
    text = template_text("attribute").replace("#{path}", "  " + template_text(f"attribute/{kind}-ministry"))
    _, rows = select_text(text, alone, services)
    real = list(dict.fromkeys(r["value"] for r in rows))
    told = [t.label for c in said for t in c.values]
    if not real or set(real) & set(told):
        return None
    thing = "・".join(t.label for t in named[0].values)
    sentence = f"「{thing}」の担当は{'・'.join(real)}で、{'・'.join(told)}ではありません。"
    return Result(sentence, {}, query, [], [t.value for t in named[0].values], reason="false_premise")


def _anywhere(condition: Condition, frame: Frame, services: AskServices) -> bool:
    for term in condition.values:
        rows = services.rows(build_query("anywhere", frame, {"word": Term("text", term.value)}))
        if rows:
            return True
    return False


def _partly_loaded(frame: Frame, services: AskServices) -> bool:
    """Whether pillars are known whose budget lists are not loaded, and the question is not about a loaded one."""
    if any(c.kind in ("pillar", "section", "programme", "line", "number") for c in frame.conditions):
        return False
    if not any(c.kind in ("ministry", "keyword", "target_group") for c in frame.conditions):
        return False
    loaded = {pillar for item in services.known.lexicon.budget_lists() for pillar in item.pillars}
    return any(name.notation not in loaded for name in services.known.lexicon.of_kind("pillar"))


def count(understood: Understood, services: AskServices) -> Result:
    """How many; of budget lists both ways of counting."""
    frame = understood.frame
    both = frame.over == "line" and frame.item in ("programme", "line")
    template = f"count_{frame.item}s" if both else "count"
    query, rows = select(template, frame, services)
    value = int(rows[0]["value"] or 0) if rows else 0
    what = set_words(understood)
    if value == 0:
        return nothing(understood, services, query, what)
    unit = _unit(frame.item)
    result = Result(f"{what}は{value}{unit}です。", {"type": "number", "value": value, "unit": unit}, query)
    if both:
        lines = int(rows[0]["lines"] if frame.item == "programme" else value)
        programmes = int(value if frame.item == "programme" else rows[0]["programmes"])
        result.answer |= {
            "columns": ["数え方", "件数"],
            "rows": [["一覧の行", lines], ["事業（再掲は一つ）", programmes]],
        }
        result.text = f"{what}は{value}{unit}です（一覧の行では{lines}行、再掲を一つに数えた事業では{programmes}事業）。"
        result.caveats.append(f"一覧の行は{lines}、再掲を一つに数えた事業は{programmes}です。")
    result.caveats += coverage(frame, services)
    _, found = select("list", frame, services)
    result.answer["items"] = things(found, frame.item)
    result.about = [item["id"] for item in result.answer["items"]]
    return result


def exists(understood: Understood, services: AskServices) -> Result:
    """Yes or no, with what makes it a yes; a no about one named thing says what is printed instead."""
    frame = understood.frame
    query, rows = select("exists", frame, services)
    value = bool(rows) and rows[0]["value"] == "true"
    named = [c for c in frame.conditions if c.kind in ("programme", "measure", "grantee", "line")]
    what = set_words(understood)
    if named:
        thing = "・".join(t.label for c in named for t in c.values)
        rest = "、".join(words_of(c) for c in frame.conditions if c not in named)
        what_of_it = f"{rest}もの" if rest.endswith(CLAUSES) else rest
        text = (
            (
                f"はい、「{thing}」は{what_of_it}に当たります。"
                if rest
                else f"はい、「{thing}」は載っています。"
            )
            if value
            else f"いいえ、「{thing}」は{what_of_it}に当たりません。"
        )
    else:
        text = (
            f"はい、{what}があります。" if value else f"いいえ、{what}は読み込んだ文書の中に見つかりません。"
        )
    result = Result(text, {"type": "boolean", "value": value}, query, coverage(frame, services))
    if value:
        _, found = select("list", frame, services)
        result.answer["items"] = things(found, frame.item)
        result.about = [item["id"] for item in result.answer["items"]]
    elif named:
        result.about = [t.value for c in named for t in c.values]
    return result


def only_they(understood: Understood, services: AskServices) -> Result:
    """Whether the ministries named are all that run something of the kind; those that do are listed."""
    frame = understood.frame
    claimed = {t.value: t.label for c in frame.conditions if c.kind == "claimed" for t in c.values}
    others = tuple(c for c in frame.conditions if c.kind != "claimed")
    result = list_items(replace(understood, frame=replace(frame, conditions=others)), services)
    if result.reason:
        return result
    found = {item["id"]: item["label"] for item in result.answer["items"]}
    bound = {"count": str(len(claimed)), "claimed": " ".join(f"<{thing}>" for thing in claimed)}
    narrowed = replace(frame, conditions=others)
    result.sparql, rows = select_text(template_text("only_they"), narrowed, services, **bound)
    only = bool(rows) and rows[0]["value"] == "true"
    said = "・".join(claimed.values())
    more = "・".join(label for thing, label in found.items() if thing not in claimed)
    if set(claimed) <= set(found):
        begun = f"はい、{said}だけです。" if only else f"いいえ、{said}のほかに{more}があります。"
    else:
        begun = f"いいえ、{said}は当たりません。"
    result.text = begun + result.text
    result.answer |= {"type": "boolean", "value": only}
    return result


_GROUPINGS = {
    "ministry": "tsu:ministry/skos:prefLabel",
    "target_group": "tsu:targetGroup/skos:prefLabel",
    "section": "tsu:section/skos:notation",
    "pillar": "tsu:section/skos:broader/skos:notation",
    "prefecture": "tsu:prefecture",
    "legal_form": "tsu:legalForm",
    "stage": "tsu:budgetStage/skos:prefLabel",
    "type": "tsu:requirementType/skos:prefLabel",
    "year": "(tsu:fiscalYear|tsu:planYear)",
}


def group(understood: Understood, services: AskServices) -> Result:
    """Counts by ministry, target group, section, pillar, year ..."""
    frame = understood.frame
    by = frame.group or "ministry"
    path = _GROUPINGS.get(by, _GROUPINGS["ministry"])
    if frame.over == "line" and by == "target_group":
        path = "tsu:programme/tsu:targetGroup/skos:prefLabel"
    if frame.item in _PLACES:
        frame = replace(frame, item="programme" if frame.over == "line" else frame.over)
    grouping = f"  ?{frame.over} {path} ?group ."
    if "prefLabel" in path:
        grouping += ' FILTER(LANG(?group) = "ja" || LANG(?group) = "")'
    chosen = [c for c in frame.conditions if c.kind == by and len(c.values) > 1]
    if chosen and by != "year":
        # Of the groups compared only; a measure of one of them may belong to others too.
        names = ", ".join(serialise(Term("text", t.label)) for t in chosen[0].values)
        grouping += f" FILTER(STR(?group) IN ({names}))"
    text = template_text("group").replace("#{grouping}", grouping)
    query, rows = select_text(text, frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    label = _item_words(by) if by != "year" else "年度"
    table = [[year_words(int(r["group"][:4])) if by == "year" else r["group"], int(r["value"])] for r in rows]
    said = listed([f"{name} {value}" for name, value in table], 6)
    caveats = ["二つ以上の府省庁が担当するものは、それぞれに数えています。"] if by == "ministry" else []
    columns = [label, f"{_item_words(frame.item)}（{_unit(frame.item)}）"]
    answer = {"type": "table", "columns": columns, "rows": table}
    result = Result(f"{label}ごとの{_item_words(frame.item)}の数: {said}。", answer, query, caveats)
    result.caveats += coverage(frame, services)
    result.view = "/view/overlap" if by in ("ministry", "target_group") else ""
    return result


def rank_count(understood: Understood, services: AskServices) -> Result:
    """Ministries, target groups or sections by how many things stand under them; ties are all named."""
    frame = understood.frame
    counted = understood.rule.flag or ("programme" if frame.over == "line" else frame.over)
    text = template_text(f"rank_count_{frame.order}").replace("$counted", f"?{counted}")
    if counted in ("target_group", "ministry"):
        path = "targetGroup" if counted == "target_group" else "ministry"
        text = text.replace("#{body}", f"#{{body}}\n  ?{frame.over} tsu:{path} ?{counted} .")
    if frame.over == "line":
        text = text.replace("#{body}", "#{body}\n  ?line tsu:programme ?programme .")
    having = [c for c in frame.conditions if c.kind == "having"]
    frame = replace(frame, conditions=tuple(c for c in frame.conditions if c.kind != "having"))
    if having:
        least = f"COUNT(DISTINCT ?{counted}) {having[0].operator} {int(having[0].values[0].value)}"
        text = text.replace("\nORDER BY", f"\nHAVING({least})\nORDER BY")
    query, rows = select_text(text, frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    if having:
        return _with_counts(understood, services, query, rows)
    word = "最も多い" if frame.order == "desc" else "最も少ない"
    everything = rows
    if frame.limit == 1:
        _, everything = select_text(text, replace(frame, limit=0), services)
    tied = [r["label"] for r in everything if r["value"] == rows[0]["value"]]
    if frame.limit == 1 and len(tied) > 1:
        query, rows = select_text(text, replace(frame, limit=len(tied)), services)
    unit = _unit(counted)
    answer: dict[str, Any] = {
        "type": "list",
        "items": things(rows, frame.item),
        "value": int(rows[0]["value"]),
        "unit": unit,
        "columns": [_item_words(frame.item), f"{_item_words(counted)}の数"],
        "rows": [[r["label"], int(r["value"])] for r in rows],
    }
    result = Result(f"{word}のは{'・'.join(tied[:8])}（{rows[0]['value']}{unit}）です。", answer, query)
    if len(tied) > 1:
        result.caveats.append(f"同数が{len(tied)}あります: {'、'.join(tied)}。")
    result.caveats += coverage(frame, services)
    result.about = [item["id"] for item in answer["items"]]
    return result


def _with_counts(understood: Understood, services: AskServices, query: str, rows: list[Row]) -> Result:
    """Those that have as many as the question says, each with its number."""
    frame = understood.frame
    counted = _item_words("programme" if frame.over == "line" else frame.over)
    said = listed([f"{r['label']}（{r['value']}）" for r in rows], 8)
    answer: dict[str, Any] = {
        "type": "list",
        "items": things(rows, frame.item),
        "columns": [_item_words(frame.item), f"{counted}の数"],
        "rows": [[r["label"], int(r["value"])] for r in rows],
    }
    text = f"{set_words(understood)}は{len(rows)}{_unit(frame.item)}あります: {said}。"
    return Result(text, answer, query, coverage(frame, services), [item["id"] for item in answer["items"]])


# Conditions that a share is about, the most telling first: the first that stands in the question makes the part.
_SHARED_BY = (
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


def share(understood: Understood, services: AskServices) -> Result:
    """The part of the things that meets the telling condition, of those that meet the rest."""
    frame = understood.frame
    if frame.over == "line" and _MONEY_SHARE.search(frame.text) and not _COUNT_SHARE.search(frame.text):
        return _share_of_money(understood, services)
    telling = next((c for kind in _SHARED_BY for c in frame.conditions if c.kind == kind), None)
    if telling is None:
        return nothing(understood, services, "", "割合を取る条件")
    whole = replace(frame, conditions=tuple(c for c in frame.conditions if c is not telling))
    query = build_query("share", frame, None, whole)
    rows = services.rows(query)
    part, total = (int(rows[0]["part"]), int(rows[0]["whole"])) if rows else (0, 0)
    if not part or not total:
        return nothing(understood, services, query, set_words(understood))
    unit = _unit(frame.item)
    ratio = 100 * part / total
    base = set_words(replace(understood, frame=whole))
    told = words_of(telling)
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
    telling = next((c for kind in _MONEY_PARTS for c in frame.conditions if c.kind == kind), None)
    if telling is None:
        return nothing(understood, services, "", "割合を取る条件")
    whole = replace(frame, conditions=tuple(c for c in frame.conditions if c is not telling))
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
    told = words_of(telling)
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

"""Lists of things with their details, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.money.sum_readings import both_ways
from api.answering.refusing.nothing_found import nothing
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
from api.answering.sets.of_plans import in_each_plan, of_each_plan
from api.answering.sets.renamed_between import renamed_between, renamed_of
from api.answering.words import amount_words, kind_words, set_words, stage_words
from graph.question_graph import can_list, supports
from nlp.questions.framing.asked_rows import charge_asked
from nlp.questions.framing.sets import condition_data
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

_LISTED_IN_DETAIL = {
    "line": "list_lines",
    "measure": "list_measures",
    "programme": "list_programmes",
    "requirement": "list_requirements",
    "indicator": "list_indicators",
}
_MOST_NAMED = 500
_MOST_KINDS = 8
_CLAUSE = 110
# Things whose quotes stand behind a list of ministries, groups or sections.
_MOST_BEHIND = 200
PLACES = ("ministry", "target_group", "section", "pillar")


def unit_words(item: str) -> str:
    """The word that counts things of a kind: 事業 of programmes, 件 where none is set."""
    return str(condition_data()["units"].get(item, "件"))


def item_words(item: str) -> str:
    """What things of a kind are called in an answer; 件 where no name is set."""
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
    whole = len({row[frame.item] for row in rows})
    if frame.limit:
        rows, query = rows[: frame.limit], f"{query.rstrip()}\nLIMIT {frame.limit}\n"
    items = things(rows, frame.item)
    what = set_words(understood)
    if not items:
        wider = _of_programmes(frame)
        if wider and select("list", wider, services)[1]:
            result = list_items(replace(understood, frame=wider), services)
            note = "予算一覧には当たるものがなく、一覧に載らない事業（事業シートだけのもの）で答えています。"
            result.caveats.insert(0, note)
            return result
        return _each_ministry(understood, services) or nothing(understood, services, query, what)
    names = [numbered(item).rstrip("。") for item in items]
    if template == "list_measures" and charge_asked(frame.text):
        whose = {row["measure"]: row["ministries"] for row in rows}
        names = [f"{name}（{whose[item['id']]}）" for name, item in zip(names, items, strict=True)]
    shown = listed(names, max(5, min(frame.limit, 20)))
    answer: dict[str, Any] = {"type": "list", "items": items}
    unit = unit_words(frame.item)
    told = (
        f"{whole}{unit}あり、そのうち{len(items)}{unit}を挙げます"
        if len(items) < whole
        else f"{whole}{unit}あります"
    )
    if frame.item == "issue":
        kinds = Counter(item["label"] for item in items).most_common(_MOST_KINDS)
        shown = "、".join(label if many == 1 else f"{label}（{many}件）" for label, many in kinds)
    result = Result(f"{what}は{told}: {shown}。", answer, query)
    result.text += in_each_plan(frame, items, services)
    result.about = [item["id"] for item in items]
    if frame.item in PLACES and frame.over != frame.item:
        # A ministry has no quote of its own: what puts it on the list is printed of its measures and programmes.
        behind = some_items(replace(frame, item=frame.over), services, _MOST_BEHIND)
        result.about = [item["id"] for item in behind]
        result.supports = ("ministry", "targetGroup", "section")
    if template == "list_lines":
        _line_details(rows, result)
    elif template == "list_measures":
        answer["columns"] = ["番号", "施策", "担当府省庁"]
        answer["rows"] = [[int(r["number"]), r["label"], r["ministries"]] for r in rows]
    elif template == "list_indicators":
        answer["columns"] = ["施策No.", "指標", "目標", "期限（年度）", "実績"]
        answer["rows"] = [
            [int(r["number"]) if r["number"] else None, r["label"], r["target"], r["due"][:4], r["result"]]
            for r in rows
        ]
    elif template == "list_requirements":
        _clauses(rows, result, what, told)
    elif template == "list_programmes":
        answer["columns"] = ["事業", "行数", "行"]
        answer["rows"] = [[r["label"], int(r["lines"]), r["numbers"]] for r in rows]
        lines = sum(int(r["lines"] or 0) for r in rows)
        result.caveats.append(f"事業は再掲を一つに数えて{len(items)}、一覧の行では{lines}行です。")
        result.caveats += renamed_of(frame, [item["id"] for item in items], services)
        result.text += renamed_between(frame, services)
    if any(c.kind == "amount" for c in frame.conditions):
        result.caveats.append("金額の条件は確定額だけで判定し、内数（上限額）の行は含めていません。")
    result.caveats += _beyond_the_lists(frame, items, services)
    result.caveats += coverage(frame, services)
    return result


def _beyond_the_lists(frame: Frame, found: list[dict[str, Any]], services: AskServices) -> list[str]:
    """That programmes which no budget list prints (review sheets alone) would add to a list made from its rows."""
    wider = _of_programmes(frame) if frame.conditions else None
    if wider is None:
        return []
    have = {item["id"] for item in found}
    more = [item for item in some_items(wider, services) if item["id"] not in have]
    if not more:
        return []
    named = listed([item["label"] for item in more])
    least = "以上" if len(more) >= _MOST_NAMED - len(have) else ""
    unit = unit_words(frame.item)
    return [
        f"予算一覧に載らない事業（事業シートだけのもの）まで含めると、ほかに{len(more)}{unit}{least}あります: {named}。"
    ]


def _of_programmes(frame: Frame) -> Frame | None:
    """The frame asked of programmes, for those that no budget list prints (review sheets alone); None where it cannot be."""
    if frame.over != "line" or frame.item not in (*PLACES, "programme"):
        return None
    if not can_list("programme", frame.item):
        return None
    if not all(supports("programme", c.kind) for c in frame.conditions):
        return None
    return replace(frame, over="programme")


def _clauses(rows: list[Row], result: Result, what: str, told: str) -> None:
    """Rules are told by their text: several share one heading."""
    types = condition_data()["requirement_types"]
    result.answer["columns"] = ["項番", "本文", "種別"]
    result.answer["rows"] = [
        [r["number"], r["text"], types.get(r["type"].rsplit("#", 1)[-1], "")] for r in rows
    ]
    said = [f"{r['number']} {r['text'] or r['label']}"[:_CLAUSE] for r in rows]
    result.text = f"{what}は{told}: {listed(said, 6)}。"
    result.supports = ("description", "prefLabel")


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


def of_any(frame: Frame, joint: Sequence[Condition], values: tuple[Term, ...] = ()) -> Frame:
    """The frame with what is asked of several ministries together (`joint`, conditions of it) asked of any of them, or of `values` alone."""
    apart = (replace(c, values=values or c.values, mode="any") if c in joint else c for c in frame.conditions)
    return replace(frame, conditions=tuple(apart))


def _each_ministry(understood: Understood, services: AskServices) -> Result | None:
    """Nothing is run jointly: what each of the ministries runs on the subject asked about, and said so."""
    frame = understood.frame
    joint = [c for c in frame.conditions if c.kind == "ministry" and c.mode == "all" and len(c.values) > 1]
    themed = [c for c in frame.conditions if c.kind in ("keyword", "target_group")]
    if not joint or not themed or frame.item != frame.over:
        return None
    for value in joint[0].values:
        if not select("list", of_any(frame, joint, (value,)), services)[1]:
            return None
    wider = replace(understood, frame=of_any(frame, joint))
    result = list_items(wider, services)
    note = "共に担当する一つの施策・事業はありません。それぞれが担当するものを並べています。"
    result.caveats.insert(0, note)
    result.note = f"{set_words(wider)}（共同で担当するものはない）"
    return result


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
    unit = unit_words(frame.item)
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
        result.text += renamed_between(frame, services)
    if both and both_ways(frame.text):
        _without_relisted(understood, services, result)
    result.caveats += coverage(frame, services)
    result.text += of_each_plan(frame, unit_words("measure"), services)
    result.answer["items"] = some_items(frame, services)
    if value > len(result.answer["items"]):
        result.caveats.append(f"挙げているのはそのうち{_MOST_NAMED}件です。")
    result.about = [item["id"] for item in result.answer["items"]]
    return result


def _without_relisted(understood: Understood, services: AskServices, result: Result) -> None:
    """再掲を含む・含まない両方: beside the number that of the rows not printed as 再掲, in one query."""
    frame = understood.frame
    first = Condition("relisted", (Term("boolean", "false", "false"),))
    apart = replace(frame, conditions=(*frame.conditions, first))
    query, rows = select(f"count_{frame.item}s", apart, services)
    less, unit = (int(rows[0]["value"] or 0) if rows else 0), unit_words(frame.item)
    result.text += f"再掲の行を除くと{less}{unit}です。"
    result.answer["columns"] = ["数え方", "件数"]
    result.answer["rows"] = [["再掲を含む", result.answer["value"]], ["再掲を除く", less]]
    start = query.index("SELECT")
    parts = [
        f"  {{ SELECT (?value AS ?{name}) WHERE {{ {{\n{text[start:]}  }} }} }}"
        for name, text in (("withRelisted", result.sparql), ("withoutRelisted", query))
    ]
    result.sparql = f"{query[:start]}SELECT * WHERE {{\n" + "\n".join(parts) + "\n}\n"


def some_items(frame: Frame, services: AskServices, most: int = _MOST_NAMED) -> list[dict[str, Any]]:
    """Some of the things counted or found to exist, in the order of a list: enough to look at, few enough for a large
    graph. They are put in order here: the engine would order all of them before it gave the first."""
    unordered = template_text("list").partition("ORDER BY")[0].rstrip()
    found = things(select_text(f"{unordered}\nLIMIT {most}", frame, services)[1], frame.item)
    return sorted(found, key=lambda item: (item.get("number", 0), item["label"]))

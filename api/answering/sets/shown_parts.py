"""Everything that is asked of one set of things beside each other, in one table and in the text: 事業名と金額と所管, 何件で最初と
最後の番号は, 名前も. A part that cannot be served is said to be none of what is printed of these things; none is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from api.answering.evidence import sources
from api.answering.facts.attributes import LONGEST
from api.answering.money.one_unit import in_one_unit
from api.answering.objects import as_asked
from api.answering.printed.passage_queries import all_of
from api.answering.result import AskServices, Result, numbered
from api.answering.sets.lists import unit_words
from api.answering.sets.narrower_groups import with_narrower
from api.answering.sets.part_values import Shown, shown_of
from api.answering.sets.rows_behind import rows_behind
from api.answering.words import set_words
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood, understand
from nlp.questions.records import Decline
from nlp.questions.several_asked.asked_parts import AskedParts, asked_parts
from nlp.questions.tables.frame_files import load_frames_file

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]
HasAnswer = Callable[[Understood, AskServices], bool]
# 団体の所在地と事業名: the name of what it does, beside its own.
_PROJECT = re.compile(r"(?:事業|取組|活動)の?名")
_SET = re.compile(r"(?:事業|施策|行|団体|もの|やつ|分)$")
_PLACES = ("ministry", "section", "pillar", "target_group")
_MOST_TOLD, _SHORT, _FEW = 40, 90, 3
# Between two values of one part: 内閣府、厚生労働省; the name of a section may have a comma of its own.
_VALUES = (re.compile("、"), re.compile(r"、(?=[0-9])"))
_LABELS = {
    "ends": "最初と最後",
    "first": "最初のもの",
    "last": "最後のもの",
    "name": "名称",
    "count": "件数",
    "total": "合計",
    "moved": "増減額",
    "rate": "率",
}


def in_shown_parts(
    asked: str,
    before: tuple[str, ...],
    services: AskServices,
    answer_one: AnswerOne,
    has_answer: HasAnswer,
) -> Answer | None:
    """The answer with every part that the question asks for; None where it asks for no list of them, or where what is computed
    tells them all already."""
    parts = asked_parts(asked, follows=bool(before))
    if parts is None or _left_alone(asked, before, parts, services, has_answer):
        return None
    for core, former in _questions(parts, before):
        found = answer_one(core, former, services)
        if found["status"] != "answered" or "parts" in found:
            continue
        understood = understand(core, services.known, former)
        if not isinstance(understood, Understood):
            continue
        behind = "" if former else rows_behind(understood, parts, services)
        many = str(found["text"]) if behind and "count" in parts.parts else ""
        if behind and isinstance(rows := understand(behind, services.known), Understood):
            found, understood = answer_one(behind, (), services), rows
            asked_too = (part for part in parts.parts if part != "count")
            parts = replace(parts, core=behind, parts=tuple(dict.fromkeys(("ministry", *asked_too))))
        if understood.frame.item == "grantee" and _PROJECT.search(asked):
            parts = replace(parts, parts=(*parts.parts, "project"))
        told = load_frames_file("asked_parts.toml")["served"].get(understood.rule.op, ())
        if understood.rule.op == "figure" and set(parts.parts) <= set(told):
            return as_asked(found, asked, before)
        shown = shown_of(parts, with_narrower(understood, services), found, services)
        if shown is not None:
            answer = _told(parts, with_narrower(understood, services), found, shown, services)
            return {**answer, "text": f"{many} {answer['text']}".strip()}
    return None


def _questions(parts: AskedParts, before: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """The questions that may be the core, each with those before it."""
    if not parts.core:
        return [(before[-1], before[:-1])]
    return [(core, before) for core in parts.cores]


def _left_alone(
    asked: str, before: tuple[str, ...], parts: AskedParts, services: AskServices, has_answer: HasAnswer
) -> bool:
    """Whether the question is answered as a whole: by a computation that tells all parts, or of another kind altogether; or must
    not be answered at all."""
    whole = understand(asked, services.known, before)
    if isinstance(whole, Decline):
        return whole.final
    if not isinstance(whole, Understood):
        return True
    served = load_frames_file("asked_parts.toml")["served"].get(whole.rule.op)
    if served is None:
        return True
    if whole.frame.within and not has_answer(whole, services):
        return False  # 施策12の名前と受け持ちの省: a word for a part was taken for one of its value
    if parts.of_ministries and whole.rule.op == "amounts":
        return False  # 新規の事業を持つ府省庁は？金額も: the ministries are asked for as well
    told = {*served, *(whole.frame.attribute.split("+") if whole.rule.op == "attribute" else ())}
    if whole.rule.op == "list" and whole.frame.over == whole.frame.item in ("measure", "grantee"):
        told.add("number")
    if whole.rule.op == "list" and whole.frame.item == "ministry":
        told.discard("name")  # どこの省？施策名も: of the rows, not of the ministries
    if whole.rule.op == "rank_count" and whole.frame.item in _PLACES:
        told.add("where")  # 一番多い省庁はどこで、何件: the ranking names it
    if whole.rule.op in ("rank_ministry", "group") and not _SET.search(parts.core):
        return True
    if whole.frame.over == "programme" and "+" in whole.frame.attribute and whole.frame.of_kind("year"):
        return False  # several facts of one year's rows
    if whole.rule.id == "count_and_charge":
        told |= {"count", "ministry"}
    return not parts.each_of_two and set(parts.parts) <= told and has_answer(whole, services)


def _told(
    parts: AskedParts, understood: Understood, found: Answer, shown: Shown, services: AskServices
) -> Answer:
    """The answer of the core with the parts: in the text, and as columns of the table."""
    labels = load_frames_file("attributes.toml")
    heads = [str(labels[name]["label"]) for name in shown.columns]
    items = _ordered(parts, shown)
    listed = items[: parts.most or _MOST_TOLD]
    told_each = _by_part(parts.by, listed, shown) if parts.by else [_one(i, shown, heads) for i in listed]
    each = in_one_unit(("。" if parts.by else "、").join(told_each), "list")
    more = f" ほか{len(items) - len(listed)}件（表にあります）" if len(items) > len(listed) else ""
    # An answer that a record gave, and not the frame, keeps its own words.
    framed = found.get("frame") == understood.rule.id
    listing = framed and understood.rule.op in ("list", "count", "exists", "describe")
    only_ends = not shown.columns and not {"name", "where", "example"} & set(parts.parts)
    text = " ".join(shown.told)
    if listing and not only_ends:
        unit = unit_words(understood.frame.item)
        lead = text or f"{set_words(understood)}は{len(items)}{unit}です。"
        text = f"{lead} {each}{more}。"
    elif listing and understood.rule.op == "list":
        text = text or str(found["text"])
    else:
        text = " ".join(
            filter(None, (str(found["text"]).rstrip(), text, f"{each}{more}。" if shown.columns else ""))
        )
    lacking = [_LABELS.get(name) or str(labels.get(name, {}).get("label", name)) for name in shown.lacking]
    if lacking:
        text += f" {'・'.join(lacking)}は、{unit_of(understood)}について読み込んだ文書から読み取った項目になく、示せません。"
    answer = {
        **(found.get("answer") or {}),
        "type": "table",
        "columns": ["名称", *heads],
        "rows": [
            [item["label"], *(shown.columns[n].get(item["id"], "") for n in shown.columns)] for item in items
        ],
        "items": items,
    }
    answer.pop("unit", None)
    if listing:
        answer.pop("value", None)
    if "count" in parts.parts:
        answer |= {"value": len(items), "unit": unit_words(understood.frame.item)}
    about = Result("", {}, about=[item["id"] for item in items], supports=tuple(shown.supports))
    quotes = sources(about, services, understood.frame) if shown.supports else []
    kept = {(e["id"], e["start"]): e for e in [*found["evidence"], *quotes]}
    return {
        **found,
        "text": text,
        "answer": {key: value for key, value in answer.items() if value is not None},
        "interpretation": f"{found['interpretation']}（{'・'.join(_asked(parts, labels, understood.rule.op))}を並べて）",
        "sparql": all_of([q for q in [found["sparql"], *shown.queries] if q]),
        "evidence": list(kept.values()),
    }


def unit_of(understood: Understood) -> str:
    """What the things are called in a sentence on what is not told of them."""
    return set_words(replace(understood, frame=replace(understood.frame, conditions=())))


def _asked(parts: AskedParts, labels: Any, op: str) -> list[str]:
    moved = {"amount": "増減額"} if op.startswith("change") else {}
    if parts.amount_years:
        moved = {"amount": f"{'・'.join(map(year_words, parts.amount_years))}の額"}
    more = {
        **moved,
        "ends": "最初と最後",
        "first": "最初",
        "last": "最後",
        "where": "どこか",
        "example": "例",
    }
    return [
        more.get(name) or _LABELS.get(name) or str(labels.get(name, {}).get("label", name))
        for name in parts.parts
    ]


def _by_part(by: str, items: Sequence[dict[str, Any]], shown: Shown) -> list[str]:
    """The things under each value of the part by which they are listed: 法務省: No.3 …、No.4 …."""
    under: dict[str, list[str]] = {}
    for item in items:
        said = shown.columns.get(by, {}).get(item["id"], "")
        for value in _VALUES[by in ("section", "pillar")].split(said) if said else ["記載なし・読めない"]:
            under.setdefault(value, []).append(numbered(item))
    return [f"{value}: {'、'.join(names)}" for value, names in under.items()]


def _ordered(parts: AskedParts, shown: Shown) -> list[dict[str, Any]]:
    if parts.by:
        of = shown.columns.get(parts.by, {})
        return sorted(shown.items, key=lambda item: of.get(item["id"], ""))
    if not parts.by_number:
        return shown.items
    numbers = shown.columns.get("number", {})

    def place(item: dict[str, Any]) -> tuple[Any, ...]:
        said = numbers.get(item["id"], "")
        digits = said.rpartition("No.")[2].split("、")[0]
        return (item.get("number") or (int(digits) if digits.isdecimal() else 10**9), item["label"])

    return sorted(shown.items, key=place)


def _one(item: dict[str, Any], shown: Shown, heads: Sequence[str]) -> str:
    """One thing with what is told of it: No.38 名称（担当府省庁: 警察庁）."""
    name = f"No.{item['number']} {item['label']}" if item.get("number") else str(item["label"])
    values = [
        f"{head}: {_clipped(shown.columns[column].get(item['id'], ''), few=len(shown.items) <= _FEW)}"
        for column, head in zip(shown.columns, heads, strict=True)
        if not (column == "number" and item.get("number"))
    ]
    return f"{name}（{'／'.join(values)}）" if values else name


def _clipped(value: str, *, few: bool) -> str:
    flat = " ".join(value.split()).rstrip("。")
    if not flat:
        return "記載なし・読めない"
    most = LONGEST if few else _SHORT
    return flat if len(flat) <= most else f"{flat[:most]}…"


__all__ = ["in_shown_parts"]

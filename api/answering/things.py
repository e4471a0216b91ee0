"""What is printed of a thing: its attributes, rows, quotes, links, predecessors and related measures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.answering.amounts import amounts
from api.answering.lists import list_items, nothing
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
from api.answering.words import amount_words, kind_words, set_words, stage_words
from graph.question_graph import build_query, can_list, part, serialise, supports
from nlp.errors import VocabularyError
from nlp.questions.parser import Understood
from nlp.questions.records import Frame, Term
from nlp.questions.sets import load_frames_file

_LONGEST = 400
_YEN = re.compile(r"(?<!\d)(\d{5,})円")
_LINEAGE = {"renamed": "改称", "split": "分割", "merged": "統合", "continued": "継続", "": "つながり"}
_RELATIONS = {
    "programme": "事業",
    "targetGroup": "対象者",
    "relatedMeasure": "関連施策",
    "continues": "前身",
    "component": "構成要素",
    "cites": "引用",
    "legalBasis": "根拠",
}


def attribute(understood: Understood, services: AskServices) -> Result:
    """One property of what is named or of every thing under the conditions."""
    frame = understood.frame
    data = load_frames_file("attributes.toml")
    if "+" in frame.attribute:
        return _several(understood, services)
    name = frame.attribute if frame.attribute in data else "ministry"
    entry = data[name]
    kind = _holder(frame, name, entry["kinds"])
    if not kind:
        raise VocabularyError(f"no path for {frame.over}-{name}")
    path = template_text(f"attribute/{kind}-{name}")
    text = template_text("attribute").replace("#{path}", "  " + path.replace("\n", "\n  "))
    shaped = replace(frame, item=kind)
    query, rows = select_text(text, shaped, services)
    label = str(entry["label"])
    if not rows:
        return _no_value(understood, services, query, label, kind)
    values = list(dict.fromkeys(r["value"] for r in rows))
    holders = things(rows, kind)
    if len(holders) == 1:
        said = f"{numbered(holders[0])}の{label}: {'、'.join(values)[:_LONGEST]}"
    else:
        said = f"{len(holders)}件の{label}を表に示します: {listed([numbered(h) for h in holders], 4)}。"
    answer: dict[str, Any] = {
        "type": "text" if len(holders) == 1 else "table",
        "value": values[0] if len(values) == 1 else None,
        "columns": ["名称", label],
        "rows": [[r["label"], r["value"]] for r in rows],
        "items": _named_things(values, services) if name in ("ministry", "target") else holders,
    }
    if name in ("ministry", "target") and len(holders) == 1:
        answer["type"] = "list"
    property_name = str(entry.get("property", name))
    about = [h["id"] for h in holders]
    caveats = _damaged(holders[0]["id"], label, services) if len(holders) == 1 else []
    return Result(said, answer, query, caveats, about, (property_name,))


def _several(understood: Understood, services: AskServices) -> Result:
    """Attributes asked for side by side, in one query with a row for each value."""
    frame = understood.frame
    data = load_frames_file("attributes.toml")
    names = frame.attribute.split("+")
    kind = frame.over
    labels = [str(data[name]["label"]) for name in names]
    pieces = []
    for name, label in zip(names, labels, strict=True):
        path = template_text(f"attribute/{kind}-{name}").replace("\n", "\n    ")
        pieces.append(f"{{ {path} BIND({serialise(Term('text', label))} AS ?attribute) }}")
    text = template_text("attribute").replace("#{path}", "  " + "\n  UNION ".join(pieces))
    text = text.replace("?number ?value", "?number ?attribute ?value", 1)
    query, rows = select_text(text, replace(frame, item=kind), services)
    if not rows:
        return _no_value(understood, services, query, "と".join(labels), kind)
    holders = things(rows, kind)
    said = "、".join(f"{r['attribute']}: {_YEN.sub(_readable, r['value'][:160])}" for r in rows[:6])
    text_ = (
        f"{numbered(holders[0])}の{said}"
        if len(holders) == 1
        else f"{len(holders)}件の{'と'.join(labels)}を表に示します。"
    )
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["名称", "項目", "記載"],
        "rows": [[r["label"], r["attribute"], r["value"]] for r in rows],
        "items": holders,
    }
    missing = [label for label in labels if label not in {r["attribute"] for r in rows}]
    caveats = [f"{label}は、読み込んだ文書に書かれていないか、読み取れません。" for label in missing]
    about = [h["id"] for h in holders]
    return Result(text_, answer, query, caveats, about, tuple(str(data[n].get("property", n)) for n in names))


def _readable(match: re.Match[str]) -> str:
    return amount_words(match[1])


def _holder(frame: Frame, name: str, kinds: Sequence[str]) -> str:
    if part(f"attribute/{frame.over}-{name}"):
        return frame.over if can_list(frame.over, frame.over) else ""
    return next((k for k in kinds if can_list(frame.over, k) and part(f"attribute/{k}-{name}")), "")


def _issues(thing: str, services: AskServices) -> list[str]:
    rows = services.rows(build_query("unreadable", Frame("", "", ""), {"thing": Term("iri", thing)}))
    return [r["message"] for r in rows]


def _damaged(thing: str, label: str, services: AskServices) -> list[str]:
    word = label[:2]
    return [f"原文の損傷の記録があります: {m}" for m in _issues(thing, services) if word in m][:2]


def _no_value(understood: Understood, services: AskServices, query: str, label: str, kind: str) -> Result:
    """No value: unreadable where an issue says so, otherwise left blank by the document; or no such thing at all."""
    _, found = select("list", replace(understood.frame, item=kind), services)
    if not found:
        return nothing(understood, services, query, set_words(understood))
    holders = things(found, kind)
    what = numbered(holders[0]) if len(holders) == 1 else set_words(understood)
    if len(holders) == 1:
        told = [m for m in _issues(holders[0]["id"], services) if label[:2] in m or label[-2:] in m]
        if told:
            text = f"{what}の{label}は、元の文書が損傷していて読み取れません（{told[0]}）。"
            return Result(text, {}, query, about=[holders[0]["id"]], reason="unreadable")
    return Result(f"{what}の{label}は、読み込んだ文書に書かれていません。", {}, query, reason="not_in_source")


def _named_things(values: Sequence[str], services: AskServices) -> list[dict[str, Any]]:
    known = {name.label: name.id for name in services.known.lexicon.of_kind("ministry", "target_group")}
    return [{"id": known.get(value, ""), "label": value} for value in values]


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


def lineage(understood: Understood, services: AskServices) -> Result:
    """What a programme continues, and what continues it."""
    programmes = [t for c in understood.frame.conditions if c.kind == "programme" for t in c.values]
    if not programmes and any(c.kind in ("line", "number") for c in understood.frame.conditions):
        _, found = select("list", replace(understood.frame, over="line", item="programme"), services)
        programmes = [Term("iri", r["programme"], r["label"]) for r in found]
    if not programmes:
        return lineage_all(understood, services)
    query = build_query("lineage", understood.frame, {"programme": programmes[0]})
    rows = services.rows(query)
    if rows:
        return _lineage_result(rows, query)
    # No other name before or after: the same name in the years it is printed.
    _, printed = select(
        "where",
        replace(
            understood.frame,
            over="line",
            item="line",
            conditions=tuple(c for c in understood.frame.conditions if c.kind == "programme"),
        ),
        services,
    )
    years = list(dict.fromkeys(year_of(r) for r in printed))
    name = programmes[0].label
    if len(years) > 1:
        text = f"「{name}」は{'・'.join(reversed(years))}に同じ事業として載っていて、改称や分割は見つかりません。"
        answer = {
            "type": "table",
            "columns": ["番号", "名称", "年度"],
            "rows": [[int(r["number"]), r["label"], year_of(r)] for r in printed],
        }
        return Result(
            text, answer, query, ["同じ事業かどうかは名称・所管などからの推定です。"], [programmes[0].value]
        )
    text = f"「{name}」とつながる前後の年度の事業は、読み込んだ文書からは見つかりませんでした。"
    return Result(text, {}, query, reason="not_in_source")


def same(understood: Understood, services: AskServices) -> Result:
    """Whether several rows print one programme; if not, what ties the programmes."""
    query, _ = select("same", understood.frame, services)
    _, rows = select("list_lines", replace(understood.frame, item="line"), services)
    _, found = select("list", understood.frame, services)
    programmes = things(found, "programme")
    if not rows or not programmes:
        return nothing(understood, services, query, set_words(understood))
    one = len(programmes) == 1
    names = "、".join(f"「{item['label']}」" for item in programmes)
    text = f"はい、どの行も{names}です。" if one else f"いいえ、別の事業です: {names}。"
    return Result(
        text,
        {"type": "boolean", "value": one, "items": programmes},
        query,
        ["同じ事業かどうかは名称・所管などからの推定です。"],
        [r["line"] for r in rows],
    )


def lineage_all(understood: Understood, services: AskServices) -> Result:
    """Every programme that continues another under a different name."""
    query, rows = select("lineage_all", understood.frame, services)
    return _lineage_result(rows, query) if rows else nothing(understood, services, query, "名称を変えた事業")


def _lineage_result(rows: Sequence[Row], query: str) -> Result:
    pairs = list(
        dict.fromkeys(
            (
                r["earlierLabel"],
                r["laterLabel"],
                _LINEAGE.get(r["kind"], r["kind"]),
                f"{float(r['confidence'] or 0):.2f}",
            )
            for r in rows
        )
    )
    said = "、".join(f"「{a}」から「{b}」へ{k}（確度{c}）" for a, b, k, c in pairs)
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["前", "後", "関係", "確度"],
        "rows": [list(p) for p in pairs],
    }
    answer["items"] = things([{"thing": r["later"], "label": r["laterLabel"]} for r in rows], "thing")
    caveats = ["文書に明記された関係ではなく、名称・所管・金額などからの推定です。"]
    about = list(dict.fromkeys(x for r in rows for x in (r["later"], r["earlier"])))
    return Result(f"{said}と推定されます。", answer, query, caveats, about, view="/view/chain")


def related(understood: Understood, services: AskServices) -> Result:
    """Programmes and measures that are linked, with the confidence of each link."""
    to_measure = understood.rule.op == "related_to_measure"
    kept = tuple(c for c in understood.frame.conditions if supports("programme", c.kind))
    frame = replace(understood.frame, over="programme", item="programme", conditions=kept)
    query, rows = select("related", frame, services)
    if not rows:
        return nothing(
            understood,
            services,
            query,
            f"{set_words(understood)}と関連付けられた{'事業' if to_measure else '施策'}",
        )
    key = "programme" if to_measure else "measure"
    named: list[Mapping[str, str]] = [
        {**r, "label": r[f"{key}Label"], "number": "" if to_measure else r["number"]} for r in rows
    ]
    items = things(named, key)
    table = [
        [r["programmeLabel"], int(r["number"]), r["measureLabel"], f"{float(r['confidence'] or 0):.2f}"]
        for r in rows
    ]
    columns = ["事業", "施策番号", "施策", "確度"]
    answer: dict[str, Any] = {"type": "list", "items": items, "columns": columns, "rows": table}
    lowest = min(float(r["confidence"] or 0) for r in rows)
    caveats = [f"名称・本文・所管などからの推定で、確度は最も低いもので{lowest:.2f}です。"]
    return Result(
        f"関連するのは{listed([numbered(i) for i in items], 8)}です。",
        answer,
        query,
        caveats,
        [i["id"] for i in items],
    )

"""A question -> the contract's answer object: understood, asked of the graph, put in words, with its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from api.answer_words import amount_words, kind_words, set_words, stage_words, wording
from graph.iris import NS
from graph.question_graph import (
    FOLDER,
    build_query,
    can_list,
    complete,
    part,
    serialise,
    supports,
)
from graph.question_lexicon import fetch_lexicon
from nlp.errors import TsunagariError, VocabularyError
from nlp.lexicon_records import Lexicon
from nlp.question_frames import glossary
from nlp.question_linking import LinkIndex
from nlp.question_parser import Understood, understand
from nlp.question_records import AskBack, Decline, Frame, Term
from nlp.question_sets import Knowledge, condition_data, load_frames_file, year_words

Answer = Callable[[str], tuple[list[str], list[tuple[Any, ...]]]]
LONGEST = 500
MOST_EVIDENCE = 40


@dataclass
class AskServices:
    """What answering needs: a way to run a SELECT, the build's id, and what questions may name."""

    run: Answer
    build_id: str
    known: Knowledge


@dataclass
class Result:
    """What an operation found. `answer` is the contract's answer part; `about` are things to quote evidence for."""

    text: str
    answer: dict[str, Any]
    sparql: str = ""
    caveats: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    supports: tuple[str, ...] = ("prefLabel",)
    reason: str = ""


def services_for(access: Any, lexicon: Lexicon | None = None) -> AskServices:
    """Services over anything with `.answer(query)`, `.select(query)` and `.build_id`."""
    found = lexicon or fetch_lexicon(access.select, access.build_id)
    return AskServices(access.answer, access.build_id, Knowledge(found, LinkIndex(found), supports, can_list))


def answer_question(
    question: str, services: AskServices, context: str | None = None, lang: str = "ja"
) -> dict[str, Any]:
    """The answer object of the contract for one question.

    `context` is the permalink of the answer that the question follows. Questions of any kind get an object; an
    error of ours becomes "unanswerable" only where the graph lacks what is asked.
    """
    asked = question.strip()[:LONGEST]
    del lang
    if not asked:
        return _decline(asked, Decline("out_of_domain", "質問を書いてください。", ""), services)
    understood = understand(asked, services.known, before=_question_of(context))
    if isinstance(understood, Decline):
        return _decline(asked, understood, services)
    if isinstance(understood, AskBack):
        return {
            **_head(asked, "ambiguous", understood.interpretation, understood.text, services),
            "alternatives": [
                {"question": c.question, "interpretation": c.interpretation} for c in understood.choices
            ],
        }
    interpretation = wording(understood)
    try:
        result = OPERATIONS.get(understood.rule.op, _list)(understood, services)
    except VocabularyError as error:
        text = "この組み合わせの問いは、グラフにある記述からは答えられません。"
        return _decline(asked, Decline("not_in_graph", text, interpretation, (error.message,)[:0]), services)
    if result.reason:
        return {
            **_decline(asked, Decline(result.reason, result.text, interpretation), services),
            "sparql": result.sparql,
            "caveats": result.caveats,
            "frame": understood.rule.id,
        }
    notes = [note for note in understood.frame.notes if note]
    return {
        **_head(asked, "answered", interpretation, result.text, services, context),
        "answer": result.answer,
        "caveats": list(dict.fromkeys([*result.caveats, *notes])),
        "sparql": result.sparql,
        "evidence": _evidence(result, services),
        "frame": understood.rule.id,
        "linked": [{"surface": l.surface, "id": l.id, "label": l.label} for l in understood.frame.linked],  # noqa: E741
    }


def _question_of(context: str | None) -> str:
    if not context:
        return ""
    return (parse_qs(urlsplit(context).query).get("q") or [""])[0][:LONGEST]


def _head(
    question: str,
    status: str,
    interpretation: str,
    text: str,
    services: AskServices,
    context: str | None = None,
) -> dict[str, Any]:
    link = f"/ask?q={quote(question)}" + (f"&context={quote(context)}" if context else "")
    return {
        "question": question,
        "status": status,
        "interpretation": interpretation,
        "answer": None,
        "text": text,
        "caveats": [],
        "sparql": "",
        "evidence": [],
        "alternatives": [],
        "suggestions": [],
        "permalink": link,
        "dataset": services.build_id,
    }


def _decline(question: str, why: Decline, services: AskServices) -> dict[str, Any]:
    head = _head(question, "unanswerable", why.interpretation, why.text, services)
    head["reason"] = why.reason
    if why.reason == "personal_crisis":
        lines = [f"「{label}」: {quote_}" for quote_, label in services.known.lexicon.helplines]
        head["text"] += " 孤独・孤立相談ダイヤル #9999、まもろうよこころ（厚生労働省）などの窓口があります。"
        head["caveats"] = [line[:160] for line in lines[:3]]
        return head
    head["suggestions"] = list(why.suggestions) or suggestions(services)
    return head


def suggestions(services: AskServices) -> list[str]:
    """Questions that work on what is loaded."""
    lexicon = services.known.lexicon
    found = []
    for item in lexicon.budget_lists()[:1]:
        found.append(f"{year_words(item.year)}{stage_words(item.stage)}の事業は？")
    for name in lexicon.of_kind("measure")[:1]:
        found.append(f"施策No.{name.number}の担当はどこ？")
    return [*found, "再掲の事業は？", "府省庁ごとの施策の件数は？"]


# ---- operations: one per `op` of frames.toml -------------------------------------------------------------------------


def _select(
    template: str, frame: Frame, services: AskServices, **slots: Term
) -> tuple[str, list[dict[str, Any]]]:
    query = build_query(template, frame, slots)
    names, rows = services.run(query)
    return query, [dict(zip(names, (_plain(cell) for cell in row), strict=False)) for row in rows]


def _plain(cell: Any) -> str:
    return "" if cell is None else str(getattr(cell, "value", cell))


def _items(rows: Sequence[Mapping[str, Any]], key: str) -> list[dict[str, str]]:
    seen: dict[str, str] = {}
    for row in rows:
        seen.setdefault(str(row.get(key, "")), _label(row))
    return [{"id": thing, "label": label} for thing, label in seen.items() if thing]


def _label(row: Mapping[str, Any]) -> str:
    number = row.get("number")
    return f"No.{number} {row.get('label', '')}" if number else str(row.get("label", ""))


def _list(understood: Understood, services: AskServices) -> Result:
    frame = understood.frame
    template = {"line": "list_lines", "measure": "list_measures", "programme": "list_programmes"}.get(
        frame.item, "list"
    )
    if frame.item == "programme" and frame.over != "line":
        template = "list"
    if frame.item == "line" and frame.over != "line":
        template = "list"
    query, rows = _select(template, frame, services)
    items = _items(rows, frame.item)
    what = set_words(understood)
    if not items:
        apart = _each_ministry(understood, services)
        return apart or _nothing(understood, services, query, what)
    unit = condition_data()["units"].get(frame.item, "件")
    shown = "、".join(item["label"] for item in items[:5]) + (" など" if len(items) > 5 else "")
    result = Result(
        f"{what}は{len(items)}{unit}あります: {shown}。",
        {"type": "list", "items": items, "value": None},
        query,
    )
    result.about = [item["id"] for item in items]
    result.caveats = _coverage(frame, services)
    if template == "list_lines":
        result.answer["columns"] = ["番号", "事業名", "年度", "段階", "節", "府省庁", "金額", "種別", "備考"]
        result.answer["rows"] = [
            [
                r["number"],
                r["label"],
                _year(r),
                stage_words(r["stage"]),
                r["sectionNotation"],
                r["ministries"],
                amount_words(r["amount"]),
                kind_words(r["kind"]),
                r["remarks"],
            ]
            for r in rows
        ]
    if template == "list_lines" and len(rows) == 1 and rows[0]["amount"]:
        row = rows[0]
        bound = "の内数（上限額）" if row["kind"].endswith("includedIn") else ""
        result.text = f"{_year(row)}{stage_words(row['stage'])} No.{row['number']}「{row['label']}」（{row['ministries']}、節{row['sectionNotation']}）は{amount_words(row['amount'])}{bound}です。"
        result.answer["value"] = int(row["amount"])
        result.supports = ("prefLabel", "amount", "ministry")
    if template == "list_programmes":
        lines = sum(int(r["lines"] or 0) for r in rows)
        result.caveats.append(f"事業は再掲を一つに数えて{len(items)}、一覧の行では{lines}行です。")
    return result


def _each_ministry(understood: Understood, services: AskServices) -> Result | None:
    """Nothing is run jointly: what each of the ministries runs by itself, and said so. None when that is nothing."""
    frame = understood.frame
    joint = [c for c in frame.conditions if c.kind == "ministry" and c.mode == "all" and len(c.values) > 1]
    if not joint:
        return None
    apart = tuple(replace(c, mode="any") if c in joint else c for c in frame.conditions)
    wider = replace(understood, frame=replace(frame, conditions=apart))
    for value in joint[0].values:
        one = tuple(replace(c, values=(value,), mode="any") if c in joint else c for c in frame.conditions)
        _, rows = _select("list", replace(frame, conditions=one), services)
        if not rows:
            return None
    result = _list(wider, services)
    result.caveats.insert(
        0, "共に担当する一つの施策・事業はありません。それぞれが担当するものを並べています。"
    )
    return result


def _nothing(understood: Understood, services: AskServices, query: str, what: str) -> Result:
    """Nothing found: truly none within what is loaded, and said with what that is."""
    coverage = _coverage(understood.frame, services)
    text = f"{what}は、読み込んだ文書の中に見つかりませんでした。"
    return Result(
        text + (f"（{coverage[0]}）" if coverage else ""), {}, query, coverage, reason="not_in_source"
    )


def _coverage(frame: Frame, services: AskServices) -> list[str]:
    lexicon = services.known.lexicon
    if frame.over == "line":
        parts = [
            f"{year_words(b.year)}{stage_words(b.stage)} No.{b.first}〜{b.last}（柱{'・'.join(sorted(b.pillars)) or '不明'}）"
            for b in lexicon.budget_lists()
        ]
        return [f"予算一覧で読み込まれているのは{'、'.join(parts)}です。"] if parts else []
    if frame.over in ("measure", "work", "indicator"):
        return [
            f"{year_words(p.year)}の施策No.{p.first}〜{p.last}が対象です。読めない欄のある施策は含まれないことがあります。"
            for p in lexicon.plans()
        ]
    return []


def _count(understood: Understood, services: AskServices) -> Result:
    frame = understood.frame
    template = (
        "count_programmes"
        if frame.over == "line" and frame.item == "programme"
        else "count_lines"
        if frame.item == "line" and frame.over == "line"
        else "count"
    )
    query, rows = _select(template, frame, services)
    value = int(rows[0]["value"] or 0) if rows else 0
    what = set_words(understood)
    if value == 0:
        return _nothing(understood, services, query, what)
    unit = condition_data()["units"].get(frame.item, "件")
    text = f"{what}は{value}{unit}です。"
    result = Result(text, {"type": "number", "value": value, "unit": unit}, query, _coverage(frame, services))
    if template == "count_programmes":
        result.caveats.insert(0, f"再掲を一つに数えています。一覧の行では{rows[0]['lines']}行です。")
    if template == "count_lines":
        result.caveats.insert(0, f"再掲の行も数えています。事業としては{rows[0]['programmes']}です。")
    listed_query, listed = _select("list", frame, services)
    del listed_query
    result.about = [item["id"] for item in _items(listed, frame.item)]
    result.answer["items"] = _items(listed, frame.item)
    return result


def _exists(understood: Understood, services: AskServices) -> Result:
    query, rows = _select("exists", understood.frame, services)
    value = bool(rows) and rows[0]["value"] == "true"
    what = set_words(understood)
    coverage = _coverage(understood.frame, services)
    text = f"はい、{what}があります。" if value else f"いいえ、{what}は読み込んだ文書の中に見つかりません。"
    result = Result(text, {"type": "boolean", "value": value}, query, coverage)
    if value:
        _, listed = _select("list", understood.frame, services)
        result.answer["items"] = _items(listed, understood.frame.item)
        result.about = [item["id"] for item in result.answer["items"]]
    return result


def _totals(understood: Understood, services: AskServices) -> Result:
    frame = understood.frame
    query, rows = _select("totals", frame, services)
    if not rows:
        return _nothing(understood, services, query, set_words(understood))
    text_of = understood.frame.text
    reading = (
        "withoutRelisted"
        if "再掲を除" in text_of or "再掲抜き" in text_of or "再掲なし" in text_of
        else "asPrinted"
        if "印刷" in text_of or "再掲も含" in text_of or "再掲を含" in text_of
        else "once"
    )
    names = {
        "once": "各事業を一度だけ数えた合計",
        "withoutRelisted": "再掲の行を除いた合計",
        "asPrinted": "印刷された行の合計",
    }
    columns = [
        "年度",
        "段階",
        "印刷どおり",
        "各事業を一度",
        "再掲を除く",
        "合計した行",
        "内数などで合計しない行",
    ]
    table = [
        [
            _year(r),
            stage_words(r["stage"]),
            int(r["asPrinted"]),
            int(r["once"]),
            int(r["withoutRelisted"]),
            int(r["lines"]),
            int(r["notAdded"]),
        ]
        for r in rows
    ]
    parts = [f"{_year(r)}{stage_words(r['stage'])}は{amount_words(r[reading])}" for r in rows]
    single = len(rows) == 1
    answer: dict[str, Any] = {"type": "amount" if single else "table", "columns": columns, "rows": table}
    if single:
        answer |= {"value": int(rows[0][reading]), "unit": "円"}
    caveats = [f"{names[reading]}です（印刷どおり・各事業を一度・再掲を除く、の三つを表に並べています）。"]
    caveats += [
        f"{_year(r)}は内数などの{r['notAdded']}行を合計に入れていません（内数は上限額）。"
        for r in rows
        if int(r["notAdded"])
    ]
    if not single:
        caveats.append("年度や段階の違う金額は足していません。")
    result = Result(
        "、".join(parts) + "です。", answer, query, caveats + _coverage(frame, services), supports=("amount",)
    )
    _, lines = _select("list_lines", _as_lines(frame), services)
    result.about = [r["line"] for r in lines]
    return result


def _as_lines(frame: Frame) -> Frame:
    return replace(frame, over="line", item="line")


def _amounts(understood: Understood, services: AskServices) -> Result:
    """Every printed amount of the programme: list rows, and amounts on its sheets, year by year and stage by stage."""
    frame = understood.frame
    lines = replace(
        frame,
        over="line",
        item="programme",
        conditions=tuple(c for c in frame.conditions if supports("line", c.kind)),
    )
    query, rows = _select("amounts", lines, services)
    if supports("sheet_amount", "programme") or part("over/sheet_amount"):
        sheets = tuple(c for c in frame.conditions if c.kind == "programme")
        if sheets and part("condition/sheet_amount-programme"):
            _, more = _select(
                "sheet_amounts",
                replace(frame, over="sheet_amount", item="programme", conditions=sheets),
                services,
            )
            rows += more
    readable = [r for r in rows if r["amount"]]
    what = "・".join(dict.fromkeys(r["label"] for r in rows)) or set_words(understood)
    if not readable:
        reason = "unreadable" if rows else "not_in_source"
        return Result(
            f"{what}の金額は、読み込んだ文書では読めません。"
            if rows
            else f"{what}の予算額は、読み込んだ予算一覧に載っていません。",
            {},
            query,
            reason=reason,
        )
    columns = ["事業", "年度", "段階", "金額（円）", "種別", "印刷", "箇所"]
    table = list(
        dict.fromkeys(
            (
                r["label"],
                _year(r),
                stage_words(r["stage"]),
                int(r["amount"]),
                kind_words(r["kind"]),
                r["amountText"],
                r["place"],
            )
            for r in readable
        )
    )
    latest = readable[0]
    same = {
        (r["amount"], r["kind"])
        for r in readable
        if (r["fiscalYear"], r["stage"], r["place"])
        == (latest["fiscalYear"], latest["stage"], latest["place"])
    }
    included = latest["kind"].endswith("includedIn")
    text = f"{what}の{_year(latest)}{stage_words(latest['stage'])}は{amount_words(latest['amount'])}{'の内数（上限額）' if included else ''}です。"
    caveats = []
    if any(r["kind"].endswith("includedIn") for r in readable):
        caveats.append("内数のため、事業そのものの額ではなく上限額です。")
    if any(r["kind"].endswith("ofWhich") for r in readable):
        caveats.append("うち数は全体額の一部で、全体額とは別に示しています。")
    if len({(r["fiscalYear"], r["stage"]) for r in readable}) > 1:
        caveats.append("年度・段階（当初・補正・概算決定）の違う額は足していません。")
    answer: dict[str, Any] = {
        "type": "amount",
        "value": int(latest["amount"]) if len(same) == 1 else None,
        "unit": "円",
        "columns": columns,
        "rows": [list(r) for r in table],
    }
    return Result(text, answer, query, caveats, [r["source"] for r in readable], ("amount",))


def _where(understood: Understood, services: AskServices) -> Result:
    frame = replace(
        understood.frame,
        over="line",
        item="line",
        conditions=tuple(c for c in understood.frame.conditions if supports("line", c.kind)),
    )
    query, rows = _select("where", frame, services)
    if not rows:
        return _nothing(understood, services, query, set_words(understood))
    columns = ["番号", "名称", "年度", "段階", "節", "節の見出し", "再掲", "金額", "備考"]
    table = [
        [
            r["number"],
            r["label"],
            _year(r),
            stage_words(r["stage"]),
            r["sectionNotation"],
            r["sectionLabel"],
            "再掲" if r["relisted"] == "true" else "",
            amount_words(r["amount"]),
            r["remarks"],
        ]
        for r in rows
    ]
    places = "、".join(f"{_year(r)}No.{r['number']}（{r['sectionNotation']}）" for r in rows[:8])
    items = [{"id": r["line"], "label": f"No.{r['number']} {r['label']}"} for r in rows]
    return Result(
        f"{places}{' など' if len(rows) > 8 else ''}の{len(rows)}行に印刷されています。",
        {"type": "table", "columns": columns, "rows": table, "items": items, "value": len(rows)},
        query,
        _coverage(frame, services),
        [r["line"] for r in rows],
        ("relisted", "section"),
    )


def _attribute(understood: Understood, services: AskServices) -> Result:
    frame = understood.frame
    data = load_frames_file("attributes.toml")
    name = frame.attribute if frame.attribute in data else "ministry"
    kinds = data[name]["kinds"]
    kind = (
        frame.over
        if part(f"attribute/{frame.over}-{name}")
        else next((k for k in kinds if can_list(frame.over, k) and part(f"attribute/{k}-{name}")), "")
    )
    if not kind:
        raise VocabularyError(f"no path for {frame.over}-{name}")
    shaped = replace(frame, item=kind)
    text = (part("attribute") or "").replace("#{path}", "  " + (part(f"attribute/{kind}-{name}") or ""))
    query = _inline(text, shaped)
    names, found = services.run(query)
    rows = [dict(zip(names, (_plain(c) for c in row), strict=False)) for row in found]
    label = data[name]["label"]
    if not rows:
        what = set_words(understood)
        return Result(
            f"{what}の{label}は、読み込んだ文書に書かれていないか、読み取れませんでした。",
            {},
            query,
            reason="not_in_source",
        )
    values = list(dict.fromkeys(r["value"] for r in rows))
    things = list(dict.fromkeys(_label(r) for r in rows))
    if len(things) == 1:
        body = "、".join(values)
        said = f"{things[0]}の{label}: {body[:300]}"
    else:
        said = f"{len(things)}件の{label}を表に示します。"
    answer = {
        "type": "text" if len(things) == 1 else "table",
        "value": values[0] if len(values) == 1 else None,
        "columns": ["名称", label],
        "rows": [[_label(r), r["value"]] for r in rows],
    }
    answer["items"] = (
        _things_named(values, services)
        if name in ("ministry", "target")
        else [{"id": r[kind], "label": _label(r)} for r in rows if r.get(kind)]
    )
    return Result(
        said,
        answer,
        query,
        [],
        list(dict.fromkeys(r.get(kind, "") for r in rows)),
        (data[name].get("property", name),),
    )


def _inline(template: str, frame: Frame) -> str:
    """A query from a template text that is not a file of its own (an attribute's path filled in)."""
    return complete(template, frame, {"limit": "1000"})


def _things_named(values: Sequence[str], services: AskServices) -> list[dict[str, str]]:
    known = {name.label: name.id for name in services.known.lexicon.of_kind("ministry", "target_group")}
    return [{"id": known.get(value, ""), "label": value} for value in values]


def _evidence_op(understood: Understood, services: AskServices) -> Result:
    query, rows = _select("evidence", understood.frame, services)
    if not rows:
        return _nothing(understood, services, query, set_words(understood))
    columns = ["名称", "項目", "引用", "文書", "開始", "終了"]
    table = [[r["label"], r["supports"], r["quote"][:120], r["document"], r["start"], r["end"]] for r in rows]
    things = list(dict.fromkeys(r[understood.frame.item] for r in rows))
    documents = "、".join(dict.fromkeys(r["document"] for r in rows))
    return Result(
        f"{len(rows)}か所の典拠があります（{documents}）。",
        {"type": "table", "columns": columns, "rows": table},
        query,
        [],
        things,
        (),
    )


def _lineage(understood: Understood, services: AskServices) -> Result:
    programmes = [t for c in understood.frame.conditions if c.kind == "programme" for t in c.values]
    if not programmes:
        return _lineage_all(understood, services)
    query = build_query("lineage", understood.frame, {"programme": programmes[0]})
    names, found = services.run(query)
    rows = [dict(zip(names, (_plain(c) for c in row), strict=False)) for row in found]
    if not rows:
        return Result(
            f"「{programmes[0].label}」と前後の年度の別名の事業とのつながりは、読み込んだ文書からは見つかりませんでした。",
            {},
            query,
            reason="not_in_source",
        )
    return _lineage_result(rows, query)


def _lineage_all(understood: Understood, services: AskServices) -> Result:
    query, rows = _select("lineage_all", understood.frame, services)
    return _lineage_result(rows, query) if rows else _nothing(understood, services, query, "名称を変えた事業")


_LINEAGE = {"renamed": "改称", "split": "分割", "merged": "統合", "continued": "継続", "": "つながり"}


def _lineage_result(rows: Sequence[Mapping[str, Any]], query: str) -> Result:
    pairs = list(
        dict.fromkeys(
            (r["earlierLabel"], r["laterLabel"], _LINEAGE.get(r["kind"], r["kind"]), r["confidence"])
            for r in rows
        )
    )
    said = "、".join(f"「{a}」から「{b}」へ{k}（確度{float(c or 0):.2f}）" for a, b, k, c in pairs)
    answer = {"type": "table", "columns": ["前", "後", "関係", "確度"], "rows": [list(p) for p in pairs]}
    return Result(
        f"{said}と推定されます。",
        answer,
        query,
        ["文書に明記された関係ではなく、名称・所管・金額などからの推定です。"],
        list(dict.fromkeys(x for r in rows for x in (r["later"], r["earlier"]))),
    )


def _related(understood: Understood, services: AskServices) -> Result:
    frame = replace(
        understood.frame,
        over="programme",
        item="programme",
        conditions=tuple(c for c in understood.frame.conditions if supports("programme", c.kind)),
    )
    query, rows = _select("related", frame, services)
    if not rows:
        return _nothing(understood, services, query, set_words(understood))
    to_measure = understood.rule.op == "related_to_measure"
    items = _items(
        [
            {
                **r,
                "label": r["programmeLabel"] if to_measure else r["measureLabel"],
                "number": "" if to_measure else r["number"],
            }
            for r in rows
        ],
        "programme" if to_measure else "measure",
    )
    table = [[r["programmeLabel"], f"No.{r['number']}", r["measureLabel"], r["confidence"]] for r in rows]
    said = "、".join(item["label"] for item in items[:8])
    return Result(
        f"関連するのは{said}です。",
        {"type": "list", "items": items, "columns": ["事業", "番号", "施策", "確度"], "rows": table},
        query,
        ["名称・本文・所管などからの推定です。確度を表に示しています。"],
        [i["id"] for i in items],
    )


def _rank(understood: Understood, services: AskServices) -> Result:
    frame = understood.frame
    by_group = understood.rule.op == "rank_ministry"
    query, rows = _select(f"rank_{'group_amount_' if by_group else ''}{frame.order}", frame, services)
    if not rows:
        return _nothing(understood, services, query, set_words(understood))
    key = "ministry" if by_group else "programme"
    columns = ["順位", "府省庁" if by_group else "事業", "年度", "段階", "金額（円）"]
    table = [
        [n, r["label"], _year(r), stage_words(r["stage"]), int(r["amount"])] for n, r in enumerate(rows, 1)
    ]
    first = rows[0]
    tied = [
        r
        for r in rows
        if r["amount"] == first["amount"]
        and (r["fiscalYear"], r["stage"]) == (first["fiscalYear"], first["stage"])
    ]
    names = "・".join(r["label"] for r in tied)
    word = "最も大きい" if frame.order == "desc" else "最も小さい"
    answer = {
        "type": "list",
        "items": _items(rows, key),
        "columns": columns,
        "rows": table,
        "value": int(first["amount"]),
    }
    return Result(
        f"{word}のは{names}（{_year(first)}{stage_words(first['stage'])} {amount_words(first['amount'])}）です。",
        answer,
        query,
        ["内数の額は順位に入れていません。", "再掲は一度だけ数えています。", *_coverage(frame, services)],
        [r[key] for r in rows],
        ("prefLabel",),
    )


_GROUPINGS = {
    "ministry": "tsu:ministry/skos:prefLabel",
    "target_group": "tsu:targetGroup/skos:prefLabel",
    "section": "tsu:section/skos:notation",
    "pillar": "tsu:pillar/skos:notation",
    "prefecture": "tsu:prefecture",
    "legal_form": "tsu:legalForm",
    "stage": "tsu:budgetStage/skos:prefLabel",
    "type": "tsu:requirementType/skos:prefLabel",
}


def _group(understood: Understood, services: AskServices) -> Result:
    frame = understood.frame
    group = frame.group or "ministry"
    path = _GROUPINGS.get(group, "tsu:ministry/skos:prefLabel")
    if group == "year":
        path = "(tsu:fiscalYear|tsu:planYear)"
    if frame.over == "line" and group == "target_group":
        path = "tsu:programme/tsu:targetGroup/skos:prefLabel"
    grouping = f"  ?{frame.over} {path} ?group ." + (
        ' FILTER(LANG(?group) = "ja" || LANG(?group) = "")' if "prefLabel" in path else ""
    )
    text = (part("group") or "").replace("#{grouping}", grouping)
    if frame.item in ("ministry", "target_group", "section", "pillar"):
        frame = replace(frame, item="programme" if frame.over == "line" else frame.over)
    query = _inline(text, frame)
    names, found = services.run(query)
    rows = [dict(zip(names, (_plain(c) for c in row), strict=False)) for row in found]
    if not rows:
        return _nothing(understood, services, query, set_words(understood))
    unit = condition_data()["units"].get(frame.item, "件")
    label = condition_data()["items"].get(group, group)
    table = [
        [year_words(int(r["group"][:4])) if group == "year" else r["group"], int(r["value"])] for r in rows
    ]
    said = "、".join(f"{name}{value}" for name, value in table[:6])
    caveats = ["二つ以上の府省庁が担当するものは、それぞれに数えています。"] if group == "ministry" else []
    answer = {
        "type": "table",
        "columns": [label, f"{condition_data()['items'].get(frame.item, '')}（{unit}）"],
        "rows": table,
    }
    return Result(
        f"{label}ごとの{condition_data()['items'].get(frame.item, '件')}の数: {said}{' など' if len(table) > 6 else ''}。",
        answer,
        query,
        caveats + _coverage(frame, services),
    )


def _rank_count(understood: Understood, services: AskServices) -> Result:
    frame = understood.frame
    counted = "programme" if frame.over == "line" else frame.over
    template = part(f"rank_count_{frame.order}") or ""
    if frame.over == "line":
        template = template.replace("#{body}", "#{body}\n  ?line tsu:programme ?programme .")
    text = template.replace("$counted", f"?{counted}").replace("$limit", str(frame.limit or 1000))
    query = _inline(text, replace(frame, limit=frame.limit))
    names, found = services.run(query)
    rows = [dict(zip(names, (_plain(c) for c in row), strict=False)) for row in found]
    if not rows:
        return _nothing(understood, services, query, set_words(understood))
    items = _items(rows, frame.item)
    unit = condition_data()["items"].get(counted, "件")
    tied = [r["label"] for r in rows if r["value"] == rows[0]["value"]]
    word = "最も多い" if frame.order == "desc" else "最も少ない"
    answer = {
        "type": "list",
        "items": items,
        "value": int(rows[0]["value"]),
        "columns": ["名称", f"{unit}の数"],
        "rows": [[r["label"], int(r["value"])] for r in rows],
    }
    return Result(
        f"{word}のは{'・'.join(tied[:5])}（{rows[0]['value']}{condition_data()['units'].get(counted, '件')}）です。",
        answer,
        query,
        _coverage(frame, services),
        [i["id"] for i in items],
    )


def _change(understood: Understood, services: AskServices) -> Result:
    frame = replace(
        understood.frame,
        over="line",
        item="programme",
        conditions=tuple(
            c for c in understood.frame.conditions if supports("line", c.kind) and c.kind != "year"
        ),
    )
    years = sorted({b.year for b in services.known.lexicon.budget_lists()})
    asked = sorted({int(t.value) for c in understood.frame.conditions if c.kind == "year" for t in c.values})
    pair = asked[-2:] if len(asked) > 1 else years[-2:]
    if len(pair) < 2:
        return Result("年度の差を出すには、二つの年度の予算一覧が要ります。", {}, "", reason="not_loaded")
    slots = {"earlier": Term("year", str(pair[0])), "later": Term("year", str(pair[1]))}
    if understood.rule.op == "change_rank":
        falls = understood.frame.order == "asc"
        text = (part(f"change_rank_{'asc' if falls else 'desc'}") or "").replace(
            "$test", "?after < ?before" if falls else "?after > ?before"
        )
        bound = {name: serialise(term) for name, term in slots.items()}
        query = complete(text, frame, {**bound, "limit": str(understood.frame.limit or 1000)})
        names, found = services.run(query)
        rows = [dict(zip(names, (_plain(c) for c in row), strict=False)) for row in found]
    else:
        query, rows = _select("change", frame, services, **slots)
    rows = [r for r in rows if r.get("beforeKind", NS + "exact") == r.get("afterKind", NS + "exact")] or rows
    if not rows:
        return _nothing(understood, services, query, set_words(understood))
    unlike = [r for r in rows if r.get("beforeKind", "x") != r.get("afterKind", "x") and r.get("beforeKind")]
    columns = ["事業", "段階", year_words(pair[0]), year_words(pair[1]), "差"]
    table = list(
        dict.fromkeys(
            (
                r["label"],
                stage_words(r["stage"]),
                int(r["before"]),
                int(r["after"]),
                "比べない" if r in unlike else int(r["difference"]),
            )
            for r in rows
        )
    )
    first = rows[0]
    if first in unlike:
        text = f"{first['label']}は{year_words(pair[0])}が{amount_words(first['before'])}{kind_words(first['beforeKind'])}、{year_words(pair[1])}が{amount_words(first['after'])}{kind_words(first['afterKind'])}で、種別が違うため差は出しません。"
        return Result(
            text,
            {"type": "table", "columns": columns, "rows": [list(r) for r in table]},
            query,
            ["内数と確定額は比べられません。"],
            [first["programme"]],
        )
    change = int(first["difference"])
    word = "増えました" if change > 0 else "減りました" if change < 0 else "変わりません"
    said = f"{first['label']}は{year_words(pair[0])}の{amount_words(first['before'])}から{year_words(pair[1])}の{amount_words(first['after'])}へ{amount_words(abs(change)) if change else ''}{word}"
    answer = {
        "type": "amount" if len(table) == 1 else "table",
        "value": change if len(table) == 1 or understood.frame.limit == 1 else None,
        "unit": "円",
        "columns": columns,
        "rows": [list(r) for r in table],
        "items": _items(rows, "programme"),
    }
    return Result(
        said + "。",
        answer,
        query,
        ["段階と種別が同じ額だけを比べています。"],
        list(dict.fromkeys(r["programme"] for r in rows)),
    )


def _describe(understood: Understood, services: AskServices) -> Result:
    frame = understood.frame
    if frame.over == "line" or any(c.kind in ("number", "line") for c in frame.conditions):
        return _list(
            replace(
                understood,
                frame=replace(
                    frame,
                    over="line" if supports("line", "number") and frame.over == "line" else frame.over,
                    item=frame.over,
                ),
            ),
            services,
        )
    if frame.over == "programme":
        return (
            _amounts(understood, services)
            if services.known.lexicon.budget_lists()
            else _attribute(replace(understood, frame=replace(frame, attribute="overview")), services)
        )
    return _attribute(
        replace(
            understood,
            frame=replace(
                frame,
                attribute="overview"
                if frame.over in ("measure", "grantee", "guideline", "call", "eligible_programme")
                else "ministry",
            ),
        ),
        services,
    )


def _definition(understood: Understood, services: AskServices) -> Result:
    for name, entry in glossary().items():
        if any(word.lower() in understood.frame.text for word in (name, *entry.get("surfaces", ()))):
            query = build_query("constant", understood.frame, {"text": Term("text", entry["text"])})
            return Result(entry["text"], {"type": "text", "value": entry["text"]}, query)
    return _nothing(understood, services, "", "その用語")


def _coverage_op(understood: Understood, services: AskServices) -> Result:
    lexicon = services.known.lexicon
    query = build_query("coverage_lists", understood.frame)
    parts = [
        f"{year_words(b.year)}{stage_words(b.stage)}の予算一覧No.{b.first}〜{b.last}（柱{'・'.join(sorted(b.pillars))}）"
        for b in lexicon.budget_lists()
    ]
    parts += [f"{year_words(p.year)}の施策No.{p.first}〜{p.last}" for p in lexicon.plans()]
    rows = [[title] for title in lexicon.documents]
    return Result(
        f"{len(rows)}文書を読み込んでいます。{'、'.join(parts)}。",
        {"type": "table", "columns": ["文書"], "rows": rows, "value": len(rows)},
        query,
    )


def _capability(understood: Understood, services: AskServices) -> Result:
    examples = suggestions(services)
    query = build_query("coverage_lists", understood.frame)
    return Result(
        "一覧・件数・予算額・合計・担当・再掲の箇所・対象者の重なり・目標や達成状況・要件・交付団体などを尋ねられます。",
        {"type": "list", "items": [{"id": "", "label": e} for e in examples]},
        query,
    )


def _shared(understood: Understood, services: AskServices) -> Result:
    query, rows = _select("shared_pairs", understood.frame, services)
    if not rows:
        return _nothing(understood, services, query, set_words(understood))
    table = [[r["label"], int(r["value"]), r["ministries"]] for r in rows]
    said = "、".join(f"{r['label']}（{r['value']}府省庁）" for r in rows[:5])
    return Result(
        f"二つ以上の府省庁が対象にしているのは{len(rows)}種類の対象者です: {said} など。",
        {
            "type": "list",
            "items": _items(rows, "target_group"),
            "columns": ["対象者", "府省庁の数", "府省庁"],
            "rows": table,
        },
        query,
        _coverage(understood.frame, services),
        [r["target_group"] for r in rows],
    )


def _gap_targets(understood: Understood, services: AskServices) -> Result:
    ministry = next((t for c in understood.frame.conditions if c.kind == "ministry" for t in c.values), None)
    if ministry is None:
        raise VocabularyError("a ministry is needed")
    query, rows = _select("gap_targets", understood.frame, services, ministry=ministry)
    return Result(
        f"{ministry.label}の施策・事業に現れない対象者は{len(rows)}種類です。",
        {"type": "list", "items": _items(rows, "target_group")},
        query,
        [
            "ほかの府省庁の施策・事業に現れる対象者だけを調べています。",
            *_coverage(understood.frame, services),
        ],
    )


def _gap_ministries(understood: Understood, services: AskServices) -> Result:
    query, rows = _select("gap_ministries", understood.frame, services)
    return Result(
        f"当てはまるのは{len(rows)}府省庁です: {'、'.join(r['label'] for r in rows[:8])}。",
        {"type": "list", "items": _items(rows, "ministry")},
        query,
        [
            "読み込んだ文書で何かを担当している府省庁だけを調べています。",
            *_coverage(understood.frame, services),
        ],
    )


def _matrix(understood: Understood, services: AskServices) -> Result:
    query, rows = _select("matrix", understood.frame, services)
    return Result(
        f"府省庁と対象者の組み合わせは{len(rows)}あります。図は /view/overlap にあります。",
        {
            "type": "table",
            "columns": ["府省庁", "対象者", "数"],
            "rows": [[r["ministryLabel"], r["targetLabel"], int(r["value"])] for r in rows],
        },
        query,
    )


def _average(understood: Understood, services: AskServices) -> Result:
    query, rows = _select("average", understood.frame, services)
    if not rows:
        return _nothing(understood, services, query, set_words(understood))
    table = [[_year(r), stage_words(r["stage"]), round(float(r["mean"])), int(r["programmes"])] for r in rows]
    said = "、".join(f"{a}{b}は{amount_words(str(m))}（{n}事業）" for a, b, m, n in table)
    answer: dict[str, Any] = {
        "type": "amount" if len(table) == 1 else "table",
        "columns": ["年度", "段階", "平均（円）", "事業数"],
        "rows": table,
        "unit": "円",
    }
    if len(table) == 1:
        answer["value"] = table[0][2]
    return Result(
        f"一事業あたりの平均は{said}です。",
        answer,
        query,
        ["内数を除き、再掲は一度だけ数えた平均です。", *_coverage(understood.frame, services)],
    )


def _disagreement(understood: Understood, services: AskServices) -> Result:
    query, rows = _select("disagreement", understood.frame, services)
    rows = list({(r["programme"], r["fiscalYear"], r["stage"], r["sheetText"]): r for r in rows}.values())
    if not rows:
        return _nothing(understood, services, query, "一覧と資料で金額の表記が違う事業")
    table = [[r["label"], _year(r), stage_words(r["stage"]), r["listedText"], r["sheetText"]] for r in rows]
    return Result(
        f"一覧と資料で金額の表記が違うのは{len({r['programme'] for r in rows})}事業です。多くは丸めの違いです（507百万円と5億円など）。",
        {
            "type": "table",
            "columns": ["事業", "年度", "段階", "一覧", "資料"],
            "rows": table,
            "items": _items(rows, "programme"),
        },
        query,
        ["丸めで説明できる違いと、そうでない違いを区別せずに並べています。"],
        [r["programme"] for r in rows],
    )


def _ministry_history(understood: Understood, services: AskServices) -> Result:
    ministry = next((t for c in understood.frame.conditions if c.kind == "ministry" for t in c.values), None)
    restrict = f"VALUES ?ministry {{ {serialise(ministry)} }}" if ministry else ""
    query = _inline((part("ministry_history") or "").replace("#{restrict}", restrict), understood.frame)
    names, found = services.run(query)
    rows = [dict(zip(names, (_plain(c) for c in row), strict=False)) for row in found]
    if not rows:
        return _nothing(understood, services, query, f"{ministry.label if ministry else ''}の前身")
    said = "、".join(dict.fromkeys(f"{r['label']}は{r['formerLabel']}から引き継いだ" for r in rows))
    return Result(
        f"{said}とされています。",
        {
            "type": "table",
            "columns": ["府省庁", "前", "内容"],
            "rows": [[r["label"], r["formerLabel"], r["note"]] for r in rows],
        },
        query,
        ["根拠は各設置法（辞書に記載）で、読み込んだ文書の記述ではありません。"],
    )


def _rank_unclear(understood: Understood, services: AskServices) -> Result:
    return _rank_count(understood, services)


OPERATIONS: Mapping[str, Callable[[Understood, AskServices], Result]] = {
    "list": _list,
    "count": _count,
    "exists": _exists,
    "totals": _totals,
    "amounts": _amounts,
    "where": _where,
    "attribute": _attribute,
    "evidence": _evidence_op,
    "confidence": _evidence_op,
    "lineage": _lineage,
    "lineage_all": _lineage_all,
    "related": _related,
    "related_to_measure": _related,
    "rank": _rank,
    "rank_ministry": _rank,
    "rank_count": _rank_count,
    "ask_by_what": _rank_unclear,
    "group": _group,
    "change": _change,
    "change_rank": _change,
    "describe": _describe,
    "definition": _definition,
    "coverage": _coverage_op,
    "capability": _capability,
    "shared": _shared,
    "gap_targets": _gap_targets,
    "gap_ministries": _gap_ministries,
    "matrix": _matrix,
    "average": _average,
    "disagreement": _disagreement,
    "ministry_history": _ministry_history,
}


def _year(row: Mapping[str, Any]) -> str:
    value = str(row.get("fiscalYear", ""))
    return year_words(int(value[:4])) if value[:4].isdigit() else ""


def _evidence(result: Result, services: AskServices) -> list[dict[str, Any]]:
    """Quotes for what the answer speaks of, the properties it rests on first."""
    things = [thing for thing in dict.fromkeys(result.about) if thing.startswith("http")][:MOST_EVIDENCE]
    if not things:
        return []
    values = " ".join(f"<{thing}>" for thing in things)
    names = ", ".join(f'"{name}"' for name in (*result.supports, "prefLabel"))
    query = (
        (FOLDER / "sources.rq")
        .read_text(encoding="utf-8")
        .replace("#{things}", values)
        .replace("#{supports_list}", names)
    )
    try:
        _, rows = services.run(query)
    except TsunagariError:
        return []
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        node, quote_, document, start, end, confidence = (_plain(cell) for cell in row[:6])
        found.setdefault(
            (document, start, end),
            {
                "document": document,
                "quote": quote_,
                "start": int(start),
                "end": int(end),
                "id": node,
                "confidence": float(confidence or 0),
            },
        )
    return list(found.values())[:MOST_EVIDENCE]

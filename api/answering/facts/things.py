"""What is printed of a thing: its attributes, rows, quotes, links, predecessors and related measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.facts.attributes import attribute
from api.answering.facts.quoted_rows import quoted_rows
from api.answering.facts.unreadable import unreadable
from api.answering.money.amounts import amounts
from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    Row,
    coverage,
    listed,
    numbered,
    select,
    things,
    year_of,
)
from api.answering.sets.lists import list_items
from api.answering.words import amount_words, kind_words, set_words, stage_words
from graph.question_graph import supports
from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.found.numbers import find_numbers
from nlp.questions.found.words import words
from nlp.questions.framing.sets import year_term
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.text import fold_key

_NAME_ASKED = re.compile(r"(?:施策名|事業名|名称|名前)(?:は|を|って|\?|$)")
_OF_CHARGE = re.compile(r"共管|担当|所管|共同所管")
_MONEY = re.compile(r"額|円|予算|いくら|\d{3}")
_SAME_LIST = re.compile(r"同じ(?:予算)?(?:一覧|表|リスト|年度)|同一覧")
_OTHERS = re.compile(r"(?:ほか|他)(?:の|に|にも|では|だと)")
_LONGEST_QUOTE = 120
_MONEY_ASKED = re.compile(r"(?:予算)?額|金額|いくら|何円")
_PRINTED = re.compile(r"(?<![.年第号\d])\d[\d,]{1,}(?!年|号|条|月|日|団体|事業|件)")


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
    lost = _lost_name(told, services) if _NAME_ASKED.search(frame.text) else None
    if lost is not None:
        return lost
    if told.reason:
        return list_items(replace(understood, frame=replace(frame, attribute="")), services)
    if frame.over == "measure":
        ministries = attribute(replace(understood, frame=replace(frame, attribute="ministry")), services)
        if not ministries.reason:
            names = "・".join(i["label"] for i in ministries.answer["items"])
            told.text += f"（担当: {names}）"
    return told


def _lost_name(told: Result, services: AskServices) -> Result | None:
    """A name asked for that the document has lost: said so, with the overview that is left; None when it is printed."""
    ids = [item["id"] for item in told.answer.get("items") or []]
    if len(ids) != 1:
        return None
    rows = unreadable(ids, services).get(ids[0], ())
    if not any(row["code"] == "missing-label" for row in rows):
        return None
    text = f"名称は、元の文書で失われていて読めません。{told.text}"
    return Result(text, {}, told.sparql, about=ids, reason="unreadable")


def where(understood: Understood, services: AskServices) -> Result:
    """Every printed row of the programme: number, section, 再掲, amount."""
    kept = tuple(c for c in understood.frame.conditions if supports("line", c.kind) and c.kind != "relisted")
    frame = replace(understood.frame, over="line", item="line", conditions=kept)
    frame = _elsewhere(_of_programme(frame, services), frame, services)
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
    said = listed([_place_told(r) for r in rows], 8)
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


def _place_told(row: Row) -> str:
    """A printed row by its place in the list: 令和9年度No.24（節3-②関係機関の連携体制の整備、再掲、3,200百万円）."""
    told = [f"節{row['sectionNotation']}{row['sectionLabel']}" if row["sectionNotation"] else ""]
    told.append("再掲" if row["relisted"] == "true" else "")
    told.append(amount_words(row["amount"]))
    return f"{year_of(row)}No.{row['number']}（{'、'.join(filter(None, told))}）"


def _of_programme(frame: Frame, services: AskServices) -> Frame:
    """The frame asked of the programme whose row was named: 令和6年度No.53は令和7年度では何番."""
    rows = tuple(c for c in frame.conditions if c.kind in ("line", "number"))
    if not rows:
        return frame
    found = things(
        select("list", replace(frame, item="programme", conditions=rows), services)[1], "programme"
    )
    terms = tuple(Term("iri", item["id"], item["label"]) for item in found)
    years = tuple(c for c in frame.conditions if c.kind == "year")
    return replace(frame, conditions=(Condition("programme", terms), *years)) if terms else frame


def _elsewhere(whole: Frame, named: Frame, services: AskServices) -> Frame:
    """No.65は同じ一覧のほかのどの番号に: of the programme's rows those of the list of the row that was named, without that row."""
    if whole is named:
        return named
    rows = tuple(c for c in named.conditions if c.kind in ("line", "number"))
    conditions = whole.conditions
    if _SAME_LIST.search(named.text) and not whole.of_kind("year"):
        found = select("where", replace(named, conditions=rows), services)[1]
        years = dict.fromkeys(int(r["fiscalYear"][:4]) for r in found if r["fiscalYear"])
        stages = dict.fromkeys(r["stage"] for r in found if r["stage"])
        terms = {"year": tuple(map(year_term, years)), "stage": tuple(Term("iri", s) for s in stages)}
        conditions = (*conditions, *(Condition(kind, of) for kind, of in terms.items() if of))
    if _OTHERS.search(named.text):
        conditions = (*conditions, *(replace(c, mode="none") for c in rows))
    return replace(whole, conditions=conditions)


def evidence(understood: Understood, services: AskServices) -> Result:
    """The quotes that the statements about a thing stand on."""
    frame = replace(
        understood.frame,
        conditions=tuple(c for c in understood.frame.conditions if supports(understood.frame.over, c.kind)),
    )
    charge = bool(_OF_CHARGE.search(frame.text))
    query, rows = "", []
    if frame.over == "programme" and (charge or _MONEY.search(frame.text)):
        # Where an amount stands: the printed rows of the programme, not where its name is.
        of_lines = replace(frame, over="line", item="line")
        query, printed = quoted_rows(of_lines, services)
        first = "ministry" if charge else "amount"
        rows = sorted(printed, key=lambda row: row["supports"] != first)
        frame = of_lines if rows else frame
    if not rows:
        query, rows = quoted_rows(frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    stood = _value_places(understood, rows)
    if stood:
        return _at_value(stood, frame.item, query)
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


def quotes(understood: Understood, services: AskServices) -> Result:
    """Where a figure of the question is printed (67か所): the quotes that hold it, of the measures whose texts speak of the
    rest of the question most."""
    frame = understood.frame
    query, rows = quoted_rows(frame, services)
    figures = {fold_key(t.value) for c in frame.conditions if c.kind == "quoted" for t in c.values}
    holding = [r for r in rows if any(figure in fold_key(r["quote"]) for figure in figures)]
    if not holding:
        # 67か所 printed as 67都道府県: the number alone, not as part of a longer one.
        numbers = {match.group() for figure in figures if (match := re.match(r"[\d.,]+", figure))}
        numbers = {number.rstrip(".,") for number in numbers}
        spelt = tuple(Term("text", t, t) for n in sorted(numbers) for t in keyword_variants(n))
        others = tuple(c for c in frame.conditions if c.kind != "quoted")
        frame = replace(frame, conditions=(*others, Condition("quoted", spelt)))
        query, rows = quoted_rows(frame, services)
        alone = [re.compile(rf"(?<![\d.,]){re.escape(n)}(?![\d]|[.,]\d)") for n in numbers]
        holding = [r for r in rows if any(p.search(fold_key(r["quote"])) for p in alone)]
    said = [w.surface for w in words(frame.text) if w.pos == "名詞" and len(w.surface) > 1]
    score = {id(r): sum(word in fold_key(r["label"] + r["quote"]) for word in said) for r in holding}
    best = [r for r in holding if score[id(r)] == max(score.values())]
    if not best:
        return nothing(understood, services, query, set_words(understood))
    head, tail = query.rstrip().rsplit("}", 1)
    nodes = " ".join(dict.fromkeys(f"<{row['evidence']}>" for row in best))
    return _at_value(best, frame.item, f"{head}  VALUES ?evidence {{ {nodes} }}\n}}{tail}\n")


def _value_places(understood: Understood, rows: Sequence[Row]) -> list[Row]:
    """The places that hold the value of the question (2146百万円, 「2,146」): as the value they are evidence of, or as printed."""
    frame = understood.frame
    asked = load_frames_file("attributes.toml").get(frame.attribute, {}).get("property", "")
    if asked:
        # 目標はどこに書かれている: the places of that field, where it has any.
        return [row for row in rows if row["supports"] == asked]
    if _OF_CHARGE.search(frame.text):
        return [row for row in rows if row["supports"] == "ministry"]
    said = {t.value for c in frame.conditions if c.kind in ("amount", "amount_kind") for t in c.values}
    said |= set(_PRINTED.findall(frame.text))
    amounts_said = (
        hit for hit in find_numbers(frame.text) if hit.kind == "amount" and hit.operator in ("", "=")
    )
    said |= {hit.values[0] for hit in amounts_said}
    plain = {word.replace(",", "") for word in said if word.replace(",", "").isdigit()}
    if not plain and _MONEY_ASKED.search(frame.text):
        return [row for row in rows if row["supports"] == "amount"]
    return [
        row
        for row in rows
        if row["value"] in plain
        or (row["supports"] == "amount" and re.sub(r"[^0-9]", "", fold_key(row["quote"])) in plain)
    ]


def _quote(text: str) -> str:
    squeezed = " ".join(text.split())
    return squeezed if len(squeezed) <= _LONGEST_QUOTE else squeezed[:_LONGEST_QUOTE] + "…"


def _at_value(rows: Sequence[Row], item: str, query: str) -> Result:
    """Where a value is printed: the quote itself and its place, of each document."""
    columns = ["名称", "項目", "引用", "文書", "開始", "終了"]
    table = [
        [r["label"], r["supports"], r["quote"], r["document"], int(r["start"]), int(r["end"])] for r in rows
    ]
    holders = things(rows, item)
    said = listed(
        list(
            dict.fromkeys(
                f"{r['document']} の{r['start']}〜{r['end']}文字目に「{_quote(r['quote'])}」" for r in rows
            )
        ),
        4,
    )
    text = f"{listed([numbered(h) for h in holders], 3)}のその記載は、{said}と印刷されています。"
    supports_ = tuple(dict.fromkeys(r["supports"] for r in rows))
    return Result(
        text,
        {"type": "table", "columns": columns, "rows": table, "items": holders},
        query,
        [],
        [h["id"] for h in holders],
        supports_,
    )

"""Money: the printed amounts of what is named, on lists and sheets, year by year and stage by stage.

Stages and kinds are never added; 内数 is an upper bound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.answering.money.across_stages import EARLY, NEWEST_FIRST
from api.answering.refusing.nothing_found import wrong_ministry
from api.answering.result import (
    AskServices,
    Result,
    Row,
    select,
    when_printed,
    year_of,
)
from api.answering.words import amount_words, kind_words, printed_words, set_words, stage_words
from graph.iris import NS
from graph.question_graph import build_query, supports
from nlp.questions.found.numbers import find_numbers
from nlp.questions.framing.sets import condition_data, year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

_MOST_ON_SHEETS = 20
_TAILS = {"includedIn": "の内数（上限額）", "ofWhich": "（うち数）"}


def amounts(understood: Understood, services: AskServices) -> Result:
    """Every printed amount of what is named: list rows and sheets, year by year and stage by stage."""
    kept = tuple(c for c in understood.frame.conditions if supports("line", c.kind))
    frame = replace(understood.frame, over="line", item="programme", conditions=kept)
    one = any(c.kind in ("programme", "line", "measure", "number") for c in frame.conditions)
    on_sheets = _only_on_sheets(frame, services)
    one = one or on_sheets
    query, rows = select("amounts" if one else "amounts_listed", frame, services)
    if on_sheets and not rows and (of_sheets := _programmes_of(frame, services)) is not None:
        frame = of_sheets
        query, rows = select("amounts", frame, services)
    wider = _early_stages(frame, rows) if one else None
    more = select("amounts", wider, services)[1] if wider is not None else []
    if wider is not None and any(r["stage"] in (f"{NS}draft", f"{NS}approvedEstimate") for r in more):
        frame, query, rows = wider, build_query("amounts", wider), more
    else:
        wider = None
    readable = [r for r in rows if r["amount"]]
    what = "・".join(dict.fromkeys(r["label"] for r in rows)) or _named(understood)
    if not readable:
        if rows:
            return Result(f"{what}の金額は、読み込んだ文書では読めません。", {}, query, reason="unreadable")
        return _no_amount(understood, frame, services, query, what)
    columns = ["事業", "年度", "段階", "金額（円）", "種別", "印刷", "箇所"]
    table = list(dict.fromkeys(_amount_row(r) for r in readable))
    shown = _preferred(readable)
    distinct = {(r["programme"], r["amount"], r["kind"]) for r in shown}
    answer: dict[str, Any] = {
        "type": "amount",
        "unit": "円",
        "columns": columns,
        "rows": [list(r) for r in table],
    }
    answer["value"] = int(shown[0]["amount"]) if len(distinct) == 1 else None
    if answer["value"] is None:
        answer["type"] = "table"
    several = list(dict.fromkeys(r["label"] for r in readable))
    if not one and len(several) > 1:
        said = "、".join(
            dict.fromkeys(
                f"{r['label']} {amount_words(r['amount'])}{_TAILS.get(_kind(r), '')}" for r in readable[:12]
            )
        )
        text = f"{len(several)}事業の額を表に示します: {said}。"
    else:
        text = _amount_text(readable, shown, what) + _whole_of(readable, frame, services)
    result = Result(text, answer, query)
    result.about, result.supports = list(dict.fromkeys(r["source"] for r in readable)), ("amount",)
    if any(r["kind"].endswith("includedIn") for r in readable):
        result.caveats.append(
            "内数は、より大きな予算の一部であることを示し、事業そのものの額ではなく上限額です。"
        )
    if any(r["kind"].endswith("ofWhich") for r in readable):
        result.caveats.append("うち数は全体額の一部で、全体額とは別に示しています。足し合わせません。")
    if not all(r["fiscalYear"] for r in readable):
        result.caveats.append("年度が印刷されていない一覧の額です。何年度の額かは文書から分かりません。")
    if len({(r["fiscalYear"], r["stage"]) for r in readable}) > 1:
        result.caveats.append("年度や段階（当初・補正・概算決定）の違う額は足していません。")
        if not any(c.kind == "year" for c in frame.conditions) and answer["value"] is not None:
            first = shown[0]
            result.caveats.insert(0, f"{NEWEST_FIRST}{when_printed(first)}を先に示しています。")
    if len({r["programme"] for r in shown}) == 1 and len({r["number"] for r in shown}) > 1:
        result.caveats.append(
            f"同じ額が再掲で{len({r['number'] for r in shown})}行に印刷されています。足し合わせません。"
        )
    absent = _absent(understood.frame, readable, widened=wider is not None)
    if absent:
        result.text += f"{absent}の額は、読み込んだ文書に見つかりません。"
        result.caveats.insert(0, f"尋ねられた{absent}の額は見つかりませんでした。")
    if wider is not None:
        result.caveats.insert(
            0, "当初予算として印刷された額はないため、予算案・概算決定として印刷された額を示しています。"
        )
    if any(c.kind == "measure" for c in frame.conditions):
        result.caveats.append("施策そのものの額ではなく、関連付けられた事業の額です。")
    return result


def _whole_of(rows: Sequence[Row], frame: Frame, services: AskServices) -> str:
    """4.2億円は何のうち: the amount on the same sheet of which each うち数 found by its amount is a part; "" otherwise."""
    if not frame.of_kind("printed_amount") or any(_kind(r) != "ofWhich" for r in rows):
        return ""
    said = []
    for row in rows:
        named = (Condition("programme", (Term("iri", row["programme"], row["label"]),)),)
        printed = select("amounts", replace(frame, conditions=named), services)[1]
        said += [
            f"{when_printed(r)}（事業資料の表記）の{amount_words(r['amount'])}"
            for r in printed
            if r["amount"]
            and not r.get("part")
            and r["place"] != "予算一覧"
            and int(r["amount"]) > int(row["amount"])
            and (r["fiscalYear"], r["stage"]) == (row["fiscalYear"], row["stage"])
        ]
    return f"全体は{'、'.join(dict.fromkeys(said))}です。" if said else ""


def _absent(frame: Frame, rows: Sequence[Row], *, widened: bool) -> str:
    """The years and stages asked for that no amount has, joined for reading; "" when each has one.

    Where each year said stands right before its stage (8年度概算決定と7年度補正), the pairs count.
    """
    years = {
        t.label: t.value for c in frame.conditions if c.kind == "year" and c.mode != "none" for t in c.values
    }
    stages = {
        t.label: t.value for c in frame.conditions if c.kind == "stage" and c.mode != "none" for t in c.values
    }
    have_stages = {r["stage"] for r in rows}
    have_years = {r["fiscalYear"][:4] for r in rows}
    # 概算決定 asked for, where lists of it are read as 当初予算: either of the two is what was asked for.
    instead = {t.value for c in frame.conditions if c.kind == "stage" and c.surface for t in c.values}
    if widened or instead & have_stages:
        have_stages |= {f"{NS}initial"} | {value for value in instead if value.removeprefix(NS) in EARLY}
    told = _pairs_said(frame.text, stages)
    if told:
        # R7補正とR8当初: what the question pairs is looked for in pairs.
        names = condition_data()["stages"]
        have = {(r["fiscalYear"][:4], r["stage"].removeprefix(NS)) for r in rows}
        lacking = [
            (year, stage)
            for year, stage in told
            if (year, stage) not in have
            and not (stage == "initial" and any((year, other) in have for other in EARLY))
            and not (instead and stage in EARLY and (year, "initial") in have)
        ]
        return "・".join(f"{year_words(int(year))}{names.get(stage, stage)}" for year, stage in lacking)
    said = [label for label, value in stages.items() if value not in have_stages]
    said += [label for label, value in years.items() if value not in have_years]
    pairs = {(r["fiscalYear"][:4], r["stage"]) for r in rows}
    if not said and len(years) == 1 and len(stages) > 1:
        year = next(iter(years.values()))
        said = [
            label
            for label, stage in stages.items()
            if (year, stage) not in pairs and not widened and stage not in instead
        ]
    return "・".join(said)


def _pairs_said(text: str, stages: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(western year, stage) for each year with its stage right behind it, where two or more are said so."""
    words = {
        "補正": "supplementary",
        "当初": "initial",
        "本予算": "initial",
        "概算決定": "approvedEstimate",
        "予算案": "draft",
    }
    found = []
    for hit in find_numbers(text):
        behind = (
            re.match(r"(?:の)?(補正|当初|本予算|概算決定|予算案)", text[hit.end :])
            if hit.kind == "year"
            else None
        )
        if behind is not None and f"{NS}{words[behind[1]]}" in stages.values():
            found.append((hit.values[0], words[behind[1]]))
    every = {f"{NS}{stage}" for _, stage in found} == set(stages.values())
    return tuple(dict.fromkeys(found)) if len(found) > 1 and every else ()


def _early_stages(frame: Frame, rows: Sequence[Row]) -> Frame | None:
    """The frame with 予算案 and 概算決定 beside 当初, where 当初 is asked for and no row has it; None otherwise."""
    stages = next((c for c in frame.conditions if c.kind == "stage" and c.mode == "any"), None)
    initial = f"{NS}initial"
    if stages is None or initial not in {t.value for t in stages.values}:
        return None
    told = [
        year
        for year, stage in _pairs_said(frame.text, {t.label: t.value for t in stages.values})
        if stage == "initial"
    ]
    if any(r["stage"] == initial and (not told or r["fiscalYear"][:4] in told) for r in rows):
        return None
    names = {"draft": "予算案", "approvedEstimate": "概算決定"}
    early = tuple(Term("iri", NS + stage, name) for stage, name in names.items())
    widened = replace(stages, values=(*stages.values, *early))
    return replace(frame, conditions=tuple(widened if c is stages else c for c in frame.conditions))


def _only_on_sheets(frame: Frame, services: AskServices) -> bool:
    """Whether no list that is loaded has the year or the stage asked for (令和8年度概算決定), or うち数 are: only sheets print them."""
    lists = services.known.lexicon.budget_lists()
    years = {int(t.value) for c in frame.conditions if c.kind == "year" for t in c.values}
    stages = {t.value.rsplit("#", 1)[-1] for c in frame.conditions if c.kind == "stage" for t in c.values}
    if any(
        t.value.endswith("ofWhich") for c in frame.conditions if c.kind == "amount_kind" for t in c.values
    ):
        return True
    return bool(years or stages) and not any(
        (not years or item.year in years) and (not stages or item.stage in stages) for item in lists
    )


def _programmes_of(frame: Frame, services: AskServices) -> Frame | None:
    """The frame of the programmes that lists of other years have under its conditions (対象がヤングケアラー), whose sheets may print the
    year and stage asked for; None where there are none, or too many to be told."""
    when = tuple(c for c in frame.conditions if c.kind in ("year", "stage"))
    what = tuple(c for c in frame.conditions if c not in when)
    if not what or any(c.kind in ("programme", "line", "number") for c in what):
        return None
    _, rows = select("amounts_listed", replace(frame, conditions=what), services)
    found = {row["programme"]: row["label"] for row in rows}
    if not 0 < len(found) <= _MOST_ON_SHEETS:
        return None
    terms = tuple(Term("iri", thing, label) for thing, label in found.items())
    return replace(frame, conditions=(Condition("programme", terms), *when))


def _kind(row: Row) -> str:
    return row["kind"].rsplit("#", 1)[-1]


def _amount_row(row: Row) -> tuple[Any, ...]:
    return (
        row["label"],
        year_of(row),
        stage_words(row["stage"]),
        int(row["amount"]),
        kind_words(row["kind"]),
        printed_words(row["amountText"], row["amount"]),
        row["place"],
    )


def _preferred(rows: Sequence[Row]) -> list[Row]:
    """The rows that answer first: the list before the sheet, the newest year of the list, exact before 内数 before うち."""
    order = {"exact": 0, "includedIn": 1, "ofWhich": 2}
    printed = [r for r in rows if r["place"] == "予算一覧"] or list(rows)
    newest = max(r["fiscalYear"] for r in printed)
    found = [r for r in printed if r["fiscalYear"] == newest]
    stages = list(dict.fromkeys(r["stage"] for r in found))
    if len(stages) > 1:
        return found
    best = min(order.get(r["kind"].rsplit("#", 1)[-1], 0) for r in found)
    return [r for r in found if order.get(r["kind"].rsplit("#", 1)[-1], 0) == best]


def _amount_text(readable: Sequence[Row], shown: Sequence[Row], what: str) -> str:
    said: dict[str, None] = {}
    for row in (*shown, *readable):
        tail = _TAILS.get(_kind(row), "")
        place = "" if row["place"] == "予算一覧" else "（事業資料の表記）"
        part = f"のうち{row['part']}" if row.get("part") else ""
        tail = "" if part else tail
        said[f"{when_printed(row)}{place}{part}は{amount_words(row['amount'])}{tail}"] = None
    return f"{what}の{'、'.join(list(said)[:6])}です。"


def _named(understood: Understood) -> str:
    labels = [
        t.label for c in understood.frame.conditions if c.kind in ("programme", "measure") for t in c.values
    ]
    return "・".join(labels) or set_words(understood)


def _no_amount(understood: Understood, frame: Frame, services: AskServices, query: str, what: str) -> Result:
    """No amount under the conditions: another year or stage may have one, and is then said."""
    wrong = wrong_ministry(frame, services, query)
    if wrong is not None:
        return wrong
    loose = tuple(c for c in frame.conditions if c.kind not in ("year", "stage", "amount_kind"))
    if len(loose) < len(frame.conditions):
        _, rows = select("amounts", replace(frame, conditions=loose), services)
        have = list(dict.fromkeys(f"{when_printed(r)}" for r in rows if r["amount"]))
        years = {int(t.value) for c in frame.conditions if c.kind == "year" for t in c.values}
        loaded = services.known.lexicon.budget_years()
        reason = "not_loaded" if years and not years.intersection(loaded) else "not_in_source"
        tail = f"書かれているのは{'、'.join(have)}です。" if have else ""
        stated = set_words(replace(understood, frame=frame))
        return Result(f"{stated}の額は、読み込んだ文書にありません。{tail}", {}, query, reason=reason)
    return Result(f"{what}の予算額は、読み込んだ文書に書かれていません。", {}, query, reason="not_in_source")

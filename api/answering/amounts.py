"""Money: amounts, totals in three readings, averages, orders, changes between years, list against sheet.

Stages and kinds are never added; 内数 is an upper bound and stands outside every sum and order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.lists import count
from api.answering.nothing_found import nothing, wrong_ministry
from api.answering.result import (
    AskServices,
    Result,
    Row,
    coverage,
    select,
    when_printed,
    year_of,
)
from api.answering.words import amount_words, kind_words, set_words, stage_words
from graph.iris import NS
from graph.question_graph import build_query, supports
from nlp.questions.parser import Understood
from nlp.questions.records import Frame, Term

_READINGS = {
    "once": "各事業を一度だけ数えた合計",
    "withoutRelisted": "再掲の行を除いた合計",
    "asPrinted": "印刷された行の合計",
}
_TAILS = {"includedIn": "の内数（上限額）", "ofWhich": "（うち数）"}
_PRINTED = re.compile(r"印刷(?:どおり|通り|された)|再掲(?:も|を)?含|のべ|延べ|単純")
_WITHOUT = re.compile(
    r"再掲(?:の行|分)?(?:を|は|も)?(?:除|抜|外|のぞ|省|含めな|含ま|数えな)|再掲なし|再掲以外|再掲でない"
    r"|再掲(?:の行|分)?(?:と|や|・|も|、)内数(?:を|は|も)?(?:除|抜|外|のぞ|含めな)"
)


def totals(understood: Understood, services: AskServices) -> Result:
    """Sums of exact amounts per year and stage, in three readings side by side."""
    frame = understood.frame
    query, rows = select("totals", frame, services)
    rows = [r for r in rows if int(r.get("lines") or 0) + int(r.get("notAdded") or 0)]
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    text_of = frame.text
    distinct = re.search(r"二重計上|2重計上|重複|一度|1回|1度|実数|純計|ユニーク", text_of)
    reading = "withoutRelisted" if _WITHOUT.search(text_of) and not distinct else "once"
    if _PRINTED.search(text_of) and not distinct and not _WITHOUT.search(text_of):
        reading = "asPrinted"
    exact = [r for r in rows if int(r["lines"])]
    columns = [
        "年度",
        "段階",
        "印刷どおり（円）",
        "各事業を一度（円）",
        "再掲を除く（円）",
        "合計した行",
        "合計しない行（内数など）",
    ]
    keys = ("asPrinted", "once", "withoutRelisted", "lines", "notAdded")
    table = [[year_of(r), stage_words(r["stage"]), *(int(r[key]) for key in keys)] for r in rows]
    if not exact:
        text = "当てはまる行はどれも内数などで、確定額がないため合計できません（内数は上限額です）。"
        only: dict[str, Any] = {"type": "table", "columns": columns, "rows": table}
        return Result(text, only, query, ["内数は合計しません。"], _line_ids(frame, services), ("amount",))
    single = len(rows) == 1
    answer: dict[str, Any] = {"type": "amount" if single else "table", "columns": columns, "rows": table}
    if single:
        answer |= {"value": int(rows[0][reading]), "unit": "円"}
    said = "、".join(f"{when_printed(r)}は{amount_words(r[reading])}" for r in exact)
    first = exact[0]
    others = "、".join(f"{_READINGS[k]}は{amount_words(first[k])}" for k in _READINGS if k != reading)
    text = f"{said}（{_READINGS[reading]}）です。" + (f"なお{others}です。" if single else "")
    if re.search(r"施策", text_of) and not any(c.kind == "measure" for c in frame.conditions):
        text += "施策そのものには金額が印刷されていないため、予算一覧の行で答えています。"
    if understood.rule.flag == "pair" and len(exact) == 2 and exact[0]["stage"] == exact[1]["stage"]:
        difference = int(exact[0][reading]) - int(exact[1][reading])
        word = "増え" if difference > 0 else "減り" if difference < 0 else "同じで"
        text += (
            f"差は{amount_words(abs(difference))}で、{year_of(exact[1])}から{word}ています。"
            if difference
            else "差はありません。"
        )
    caveats = [f"{_READINGS[reading]}です。印刷どおり・各事業を一度・再掲を除く、の三つを表に並べています。"]
    caveats += [
        f"{when_printed(r)}は内数などの{r['notAdded']}行を合計に入れていません（内数は上限額）。"
        for r in rows
        if int(r["notAdded"])
    ]
    if not single:
        caveats.append("年度や段階の違う金額は足していません。")
    caveats += coverage(frame, services)
    return Result(text, answer, query, caveats, _line_ids(frame, services), ("amount",), view="/view/chain")


def _line_ids(frame: Frame, services: AskServices) -> list[str]:
    _, rows = select("list_lines", replace(frame, over="line", item="line"), services)
    return [r["line"] for r in rows]


def amounts(understood: Understood, services: AskServices) -> Result:
    """Every printed amount of what is named: list rows and sheets, year by year and stage by stage."""
    kept = tuple(c for c in understood.frame.conditions if supports("line", c.kind))
    frame = replace(understood.frame, over="line", item="programme", conditions=kept)
    one = any(c.kind in ("programme", "line", "measure", "number") for c in frame.conditions)
    one = one or _only_on_sheets(frame, services)
    query, rows = select("amounts" if one else "amounts_listed", frame, services)
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
        text = _amount_text(readable, shown, what)
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
            result.caveats.insert(
                0,
                f"年度の指定がないため、最も新しい予算一覧の{when_printed(first)}を先に示しています。",
            )
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
    if widened:
        have_stages.add(f"{NS}initial")
    said = [label for label, value in stages.items() if value not in have_stages]
    said += [label for label, value in years.items() if value not in have_years]
    pairs = {(r["fiscalYear"][:4], r["stage"]) for r in rows}
    if not said and len(years) == 1 and len(stages) > 1:
        year = next(iter(years.values()))
        said = [label for label, stage in stages.items() if (year, stage) not in pairs and not widened]
    return "・".join(said)


def _early_stages(frame: Frame, rows: Sequence[Row]) -> Frame | None:
    """The frame with 予算案 and 概算決定 beside 当初, where 当初 is asked for and no row has it; None otherwise."""
    stages = next((c for c in frame.conditions if c.kind == "stage" and c.mode == "any"), None)
    initial = f"{NS}initial"
    if stages is None or initial not in {t.value for t in stages.values}:
        return None
    if any(r["stage"] == initial for r in rows):
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


def _kind(row: Row) -> str:
    return row["kind"].rsplit("#", 1)[-1]


def _amount_row(row: Row) -> tuple[Any, ...]:
    return (
        row["label"],
        year_of(row),
        stage_words(row["stage"]),
        int(row["amount"]),
        kind_words(row["kind"]),
        row["amountText"],
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
        said[f"{when_printed(row)}{place}は{amount_words(row['amount'])}{tail}"] = None
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
        loaded = {b.year for b in services.known.lexicon.budget_lists()}
        reason = "not_loaded" if years and not years & loaded else "not_in_source"
        tail = f"書かれているのは{'、'.join(have)}です。" if have else ""
        stated = set_words(replace(understood, frame=frame))
        return Result(f"{stated}の額は、読み込んだ文書にありません。{tail}", {}, query, reason=reason)
    return Result(f"{what}の予算額は、読み込んだ文書に書かれていません。", {}, query, reason="not_in_source")


def count_and_total(understood: Understood, services: AskServices) -> Result:
    """How many and how much, asked in one breath: the count in words, the sums as the table."""
    counted = count(understood, services)
    summed = totals(understood, services)
    if counted.reason or summed.reason:
        return counted if counted.reason else summed
    summed.text = f"{counted.text}合計は、{summed.text}"
    summed.answer["items"] = counted.answer.get("items")
    summed.caveats = list(dict.fromkeys([*summed.caveats, *counted.caveats]))
    return summed

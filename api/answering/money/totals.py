"""Sums of money: exact amounts per year and stage, in three readings side by side.

Stages and kinds are never added; 内数 is an upper bound and stands outside every sum.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.money.sum_readings import READINGS, gap_asked, reading_meant
from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    Row,
    coverage,
    listed,
    select,
    template_text,
    when_printed,
    year_of,
)
from api.answering.sets.lists import count
from api.answering.words import amount_words, printed_words, set_words, stage_words
from graph.iris import NS
from nlp.questions.parser import Understood
from nlp.questions.records import Frame

# 6年度と7年度を合わせた総額, 2年分の合計: one sum over years is asked for in so many words.
_ADDED_UP = re.compile(
    r"合わせ|あわせ|足し|足す|合算|通算|通しで|トータル|年度?(?:間|分)?(?:の|で)(?:合計|総額)"
    r"|(?:補正|当初|予算|年度)と[^、。と]{1,12}(?:補正|当初|予算|年度)の(?:合計|総額)"
    r"|(?:年度?|r\d|補正|両方)(?:の?(?:予算額?|額|分))?(?:を|で|の額を)?合計し|(?:\d年(?:分|間)|両年度?|全年度)(?:合計|総額)"
)

# 内数も含めると: upper bounds asked to be added, which no sum does.
_WITH_BOUNDS = re.compile(r"内数(?:の(?:額|行|もの|分))?(?:も|を|まで)?(?:含|込み|入れ|足|加え)(?!ない|ず)")


def totals(understood: Understood, services: AskServices) -> Result:
    """Sums of exact amounts per year and stage, in three readings side by side."""
    frame = understood.frame
    query, rows = select("totals", frame, services)
    rows = [r for r in rows if int(r.get("lines") or 0) + int(r.get("notAdded") or 0)]
    bounds = _of_bounds(frame) if not rows else None
    if bounds is not None and _bounds(bounds, services)[1]:
        return _only_bounds(bounds, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    text_of = frame.text
    reading = reading_meant(frame)
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
        return _only_bounds(frame, services)
    gap = gap_asked(text_of)
    if gap is not None:
        apart = _readings_apart(frame, services, exact, gap, (query, columns, table))
        told = f"{set_words(understood)}の{READINGS[gap[0]]}と{READINGS[gap[1]]}の差"
        return replace(apart, note=told)
    single = len(rows) == 1
    answer: dict[str, Any] = {"type": "amount" if single else "table", "columns": columns, "rows": table}
    if single:
        answer |= {"value": int(rows[0][reading]), "unit": "円"}
    said = "、".join(f"{when_printed(r)}は{amount_words(r[reading])}" for r in exact)
    first = exact[0]
    others = "、".join(f"{READINGS[k]}は{amount_words(first[k])}" for k in READINGS if k != reading)
    text = f"{said}（{READINGS[reading]}）です。" + (f"なお{others}です。" if single else "")
    if re.search(r"施策", text_of) and not any(c.kind == "measure" for c in frame.conditions):
        text += "施策そのものには金額が印刷されていないため、予算一覧の行で答えています。"
    if understood.rule.flag == "pair" and len(exact) == 2 and exact[0]["stage"] == exact[1]["stage"]:
        text += _difference(exact, reading)
    if _WITH_BOUNDS.search(text_of) and any(int(r["notAdded"]) for r in rows):
        text += "内数の額は、より大きな予算の総額（上限）なので、含めるよう尋ねられても足していません。"
    text += (
        _bounds_beside(frame, services) + _bounds_alone(frame, rows, services) + _without_list(frame, rows)
    )
    if added := _added_up(exact, reading, text_of):
        query = _with_sum(query, reading)
        answer |= {"type": "amount", "value": added, "unit": "円"}
        years = len({r["fiscalYear"] for r in exact})
        text += f"{years}か年度を単純に足すと{amount_words(added)}です。"
    caveats = [f"{READINGS[reading]}です。印刷どおり・各事業を一度・再掲を除く、の三つを表に並べています。"]
    caveats += [
        f"{when_printed(r)}は内数などの{r['notAdded']}行を合計に入れていません（内数は上限額）。"
        for r in rows
        if int(r["notAdded"])
    ]
    if not single and "value" not in answer:
        caveats.append("年度や段階の違う金額は足していません。")
    caveats += coverage(frame, services)
    return Result(text, answer, query, caveats, _line_ids(frame, services), ("amount",), view="/view/chain")


def _readings_apart(
    frame: Frame,
    services: AskServices,
    exact: Sequence[Row],
    gap: tuple[str, str],
    found: tuple[str, list[str], list[list[Any]]],
) -> Result:
    """How far two readings of one sum lie apart, year by year."""
    one, other = gap
    query, columns, table = found
    said = "。".join(
        f"{when_printed(r)}は{READINGS[one]}が{amount_words(r[one])}、{READINGS[other]}が{amount_words(r[other])}で、"
        f"差は{amount_words(int(r[one]) - int(r[other]))}です"
        for r in exact
    )
    answer: dict[str, Any] = {"type": "table", "columns": columns, "rows": table}
    caveats = ["内数は、どの合計にも入っていません。", *coverage(frame, services)]
    return Result(f"{said}。", answer, query, caveats, _line_ids(frame, services), ("amount",))


_Bound = tuple[str, str, str, int, str]


def _bounds(frame: Frame, services: AskServices) -> tuple[str, list[_Bound]]:
    """The amounts under the conditions as printed, each programme's of a year and stage once, and their query."""
    query, rows = select("amounts_listed", replace(frame, over="line", item="programme"), services)
    printed = (
        (
            r["label"],
            year_of(r),
            stage_words(r["stage"]),
            int(r["amount"]),
            printed_words(r["amountText"], r["amount"]),
        )
        for r in rows
        if r["amount"]
    )
    return query, list(dict.fromkeys(printed))


def _told(bounds: Sequence[_Bound]) -> str:
    return listed([f"{year}{stage}の{label} {said}" for label, year, stage, _, said in bounds], 8)


def _bounds_beside(frame: Frame, services: AskServices) -> str:
    """What is printed as 内数 where the sum is asked for without it (内数は別で), in a sentence; "" elsewhere."""
    apart = _of_bounds(frame)
    bounds = _bounds(apart, services)[1] if apart is not None else []
    return f"足していない内数は{_told(bounds)}です（上限額）。" if bounds else ""


def _bounds_alone(frame: Frame, rows: Sequence[Row], services: AskServices) -> str:
    """Of the years and stages of which no row has an amount of its own, what is printed there as 内数; "" where there are none."""
    alone = {(year_of(r), stage_words(r["stage"])) for r in rows if not int(r["lines"])}
    if not alone:
        return ""
    bounds = [bound for bound in _bounds(frame, services)[1] if (bound[1], bound[2]) in alone]
    return f"内数だけなのは{_told(bounds)}です（上限額。合計しません）。" if bounds else ""


def _of_bounds(frame: Frame) -> Frame | None:
    """The frame for what is printed as 内数 under conditions that leave it out; None where they do not."""
    kinds = frame.of_kind("amount_kind")
    if len(kinds) != 1 or [t.value for t in kinds[0].values] != [f"{NS}exact"]:
        return None
    other = replace(kinds[0], values=(replace(kinds[0].values[0], value=f"{NS}includedIn", label="内数"),))
    return replace(frame, conditions=tuple(other if c is kinds[0] else c for c in frame.conditions))


def _only_bounds(frame: Frame, services: AskServices) -> Result:
    """No row has an amount of its own: what is printed there as 内数 is shown, and not added."""
    query, printed = _bounds(frame, services)
    text = "当てはまる行はどれも内数などで、確定額がないため合計できません（内数は上限額です）。"
    if printed:
        text += f"印刷されているのは{_told(printed)}です。"
    only: dict[str, Any] = {
        "type": "table",
        "columns": ["事業", "年度", "段階", "上限額（円）", "印刷"],
        "rows": [list(row) for row in printed],
    }
    return Result(text, only, query, ["内数は合計しません。"], _line_ids(frame, services), ("amount",))


def _with_sum(query: str, reading: str) -> str:
    """The query with the sum over its rows, by the reading told, in every row."""
    prefixes = template_text("prefixes").strip()
    inner = query.replace(prefixes, "").strip()
    return (
        f"{prefixes}\nSELECT * WHERE {{\n  {{\n{inner}\n  }}\n"
        f"  {{ SELECT (SUM(?{reading}) AS ?sum) WHERE {{ {{\n{inner}\n  }} }} }}\n}}\n"
    )


def _difference(rows: Sequence[Row], reading: str) -> str:
    """By how much, and to how many times the earlier, the sum of the later of two years (the first row) is."""
    after, before = int(rows[0][reading]), int(rows[1][reading])
    if after == before:
        return "差はありません。"
    word = "増えて" if after > before else "減って"
    part = f"（{100 * (after - before) / before:+.1f}%、{after / before:.2f}倍）" if before else ""
    return f"差は{amount_words(abs(after - before))}で、{year_of(rows[1])}から{word}います{part}。"


def _added_up(rows: Sequence[Row], reading: str, asked: str) -> int:
    """The years added up in yen, where the question says so itself and they are of one stage; 0 elsewhere."""
    years = {r["fiscalYear"] for r in rows}
    if not _ADDED_UP.search(asked) or len(years) < 2 or len({r["stage"] for r in rows}) > 1:
        return 0
    return sum(int(r[reading]) for r in rows)


def _without_list(frame: Frame, rows: Sequence[Row]) -> str:
    """Stages asked for of which no row was added up: 当初と補正の合計 where only the 補正 is loaded; "" when all are there."""
    asked = {t.value: t.label for c in frame.conditions if c.kind == "stage" for t in c.values}
    without = [label for stage, label in asked.items() if stage not in {r["stage"] for r in rows}]
    if not without:
        return ""
    return f"{'・'.join(without)}の予算一覧は読み込まれていないため、その額は含まれていません（段階の違う額は足し合わせません）。"


def _line_ids(frame: Frame, services: AskServices) -> list[str]:
    _, rows = select("list_lines", replace(frame, over="line", item="line"), services)
    return [r["line"] for r in rows]


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

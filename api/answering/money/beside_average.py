"""Programmes above or below the mean of exact amounts, each programme once per fiscal year and stage."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    Row,
    around,
    coverage,
    template_text,
    things,
    when_printed,
    year_of,
)
from api.answering.words import amount_words, set_words, stage_words
from graph.question_graph import complete
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame

_OF_ALL = re.compile(r"全体の平均|全部の平均|全事業の平均")
_OR_EQUAL = re.compile(r"平均(?:額|値|金額|予算額)?(?:以上|以下)")
# What picks the programme that is held against the mean of the others, not those of which the mean is.
_NAMING = ("programme", "line", "number", "keyword", "amount")


def beside_average(understood: Understood, services: AskServices) -> Result:
    """The programmes above (or below) the mean of the same set; of one that is named, whether it is.

    The mean is that of the set without what names single programmes, or of all where 全体の平均 is said.
    """
    frame = replace(understood.frame, over="line", item="programme")
    kept = ("year", "stage") if _OF_ALL.search(frame.text) else ()
    of_mean = tuple(
        c
        for c in frame.conditions
        if (c.kind in kept if kept else c.kind not in _NAMING or _of_the_mean(c, frame.text))
    )
    whole = replace(frame, item="line", conditions=of_mean)
    more = frame.order != "asc"
    sign = (">" if more else "<") + ("=" if _OR_EQUAL.search(frame.text) else "")
    query, every = _rows(frame, whole, "true", services)
    if not every:
        return nothing(understood, services, query, set_words(understood))
    query, rows = _rows(frame, whole, f"?amount {sign} ?mean", services)
    word = _word(more=more, equal=sign.endswith("="))
    named = bool(frame.of_kind("programme") or frame.of_kind("number"))
    of = "の全体" if kept else ""
    means = {
        when_printed(r): f"{when_printed(r)}{of}の平均は{float(r['mean']) / 10**6:,.1f}百万円" for r in every
    }
    caveats = ["確定額の平均です。内数は入れず、再掲は一度だけ数えています。", *coverage(frame, services)]
    answer: dict[str, Any] = {
        "type": "list",
        "items": things(rows, "programme"),
        "columns": ["事業", "年度", "段階", "金額（円）", "平均（円）"],
        "rows": [
            [r["label"], year_of(r), stage_words(r["stage"]), int(r["amount"]), round(float(r["mean"]))]
            for r in rows or every
        ],
    }
    about = [r["programme"] for r in rows or every]
    if named:
        return _whether(rows, every, word, Result("", answer, query, caveats, about, ("amount",)))
    if not rows:
        of = "の" if sign.endswith("=") else ""
        return nothing(understood, services, query, f"平均{word}{of}事業")
    if understood.rule.flag == "count":
        answer |= {"type": "number", "value": len(answer["items"]), "unit": "事業"}
        query = _counted(query)
    said = [
        f"{when}で、平均{word}のは{_list([r for r in rows if when_printed(r) == key])}"
        for key, when in means.items()
    ]
    return Result("。".join(said) + "。", answer, query, caveats, about, ("amount",))


def _of_the_mean(condition: Condition, text: str) -> bool:
    """Whether the words are those of what the mean is of (自殺対策の事業の平均より大きい), not of what is held against it."""
    if condition.kind != "keyword":
        return False
    words = "|".join(re.escape(term.label) for term in condition.values if term.label)
    return bool(words and re.search(f"(?:{words})」?(?:に?関連?(?:する|の)?)?(?:の?事業)?の平均", text))


def _word(*, more: bool, equal: bool) -> str:
    if equal:
        return "以上" if more else "以下"
    return "より大きい" if more else "より小さい"


def _rows(frame: Frame, whole: Frame, test: str, services: AskServices) -> tuple[str, list[Row]]:
    query = complete(template_text("beside_average"), frame, {"test": test}, whole)
    return query, services.rows(query)


def _list(rows: list[Row]) -> str:
    if not rows:
        return "ありません"
    names = "、".join(f"{r['label']} {amount_words(r['amount'])}" for r in rows[:10])
    return f"{len(rows)}事業です: {names}{' など' if len(rows) > 10 else ''}"


def _whether(rows: list[Row], every: list[Row], word: str, result: Result) -> Result:
    """Of a named programme: yes or no where its years agree, else year by year."""
    said = "、".join(
        f"{when_printed(r)}は{amount_words(r['amount'])}（平均{float(r['mean']) / 10**6:,.1f}百万円）"
        for r in every
    )
    result.answer |= {
        "type": "boolean",
        "value": len(rows) == len(every),
        "items": things(every, "programme"),
    }
    if 0 < len(rows) < len(every):
        result.answer |= {"type": "table", "value": None}
        years = "・".join(when_printed(r) for r in rows)
        result.text = f"平均{word}のは{years}です。{said}。"
    else:
        begun = f"はい、平均{word}です。" if rows else f"いいえ、平均{word}とは言えません。"
        result.text = f"{begun}{every[0]['label']}の{said}。"
        result.sparql = _counted(result.sparql, "(COUNT(?programme) > 0 AS ?value)")
    return result


def _counted(query: str, shown: str = "(COUNT(DISTINCT ?programme) AS ?value)") -> str:
    """The query with the number of its programmes as the only cell."""
    return around(query, f"SELECT {shown} WHERE")

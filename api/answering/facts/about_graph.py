"""About the graph itself: what its terms mean, what is loaded, what can be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import AskServices, Result, Row, select, things, year_of
from api.answering.sets.lists import some_items
from api.answering.words import dates_said, stage_words
from graph.iris import NS
from graph.question_graph import build_query
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.tables.frame_rules import glossary

_MOST_EXAMPLES = 5
_MOST_DOCUMENTS = 12
_YES = Term("boolean", "true", "true")
# How a term of the glossary is printed: of what, under which condition, and which cells show it.
_PRINTED_SO: Mapping[str, tuple[str, Condition, tuple[str, ...]]] = {
    "relisted": ("line", Condition("relisted", (_YES,)), ("remarks", "relisted")),
    "new": ("line", Condition("newly", (_YES,)), ("remarks", "newlyListed")),
    "included": ("line", Condition("amount_kind", (Term("iri", f"{NS}includedIn"),)), ("amountText",)),
    "of_which": ("sheet_amount", Condition("amount_kind", (Term("iri", f"{NS}ofWhich"),)), ("amountText",)),
}
# 再掲と内数はどう違う: each of the terms.
_APART = re.compile(r"違[いうっ]|異な|区別|差異?は")

_OF_THINGS = ("keyword", "quoted", "name", "target_group")


def definition(understood: Understood, services: AskServices) -> Result:
    """A term of these documents in a sentence; where it is asked how terms differ (再掲と内数の違い), each in one."""
    asked = understood.frame.text
    named = [
        entry
        for name, entry in glossary().items()
        if any(word.lower() in asked for word in (name, *entry.get("surfaces", ())))
    ]
    if not named:
        return nothing(understood, services, "", "その用語")
    told = "".join(entry["text"] for entry in (named if _APART.search(asked) else named[:1]))
    query = build_query("constant", understood.frame, {"text": Term("text", told)})
    found = Result(told, {"type": "text", "value": told}, query)
    example = _PRINTED_SO.get(str(named[0].get("cond", "")))
    if example is not None:
        over, condition, found.supports = example
        rows = some_items(Frame("example", over, over, (condition,)), services, _MOST_EXAMPLES)
        found.about = [item["id"] for item in rows]
    return found


def loaded(understood: Understood, services: AskServices) -> Result:
    """The documents, and the numbered lists in them; a refusal where words are said that narrow no documents (集中取組は何年度まで)."""
    words = [t.label for c in understood.frame.conditions if c.kind in _OF_THINGS for t in c.values]
    if words:
        said = "」「".join(dict.fromkeys(words))
        return Result(
            f"「{said}」を条件にして、読み込んだ範囲を答えることはできません。", {}, reason="not_in_graph"
        )
    lexicon = services.known.lexicon
    query, rows = select("coverage", understood.frame, services)
    parts = [
        f"{year_words(b.year)}{stage_words(b.stage)}の予算一覧No.{b.first}〜{b.last}（柱{'・'.join(sorted(b.pillars))}）"
        for b in lexicon.budget_lists()
    ]
    parts += [f"{year_words(p.year)}の施策No.{p.first}〜{p.last}" for p in lexicon.plans()]
    columns = ["文書", "発行者", "年度", "予算一覧の行", "施策", "事業資料"]
    table = [
        [
            r["label"],
            r["publisher"],
            year_of(r, "year"),
            int(r["lines"]),
            int(r["measures"]),
            int(r["sheets"]),
        ]
        for r in rows
    ]
    answer: dict[str, Any] = {
        "type": "table",
        "columns": columns,
        "rows": table,
        "items": things(rows, "document"),
        "value": len(table),
    }
    # The first and the last number of each list, as printed.
    ends = [
        name.id
        for item in lexicon.lists
        for name in lexicon.of_kind(item.kind)
        if name.year == item.year and name.number in (item.first, item.last)
    ]
    named = "、".join(f"「{r['label']}」（{_dated(r)}）" for r in rows[:_MOST_DOCUMENTS])
    more = " など" if len(rows) > _MOST_DOCUMENTS else ""
    asked = {year_words(int(t.value)) for c in understood.frame.of_kind("year") for t in c.values}
    lacking = sorted(asked - {year_of(r, "year") for r in rows} - {year_words(x.year) for x in lexicon.lists})
    none_of = f"{'・'.join(lacking)}の文書は読み込まれていません。" if lacking else ""
    text = f"{none_of}{len(table)}文書を読み込んでいます。{'、'.join(parts)}。文書: {named}{more}。"
    return Result(text, answer, query, about=ends, supports=("number",))


def _dated(row: Row) -> str:
    """When a document is of: its day of issue, else the fiscal year that it is about."""
    issued = dates_said(row.get("issued", ""))
    return issued or year_of(row, "year") or "日付の記録なし"


def examples(services: AskServices) -> list[str]:
    """Questions that work on what is loaded, made from its own names and numbers."""
    lexicon = services.known.lexicon
    found = [f"{year_words(b.year)}{stage_words(b.stage)}の事業は？" for b in lexicon.budget_lists()[:1]]
    found += [f"施策No.{n.number}の担当はどこ？" for n in lexicon.of_kind("measure")[:1]]
    found += [f"{n.label}の予算額は？" for n in lexicon.of_kind("programme")[:1]]
    return [
        *found,
        "再掲の事業は？",
        "府省庁ごとの施策の件数は？",
        "二つ以上の府省庁が対象にしている対象者は？",
    ]


def capability(understood: Understood, services: AskServices) -> Result:
    """What can be asked, with questions that work."""
    query = build_query("coverage_lists", understood.frame)
    items = [{"id": "", "label": example} for example in examples(services)]
    text = "一覧・件数・予算額・合計・増減・担当・再掲の箇所・対象者の重なり・目標や達成状況・要件・交付団体・典拠などを尋ねられます。"
    return Result(text, {"type": "list", "items": items}, query)

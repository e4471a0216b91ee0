"""What stands in an item of a guideline that the question names by its number, and which item is meant where several have it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.answering.printed.clauses import CAVEAT, Clause, clause_table, quoted, short
from api.answering.records.record import record_query
from api.answering.result import AskServices, Result, Row, select, select_text, template_text
from graph.question_graph import serialise
from nlp.questions.found.words import words
from nlp.questions.printed.rule_items import RuleItem, rule_item
from nlp.questions.records import AskBack, Choice, Condition, Frame, Term
from nlp.questions.typed.text import fold_key

_MOST = 8
_ANY = frozenset({"交付金", "補助金", "助成金"})
_OF_GUIDELINES = "  FILTER(?class IN (tsu:EligibleActivity, tsu:EligibleProgramme))"


def item_of_rules(asked: str, services: AskServices) -> Result | None:
    """The sentences of the item, or the activities in it; that there is no such item where guidelines have others; None for other
    questions, or where no guideline is loaded."""
    item = rule_item(asked)
    if item is None or not services.known.lexicon.of_kind("guideline"):
        return None
    if item.ending:
        query, found = _ending_so(item, services)
        return _told(found, item, query) if len(found) == 1 else None
    fund = _fund(item.fund, services) if item.fund else ()
    if fund is None:
        return None
    query, rows = _standing_in(item.notation, fund, services)
    if not rows:
        of = {term.label for condition in fund for term in condition.values}
        wider, activities = _activities(f"^{re.escape(item.notation)}($|[^0-9])", item, services)
        activities = [row for row in activities if not of or row["of"] in of]
        if activities:
            return _told(activities, item, wider)
        text = f"読み込んだ要領から読み取った決まりに、項番が{item.notation}のものはありません。"
        return Result(text, {}, query, reason="not_in_source", note=_note(item))
    return _clauses_told(rows, item, query)


def which_item(asked: str, services: AskServices) -> AskBack | None:
    """実施要領の⑥は: the items whose number ends so, where there are several; None for other questions."""
    item = rule_item(asked)
    if item is None or not item.ending or not services.known.lexicon.of_kind("guideline"):
        return None
    _, found = _ending_so(item, services)
    if len(found) < 2:
        return None
    funds = {row["of"] for row in found}
    choices = tuple(
        Choice(
            f"{row['of'] + 'の' if len(funds) > 1 else ''}要領の{row['notation']}には何と書いてありますか",
            f"{row['category'] or row['of']}の{row['notation']}（{short(row['text'], 40)}）",
        )
        for row in found
    )
    text = f"項番が{item.notation}のものは{len(found)}つあります。どれでしょうか。"
    return AskBack(text, _note(item), choices, always=True)


def _note(item: RuleItem) -> str:
    return f"要領の{item.notation}に書かれていること"


def _ending_so(item: RuleItem, services: AskServices) -> tuple[str, list[Row]]:
    """The activities whose number ends as said, of the fund or programme said before it, each once."""
    query, rows = _activities(f"{re.escape(item.notation)}$", item, services)
    nouns = [
        word.surface for word in words(fold_key(item.fund)) if word.pos == "名詞" and len(word.surface) > 1
    ]
    if set(nouns) <= _ANY and not item.guideline:
        return query, []
    kept: dict[str, Row] = {}
    for row in rows:
        whose = fold_key(f"{row['category']} {row['of']}")
        if set(nouns) <= _ANY or all(noun in whose for noun in nouns):
            kept.setdefault(row["thing"], row)
    return query, list(kept.values())


def _activities(place: str, item: RuleItem, services: AskServices) -> tuple[str, list[Row]]:
    at = f"  FILTER(REGEX(STR(?notation), {serialise(Term('text', place))}))"
    of = _OF_GUIDELINES if item.guideline else ""
    query = record_query("activity", f"{at}\n{of}")
    rows = services.rows(query)
    return query, sorted(rows, key=lambda row: row["notation"])


def _told(rows: Sequence[Row], item: RuleItem, query: str) -> Result:
    """The activities that stand in an item."""
    seen = {row["thing"]: row for row in rows}
    told = "".join(
        f"{row['notation']} {row['label'] + ' ' if row['label'] else ''}「{short(row['text'])}」"
        for row in list(seen.values())[:_MOST]
    )
    if len(seen) > _MOST:
        told += f"ほか{len(seen) - _MOST}件（表に示す）"
    funds = list(dict.fromkeys(row["of"] for row in seen.values() if row["of"]))
    of = f"「{funds[0]}」の" if len(funds) == 1 else ""
    answer = {
        "type": "text",
        "value": rows[0]["text"],
        "columns": ["項番", "取組", "区分"],
        "rows": [[row["notation"], row["text"], row["category"] or row["of"]] for row in seen.values()],
        "items": [
            {"id": row["thing"], "label": row["label"] or short(row["text"], 80)} for row in seen.values()
        ],
    }
    text = f"{of}{item.notation}は{told}です。"
    return Result(text, answer, query, [], list(seen), ("description", "prefLabel"), note=_note(item))


def _clauses_told(rows: Sequence[Row], item: RuleItem, query: str) -> Result:
    funds = list(dict.fromkeys(row["fund"] for row in rows if row["fund"]))
    clauses = [
        Clause(row["requirement"], row["notation"], row["text"], (row["fund"],) if row["fund"] else ())
        for row in rows
    ]
    told = "".join(quoted(clause) for clause in clauses[:_MOST])
    if len(clauses) > _MOST:
        told += f"ほか{len(clauses) - _MOST}文（表に示す）"
    of = "".join(f"「{fund}」の" for fund in funds[:1]) if len(funds) == 1 else ""
    text = f"{of}要領の{item.notation}は{told}と定めています。"
    items = [{"id": row["requirement"], "label": row["label"]} for row in rows]
    answer = {**clause_table(clauses), "type": "text", "value": rows[0]["text"], "items": items}
    about = [row["requirement"] for row in rows]
    return Result(text, answer, query, [CAVEAT], about, ("description",), note=_note(item))


def _standing_in(number: str, fund: tuple[Condition, ...], services: AskServices) -> tuple[str, list[Row]]:
    """The sentences of an item and of all items within it (2, 2(1), 2(2)ア of 2; not 20)."""
    text = template_text("rules").replace("}\nORDER", "  FILTER(REGEX(STR(?notation), $place))\n}\nORDER")
    place = serialise(Term("text", f"^{re.escape(number)}($|[^0-9])"))
    frame = Frame("rule_item", "requirement", "requirement", fund)
    return select_text(text, frame, services, place=place)


def _fund(said: str, services: AskServices) -> tuple[Condition, ...] | None:
    """The one programme with rules whose name has all nouns of the words before the item, as a condition; () for words that only
    say 交付金; None for any other."""
    nouns = [word.surface for word in words(fold_key(said)) if word.pos == "名詞" and len(word.surface) > 1]
    if not nouns or set(nouns) <= _ANY:
        return ()
    _, rows = select("rules", Frame("rule_item", "requirement", "requirement", ()), services)
    funds = {
        row["fund"] for row in rows if row["fund"] and all(noun in fold_key(row["fund"]) for noun in nouns)
    }
    names = [name for name in services.known.lexicon.of_kind("programme") if name.label in funds]
    if len(names) != 1:
        return None
    return (Condition("programme", (Term("iri", names[0].id, names[0].label),)),)


__all__ = ["item_of_rules", "which_item"]

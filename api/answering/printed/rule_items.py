"""What stands in an item of a guideline that the question names by its number."""

from __future__ import annotations

import re

from api.answering.printed.clauses import CAVEAT, Clause, clause_table, quoted
from api.answering.result import AskServices, Result, Row, select, select_text, template_text
from graph.question_graph import serialise
from nlp.questions.found.words import words
from nlp.questions.printed.rule_items import rule_item
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.typed.text import fold_key

_MOST = 8
_ANY = frozenset({"交付金", "補助金", "助成金"})


def item_of_rules(asked: str, services: AskServices) -> Result | None:
    """The sentences of the item; that there is no such item where guidelines have others; None for other questions, or where
    no guideline is loaded."""
    item = rule_item(asked)
    if item is None or not services.known.lexicon.of_kind("guideline"):
        return None
    fund = _fund(item.fund, services) if item.fund else ()
    if fund is None:
        return None
    query, rows = _standing_in(item.notation, fund, services)
    note = f"要領の{item.notation}に書かれていること"
    if not rows:
        text = f"読み込んだ要領から読み取った決まりに、項番が{item.notation}のものはありません。"
        return Result(text, {}, query, reason="not_in_source", note=note)
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
    return Result(text, answer, query, [CAVEAT], about, ("description",), note=note)


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


__all__ = ["item_of_rules"]

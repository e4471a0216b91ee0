"""What amounts granted come to all together: how far they are apart, the share of some, those beside the mean, those not read."""

from __future__ import annotations

from collections.abc import Sequence

from api.answering.records.granted_rows import (
    COLUMNS,
    NOT_BUDGET,
    Granted,
    items_of,
    order_words,
    query_of,
    said_of_rows,
    which_words,
    yen_words,
)
from api.answering.records.record import record_query
from api.answering.result import Result, around
from graph.question_graph import serialise
from nlp.questions.printed.granted_questions import GrantedQuestion
from nlp.questions.records import Term


def beside_mean(kept: Sequence[Granted], side: str) -> list[Granted]:
    """Those above or below the mean of them all."""
    mean = sum(row.amount for row in kept) / len(kept) if kept else 0
    return [row for row in kept if (row.amount > mean if side == "above" else row.amount < mean)]


def without_amount(meant: GrantedQuestion, unread: Sequence[Granted], every: Sequence[Granted]) -> Result:
    """Those of whom the table prints no amount that can be read."""
    note = f"{which_words(meant, unread)}交付額の読めない交付団体"
    if not unread:
        text = f"{which_words(meant, every)}交付団体で、交付額の読めないものはありません（{len(every)}団体すべてに額があります）。"
        return Result(text, {}, query_of(meant, every), [NOT_BUDGET], reason="not_in_source", note=note)
    said = "、".join(f"No.{row.record.one('number')} {row.name}" for row in unread)
    text = f"表に交付額の数が印刷されていない交付団体は{len(unread)}団体です: {said}。"
    things = " ".join(serialise(Term("iri", row.record.thing)) for row in unread)
    query = record_query("grantee", f"  VALUES ?thing {{ {things} }}")
    table = [
        [r.record.one("number"), r.name, r.record.one("form"), r.record.one("prefecture")] for r in unread
    ]
    answer = {"type": "table", "columns": COLUMNS[:4], "rows": table, "items": items_of(unread)}
    return Result(
        text, answer, query, [NOT_BUDGET], [r.record.thing for r in unread], ("prefLabel",), note=note
    )


def of_all(meant: GrantedQuestion, kept: Sequence[Granted], every: Sequence[Granted]) -> Result:
    """How far the greatest and the smallest are apart; the share that those asked for have in all."""
    words = which_words(meant, kept)
    about = [row.record.thing for row in kept]
    if meant.value == "gap":
        ordered = sorted(kept, key=lambda row: -row.amount)
        ends = [ordered[0], ordered[-1]]
        gap = ends[0].amount - ends[1].amount
        text = f"{words}交付団体の交付額の最も大きいもの（{said_of_rows(ends[:1])}）と最も小さいもの（{said_of_rows(ends[1:])}）の差は{yen_words(gap)}です。"
        query = around(query_of(meant, kept), "SELECT (MAX(?granted) - MIN(?granted) AS ?value) WHERE")
        answer = {"type": "amount", "value": gap, "unit": "円", "items": items_of(ends)}
        return Result(text, answer, query, [NOT_BUDGET], about, ("granted",), note=f"{words}交付額の差")
    if meant.order:
        amounts = sorted((row.amount for row in kept), reverse=meant.order == "desc")
        last = amounts[min(meant.most or 1, len(amounts)) - 1]
        kept = [row for row in kept if (row.amount >= last if meant.order == "desc" else row.amount <= last)]
    whole = sum(row.amount for row in every)
    part = sum(row.amount for row in kept)
    percent = round(100 * part / whole, 1)
    text = f"{words}交付団体{order_words(meant)}{len(kept)}団体（{said_of_rows(kept)}）の交付額{yen_words(part)}は、{len(every)}団体の合計{yen_words(whole)}の{percent}%です。"
    answer = {"type": "number", "value": percent, "unit": "%", "items": items_of(kept)}
    query = around(query_of(meant, kept), "SELECT (SUM(?granted) AS ?value) WHERE")
    caveats = [NOT_BUDGET, "割合は、示した問い合わせの合計を全体の合計で割ったものです。"]
    return Result(text, answer, query, caveats, about, ("granted",), note=f"{words}交付額の割合")


def at_place(kept: Sequence[Granted], meant: GrantedQuestion) -> list[Granted]:
    """Those at the place of the order asked for, all that are equal; [] where there is no such place."""
    down = meant.order == "desc"

    def place(row: Granted) -> int:
        return 1 + sum(other.amount > row.amount if down else other.amount < row.amount for other in kept)

    return [row for row in kept if place(row) == meant.nth]


__all__ = ["at_place", "beside_mean", "of_all", "without_amount"]

"""What grantees were granted, as the table of grantees prints it: of those asked for, in an order, added up, or the greatest."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

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
from api.answering.records.granted_values import at_place, beside_mean, of_all, without_amount
from api.answering.records.grantees import is_chosen
from api.answering.records.record import Record, grouped, record_query
from api.answering.result import AskServices, Result, around, year_of
from api.answering.words import printed_words
from nlp.questions.parser import reading_of
from nlp.questions.printed.granted_questions import (
    GrantedQuestion,
    Printed,
    asks_amounts,
    asks_of_grantees,
    chosen_before,
    granted_question,
    leans_on_the_one_before,
    may_ask_of_amounts,
)
from nlp.questions.several_asked.asked_units import asked_unit


def granted(asked: str, before: tuple[str, ...], services: AskServices) -> Result | None:
    """The answer to a question about amounts granted, None where it is none or the tables print no amounts."""
    if not services.known.lexicon.of_kind("grantee"):
        return None
    if asked_unit(asked) is not None:
        return None  # asked again without the unit, in which what is found is then shown
    thread = (*before, asked)
    if not any(may_ask_of_amounts(q) for q in thread[-2:]) or not any(
        _of_grantees(q, services) for q in thread
    ):
        return None
    amounts = services.rows(record_query("granted"))
    if not amounts:
        return None
    records = grouped(services.rows(record_query("grantee")))
    printed = _printed(records, amounts)
    meant: GrantedQuestion | None = None
    for question in thread:
        own = granted_question(question, printed)
        if own is not None and meant is not None and leans_on_the_one_before(question, own):
            own = None
        if own is None and meant is None and question is not asked and asks_amounts(asked):
            own = chosen_before(question, printed)
        meant = own or (granted_question(question, printed, meant) if meant is not None else None)
    if meant is None:
        return None
    found = _rows(records, amounts, services)
    called = {row.name for row in found if row.record.thing in meant.names}
    chosen = [row for row in found if _is_asked(row, meant, called)]
    unread = [row for row in chosen if row.yen is None]
    every = [row for row in found if row.yen is not None]
    if meant.value == "unread":
        return without_amount(meant, unread, every)
    if (
        unread
        and len(unread) == len(chosen)
        and meant.value == "amounts"
        and not (meant.bounds or meant.order)
    ):
        return without_amount(meant, unread, every)
    kept = [row for row in chosen if row.yen is not None and _within(row.yen, meant)]
    if meant.mean_side:
        kept = beside_mean(kept, meant.mean_side)
    return _told(_answer(meant, kept, every), len(unread))


def _of_grantees(question: str, services: AskServices) -> bool:
    return asks_of_grantees(question) or bool(reading_of(question, services.known).of_kind("grantee"))


def _printed(records: Sequence[Record], amounts: Sequence[dict[str, str]]) -> Printed:
    places = dict.fromkeys(v for r in records for v in (*r.field("prefecture"), *r.field("area")))
    remarks = dict.fromkeys(v for r in records for v in r.field("remark"))
    names = {name: r.thing for r in records for name in r.field("label")}
    programmes = dict.fromkeys(row["programme"] for row in amounts if row["programme"])
    return Printed(tuple(places), tuple(remarks), names, tuple(programmes))


def _rows(
    records: Sequence[Record], amounts: Sequence[dict[str, str]], services: AskServices
) -> list[Granted]:
    """The rows of the tables that print amounts, those among them whose own is not read."""
    by_thing = {row["thing"]: row for row in amounts}
    tables = {row["thing"]: row for row in services.rows(record_query("grantee_table"))}
    printing = {tables[thing]["document"] for thing in by_thing if thing in tables}
    found = []
    for record in records:
        row, table = by_thing.get(record.thing), tables.get(record.thing)
        if table is None or table["document"] not in printing:
            continue
        group = f"{year_of(table, 'year')} {table['programme']}".strip()
        text = printed_words(row["grantedText"], row["granted"]) if row else ""
        yen = int(row["granted"]) if row else None
        found.append(Granted(record, yen, text, group, table["document"]))
    return found


def _is_asked(row: Granted, meant: GrantedQuestion, called: Container[str]) -> bool:
    """Whether a row is of those asked for, by all but its amount; `called` are the names said."""
    if meant.names and row.name not in called:
        return False
    if meant.programmes and not any(row.group.endswith(name) for name in meant.programmes):
        return False
    return meant.choice is None or is_chosen(row.record, meant.choice)


def _within(yen: int, meant: GrantedQuestion) -> bool:
    return all(bound.holds(yen) for bound in meant.bounds)


def _told(found: Result, unread: int) -> Result:
    """The answer, with how many of those asked for have no amount that is read."""
    if not unread:
        return found
    return replace(found, text=f"{found.text}ほか{unread}団体は額が読めないため含みません。")


def _printed_twice(kept: Sequence[Granted]) -> str:
    """The year and programme of which two documents have a table with the same grantee (内示, 決定); "" where there is none."""
    documents: dict[tuple[str, str], set[str]] = {}
    for row in kept:
        documents.setdefault((row.group, row.name), set()).add(row.document)
    return next((group for (group, _), among in documents.items() if len(among) > 1), "")


def _answer(meant: GrantedQuestion, kept: list[Granted], every: Sequence[Granted]) -> Result:
    words = which_words(meant, kept)
    groups = list(dict.fromkeys(row.group for row in kept))
    if not kept:
        least, most = min(row.amount for row in every), max(row.amount for row in every)
        text = f"{words}交付団体は、交付額の印刷された{len(every)}団体の中に見つかりませんでした（{yen_words(least)}から{yen_words(most)}まで）。"
        return Result(
            text, {}, query_of(meant, kept), [NOT_BUDGET], reason="not_in_source", note=f"{words}交付団体"
        )
    twice = _printed_twice(kept)
    if twice and (meant.value != "amounts" or meant.most):
        text = f"{twice}の交付団体の表は複数の文書にあり、同じ団体が重なるため、合わせた値は言えません。団体ごとの額なら答えられます。"
        return Result(
            text, {}, query_of(meant, kept), [NOT_BUDGET], reason="not_in_graph", note=f"{words}交付団体"
        )
    if meant.value in ("gap", "share"):
        return of_all(meant, kept, every)
    if meant.order:
        kept.sort(key=lambda row: -row.amount if meant.order == "desc" else row.amount)
    if meant.most:
        last = kept[min(meant.most, len(kept)) - 1].amount
        kept = [row for row in kept if (row.amount >= last if meant.order == "desc" else row.amount <= last)]
    if meant.nth:
        placed = at_place(kept, meant)
        if not placed:
            text = f"{words}交付団体の交付額に、{meant.nth}番目のものはありません。"
            return Result(
                text, {}, query_of(meant, kept), [NOT_BUDGET], reason="not_in_source", note=f"{words}交付団体"
            )
        kept = placed
    about = [row.record.thing for row in kept]
    order = order_words(meant)
    note = f"{words}交付団体の交付額{order}"
    caveats = [NOT_BUDGET]
    if twice:
        caveats.append(f"{twice}の表は複数の文書にあり、同じ団体が重なります。")
    if len(groups) > 1:
        caveats.append(f"{'、'.join(groups)}の表を合わせて見ています。")
    if meant.value in ("total", "mean"):
        return _one_value(meant, kept, note, caveats, about)
    if meant.value == "count":
        answer = {"type": "number", "value": len(kept), "unit": "団体", "items": items_of(kept)}
        query = around(query_of(meant, kept), "SELECT (COUNT(DISTINCT ?thing) AS ?value) WHERE")
        text = f"{words}交付団体は{len(kept)}団体です: {said_of_rows(kept)}。"
        return Result(text, answer, query, caveats, about, ("granted",), note=f"{words}交付団体の数")
    table = [
        [
            row.record.one("number"),
            row.name,
            row.record.one("form"),
            row.record.one("prefecture"),
            row.amount,
            row.text,
        ]
        for row in kept
    ]
    answer = {"type": "table", "columns": COLUMNS, "rows": table, "items": items_of(kept)}
    count = f"{len(kept)}団体です: " if len(kept) > 1 else ""
    text = f"{words}交付団体の交付額{order}は、{count}{said_of_rows(kept, meant.fields)}。"
    return Result(text, answer, query_of(meant, kept), caveats, about, ("granted",), note=note)


def _one_value(
    meant: GrantedQuestion, kept: Sequence[Granted], note: str, caveats: list[str], about: list[str]
) -> Result:
    """The sum or the mean of the amounts."""
    mean = meant.value == "mean"
    total = sum(row.amount for row in kept)
    value = round(total / len(kept)) if mean else total
    call = "AVG" if mean else "SUM"
    query = around(query_of(meant, kept), f"SELECT ({call}(?granted) AS ?value) WHERE")
    said = "平均" if mean else "合計"
    text = f"{which_words(meant, kept)}交付団体{len(kept)}団体の交付額の{said}は{yen_words(value)}です。"
    answer = {"type": "amount", "value": value, "unit": "円"}
    return Result(text, answer, query, caveats, about, ("granted",), note=f"{note}の{said}")


__all__ = ["granted"]

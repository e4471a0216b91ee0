"""What grantees were granted, as the table of grantees prints it: of those asked for, in an order, added up, or the greatest."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from api.answering.records.grantees import chosen_words, is_chosen
from api.answering.records.record import Record, grouped, record_query
from api.answering.result import AskServices, Result, around, year_of
from api.answering.words import printed_words
from graph.question_graph import serialise
from nlp.questions.parser import reading_of
from nlp.questions.printed.granted_questions import (
    Bound,
    GrantedQuestion,
    Printed,
    asks_of_grantees,
    granted_question,
    leans_on_the_one_before,
    may_ask_of_amounts,
)
from nlp.questions.records import Term

_NOT_BUDGET = "交付団体の表に印刷された交付額です。予算額や執行額ではありません。"
_OPERATORS = {">=": "以上", ">": "超", "<=": "以下", "<": "未満"}
_COLUMNS = ["番号", "団体", "法人格", "所在地", "交付額（円）", "交付額（原文）"]
_MOST_SAID = 12


@dataclass(frozen=True, slots=True)
class _Granted:
    """A grantee's row of the table with its amount in yen, None where none is read; `group` is the year and programme of its table,
    which stands in `document`."""

    record: Record
    yen: int | None
    text: str
    group: str
    document: str

    @property
    def name(self) -> str:
        """Its name."""
        return self.record.one("label")

    @property
    def amount(self) -> int:
        """The amount in yen of a row whose amount is read."""
        if self.yen is None:
            raise ValueError(self.name)
        return self.yen


def granted(asked: str, before: tuple[str, ...], services: AskServices) -> Result | None:
    """The answer to a question about amounts granted, None where it is none or the tables print no amounts."""
    if not services.known.lexicon.of_kind("grantee"):
        return None
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
        meant = own or (granted_question(question, printed, meant) if meant is not None else None)
    if meant is None:
        return None
    found = _rows(records, amounts, services)
    called = {row.name for row in found if row.record.thing in meant.names}
    chosen = [row for row in found if _is_asked(row, meant, called)]
    kept = [row for row in chosen if row.yen is not None and _within(row.yen, meant)]
    unread = sum(row.yen is None for row in chosen)
    return _told(_answer(meant, kept, [row for row in found if row.yen is not None]), unread)


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
) -> list[_Granted]:
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
        found.append(_Granted(record, yen, text, group, table["document"]))
    return found


def _is_asked(row: _Granted, meant: GrantedQuestion, called: Container[str]) -> bool:
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


def _printed_twice(kept: Sequence[_Granted]) -> str:
    """The year and programme of which two documents have a table with the same grantee (内示, 決定); "" where there is none."""
    documents: dict[tuple[str, str], set[str]] = {}
    for row in kept:
        documents.setdefault((row.group, row.name), set()).add(row.document)
    return next((group for (group, _), among in documents.items() if len(among) > 1), "")


def _answer(meant: GrantedQuestion, kept: list[_Granted], every: Sequence[_Granted]) -> Result:
    words = _words(meant, kept)
    groups = list(dict.fromkeys(row.group for row in kept))
    if not kept:
        least, most = min(row.amount for row in every), max(row.amount for row in every)
        text = f"{words}交付団体は、交付額の印刷された{len(every)}団体の中に見つかりませんでした（{_yen(least)}から{_yen(most)}まで）。"
        return Result(
            text, {}, _query(meant, kept), [_NOT_BUDGET], reason="not_in_source", note=f"{words}交付団体"
        )
    twice = _printed_twice(kept)
    if twice and (meant.value != "amounts" or meant.most):
        text = f"{twice}の交付団体の表は複数の文書にあり、同じ団体が重なるため、合わせた値は言えません。団体ごとの額なら答えられます。"
        return Result(
            text, {}, _query(meant, kept), [_NOT_BUDGET], reason="not_in_graph", note=f"{words}交付団体"
        )
    if meant.order:
        kept.sort(key=lambda row: -row.amount if meant.order == "desc" else row.amount)
    if meant.most:
        last = kept[min(meant.most, len(kept)) - 1].amount
        kept = [row for row in kept if (row.amount >= last if meant.order == "desc" else row.amount <= last)]
    about = [row.record.thing for row in kept]
    order = _order_words(meant)
    note = f"{words}交付団体の交付額{order}"
    caveats = [_NOT_BUDGET]
    if twice:
        caveats.append(f"{twice}の表は複数の文書にあり、同じ団体が重なります。")
    if len(groups) > 1:
        caveats.append(f"{'、'.join(groups)}の表を合わせて見ています。")
    if meant.value in ("total", "mean"):
        return _one_value(meant, kept, note, caveats, about)
    if meant.value == "count":
        answer = {"type": "number", "value": len(kept), "unit": "団体", "items": _items(kept)}
        query = around(_query(meant, kept), "SELECT (COUNT(DISTINCT ?thing) AS ?value) WHERE")
        text = f"{words}交付団体は{len(kept)}団体です: {_said(kept)}。"
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
    answer = {"type": "table", "columns": _COLUMNS, "rows": table, "items": _items(kept)}
    count = f"{len(kept)}団体です: " if len(kept) > 1 else ""
    text = f"{words}交付団体の交付額{order}は、{count}{_said(kept)}。"
    return Result(text, answer, _query(meant, kept), caveats, about, ("granted",), note=note)


def _order_words(meant: GrantedQuestion) -> str:
    size = {"desc": "大きい", "asc": "小さい"}.get(meant.order, "")
    if not size:
        return ""
    return (
        f"（最も{size}もの）" if meant.most == 1 else f"（{size}順{f'に{meant.most}' if meant.most else ''}）"
    )


def _one_value(
    meant: GrantedQuestion, kept: Sequence[_Granted], note: str, caveats: list[str], about: list[str]
) -> Result:
    """The sum or the mean of the amounts."""
    mean = meant.value == "mean"
    total = sum(row.amount for row in kept)
    value = round(total / len(kept)) if mean else total
    call = "AVG" if mean else "SUM"
    query = around(_query(meant, kept), f"SELECT ({call}(?granted) AS ?value) WHERE")
    said = "平均" if mean else "合計"
    text = f"{_words(meant, kept)}交付団体{len(kept)}団体の交付額の{said}は{_yen(value)}です。"
    answer = {"type": "amount", "value": value, "unit": "円"}
    return Result(text, answer, query, caveats, about, ("granted",), note=f"{note}の{said}")


def _items(kept: Sequence[_Granted]) -> list[dict[str, str]]:
    return [{"id": row.record.thing, "label": row.name} for row in kept]


def _said(kept: Sequence[_Granted]) -> str:
    shown = "、".join(f"No.{row.record.one('number')} {row.name} {row.text}" for row in kept[:_MOST_SAID])
    return shown + (" など" if len(kept) > _MOST_SAID else "")


def _words(meant: GrantedQuestion, kept: Sequence[_Granted]) -> str:
    """Which grantees are told of, in words before 交付団体."""
    if meant.names:
        return f"「{'」「'.join(row.name for row in kept)}」という" if kept else "名指しした"
    said = [chosen_words(meant.choice)] if meant.choice is not None else []
    if meant.programmes:
        said.insert(0, f"「{'」「'.join(meant.programmes)}」の")
    said += [f"交付額が{_bound_words(bound)}の" for bound in meant.bounds]
    joined = "、".join(word.removesuffix("の") for word in said)
    return joined + ("の" if said and not joined.endswith(("ない", "ある")) else "")


def _bound_words(bound: Bound) -> str:
    values = [_yen(value) for value in bound.values]
    if bound.operator == "between":
        return f"{values[0]}から{values[-1]}まで"
    return values[0] + _OPERATORS.get(bound.operator, "")


def _query(meant: GrantedQuestion, kept: Sequence[_Granted]) -> str:
    """The rows asked for: those chosen by name, all of them where only amounts choose."""
    filters = [f"  FILTER(?granted {_comparison(bound)})" for bound in meant.bounds]
    if meant.names or meant.choice is not None or meant.programmes or meant.most:
        things = " ".join(serialise(Term("iri", row.record.thing)) for row in kept)
        filters.insert(0, f"  VALUES ?thing {{ {things} }}")
    query = record_query("granted", "\n".join(filters))
    if meant.order:
        ordered = "DESC(?granted)" if meant.order == "desc" else "?granted"
        query = query.replace("ORDER BY ?number", f"ORDER BY {ordered} ?number")
    return query


def _yen(value: int) -> str:
    """Yen as such tables print it.

    >>> _yen(13_000_000), _yen(138_700_000), _yen(11_558_333)
    ('1,300万円', '1億3,870万円', '11,558,333円')
    """
    rest, ten_thousands = value % 10_000, value // 10_000
    if rest:
        return f"{value:,}円"
    above, below = divmod(ten_thousands, 10_000)
    return f"{above:,}億円" if above and not below else f"{f'{above:,}億' if above else ''}{below:,}万円"


def _comparison(bound: Bound) -> str:
    if bound.operator == "between":
        return f">= {bound.values[0]} && ?granted <= {bound.values[-1]}"
    return f"{bound.operator} {bound.values[0]}"


__all__ = ["granted"]

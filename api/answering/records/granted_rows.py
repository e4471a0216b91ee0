"""The rows of tables of grantees with their amounts, and how they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.answering.records.grantees import chosen_words
from api.answering.records.record import Record, record_query
from graph.question_graph import serialise
from nlp.questions.printed.granted_questions import Bound, GrantedQuestion
from nlp.questions.records import Term

NOT_BUDGET = "交付団体の表に印刷された交付額です。予算額や執行額ではありません。"
COLUMNS = ["番号", "団体", "法人格", "所在地", "交付額（円）", "交付額（原文）"]
_OPERATORS = {">=": "以上", ">": "超", "<=": "以下", "<": "未満"}
_MOST_SAID = 12
_FIELDS = {
    "form": ("法人格", "form"),
    "prefecture": ("所在地", "prefecture"),
    "areas": ("事業区域", "area"),
    "project": ("事業名", "project"),
    "text": ("概要", "text"),
}
"""Columns that may be asked for beside the amount, with their words."""


@dataclass(frozen=True, slots=True)
class Granted:
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


def order_words(meant: GrantedQuestion) -> str:
    size = {"desc": "大きい", "asc": "小さい"}.get(meant.order, "")
    if not size:
        return ""
    if meant.nth:
        return f"（{meant.nth}番目に{size}もの）"
    return (
        f"（最も{size}もの）" if meant.most == 1 else f"（{size}順{f'に{meant.most}' if meant.most else ''}）"
    )


def items_of(kept: Sequence[Granted]) -> list[dict[str, str]]:
    return [{"id": row.record.thing, "label": row.name} for row in kept]


def said_of_rows(kept: Sequence[Granted], fields: Sequence[str] = ()) -> str:
    """The rows with their amounts, and what is asked for beside them."""
    shown = "、".join(
        f"No.{row.record.one('number')} {row.name}{_beside(row, fields)} {row.text}"
        for row in kept[:_MOST_SAID]
    )
    return shown + (" など" if len(kept) > _MOST_SAID else "")


def _beside(row: Granted, fields: Sequence[str]) -> str:
    said = [
        f"{label} {'・'.join(row.record.field(column))}"
        for name, (label, column) in _FIELDS.items()
        if name in fields and row.record.field(column)
    ]
    return f"（{'、'.join(said)}）" if said else ""


def which_words(meant: GrantedQuestion, kept: Sequence[Granted]) -> str:
    """Which grantees are told of, in words before 交付団体."""
    if meant.names:
        return f"「{'」「'.join(row.name for row in kept)}」という" if kept else "名指しした"
    said = [chosen_words(meant.choice)] if meant.choice is not None else []
    if meant.programmes:
        said.insert(0, f"「{'」「'.join(meant.programmes)}」の")
    said += [f"交付額が{_bound_words(bound)}の" for bound in meant.bounds]
    if meant.mean_side:
        said.append(f"交付額が平均より{'大きい' if meant.mean_side == 'above' else '小さい'}")
    joined = "、".join(word.removesuffix("の") for word in said)
    return joined + (
        "の" if said and not joined.endswith(("ない", "ある", "大きい", "小さい", "含む")) else ""
    )


def _bound_words(bound: Bound) -> str:
    values = [yen_words(value) for value in bound.values]
    if bound.operator == "between":
        return f"{values[0]}から{values[-1]}まで"
    return values[0] + _OPERATORS.get(bound.operator, "")


def query_of(meant: GrantedQuestion, kept: Sequence[Granted]) -> str:
    """The rows asked for: those chosen by name, all of them where only amounts choose."""
    filters = [f"  FILTER(?granted {_comparison(bound)})" for bound in meant.bounds]
    if (
        meant.names
        or meant.choice is not None
        or meant.programmes
        or meant.most
        or meant.nth
        or meant.mean_side
    ):
        things = " ".join(serialise(Term("iri", row.record.thing)) for row in kept)
        filters.insert(0, f"  VALUES ?thing {{ {things} }}")
    query = record_query("granted", "\n".join(filters))
    if meant.order:
        ordered = "DESC(?granted)" if meant.order == "desc" else "?granted"
        query = query.replace("ORDER BY ?number", f"ORDER BY {ordered} ?number")
    return query


def yen_words(value: int) -> str:
    """Yen as such tables print it.

    >>> yen_words(13_000_000), yen_words(138_700_000), yen_words(11_558_333)
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


__all__ = [
    "COLUMNS",
    "NOT_BUDGET",
    "Granted",
    "items_of",
    "order_words",
    "query_of",
    "said_of_rows",
    "which_words",
    "yen_words",
]

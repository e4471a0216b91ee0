"""Conditions with conditions, said in several orders, under several ways of asking: pairs that were once read over or refused.

Each question's answer is worked out from the triples, as in `tests/questions/matrix.py`; wordings and orders take turns, so that
few questions hold many pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle

from tests.questions.matrix import BEFORE, Cell, Row

Keeps = Callable[[Row], bool]

# How a measure is narrowed: words before it, and which measures they keep.
CLAUSES: Sequence[tuple[str, Keeps]] = (
    ("概要の欄が空いている", lambda r: "overview" in r.lacks),
    ("対象者のある", lambda r: "targetGroup" not in r.lacks),
    ("数値目標を持たない", lambda r: not r.numeric),
    ("数値目標を掲げている", lambda r: r.numeric),
    ("関連する事業がない", lambda r: not r.tied),
    ("複数の府省庁が担当する", lambda r: len(r.ministries) > 1),
    ("達成状況の書いてある", lambda r: "achievement" not in r.lacks),
    ("見直し方針が未記入の", lambda r: "review" in r.lacks),
)
BASES: Sequence[tuple[str, Keeps]] = (
    ("厚生労働省の", lambda r: "厚生労働省" in r.ministries),
    ("第3の柱の", lambda r: r.section.startswith("3")),
    ("法務省以外の", lambda r: "法務省" not in r.ministries),
    ("対象者が高齢者の", lambda r: "高齢者" in r.targets),
    ("24番から90番の", lambda r: 24 <= r.number <= 90),
    ("内閣府と文部科学省の", lambda r: bool({"内閣府", "文部科学省"} & r.ministries)),
)
ORDERS = (
    "{clause}{base}施策{ask}",
    "{base}施策のうち、{clause}もの{ask}",
    "{base}{clause}施策{ask}",
    "{base}施策の中で{clause}もの{ask}",
    "{base}施策{ask}{clause}ものに限って。",
)
ROW_CLAUSES: Sequence[tuple[str, Keeps]] = (
    ("新規を除く", lambda r: not r.newly),
    ("前年度にもある", lambda r: BEFORE in r.years),
    ("関連する施策のある", lambda r: r.tied),
    ("5億円に満たない", lambda r: r.exact and r.amount is not None and r.amount < 5 * 10**8),
    ("再掲になっていない", lambda r: not r.relisted),
)
ROW_BASES: Sequence[tuple[str, Keeps]] = (
    ("内閣府か厚生労働省が担当する", lambda r: bool({"内閣府", "厚生労働省"} & r.ministries)),
    ("4-①の節にある", lambda r: r.section == "4-①"),
    ("名称に「推進」を含む", lambda r: "推進" in r.label + r.words),
)
ROW_ORDERS = (
    "{clause}R7補正の{base}事業{ask}",
    "R7補正の{base}事業のうち{clause}もの{ask}",
    "R7補正の{base}事業{ask}{clause}ものに限って。",
)


def composed_measures(measures: Sequence[Row]) -> Iterator[Cell]:
    """Every clause with every other condition on measures, orders and asks in turn."""
    orders, asks = cycle(ORDERS), cycle(("list", "count", "goal", "review", "ministries", "share", "numbers"))
    for base, of_base in BASES:
        for clause, of_clause in CLAUSES:
            order, ask = next(orders), next(asks)
            kept = [r for r in measures if of_base(r) and of_clause(r)]
            if ("対象者" in base and "対象者" in clause) or (ask == "review" and "見直し" in clause):
                continue
            yield _cell(
                order.replace("{base}", base).replace("{clause}", clause), ask, clause, kept, measures
            )


def _cell(question: str, ask: str, name: str, kept: Sequence[Row], measures: Sequence[Row]) -> Cell:
    things = frozenset(r.thing for r in kept)
    said = {
        "list": "を教えて。",
        "count": "は何件？",
        "goal": "の目標は？",
        "review": "の見直し方針は？",
        "ministries": "を担当する府省庁はどこですか？",
        "share": "は施策全体の何％？",
        "numbers": "の番号は？",
    }
    question = question.replace("{ask}", said[ask])
    if ask in ("share", "count"):
        if ask == "share" and ("のうち" in question or "の中で" in question):
            return Cell("count", name, question.replace(said[ask], said["count"]), value=len(things))
        value = round(100 * len(things) / len(measures), 1) if ask == "share" else len(things)
        return Cell(ask, name, question, value=value)
    if ask == "ministries":
        return Cell(ask, name, question, frozenset(m for r in kept for m in r.ministries))
    if ask in ("goal", "review"):
        things = frozenset(r.thing for r in kept if ask not in r.lacks)
    return Cell(ask, name, question, things)


def composed_rows(rows: Sequence[Row]) -> Iterator[Cell]:
    """Every clause with every other condition on the rows of the newest year, orders and asks in turn."""
    orders, asks = cycle(ROW_ORDERS), cycle(("count", "ministries", "total", "smallest", "list", "apart"))
    for base, of_base in ROW_BASES:
        for clause, of_clause in ROW_CLAUSES:
            order, ask = next(orders), next(asks)
            kept = [r for r in rows if of_base(r) and of_clause(r)]
            question = order.replace("{base}", base).replace("{clause}", clause)
            amounts = {r.thing: r.amount for r in kept if r.exact and r.amount is not None}
            things = frozenset(r.thing for r in kept)
            if ask == "count":
                yield Cell(ask, clause, question.replace("{ask}", "は何件？"), value=len(things))
            elif ask == "ministries":
                owners = {m for r in kept for m in r.ministries}
                yield Cell(ask, clause, question.replace("{ask}", "を持つ省庁の数は？"), value=len(owners))
            elif ask == "total" and amounts:
                yield Cell(
                    ask, clause, question.replace("{ask}", "の合計額は？"), value=sum(amounts.values())
                )
            elif ask == "smallest" and amounts:
                least = min(amounts.values())
                found = frozenset(thing for thing, amount in amounts.items() if amount == least)
                yield Cell(ask, clause, question.replace("{ask}", "で一番金額の小さいものは？"), found)
            elif ask == "apart":
                yield Cell(ask, clause, question.replace("{ask}", "の金額をそれぞれ。"), things)
            else:
                yield Cell("list", clause, question.replace("{ask}", "はどれ？"), things)

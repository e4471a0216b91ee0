"""A row of a budget list or a programme held against one measure: never one thing, and linked or not."""

from __future__ import annotations

from dataclasses import replace

from api.answering.result import AskServices, Result, select, year_of
from nlp.questions.framing.rows_and_measures import RowAndMeasure, row_and_measure
from nlp.questions.parser import Understood, reading_of, understand
from nlp.questions.records import Condition, Frame, Term

_CAVEAT = "関連付けは文書に書かれたものでなく、名称・本文・所管などからの推定です。"


def rows_and_measures(question: str, services: AskServices) -> Result | None:
    """The answer to a question of that form, with a reason where the row or the measure is not there; None for any other
    question, and where the programme is not read for certain."""
    asked = row_and_measure(question)
    if asked is None or (asked.number == asked.measure and "予算" in asked.row and not asked.tied):
        return None  # one number of both: `measure_and_row`
    frame = _frame(asked, services)
    if frame is None:
        return None
    slots = {"measure": Term("integer", str(asked.measure))}
    query, rows = select("row_and_measure", frame, services, slots)
    measure = f"施策No.{asked.measure}"
    note = f"{measure}と{asked.name or f'予算一覧のNo.{asked.number}'}が{'関連付けられているか' if asked.tied else '同じものか'}"
    if not rows:
        text = f"{measure}か、{asked.name or f'その番号（No.{asked.number}）の予算一覧の行'}が、読み込んだ文書にありません。"
        return Result(text, {}, query, reason="false_premise", note=note)
    if any(len({row[key] for row in rows}) > 1 for key in ("measure", "programme")):
        text = f"{measure}か{asked.name or f'予算一覧のNo.{asked.number}'}は、二つ以上の計画か一覧にあります。年度を添えて、一つずつ尋ねてください。"
        return Result(text, {}, query, reason="not_in_graph", note=note)
    row = rows[0]
    tied = row["value"] == "true"
    told = f"{measure}「{row['measureLabel']}」と、{year_of(row)}の予算一覧のNo.{row['number']}「{row['lineLabel']}」"
    sure = f"（確度{float(row['confidence']):.2f}）" if row["confidence"] else ""
    items = [{"id": row[key], "label": row[f"{key}Label"]} for key in ("measure", "line")]
    about = [item["id"] for item in items]
    if asked.tied:
        text = f"{'はい' if tied else 'いいえ'}、{told}{f'は関連付けられています{sure}' if tied else 'の間に関連付けはありません'}。"
        answer = {"type": "boolean", "value": tied, "items": items}
        return Result(text, answer, query, [_CAVEAT], about, note=note)
    rows_told = [["施策", row["measureLabel"]], ["予算一覧の行", row["lineLabel"]]]
    answer = {"type": "table", "columns": ["もの", "名称"], "rows": rows_told, "items": items}
    begun = "はい" if asked.apart else "いいえ"
    tie = f"事業と施策としての関連付けはあります{sure}" if tied else "関連付けもありません"
    text = f"{begun}、{told}は別のものです（一方は計画の施策、一方は予算の事業です）。{tie}。"
    return Result(text, answer, query, [_CAVEAT], about, note=note)


def _frame(asked: RowAndMeasure, services: AskServices) -> Frame | None:
    """The rows that are meant: of the programme that is named, or of the number in the lists of the year that is said."""
    if asked.name:
        found = understand(f"{asked.name}の予算額は？", services.known)
        named = found.frame.of_kind("programme") if isinstance(found, Understood) else ()
        if len(named) != 1 or len(named[0].values) != 1 or named[0].mode != "any":
            return None
        return Frame("row_and_measure", "line", "line", (replace(named[0], surface=""),))
    years = {hit.values[0] for hit in reading_of(asked.row, services.known).numbers_of("year")}
    said = tuple(Condition("year", (Term("year", year),)) for year in sorted(years))
    number = Condition("number", (Term("integer", str(asked.number)),))
    return Frame("row_and_measure", "line", "line", (number, *said))


__all__ = ["rows_and_measures"]

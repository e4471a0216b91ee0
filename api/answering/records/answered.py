"""What one small record says, for a question that no frame reads: a rule, an activity, a part of a sheet, a call, a measure.

The records that print every word of the question are looked up; where they are one, or a few that say the same, what is
asked of them is told, each part by itself. `nlp.questions.printed.record_questions` reads the question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.answering.numbered import in_marks
from api.answering.printed.clauses import YES
from api.answering.printed.passage_queries import all_of
from api.answering.records.kinds import KINDS
from api.answering.records.lookup import found_records, row_test
from api.answering.records.record import Record, Told, record_query
from api.answering.result import AskServices, Result
from graph.question_graph import serialise
from nlp.questions.printed.record_questions import RecordQuestion, record_questions
from nlp.questions.records import Term

_LONGEST_LABEL = 80


def record_answer(
    question: str, services: AskServices, wanted: Callable[[RecordQuestion], bool] = lambda _: True
) -> Result | None:
    """What the one record that a question is about says of what is asked; None where it is about none, or about several.

    `wanted` says which ways of reading the question as one about a record count.
    """
    for asked in filter(wanted, record_questions(question, services.known.index)):
        result = _each(asked.apart(), services) or _one(asked, services)
        if result is not None:
            return result
    return None


def _one(asked: RecordQuestion, services: AskServices) -> Result | None:
    records = found_records(asked, services)
    if not records and "eligible" in asked.asked and (rest := asked.without_people()) is not None:
        return _not_said_for_whom(rest, asked, services)
    told = KINDS[asked.kind].tell(asked, records) if records else None
    return None if told is None else _result(asked, told.kept or records, told)


def _not_said_for_whom(rest: RecordQuestion, asked: RecordQuestion, services: AskServices) -> Result | None:
    """通話録音装置をお年寄りに貸し出すのは対象に入る？: what is paid for, where no text says for whom; said so, and not はい."""
    result = _one(rest, services)
    if result is None:
        return None
    people = "・".join(f"「{word.said}」" for word in asked.sought if word.people)
    result.text = f"{result.text.removeprefix(YES)}{people}についての定めは、そこに書かれていません。"
    return result


def _each(parts: Sequence[RecordQuestion], services: AskServices) -> Result | None:
    """The answers to all parts one after another; None where one of them has none."""
    found = [_one(part, services) for part in parts]
    results = [result for result in found if result is not None]
    if not results or len(results) < len(parts):
        return None
    first = results[0]
    rows = [row for result in results for row in result.answer["rows"]]
    items = {item["id"]: item for result in results for item in result.answer["items"]}
    answer = {**first.answer, "type": "table", "value": None, "rows": rows, "items": list(items.values())}
    text = in_marks([result.text for result in results])
    about = [thing for result in results for thing in result.about]
    query = all_of([result.sparql for result in results])
    return Result(text, answer, query, first.caveats, about, first.supports, note=first.note)


def _result(asked: RecordQuestion, records: Sequence[Record], told: Told) -> Result:
    tests = " || ".join(row_test(asked, record) for record in records)
    kept = ", ".join(dict.fromkeys(serialise(Term("iri", record.thing)) for record in records))
    query = record_query(asked.kind, f"  FILTER(({tests}) && ?thing IN ({kept}))")
    words = "・".join(f"「{said}」" for said in _stretches(asked))
    whole = "・".join(filter(None, (f"No.{asked.number}" if asked.number else "", words)))
    note = f"{whole + 'の' if whole else ''}{told.of}{'・'.join(told.fields)}（記録の記載から）"
    items = [{"id": r.thing, "label": (r.one("label") or r.one("text"))[:_LONGEST_LABEL]} for r in records]
    answer = {
        "type": told.type,
        "value": told.value,
        "columns": list(told.columns),
        "rows": told.rows,
        "items": items,
    }
    about = [record.thing for record in records]
    return Result(told.text, answer, query, list(told.caveats), about, told.supports, note=note)


def _stretches(asked: RecordQuestion) -> list[str]:
    """The words sought, those side by side as one (空き家バンク)."""
    runs: list[tuple[int, str]] = []
    for word in sorted(asked.nouns, key=lambda w: w.start):
        if runs and runs[-1][0] + len(runs[-1][1]) == word.start:
            runs[-1] = (runs[-1][0], runs[-1][1] + word.said)
        else:
            runs.append((word.start, word.said))
    return list(dict.fromkeys(said for _, said in runs))


__all__ = ["record_answer"]

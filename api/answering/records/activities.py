"""The activities that a grant pays for, with their places, and the article of a law that one names."""

from __future__ import annotations

from collections.abc import Sequence

from api.answering.printed.clauses import YES, short
from api.answering.records.record import Record, Told
from nlp.questions.printed.clauses import is_said_so, values_said
from nlp.questions.printed.printed_texts import level
from nlp.questions.printed.record_questions import RecordQuestion

_CAVEAT = "対象として挙げられた取組から答えています。"


def of_activities(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """The activities found; None where people are asked for, or an article that is not the only one."""
    if "who_for" in asked.asked:
        return _for_whom(records)
    if "article" in asked.asked:
        return _article(records)
    if "chosen" in asked.asked:
        return _chosen(records)
    told = "、".join(f"{r.one('notation')} {_activity(r)}" for r in records)
    funds = "・".join(dict.fromkeys(v for r in records for v in (r.field("of") or r.field("category"))))
    yes = YES if {"eligible", "may"} & set(asked.asked) else ""
    text = f"{yes}「{funds}」の対象となる取組に次のものがあります: {told}。"
    fields = ("の項番",) if "number" in asked.asked else ()
    rows = [[r.one("notation"), _activity(r), r.one("category") or r.one("of")] for r in records]
    columns = ("項番", "取組", "区分")
    return Told(text, "対象となる取組", fields, columns, rows, value=told, caveats=(_CAVEAT,))


def _article(records: Sequence[Record]) -> Told | None:
    """The article of a law that the record names; None where there are several records or articles, or none."""
    found = [(record, values_said("article", [record.one("text")])) for record in records]
    if len(found) != 1 or len(found[0][1]) != 1:
        return None
    record, (article,) = found[0]
    text = f"{article}です。{record.one('notation')} {record.one('label')}に「{short(record.one('text'))}」とあります。"
    rows = [[record.one("label"), article, record.one("text")]]
    return Told(text, "記述にある", ("条",), ("名称", "条", "本文"), rows, value=article)


def _for_whom(records: Sequence[Record]) -> Told | None:
    """For whom a programme is, in the words of its text (…等を対象に); None where none says so, or several do."""
    found = [record for record in records if is_said_so("for_whom", level(record.one("text")))]
    if len(found) != 1:
        return None
    [record] = found
    text = (
        f"{record.one('notation')} {record.one('label')}に「{short(record.one('text'))}」とあります。".strip()
    )
    rows = [[record.one("label"), record.one("text")]]
    return Told(text, "取組の", ("対象者",), ("名称", "本文"), rows, value=record.one("text"), kept=(record,))


def _chosen(records: Sequence[Record]) -> Told | None:
    """How many of its activities a programme must have, in the words of its text; None where none says so."""
    told = [(record, values_said("chosen", [level(record.one("text"))])) for record in records]
    found = [(record, said[0]) for record, said in told if said]
    if not found:
        return None
    text = "".join(
        f"{r.one('notation')} {r.one('label')}に「{short(r.one('text'))}」とあります。" for r, _ in found
    )
    rows = [[r.one("label"), said, r.one("text")] for r, said in found]
    kept = tuple(record for record, _ in found)
    return Told(text, "取組の", ("数",), ("名称", "取組の数", "本文"), rows, value=found[0][1], kept=kept)


def _activity(record: Record) -> str:
    label, text = record.one("label"), short(record.one("text"))
    return f"{label}（{text}）" if label and label not in text else text


__all__ = ["of_activities"]

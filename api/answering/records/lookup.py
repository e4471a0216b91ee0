"""The records that print all of a question: looked up by its rarest words, and each held against every word of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.answering.records.cells import among, cells_of_measures, longest_of
from api.answering.records.items import with_items
from api.answering.records.kinds import BEYOND, KINDS, OWN
from api.answering.records.neighbours import with_neighbours
from api.answering.records.record import Record, grouped, in_front, record_query, rows_printing
from api.answering.result import AskServices, template_text
from graph.question_graph import serialise
from nlp.questions.printed.clauses import is_said_so, values_said
from nlp.questions.printed.printed_texts import level
from nlp.questions.printed.record_patterns import table
from nlp.questions.printed.record_questions import RecordQuestion, Sought
from nlp.questions.records import Term

_FEW_ROWS, _MOST_PARTS = 8_000, 12
_WISHED = "努め"
WHOLE = ("component",)
"""Kinds whose records are asked for all at once and looked through here: no index of texts names those that have the words."""


def found_records(asked: RecordQuestion, services: AskServices) -> tuple[Record, ...]:
    """The records that print all of the question: () for none, or for more than can be told together."""
    narrow = _narrowest(asked)
    if not narrow:
        return ()
    rows = cells_of_measures(asked, services) if asked.kind == "measure" else None
    if asked.kind in WHOLE and not asked.number and asked.nouns:
        every = services.rows(record_query(asked.kind))
        rows = list(rows_printing(every, _looked_in(asked.kind), longest_of(asked.nouns).forms))
    if rows is None:
        query = record_query(asked.kind, f"  FILTER({narrow})")
        rows = services.rows(in_front(query, among(asked, services)))
    records = grouped(rows[:_FEW_ROWS])
    if asked.kind == "rule":
        records = with_items(records, services)
    hits = [record for record in records if _holds(asked, record)]
    if asked.kind == "rule" and not hits and asked.nouns:
        records = with_neighbours(asked, services)
        hits = [record for record in records if _holds(asked, record)]
    hits = _in_one_piece(asked, hits)
    if "chosen" in asked.asked:
        hits = [record for record in hits if values_said("chosen", map(level, record.field("text")))]
    names = {level(record.one("label") or record.thing) for record in hits}
    if asked.kind == "component" and (asked.rate or len(names) == 1):
        return tuple(hits[:_MOST_PARTS])
    most = _MOST_PARTS if "wished" in asked.asked else KINDS[asked.kind].most
    if asked.sorts:
        hits = [record for record in hits if record.sort in asked.sorts]
    if len(hits) > most and {"may", "barred"} & set(asked.asked):
        hits = [record for record in hits if record.sort in ("prohibition", "optional")] or hits
    if asked.kind == "rule" and 0 < len(hits) < most and _leave_open(asked, hits):
        hits += [r for r in records if r not in hits and _beside(asked, r, hits)][: most - len(hits)]
    if len(hits) > most:
        hits = [r for r in hits if all(_form(word, r, ("label",)) for word in asked.nouns)]
    return tuple(hits) if len(hits) <= most else ()


def _in_one_piece(asked: RecordQuestion, hits: list[Record]) -> list[Record]:
    """中間支援: those that print words said as one, as one, where some do (and not 中間的就労の機会の創出支援)."""
    for run in asked.runs if asked.kind in ("rule", "activity") else ():
        whole = [record for record in hits if record.says(run, OWN)]
        hits = whole or hits
    return hits


def row_test(asked: RecordQuestion, record: Record) -> str:
    """What of the question a record prints, as a test for its row of a query."""
    tests = [f"?number = {asked.number}"] if asked.number else []
    for word in asked.sought:
        form = _form(word, record)
        fields = [n for n in (*OWN, *BEYOND) if n in _columns(asked.kind) and record.says(form, (n,))]
        if not form or not fields:  # not printed, or of an item that a rule points to
            continue
        value = next(v for v in record.field(fields[0]) if level(form) in level(v))
        start = level(value).index(level(form))
        said = serialise(Term("text", value[start : start + len(form)]))
        tests.append(f"CONTAINS(STR(?{fields[0]}), {said})")
    if asked.sorts:
        tests.append(f"?type IN ({', '.join(f'tsu:{sort}' for sort in asked.sorts)})")
    if asked.rate:
        tests.append(f'?rate = "{asked.rate}"')
    tests += [f"REGEX(STR(?text), {serialise(Term('text', s.printed))})" for s in asked.subjects]
    return f"({' && '.join(dict.fromkeys(tests)) or 'true'})"


def _holds(asked: RecordQuestion, record: Record) -> bool:
    """Whether a record has the number, subjects, rate and year asked for and prints every word, one of them as its own."""
    texts = " ".join(record.field("text"))
    if asked.number and str(asked.number) not in record.field("number"):
        return False
    if not all(re.search(subject.printed, texts) for subject in asked.subjects):
        return False
    if asked.city and table("roles")["not_city"].search(texts):
        return False
    if asked.kind == "activity" and asked.guideline and record.one("class").endswith("Component"):
        return False  # of a sheet
    if asked.rate and asked.rate not in record.field("rate"):
        return False
    if asked.years and not _of_year(asked, record):
        return False
    needed = asked.nouns or tuple(word for word in asked.sought if word.forms)
    if not all(_form(word, record) for word in needed):
        return False
    if asked.kind == "rule" and "number" in asked.asked and not asked.subjects:
        # 中間支援は要領の何番: the item that says it, and not one that points to it
        needed = tuple(w for w in needed if not _form(w, record, ("text", "label"))) or needed
        if any(not _form(word, record, ("text", "label")) for word in needed):
            return False
    if "wished" in asked.asked and not is_said_so("wished", texts):
        return False
    if not needed and "wished" in asked.asked:
        return True
    if not needed and (asked.named or "bars" in asked.asked):
        return asked.named or "prohibition" in " ".join(record.field("type"))
    own = any(_form(word, record, KINDS[asked.kind].own) for word in needed)
    return own or bool(asked.subjects or asked.number or asked.rate)


def _leave_open(asked: RecordQuestion, hits: Sequence[Record]) -> bool:
    """Whether the clauses found do not say to whom, through whom or when, where that is asked."""
    texts = [record.one("text") for record in hits]
    names = {"whom", "via", "when"} & set(asked.asked)
    return any(
        not (any(is_said_so("timed", text) for text in texts) if name == "when" else values_said(name, texts))
        for name in names
    )


def _beside(asked: RecordQuestion, record: Record, hits: Sequence[Record]) -> bool:
    """Whether a clause of the same item as one found speaks of the same (教育計画を都道府県を経由して, behind 内閣総理大臣に提出)."""
    place = (record.one("notation"), record.one("of"))
    same = bool(place[0]) and any((r.one("notation"), r.one("of")) == place for r in hits)
    text = record.one("text")
    done = any(subject.done and re.search(subject.printed, text) for subject in asked.subjects)
    return same and (done or any(_form(word, record, ("text",)) for word in asked.nouns))


def _of_year(asked: RecordQuestion, record: Record) -> bool:
    years = {int(value[:4]) for value in record.field("year") if value[:4].isdecimal()}
    return bool(years & set(asked.years))


def _form(word: Sought, record: Record, fields: Sequence[str] = (*OWN, *BEYOND)) -> str:
    """The first form of a word that the record prints, "" where it prints none."""
    return next((form for form in word.forms if record.says(form, fields)), "")


def _narrowest(asked: RecordQuestion) -> str:
    """A filter that leaves few records to look through: the No., the longest word that has no other width, or a subject; "" where
    the question has none of them."""
    if asked.number:
        return f"?number = {asked.number}"
    if asked.nouns and not (asked.kind == "rule" and asked.subjects):
        every = ", ".join(f'COALESCE(?{name}, "")' for name in _looked_in(asked.kind))
        return f'REGEX(CONCAT({every}), {serialise(Term("text", _forms(asked)))}, "i")'
    if asked.subjects:
        return f"REGEX(?text, {serialise(Term('text', asked.subjects[0].printed))})"
    if asked.rate:
        return f'?rate = "{asked.rate}"'
    if "wished" in asked.asked:
        return f"REGEX(?text, {serialise(Term('text', _WISHED))})"
    if asked.named:
        return "true"
    return "?type = tsu:prohibition" if "bars" in asked.asked else ""


def _looked_in(kind: str) -> list[str]:
    columns = _columns(kind)
    return [name for name in KINDS[kind].looked_in if name in columns]


def _forms(asked: RecordQuestion) -> str:
    return "|".join(map(re.escape, longest_of(asked.nouns).forms))


def _columns(kind: str) -> frozenset[str]:
    head = template_text(f"record-{kind}").split("WHERE", 1)[0]
    return frozenset(re.findall(r"\?(\w+)", head))


__all__ = ["WHOLE", "found_records", "row_test"]

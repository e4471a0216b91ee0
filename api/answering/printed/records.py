"""What one small record says, for a question that no frame reads: a rule, an activity, a part of a sheet, a call, a measure.

The records that print every word of the question are looked up; where they are one, or a few that say the same, what is
asked of them is told, each part by itself. `nlp.questions.printed.record_questions` reads the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from api.answering.printed.passage_queries import all_of
from api.answering.printed.record_answers import TELLERS, Record, Told
from api.answering.printed.record_items import with_items
from api.answering.result import AskServices, Result, Row, template_text
from graph.iris import iri
from graph.question_graph import complete, serialise
from nlp.questions.printed.printed_texts import level
from nlp.questions.printed.record_questions import RecordQuestion, Sought, record_questions
from nlp.questions.records import Frame, Term
from nlp.questions.tables.frame_files import load_frames_file

_OWN = (
    "text",
    "label",
    "category",
    "overview",
    "goal",
    "achievement",
    "review",
    "implementer",
    "limit",
    "items",
)
_BEYOND = ("of", "ministry")
_MOST = {"rule": 3, "activity": 2, "component": 2, "call": 1, "measure": 1, "guideline": 1}
_FEW, _MOST_PARTS = 400, 12
_MOST_NAMED = 1_500
_MEASURE = iri("measure/")
_WIDTHS = re.compile(r"[!-~]")
# Of calls and guidelines there are few: where no word narrows, the only one is meant.
_OF_FEW = {"call": "true", "guideline": "true"}
_NO_FRAME = Frame("record", "printed", "printed")


def record_answer(
    question: str, services: AskServices, wanted: Callable[[RecordQuestion], bool] = lambda _: True
) -> Result | None:
    """What the one record that a question is about says of what is asked; None where it is about none, or about several.

    `wanted` says which ways of reading the question as one about a record count.
    """
    for asked in filter(wanted, record_questions(question, services.known.index)):
        result = _one(asked, services) or _each(asked.apart(), services)
        if result is not None:
            return result
    return None


def _one(asked: RecordQuestion, services: AskServices) -> Result | None:
    records = _found(asked, services)
    told = TELLERS[asked.kind](asked, records) if records else None
    return None if told is None else _result(asked, told.kept or records, told)


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
    text = " ".join(f"{mark}{result.text}" for mark, result in zip("①②③④", results, strict=False))
    about = [thing for result in results for thing in result.about]
    query = all_of([result.sparql for result in results])
    return Result(text, answer, query, first.caveats, about, first.supports, note=first.note)


def _found(asked: RecordQuestion, services: AskServices) -> tuple[Record, ...]:
    """The records that print all of the question: () for none, or for more than can be told together."""
    narrow = _narrowest(asked)
    if not narrow:
        return ()
    query = _query(asked.kind, f"  FILTER({narrow})")
    # In front: the engine would else look up the cells of all measures first.
    among = _among(asked, services)
    if among is None:
        return ()
    rows = services.rows(query.replace(" WHERE {\n", f" WHERE {{\n{among}", 1))
    grouped: dict[str, list[Row]] = {}
    for row in rows[: _FEW * 20]:
        grouped.setdefault(row["thing"], []).append(row)
    records = [Record(thing, tuple(mine)) for thing, mine in grouped.items()]
    if asked.kind == "rule":
        records = with_items(records, services)
    hits = [record for record in records if _holds(asked, record)]
    if asked.kind == "component" and (asked.rate or len({_key(r) for r in hits}) == 1):
        return tuple(hits[:_MOST_PARTS])
    if len(hits) > _MOST[asked.kind]:
        hits = [r for r in hits if all(_form(s, r, ("label",)) for s in asked.sought if not s.verb)]
    return tuple(hits) if 0 < len(hits) <= _MOST[asked.kind] else ()


def _key(record: Record) -> str:
    return level(next(iter(record.field("label")), record.thing))


def _holds(asked: RecordQuestion, record: Record) -> bool:
    if asked.number and str(asked.number) not in record.field("number"):
        return False
    texts = " ".join(record.field("text"))
    if not all(re.search(subject.printed, texts) for subject in asked.subjects):
        return False
    if asked.city and re.search(load_frames_file("record_questions.toml")["roles"]["not_city"], texts):
        return False
    if asked.rate and asked.rate not in record.field("rate"):
        return False
    if asked.years and not _of_year(asked, record):
        return False
    needed = [word for word in asked.sought if not word.verb] or list(asked.sought)
    if not all(_form(word, record) for word in needed):
        return False
    own = any(_form(word, record, ("label",) if asked.kind == "measure" else _OWN) for word in needed)
    if not needed and (asked.kind in _OF_FEW or "bars" in asked.asked):
        return asked.kind in _OF_FEW or "prohibition" in " ".join(record.field("type"))
    return own or bool(asked.subjects or asked.number or asked.rate)


def _of_year(asked: RecordQuestion, record: Record) -> bool:
    years = {int(value[:4]) for value in record.field("year") if value[:4].isdecimal()}
    return bool(years & set(asked.years))


def _form(word: Sought, record: Record, fields: Sequence[str] = (*_OWN, *_BEYOND)) -> tuple[str, ...]:
    """The first form of a word that the record prints, as one; () where it prints none."""
    return next(((form,) for form in word.forms if record.says(form, fields)), ())


def _narrowest(asked: RecordQuestion) -> str:
    """A filter that leaves few records to look through: the No., the longest word that has no other width, or a subject."""
    if asked.number:
        return f"?number = {asked.number}"
    plain = [w for w in asked.sought if not w.verb]
    if plain and not (asked.kind == "rule" and asked.subjects):
        word = _longest(plain)
        fields = (
            "label",
            *(
                ("overview", "goal", "achievement", "review", "ministry")
                if asked.kind == "measure"
                else ("text", "of", "category", "implementer", "limit")
            ),
        )
        every = ", ".join(f'COALESCE(?{name}, "")' for name in fields if name in _columns(asked.kind))
        return f'REGEX(CONCAT({every}), {serialise(Term("text", "|".join(re.escape(form) for form in word.forms)))}, "i")'
    if asked.subjects:
        return f"REGEX(?text, {serialise(Term('text', asked.subjects[0].printed))})"
    if asked.rate:
        return f'?rate = "{asked.rate}"'
    return _OF_FEW.get(asked.kind, "?type = tsu:prohibition" if "bars" in asked.asked else "")


def _longest(words: Sequence[Sought]) -> Sought:
    return max(words, key=lambda word: min(map(len, word.forms)))


def _among(asked: RecordQuestion, services: AskServices) -> str | None:
    """The few measures that have the number or all words in their texts, named, so that the texts of all need not be looked
    through (20 s for 10,000 measures); "" where that is not known, None where too many have them for one to be meant. A word with letters or digits may be printed in another width, which an index does not tell."""
    plain = [word for word in asked.sought if not word.verb]
    longest = _longest(plain) if plain else None  # looked for in these very forms, whatever tells the things
    words = [w.forms for w in plain if w is longest or not any(map(_WIDTHS.search, w.forms))]
    if asked.kind == "measure" and asked.number:
        return f"  ?thing tsu:number {asked.number} .\n"
    if asked.kind != "measure" or not words:
        return ""
    things = services.holding(words)
    named = [thing for thing in things or () if thing.startswith(_MEASURE)]
    if things is None:
        return ""
    if len(named) > _MOST_NAMED:
        return None
    return f"  VALUES ?thing {{ {' '.join(serialise(Term('iri', thing)) for thing in named)} }}\n"


def _columns(kind: str) -> frozenset[str]:
    head = template_text(f"record-{kind}").split("WHERE", 1)[0]
    return frozenset(re.findall(r"\?(\w+)", head))


def _query(kind: str, condition: str) -> str:
    return complete(template_text(f"record-{kind}").replace("#{filter}", condition), _NO_FRAME, {})


def _result(asked: RecordQuestion, records: Sequence[Record], told: Told) -> Result:
    tests = " || ".join(_test(asked, record) for record in records)
    kept = ", ".join(dict.fromkeys(serialise(Term("iri", record.thing)) for record in records))
    query = _query(asked.kind, f"  FILTER(({tests}) && ?thing IN ({kept}))")
    words = "・".join(f"「{said}」" for said in _stretches(asked))
    whole = "・".join(filter(None, (f"No.{asked.number}" if asked.number else "", words)))
    note = f"{whole + 'の' if whole else ''}{told.of}{'・'.join(told.fields)}（記録の記載から）"
    items = [{"id": r.thing, "label": next(iter(r.field("label") or r.field("text")))[:80]} for r in records]
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
    for word in sorted((w for w in asked.sought if not w.verb), key=lambda w: w.start):
        if runs and runs[-1][0] + len(runs[-1][1]) == word.start:
            runs[-1] = (runs[-1][0], runs[-1][1] + word.said)
        else:
            runs.append((word.start, word.said))
    return list(dict.fromkeys(said for _, said in runs))


def _test(asked: RecordQuestion, record: Record) -> str:
    """What of the question a record prints, as a test for its row."""
    tests = [f"?number = {asked.number}"] if asked.number else []
    for word in asked.sought:
        for form in _form(word, record):
            name = next(
                (n for n in (*_OWN, *_BEYOND) if n in _columns(asked.kind) and record.says(form, (n,))), ""
            )
            if not name:  # the words of an item that a rule points to
                continue
            value = next(v for v in record.field(name) if level(form) in level(v))
            start = level(value).index(level(form))
            tests.append(
                f"CONTAINS(STR(?{name}), {serialise(Term('text', value[start : start + len(form)]))})"
            )
    if "bars" in asked.asked:
        tests.append("?type = tsu:prohibition")
    if asked.rate:
        tests.append(f'?rate = "{asked.rate}"')
    tests += [f"REGEX(STR(?text), {serialise(Term('text', s.printed))})" for s in asked.subjects]
    return f"({' && '.join(dict.fromkeys(tests)) or 'true'})"


__all__ = ["Record", "record_answer"]

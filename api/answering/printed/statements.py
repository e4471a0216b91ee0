"""Where a statement is printed: the passages that have its figure and its words, quoted, each with its document."""

from __future__ import annotations

from dataclasses import replace

from api.answering.printed.passages import Found, found_for, told
from api.answering.records.record import NO_FRAME
from api.answering.result import AskServices, Result, template_text
from graph.question_graph import complete, serialise
from nlp.questions.parser import reading_of
from nlp.questions.printed.asked_facts import AskedFact
from nlp.questions.printed.asked_words import stretches, wanted_words
from nlp.questions.printed.passages import find_passages
from nlp.questions.printed.printed_texts import Passage, level
from nlp.questions.printed.statements import statement_sought
from nlp.questions.records import Term

_MOST = 6
_PART, _WHOLE = "Component", "Sheet"


def statement_places(question: str, services: AskServices) -> Result | None:
    """The places of a statement with a figure; None where a question asks for none, or where no text has all of it."""
    sought = statement_sought(question)
    if sought is None:
        return None
    reading = reading_of(sought.text, services.known)
    at = reading.text.find(sought.figure)
    if at < 0:
        return None
    wanted = wanted_words(reading, [(at, at + len(sought.figure))])
    years = tuple(int(h.values[0]) for h in reading.numbers_of("year") if h.values[0].isdecimal())
    fact = AskedFact(
        "文の中の数", sought.printed, "", "", wanted, years=years, said=stretches(wanted, reading.text)
    )
    if not fact.required():
        return None
    found = found_for(fact, reading, services)
    if not found.passages or any(p.doubtful for p in found.passages):
        return None
    result = told(replace(found, passages=_everywhere(found)))
    titles = _titles([str(item["id"]) for item in result.answer["items"]], services)
    if titles:
        result.text += f"資料は{'、'.join(f'「{title}」' for title in titles)}です。"
    result.note = f"「{sought.text}」と印刷されている箇所"
    return result


def _everywhere(found: Found) -> tuple[Passage, ...]:
    """The passages of every thing that prints the statement as near to its figure, where one text is printed of several; the text
    of a whole sheet is left out beside that of its part."""
    best = min(passage.rank[0] for passage in found.passages)
    things = dict.fromkeys(text.thing for text in found.texts)
    each = (
        passage
        for thing in things
        for passage in find_passages(found.fact, [text for text in found.texts if text.thing == thing])
    )
    kept = [p for p in each if p.rank[0] == best and not p.doubtful]
    parts = [level(p.quote) for p in kept if p.printed.kind == _PART]
    kept = [p for p in kept if p.printed.kind != _WHOLE or not any(part in level(p.quote) for part in parts)]
    return tuple(kept) if 0 < len(kept) <= _MOST else found.passages


def _titles(things: list[str], services: AskServices) -> list[str]:
    """The titles of the documents that print things."""
    named = " ".join(dict.fromkeys(serialise(Term("iri", thing)) for thing in things))
    text = template_text("titles_of").replace("#{things}", named)
    return list(dict.fromkeys(row["label"] for row in services.rows(complete(text, NO_FRAME, {}))))


__all__ = ["statement_places"]

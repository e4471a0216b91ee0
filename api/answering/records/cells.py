"""The records that a question may mean, named by the index of texts or by their number before their cells are read; and the cells of
measures one by one, since one that several plans print has a row for each way to combine its cells (34,000 for one measure).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.answering.records.record import NO_FRAME
from api.answering.result import AskServices, Row, template_text
from graph.iris import NS, iri
from graph.question_graph import complete, serialise
from graph.text_index import things_named
from nlp.questions.printed.printed_texts import level
from nlp.questions.printed.record_questions import RecordQuestion, Sought
from nlp.questions.records import Term

MOST_NAMED = 1_500
_OF_KIND = {
    "measure": (iri("measure/"),),
    "activity": (iri("activity/"), iri("eligible-programme/"), iri("component/")),
}
"""How the names of those kinds of records begin of which an index of texts has all cells."""
_WIDTHS = re.compile(r"[!-~]")
_NAMES = {"planYear": "year"}
_OF_NUMBER = """SELECT DISTINCT ?thing ?year WHERE {
  ?thing tsu:number $number ; a tsu:Measure ; skos:prefLabel ?label .
  OPTIONAL { ?thing tsu:planYear ?year }
}
"""
_LABELS = "SELECT DISTINCT ?thing ?label WHERE {\n  #{things}\n  ?thing skos:prefLabel ?label .\n}\n"


def cells_of_measures(asked: RecordQuestion, services: AskServices) -> list[Row] | None:
    """Rows of one cell each, of the measures that may be meant; none where too many are, None where no index of texts tells
    which (every measure has then to be looked through).

    Where a number alone is asked for, the measures that have it are as many as there are; else a word must stand in the name.
    """
    holding = _holding(asked, services)
    if asked.number:
        named = _of_number(asked, services)
        named = named if holding is None else [thing for thing in named if thing in holding]
        if len(named) > 1 and not asked.sought:
            return []
        return _cells(named, services)
    if holding is None:
        return None
    if len(holding) > MOST_NAMED:
        return []
    return _cells(_with_a_word(list(holding), asked.nouns, services), services)


def among(asked: RecordQuestion, services: AskServices) -> str:
    """The few records in whose texts all words stand, named in a query, so that the texts of all need not be looked through; ""
    where they are not known or too many."""
    named = _holding(asked, services) if asked.nouns else None
    if named is None or len(named) > MOST_NAMED:
        return ""
    return things_named("thing", list(named))


def _holding(asked: RecordQuestion, services: AskServices) -> dict[str, None] | None:
    """The records of the kind in whose texts all words stand; None where that is not known. A word with letters or digits may be
    printed in another width, which an index does not tell: without a number, the longest word is looked for as it is."""
    kinds = _OF_KIND.get(asked.kind)
    longest = longest_of(asked.nouns) if asked.nouns and not asked.number else None
    told = [w.forms for w in asked.nouns if w is longest or not any(map(_WIDTHS.search, w.forms))]
    things = services.holding(told) if told and kinds else None
    if things is None or kinds is None:
        return None
    return dict.fromkeys(thing for thing in things if thing.startswith(kinds))


def longest_of(words: Sequence[Sought]) -> Sought:
    """The word whose shortest form is the longest: it stands in the fewest records."""
    return max(words, key=lambda word: min(map(len, word.forms)))


def _of_number(asked: RecordQuestion, services: AskServices) -> list[str]:
    rows = services.rows(complete(_OF_NUMBER, NO_FRAME, {"number": str(asked.number)}))
    years = {str(year) for year in asked.years}
    return list(dict.fromkeys(row["thing"] for row in rows if not years or row["year"][:4] in years))


def _with_a_word(named: Sequence[str], words: Sequence[Sought], services: AskServices) -> list[str]:
    forms = [level(form) for word in words for form in word.forms]
    text = _LABELS.replace("#{things}", things_named("thing", named))
    rows = services.rows(complete(text, NO_FRAME, {})) if named else []
    return list(
        dict.fromkeys(row["thing"] for row in rows if any(form in level(row["label"]) for form in forms))
    )


def _cells(named: Sequence[str], services: AskServices) -> list[Row]:
    things = " ".join(serialise(Term("iri", thing)) for thing in named)
    text = template_text("record_cells").replace("#{things}", things)
    rows = services.rows(complete(text, NO_FRAME, {})) if named else []
    found = []
    for row in rows:
        name = row["property"].removeprefix(NS)
        found.append({"thing": row["thing"], "label": row["label"], _NAMES.get(name, name): row["value"]})
    return found


__all__ = ["among", "cells_of_measures", "longest_of"]

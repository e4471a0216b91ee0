"""The query that finds the passages which answer a question, with the value where it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.answering.result import template_text
from graph.iris import NS
from graph.question_graph import complete, serialise
from nlp.questions.printed.asked_facts import AskedFact
from nlp.questions.printed.printed_texts import MORE, Passage, Printed, level, wide
from nlp.questions.records import Frame, Term


def passage_query(
    frame: Frame, fact: AskedFact, passages: Sequence[Passage], texts: Sequence[Printed]
) -> str:
    """The query that finds these passages: texts with the words that stand in their sentences, and the one value beside
    the word of the question that stands nearest to it. Put together only: `texts` are the rows that it would have."""
    holding = " || ".join(f"({_holds(fact, passage)})" for passage in passages)
    filters = f"  FILTER({holding})"
    shape = _shape(fact, passages[0], texts) if len(passages) == 1 and passages[0].value else ""
    if not shape:
        return complete(_with(filters), frame, {})
    wanted = serialise(Term("text", shape))
    filters += f'\n  FILTER(REGEX(STR(?text), {wanted}, "is"))\n  BIND(REPLACE(STR(?text), {wanted}, "$1", "is") AS ?value)'
    return complete(_with(filters).replace("?of WHERE", "?of ?value WHERE"), frame, {})


def all_of(queries: Sequence[str]) -> str:
    """One query with the rows of several, each a whole query with its prefixes in front; the one query as it is."""
    distinct = list(dict.fromkeys(queries))
    if len(distinct) < 2:
        return "".join(distinct)
    prefixes: dict[str, None] = {}
    parts: list[str] = []
    for query in distinct:
        lines = query.strip().splitlines()
        begun = next(at for at, line in enumerate(lines) if line.startswith("SELECT"))
        prefixes.update(dict.fromkeys(line for line in lines[:begun] if line.startswith("PREFIX")))
        parts.append("\n".join(f"    {line}" for line in lines[begun:]))
    union = "\n  }\n  UNION\n  {\n".join(parts)
    return "\n".join((*prefixes, "SELECT * WHERE {", "  {", union, "  }", "}")) + "\n"


def _shape(fact: AskedFact, passage: Passage, texts: Sequence[Printed]) -> str:
    """The first pattern whose group is the passage's value in every text that the query finds, "" when none is."""
    spelt = _spelt(fact, passage)
    year = passage.printed.year if passage.printed.year in fact.years else 0
    one = passage.printed
    alike = (p for p in texts if (p.thing, p.path) == (one.thing, one.path) and year in (0, p.year))
    held = [p.text for p in alike if all(form in p.text for form in spelt)]
    for shape in _shapes(fact, passage):
        found = [m for text in held if (m := re.match(shape, text, re.IGNORECASE | re.DOTALL)) is not None]
        if found and {match[1] for match in found} == {passage.value}:
            return shape
    return ""


def _with(filters: str) -> str:
    return template_text("passages").replace("}\nORDER", f"{filters}\n}}\nORDER")


def _holds(fact: AskedFact, passage: Passage) -> str:
    """A test for a text: it has the words that stand in the sentence, spelt as there, and property and thing are the
    sentence's, so that no other text that has the words is told with it."""
    tests = [f"CONTAINS(STR(?text), {serialise(Term('text', form))})" for form in _spelt(fact, passage)]
    if passage.printed.year in fact.years:
        tests.append(f"?year = {serialise(Term('year', str(passage.printed.year)))}")
    kind = serialise(Term("iri", NS + passage.printed.kind))
    thing = serialise(Term("iri", passage.printed.thing))
    return " && ".join(
        [f"?printed = {thing}", f"?kind = {kind}", f"?property = <{passage.printed.path}>", *tests]
    )


def _spelt(fact: AskedFact, passage: Passage) -> list[str]:
    """The words of the question as the sentence spells them, of those that stand in it."""
    quote, raw = level(passage.quote), passage.quote
    forms = [next((f.lower() for f in word.forms if f.lower() in quote), "") for word in fact.required()]
    return list(dict.fromkeys(raw[quote.find(form) :][: len(form)] for form in forms if form))


def _shapes(fact: AskedFact, passage: Passage) -> tuple[str, ...]:
    """Regular expressions whose first group is the value of the passage: behind the nearest word, or before it."""
    value, anchor = f"(({wide(fact.printed)}){MORE}?)", re.escape(passage.anchor)
    if not passage.anchor:
        return (f"^.*?{value}.*$",)
    if not passage.ahead:
        return (f"^.*?{value}[^、。]*?{anchor}.*$",)
    return f"^.*?{anchor}.*?{value}.*$", f"^.*{anchor}.*?{value}.*$"


__all__ = ["all_of", "passage_query"]

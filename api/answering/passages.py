"""A fact answered by the passage that prints it: quoted, the value named, found by the words of the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from api.answering.result import AskServices, Result, Row, select, template_text
from graph.iris import NS
from graph.question_graph import complete, serialise
from nlp.questions.asked_facts import AskedFact, asked_fact, number_asked
from nlp.questions.frame_files import load_frames_file
from nlp.questions.parser import Understood
from nlp.questions.passages import MORE, Passage, Printed, find_passages, level, wide
from nlp.questions.reading import Reading
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.sets import year_words

_MOST_PASSAGES = 3
_LONGEST = 200
_LABELS = {"description": "本文", "limitText": "上限額・基準額", "project": "事業名", "situation": "現状"}
_KINDS = {
    "Requirement": "要件",
    "EligibleActivity": "対象となる取組",
    "EligibleProgramme": "交付対象事業",
    "Guideline": "実施要領",
    "CallForProposals": "公募",
    "Component": "構成要素",
    "Sheet": "事業資料",
}
_OF_WORDS = ("list", "count", "share", "describe", "exists")
_BESIDE_WORDS = {
    "keyword",
    "quoted",
    "target_group",
    "place",
    "area",
    "prefecture",
    "measure",
    "programme",
    "year",
    "number",
}
_PLACES = {"ministry", "section", "pillar"}
_SUPPORTS = {"limitText": "limit"}


def passage_answer(reading: Reading, services: AskServices) -> Result | None:
    """The passages that print what is asked for; None where the question asks for no fact, or no passage holds it.

    Several passages are given side by side, at most three; where more compete none is given.
    """
    fact = asked_fact(reading)
    if fact is None or reading.of_kind("section") or reading.of_kind("pillar"):
        return None  # no text says in which section it stands
    frame = _frame(fact)
    _, rows = select("passages", frame, services)
    texts = _printed(rows)
    passages = find_passages(fact, texts)
    if not passages or len(passages) > _MOST_PASSAGES:
        return None
    return _told(fact, frame, passages, rows, texts)


def rather_printed(understood: Understood, reading: Reading) -> bool:
    """Whether a question for a number was read as one for things in whose texts its words stand (プラン作成件数は何件)."""
    frame = understood.frame
    searched = [c for c in frame.conditions if c.kind in ("keyword", "quoted")]
    others = {c.kind for c in frame.conditions} - _BESIDE_WORDS
    if others and others <= _PLACES and "件数" in reading.text:
        others = (
            set()
        )  # 厚労省の電話相談の件数: a number told of it; 厚労省の自殺対策は何件 counts what it runs
    named = bool(frame.of_kind("measure") or frame.of_kind("programme"))
    if others or not (searched or named):
        return False
    return understood.rule.op in _OF_WORDS and number_asked(reading)


def _frame(fact: AskedFact) -> Frame:
    conditions = [
        Condition("keyword", tuple(Term("text", form, word.said) for form in word.forms), surface=word.said)
        for word in fact.required()
    ]
    conditions += [Condition("ministry", (Term("iri", thing),)) for thing in fact.ministries]
    if fact.numbers:
        conditions.append(Condition("number", tuple(Term("integer", str(n)) for n in fact.numbers)))
    return Frame("passage", "printed", "printed", tuple(conditions))


def _printed(rows: list[Row]) -> list[Printed]:
    """The rows as texts: one for each thing and property, with all names that its rows give."""
    found: dict[tuple[str, str, str], Printed] = {}
    for row in rows:
        key = (row["printed"], row["property"], row["text"])
        known = found.get(key)
        names = (*(known.names if known else (row["label"],)), row["of"])
        year = int(row["year"][:4]) if row["year"][:4].isdecimal() else 0
        found[key] = Printed(
            row["printed"],
            row["kind"].removeprefix(NS),
            row["property"],
            row["text"],
            tuple(dict.fromkeys(filter(None, names))),
            year,
        )
    return list(found.values())


def _told(
    fact: AskedFact, frame: Frame, passages: tuple[Passage, ...], rows: list[Row], texts: list[Printed]
) -> Result:
    numbers = {row["printed"]: row["number"] for row in rows}
    said = [f"{_where(p, numbers)}に「{_quoted(p)}」とあります" for p in passages]
    values = list(dict.fromkeys(normalize("NFKC", p.value) for p in passages if p.value))
    begun = f"{'、'.join(values)}。" if values and len(values) == len(passages) else ""
    query = _query(frame, fact, passages, texts)
    answer: dict[str, Any] = {
        "type": "table",
        "value": (values[0] if values else passages[0].printed.text) if len(passages) == 1 else None,
        "columns": ["出どころ", "値", "本文"],
        "rows": [[_where(p, numbers), p.value or None, p.quote] for p in passages],
        "items": [
            {"id": thing, "label": label}
            for thing, label in {p.printed.thing: _label(p) for p in passages}.items()
        ],
    }
    words = "・".join(f"「{said}」" for said in fact.said)
    absent: dict[str, None] = dict.fromkeys(word for p in passages for word in p.absent)
    caveats = [f"項目としてではなく、本文の記述から{words}のすべてがある箇所を探して答えています。"]
    caveats += [f"「{word}」という語は、その箇所にはありません。" for word in absent]
    properties = tuple(dict.fromkeys(_SUPPORTS.get(p.printed.field, p.printed.field) for p in passages))
    return Result(
        f"{begun}{'。'.join(said)}（本文の記述から）。",
        answer,
        query,
        caveats,
        list(dict.fromkeys(p.printed.thing for p in passages)),
        properties,
        note=f"{words}を含む本文の記述{f'にある{fact.value}' if fact.printed else ''}",
    )


def _label(passage: Passage) -> str:
    return passage.printed.names[0] if passage.printed.names else passage.quote[:40]


def _where(passage: Passage, numbers: dict[str, str]) -> str:
    """No.43「…」の目標及び達成の期間, 要件 4(2)イ: whose text it is and which."""
    printed = passage.printed
    attributes = load_frames_file("attributes.toml")
    what = str(attributes.get(printed.field, {}).get("label") or _LABELS.get(printed.field, "本文"))
    number = numbers.get(printed.thing, "")
    kind = _KINDS.get(printed.kind, "")
    if printed.kind in ("Requirement", "EligibleActivity", "EligibleProgramme"):
        fund = f"「{printed.names[-1]}」の" if printed.names else ""
        return f"{fund}{kind} {number}"
    name = f"「{printed.names[0]}」" if printed.names else ""
    year = (
        f"（{year_words(printed.year)}）" if printed.year and printed.kind in ("Sheet", "Component") else ""
    )
    return f"{f'No.{number}' if number.isdecimal() else kind}{name}{year}の{what}"


def _quoted(passage: Passage) -> str:
    """The sentence, shortened around its value, which is marked 【】."""
    text, at = passage.printed.text, passage.value_at
    start, end = passage.start, passage.end
    if at < 0:
        quote = passage.quote
        return (quote if len(quote) <= _LONGEST else quote[:_LONGEST] + "…").rstrip("。").replace("\n", " ")
    stop = at + len(passage.value)
    low, high = max(start, at - _LONGEST // 2), min(end, stop + _LONGEST // 2)
    kept = f"{'…' if low > start else ''}{text[low:at]}【{text[at:stop]}】{text[stop:high]}"
    return (kept.strip() + ("…" if high < end else "")).rstrip("。").replace("\n", " ")


def _query(frame: Frame, fact: AskedFact, passages: Sequence[Passage], texts: Sequence[Printed]) -> str:
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


def _shape(fact: AskedFact, passage: Passage, texts: Sequence[Printed]) -> str:
    """The first pattern whose group is the passage's value in every text that the query finds, "" when none is."""
    spelt = _spelt(fact, passage)
    year = passage.printed.year if passage.printed.year in fact.years else 0
    one = passage.printed
    alike = (p for p in texts if (p.kind, p.path) == (one.kind, one.path) and year in (0, p.year))
    held = [p.text for p in alike if all(form in p.text for form in spelt)]
    for shape in _shapes(fact, passage):
        found = [m for text in held if (m := re.match(shape, text, re.IGNORECASE | re.DOTALL)) is not None]
        if found and {match[1] for match in found} == {passage.value}:
            return shape
    return ""


def _with(filters: str) -> str:
    return template_text("passages").replace("}\nORDER", f"{filters}\n}}\nORDER")


def _holds(fact: AskedFact, passage: Passage) -> str:
    """A test for a text: it has the words that stand in the sentence, spelt as there, and the property is the sentence's."""
    tests = [f"CONTAINS(STR(?text), {serialise(Term('text', form))})" for form in _spelt(fact, passage)]
    if passage.printed.year in fact.years:
        tests.append(f"?year = {serialise(Term('year', str(passage.printed.year)))}")
    kind = serialise(Term("iri", NS + passage.printed.kind))
    return " && ".join([f"?kind = {kind}", f"?property = <{passage.printed.path}>", *tests])


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


__all__ = ["passage_answer", "rather_printed"]

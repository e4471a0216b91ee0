"""A fact answered by the passage that prints it: quoted, the value named, found by the words of the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import normalize

from api.answering.printed.passage_queries import passage_query
from api.answering.printed.two_facts import of_each_other, together, with_result_said
from api.answering.result import AskServices, Result, Row, select_text, template_text
from graph.iris import NS
from graph.question_graph import serialise
from nlp.questions.claimed.who_may import asks_giver, tells_giver
from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import year_words
from nlp.questions.names.longer_names import longer_names
from nlp.questions.parser import Understood, reading_of
from nlp.questions.printed.asked_facts import AskedFact, asked_fact, number_asked
from nlp.questions.printed.ordinals import of_another_one
from nlp.questions.printed.passages import find_passages
from nlp.questions.printed.printed_texts import Passage, Printed
from nlp.questions.printed.statements import statement_sought
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.refusing.words_unsaid import one_of_several
from nlp.questions.several_asked.halves import halves, of_two
from nlp.questions.tables.frame_files import load_frames_file

_MOST_PASSAGES, _MOST_TOGETHER = 3, 8
_MOST_THINGS = 400
"""Things whose texts are looked through; the words of a question that says more than 支援 stand together in fewer."""
_HAVING = f"SELECT DISTINCT ?printed WHERE {{\n#{{body}}\n}}\nORDER BY ?printed\nLIMIT {_MOST_THINGS + 1}\n"
_NEAR = "尋ねられた値と言い切れる記述はありません。近い箇所を示します。"
_CUT_OFF = f"その語のある記述は多いため、はじめの{_MOST_THINGS}件の中だけを探しました。"
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
# 相談は何件あった: a number told of it; 施策は何件 counts what is listed.
_TOLD_COUNT = re.compile(
    r"件数|(?<!施策)(?<!事業)(?<!取組)(?<!行)[がは]何件(?:くらい|ほど)?(?:あった|ありまし|寄せ|届い|来た|来まし|でした|だった|受け)"
)
# (令和6年12月末時点): of when a value is.
_AS_OF = re.compile(r"(?:令和|平成)(?:\d+|元)年(?:度|\d+月)?(?:\d+日|末)?(?:時点|現在)")
_PERMITTED = re.compile(
    r"(?:ても|でも)(?:いい|よい|良い|構わない|かまわない)(?:の|ん)?(?:です|でしょう)?か?[?。]*$"
)
_WHOSE = re.compile(r"(?:何|どの|どこの)(?:府?省庁?|役所|官庁)(?!が[^、。]{0,8}(?:決|定|発|作))")
_PLACES = {"ministry", "section", "pillar"}
_SUPPORTS = {"limitText": "limit"}


@dataclass(frozen=True, slots=True)
class Found:
    """A fact asked for, `name` as the question calls it where it asks for two, and the passages that print it."""

    name: str
    fact: AskedFact
    passages: tuple[Passage, ...]
    rows: list[Row]
    texts: list[Printed]
    more: bool = False


def passage_answer(reading: Reading, services: AskServices) -> tuple[Result | None, list[str]]:
    """The passages that print what is asked for; None where the question asks for no fact, or no passage holds it, and
    then, beside it, what must be said: that not all things with the words were looked through.

    Several passages are given side by side, at most three; where more compete none is given. Two facts asked for at once
    are each answered or said not to be found.
    """
    if reading.of_kind("section") or reading.of_kind("pillar") or _WHOSE.search(reading.text):
        return None, []  # no text says in which section it stands, or which ministry's it is
    found = _with_figure(_both(reading, services) or _one("", reading, services), reading)
    years = len({value for hit in reading.numbers_of("year") for value in hit.values})
    if one_of_several(reading.text, years, max((len(part.passages) for part in found), default=0)):
        return None, []
    answers = [told(part) for part in found if part.passages]
    if not answers:
        return None, [_CUT_OFF] if any(part.more for part in found) else []
    if len(found) > 1:
        return together(found, answers), []
    return with_result_said(answers[0], found[0], reading.text), []


def _with_figure(found: tuple[Found, ...], reading: Reading) -> tuple[Found, ...]:
    """再入所率11.2%はどこに書いてある: of the passages those that print the figure of which it is asked where it stands."""
    sought = statement_sought(reading.question)
    if sought is None:
        return found
    figure = re.compile(sought.printed)
    return tuple(
        replace(part, passages=tuple(p for p in part.passages if figure.search(normalize("NFKC", p.quote))))
        for part in found
    )


def passages_for(reading: Reading, services: AskServices) -> Found | None:
    """The passages for the one fact that a question asks for, None where it asks for none."""
    return next(iter(_one("", reading, services)), None)


def _one(name: str, reading: Reading, services: AskServices) -> tuple[Found, ...]:
    fact = asked_fact(reading)
    return () if fact is None else (found_for(fact, reading, services, name),)


def found_for(fact: AskedFact, reading: Reading, services: AskServices, name: str = "") -> Found:
    """The passages that print a fact of a question; none where more compete than are told."""
    rows, more = _rows(fact, services)
    texts = _printed(rows)
    if _PERMITTED.search(reading.text):
        texts = [text for text in texts if text.kind != "Measure"]  # no measure says what one may do
    if asks_giver(reading.question):
        texts = [text for text in texts if tells_giver(text.text)]
    texts = [text for text in texts if not of_another_one(reading.question, text.text)]
    longer = longer_names(reading, services.known.index)
    passages = find_passages(fact, [text for text in texts if not longer.of_another(text.names, text.field)])
    most = _MOST_TOGETHER if fact.every else _MOST_PASSAGES
    kept = passages if len(passages) <= most else ()
    return Found(name, fact, kept, rows, texts, more)


def _rows(fact: AskedFact, services: AskServices) -> tuple[list[Row], bool]:
    """The texts of the things that have all words of the question, and whether more things have them than are looked through."""
    frame = _frame(fact)
    _, having = select_text(_HAVING, frame, services)
    if not having:
        return [], False
    things = " ".join(serialise(Term("iri", row["printed"])) for row in having[:_MOST_THINGS])
    named = f"  VALUES ?printed {{ {things} }}\n  {template_text('item/printed-printed')}"
    _, rows = select_text(template_text("passages").replace("#{body}", named), frame, services)
    return rows, len(having) > _MOST_THINGS


def _both(reading: Reading, services: AskServices) -> tuple[Found, ...]:
    """The two facts of a question that asks for two; () for one."""
    for pieces, whole in ((halves(reading.text), False), (of_two(reading.text), True)):
        found = [
            part for name, text in pieces for part in _one(name, reading_of(text, services.known), services)
        ]
        if len(found) < 2:
            continue
        values = [{(p.printed.thing, p.value_at) for p in part.passages} for part in found]
        found = of_each_other(found)
        if not whole and values[0] & values[1]:
            return found[0], replace(found[1], passages=())  # one value is no answer to both
        if not whole or (all(values) and values[0].isdisjoint(values[1])):
            return tuple(found)
    return ()


# 全体の何%, 総額に占める割合: of the rows of a list, no rate of a text
_OF_WHOLE = re.compile(r"(?:全体|総額|合計|一覧|総計)(?:額)?(?:の|に占め|に対)")


def rather_printed(understood: Understood, reading: Reading) -> bool:
    """Whether a question for a number was read as one for things in whose texts its words stand (プラン作成件数は何件)."""
    frame = understood.frame
    if understood.rule.op == "share" and frame.over == "line" and _OF_WHOLE.search(reading.text):
        return False
    searched = [c for c in frame.conditions if c.kind in ("keyword", "quoted")]
    others = {c.kind for c in frame.conditions} - _BESIDE_WORDS
    # 厚労省の電話相談の件数: a number told of it; 厚労省の自殺対策は何件 counts what it runs.
    if others <= _PLACES and _TOLD_COUNT.search(reading.text):
        others = set()
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
    found: dict[tuple[str, str, str], tuple[dict[str, None], Row]] = {}
    for row in rows:
        key = (row["printed"], row["property"], row["text"])
        names = found[key][0] if key in found else {row["label"]: None}
        names[row["of"]] = None
        found[key] = names, row
    return [
        Printed(
            thing,
            row["kind"].removeprefix(NS),
            path,
            text,
            tuple(filter(None, names)),
            int(row["year"][:4]) if row["year"][:4].isdecimal() else 0,
        )
        for (thing, path, text), (names, row) in found.items()
    ]


def told(part: Found) -> Result:
    """The answer of the passages found for one fact."""
    fact, passages, frame = part.fact, part.passages, _frame(part.fact)
    numbers = {row["printed"]: row["number"] for row in part.rows}
    said = list(dict.fromkeys(f"{_where(p, numbers)}に「{_quoted(p)}」とあります" for p in passages))
    values = list(dict.fromkeys(normalize("NFKC", p.value) for p in passages if p.value))
    sure = _sure(fact, passages, values)
    begun = f"{'、'.join(values)}。" if values and sure else _NEAR if values else ""
    query = passage_query(frame, fact, passages, part.texts)
    answer: dict[str, Any] = {
        "type": "table",
        "value": _headline(passages, values) if sure else None,
        "columns": ["出どころ", "値", "本文"],
        "rows": [
            list(row)
            for row in dict.fromkeys((_where(p, numbers), p.value or None, p.quote) for p in passages)
        ],
        "items": [
            {"id": thing, "label": label}
            for thing, label in {p.printed.thing: _label(p) for p in passages}.items()
        ],
    }
    words = "・".join(f"「{said}」" for said in fact.said)
    absent: dict[str, None] = dict.fromkeys(word for p in passages for word in p.absent)
    caveats = [f"項目としてではなく、本文の記述から{words}のすべてがある箇所を探して答えています。"]
    caveats += [f"「{word}」という語は、その箇所にはありません。" for word in absent]
    dates = dict.fromkeys(date for p in passages for date in _AS_OF.findall(normalize("NFKC", p.quote)))
    if fact.now and values and dates:
        caveats.append(f"{'・'.join(dates)}の値です。今の値とは限りません。")
    if part.more:
        caveats.append(f"その語のある記述は多いため、はじめの{_MOST_THINGS}件の中だけから答えています。")
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


def _sure(fact: AskedFact, passages: Sequence[Passage], values: Sequence[str]) -> bool:
    """Whether the values found are surely those asked for, and as many as were asked for."""
    told = not any(p.doubtful for p in passages) and all(p.value for p in passages) == bool(values)
    return told and fact.every in (0, -1, len(passages))


def _headline(passages: Sequence[Passage], values: Sequence[str]) -> str | None:
    if len(passages) > 1:
        return None
    return values[0] if values else passages[0].printed.text


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


__all__ = ["Found", "found_for", "passage_answer", "passages_for", "rather_printed", "told"]

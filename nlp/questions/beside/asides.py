"""What is said beside a question: why, where or at whose wish it is asked (来週の勉強会で配る一枚紙を作っておりまして、…).

A question is split into clauses; a clause is an aside when it asks nothing, tells what the person does or was told, and brings
no condition: no name, number, mark or kind of thing that the rest does not repeat. `frames/asides.toml` says by which words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.questions.beside.aside_words import NOUNS, aside_data
from nlp.questions.beside.claims import TELLING, without_claims
from nlp.questions.beside.own_conditions import conditions_of_its_own, of_a_ministry
from nlp.questions.beside.told_clauses import Told, reported_clause, told_clause
from nlp.questions.found.reading import Reading
from nlp.questions.found.words import Word, words
from nlp.questions.tables.cues import Cue
from nlp.questions.typed.clauses import clauses_of
from nlp.questions.typed.text import fold_question

_OF_PERSONS = frozenset({"target_group", "prefecture", "region", "legal_form", "area"})
_LONGEST = 400
_MARKS = " 　、。,，!！…"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question as asked: `asked` without its asides, `asides` as typed, in their order.

    `unread`: words beside the question that may be a condition or not; with them it has no answer. "" when there are none.
    """

    asked: str
    asides: tuple[str, ...] = ()
    unread: str = ""


def without_asides(question: str, read: Callable[[str], Reading]) -> Spoken:
    """The question without the clauses that only tell why or at whose wish it is asked, and without what was heard of the
    thing that it asks about (`nlp.questions.beside.claims`). `read` reads a text by itself.

    Nothing is taken off when nothing would be left to answer.

    >>> from nlp.questions.names.linking import LinkIndex
    >>> from nlp.questions.names.lexicon import Lexicon
    >>> from nlp.questions.found.reading import read_question
    >>> without_asides("上司に聞かれまして、事業は何件ですか", lambda t: read_question(t, LinkIndex(Lexicon("b", ())), ()))
    Spoken(asked='事業は何件ですか', asides=('上司に聞かれまして',), unread='')
    """
    found = _without_asides(question, read)
    kept, heard = without_claims(found.asked, read)
    return Spoken(kept, (*found.asides, *heard)) if heard else found


def _without_asides(question: str, read: Callable[[str], Reading]) -> Spoken:
    handed = re.match(aside_data()["handed_on"]["pattern"], question)
    if handed:
        behind = question[handed.end("asked") :].strip(_MARKS)
        told = told_clause(fold_question(handed["told"]), fold_question(handed["asked"]))
        if told is None or not _brings_nothing(told, read, read(handed["asked"])):
            return Spoken(question, unread=behind)
        found = _without_asides(handed["asked"], read)
        return Spoken(found.asked, (*found.asides, behind), found.unread)
    clauses = clauses_of(question[:_LONGEST])
    if len(clauses) < 2:
        return Spoken(question)
    employed = next((c for c in clauses if of_a_ministry(c, read)), "")
    if employed:
        return Spoken(question, unread=employed.strip(_MARKS))
    spoken = [
        told_clause(fold_question(clause), fold_question("".join(c for c in clauses if c is not clause)))
        for clause in clauses
    ]
    spoken[-1] = spoken[-1] or reported_clause(clauses)
    if not any(spoken):
        return Spoken(question)
    rest = "".join(c for c, told in zip(clauses, spoken, strict=True) if not told)
    if not re.search(aside_data()["asking"]["rest"], rest):
        return Spoken(question)
    about = read(rest)
    aside = [t is not None and _brings_nothing(t, read, about) for t in spoken]
    if not any(aside):
        return Spoken(question)
    kept = "".join(c for c, left in zip(clauses, aside, strict=True) if not left).strip(_MARKS)
    asks = question.rstrip().endswith(("?", "？")) and not kept.endswith(("?", "？"))
    left_out = tuple(c.strip(_MARKS) for c, left in zip(clauses, aside, strict=True) if left)
    return Spoken(kept + ("？" if asks else ""), left_out)


def _brings_nothing(told: Told, read: Callable[[str], Reading], about: Reading) -> bool:
    """Whether the clause holds no name, number or cue that the rest does not repeat, but for those of the people in it."""
    reading = read(told.text + "、")
    # What a person is may be all that is asked for: it is an aside only beside another condition.
    own = conditions_of_its_own(about)
    if not own and not told.plain:
        return False
    repeated = {name.id for hit in about.entities for name in hit.names}
    for hit in reading.entities:
        named = any(hit.surface in people or people in hit.surface for people in told.people)
        of_people = named and bool(hit.kinds() & _OF_PERSONS) and (own or hit.surface in told.askers)
        if not of_people and not {name.id for name in hit.names} & repeated:
            return False
    if reading.numbers:
        return False
    names = {cue.name for cue in about.cues}
    allowed = "\0".join((*told.licensed, *aside_data()["verbs"]["hollow"]))
    verbs = [t.surface for t in words(told.text) if t.pos in ("動詞", "形容詞")]
    return not any(
        cue.slot in TELLING
        and cue.name not in names
        and reading.text[cue.start : cue.end] not in allowed
        and not any(reading.text[cue.start : cue.end].startswith(verb) for verb in verbs)
        and not _licensed(cue, told, reading.tokens)
        for cue in reading.cues
    )


def _licensed(cue: Cue, told: Told, tokens: Sequence[Word]) -> bool:
    """Whether a cue in a clause of trouble is made of its nouns (同じ名前が何回も, 応募の締切), or asks nothing there (過ぎてないか)."""
    nouns = [t for t in tokens if cue.start <= t.start and t.end <= cue.end and t.pos in NOUNS]
    return (
        told.troubled
        and (cue.slot == "ask" or bool(nouns))
        and all(t.surface in told.licensed for t in nouns)
    )

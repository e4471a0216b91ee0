"""Before a refusal says that something is in no document: where its words stand after all, and the refusal put right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from api.answering.result import AskServices, select_text, template_text
from graph.iris import NS
from graph.question_graph import serialise
from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.found.quantities import is_quantity
from nlp.questions.found.reading import Reading, read_question
from nlp.questions.found.words import words
from nlp.questions.framing.sets import condition_data
from nlp.questions.records import Condition, Decline, Frame, Term

_MOST_WORDS = 6
_TOLD_WORDS = 2
_SHOWN = 3
# A word in so many things (支援) tells nobody where to look.
_TOO_COMMON = 25
_MOST_THINGS, _FIRST = 1000, 60
_HAVING = f"SELECT DISTINCT ?anything WHERE {{\n#{{rows}}\n}}\nLIMIT {_MOST_THINGS}\n"
_KINDS = (
    "Measure",
    "Programme",
    "Sheet",
    "Component",
    "Requirement",
    "EligibleActivity",
    "Guideline",
    "Grantee",
)
NOT_READ = re.compile(r"どのような条件と読めばよいか|読み取れませんでした|見つかりませんでした|現れません")
"""What refusals for words that were not read, or stand nowhere, say."""
_ABSENT = r"「{}」(?:に当たる(?:記述|施策・事業・団体))?は、[^。]*(?:見つかりませんでした|現れません)"
_CORRECTABLE = ("out_of_domain", "not_in_source", "not_in_graph", "not_loaded")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A thing in whose names or texts words stand: how it is named, and the question for it, "" when there is none."""

    order: tuple[int, int]
    name: str
    thing: str
    question: str


def put_right(why: Decline, question: str, services: AskServices) -> Decline:
    """A refusal whose words were looked for in all names and texts that were read.

    Where one that it calls absent stands in some, it says where, with the reason not_in_graph (the words are there, the
    thing asked for is no item); else the places are added. Questions about the nearest things come first.
    """
    if why.reason not in _CORRECTABLE or not NOT_READ.search(why.text):
        return why
    reading = read_question(question, services.known.index, condition_data()["keyword_suffixes"])
    places = _places(_words(why, reading), services)
    if not places:
        return why
    denied = tuple(word for word in places if re.search(_ABSENT.format(re.escape(word)), why.text))
    wrong = bool(denied)
    places = {word: found for word, found in places.items() if not _part_of_another(word, places)}
    denied = tuple(word for word in denied if word in places)
    together = _together(places)
    told = _told(places, denied, together)
    near = [place for found in (together, *places.values()) for place in found]
    asked = dict.fromkeys(place.question for place in near if place.question)
    nearest = tuple(asked)[: 2 * _SHOWN]
    # Of a question half read, what is offered is that question without the words not read.
    reworded = why.reason == "not_in_graph"
    suggestions = (*why.suggestions, *nearest) if reworded else (*nearest, *why.suggestions)
    if wrong:
        text = f"{told}ただし、尋ねられたことに当たる項目としては読み取れていないため、答えを出していません。"
        return replace(why, reason="not_in_graph", text=text, suggestions=suggestions)
    return replace(why, text=f"{why.text}{told}", suggestions=suggestions)


def _of_nouns(word: str) -> bool:
    return any(token.pos == "名詞" for token in words(word))


def _part_of_another(word: str, places: Iterable[str]) -> bool:
    return any(word != other and word in other for other in places)


def _words(why: Decline, reading: Reading) -> tuple[str, ...]:
    """The words that the refusal quotes or that stand unexplained in the question, then the nouns of compounds."""
    quoted = re.findall(r"「([^「」]{2,30})」", why.text)
    cores = [form for core in reading.cores if core.noun for form in (core.text, core.stem)]
    said = [word for word in (*quoted, *cores) if word in reading.text and _of_nouns(word)]
    parts = [w.surface for word in said for w in words(word) if w.pos == "名詞" and len(w.surface) > 1]
    never = (*condition_data()["never_keywords"], *condition_data()["keyword_suffixes"])
    kept = (w for w in (*said, *parts) if len(w) > 1 and w not in never and not is_quantity(w))
    return tuple(list(dict.fromkeys(kept))[:_MOST_WORDS])


def _places(said: Iterable[str], services: AskServices) -> dict[str, tuple[Place, ...]]:
    """For each word the things in which it stands, measures first; words in none, or in too many to look through, left out."""
    found: dict[str, tuple[Place, ...]] = {}
    for word in said:
        spellings = tuple(Term("text", spelling) for spelling in keyword_variants(word))
        once = _holding(Frame("", "anything", "anything", (Condition("keyword", spellings),)), services)
        if once and len(once) <= _TOO_COMMON:
            found[word] = tuple(sorted(once.values()))
    return found


def _holding(frame: Frame, services: AskServices) -> dict[str, Place]:
    """The places of the things that a frame means, by their names; of many things no more than tell that they are too many."""
    _, having = select_text(_HAVING, frame, services)
    once: dict[str, Place] = {}
    things = [serialise(Term("iri", row["anything"])) for row in having]
    for some in (things[:_FIRST], things[_FIRST:]):
        if some and len(once) <= _TOO_COMMON:
            query = template_text("occurrences").replace("#{things}", " ".join(some))
            places = [*once.values(), *filter(None, map(_place, select_text(query, frame, services)[1]))]
            once = {place.name: place for place in sorted(places, reverse=True)}
    return once


def _place(row: Mapping[str, str]) -> Place | None:
    kind, number, label = row["kind"].removeprefix(NS), row["number"], row["label"]
    if kind not in _KINDS:
        return None
    name, question = f"「{label}」" if label else "", ""
    match kind:
        case "Measure":
            name = f"施策No.{number}{name}" if number else f"施策{name}"
            question = f"施策No.{number}の概要は？" if number else ""
        case "Programme":
            question = f"{label}の概要は？"
        case "Requirement" | "EligibleActivity" | "Guideline":
            name = "実施要領"
        case "Grantee":
            name = f"交付団体{name}"
    order = (_KINDS.index(kind), int(number) if number.isdecimal() else 0)
    return Place(order, name, row["anything"], question) if name else None


def _together(places: Mapping[str, Iterable[Place]]) -> tuple[Place, ...]:
    """The things in which most of the words stand, where two of them or more do in one."""
    held: dict[Place, int] = defaultdict(int)
    for found in places.values():
        for place in found:
            held[place] += 1
    most = max(held.values())
    return tuple(place for place, count in held.items() if count == most) if most > 1 else ()


def _told(
    places: Mapping[str, tuple[Place, ...]], denied: tuple[str, ...], together: tuple[Place, ...]
) -> str:
    if together:
        said = [word for word, found in places.items() if set(together) & set(found)]
        told = f"{''.join(f'「{word}」' for word in said)}は、ともに{_names(together)}に出てきます。"
        return told + "".join(_where(word, places[word]) for word in denied if word not in said)
    return "".join(_where(word, places[word]) for word in (denied or list(places)[:_TOLD_WORDS]))


def _where(word: str, found: tuple[Place, ...]) -> str:
    return f"「{word}」は{_names(found)}に出てきます。"


def _names(found: tuple[Place, ...]) -> str:
    more = len(found) - _SHOWN
    return "・".join(place.name for place in found[:_SHOWN]) + (f"ほか{more}件" if more > 0 else "")


__all__ = ["Place", "put_right"]

"""A question of the rows of a list that it names (プラン2027の, 〜関係予算の一覧で): answered among those rows only.

What else is loaded is out of sight while it is answered: numbers, names and what is covered are those of the list. An answer that
does not come from the list's rows is none. A follow-up that leans on such a question is of the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from api.answering.objects import as_asked, asked_back, declined
from api.answering.result import AskServices
from api.answering.sets.parts import together
from api.answering.two_lists import side_by_side
from nlp.questions.beside.asides import without_asides
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.in_lists import InList, about_list, in_any_list, in_list, of_two_lists
from nlp.questions.names.lexicon import ListCoverage, Name, NumberedList
from nlp.questions.names.linking import LinkIndex
from nlp.questions.parser import reading_of
from nlp.questions.records import Choice, Decline
from nlp.questions.typed.text import fold_question

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]
# Names of a graph so large that its index is made once only.
_MOST_NAMES = 20_000
_NAMED_IN = ("measure", "programme", "grantee", "component", "eligible_programme")
_NOT_READ = ("out_of_domain", "not_in_graph")


def within_lists(asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne) -> Answer:
    """The answer to a question of a thread; among the rows of the list that it, or the question it leans on, names."""
    two = of_two_lists(asked, services.known.lexicon.numbered)
    if two is not None and two.questions:
        each = [within_lists(question, before, services, answer_one) for question in two.questions]
        if all(one["status"] == "answered" for one in each):
            return as_asked({**each[0], **together(each)}, asked, before)
    if two is not None:

        def of_one(question: str, one: NumberedList) -> Answer | None:
            mention = InList((one,), (question,), one.label, "", question)
            return _among(f"{one.label}の{question}", mention, (), (), (), services, answer_one)

        return side_by_side(asked, two, before, services, of_one)
    known = services.known
    whole = about_list(asked, known.lexicon.numbered, lambda text: reading_of(text, known).entities)
    if whole:
        found = answer_one(whole, before, services)
        if found["status"] != "unanswerable":
            return as_asked(found, asked, before)
    own = _list_of(asked, services)
    former = _lists_of(before, services)
    if own is None and not any(former):
        return answer_one(asked, before, services)
    if own is not None and len(own.lists) > 1:
        return _which(asked, own, before, services)
    if own is not None and not own.ways and before:
        # 地域共生計画では？: the question before, of another list.
        own = _asking_as(own, former[-1], before[-1])
        return _found(asked, own, before, before[:-1], former[:-1], services, answer_one)
    if own is not None and own.ways:
        return _found(asked, own, before, before, former, services, answer_one)
    if own is None and former[-1] is not None and former[-1].ways and in_any_list(asked):
        return as_asked(answer_one(former[-1].ways[0], before[:-1], services), asked, before)
    # 多文化共生の計画 >> 厚労省の施策だけ: a list that is only named is what is spoken of, too.
    held = next((one for one in reversed(former) if one is not None), None)
    if own is None and held is not None and former[-1] is not None:
        leaning = replace(held, ways=(asked,))
        leant = _among(asked, leaning, before, before, former, services, answer_one)
        if leant is not None:
            return leant
    return answer_one(asked, before, services)


def ways_within(question: str, services: AskServices) -> list[tuple[str, AskServices]]:
    """The ways of reading a question, each with the services it is read with: those of the one list that it names, or all."""
    own = _list_of(question, services)
    if own is None or not own.ways or len(own.lists) > 1:
        return [(question, services)]
    narrowed = _narrowed(own.lists[0], services)
    return [(way, narrowed) for way in own.ways]


def _lists_of(before: tuple[str, ...], services: AskServices) -> list[InList | None]:
    """The list of each question of a thread; one that says only another list asks of it what the one before asked."""
    found: list[InList | None] = []
    for number, question in enumerate(before):
        own = _list_of(question, services)
        if own is not None and not own.ways and number:
            own = _asking_as(own, found[-1], before[number - 1])
        found.append(own)
    return found


def _asking_as(own: InList, last: InList | None, question: str) -> InList:
    """A list that is only named, asked what the question before it (of the list `last`, None for none) asked."""
    return replace(own, ways=last.ways if last is not None else (question,))


def _list_of(question: str, services: AskServices) -> InList | None:
    known = services.known
    found = in_list(question, known.lexicon.numbered, lambda text: reading_of(text, known).entities)
    if found is None or known.index.containing(found.said, _NAMED_IN):
        return None  # こども計画 of a measure's name
    if not found.before + found.after:
        return found
    told = without_asides(question, lambda text: reading_of(text, known)).asides
    beside = [aside for aside in told if found.said in fold_question(aside)]
    # 地域共生計画の勉強会で配る紙を作っておりまして、: why it is asked; 、地域共生計画の方で: of what.
    return None if any(found.after.strip() not in fold_question(aside) for aside in beside) else found


def _found(
    asked: str,
    own: InList,
    before: tuple[str, ...],
    earlier: tuple[str, ...],
    former: Sequence[InList | None],
    services: AskServices,
    answer_one: AnswerOne,
) -> Answer:
    """The answer among the list's rows; where there is none, the refusal, or what is answered of a list that has all rows."""
    found = _among(asked, own, before, earlier, former, services, answer_one)
    if found is not None and found["status"] != "unanswerable":
        return found
    if own.lists[0].every:
        plain = answer_one(asked, before, services)
        if plain["status"] == "answered":
            return plain
    if found is not None:
        return found
    text = f"「{own.lists[0].label}」に載るものだけのこととして尋ねられたことを読み取れないため、答えを出していません。別の言い方で尋ねてください。"
    return declined(asked, Decline("not_in_graph", text, f"「{own.said}」を含む問い"), services, before)


def _among(
    asked: str,
    own: InList,
    before: tuple[str, ...],
    earlier: tuple[str, ...],
    former: Sequence[InList | None],
    services: AskServices,
    answer_one: AnswerOne,
) -> Answer | None:
    """The first way of reading the question that is answered from the list's rows; else the first refusal; None without either."""
    one = own.lists[0]
    narrowed = _narrowed(one, services)
    plain_before = tuple(
        said.ways[0] if said is not None and said.ways else question
        for question, said in zip(earlier, former, strict=True)
        if said is None or said.ways or _says_more(said)
    )
    refused: Answer | None = None
    for way in own.ways:
        found = answer_one(way, plain_before, narrowed)
        told = _told(found, asked, own, before)
        if found["status"] == "answered" and of_list(found, one):
            return told
        if found["status"] == "ambiguous":
            return told
        # What is refused of words that were put in (施策の…) tells nothing of the question.
        said = way in f"{own.before}{own.after}" or len(own.ways) == 1 or "施策" in asked
        if found["status"] == "unanswerable" and (said or found.get("reason") not in _NOT_READ):
            refused = refused or told
    return refused


def of_list(found: Answer, one: NumberedList) -> bool:
    """Whether an answer, with all its parts, comes from a list's rows: its query names the list's documents or rows."""
    parts = found.get("parts") or [found]
    return all(
        any(f"<{document}>" in part.get("sparql", "") for document in one.documents)
        or any(f"<{row}>" in part.get("sparql", "") for row in one.rows)
        for part in parts
    )


def _says_more(said: InList) -> bool:
    """Whether a question says anything but the name of a list (離島プラン, 多文化共生の計画)."""
    return bool(f"{said.before}{said.after}".strip("?。、! "))


def _told(found: Answer, asked: str, own: InList, before: tuple[str, ...]) -> Answer:
    label = own.lists[0].label
    told = found["interpretation"]
    if label not in told:
        told = f"{told}（「{label}」に載るもの）"
    alternatives = [
        {**choice, "question": f"{label}の{choice['question']}"} for choice in found.get("alternatives", ())
    ]
    suggested = [
        f"{label}の{said}" for said in found.get("suggestions", ()) if _fits(said, own.lists[0].kind)
    ]
    return as_asked(
        found, asked, before, interpretation=told, alternatives=alternatives, suggestions=suggested
    )


def _fits(question: str, kind: str) -> bool:
    """Whether a question that is offered can be one of a list's rows."""
    return ("施策" in question and "事業" not in question) if kind == "measure" else "施策" not in question


def _which(asked: str, own: InList, before: tuple[str, ...], services: AskServices) -> Answer:
    """A question back: the name said fits several lists."""
    choices = [
        Choice(f"{own.before}{one.label}{own.after}", f"「{one.label}」に載るものだけ") for one in own.lists
    ]
    text = f"「{own.said}」に当たる計画や一覧が{len(choices)}つあります。どれでしょうか。"
    return asked_back(asked, f"「{own.said}」", text, choices, services, before)


def _narrowed(one: NumberedList, services: AskServices) -> AskServices:
    """The services with only the rows of one list in sight."""
    known: Knowledge = services.known.narrowed.of(one.label + one.kind, lambda: _knowing(one, services.known))
    return replace(services, known=known)


def _knowing(one: NumberedList, known: Knowledge) -> Knowledge:
    whole = known.lexicon
    places = sorted(whole.places[row] for row in one.rows if row in whole.places)
    # Sections and pillars that only other lists have are out of sight, too.
    beside = (
        n
        for n in whole.beside_lists
        if n.kind not in ("section", "pillar") or not one.sections or n.id in one.sections
    )
    names = (*beside, *(whole.names[place] for place in places))
    lists = _covered(one, whole.lists, [n for n in names if n.kind == one.kind])
    lexicon = replace(whole, names=names, lists=lists, numbered=())
    index = LinkIndex(lexicon) if len(whole.names) <= _MOST_NAMES else known.index
    return Knowledge(lexicon, index, known.supports, known.can_list, scope=one)


def _covered(
    one: NumberedList, lists: Sequence[ListCoverage], rows: Sequence[Name]
) -> tuple[ListCoverage, ...]:
    """What is covered of one list: its rows by year and stage."""
    found = []
    for item in lists:
        own = [
            n.number for n in rows if n.year == item.year and n.stage == item.stage and n.number is not None
        ]
        if item.kind == one.kind and own:
            found.append(replace(item, count=len(own), first=min(own), last=max(own)))
    return tuple(found)


__all__ = ["of_list", "ways_within", "within_lists"]

"""A question -> the contract's answer object: understood, asked of the graph, put in words, with its sources."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any
from urllib.parse import parse_qs, urlsplit

from api.answering.claimed.claims import claimed
from api.answering.evidence import behind, sources
from api.answering.facts.about_graph import examples
from api.answering.facts.applicants import may_apply
from api.answering.facts.charge_claimed import charge_claimed
from api.answering.facts.charge_of_years import charge_of_years
from api.answering.facts.differing_headings import heading_caveats
from api.answering.facts.helper_caveats import helper_caveats
from api.answering.facts.list_questions import of_lists
from api.answering.facts.merged_rows import merged_caveats
from api.answering.facts.rows_and_measures import rows_and_measures
from api.answering.facts.shortfalls import say_apart, say_lost_names, says_all
from api.answering.facts.targets_met import no_result_of, target_met
from api.answering.has_answer import MOST_ALTERNATIVES, answered_with, answers, has_answer
from api.answering.money.one_unit import in_one_unit
from api.answering.money.only_included import only_included
from api.answering.objects import (
    as_asked,
    asked_back,
    declined,
    head,
    printed,
    printed_or_declined,
    told_by_texts,
)
from api.answering.operations import OPERATIONS
from api.answering.printed.passages import rather_printed
from api.answering.printed.recorded import guideline_said, rather_recorded, recorded, several_cells
from api.answering.printed.rule_items import item_of_rules, which_item
from api.answering.printed.statements import statement_places
from api.answering.records.granted import granted
from api.answering.records.limits import limits
from api.answering.refusing.asides import beside_asides
from api.answering.refusing.carried import in_thread
from api.answering.refusing.near import with_near
from api.answering.refusing.open_slots import in_open_slots
from api.answering.refusing.other_words import in_other_words
from api.answering.result import AskServices, Result, services_for
from api.answering.sets.each_named import count_first, each_of, tell_left_out
from api.answering.sets.lists import item_words
from api.answering.sets.narrower_groups import say_both, with_narrower
from api.answering.sets.parts import in_parts
from api.answering.sets.printed_names import printed_names
from api.answering.sets.wider import is_empty, more_widely
from api.answering.within_lists import within_lists
from api.answering.words import wording
from nlp.errors import VocabularyError
from nlp.questions.framing.shared_out import class_shared
from nlp.questions.names.number_sides import sided, with_side
from nlp.questions.parser import Understood, reading_of, understand
from nlp.questions.printed.asked_facts import of_one_thing, told_beside_choices
from nlp.questions.printed.measured import whether_reached
from nlp.questions.records import AskBack, Decline
from nlp.questions.refusing.words_unsaid import asks_call_dates
from nlp.questions.typed.one_form import in_one_form
from nlp.questions.typed.speech import asked_plainly

LONGEST = 500
_DEEPEST = 6
_OF_A_SET = ("list", "count", "exists")
# 推進交付金はいつから: of which one, where no rule of a guideline is asked about.
_OF_RULES = re.compile("要領|要綱|決まり|ルール|施行|通知|申請|提出|計画|評価|検証|報告|委託|公表")
# Computations whose refusal says all there is: whoever received a grant stands in no sentence of its rules.
_FINAL = ("recipients",)


def answer_question(
    question: str, services: AskServices, context: str | None = None, lang: str = "ja"
) -> dict[str, Any]:
    """The answer object of the contract for one question.

    `context` is the permalink of the answer that the question follows. Questions of any kind get an object; an
    error of ours becomes "unanswerable" only where the graph lacks what is asked. Answers are in Japanese
    whatever `lang` is: it is the documents' language.
    """
    del lang
    asked, before = question.strip()[:LONGEST], questions_before(context)
    told, former = with_side(_as_read(asked), sided(tuple(map(_as_read, before))))
    return as_asked(within_lists(told, former, services, _with_asides), asked, before)


def _as_read(question: str) -> str:
    return asked_plainly(in_one_form(question))


def _with_asides(asked: str, before: tuple[str, ...], services: AskServices) -> dict[str, Any]:
    return beside_asides(asked, before, services, _answered)


def _answered(asked: str, before: tuple[str, ...], services: AskServices) -> dict[str, Any]:
    found = in_thread(asked, before, services, _answer_object)
    found = found if before else with_near(found, services, has_answer)
    found = in_other_words(asked, before, found, services, _answer_object)
    return in_open_slots(asked, before, found, services, _answer_object)


def _answer_object(asked: str, before: tuple[str, ...], services: AskServices) -> dict[str, Any]:
    if not asked:
        return declined(asked, Decline("out_of_domain", "質問を書いてください。", ""), services, before)
    found = None if before else claimed(asked, services, _answer_object, _plain_object)
    return found or _plain_object(asked, before, services)


def _plain_object(asked: str, before: tuple[str, ...], services: AskServices) -> dict[str, Any]:
    """The object for a question that claims nothing of a set, a name or a value."""
    which = None if before else which_item(asked, services)
    if which is not None:
        choices = which.choices[:MOST_ALTERNATIVES]
        return asked_back(asked, which.interpretation, which.text, choices, services, before)
    whole = _of_whole_form(asked, before, services)
    if whole is not None and whole.reason:
        return declined(asked, Decline(whole.reason, whole.text, whole.note), services, before)
    if whole is not None:
        return told_by_texts(asked, whole, services, before)
    parts = in_parts(asked, before, services, _answer_object, has_answer)
    if parts is not None and not before and any(p["status"] != "answered" for p in parts.get("parts", ())):
        # 補助率どれくらいで1戸いくらまで: one record may say all that its parts do not.
        record = recorded(asked, services)
        if record is not None:
            return told_by_texts(asked, record, services, before)
    if parts is not None:
        return as_asked(parts, asked, before)
    reading = reading_of(asked, services.known)
    measured = "" if before else whether_reached(reading.text)
    if measured:
        met = target_met(measured, reading, services)
        if met is None:
            return declined(asked, no_result_of(measured), services, before)
        return told_by_texts(asked, met, services, before)
    understood = understand(asked, services.known, before, answered_with(before, services))
    if isinstance(understood, Decline):
        return printed_or_declined(asked, understood, services, before)
    if (
        isinstance(understood, AskBack)
        and told_beside_choices(reading, understood.interpretation)
        and not understood.always
    ):
        # 路上生活者数: a number told of them rather than one of the things that may be asked.
        passage = printed(asked, Decline("not_in_source", ""), services, before, named=understood.named)
        if passage is not None:
            return passage
    if isinstance(understood, AskBack) and asks_call_dates(reading.text) and not _calls(services):
        text = "公募の期間や締切として読み取ったものは、読み込んだ文書にありません。"
        why = Decline("not_in_source", text, understood.interpretation)
        return printed_or_declined(asked, why, services, before)
    one_asked = (
        isinstance(understood, AskBack)
        and understood.named
        and of_one_thing(reading, understood.interpretation)
    )
    of_rules = not one_asked or _OF_RULES.search(reading.text) is not None
    if isinstance(understood, AskBack) and not (before or understood.always) and of_rules:
        # 推進交付金の要領の施行日: of several funds one has a guideline.
        record = guideline_said(asked, services)
        if record is not None:
            return told_by_texts(asked, record, services, before)
    if isinstance(understood, AskBack):
        answered = (c for c in understood.choices if answers(c.question, services))
        chosen = list(islice(answered, MOST_ALTERNATIVES))
        if not chosen and understood.standing:
            chosen = list(understood.choices[:MOST_ALTERNATIVES])
        if len(chosen) == 1 and not understood.always:
            # Only one reading has an answer: it is given, and said to be the one chosen.
            found = answer_question(chosen[0].question, services)
            note = (
                f"{understood.text}答えのあるものは一つなので、{chosen[0].interpretation}として答えています。"
            )
            return {**found, "question": asked, "caveats": [note, *found["caveats"]]}
        if not chosen:
            text = f"{understood.interpretation.rstrip('はをが？?')}に当たる記述は、読み込んだ文書の中に見つかりませんでした。"
            why = Decline("not_in_source", text, understood.interpretation, final=one_asked)
            return printed_or_declined(asked, why, services, before)
        return asked_back(asked, understood.interpretation, understood.text, chosen, services, before)
    meant = rather_recorded(asked, understood, services) if not before else None
    if meant is not None and meant.reason:
        return declined(asked, Decline(meant.reason, meant.text, meant.note), services, before)
    if meant is not None:
        return told_by_texts(asked, meant, services, before)
    asked_as, understood = understood, with_narrower(understood, services)
    interpretation = wording(understood)
    if understood.rule.op in _OF_A_SET and not understood.frame.conditions and understood.frame.unused:
        # Everything of a kind is no answer to a question about one thing that could not be used.
        words = "・".join(f"「{word}」" for word in understood.frame.unused)
        text = f"{words}を条件にできる{item_words(understood.frame.item)}の記述は、読み込んだ文書の中に見つかりませんでした。"
        why = Decline("not_in_source", text, interpretation)
        return printed_or_declined(asked, why, services, before)
    if rather_printed(understood, reading) or not (before or class_shared(reading, understood)):
        text = "尋ねられた数は、指標としても本文の記述としても、読み込んだ文書の中に見つかりませんでした。"
        refusal = Decline("not_in_source", text, interpretation)
        return printed_or_declined(asked, Decline("not_in_source", ""), services, before, refusal)
    compute = OPERATIONS[understood.rule.op]
    try:
        parted = each_of(asked_as, compute, services)
        result = parted or compute(understood, services)
    except VocabularyError:
        text = f"{interpretation}は、グラフの項目になく、答えられません。"
        why = Decline("not_in_graph", text, interpretation)
        return printed_or_declined(asked, why, services, before)
    if parted is None:
        result = charge_claimed(understood, result, compute, services)
    included = only_included(understood, result, services)
    if included is not None:
        result = included
    elif parted is None and is_empty(result, understood):
        result = more_widely(result, understood, compute, services)
    elif parted is None:
        say_both(understood, asked_as, result, services)
        say_apart(understood, result, services)
        say_lost_names(understood, result, services)
        count_first(understood, result, services)
        tell_left_out(understood, result, compute, services)
    result.caveats = [
        *result.caveats,
        *heading_caveats(understood, services),
        *helper_caveats(understood.frame),
        *merged_caveats(result.about, services),
    ]
    result.text = in_one_unit(result.text, understood.rule.op)
    notes = [note for note in understood.frame.notes if note]
    if not result.reason and result.answer.get("items"):
        result.text += printed_names(understood.frame, result.answer["items"], services)
    if result.reason:
        why = Decline(
            result.reason,
            result.text,
            interpretation,
            final=says_all(understood, _FINAL) or bool(reading.aside),
        )
        refused = printed_or_declined(asked, why, services, before)
        if refused["status"] == "answered":
            return refused
        caveats = list(dict.fromkeys([*result.caveats, *notes, *refused["caveats"]]))
        return {**refused, "sparql": result.sparql, "caveats": caveats, "frame": understood.rule.id}
    found = {
        **head(asked, "answered", result.note or interpretation, result.text, services, before),
        "answer": {key: value for key, value in result.answer.items() if value is not None},
        "caveats": list(dict.fromkeys([*result.caveats, *notes, *_fuzzy_notes(understood)])),
        "sparql": result.sparql,
        "evidence": sources(result, services, understood.frame) or behind(understood, result, services),
        "frame": understood.rule.id,
        "linked": [
            {"surface": x.surface, "id": x.id, "label": x.label, "score": x.score}
            for x in understood.frame.linked
        ],
    }
    if result.view:
        found["view"] = result.view
    return found


def _calls(services: AskServices) -> bool:
    """Whether a call for proposals is loaded."""
    return bool(services.known.lexicon.of_kind("call"))


def _of_whole_form(asked: str, before: tuple[str, ...], services: AskServices) -> Result | None:
    """The answer to a question that is, as a whole, of one of the forms that no frame reads; None for any other."""
    amounts = granted(asked, before, services)
    if before or amounts is not None:
        return amounts or limits(asked, before, services)
    return (
        charge_of_years(asked, services)
        or item_of_rules(asked, services)
        or rows_and_measures(asked, services)
        or of_lists(asked, services)
        or may_apply(asked, services)
        or limits(asked, before, services)
        or several_cells(asked, services)
        or statement_places(asked, services)
    )


def _fuzzy_notes(understood: Understood) -> list[str]:
    """Names that were not printed as typed: what they were taken for."""
    return [
        f"「{x.surface}」は「{x.label}」と読みました。"
        for x in understood.frame.linked
        if x.surface
        and not x.surface.startswith("No.")
        and x.kind not in ("ministry", "target_group")
        and x.surface != x.label.casefold()
    ]


def questions_before(context: str | None) -> tuple[str, ...]:
    """The questions of a thread, oldest first, from the permalink of its last answer."""
    if not context:
        return ()
    fields = parse_qs(urlsplit(context[:8000]).query)
    former = [text[:LONGEST] for text in fields.get("after", [])]
    return tuple((former + [text[:LONGEST] for text in fields.get("q", [])[:1]])[-_DEEPEST:])


def suggestions(services: AskServices) -> list[str]:
    """Questions that work on what is loaded."""
    return examples(services)


__all__ = ["LONGEST", "AskServices", "answer_question", "questions_before", "services_for", "suggestions"]

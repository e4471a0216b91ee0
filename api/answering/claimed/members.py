"""Whether something belongs to what a word takes in, as a printed text lists it; whether somebody is a grantee. What no text lists is
neither in nor out."""

from __future__ import annotations

from api.answering.printed.terms import term_meaning
from api.answering.result import (
    AskServices,
    Result,
    coverage,
    listed,
    numbered,
    select,
    select_text,
    template_text,
    things,
    whether_any,
)
from graph.question_graph import serialise
from nlp.questions.claimed.members import is_member, members_told, membership, said_grantee
from nlp.questions.parser import Understood, understand
from nlp.questions.records import Frame, Term

_GRANTEES = Frame("grantee_named", "grantee", "grantee")
_PLACED = ("place", "prefecture", "area")


def member_answer(question: str, services: AskServices) -> Result | None:
    """はい where a text that says what a word takes in lists it; that it does not where it lists others; None where no text says what
    the word takes in, and for other questions."""
    asked = membership(question)
    if asked is None:
        return None
    meaning = term_meaning(f"「{asked.term}」とは何ですか", services)
    told = (
        members_told(row[-1] for row in meaning.answer["rows"])
        if meaning is not None and "rows" in meaning.answer
        else ()
    )
    if meaning is None or not told:
        return None
    note = f"「{asked.member}」が「{asked.term}」に入るか（本文の記述から）"
    if not is_member(asked.member, told):
        text = f"{meaning.text}「{asked.member}」はそこに挙げられておらず、入るとも入らないとも書かれていません。"
        return Result(text, {}, meaning.sparql, about=meaning.about, reason="not_in_source", note=note)
    answer = {**meaning.answer, "type": "boolean", "value": True}
    text = f"はい、「{asked.member}」は「{asked.term}」に挙げられています。{meaning.text}"
    query = whether_any(meaning.sparql)
    return Result(text, answer, query, [], meaning.about, meaning.supports, note=note)


def grantee_answer(question: str, services: AskServices) -> Result | None:
    """いいえ where a place is said to be a grantee and the list has none of that name, with those seated or at work there; None where
    somebody else is said to be one."""
    who = said_grantee(question)
    if not who or not services.known.lexicon.of_kind("grantee"):
        return None
    read = understand(f"{who}の交付団体は？", services.known)
    if not isinstance(read, Understood) or read.frame.over != "grantee" or read.frame.unused:
        return None
    places = [c for c in read.frame.conditions if c.kind in _PLACED]
    if len(places) != 1 or len(read.frame.conditions) != 1:
        return None
    name = places[0].values[0].label or places[0].values[0].value
    query, rows = select_text(
        template_text("grantee_named"), _GRANTEES, services, name=serialise(Term("text", name))
    )
    value = bool(rows) and rows[0]["value"] == "true"
    there = things(select("list", read.frame, services)[1], "grantee")
    begun = (
        f"はい、「{name}」は交付団体の一覧にあります"
        if value
        else f"いいえ、交付団体の一覧に「{name}」という団体はありません"
    )
    beside = (
        f"。所在地か事業区域が{name}の団体は{len(there)}団体です: {listed([numbered(x) for x in there])}"
        if there
        else ""
    )
    answer = {"type": "boolean", "value": value, "items": there or None}
    about = [str(x["id"]) for x in there]
    note = f"「{name}」が交付団体か"
    return Result(f"{begun}{beside}。", answer, query, coverage(read.frame, services), about, note=note)


__all__ = ["grantee_answer", "member_answer"]

"""What a word of the documents means: as the glossary has it, or as a printed text says in so many words."""

from __future__ import annotations

import re

from api.answering.records.record import NO_FRAME, grouped, record_query
from api.answering.records.texts import text_test, texts_with
from api.answering.result import AskServices, Result
from graph.question_graph import build_query, serialise
from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.parser import Understood
from nlp.questions.printed.printed_texts import level
from nlp.questions.printed.terms_asked import TermAsked, meanings, term_asked
from nlp.questions.records import Term
from nlp.questions.tables.frame_rules import glossary

_MOST = 3
_OF_WORD = ("list", "count", "exists", "describe")
_ABOUT_ITS_WORD = {"keyword", "target_group", "target_group_below"}
_MEANS = re.compile(
    "意味|何のこと|なんのこと|どういうこと|読み方|定義|ばいい|ばよい|ば良い|とは$|とは(?:何|なに|なん)(?:です|でしょう|か|だ)*(?:か|の)?$|って(?:何|なに|なん)"
)
_OF_ROWS = re.compile("施策|事業|取組|省庁|何件|いくつ|一覧|すべて|全部")


def term_meaning(question: str, services: AskServices) -> Result | None:
    """The meaning of the word that a question asks for; None where it asks for none, or none is said."""
    asked = term_asked(question)
    if asked is None:
        return None
    return _of_glossary(asked) or _of_texts(asked, services)


def meaning_rather(question: str, understood: Understood, services: AskServices) -> Result | None:
    """「関係人口」ってどういう意味: its meaning, where the question was read as one for the things that print the word; None for others.

    Things that print a word do not say what it means: where no text does, the answer is that none is printed.
    """
    asked = question.rstrip("?？。 　")
    if understood.rule.op not in _OF_WORD or not _MEANS.search(asked):
        return None
    found = term_meaning(question, services)
    if (
        found is not None
        or not {c.kind for c in understood.frame.conditions} <= _ABOUT_ITS_WORD
        or not understood.frame.conditions
        or _OF_ROWS.search(asked)
    ):
        return found
    term = term_asked(question)
    if term is None:
        return None
    text = f"「{term.term}」の意味を述べた文は、読み込んだ文書の中に見つかりませんでした。"
    return Result(text, {}, "", reason="not_in_source", note=f"「{term.term}」の意味")


def _of_glossary(asked: TermAsked) -> Result | None:
    """内数, 731の内数: the term itself, or a number of it."""
    if asked.member or asked.beside:
        return None
    for name, entry in glossary().items():
        bare = asked.term.lstrip("0123456789,.百万億千円の")
        if bare in (name, *entry.get("surfaces", ())):
            told = str(entry["text"])
            query = build_query("constant", NO_FRAME, {"text": Term("text", told)})
            return Result(told, {"type": "text", "value": told}, query, note=f"用語「{name}」の意味")
    return None


def _of_texts(asked: TermAsked, services: AskServices) -> Result | None:
    """The sentences that say what the word means, of things whose names have what the question says beside it."""
    if len(asked.term) < 2:
        return None
    forms = keyword_variants(asked.term)
    records = grouped(texts_with(forms, services))
    named = [r for r in records if all(r.says(word, ("label", "of", "text")) for word in asked.beside)]
    every = [text for r in named for text in r.field("text")]
    told = [one for one in meanings(asked.term, every) if one][:_MOST]
    if not told:
        return None
    by_record = {r.thing: meanings(asked.term, r.field("text")) for r in named}
    kept = [r for r in named if set(map(level, told)) & set(map(level, by_record[r.thing]))]
    things = ", ".join(serialise(Term("iri", r.thing)) for r in kept)
    query = record_query("text", f"  FILTER(({text_test(forms)}) && ?thing IN ({things}))")
    quoted = "、".join(f"「{' '.join(one.split())}」" for one in told)
    text = f"「{asked.term}」は、読み込んだ文書に{quoted}と書かれています。"
    items = [{"id": r.thing, "label": (r.field("label") or r.field("text"))[0][:80]} for r in kept]
    rows = [[(r.field("label") or ("",))[0], one] for r in kept for one in by_record[r.thing]]
    answer = {"type": "text", "value": told[0], "columns": ["名称", "本文"], "rows": rows, "items": items}
    note = f"「{asked.term}」の意味（本文の記述から）"
    return Result(text, answer, query, [], [r.thing for r in kept], ("description", "overview"), note=note)


__all__ = ["term_meaning"]

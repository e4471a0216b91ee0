"""How many things there are in all, said in passing (全141施策の): the question is answered without it where as many are loaded, and
refused with the number that is where not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.objects import as_asked, declined
from api.answering.result import AskServices
from nlp.questions.beside.whole_counts import whole_count
from nlp.questions.names.lexicon import Lexicon
from nlp.questions.records import Decline

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]
_KINDS = {"施策": "measure", "事業": "programme", "行": "line", "交付団体": "grantee", "団体": "grantee"}


def with_whole_count(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    """The answer to a question that says how many things there are in all; None where it says no such number."""
    said = whole_count(asked)
    if said is None:
        return None
    loaded = _loaded(services.known.lexicon)
    things = [said.thing] if said.thing else [t for t in ("施策", "団体") if loaded[_KINDS[t]] == said.number]
    if not things or not loaded[_KINDS[things[0]]]:
        return None
    thing, kind = things[0], _KINDS[things[0]]
    if kind in ("programme", "line"):
        return None  # of one list, one year or both: a set, whose number `said_counts` reads
    found = answer_one(said.without(thing), before, services)
    if found["status"] != "answered":
        return None
    if loaded[kind] == said.number:
        return as_asked(found, asked, before)
    text = f"「{said.words}」とありますが、読み込んだ{thing}は{loaded[kind]}件です。何を指しているのか確かめられないため、答えを出していません。"
    return declined(
        asked, Decline("false_premise", text, f"{thing}の数（「{said.words}」）"), services, before
    )


def _loaded(lexicon: Lexicon) -> dict[str, int]:
    return {kind: len({n.id for n in lexicon.of_kind(kind)}) for kind in set(_KINDS.values())}


__all__ = ["with_whole_count"]

"""Whether those of a kind may carry out a named thing: held against the 実施主体 and 助成先 that its sheets print.

That a kind is not printed is told, and not that it may not: はい is said where it is printed, いいえ never.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from api.answering.objects import as_asked, declined
from api.answering.records.record import NO_FRAME
from api.answering.result import AskServices, around, template_text
from graph.question_graph import complete, serialise
from nlp.questions.claimed.who_may import WhoMay, who_may
from nlp.questions.parser import Understood, understand
from nlp.questions.records import Decline, Term
from nlp.questions.tables.frame_rules import frame_rules
from nlp.questions.typed.text import one_width

AnswerOne = Callable[[str, tuple[str, ...], AskServices], dict[str, Any]]
_FIELD = "implementer"
_ONLY_PRINTED = "事業資料に実施主体・助成先として印刷されたものだけに照らしています。申請できるかどうかは、公募要領などで所管の府省庁に確かめてください。"
# Computations that look for words among things, which tell neither that those of a kind may nor that they may not.
_WORDS_FOUND = ("exists", "list", "count", "describe")


def who_may_answer(asked: str, services: AskServices, plainly: AnswerOne) -> dict[str, Any] | None:
    """The answer of the printed 実施主体; a refusal where nothing is printed and only words were found; None for other questions."""
    claim = who_may(asked)
    if claim is None:
        return None
    meant = understand(claim.plain, services.known)
    named = isinstance(meant, Understood) and meant.rule.op == "attribute" and meant.frame.attribute == _FIELD
    found = plainly(claim.plain, (), services) if named else {"status": ""}
    if found["status"] == "answered":
        return _told(asked, claim, found, services)
    own = plainly(asked, (), services)
    return _refused(asked, claim, own, services) if _of_words(own) else own


def _told(asked: str, claim: WhoMay, found: dict[str, Any], services: AskServices) -> dict[str, Any]:
    answer, caveats = found["answer"], [*found["caveats"], _ONLY_PRINTED]
    if not claim.who:
        return as_asked(found, asked, (), caveats=caveats)
    cells = list(dict.fromkeys(str(row[-1]) for row in answer["rows"]))
    notes = _notes([str(item["id"]) for item in answer["items"]], services)
    noted = {text: note for text, note in notes.items() if claim.among([note])}
    hits = [cell for cell in cells if claim.among([_last(cell)]) or _last(cell) in noted]
    interpretation = f"{found['interpretation']}に「{claim.who}」が挙げられているか"
    if not hits:
        text = f"{found['text'].rstrip('。')}。「{claim.who}」は、そこに挙げられていません。"
        return as_asked(found, asked, (), text=text, caveats=caveats, interpretation=interpretation)
    printed = "、".join(
        f"「{one_width(cell)}」{f'（{one_width(notes[_last(cell)])}）' if _last(cell) in notes else ''}"
        for cell in hits
    )
    text = f"はい。{printed}と印刷されています。{found['text']}"
    test = " || ".join(f"STR(?value) = {serialise(Term('text', _last(cell)))}" for cell in hits)
    query = around(found["sparql"], "SELECT (COUNT(*) > 0 AS ?held) WHERE", f"\n  FILTER({test})")
    told = {"text": text, "caveats": caveats, "interpretation": interpretation, "sparql": query}
    return as_asked(found, asked, (), **told, answer={**answer, "type": "boolean", "value": True})


def _last(cell: str) -> str:
    """The value of a cell, without the name of the part before it."""
    return cell.rsplit(": ", 1)[-1]


def _notes(things: Sequence[str], services: AskServices) -> dict[str, str]:
    """What is printed beside each 実施主体 in brackets (全国展開しているオンラインの居場所に限る)."""
    named = " ".join(serialise(Term("iri", thing)) for thing in dict.fromkeys(things))
    text = template_text("implementer_notes").replace("#{things}", named)
    return {row["text"]: row["note"] for row in services.rows(complete(text, NO_FRAME, {}))}


def _of_words(found: dict[str, Any]) -> bool:
    """Whether an answer says はい or いいえ, or lists things, by words found among all things alone."""
    if found["status"] != "answered":
        return False
    frame = str(found.get("frame") or "")
    rule = next((rule for rule in frame_rules() if rule.id == frame), None)
    yes = found["text"].startswith("はい") and "要領は" not in found["text"]
    return yes if rule is None else rule.op in _WORDS_FOUND


def _refused(asked: str, claim: WhoMay, found: dict[str, Any], services: AskServices) -> dict[str, Any]:
    who = f"「{claim.who}」が" if claim.who else "だれが"
    text = f"「{claim.thing}」の実施主体・助成先として印刷されたものが一つに定まらないため、{who}できるともできないとも答えません。事業の名前を添えて尋ねてください。"
    why = Decline("not_in_source", text, found["interpretation"], final=True)
    return declined(asked, why, services, ())


__all__ = ["who_may_answer"]

"""Several questions in one line: each answered, and the answers put together, none of them silently left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from api.answering.result import AskServices
from api.answering.shown_parts import in_shown_parts
from nlp.questions.parser import Understood, understand
from nlp.questions.several import answers_all, compares_lists, questions_in

_MARKS = "①②③"
_KEPT = ("question", "status", "reason", "interpretation", "answer", "text", "sparql", "permalink")
Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]


def in_parts(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    """The answers to the questions of a line as one object, with each under `parts`; None when the line is one question.

    Each but the first leans on those before it, as a follow-up does. `answer`, `sparql` and the table are the first's.
    """
    shown = in_shown_parts(asked, before, services, answer_one)
    if shown is not None:
        return shown
    pieces = questions_in(asked)
    if len(pieces) < 2:
        return None
    whole = understand(asked, services.known, before)
    if isinstance(whole, Understood) and answers_all(whole) and not compares_lists(asked):
        return None
    found: list[Answer] = []
    former = before
    for piece in pieces:
        found.append(answer_one(piece, former, services))
        former = (*former, piece)
    if found[0]["status"] != "answered":
        return None
    return {**found[0], **_together(found)}


def _together(found: Sequence[Answer]) -> Answer:
    marked = list(zip(_MARKS, found, strict=False))
    evidence = {(e["id"], e["start"]): e for part in found for e in part["evidence"]}
    note = (
        f"{len(found)}つの問いに分けて答えています。表・値・問い合わせは①のもので、ほかは parts にあります。"
    )
    return {
        "interpretation": " ".join(f"{mark}{part['interpretation']}" for mark, part in marked),
        "text": " ".join(f"{mark}{part['text']}" for mark, part in marked),
        "caveats": list(dict.fromkeys([note, *(c for part in found for c in part["caveats"])])),
        "evidence": list(evidence.values()),
        "parts": [{key: part[key] for key in _KEPT if key in part} for part in found],
    }

"""What is tried before a question is refused: the meaning of a word, the list of grantees, one record."""

from __future__ import annotations

from api.answering.grantee_lists import grantee_list
from api.answering.records import record_answer
from api.answering.result import AskServices, Result
from api.answering.terms import term_meaning


def recorded(question: str, services: AskServices) -> Result | None:
    """The first of them that has all of the question; None where none has."""
    return (
        term_meaning(question, services)
        or grantee_list(question, services)
        or record_answer(question, services)
    )


__all__ = ["recorded"]

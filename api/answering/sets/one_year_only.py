"""What stands in the list of one of two years only (片方の年度だけにある事業の合計): summed for each year by itself, since sums of two years
are not added; listed and counted as one set.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.result import AskServices
from nlp.questions.framing.sets import year_words
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]
_YEARS = 2


def one_year_only(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> list[Answer]:
    """The answers that make up the answer to such a question; [] for any other, and where one of them is not found."""
    words = patterns("years_compared.toml", "one_only")
    match = words["said"].match(fold_question(asked))
    if match is None:
        return []
    loaded = sorted(services.known.lexicon.budget_years())[-_YEARS:]
    years = [match["a"], match["b"]] if match["a"] else [year_words(year) for year in loaded]
    if len(years) < _YEARS:
        return []
    scope, what, rest = match["scope"] or "", match["what"], match["rest"]
    if words["summed"].search(rest):
        questions = [f"{year}だけにある{scope}{what}{rest}" for year in years]
    else:
        questions = [f"{years[0]}と{years[1]}のどちらか一方だけにある{scope}{what}{rest}"]
        if questions[0] == asked:
            return []
    found = [answer_one(question, before, services) for question in questions]
    return found if all(one["status"] == "answered" for one in found) else []


__all__ = ["one_year_only"]

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
    """The answers that make up the answer to such a question; [] for any other, and where one of them is not found.

    Where no years are said and more than two are loaded, the two newest are taken, and a caveat names them.
    """
    words = patterns("years_compared.toml", "one_only")
    match = words["said"].match(fold_question(asked))
    if match is None:
        return []
    loaded = sorted(services.known.lexicon.budget_years())
    years = [match["a"], match["b"]] if match["a"] else [year_words(year) for year in loaded[-_YEARS:]]
    if len(years) < _YEARS:
        return []
    chosen = []
    if not match["a"] and len(loaded) > _YEARS:
        chosen.append(
            f"年度の指定がないため、読み込んだ{len(loaded)}か年度のうち新しい{'と'.join(years)}を比べています。"
        )
    scope, what, rest = match["scope"] or "", match["what"], match["rest"]
    if words["summed"].search(rest):
        questions = [f"{year}だけにある{scope}{what}{rest}" for year in years]
    else:
        questions = [f"{years[0]}と{years[1]}のどちらか一方だけにある{scope}{what}{rest}"]
        if questions[0] == asked:
            return []
    found = [answer_one(question, before, services) for question in questions]
    if any(one["status"] != "answered" for one in found):
        return []
    return [{**one, "caveats": [*chosen, *one["caveats"]]} for one in found]


__all__ = ["one_year_only"]

"""Years said by how they stand to the one year that a question names (R7の事業のうち前年度にもあるもの): written as those years."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.questions.found.number_patterns import ERAS
from nlp.questions.found.numbers import find_numbers
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question


def years_named(question: str, loaded: Sequence[int]) -> str:
    """A question with 前年度, 翌年度 or 両年度 of what narrows its programmes written as the year that is meant, where one year is
    said and the other is loaded; the question itself otherwise.

    >>> years_named("R7の事業のうち前年度にもあるものは？", (2024, 2025))
    'r7の事業のうち令和6年度にもあるものは?'
    >>> years_named("R6の両年度にある事業は？", (2024, 2025)), years_named("R7の前年度からの増減は？", (2024, 2025))
    ('r6の令和7年度にもある事業は?', 'R7の前年度からの増減は？')
    """
    said = patterns("years_compared.toml", "relative")
    if not any(form.search(fold_question(question)) for form in said.values()):
        return question
    text = fold_question(question)
    years = {int(hit.values[0]) for hit in find_numbers(text) if hit.kind == "year"}
    if len(years) != 1:
        return question
    own = years.pop()
    others = [year for year in loaded if year != own]
    for name, year in (("before", own - 1), ("after", own + 1)):
        if year in loaded:
            text = said[name].sub(_era(year), text)
    if own in loaded and len(others) == 1:
        text = said["both"].sub(f"{_era(others[0])}にも", text)
    return question if text == fold_question(question) else text


def _era(year: int) -> str:
    """A fiscal year as people write it."""
    return f"令和{year - ERAS['令和']}年度" if year > ERAS["令和"] else f"{year}年度"

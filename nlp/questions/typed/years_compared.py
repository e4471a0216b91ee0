"""Things whose amount of one year is larger or smaller than that of another (R7のほうがR6より額が大きい事業), put as what rose or fell
from the earlier year to the later one, whichever of them is said first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.questions.found.number_patterns import ERAS
from nlp.questions.found.numbers import find_numbers
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_FILE = "years_compared.toml"


def years_in_order(text: str) -> str:
    """A folded question with a comparison of two years written as a rise or a fall; the text itself when there is none.

    >>> years_in_order("r7よりr6のほうが額が大きい事業")
    'r6からr7で減った事業'
    >>> years_in_order("r6補正とr7補正の両方に載っていて、r7のほうが額が大きい事業")
    'r6補正とr7補正の両方に載っていて、額が増えた事業'
    >>> years_in_order("r6より多い事業")
    'r6より多い事業'
    """
    for pattern in patterns(_FILE, "compared").values():
        match = pattern.search(text)
        if match and _year(match["one"]) != _year(match["other"]):
            earlier, later = sorted((match["one"], match["other"]), key=_year)
            return (
                text[: match.start()] + f"{earlier}から{later}で{_moved(match, later)}" + text[match.end() :]
            )
    match = patterns(_FILE, "of_both")["listed"].search(text)
    if match is None or _year(match["one"]) not in {_year(match["a"]), _year(match["b"])}:
        return text
    earlier, later = sorted((match["a"], match["b"]), key=_year)
    if _year(earlier) == _year(later):
        return text
    return text[: match.start("said")] + f"額が{_moved(match, later)}" + text[match.end("said") :]


def with_other_year(question: str, loaded: Sequence[int]) -> str:
    """A question that holds one year against no year said (R7のほうが額が少ない事業), with the loaded year before it, or else
    behind it; the question itself where another year is said, or none is loaded.

    >>> with_other_year("R7のほうが額が少ない事業は？", (2024, 2025))
    '令和6年度よりr7のほうが額が少ない事業は?'
    >>> with_other_year("R7補正で額が少ない事業は？", (2024, 2025)), with_other_year("R7のほうが多い", (2025,))
    ('R7補正で額が少ない事業は？', 'R7のほうが多い')
    """
    text, said = fold_question(question), patterns(_FILE, "alone")
    match = said["said"].search(text)
    if match is None or len(said["other"].findall(text)) != 1 or _year(match["one"]) not in loaded:
        return question
    own = _year(match["one"])
    others = [y for y in sorted(loaded, reverse=True) if y < own] or [y for y in sorted(loaded) if y > own]
    if not others:
        return question
    return f"{text[: match.start()]}{_era(others[0])}より{text[match.start() :]}"


def _era(year: int) -> str:
    """A fiscal year as people write it."""
    return f"令和{year - ERAS['令和']}年度" if year > ERAS["令和"] else f"{year}年度"


def _moved(match: re.Match[str], later: str) -> str:
    """増えた where the later year has the larger amount, 減った otherwise."""
    return "増えた" if (_year(match["one"]) == _year(later)) == bool(match["large"]) else "減った"


def _year(said: str) -> int:
    """The year of the common era that a text begins with; 0 where it begins with none."""
    years = [hit for hit in find_numbers(said) if hit.kind == "year"]
    return int(years[0].values[0]) if years else 0

"""Where a statement with a figure is printed (…が529人で過去最多って何の資料のどこに書いてありますか), by `frames/statements.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.questions.framing.figures import figure_spellings
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_FILE = "statements.toml"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said to be printed, folded; the figure in it at [start, end), and how texts in one width may print that."""

    text: str
    figure: str
    start: int
    end: int
    printed: str


def statement_sought(question: str) -> Statement | None:
    """The statement of which a question asks where it is printed; None for others, and where it has no figure or several.

    >>> statement_sought("小中高生の自殺者数が529人で過去最多、って何の資料のどこに書いてありますか").figure
    '529人'
    >>> statement_sought("食品アクセスの600百万円はどの資料のどこに書いてある？") is None
    True
    """
    folded, asked = fold_question(question), patterns(_FILE, "asked")
    match = asked["where"].search(folded)
    if match is None or match.start() == 0:
        return None
    said = folded[: match.start()].strip("「」『』、。 ")
    figures = list(asked["figure"].finditer(said))
    if len(figures) != 1:
        return None
    figure = figures[0]
    forms = "|".join(re.escape(form) for form in figure_spellings(figure.group()))
    return Statement(said, figure.group(), *figure.span(), rf"(?<![\d.,])(?:{forms})")


__all__ = ["Statement", "statement_sought"]

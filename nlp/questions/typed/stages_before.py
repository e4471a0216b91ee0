"""The stage before each of those said (R7当初案とR8当初案とそれぞれの前の補正): written out by its year, as it is read."""

from __future__ import annotations

from nlp.questions.found.number_patterns import ERAS
from nlp.questions.found.numbers import find_numbers
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question


def stages_before(text: str) -> str:
    """The question with 補正 of the years before those of the 当初 said; the text itself where none is meant.

    >>> stages_before("居住支援のR7当初案とR8当初案とそれぞれの前の補正")
    '居住支援のr7当初案とr8当初案と令和6年度補正と令和7年度補正'
    >>> stages_before("居住支援のR7当初案とその前の年度")
    '居住支援のR7当初案とその前の年度'
    """
    folded, said = fold_question(text), patterns("said_order.toml", "stages_before")
    match = said["each"].search(folded)
    if match is None:
        return text
    before = folded[: match.start()]
    years = [
        int(hit.values[0])
        for hit in find_numbers(before)
        if hit.kind == "year" and said["initial"].match(before, hit.end)
    ]
    if not years:
        return text
    named = "と".join(f"令和{year - 1 - ERAS['令和']}年度補正" for year in dict.fromkeys(years))
    return f"{before}{named}{folded[match.end() :]}"

"""A row of a budget list or a programme held against one measure (No.71と施策137は同じものですか), by `frames/rows_and_measures.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_FILE = "rows_and_measures.toml"


@dataclass(frozen=True, slots=True)
class RowAndMeasure:
    """`measure` is its number; the other is the row `number` of a list, `row` being all that is said of it, or the programme
    `name`. `tied` asks whether they are linked, else whether they are one thing, or two where `apart`."""

    measure: int
    number: int
    row: str
    name: str
    tied: bool
    apart: bool


def row_and_measure(question: str) -> RowAndMeasure | None:
    """What a question holds against what; None for other questions.

    >>> row_and_measure("No.71と施策137は同じものですか")
    RowAndMeasure(measure=137, number=71, row='no.71', name='', tied=False, apart=False)
    >>> row_and_measure("施策137は居住支援協議会等活動支援事業と関連していますか").name
    '居住支援協議会等活動支援事業'
    >>> row_and_measure("施策137と施策138は同じですか")
    """
    text, asked = fold_question(question), patterns(_FILE, "asked")
    for form in ("same", "tied"):
        found = asked[form].match(text)
        if found is None:
            continue
        said = found.groupdict()
        row, name = said["r"] or said["r2"] or "", said["n"] or said["n2"] or ""
        if "施策" in row or "施策" in name:
            return None
        number = int(re.findall(r"\d+", row)[-1]) if row else 0
        measure = int(re.findall(r"\d+", said["m"] or said["m2"] or "")[-1])
        return RowAndMeasure(
            measure, number, row, name, form == "tied", asked["apart"].search(said.get("s") or "") is not None
        )
    return None


__all__ = ["RowAndMeasure", "row_and_measure"]

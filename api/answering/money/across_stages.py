"""The difference of two amounts that no one list of two years has: on sheets only, or of a 概算決定 and a 当初予算."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api.answering.result import Result
from api.answering.words import amount_words, kind_words, moved_words, stage_words
from graph.iris import NS
from graph.question_graph import serialise
from nlp.questions.framing.sets import condition_data, year_words
from nlp.questions.records import Frame, Term

# How the caveat begins that says which of the amounts is told first.
NEWEST_FIRST = "年度の指定がないため、最も新しい予算一覧の"
# What a year's budget is called before the Diet and after: the same money at three times.
EARLY = ("initial", "draft", "approvedEstimate")


def stage_labels(frame: Frame) -> list[str]:
    """The stages that a question asks about, as they are said."""
    return [t.label for c in frame.conditions if c.kind == "stage" for t in c.values]


def across_sheets(found: Result, pair: Sequence[int], stages: Sequence[str]) -> Result | None:
    """The difference where one year's amount is printed on a sheet only: exact amounts of one stage, one for each year.

    `stages`: those asked about, any where there are none.
    """
    rows = _exact(found)
    for stage in dict.fromkeys(str(r[2]) for r in rows):
        values = [_of(rows, year, (stage,)) for year in pair]
        if (stages and stage not in stages) or any(len({r[3] for r in v}) != 1 for v in values):
            continue
        caveat = "一方の年度の額は、予算一覧でなく事業資料に印刷されたものです。"
        return _told(found, pair, values[0][0], values[1][0], caveat)
    return None


def between_early(found: Result, pair: Sequence[int], stages: Sequence[str]) -> Result | None:
    """The difference of the 概算決定 or 予算案 of a year and the 当初予算 of the other; None where another stage is asked about."""
    early = [stage_words(f"{NS}{stage}") for stage in EARLY]
    if not stages or not set(stages) <= set(early) or len(pair) != 2:
        return None
    values = [_of(_exact(found), year, early) for year in pair]
    if any(len({(r[2], r[3]) for r in v}) != 1 for v in values):
        return None
    caveat = "概算決定と予算案は、その年度の当初予算の、国会で決まる前の額です。"
    return _told(found, pair, values[0][0], values[1][0], caveat)


def _exact(found: Result) -> list[Sequence[str | int]]:
    return [r for r in found.answer.get("rows") or () if r[4] == kind_words("exact")]


def _of(rows: Sequence[Sequence[str | int]], year: int, stages: Sequence[str]) -> list[Sequence[str | int]]:
    """The rows of a year and its stages: those of the list where it has any."""
    own = [r for r in rows if r[1] == year_words(year) and r[2] in stages]
    return [r for r in own if r[6] == "予算一覧"] or own


def _told(
    found: Result, pair: Sequence[int], before: Sequence[str | int], after: Sequence[str | int], caveat: str
) -> Result:
    difference = int(after[3]) - int(before[3])
    text = f"{before[0]}は{before[1]}{before[2]}の{amount_words(before[3])}から{after[1]}{after[2]}の{amount_words(after[3])}へ{moved_words(difference)}。"
    answer = {**found.answer, "type": "amount", "value": difference}
    rest = [told for told in found.caveats if not told.startswith(NEWEST_FIRST)]
    query = _difference_query(found.sparql, _test(before, pair[0]), _test(after, pair[1]))
    return replace(found, text=text, answer=answer, sparql=query, caveats=[caveat, *rest])


def _test(row: Sequence[str | int], year: int) -> str:
    """What tells the amounts of one of the two sides among the rows of a query for amounts."""
    names = {label: name for name, label in condition_data()["stages"].items()}
    stage, place = serialise(Term("iri", f"{NS}{names[row[2]]}")), serialise(Term("text", str(row[6])))
    year_of_it = serialise(Term("year", str(year)))
    return f"?kind = tsu:exact && ?fiscalYear = {year_of_it} && ?stage = {stage} && ?place = {place}"


def _difference_query(query: str, before: str, after: str) -> str:
    """The query for what the second of two amounts is more than the first, each told by a test, from the query for all."""
    start = query.index("SELECT")
    sides = "\n".join(
        f"  {{ SELECT DISTINCT ?programme ?label (?amount AS ?{name}) WHERE {{\n  {{\n{query[start:]}  }}\n"
        f"  FILTER({test})\n  }} }}"
        for name, test in (("before", before), ("after", after))
    )
    columns = "?programme ?label ?before ?after (?after - ?before AS ?difference)"
    return f"{query[:start]}SELECT DISTINCT {columns} WHERE {{\n{sides}\n}}\n"

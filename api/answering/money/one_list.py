"""The change from the year before where the budget list of one year only is loaded: from what programme sheets print of that year."""

from __future__ import annotations

from dataclasses import replace

from api.answering.money.across_stages import EARLY, across_sheets, between_early, stage_labels
from api.answering.money.amounts import amounts
from api.answering.result import AskServices, Result, select, things
from api.answering.words import stage_words
from graph.iris import NS
from graph.question_graph import supports
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

_MOST = 4


def change_of_one_list(understood: Understood, services: AskServices, *, falls: bool) -> Result:
    """What moved from the year before: of the programmes asked about, a few, whose sheets print both years' amounts; else why
    nothing can be said. `falls`: of several, those that fell are asked for, else those that rose."""
    years = services.known.lexicon.budget_years()
    frame = understood.frame
    asked = [int(t.value) for c in frame.of_kind("year") for t in c.values]
    year = max((y for y in asked if y in years), default=years[-1] if years else 0)
    if not year:
        return Result(
            "年度の差を出すには、予算一覧が要りますが、読み込まれていません。", {}, reason="not_loaded"
        )
    pair = [year - 1, year]
    told, open_ = [], []
    for term in _programmes(frame, services):
        found = _of_one(term, pair, understood, services)
        if found is None:
            open_.append(term.label)
        else:
            told.append(found)
    only = f"読み込んだ予算一覧は{'・'.join(map(year_words, years))}のものだけで、比べる{year_words(pair[0])}の一覧はありません。"
    if not told:
        named = f"「{'」「'.join(open_)}」の" if open_ else ""
        sheets = (
            f"事業資料にも{named}{year_words(pair[0])}の同じ段階の額は印刷されていないため、" if open_ else ""
        )
        return Result(f"{only}{sheets}増減は言えません。", {}, reason="not_loaded")
    caveats = [only, *(caveat for found in told for caveat in found.caveats)]
    if open_:
        caveats.append(f"「{'」「'.join(open_)}」は、{year_words(pair[0])}の額が印刷されていません。")
    if len(told) > 1:
        sign = -1 if falls else 1
        told = [found for found in told if int(found.answer["value"]) * sign > 0] or told
    first = told[0]
    if len(told) == 1:
        return replace(first, caveats=list(dict.fromkeys(caveats)))
    rows = [row for found in told for row in found.answer.get("rows") or ()]
    answer = {**first.answer, "type": "table", "value": None, "rows": rows}
    answer["items"] = [item for found in told for item in found.answer.get("items") or ()]
    text = " ".join(found.text for found in told)
    about = [thing for found in told for thing in found.about]
    return replace(first, text=text, answer=answer, caveats=list(dict.fromkeys(caveats)), about=about)


def _programmes(frame: Frame, services: AskServices) -> list[Term]:
    """The programmes asked about, () where they are not a few."""
    named = [t for c in frame.of_kind("programme") if c.mode == "any" for t in c.values]
    if named:
        return named[:_MOST]
    kept = tuple(c for c in frame.conditions if supports("line", c.kind) and c.kind != "year")
    if not kept:
        return []
    _, rows = select(
        "list", replace(frame, over="line", item="programme", conditions=kept, limit=0), services
    )
    found = [Term("iri", item["id"], item["label"]) for item in things(rows, "programme")]
    return found if len(found) <= _MOST else []


def _of_one(term: Term, pair: list[int], understood: Understood, services: AskServices) -> Result | None:
    frame = replace(
        understood.frame,
        over="line",
        item="programme",
        conditions=(Condition("programme", (term,)),),
        attribute="",
    )
    found = amounts(replace(understood, frame=frame), services)
    if found.reason:
        return None
    early = [stage_words(f"{NS}{stage}") for stage in EARLY]
    stages = stage_labels(understood.frame)
    return across_sheets(found, pair, stages) or between_early(found, pair, stages or early)


__all__ = ["change_of_one_list"]

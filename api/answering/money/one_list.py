"""The change from the year before where the budget list of one year only is loaded: from what programme sheets print of that year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from api.answering.money.across_stages import EARLY, across_sheets, between_early, stage_labels
from api.answering.money.amounts import amounts
from api.answering.money.moved import strictly
from api.answering.result import AskServices, Result, select, things
from api.answering.words import stage_words
from graph.iris import NS
from graph.question_graph import supports
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

_MOST = 4
_RATE = re.compile(r"率|割合|何%|何割|パーセント|何倍")
_LEAST = re.compile(r"小さ|少な|低")


def change_of_one_list(understood: Understood, services: AskServices) -> Result:
    """What moved from the year before: of the programmes asked about, a few, whose sheets print both years' amounts; else why
    nothing can be said. Of several, those that rose or fell where only these are asked for, and those that moved most."""
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
    programmes = _programmes(frame, services)
    if len(programmes) > _MOST:
        text = f"事業資料に印刷された前の年度との差は、一度に{_MOST}事業までしか並べて答えません（{len(programmes)}事業が挙げられています）。"
        return Result(text, {}, reason="not_in_graph")
    for term in programmes:
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
    said = ""
    if len(told) > 1:
        told, said = _asked_for(told, frame, whole=not open_)
    first = told[0]
    if len(told) == 1:
        return replace(first, text=first.text + said, caveats=list(dict.fromkeys(caveats)))
    rows = [row for found in told for row in found.answer.get("rows") or ()]
    answer = {**first.answer, "type": "table", "value": None, "rows": rows}
    answer["items"] = [item for found in told for item in found.answer.get("items") or ()]
    text = " ".join(found.text for found in told) + said
    about = [thing for found in told for thing in found.about]
    return replace(first, text=text, answer=answer, caveats=list(dict.fromkeys(caveats)), about=about)


def _asked_for(told: Sequence[Result], frame: Frame, *, whole: bool) -> tuple[list[Result], str]:
    """Those that moved the way that is asked for, the most or least of them where one end is; and what is said of the others.
    `whole`: the amounts of all are known; else no end is told.
    """
    sign = strictly(frame)
    moved = [found for found in told if not sign or _moved(found, sign) > 0]
    if not moved:
        return list(told), f"{'増えた' if sign > 0 else '減った'}ものはありません。"
    rest = [found for found in told if found not in moved]
    if frame.order and not _RATE.search(frame.text):
        moved.sort(key=lambda found: _moved(found, sign), reverse=not _LEAST.search(frame.text))
        if whole and frame.limit and len(moved) > frame.limit:
            last = _moved(moved[frame.limit - 1], sign)
            kept = [found for n, found in enumerate(moved) if n < frame.limit or _moved(found, sign) == last]
            rest += [found for found in moved if found not in kept]
            moved = kept
    others = "".join(found.text for found in rest)
    return moved, f"ほかは、{others}" if others else ""


def _moved(found: Result, sign: int) -> int:
    """By how many yen an amount moved the way of `sign`; either way for 0."""
    difference = int(found.answer["value"])
    return difference * sign if sign else abs(difference)


def _programmes(frame: Frame, services: AskServices) -> list[Term]:
    """The programmes asked about, () where they are not a few."""
    named = [t for c in frame.of_kind("programme") if c.mode == "any" for t in c.values]
    if named:
        return named
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

"""Whether programmes kept their ministry over the years (2年とも同じ役所の担当か): who is printed in the list of each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api.answering.result import (
    AskServices,
    Result,
    Row,
    query_of_text,
    select,
    template_text,
    things,
    year_of,
)
from api.answering.sets.overview import ministry_changed
from graph.question_graph import serialise
from nlp.questions.framing.charge_over_years import ChargeOverYears, charge_over_years
from nlp.questions.parser import Understood, reading_of, understand
from nlp.questions.records import Condition, Frame, Term

_MOST_NAMED = 6
_ALL = "年度の間で担当府省庁が変わった事業は？"
_PART = "読み込んだ予算一覧の範囲で比べています。ほかの年度や柱の一覧は読み込まれていません。"


def charge_of_years(question: str, services: AskServices) -> Result | None:
    """Yes or no, with the ministries of each year, to a question of that form; with a reason where what is named is in the
    list of one year only. None for any other question, and where the programmes are not read for certain or a year is
    not loaded."""
    asked = charge_over_years(question)
    if asked is None:
        return None
    years = {int(hit.values[0]) for hit in reading_of(question, services.known).numbers_of("year")}
    loaded = set(services.known.lexicon.budget_years())
    if not years <= loaded:
        return None
    if not asked.what and (len(years) < 2 or years == loaded):
        return _of_all(question, services)
    frame = _programmes_of(asked.what, services)
    if frame is None:
        return None
    named = tuple(Term("iri", r["programme"], r["label"]) for r in select("list", frame, services)[1])
    if not named:
        return None
    both = Frame("charge", "line", "programme", (Condition("programme", named),))
    query, rows = select("charge_of_years", both, services)
    if len(years) > 1:
        rows = [row for row in rows if int(row["fiscalYear"][:4]) in years]
    every = _by_programme(rows)
    compared = {label: years for label, years in every.items() if len(years) > 1}
    if not compared:
        return _of_one_year(asked, every, query)
    within = ", ".join(
        serialise(Term("year", str(year))) for year in sorted(years if len(years) > 1 else loaded)
    )
    if asked.ministry:
        return _claimed(asked, compared, rows, both, within, services)
    moved = [label for label, years in compared.items() if len(set(years.values())) > 1]
    rows = [row for row in rows if row["label"] in compared]
    than = "=" if asked.kept else ">"
    query = query_of_text(template_text("charge_moved"), both, years=within, than=than)
    return _result(asked, compared, moved, query, rows, one=len(named) == 1)


def _of_all(question: str, services: AskServices) -> Result | None:
    """Any programme at all: as the frame for it answers, where the question is not read as that frame anyway."""
    read = understand(question, services.known)
    if isinstance(read, Understood) and read.rule.op == "ministry_changed":
        return None
    every = understand(_ALL, services.known)
    return ministry_changed(every, services) if isinstance(every, Understood) else None


def _programmes_of(what: str, services: AskServices) -> Frame | None:
    """The programmes that words name or describe, all of the words read; None where they do not."""
    if not what:
        return Frame("charge", "line", "programme")
    for question in (f"{what}の担当府省庁は？", f"{what}は？"):
        found = understand(question, services.known)
        if not isinstance(found, Understood) or found.frame.notes or found.frame.unused:
            continue
        frame = found.frame
        if frame.of_kind("programme") or (found.rule.op == "list" and frame.item == "programme"):
            return replace(frame, over="line", item="programme", limit=0, nth=0)
    return None


def _by_programme(rows: Sequence[Row]) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each programme the ministries of each year, in the order of the years."""
    found: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        found.setdefault(row["label"], {}).setdefault(year_of(row), set()).add(row["ministry"])
    return {
        label: {year: tuple(sorted(names)) for year, names in years.items()} for label, years in found.items()
    }


def _of_one_year(
    asked: ChargeOverYears, every: dict[str, dict[str, tuple[str, ...]]], query: str
) -> Result | None:
    if len(every) != 1:
        return None
    ((label, years),) = every.items()
    ((year, names),) = years.items()
    text = f"{label}は{year}の予算一覧にだけ載っています（担当府省庁: {'・'.join(names)}）。ほかの年度の担当とは比べられません。"
    return Result(text, {}, query, [_PART], reason="not_in_source", note=_note(asked))


def _claimed(
    asked: ChargeOverYears,
    compared: dict[str, dict[str, tuple[str, ...]]],
    rows: Sequence[Row],
    frame: Frame,
    within: str,
    services: AskServices,
) -> Result | None:
    """両年とも内閣府ですか: of one programme, against the ministry that is said; `within` are the years, for the query."""
    said = {n.label for h in reading_of(asked.ministry, services.known).of_kind("ministry") for n in h.names}
    if len(said) != 1 or len(compared) != 1:
        return None
    ((label, years),) = compared.items()
    yes = all(set(names) == said for names in years.values())
    claimed = serialise(Term("text", *said))
    query = query_of_text(template_text("charge_claimed"), frame, years=within, claimed=claimed)
    return _told(asked, yes, _said(label, years), query, rows)


def _note(asked: ChargeOverYears) -> str:
    whether = f"{asked.ministry}か" if asked.ministry else "同じか" if asked.kept else "変わったか"
    return f"「{asked.what or '予算一覧の事業'}」の担当府省庁が年度の間で{whether}"


def _result(
    asked: ChargeOverYears,
    compared: dict[str, dict[str, tuple[str, ...]]],
    moved: Sequence[str],
    query: str,
    rows: Sequence[Row],
    *,
    one: bool,
) -> Result:
    yes = asked.kept != bool(moved)
    if one:
        told = "。".join(_said(label, years) for label, years in compared.items())
    elif moved:
        named = "。".join(_said(label, compared[label]) for label in moved[:_MOST_NAMED])
        told = f"二つ以上の年度の一覧に載る{len(compared)}事業のうち、担当府省庁が変わったのは{len(moved)}事業です。{named}"
    else:
        told = f"二つ以上の年度の一覧に載る{len(compared)}事業は、どれも担当府省庁が同じです"
    shown = [row for row in rows if not moved or row["label"] in moved]
    return _told(asked, yes, told, query, shown)


def _told(asked: ChargeOverYears, yes: bool, told: str, query: str, rows: Sequence[Row]) -> Result:
    answer = {
        "type": "boolean",
        "value": yes,
        "columns": ["事業", "年度", "担当府省庁"],
        "rows": [[row["label"], year_of(row), row["ministry"]] for row in rows],
        "items": things(rows, "programme"),
    }
    text = f"{'はい' if yes else 'いいえ'}、{told}。"
    about = list(dict.fromkeys(row["line"] for row in rows))
    return Result(text, answer, query, [_PART], about, ("ministry",), note=_note(asked))


def _said(label: str, years: dict[str, tuple[str, ...]]) -> str:
    names = {year: "・".join(found) for year, found in years.items()}
    if len(set(names.values())) == 1:
        return f"{label}の担当府省庁は、{'も'.join(names)}も{next(iter(names.values()))}です"
    return f"{label}の担当府省庁は、" + "、".join(f"{year}は{name}" for year, name in names.items()) + "です"


__all__ = ["charge_of_years"]

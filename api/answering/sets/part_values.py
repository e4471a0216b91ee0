"""The parts that are asked of one set of things (`nlp.questions.several_asked.asked_parts`) as columns, a value for each thing, and as sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from api.answering.facts.attributes import LONGEST, value_words
from api.answering.facts.sheet_values import of_years
from api.answering.money.totals import totals
from api.answering.result import AskServices, Row, select, select_text, template_text, things
from api.answering.sets.lists import count, unit_words
from api.answering.words import dates_said
from graph.iris import iri
from graph.question_graph import part, supports
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.several_asked.asked_parts import AskedParts
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import frame_rules

_KINDS = {
    "measure": "measure",
    "budget-line": "line",
    "programme": "programme",
    "grantee": "grantee",
    "guideline": "guideline",
    "call": "call",
    "law": "law",
    "plan": "plan",
    "document": "document",
}
# Conditions of a list's rows under which a programme's number, amount and section are told.
_OF_ROWS = ("year", "stage", "section", "pillar", "relisted", "newly", "line")
# Conditions that say of which lists the rows are, and the computations whose set is that of their conditions.
_OF_LISTS = ("year", "stage")
_OF_CONDITIONS = ("list", "count", "exists", "amounts", "totals", "count_and_total")
# Parts that things of any kind have.
_OF_ANY = {"name", "count", "where", "example"}
_ENDS = {"ends": ("最初", "最後"), "first": ("最初",), "last": ("最後",)}
_MOST_ITEMS = 300
_ROW_NUMBER = re.compile(r" No\.\d+(?=: )")
# A programme's rows, each number with its year: two years have their own numbers.
_ROW_WITH_YEAR = (
    "?line tsu:number ?rowNumber ; tsu:fiscalYear ?rowYear .\n"
    '  BIND(CONCAT(STR(?rowYear), "年度 No.", STR(?rowNumber)) AS ?value)'
)


@dataclass(slots=True)
class Shown:
    """What is told of the things: a column with the value of each by its id, sentences beside them, what is lacking."""

    items: list[dict[str, Any]]
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    supports: list[str] = field(default_factory=list)


def shown_of(
    parts: AskedParts, understood: Understood, found: dict[str, Any], services: AskServices
) -> Shown | None:
    """The parts as columns and sentences; None where the core names no things of a kind that has any."""
    items, kind = _things(parts.core, understood, found, services)
    if not items or not (kind or set(parts.parts) <= _OF_ANY):
        return None
    shown = Shown(items)
    op = understood.rule.op
    moved = load_frames_file("asked_parts.toml")["served"].get(op, ())
    for name in parts.parts:
        if name in ("name", "example"):
            continue
        if name == "number":
            name = load_frames_file("asked_parts.toml")["number_of"].get(kind, name)
        if name == "where":
            name = "ministry" if kind in ("measure", "line", "programme") else ""
        if name == "ministry" and op == "rank" and len(items) == 1 and "（担当: " in found["text"]:
            continue
        if not name or (
            name in moved and op in ("change", "change_rank", "share", "rank") and name != "count"
        ):
            continue
        if name == "count":
            _count(understood, shown, services)
        elif name == "total":
            _total(kind, understood, shown, services)
        elif name in _ENDS:
            _ends(name, kind, understood, shown, services)
        elif not _column(name, kind, _in_years_of(name, parts, understood.frame), shown, services):
            shown.lacking.append(name)
    _years_without(parts, shown)
    if shown.columns and not any(shown.columns.values()) and not shown.told:
        return None  # nothing of what is asked is printed of any of them
    if kind == "measure" and {"amount", "total"} & set(shown.lacking):
        return None  # 施策 of which money is asked may be 事業: refused as such
    if (
        {"count", "amount"} <= set(parts.parts)
        and op in ("list", "count")
        and understood.frame.over == "line"
    ):
        _total(kind, understood, shown, services)
    return shown


def _things(
    core: str, understood: Understood, found: dict[str, Any], services: AskServices
) -> tuple[list[dict[str, Any]], str]:
    """The things that the answer is about, and their kind; of a sum those that it is made of."""
    items = list((found.get("answer") or {}).get("items") or [])
    frame = understood.frame
    if understood.rule.op == "coverage" and "施策" in core and len(services.known.lexicon.plans()) == 1:
        # 施策は全部で何番まで: what is loaded; the parts are of the measures of the one plan.
        items, frame = [], replace(frame, over="measure", item="measure", conditions=())
    if not items and frame.over in _KINDS.values():
        item = "programme" if frame.over == "line" else frame.over
        items = things(select("list", replace(frame, item=item), services)[1], item)
    kinds = {_KINDS.get(i["id"].removeprefix(iri("")).partition("/")[0], "") for i in items}
    one = kinds.pop() if len(kinds) == 1 else ""
    return (items, one) if len(items) <= _MOST_ITEMS else ([], "")


def _in_years_of(name: str, parts: AskedParts, frame: Frame) -> Frame:
    """The frame under the years that are said of the amounts only (R7補正の事業名とR6補正の額), where there are any."""
    if name != "amount" or not parts.amount_years:
        return frame
    years = tuple(Term("year", str(year), year_words(year)) for year in parts.amount_years)
    others = [c for c in frame.conditions if c.kind != "year"]
    return replace(frame, conditions=(*others, Condition("year", years)))


def _years_without(parts: AskedParts, shown: Shown) -> None:
    """Says of which of the years asked for the amounts only there is none of any of the things."""
    said = "".join(shown.columns.get("amount", {}).values())
    without = [word for word in map(year_words, parts.amount_years) if word not in said]
    if without:
        if not said:
            shown.columns.pop("amount", None)
        shown.told.append(f"{'・'.join(without)}の額は、読み込んだ文書にありません。")


def _column(name: str, kind: str, frame: Frame, shown: Shown, services: AskServices) -> bool:
    """Adds the values of one part for each thing; False where things of the kind have no such part."""
    over = "line" if kind == "programme" and part(f"attribute/line-{name}") else kind
    if not part(f"attribute/{over}-{name}"):
        return False
    rows, query = _values(name, kind, over, frame, shown.items, services)
    years = [c for c in frame.conditions if c.kind == "year"] if name == "amount" else []
    if not rows and over != kind and not years and part(f"attribute/{kind}-{name}"):
        rows, query = _values(name, kind, kind, frame, shown.items, services)
    values: dict[str, list[str]] = {}
    for row in rows:
        values.setdefault(row[kind], []).append(_said(name, row["value"]))
    shown.columns[name] = {thing: _beside(name, list(dict.fromkeys(said))) for thing, said in values.items()}
    shown.queries.append(query)
    data = load_frames_file("attributes.toml").get(name, {})
    shown.supports.append(str(data.get("property", name)))
    return True


def _values(
    name: str, kind: str, over: str, frame: Frame, items: Sequence[dict[str, Any]], services: AskServices
) -> tuple[list[Row], str]:
    """The rows of an attribute of the things, read from what `over` says: a programme's from its rows in the lists asked about."""
    named = _named(kind, items)
    rows_of = (_of_each_year(c) for c in frame.conditions if over == "line" and c.kind in _OF_ROWS)
    kept = [c for c in rows_of if supports("line", c.kind)]
    path = template_text(f"attribute/{over}-{name}")
    path = (of_years(path, frame) if over == "programme" else path).replace("\n", "\n  ")
    if over == "line" and name == "number":
        path = _ROW_WITH_YEAR
    text = template_text("attribute").replace("#{path}", f"  {path}")
    shaped = replace(frame, over=over, item=kind, conditions=(named, *kept), attribute=name)
    query, rows = select_text(text, shaped, services)
    return rows, query


def _of_each_year(condition: Condition) -> Condition:
    """両年度にある事業の額: the rows of either year, since no row is of both."""
    return (
        replace(condition, mode="any") if (condition.kind, condition.mode) == ("year", "all") else condition
    )


def _said(name: str, value: str) -> str:
    """A value for reading: yen in words, western years as in documents, each amount without the row's number."""
    said = _ROW_NUMBER.sub("", value) if name == "amount" else value
    return dates_said(value_words(said[:LONGEST]))


def _beside(name: str, values: list[str]) -> str:
    """The values of one thing in a row; numbers of rows by their year (令和7年度 No.65・73)."""
    if name != "number":
        return "、".join(values)
    by_year: dict[str, list[str]] = {}
    for value in values:
        year, _, number = value.rpartition("No.")
        by_year.setdefault(year, []).append(number)
    return "、".join(f"{year}No.{'・'.join(numbers)}" for year, numbers in by_year.items())


def _count(understood: Understood, shown: Shown, services: AskServices) -> None:
    counted = count(understood, services) if understood.rule.op in ("list", "count", "exists") else None
    if counted is not None and not counted.reason:
        shown.told.append(counted.text)
        shown.queries.append(counted.sparql)
    else:
        shown.told.append(f"数は{len(shown.items)}{unit_words(understood.frame.item)}です。")


def _total(kind: str, understood: Understood, shown: Shown, services: AskServices) -> None:
    """The sum of the things shown: of the set, where the conditions alone make it, else of these things by name."""
    frame = understood.frame
    if frame.over != "line":
        shown.lacking.append("total")
        return
    by_name = not _conditions_alone(understood)
    if by_name and kind not in ("programme", "line"):
        shown.lacking.append("total")
        return
    summed_frame = _of_the_shown(kind, frame, shown) if by_name else frame
    rule = next(rule for rule in frame_rules() if rule.op == "totals")
    summed = totals(replace(understood, rule=rule, frame=replace(summed_frame, item="programme")), services)
    if summed.reason:
        shown.lacking.append("total")
        return
    of_them = f"この{len(shown.items)}{unit_words(kind)}の" if by_name else ""
    left_out = [said for said in summed.caveats if "合計に入れていません" in said]
    shown.told.append("".join([f"{of_them}合計: {summed.text}", *left_out]))
    shown.queries.append(summed.sparql)


def _conditions_alone(understood: Understood) -> bool:
    """Whether the conditions of the frame, said of the rows, make the set: no ranking, no comparison of years, no year denied."""
    modes = {c.mode for c in understood.frame.conditions if c.kind in _OF_LISTS}
    return understood.rule.op in _OF_CONDITIONS and modes <= {"any"}


def _of_the_shown(kind: str, frame: Frame, shown: Shown) -> Frame:
    """The rows of the things shown, in the lists asked about."""
    kept = [c for c in frame.conditions if c.kind not in _OF_LISTS or c.mode == "any"]
    return replace(frame, conditions=(_named(kind, shown.items), *kept), order="", limit=0, nth=0)


def _named(kind: str, items: Sequence[dict[str, Any]]) -> Condition:
    return Condition(kind, tuple(Term("iri", item["id"], item["label"]) for item in items))


def _ends(name: str, kind: str, understood: Understood, shown: Shown, services: AskServices) -> None:
    """The first and the last by number; of programmes by the rows of the lists asked about."""
    if kind == "programme" and understood.frame.over == "line":
        alone = _conditions_alone(understood)
        frame = understood.frame if alone else _of_the_shown(kind, understood.frame, shown)
        rows = select("list_lines", replace(frame, over="line", item="line"), services)[1]
        items: list[dict[str, Any]] = [
            {"number": int(r["number"]), "label": r["label"], "year": r["fiscalYear"][:4]}
            for r in rows
            if r["number"].isdecimal()
        ]
        if len({item["year"] for item in items}) > 1:
            items = []
    else:
        items = [item for item in shown.items if item.get("number")]
    if not items:
        shown.lacking.append(name)
        return
    ordered = sorted(items, key=lambda item: int(item["number"]))
    ends = {"最初": ordered[0], "最後": ordered[-1]}
    said = "、".join(f"{word}は No.{ends[word]['number']} {ends[word]['label']}" for word in _ENDS[name])
    shown.told.append(f"番号の{said}です。")


__all__ = ["Shown", "shown_of"]

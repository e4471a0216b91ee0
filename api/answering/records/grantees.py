"""Grantees chosen by seat, area of work, number of areas and legal form, each with its row, for a question that no frame reads."""

from __future__ import annotations

from collections.abc import Sequence

from api.answering.records.record import Record, grouped, record_query
from api.answering.result import AskServices, Result
from graph.question_graph import serialise
from nlp.questions.framing.sets import year_words
from nlp.questions.printed.grantee_questions import (
    GranteeQuestion,
    Places,
    grantee_question,
    may_ask_of_grantees,
)
from nlp.questions.records import Term

_WHOLE = "全国"
_MOST = 40
_PRINTED = ("label", "project", "text")


def grantee_list(question: str, services: AskServices) -> Result | None:
    """The grantees that a question asks for, None where it asks for none or none is such."""
    if not may_ask_of_grantees(question) or not services.known.lexicon.of_kind("grantee"):
        return None
    records = grouped(services.rows(record_query("grantee")))
    printed = dict.fromkeys(v for r in records for v in (*r.field("prefecture"), *r.field("area")))
    remarks = dict.fromkeys(v for r in records for v in r.field("remark"))
    asked = grantee_question(question, tuple(printed), tuple(remarks))
    if asked is None:
        return None
    kept = [record for record in records if is_chosen(record, asked)]
    if not 0 < len(kept) <= _MOST:
        return None
    return _told(asked, kept)


def is_chosen(record: Record, asked: GranteeQuestion) -> bool:
    """Whether a grantee is one of those that a question chooses."""
    areas = record.field("area")
    if asked.forms and (bool(set(record.field("form")) & set(asked.forms)) is asked.forms_barred):
        return False
    if asked.areas > 0 and len([a for a in areas if a != _WHOLE]) != asked.areas:
        return False
    if asked.areas < 0 and len([a for a in areas if a != _WHOLE]) < 2:
        return False
    if asked.whole and _WHOLE not in areas:
        return False
    if asked.whole_only and areas != (_WHOLE,):
        return False
    if asked.years and not {int(v[:4]) for v in record.field("year")} & set(asked.years):
        return False
    if asked.numbers and not {str(number) for number in asked.numbers} & set(record.field("number")):
        return False
    if not all(any(record.says(form, _PRINTED) for form in word.forms) for word in asked.words):
        return False
    if not set(asked.remarks) <= set(record.field("remark")):
        return False
    return all(_at(record, place) is not place.barred for place in asked.places)


def _at(record: Record, place: Places) -> bool:
    seats = record.field("prefecture") if place.side != "area" else ()
    areas = record.field("area") if place.side != "seat" else ()
    return bool({*seats, *areas} & set(place.values))


def _told(asked: GranteeQuestion, kept: Sequence[Record]) -> Result:
    said = "、".join(_row(record, asked) for record in kept)
    text = f"{chosen_words(asked)}交付団体は{len(kept)}団体です: {said}。"
    columns = ["番号", "団体", "法人格", "所在地", "事業区域", "事業名"]
    table = [
        [
            "・".join(record.field(name))
            for name in ("number", "label", "form", "prefecture", "area", "project")
        ]
        for record in kept
    ]
    items = [{"id": record.thing, "label": record.field("label")[0]} for record in kept]
    things = ", ".join(serialise(Term("text", record.field("label")[0])) for record in kept)
    query = record_query("grantee", f"  FILTER(STR(?label) IN ({things}))")
    answer = {"type": "table", "value": None, "columns": columns, "rows": table, "items": items}
    about = [record.thing for record in kept]
    supports = ("prefecture", "serviceArea", "legalForm", "project")
    return Result(
        text, answer, query, [], about, supports, note=f"{chosen_words(asked)}交付団体（一覧の行から）"
    )


def _row(record: Record, asked: GranteeQuestion) -> str:
    shown = [
        "・".join(record.field("form")),
        f"所在地 {'・'.join(record.field('prefecture'))}",
        f"事業区域 {'・'.join(record.field('area'))}",
    ]
    if "project" in asked.fields:
        shown.append(f"事業名 {'・'.join(record.field('project'))}")
    if "text" in asked.fields:
        shown.append("・".join(record.field("text")))
    return f"{record.field('label')[0]}（{'、'.join(one for one in shown if one)}）"


def chosen_words(asked: GranteeQuestion) -> str:
    """Which grantees a question chooses, in words before 交付団体."""
    sides = {"seat": "所在地", "area": "事業区域", "": "所在地か事業区域"}
    said = [f"{sides[p.side]}が{'・'.join(p.values)}{'でない' if p.barred else ''}" for p in asked.places]
    if asked.numbers:
        said.append("・".join(f"No.{number}" for number in asked.numbers))
    if asked.words:
        said.append(f"「{'・'.join(word.said for word in asked.words)}」を含む")
    if asked.remarks:
        said.append(f"備考が「{'」「'.join(asked.remarks)}」")
    if asked.forms:
        said.append(f"法人格が{'・'.join(asked.forms)}{'でない' if asked.forms_barred else ''}")
    if asked.years:
        said.append("・".join(year_words(year) for year in asked.years))
    if asked.areas:
        said.append(
            f"事業区域が{asked.areas if asked.areas > 0 else '二つ以上'}{'つ' if asked.areas > 0 else ''}の都道府県の"
        )
    if asked.whole:
        said.append("事業区域が全国だけの" if asked.whole_only else "事業区域に全国のある")
    return "、".join(said) + ("" if said and said[-1].endswith(("の", "ある", "ない", "含む")) else "の")


__all__ = ["chosen_words", "grantee_list", "is_chosen"]

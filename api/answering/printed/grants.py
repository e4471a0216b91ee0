"""What the rules of a grant allow, order and bar: the clauses that speak of it quoted, and はい or いいえ where they decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from api.answering.printed.clauses import (
    CAVEAT,
    MOST,
    NO,
    PLAIN,
    YES,
    Clause,
    clause_table,
    clauses_told,
    quoted,
    whom_told,
)
from api.answering.result import (
    AskServices,
    Result,
    Row,
    listed,
    query_of_text,
    select,
    select_text,
    template_text,
)
from graph.question_graph import serialise, supports
from nlp.questions.conditions.keyword_conditions import loosened
from nlp.questions.conditions.spellings import halves_of
from nlp.questions.framing.grant_phrases import detail_asked, rule_bars
from nlp.questions.parser import Understood
from nlp.questions.printed.clauses import places_spoken_of, time_pattern, values_said
from nlp.questions.records import Condition, Frame, Term

_ALLOWING = ("optional",)
_EXCEPTS = ("ただし", "但し", "なお")
_ORDERING = ("requirement", "procedure", "prohibition")
_NOTHING_SAID = "何ができるかを尋ねているのかが読み取れません。要領の決まりは、語を挙げて尋ねると示せます。"
_BUT = "はい、ただし除かれるものがあります。"
_ACTIVITIES_CAVEAT = "要領に対象として挙げられた取組から答えています。"

_FOR_OTHERS = re.compile(r"([一-龥ァ-ヶー]{2,12})以外の")


def may(understood: Understood, services: AskServices) -> Result:
    """Whether the rules of a grant allow something: no where a prohibition has all the words asked about, yes where an
    option or an eligible activity has them, else the clauses that speak of it; nothing is concluded where none does."""
    frame = understood.frame
    if not any(c.kind == "keyword" for c in frame.conditions) and not rule_bars(frame.text):
        return Result(_NOTHING_SAID, {}, reason="not_in_source")
    query, rows = select("rules", frame, services)
    if not rows and (apart := _apart(frame)) is not None:
        frame, (query, rows) = apart, select("rules", apart, services)
    rows = [row for row in rows if row["type"] and not row["type"].endswith("definition")] or rows
    if detail_asked("when", frame.text):
        return _when(frame, rows, query, services)
    if rule_bars(frame.text) or detail_asked("how", frame.text):
        return _details(frame, rows, query, services)
    if not rows:
        return _allowed_activity(understood.frame, services, query)
    if detail_asked("is_barred", frame.text):
        return _barred(frame, rows, query)
    return _allowed(frame, rows, query, services)


def _allowed(frame: Frame, rows: Sequence[Row], query: str, services: AskServices) -> Result:
    """Whether the clauses that speak of it allow it or, しないといけない？, order it: what is ordered is a yes, what is left
    open a no."""
    must = detail_asked("must", frame.text)
    allowing = [row for row in rows if _sort(row) in _ALLOWING and not _exception(row, frame)]
    barred = [row for row in rows if _sort(row) == "prohibition" and not must]
    value: bool | None = True if allowing else False if barred else None
    order = [*allowing, *barred] or list(rows)
    if must:
        ordered = [row for row in rows if _sort(row) in _ORDERING]
        wished = any("努め" in row["text"] for row in ordered)
        value = False if allowing else True if ordered and not wished else None
        order = allowing or ordered or list(rows)
    elif value is None and detail_asked("may_spend", frame.text):
        # Clauses speak of it and neither allow nor forbid it: what the grant pays for may decide.
        paid = _allowed_activity(frame, services, query)
        if not paid.reason:
            return paid
    found, activities = _spoken_of(order, frame, services)
    if value and _for_others(frame.text, order):
        value = None
    if value is not None:
        query, _ = select("rules_must" if must else "rules_value", frame, services)
    result = _of_clauses(order, _BUT if allowing and barred else _begun(value), query, activities)
    _decided(result, value)
    if activities and detail_asked("which", frame.text):
        result.answer |= {"type": "list", "items": activities, "value": None}
        result.sparql = found
    return result


def _barred(frame: Frame, rows: Sequence[Row], query: str) -> Result:
    """重複は禁止？: yes where only a prohibition speaks of it, no where only an option does, else the clauses alone."""
    told = [row for row in rows if _sort(row) in ("prohibition", *_ALLOWING)]
    sorts = {_sort(row) == "prohibition" for row in told}
    value = next(iter(sorts)) if len(sorts) == 1 else None
    if value is not None:
        none_allows = template_text("rules_value").replace("> 0 AS", "= 0 AS")
        query = query_of_text(none_allows, frame)
    result = _of_clauses(told or rows, _begun(value), query)
    _decided(result, value)
    return result


def _for_others(asked: str, rows: Sequence[Row]) -> bool:
    """都道府県も送付する必要がありますか of a clause for those but 都道府県: it says nothing of them."""
    left_out = {m[1] for row in rows for m in _FOR_OTHERS.finditer(row["text"])}
    return any(re.search(rf"{re.escape(who)}(?:は|も|が|でも)", asked) for who in left_out)


def _when(frame: Frame, rows: Sequence[Row], query: str, services: AskServices) -> Result:
    """Those of the clauses that name a time; where none does, that none does."""
    if not rows:
        return _details(frame, rows, query, services)
    timed = template_text("rules").replace("}\nORDER", "  FILTER(REGEX(?text, $times))\n}\nORDER")
    query, kept = select_text(timed, frame, services, times=serialise(Term("text", time_pattern())))
    if kept:
        return _details(frame, kept, query, services)
    spoken = quoted(_clause(rows[0]))
    text = (
        f"「{_words(frame)}」の期限や時期は、読み込んだ要領には書かれていません。関わる決まりは{spoken}です。"
    )
    return Result(text, {}, query, about=[rows[0]["requirement"]], reason="not_in_source")


def _whole_item(
    frame: Frame, rows: Sequence[Row], query: str, services: AskServices
) -> tuple[str, Sequence[Row]]:
    """All sentences of the one item that the rules stand in, where another of them says through whom something goes
    (市町村にあっては、都道府県を経由して); else the rules as they are."""
    places = {row["notation"] for row in rows}
    if len(places) != 1 or not (place := next(iter(places))):
        return query, rows
    kept = tuple(c for c in frame.conditions if c.kind != "keyword")
    item = Condition("notation", (Term("text", place, place),))
    wider, every = select("rules", replace(frame, conditions=(*kept, item)), services)
    found = {row["requirement"] for row in rows}
    others = [row for row in every if row["requirement"] not in found]
    return (wider, every) if values_said("via", [row["text"] for row in others]) else (query, rows)


def _details(frame: Frame, rows: Sequence[Row], query: str, services: AskServices) -> Result:
    """The clauses that say when, to whom (and through whom), how or what is barred."""
    if not rows:
        text = f"「{_words(frame)}」についての決まりは、読み込んだ要領には書かれていません。"
        return Result(text, {}, query, reason="not_in_source")
    if detail_asked("whom", frame.text):
        query, rows = _whole_item(frame, rows, query, services)
    whom = whom_told([row["text"] for row in rows]) if detail_asked("whom", frame.text) else ""
    result = _of_clauses(rows, whom or PLAIN, query)
    _decided(result, None)
    return result


def _exception(row: Row, frame: Frame) -> bool:
    """ただし、実費については徴収することができる of 利用料: an exception to the rule before it, found by the heading that both stand
    under. It allows what it speaks of itself, and else decides nothing."""
    if not row["text"].startswith(_EXCEPTS):
        return False
    sought = [c for c in frame.conditions if c.kind == "keyword"]
    return not all(any(term.value in row["text"] for term in c.values) for c in sought)


def _begun(value: bool | None) -> str:
    return PLAIN if value is None else YES if value else NO


def _decided(result: Result, value: bool | None) -> None:
    """The answer of clauses as はい or いいえ; as the first clause's text where they decide nothing."""
    result.answer["type"] = "text" if value is None else "boolean"
    result.answer["value"] = result.answer["rows"][0][1] if value is None else value


def _words(frame: Frame) -> str:
    return "・".join(c.values[0].label for c in frame.conditions if c.kind == "keyword")


def _sort(row: Row) -> str:
    return row["type"].rsplit("#", 1)[-1]


def _clause(row: Row) -> Clause:
    return Clause(row["requirement"], row["notation"], row["text"], (row["fund"],) if row["fund"] else ())


def _of_clauses(
    rows: Sequence[Row], begun: str, query: str, activities: Sequence[dict[str, Any]] = ()
) -> Result:
    """The clauses quoted, `begun` before them and the activities that they point to behind."""
    clauses = [_clause(row) for row in rows]
    more = f"そこに挙げられた取組: {listed([a['label'] for a in activities], 6)}。" if activities else ""
    items = [{"id": row["requirement"], "label": row["label"]} for row in rows]
    answer = {**clause_table(clauses), "items": items}
    about = [row["requirement"] for row in rows]
    return Result(clauses_told(begun, clauses, more), answer, query, [CAVEAT], about, ("description",))


def _spoken_of(rows: Sequence[Row], frame: Frame, services: AskServices) -> tuple[str, list[dict[str, Any]]]:
    """The activities that clauses name by their place (３（２）ア⑦及び⑧の取組), and the query that finds them."""
    places = {place for row in rows[:MOST] for place in places_spoken_of(row["text"])}
    if not places:
        return "", []
    text = template_text("activities").replace("}\nORDER", "  FILTER(?notation IN ($places))\n}\nORDER")
    wanted = ", ".join(serialise(Term("text", place)) for place in sorted(places))
    over = _of_activities(frame, lambda c: c.kind == "programme")
    query, found = select_text(text, over, services, places=wanted)
    return query, [{"id": row["activity"], "label": f"{row['notation']} {row['label']}"} for row in found]


def _of_activities(frame: Frame, kept: Callable[[Condition], bool]) -> Frame:
    """A frame of rules as one of activities, with those of its conditions that are kept."""
    conditions = tuple(c for c in frame.conditions if kept(c))
    return replace(frame, over="activity", item="activity", conditions=conditions)


def _apart(frame: Frame) -> Frame | None:
    """人材育成 as 人材 and 育成, which may stand apart in a clause; None where nothing comes apart."""
    apart = {c: loosened(c) or _halves(c) for c in frame.conditions if c.kind == "keyword"}
    if not any(apart.values()):
        return None
    conditions = tuple(part for c in frame.conditions for part in (apart.get(c) or (c,)))
    return replace(frame, conditions=conditions)


def _halves(condition: Condition) -> tuple[Condition, ...]:
    return tuple(
        replace(condition, values=(Term("text", half, half),), surface=half)
        for half in halves_of(condition.values[0].label)
    )


def _allowed_activity(frame: Frame, services: AskServices, query: str) -> Result:
    """No rule has the words: an activity that the grant pays for may have them; else nothing is said of it."""
    over = _of_activities(frame, lambda c: supports("activity", c.kind))
    _, rows = select("activities", over, services)
    if not rows and (apart := _apart(frame)) is not None:
        return _allowed_activity(apart, services, query)
    if not rows:
        text = f"「{_words(frame)}」のすべての語がそろう決まりは、読み込んだ要領に見つかりません。別の語で書かれているかもしれないので、できるともできないとも答えません。"
        return Result(text, {}, query, reason="not_in_source")
    told = listed([f"{row['notation']} {row['label']}" for row in rows], 4)
    funds = "・".join(dict.fromkeys(row["fund"] for row in rows if row["fund"]))
    text = f"{YES}「{funds}」の対象となる取組に次のものがあります: {told}。"
    asked, _ = select("exists", over, services)
    answer: dict[str, Any] = {
        "type": "boolean",
        "value": True,
        "columns": ["項番", "取組", "区分"],
        "rows": [[row["notation"], row["label"], row["category"]] for row in rows],
        "items": [{"id": row["activity"], "label": row["label"]} for row in rows],
    }
    about = [row["activity"] for row in rows]
    return Result(text, answer, asked, [_ACTIVITIES_CAVEAT], about, ("description",))


__all__ = ["may"]

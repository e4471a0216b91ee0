"""What the rules of a grant allow, and who received it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.result import AskServices, Result, Row, listed, select, select_text, template_text
from api.answering.sets.lists import list_items
from api.answering.words import conditions_words
from graph.question_graph import build_query, serialise, supports
from nlp.questions.conditions.keyword_conditions import loosened
from nlp.questions.framing.grant_phrases import WHEN_ASKED, rule_bars
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

_CLAUSE = 160
_FOUR_KANJI = re.compile("[一-龥]{4}")
_MOST_CLAUSES = 3
_ALLOWING = ("optional",)
_ORDERING = ("requirement", "procedure")
_MAY_SPEND = re.compile(r"使|充て|払|出せ|賄|対象|でき|もらえ|受けられ")
_MUST = re.compile(r"いけな|なければな|必要|義務|必須")
# ３（２）ア⑦及び⑧: items of the guideline that a clause speaks of.
_REFERENCE = re.compile(
    r"([0-9０-９]+[（(][0-9０-９]+[）)][ア-ン]?)([①-⑳](?:(?:及び|、|・|又は|から)?[①-⑳])*)"
)
_FOLD = str.maketrans("０１２３４５６７８９（）", "0123456789()")
_IS_BARRED = re.compile(r"禁止|禁じ")
# A time as rules write it: within two months, by the end of, without delay.
TIMES = re.compile(
    "[0-9０-９一二三四五六七八九十]+(日|か月|ヶ月|カ月|箇月|週間|年)(以内|前|後|まで)|まで(に|を)|速やかに|直ちに|遅滞なく|毎年度|毎月|終了後|[0-9０-９]+月[0-9０-９]+日|とき"
)
_HOW = re.compile(
    r"(?:誰|どこ|どちら)(?:に|へ|宛)|(?:提出|報告|送付|届出|申請)先|どこまで|どう(?:すれば|やって|なって|する)|どのよう|何をすれば"
)
_WHOM_ASKED = re.compile(r"(?:誰|どこ|どちら|どなた)(?:に|へ|宛)|(?:提出|報告|送付|届出|申請)先")
_HANDED_TO = re.compile(
    r"([一-龥ァ-ヶー]{2,16})(?:[（(][^（）()]{1,20}[）)])?に(?:対し(?:て)?)?(?:提出|報告|送付|届け出|申請)"
)
_OFFICES = re.compile(r"自治体|公共団体|市町村|市区町村|都道府県|[府県市町](?:は|の|一覧|$)")


def may(understood: Understood, services: AskServices) -> Result:
    """Whether the rules of a grant allow something: no where a prohibition has all the words asked about, yes where an
    option or an eligible activity has them, else the clauses that speak of it; nothing is concluded where none does."""
    frame = understood.frame
    if not any(c.kind == "keyword" for c in frame.conditions) and not rule_bars(frame.text):
        text = "何ができるかを尋ねているのかが読み取れません。要領の決まりは、語を挙げて尋ねると示せます。"
        return Result(text, {}, reason="not_in_source")
    query, rows = select("rules", frame, services)
    if not rows and (apart := _apart(frame)) is not None:
        frame, (query, rows) = apart, select("rules", apart, services)
    rows = [row for row in rows if row["type"] and not row["type"].endswith("definition")] or rows
    if detail := _detail(frame.text):
        return _details(frame, rows, query, detail, services)
    if not rows:
        return _allowed_activity(understood.frame, services, query)
    barred = [row for row in rows if _sort(row) == "prohibition"]
    allowing = [row for row in rows if _sort(row) in _ALLOWING]
    value = True if allowing else False if barred else None
    must = bool(_MUST.search(frame.text))
    if _IS_BARRED.search(frame.text) and rows:
        return _barred(frame, rows, query, services, barred=bool(barred), allowed=bool(allowing))
    if value is None and not must and _MAY_SPEND.search(frame.text):
        # Clauses speak of it and neither allow nor forbid it: what the grant pays for may decide.
        paid = _allowed_activity(frame, services, query)
        if not paid.reason:
            return paid
    order = [*(allowing or barred), *(barred if allowing else ())] or rows
    if must:
        # しないといけない？: what is ordered is a yes, what is left open is a no.
        ordered = [row for row in rows if _sort(row) in _ORDERING or _sort(row) == "prohibition"]
        only_wished = bool(ordered) and all("努め" in row["text"] for row in ordered)
        value = False if allowing else True if ordered and not only_wished else None
        order = allowing or ordered or order
        barred = []
    begun = {True: "はい。", False: "いいえ。", None: "決まりは次のとおりです。"}[value]
    if allowing and barred:
        begun = "はい、ただし除かれるものがあります。"
    found, activities = _spoken_of(order, frame, services)
    if value is not None:
        query, _ = select("rules_must" if must else "rules_value", frame, services)
    result = _of_clauses(order, begun, query, activities)
    result.answer["type"] = "boolean" if value is not None else "text"
    result.answer["value"] = value if value is not None else order[0]["text"]
    if activities and re.search(r"どの|どんな|何", frame.text):
        result.answer |= {"type": "list", "items": activities, "value": None}
        result.sparql = found
    return result


def _barred(
    frame: Frame, rows: Sequence[Row], query: str, services: AskServices, *, barred: bool, allowed: bool
) -> Result:
    """重複は禁止？: yes where only a prohibition speaks of it, no where only an option does, else the clauses alone."""
    value = True if barred and not allowed else False if allowed and not barred else None
    begun = {True: "はい。", False: "いいえ。", None: "決まりは次のとおりです。"}[value]
    told = [r for r in rows if _sort(r) in ("prohibition", *_ALLOWING)] or list(rows)
    result = _of_clauses(told, begun, query, [])
    result.answer |= {"type": "text" if value is None else "boolean", "value": told[0]["text"]}
    if value is not None:
        result.answer["value"] = value
        none_allows = template_text("rules_value").replace("> 0 AS", "= 0 AS")
        result.sparql, _ = select_text(none_allows, frame, services)
    return result


def _detail(text: str) -> str:
    """ "when" or "bars" where that is asked rather than whether something is allowed, "how" for other details, else ""."""
    if WHEN_ASKED.search(text):
        return "when"
    if rule_bars(text):
        return "bars"
    return "how" if _HOW.search(text) else ""


def _details(frame: Frame, rows: Sequence[Row], query: str, detail: str, services: AskServices) -> Result:
    """The clauses that say when, to whom or how; of those that speak of it, for 'when' only those that name a time."""
    said = "・".join(c.values[0].label for c in frame.conditions if c.kind == "keyword")
    if not rows:
        text = f"「{said}」についての決まりは、読み込んだ要領には書かれていません。"
        return Result(text, {}, query, reason="not_in_source")
    kept = list(rows)
    if detail == "when":
        timed = template_text("rules").replace("}\nORDER", "  FILTER(REGEX(?text, $times))\n}\nORDER")
        times = serialise(Term("text", TIMES.pattern))
        query, kept = select_text(timed, frame, services, times=times)
        if not kept:
            spoken = "".join(f"{_place(row)}「{_short(row['text'])}」" for row in rows[:1])
            text = (
                f"「{said}」の期限や時期は、読み込んだ要領には書かれていません。関わる決まりは{spoken}です。"
            )
            return Result(text, {}, query, about=[rows[0]["requirement"]], reason="not_in_source")
    result = _of_clauses(kept, _to_whom(frame.text, kept) or "決まりは次のとおりです。", query, [])
    result.answer |= {"type": "text", "value": kept[0]["text"]}
    return result


def _to_whom(text: str, rows: Sequence[Row]) -> str:
    """提出先は誰: those to whom the clauses say that something is handed in, said before them; "" where none is asked for."""
    if not _WHOM_ASKED.search(text):
        return ""
    found = [match[1] for row in rows for match in _HANDED_TO.finditer(row["text"])]
    said = dict.fromkeys(who for who in found if not any(who != other and who in other for other in found))
    return f"相手先として書かれているのは{'、'.join(said)}です。" if said else ""


def _sort(row: Row) -> str:
    return row["type"].rsplit("#", 1)[-1]


def _of_clauses(rows: Sequence[Row], begun: str, query: str, activities: Sequence[dict[str, Any]]) -> Result:
    told = "".join(f"{_place(row)}「{_short(row['text'])}」" for row in rows[:_MOST_CLAUSES])
    more = f"そこに挙げられた取組: {listed([a['label'] for a in activities], 6)}。" if activities else ""
    funds = "・".join(dict.fromkeys(row["fund"] for row in rows if row["fund"]))
    answer: dict[str, Any] = {
        "columns": ["項番", "本文", "交付金"],
        "rows": [[row["notation"], row["text"], row["fund"]] for row in rows],
        "items": [{"id": row["requirement"], "label": row["label"]} for row in rows],
    }
    text = f"{begun}{f'「{funds}」の要領は' if funds else '要領は'}{told}と定めています。{more}"
    caveats = ["要領の文言から答えています。個別の場合の判断は所管の府省庁に確かめてください。"]
    return Result(text, answer, query, caveats, [row["requirement"] for row in rows], ("description",))


def _place(row: Row) -> str:
    return f"{row['notation']} " if row["notation"] else ""


def _short(text: str) -> str:
    return text if len(text) <= _CLAUSE else text[:_CLAUSE] + "…"


def places_spoken_of(text: str) -> tuple[str, ...]:
    """The places of items that a clause names.

    >>> places_spoken_of("３（２）ア⑦及び⑧の取組については")
    ('3(2)ア⑦', '3(2)ア⑧')
    """
    return tuple(
        match[1].translate(_FOLD) + sign
        for match in _REFERENCE.finditer(text)
        for sign in re.findall("[①-⑳]", match[2])
    )


def _spoken_of(rows: Sequence[Row], frame: Frame, services: AskServices) -> tuple[str, list[dict[str, Any]]]:
    """The activities that clauses name by their place (３（２）ア⑦及び⑧の取組), and the query that finds them."""
    places = {place for row in rows[:_MOST_CLAUSES] for place in places_spoken_of(row["text"])}
    if not places:
        return "", []
    programmes = tuple(c for c in frame.conditions if c.kind == "programme")
    over = replace(frame, over="activity", item="activity", conditions=programmes)
    text = template_text("activities").replace("}\nORDER", "  FILTER(?notation IN ($places))\n}\nORDER")
    wanted = ", ".join(serialise(Term("text", place)) for place in sorted(places))
    query, found = select_text(text, over, services, places=wanted)
    return query, [{"id": row["activity"], "label": f"{row['notation']} {row['label']}"} for row in found]


def _apart(frame: Frame) -> Frame | None:
    """人材育成 as 人材 and 育成, which may stand apart in a clause; None where nothing comes apart."""
    apart = {c: loosened(c) or _halves(c) for c in frame.conditions if c.kind == "keyword"}
    if not any(apart.values()):
        return None
    conditions = tuple(part for c in frame.conditions for part in (apart.get(c) or (c,)))
    return replace(frame, conditions=conditions)


def _halves(condition: Condition) -> tuple[Condition, ...]:
    """A word of four kanji (人材育成) as two of two."""
    word = condition.values[0].label
    if not _FOUR_KANJI.fullmatch(word):
        return ()
    return tuple(
        replace(condition, values=(Term("text", half, half),), surface=half) for half in (word[:2], word[2:])
    )


def _allowed_activity(frame: Frame, services: AskServices, query: str) -> Result:
    """No rule has the words: an activity that the grant pays for may have them; else nothing is said of it."""
    kept = tuple(c for c in frame.conditions if supports("activity", c.kind))
    _, rows = select(
        "activities", replace(frame, over="activity", item="activity", conditions=kept), services
    )
    if not rows and (apart := _apart(frame)) is not None:
        return _allowed_activity(apart, services, query)
    if not rows:
        said = "・".join(c.values[0].label for c in frame.conditions if c.kind == "keyword")
        text = f"「{said}」について、できるともできないとも、読み込んだ要領には書かれていません。"
        return Result(text, {}, query, reason="not_in_source")
    told = listed([f"{row['notation']} {row['label']}" for row in rows], 4)
    funds = "・".join(dict.fromkeys(row["fund"] for row in rows if row["fund"]))
    text = f"はい。「{funds}」の対象となる取組に次のものがあります: {told}。"
    asked, _ = select("exists", replace(frame, over="activity", item="activity", conditions=kept), services)
    answer: dict[str, Any] = {
        "type": "boolean",
        "value": True,
        "columns": ["項番", "取組", "区分"],
        "rows": [[row["notation"], row["label"], row["category"]] for row in rows],
        "items": [{"id": row["activity"], "label": row["label"]} for row in rows],
    }
    caveats = ["要領に対象として挙げられた取組から答えています。"]
    return Result(text, answer, asked, caveats, [row["activity"] for row in rows], ("description",))


def recipients(understood: Understood, services: AskServices) -> Result:
    """Who received a grant: the grantees that a document lists; where none does, that there is no such list and which
    lists there are."""
    kept = tuple(c for c in understood.frame.conditions if supports("grantee", c.kind))
    frame = replace(understood.frame, over="grantee", item="grantee", conditions=kept)
    offices = bool(_OFFICES.search(frame.text))
    listed_ = list_items(replace(understood, frame=frame), services)
    if not listed_.reason and not offices:
        return listed_
    query = listed_.sparql
    rows = services.rows(build_query("recipients", Frame("", "", "")))
    have = "、".join(f"「{row['label']}」の交付団体{row['value']}団体" for row in rows)
    who = "交付先の自治体" if offices else "交付先・採択先"
    said = conditions_words(replace(understood, frame=frame))
    text = f"{said}{who}の一覧は、読み込んだ文書から作ったグラフにありません。"
    if have:
        text += f"交付先の一覧があるのは{have}だけです。"
    return Result(text, {}, query, reason="not_in_graph")

"""Exact amounts in order: rankings of programmes and of groups by their sums, averages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    NO_LIMIT,
    AskServices,
    Result,
    Row,
    coverage,
    listed,
    select_text,
    template_text,
    things,
    when_printed,
    year_of,
)
from api.answering.words import amount_words, set_words, stage_words
from nlp.questions.follow_ups.ranked_before import named_by_ranking
from nlp.questions.framing.sets import condition_data
from nlp.questions.parser import Understood
from nlp.questions.records import Frame

# What is ranked by the sums of its rows, and how a row leads to it.
_GROUP_PATHS = {
    "section": "tsu:section",
    "pillar": "tsu:section/skos:broader",
    "target_group": "tsu:programme/tsu:targetGroup",
}


_ORDERED = re.compile(r"\bORDER BY ")
_MOST_SAID = 8  # of those that share the first place, by name; all of them are in the rows


def rank(understood: Understood, services: AskServices) -> Result:
    """Programmes, or ministries by their sums, in the order of exact amounts; both ends of it where both are asked for."""
    frame, op = understood.frame, understood.rule.op
    mean = op.startswith("mean_")
    key = op.removeprefix("rank_").removeprefix("mean_") if op != "rank" else "programme"
    query, rows = _ordered(frame, key, services, mean=mean)
    if not rows and (frame.nth or frame.places):
        return _beyond(understood, services, query, key, mean=mean)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    kind = str(condition_data()["items"].get(key, "事業"))
    columns = ["順位", kind, "年度", "段階", "平均（円）" if mean else "金額（円）"]
    marks = {name.id: name.notation for name in services.known.lexicon.of_kind("section", "pillar")}
    for r in rows:
        r["label"] = f"{marks.get(r[key], '')} {r['label']}".strip()
    table = [
        [n, r["label"], year_of(r), stage_words(r["stage"]), int(r["amount"])]
        for n, r in zip(frame.places or range(1, len(rows) + 1), rows, strict=False)
    ]
    if mean:
        columns.append("事業数")
        table = [[*cells, int(r["programmes"])] for cells, r in zip(table, rows, strict=True)]
    if key == "programme":
        columns.append("担当府省庁")
        table = [[*cells, r["ministries"]] for cells, r in zip(table, rows, strict=True)]
    answer: dict[str, Any] = {"type": "list", "items": things(rows, key), "columns": columns, "rows": table}
    answer["value"] = int(rows[0]["amount"])
    caveats = ["内数の額は順位に入れていません。", "再掲は一度だけ数えています。"]
    compared = [
        t
        for c in frame.conditions
        if c.kind == key and c.mode != "none" and not named_by_ranking(c)
        for t in c.values
    ]
    several = len(compared) > 1
    every = rows
    if several and (frame.limit or frame.nth or frame.places):
        every = _ordered(replace(frame, limit=0, nth=0, places=()), key, services, mean=mean)[1]
    without = [t.label for t in compared if t.value not in {r[key] for r in every}]
    lacking = several and bool(without)
    if lacking:
        caveats.insert(0, f"{'・'.join(without)}の行には確定額がなく（内数か、行がない）、比べられません。")
    if key in ("target_group", "section", "pillar"):
        caveats.append(
            f"一つの事業が二つ以上の{kind}にあれば、それぞれに数えています（足し合わせると重なります）。"
        )
    if not any(c.kind == "year" for c in frame.conditions) and len(services.known.lexicon.budget_lists()) > 1:
        caveats.append(
            "年度の指定がないため、読み込んだすべての年度から選んでいます（年度の違う額は足していません）。"
        )
    text = _order_words(frame, key, f"{kind}ごとの{'平均' if mean else '予算'}額", rows)
    if lacking:
        text += f"{'・'.join(without)}には確定額がありません。"
    return Result(text, answer, query, [*caveats, *coverage(frame, services)], [r[key] for r in rows])


def _beyond(understood: Understood, services: AskServices, query: str, key: str, *, mean: bool) -> Result:
    """The 20th of an order of fewer things: how many there are, a false premise; nothing where there is none at all."""
    frame = understood.frame
    every = _ordered(replace(frame, limit=0, nth=0, places=()), key, services, mean=mean)[1]
    if not every:
        return nothing(understood, services, query, set_words(understood))
    many = len({r[key] for r in every})
    kind = str(condition_data()["items"].get(key, "事業"))
    place = max(frame.places, default=frame.nth)
    text = f"確定額で順に並べられる{kind}は{many}で、{place}番目はありません。"
    return Result(
        text,
        {},
        query,
        ["内数の額は順位に入れていません。", *coverage(frame, services)],
        reason="false_premise",
    )


def _ordered(frame: Frame, key: str, services: AskServices, *, mean: bool = False) -> tuple[str, list[Row]]:
    """The query and its rows in order. Of a limited order of programmes each counts once, in whichever year."""
    if frame.order == "both":
        ends = [_template(key, order, mean=mean).replace("$limit", "1") for order in ("desc", "asc")]
        union = "\n  UNION\n".join(f"  {{ {end} }}" for end in ends)
        return select_text(f"SELECT * WHERE {{\n{union}\n}}\nORDER BY DESC(?amount)", frame, services)
    template = _template(key, frame.order, mean=mean)
    if frame.limit == 1 and not frame.nth and not frame.places:
        return _first_with_equals(*select_text(template, replace(frame, limit=0), services), key)
    if not frame.places and ((frame.limit < 2 and not frame.nth) or key != "programme"):
        return select_text(template, frame, services)
    query, rows = select_text(template, replace(frame, limit=0, nth=0), services)
    if frame.nth or frame.places:
        return _at_places(query, rows, frame.places or (frame.nth,), key)
    first = list(dict.fromkeys(r[key] for r in rows))[: frame.limit]
    kept = [n for n, r in enumerate(rows) if r[key] in first[-1:]]
    cut = kept[0] + 1 if kept else 0
    return query.replace(f"LIMIT {NO_LIMIT}", f"LIMIT {cut}"), rows[:cut]


def _first_with_equals(query: str, rows: list[Row], key: str) -> tuple[str, list[Row]]:
    """The first of the whole order and all other things that share its place in the same year and stage, with the query for them."""
    same = 0
    for row in rows:
        if row["amount"] != rows[0]["amount"] or (row["fiscalYear"], row["stage"]) != (
            rows[0]["fiscalYear"],
            rows[0]["stage"],
        ):
            break
        same += 1
    many = same if len({r[key] for r in rows[:same]}) == same else min(1, len(rows))
    return query.replace(f"LIMIT {NO_LIMIT}", f"LIMIT {many or 1}"), rows[:many]


def _at_places(query: str, rows: list[Row], places: Sequence[int], key: str) -> tuple[str, list[Row]]:
    """The rows of the things at those places, each thing counted once, in whichever year, and the query for them; no row
    where there are fewer things than places."""
    first: dict[str, int] = {}
    for n, row in enumerate(rows):
        first.setdefault(row[key], n)
    found = [*first.values()]
    wanted = [found[place - 1] if place <= len(found) else len(rows) for place in places]
    shown = [rows[n] for n in wanted] if max(places) <= len(found) else []
    ordered = query.rstrip().removesuffix(f"LIMIT {NO_LIMIT}").rstrip()
    if len(wanted) == 1:
        return f"{ordered}\nOFFSET {wanted[0]} LIMIT 1\n", shown
    start = ordered.index("SELECT")
    each = "\n  UNION\n".join(f"  {{ {ordered[start:]}\nOFFSET {n} LIMIT 1 }}" for n in wanted)
    return f"{ordered[:start]}SELECT * WHERE {{\n{each}\n}}\nORDER BY {_ORDERED.split(ordered)[-1]}\n", shown


def _template(key: str, order: str, *, mean: bool = False) -> str:
    template = template_text(f"rank_{'' if key == 'programme' else 'group_amount_'}{order}")
    if mean:
        template = template.replace(
            "(SUM(?single) AS ?amount)", "(xsd:integer(ROUND(AVG(?single))) AS ?amount)"
        )
    if key in _GROUP_PATHS:
        template = template.replace("tsu:ministry ?ministry", f"{_GROUP_PATHS[key]} ?{key}")
        template = template.replace("?ministry", f"?{key}")
    return template


def _order_words(frame: Frame, key: str, what: str, rows: list[Row]) -> str:
    said = [f"{r['label']}（{when_printed(r)} {amount_words(r['amount'])}）" for r in rows]
    if frame.order == "both":
        apart = int(rows[0]["amount"]) - int(rows[-1]["amount"])
        told = f"差は{amount_words(apart)}です。" if re.search(r"差|開き|違い|較差", frame.text) else ""
        return f"最も大きいのは{said[0]}、最も小さいのは{said[-1]}です。{told}"
    if key != "programme" and frame.limit != 1 and not frame.nth:
        each = (f"{r['label']} {when_printed(r)} {amount_words(r['amount'])}" for r in rows[:6])
        return f"{what}: {'、'.join(each)}{' など' if len(rows) > 6 else ''}。"
    word = "大きい" if frame.order == "desc" else "小さい"
    if frame.places:
        at = zip(frame.places, said, strict=False)
        return "、".join(f"{place}番目に{word}のは{which}" for place, which in at) + "です。"
    first = f"{frame.nth}番目に{word}" if frame.nth else f"最も{word}"
    if frame.limit == 1 and not frame.nth and len(rows) > 1:
        unit = condition_data()["units"].get(key, "件")
        rest = f" ほか、合わせて{len(rows)}{unit}" if len(rows) > _MOST_SAID else ""
        return f"{first}のは{'、'.join(said[:_MOST_SAID])}{rest}で、同じ額です。"
    if frame.limit == 1 and rows[0].get("ministries"):
        return f"{first}のは{said[0]}です（担当: {rows[0]['ministries']}）。"
    rest = f"続いて{listed(said[1:], max(4, min(frame.limit, 20) - 1))}。" if len(said) > 1 else ""
    return f"{first}のは{said[0]}です。{rest}"

"""Two places of an order of exact amounts side by side: by how much the first and the second differ, and how many times one is the other."""

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
    select_text,
    template_text,
    things,
    when_printed,
)
from api.answering.words import amount_words, set_words
from nlp.questions.framing.sets import year_term, year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame

_PLACE = re.compile(
    r"(?:下|(?:小さい|低い|少ない|安い)(?:方|ほう))から(?P<back>\d{1,2})(?:位|番目)|下位(?P<back2>\d{1,2})(?:位|番目)|"
    r"(?P<n>\d{1,2})(?:位|番目)|(?P<top>トップ|首位|最大|最高|最も(?:大き|高|多)|一番(?:大き|高|多))|(?P<last>最小|最低|最下位|最も(?:小さ|低|安|少な)|一番(?:小さ|低|安|少な))"
)
_TIMES = re.compile(r"何倍|倍率|何分の")
_LAST = -1


def rank_gap(understood: Understood, services: AskServices) -> Result:
    """The two places named (1位 and 2位, the largest and the smallest) of programmes or ministries, their difference and ratio.

    Places are those of one year's list: without a year, of the newest.
    """
    key = "ministry" if understood.frame.item == "ministry" else "programme"
    frame = replace(understood.frame, limit=0, nth=0)
    notes = []
    if not frame.of_kind("year"):
        year = max(services.known.lexicon.budget_years(), default=0)
        assumed = Condition("year", (year_term(year),), origin="assumed")
        frame = replace(frame, conditions=(*frame.conditions, assumed))
        notes.append(f"年度の指定がないため、最も新しい{year_words(year)}の一覧で答えています。")
    places = _places(frame.text)
    found = [_at(place, key, frame, services) for place in places]
    if len(found) < 2 or not all(rows for _, rows in found):
        return nothing(understood, services, found[0][0] if found else "", set_words(understood))
    (one, first), (other, second) = ((query, rows[0]) for query, rows in found)
    a, b = int(first["amount"]), int(second["amount"])
    ratio = round(a / b, 2) if b else 0.0
    said = [
        f"{_place_words(place)}は{row['label']}（{when_printed(row)} {amount_words(row['amount'])}）"
        for place, row in zip(places, (first, second), strict=True)
    ]
    times = f"、{ratio:.2f}倍" if b else ""
    answer: dict[str, Any] = {
        "type": "amount",
        "value": abs(a - b),
        "unit": "円",
        "items": things((first, second), key),
        "columns": ["順位", "名称", "金額（円）"],
        "rows": [
            [_place_words(place), row["label"], int(row["amount"])]
            for place, row in zip(places, (first, second), strict=True)
        ],
    }
    if _TIMES.search(frame.text) and b:
        answer |= {"type": "number", "value": ratio, "unit": "倍"}
    caveats = [
        *notes,
        "内数の額は順位に入れていません。",
        "再掲は一度だけ数えています。",
        *coverage(frame, services),
    ]
    text = f"{'、'.join(said)}です。差は{amount_words(abs(a - b))}{times}です。"
    about = [row[key] for row in (first, second)]
    query = _together(one, other, key, times=answer["unit"] == "倍")
    return Result(text, answer, query, caveats, about, ("amount",))


def _places(text: str) -> list[int]:
    """The places said, in their order: 1 is the largest, -1 the smallest, -2 the one before it.

    >>> _places("トップの事業は2位の何倍"), _places("一番高い事業と一番安い事業の差"), _places("1位と下から2番目の差")
    ([1, 2], [1, -1], [1, -2])
    """
    return list(dict.fromkeys(_number(match) for match in _PLACE.finditer(text)))[:2]


def _number(match: re.Match[str]) -> int:
    back = match["back"] or match["back2"]
    if back:
        return -max(int(back), 1)
    return int(match["n"]) if match["n"] else 1 if match["top"] else _LAST


def _place_words(place: int) -> str:
    if place < _LAST:
        return f"下から{-place}番目"
    return "最下位" if place == _LAST else f"{place}位"


def _at(place: int, key: str, frame: Frame, services: AskServices) -> tuple[str, Sequence[Row]]:
    order = "asc" if place < 0 else "desc"
    text = template_text(f"rank_{'' if key == 'programme' else 'group_amount_'}{order}")
    query, rows = select_text(text, frame, services)
    nth = abs(place) - 1
    at = f"OFFSET {nth} LIMIT 1\n"
    return query.rstrip().removesuffix(f"LIMIT {NO_LIMIT}") + at, rows[nth : nth + 1]


def _together(one: str, other: str, key: str, *, times: bool) -> str:
    """Both queries as one with difference and ratio, the one that is asked for in front."""
    prefixes = template_text("prefixes").strip()
    parts = []
    for name, query in (("first", one), ("second", other)):
        inner = query.replace(prefixes, "").strip()
        parts.append(
            f"  {{ SELECT (?amount AS ?{name}) (?label AS ?{name}Label) (?{key} AS ?{name}Thing) WHERE {{ {{\n{inner}\n  }} }} }}"
        )
    values = [
        "(ABS(?first - ?second) AS ?difference)",
        "(ROUND(100.0 * ?first / ?second) / 100 AS ?times)",
    ]
    shown = (
        f"{' '.join(reversed(values) if times else values)} "
        "?firstLabel ?first ?firstThing ?secondLabel ?second ?secondThing"
    )
    return f"{prefixes}\nSELECT {shown} WHERE {{\n" + "\n".join(parts) + "\n}\n"

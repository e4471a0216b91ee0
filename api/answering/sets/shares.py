"""Shares: the part of things that meets what tells it, and the part of their money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import AskServices, Result, coverage, year_of
from api.answering.sets.lists import unit_words
from api.answering.sets.telling_parts import (
    kept_of,
    last_stated,
    not_limiting,
    parts_of_all,
    parts_said,
    with_its_ministry,
)
from api.answering.words import amount_words, ones_words, set_words, stage_words
from graph.question_graph import build_query
from nlp.questions.conditions.wording import words_of
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame

_MONEY_SHARE = re.compile(
    r"予算|金額|額|円(?!滑|満|卓|形|環)|合計|(?:補正|当初)(?:\([^)]*\))?(?:の(?:うち|中で?|何[%割分])|に占める|全体)"
)
_AMONG = re.compile(r"うち|に占める|の中で|における")
_COUNT_SHARE = re.compile(r"件数|事業数|行数|何件")
_MONEY_PARTS = (
    "ministry",
    "ministry_below",
    "target_group",
    "section",
    "pillar",
    "programme",
    "keyword",
    "newly",
    "relisted",
)
# 総額に占める再掲分: of money; 一覧14行のうち再掲は何割 is of rows.
_MONEY_WORD = re.compile(r"(?<!補正)(?<!当初)予算(?!一覧|の一覧)|金額|額|合計")
# 氷河期世代|の|交付金: what joins the words of one name.
_JOINED = re.compile(r"(?:の|向けの?|対象の|など?の|等の|・)?")
_NAMING = ("keyword", "target_group")

# Conditions that a share is about, the most telling first: the first that stands in the question makes the part.
_SHARED_BY = (
    "amount",
    "missing",
    "has",
    "numeric",
    "reached",
    "short",
    "missed",
    "due",
    "sole",
    "doubt",
    "joint_count",
    "joint_least",
    "quoted",
    "relisted",
    "newly",
    "amount_kind",
    "joint",
    "target_group",
    "keyword",
    "ministry",
    "pillar",
    "section",
)


def _said_after_among(frame: Frame) -> Condition | None:
    """こども向け施策のうち内閣府が担当するもの: the one condition said behind うち, which makes the part; None when there are others.

    厚労省の施策のうち数値目標があるもの: where all names stand before it, the one mark or flag is what is said behind it.
    """
    among = _AMONG.search(frame.text)
    if among is None:
        return None
    named = [c for c in frame.conditions if c.surface]
    after = [c for c in named if frame.text.find(c.surface) >= among.end()]
    if after or not named:
        return after[0] if len(after) == 1 else None
    flags = [c for c in frame.conditions if not c.surface and c.kind in _SHARED_BY]
    return flags[0] if len(flags) == 1 else None


def _of_one_name(other: Condition, telling: Condition, text: str) -> bool:
    """Whether a condition comes of words that stand beside those of the telling one, as parts of one name (氷河期世代の交付金)."""
    if other.kind not in _NAMING or telling.kind not in _NAMING or not (other.surface and telling.surface):
        return False
    one, two = sorted((text.find(c.surface), len(c.surface)) for c in (other, telling))
    return one[0] >= 0 and _JOINED.fullmatch(text[one[0] + one[1] : two[0]]) is not None


def _of_exact_amounts(frame: Frame) -> bool:
    """Whether 内数 is left out: that is said of sums, not of how many there are."""
    return any(c.kind == "amount_kind" and c.values[0].value.endswith("#exact") for c in frame.conditions)


def share(understood: Understood, services: AskServices) -> Result:
    """The part of the things that meets the telling condition, of those that meet the rest."""
    frame = understood.frame
    of_all = parts_of_all(frame)
    of_money = [k for k in _MONEY_PARTS if k != "relisted" or _MONEY_WORD.search(frame.text)]
    parts = bool(of_all) or any(c.kind in of_money for c in frame.conditions)
    # One programme's share is of money: of rows it would be one of so many.
    bound = any(c.kind == "amount" for c in frame.conditions)  # 金額が10億円を超える事業は何割: of programmes
    said = (
        understood.rule.id == "share_money"
        or (not bound and _MONEY_SHARE.search(frame.text))
        or _of_exact_amounts(frame)
        or frame.of_kind("programme")
    )
    money = bool(said) and not _COUNT_SHARE.search(frame.text)
    of_all = of_all or parts_said(frame)
    years = {t.value for c in frame.of_kind("year") if c.mode == "any" for t in c.values}
    if (
        frame.over == "line"
        and parts
        and len(years) > 1
        and not bound
        and not _COUNT_SHARE.search(frame.text)
    ):
        # Of the programmes of two years a share says nothing: that of each year's money does.
        money = True
    asked = understood.rule.id == "share_money" and frame.over == "line" and last_stated(frame) is not None
    if frame.over == "line" and money and (parts or asked):
        return _share_of_money(understood, services, of_all)
    open_ones = not_limiting(frame.conditions, frame)
    one = _said_after_among(frame) or next(
        (c for kind in _SHARED_BY for c in open_ones if c.kind == kind),
        next((c for kind in _SHARED_BY for c in frame.conditions if c.kind == kind), last_stated(frame)),
    )
    telling = of_all or (with_its_ministry(one, frame) if one is not None else ())
    if not of_all and one is not None:
        telling = (
            *telling,
            *(c for c in frame.conditions if c not in telling and _of_one_name(c, one, frame.text)),
        )
    if not telling:
        return nothing(understood, services, "", "割合を取る条件")
    rest = tuple(c for c in frame.conditions if c not in telling)
    whole = replace(frame, conditions=(*rest, *kept_of(telling, frame)))
    query = build_query("share", frame, None, whole)
    rows = services.rows(query)
    part, total = (int(rows[0]["part"]), int(rows[0]["whole"])) if rows else (0, 0)
    if not part or not total:
        return nothing(understood, services, query, set_words(understood))
    unit = unit_words(frame.item)
    ratio = 100 * part / total
    base = set_words(replace(understood, frame=whole))
    told = "、".join(words_of(c) for c in telling)
    answer = {
        "type": "number",
        "value": round(ratio, 1),
        "unit": "%",
        "columns": ["部分", "全体", "割合"],
        "rows": [[part, total, f"{ratio:.1f}%"]],
    }
    text = f"{base}{total}{unit}のうち、{ones_words(told)}は{part}{unit}（{ratio:.1f}%）です。"
    if parts and frame.over == "line" and not bound and not _COUNT_SHARE.search(frame.text):
        text += _of_money_too(_share_of_money(understood, services, telling))
    return Result(
        text, answer, query, ["件数の割合です（金額の割合ではありません）。", *coverage(frame, services)]
    )


def _of_money_too(money: Result) -> str:
    """The share of the money, said behind that of the number, where there is one; "" otherwise."""
    return "" if money.reason else f"額の割合では、{money.text}"


def _share_of_money(
    understood: Understood, services: AskServices, telling: Sequence[Condition] = ()
) -> Result:
    """The part of the exact amounts, each programme once, year by year and stage by stage; `telling` makes the part, where given."""
    frame = replace(understood.frame, item="line")
    part = [*telling]
    if not part:
        able = [c for c in frame.conditions if c.kind in _MONEY_PARTS]
        open_ones = not_limiting(able, frame)
        last = last_stated(frame)
        first = next((c for kind in _MONEY_PARTS for c in open_ones if c.kind == kind), last)
        # 氷河期交付金 looked for as two words: both of them make the part.
        part = [
            c
            for c in frame.conditions
            if first is not None
            and (c is first or c.kind == first.kind == "keyword" or _of_one_name(c, first, frame.text))
        ]
    rest = tuple(c for c in frame.conditions if c not in part)
    whole = replace(frame, conditions=(*rest, *kept_of(part, frame)))
    query = build_query("share_amount", frame, None, whole)
    rows = [r for r in services.rows(query) if r["part"] and int(r["whole"])]
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    table = [
        (
            year_of(r),
            stage_words(r["stage"]),
            int(r["part"]),
            int(r["whole"]),
            round(100 * int(r["part"]) / int(r["whole"]), 1),
        )
        for r in rows
    ]
    said = "、".join(
        f"{year}{stage}では{amount_words(of_part)}で、全体{amount_words(of_whole)}の{percent}%"
        for year, stage, of_part, of_whole, percent in table
    )
    told = "、".join(words_of(c) for c in part)
    answer: dict[str, Any] = {
        "type": "number" if len(table) == 1 else "table",
        "value": table[0][4] if len(table) == 1 else None,
        "unit": "%",
        "columns": ["年度", "段階", "部分（円）", "全体（円）", "割合（%）"],
        "rows": [list(row) for row in table],
    }
    only_first = any(c.kind == "relisted" for c in frame.conditions)
    caveats = [
        "再掲の行を除いた額の割合です。" if only_first else "再掲は一度だけ数えた額の割合です。",
        "内数の額は入れていません。",
        *coverage(frame, services),
    ]
    text = f"{ones_words(told)}は、{said}です。{_moved_share(table)}"
    return Result(text, answer, query, caveats, view="/view/chain")


def _moved_share(table: Sequence[tuple[str, str, int, int, float]]) -> str:
    """By how many points the share of the later of two years is more or less than that of the earlier; "" for other rows."""
    if len(table) != 2 or table[0][1] != table[1][1] or table[0][0] == table[1][0]:
        return ""
    after, before = table[0], table[1]
    points = round(after[4] - before[4], 1)
    if not points:
        return "割合は変わりません。"
    return (
        f"{before[0]}から{after[0]}へ{abs(points)}ポイント{'上がって' if points > 0 else '下がって'}います。"
    )

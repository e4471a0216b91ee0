"""The most that sheets give: for one recipient, of one year or side by side, how it moved, and which is the highest.

Limits are compared only where they are for the same sort of recipient (1団体あたり and 1都道府県あたり are not).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.answering.records.record import NO_FRAME, rows_printing
from api.answering.result import AskServices, Result, Row, template_text
from graph.question_graph import complete, serialise
from nlp.questions.framing.sets import year_words
from nlp.questions.printed.limit_questions import LimitQuestion, limit_follow_up, limit_question
from nlp.questions.printed.printed_texts import level
from nlp.questions.records import Term
from nlp.questions.typed.text import one_width

_MOST = 6
_EACH = re.compile(r"^(?P<what>.*?)\s?(?P<n>\d[\d,]*(?:\.\d+)?)(?P<unit>億円|百万円|千円|万円|円)$")
_UNITS = {"億円": 10**8, "百万円": 10**6, "万円": 10**4, "千円": 10**3, "円": 1}
_LIMIT_SIGN = re.compile(r"[（(]?上限[)）]?\s*")
_UNIT = re.compile(r"^1(?P<each>.+?)(?:あたり|当たり|につき)$")
_BODY = re.compile(r"(?:団体|法人|者)$")
_LABEL = "上限額・基準額"
_APART = "誰あたりの額かが違うものは、大小を比べていません。"
_OF_SHEETS = "読み込んだ事業資料に印刷された額です。ほかの条件は資料で確かめてください。"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: the thing that has it, its name, what that belongs to, the year of its sheet, for whom, how much in yen
    and as printed, with the subsidy rate as printed."""

    thing: str
    label: str
    of: str
    year: str
    what: str
    yen: float
    printed: str
    text: str
    rate: str

    @property
    def unit(self) -> str:
        """The sort of recipient that it is for, "" where it is not said (1団体あたり, …を行う団体: 団体)."""
        what = _LIMIT_SIGN.sub("", self.what).strip()
        match = _UNIT.match(what)
        if match is not None:
            return match["each"]
        return "団体" if _BODY.search(what) else what


def limits(question: str, before: Sequence[str], services: AskServices) -> Result | None:
    """What sheets give at most, as a question asks; None where it asks anything else, or where no limit has all of it."""
    asked = _asked(question, before, services)
    if asked is None:
        return None
    if asked.order:
        return _ranked(asked, services)
    return _of_recipients(asked, services)


def _asked(question: str, before: Sequence[str], services: AskServices) -> LimitQuestion | None:
    index = services.known.index
    if not before:
        return limit_question(question, index)
    earlier: LimitQuestion | None = None
    for former in before:
        earlier = (limit_follow_up(former, earlier, index) if earlier else None) or limit_question(
            former, index
        )
    return limit_follow_up(question, earlier, index) if earlier is not None and not earlier.order else None


def _of_recipients(asked: LimitQuestion, services: AskServices) -> Result | None:
    found = [one for one in _found(asked, services) if not asked.years or one.year[:4].isdecimal()]
    fitting = [one for one in found if _fits(one, asked)]
    if not fitting or not (asked.recipients or asked.moved or asked.years or asked.rate):
        return None  # all that is printed of a thing: as the frames tell it
    kept = [one for one in fitting if not asked.years or int(one.year[:4]) in asked.years]
    if not kept:
        return _of_other_years(asked, fitting)
    if len({one.label for one in kept}) > _MOST:
        return None
    if asked.moved:
        return _moved(asked, kept)
    lacking = [r.name for r in asked.recipients if not any(r.printed.search(one.what) for one in kept)]
    without = f"{'・'.join(lacking)}あたりの額は、読み込んだ資料に書かれていません。" if lacking else ""
    return _told(asked, kept, f"{_said(asked, kept)}{without}", [])


def _fits(limit: Limit, asked: LimitQuestion) -> bool:
    return not asked.recipients or any(r.printed.search(limit.what) for r in asked.recipients)


def _of_other_years(asked: LimitQuestion, fitting: Sequence[Limit]) -> Result:
    years = "・".join(map(year_words, asked.years))
    said = f"{years}の資料には書かれていません。{_said(asked, fitting)}"
    return _told(asked, fitting, said, [], reason="not_in_source")


def _moved(asked: LimitQuestion, kept: Sequence[Limit]) -> Result | None:
    pairs: dict[tuple[str, str], dict[str, Limit]] = {}
    for one in kept:
        pairs.setdefault((level(one.label), one.what), {})[one.year[:4]] = one
    told, caveats = [], []
    for years in pairs.values():
        ordered = [years[year] for year in sorted(years)]
        if len(ordered) != 2:
            caveats.append(f"{ordered[0].what}の額は{_year(ordered[0])}の資料にだけあり、比べられません。")
            continue
        old, new = ordered
        by = new.yen - old.yen
        way = "上がりました" if by > 0 else "下がりました" if by else "変わりません"
        moved = f"{_as_printed(abs(by), new)}{way}" if by else way
        told.append(
            f"{new.label}の{new.what}の額は{old.printed}から{new.printed}へ{moved}（{_year(old)}から{_year(new)}の資料）"
        )
    if not told:
        return None
    both = [one for one in kept if len(pairs[level(one.label), one.what]) == 2]
    return _told(asked, both, f"{'。'.join(told)}。", caveats)


def _ranked(asked: LimitQuestion, services: AskServices) -> Result | None:
    found = [one for one in _found(asked, services) if _fits(one, asked)]
    found = [one for one in found if not asked.years or one.year[:4] in map(str, asked.years)]
    if not found:
        return None
    groups: dict[str, list[Limit]] = {}
    for one in found:
        groups.setdefault(one.unit, []).append(one)
    best: list[Limit] = []
    for group in groups.values():
        edge = (max if asked.order == "desc" else min)(one.yen for one in group)
        best += [one for one in group if one.yen == edge]
    best.sort(key=lambda one: -one.yen if asked.order == "desc" else one.yen)
    told: dict[tuple[str, str], list[Limit]] = {}
    for one in best:
        told.setdefault((one.unit, one.printed), []).append(one)
    pieces = []
    for (unit, printed), same in told.items():
        named = dict.fromkeys(f"{_holder(one)}" for one in same)
        who = f"{unit}あたり" if unit else "誰あたりか書かれていないもの"
        pieces.append(f"{who}では{printed}（{'、'.join(named)}）")
    way = "高い" if asked.order == "desc" else "低い"
    single = len(groups) == 1
    lead = "" if single else "額は誰あたりかが違うので、同じ単位の中で比べます。"
    text = f"{lead}{_LABEL}が一番{way}のは、{'、'.join(pieces)}です。"
    return _told(asked, best, text, [] if single else [_APART])


def _holder(one: Limit) -> str:
    of = f"{one.of}の" if one.of and level(one.of) != level(one.label) else ""
    scope = _LIMIT_SIGN.sub("", one.what).strip()
    scoped = "" if _UNIT.match(scope) or not scope else f"、{scope}"
    year = f"、{_year(one)}の資料" if one.year else ""
    return f"{of}「{one.label}」{scoped}{year}"


def _said(asked: LimitQuestion, kept: Sequence[Limit]) -> str:
    groups: dict[tuple[str, str], list[Limit]] = {}
    for one in sorted(kept, key=lambda one: one.year, reverse=True):
        groups.setdefault((one.label, one.year), []).append(one)
    pieces = []
    for (label, _), mine in groups.items():
        year = f"（{_year(mine[0])}の資料）" if mine[0].year else ""
        said = []
        if asked.limit:
            said.append(f"{_LABEL}{year}: {'、'.join(dict.fromkeys(one.text for one in mine))}")
        if asked.rate:
            rates = "、".join(dict.fromkeys(one.rate for one in mine if one.rate))
            said.append(
                f"補助率{year if not said else ''}: {rates or '資料に書かれていないか、読み取れません'}"
            )
        pieces.append(f"{label}の{'、'.join(said)}")
    return "。".join(pieces) + "。"


def _told(
    asked: LimitQuestion, kept: Sequence[Limit], text: str, caveats: Sequence[str], reason: str = ""
) -> Result:
    tests = dict.fromkeys(
        f"(?thing = {serialise(Term('iri', one.thing))} && STR(?limit) = {serialise(Term('text', one.text))})"
        for one in kept
    )
    query = _query(f"  FILTER({' || '.join(tests)})")
    items: dict[str, dict[str, Any]] = {}
    for one in kept:
        items.setdefault(one.thing, {"id": one.thing, "label": one.label})
    columns = ["名称", "何の", "資料の年度", "誰あたりか", _LABEL] + (["補助率"] if asked.rate else [])
    rows = [
        [one.label, one.of, _year(one), one.what, one.printed] + ([one.rate] if asked.rate else [])
        for one in kept
    ]
    one_value = kept[0].printed if len({one.printed for one in kept}) == 1 and not asked.rate else None
    answer = {
        "type": "table",
        "value": one_value,
        "columns": columns,
        "rows": rows,
        "items": list(items.values()),
    }
    supports = ("limit", "subsidyRate", "prefLabel") if asked.rate else ("limit", "prefLabel")
    said = "・".join(f"「{word.said}」" for word in asked.words)
    whom = f"（{'・'.join(r.name for r in asked.recipients)}）" if asked.recipients else ""
    years = "・".join(map(year_words, asked.years))
    order = {"desc": "が一番高いもの", "asc": "が一番低いもの"}.get(
        asked.order, "の差" if asked.moved else ""
    )
    note = f"{f'{said}を含む' if said else ''}{f'{years}の' if years else ''}事業資料の{_LABEL}{whom}{'と補助率' if asked.rate else ''}{order}"
    return Result(
        text, answer, query, [*caveats, _OF_SHEETS], list(items), supports, reason=reason, note=note
    )


def _found(asked: LimitQuestion, services: AskServices) -> list[Limit]:
    """The limits of what prints all words that are asked for."""
    longest = max(asked.words, key=lambda w: min(map(len, w.forms)), default=None)
    forms = longest.forms if longest else ("",)
    grouped: dict[tuple[str, str], list[Row]] = {}
    # As printed: what is printed in another width is told by its other rows or not at all.
    for row in rows_printing(services.rows(every_limit()), ("label", "of", "text", "limit"), forms):
        grouped.setdefault((row["thing"], row["limit"]), []).append(row)
    return [one for mine in grouped.values() if (one := _limit(mine, asked)) is not None]


def _limit(rows: Sequence[Row], asked: LimitQuestion) -> Limit | None:
    first = rows[0]
    printed = level(" ".join(row[name] for row in rows for name in ("label", "of", "text", "limit")))
    if not all(any(level(form) in printed for form in word.forms) for word in asked.words):
        return None
    match = _EACH.match(one_width(first["limit"]))
    if match is None:
        return None
    ofs = sorted({row["of"] for row in rows if row["of"]}, key=lambda of: of.startswith(("（", "(")))
    rate = next((row["shares"] for row in rows if row["shares"]), "")
    rates = dict.fromkeys(row["rate"] for row in rows if row["rate"])
    return Limit(
        first["thing"],
        first["label"],
        ofs[0] if ofs else "",
        first["year"],
        match["what"].strip(),
        float(match["n"].replace(",", "")) * _UNITS[match["unit"]],
        f"{match['n']}{match['unit']}",
        first["limit"],
        rate or "・".join(rates),
    )


def every_limit() -> str:
    """The query for all limits: the same for every question, whatever words it has."""
    return _query("")


def _query(condition: str) -> str:
    return complete(template_text("limits").replace("#{filter}", condition), NO_FRAME, {})


def _as_printed(yen: float, like: Limit) -> str:
    unit = next(name for name in _UNITS if like.printed.endswith(name))
    return f"{yen / _UNITS[unit]:,g}{unit}"


def _year(one: Limit) -> str:
    return year_words(int(one.year[:4])) if one.year[:4].isdecimal() else ""


__all__ = ["limits"]

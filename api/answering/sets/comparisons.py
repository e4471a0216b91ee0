"""Two values set side by side, and one value held against a number: the values are those of ordinary questions."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.answering.money.amounts import amounts
from api.answering.money.averages import average
from api.answering.money.changes import change
from api.answering.money.rounding import rounded_to
from api.answering.money.sum_readings import gap_asked, reading_meant, says_reading
from api.answering.money.totals import count_and_total, totals
from api.answering.result import AskServices, Result, numbered, template_text
from api.answering.sets.lists import count
from api.answering.sets.shares import share
from api.answering.words import amount_words, wording
from nlp.questions.parser import Understood

_VALUED: Mapping[str, Callable[[Understood, AskServices], Result]] = {
    "count": count,
    "totals": totals,
    "count_and_total": count_and_total,
    "amounts": amounts,
    "average": average,
    "change": change,
    "share": share,
}
_TESTS: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}
_BOUND_WORDS = {">=": "以上", ">": "超", "<=": "以下", "<": "未満", "=": ""}
_ON_LISTS = "予算一覧"
_EXACT = "確定額"
_FEW_NAMED = 12


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the values: as it was called, by fiscal year and stage ("" where it has none)."""

    name: str
    result: Result
    values: Mapping[str, int]
    unit: str
    listed: bool = False


def compare(understood: Understood, services: AskServices) -> Result:
    """Which of two values is more, by how much they differ, or whether the first is more than the second."""
    whole = understood.frame.text
    if not any(says_reading(part.frame.text) for _, part in understood.parts):
        # R7とR6の合計の差は再掲を除いてどれだけ: said of both behind them.
        understood = replace(
            understood,
            parts=tuple((n, replace(p, frame=replace(p.frame, former=whole))) for n, p in understood.parts),
        )
    sides = [_side(name, part, services) for name, part in understood.parts]
    first, second = sides
    unread = next((side for side in sides if not side.values), None)
    if unread is not None:
        text = f"{unread.name}の値が一つに定まらないため、比べられません。{unread.result.text}"
        return Result(text, {}, unread.result.sparql, reason=unread.result.reason or "not_in_source")
    if first.unit == second.unit == "件" and not any((*first.values.values(), *second.values.values())):
        # 訪問支援群と対照群: neither names anything that is counted.
        text = (
            f"「{first.name}」も「{second.name}」も、読み込んだ文書の中に見つからないため、比べられません。"
        )
        return Result(text, {}, first.result.sparql, reason="not_in_source")
    common = [key for key in first.values if key in second.values]
    pairs: list[tuple[str, int, int]]
    if not common:
        # Two years, or two stages, compared with each other: each side has one value of its own.
        if len(first.values) > 1 or len(second.values) > 1:
            text = f"{first.name}と{second.name}に、同じ年度・段階の額がないため比べられません。"
            return Result(text, {}, first.result.sparql, reason="not_in_source")
        pairs = [("", next(iter(first.values.values())), next(iter(second.values.values())))]
    else:
        pairs = [(key, first.values[key], second.values[key]) for key in common]
    table = [[key, a, b, a - b] for key, a, b in pairs]
    unit = first.unit if first.unit == second.unit else "件"
    said = "".join(f"{_verdict(understood, key, first, second, a, b)}。" for key, a, b in pairs)
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["年度・段階", first.name, second.name, "差"],
        "rows": table,
        "unit": unit,
    }
    if len(pairs) == 1:
        _, a, b = pairs[0]
        answer["columns"], answer["rows"] = (
            ["比べるもの", "値"],
            [[first.name, a], [second.name, b], ["差", a - b]],
        )
        answer["value"] = abs(a - b)
        if understood.frame.group == "whether":
            answer |= {"type": "boolean", "value": a > b if understood.frame.order == "desc" else a < b}
        elif understood.frame.group == "ratio" and b:
            answer |= {"type": "number", "value": round(a / b, 2), "unit": "倍"}
        elif understood.frame.group == "difference":
            answer["type"] = "amount" if unit == "円" else "number"
    caveats = [
        f"「{side.name}」は「{wording(part)}」と読みました。"
        for side, (_, part) in zip(sides, understood.parts, strict=True)
    ]
    caveats += [c for side in sides for c in side.result.caveats]
    query = _together(understood, sides, not common)
    about = [thing for side in sides for thing in side.result.about]
    return Result(said, answer, query, list(dict.fromkeys(caveats)), about, first.result.supports)


def _verdict(understood: Understood, key: str, first: _Side, second: _Side, a: int, b: int) -> str:
    one, other, unit = first.name, second.name, first.unit if first.unit == second.unit else "件"
    beside = f"{key + 'は' if key else ''}{one}が{_said(a, first.unit)}、{other}が{_said(b, second.unit)}"
    if a == b:
        return f"{beside}で、同じです"
    more = one if (a > b) == (understood.frame.order == "desc") else other
    word = "多い" if understood.frame.order == "desc" else "少ない"
    if unit == "円":
        word = "大きい" if understood.frame.order == "desc" else "小さい"
    apart = f"差は{_said(abs(a - b), unit)}です"
    if understood.frame.group == "whether":
        return f"{'はい' if more == one else 'いいえ'}、{beside}で、{apart}"
    if understood.frame.group == "ratio" and b:
        return f"{beside}で、{one}は{other}の{a / b:.2f}倍です"
    if understood.frame.group == "which":
        return f"{key + 'で' if key else ''}{word}のは{more}です。{beside}で、{apart}"
    return f"{beside}で、{apart}"


def _said(value: int, unit: str) -> str:
    return amount_words(value) if unit == "円" else f"{value}{unit}"


def _side(name: str, part: Understood, services: AskServices) -> _Side:
    result = _VALUED[part.rule.op](part, services)
    answer = result.answer
    if result.reason:
        # A count of nothing is a count all the same when the other side has things; money without rows is not 0.
        none = part.rule.op == "count" and result.reason == "not_in_source"
        return _Side(name, result, {"": 0} if none else {}, "件")
    rows = answer.get("rows") or []
    if part.rule.op == "totals":
        if part.rule.flag == "pair" or gap_asked(part.frame.text):
            return _Side(name, result, {}, "円")  # a difference of years or of readings, which is no one sum
        column = 2 + _READINGS.index(reading_meant(part.frame))
        return _Side(
            name, result, {f"{r[0]}{r[1]}": int(r[column]) for r in rows if len(r) > 5 and r[5]}, "円"
        )
    if part.rule.op == "average":
        return _Side(name, result, {f"{r[0]}{r[1]}": round(r[2]) for r in rows}, "円")
    if part.rule.op == "amounts":
        listed = [r for r in rows if r[4] == _EXACT and r[6] == _ON_LISTS]
        exact = listed or [r for r in rows if r[4] == _EXACT]
        values = {f"{r[1]}{r[2]}": int(r[3]) for r in reversed(exact)}
        return _Side(name, result, values, "円", bool(listed))
    value = answer.get("value")
    return _Side(name, result, {} if value is None else {"": int(value)}, str(answer.get("unit") or "件"))


# The value in the rows of each computation, and what picks the rows with one.
_VALUES = {
    "count": "?value",
    "totals": "?once",
    "amounts": "?amount",
    "average": "?mean",
    "change": "?difference",
}
_READINGS = ("asPrinted", "once", "withoutRelisted")
_CHOSEN = {"totals": " FILTER(?lines > 0)", "amounts": " FILTER(?kind = tsu:exact)"}


def _together(understood: Understood, sides: list[_Side], apart: bool) -> str:
    """Both queries as one with the difference; `apart`: the sides are not of one year and stage."""
    prefixes = template_text("prefixes").strip()
    op = understood.parts[0][1].rule.op
    keys = "" if op == "count" or apart else "?fiscalYear ?stage "
    pieces = []
    for name, side, (_, part) in zip(("first", "second"), sides, understood.parts, strict=True):
        value = f"?{reading_meant(part.frame)}" if op == "totals" else _VALUES[op]
        query = side.result.sparql.replace(prefixes, "").strip()
        pieces.append(
            f"  {{ SELECT DISTINCT {keys}({value} AS ?{name}) WHERE {{ {{\n{query}\n  }}{_picked(op, side)} }} }}"
        )
    more = ">" if understood.frame.order == "desc" else "<"
    shown = f"(ABS(?first - ?second) AS ?difference) ?first ?second {keys}".strip()
    if understood.frame.group == "whether":
        shown = f"(?first {more} ?second AS ?holds) {shown}"
    if understood.frame.group == "ratio":
        shown = f"(ROUND(100.0 * ?first / ?second) / 100 AS ?times) {shown}"
    return f"{prefixes}\nSELECT {shown} WHERE {{\n" + "\n".join(pieces) + "\n}\n"


def _picked(op: str, side: _Side) -> str:
    return _CHOSEN.get(op, "") + (f' FILTER(?place = "{_ON_LISTS}")' if side.listed else "")


def _tested(part: Understood, side: _Side, test: str, least: float, *, every: bool = False) -> str:
    """The query for the value, with whether it holds in front; `every`: of all amounts that are printed."""
    prefixes = template_text("prefixes").strip()
    op = part.rule.op
    value = "100 * ?part / ?whole" if op == "share" else _VALUES[op]
    if op == "totals":
        # Of the three readings of a sum the one that the answer gives.
        row = (side.result.answer.get("rows") or [[]])[0]
        said = side.result.answer.get("value")
        value = "?" + next((r for r, cell in zip(_READINGS, row[2:5], strict=False) if cell == said), "once")
    query = side.result.sparql.replace(prefixes, "").strip()
    number = int(least) if least == int(least) else least
    shown = f"({value} {test} {number} AS ?holds) ({value} AS ?compared)"
    return f"{prefixes}\nSELECT {shown} WHERE {{ {{\n{query}\n}}{'' if every else _picked(op, side)} }}\n"


def _printed_as(amount: int, holds: Mapping[str, bool], side: _Side) -> str:
    """Which documents print an amount, and what else stands for that year and stage; "" where none does or all agree.

    A list may print a part of what a sheet prints: neither is denied.
    """
    rows = side.result.answer.get("rows") or []
    hits = [r for r in rows if r[3] == amount]
    if not any(not holds.get(f"{r[1]}{r[2]}", holds.get("", False)) for r in hits):
        return ""
    several = len({r[0] for r in rows}) > 1
    said = dict.fromkeys(
        f"{r[0] + 'の' if several else ''}{r[1]}{r[2]}は、{r[6]}では{r[5] or amount_words(amount)}"
        f"{'' if r[4] == _EXACT else f'（{r[4]}）'}です。"
        for r in hits
    )
    whens = {r[1:3] for r in map(tuple, hits)}
    others = any(r[3] != amount and tuple(r[1:3]) in whens for r in rows)
    return "".join(said) + ("同じ年度・段階に、ほかの額の印刷もあります。" if others else "")


def verify(understood: Understood, services: AskServices) -> Result:
    """Whether a value is as much as said: the value, and yes or no."""
    _, part = understood.parts[0]
    bound = understood.frame.conditions[0]
    side = _side("", part, services)
    exact = part.rule.op == "change"
    if side.result.reason and not side.values:
        return side.result
    if part.rule.op in ("average", "share") or exact:
        value = side.result.answer.get("value")
        values = {} if value is None else {"": float(value)}
    else:
        values = {key: float(value) for key, value in side.values.items()}
        single = side.result.answer.get("value")
        if single is not None:
            # Of the three readings of a sum the one that was asked for.
            values = {"": float(single)}
    least = float(bound.values[0].value)
    holds = {key: _TESTS[bound.operator](value, least) for key, value in values.items()}
    of_money = part.rule.op == "amounts" and bound.operator == "="
    printed = _printed_as(int(least), holds, side) if of_money else ""
    if not values and not printed:
        text = f"一つの値に定まらないため、はい・いいえでは答えられません。{side.result.text}"
        return replace(side.result, text=text)
    claim = f"{bound.values[0].label}{_BOUND_WORDS[bound.operator]}"
    counted = _counted_as_lines(int(least), side) if bound.operator == "=" else ""
    if counted and not any(holds.values()):
        answer = {**side.result.answer, "type": "table", "value": None}
        return replace(side.result, text=counted, answer=answer)
    if printed or len(set(holds.values())) > 1:
        begun = printed or "".join(
            f"{key}は{claim}{'です' if yes else 'ではありません'}。" for key, yes in holds.items()
        )
        answer = {**side.result.answer, "type": "table", "value": None}
    else:
        yes = next(iter(holds.values()))
        begun = f"はい、{claim}です。" if yes else f"いいえ、{claim}ではありません。"
        if not yes and bound.operator == "=" and all(rounded_to(v, claim) == least for v in values.values()):
            begun = f"四捨五入すると{claim}ですが、ちょうど{claim}ではありません。"
        answer = {**side.result.answer, "type": "boolean", "value": yes}
    query = _tested(part, side, bound.operator, least, every=bool(printed))
    return replace(
        side.result, text=begun + side.result.text + _what_they_are(part, side), answer=answer, sparql=query
    )


def _counted_as_lines(claimed: int, side: _Side) -> str:
    """What a claimed number counts where it is that of the printed lines and not that of the programmes; "" otherwise."""
    counts = {row[0]: row[1] for row in side.result.answer.get("rows") or [] if len(row) == 2}
    if counts.get("一覧の行") != claimed:
        return ""
    return f"一覧の行では{claimed}行ですが、再掲を一つに数えた事業では{side.result.answer['value']}事業です。"


def _what_they_are(part: Understood, side: _Side) -> str:
    """Which things a number that was claimed is of, where they are few: 二つで合ってる？ is about those two."""
    items = side.result.answer.get("items") or []
    if part.rule.op != "count" or not 0 < len(items) <= _FEW_NAMED:
        return ""
    return f"{'、'.join(numbered(item).rstrip('。') for item in items)}です。"

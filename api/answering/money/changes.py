"""Amounts of two years compared: the change of one programme, and those that rose, fell or stayed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.money.across_stages import across_sheets, between_early, stage_labels
from api.answering.money.amounts import amounts
from api.answering.money.moved import UNLIKE, both_or_either, direction
from api.answering.money.one_list import change_of_one_list
from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    Row,
    around,
    select,
    select_text,
    template_text,
    things,
    whether_any,
)
from api.answering.words import amount_words, charge_told, kind_words, moved_words, set_words, stage_words
from graph.question_graph import serialise, supports
from nlp.questions.conditions.wording import words_of
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

# 増えた額の合計, as turns/changes.toml writes it.
_SUMMED = "総和"
_RATE = re.compile(r"率|割合|何%|何割|パーセント|何倍")
_AMOUNT_SAID = re.compile(r"額|円|幅")
_SOUGHT = {"?after < ?before": "額の減った", "?after > ?before": "額の増えた", "same": "額の変わらない"}
# 減った事業の担当は: whose they are is told beside them.
_CHARGE = """  { SELECT ?programme (GROUP_CONCAT(DISTINCT ?charge; separator="・") AS ?ministries) WHERE {
#{rows}
    ?line tsu:programme ?programme ; tsu:ministry/skos:prefLabel ?charge . FILTER(LANG(?charge) = "ja")
  } GROUP BY ?programme }"""
_WHICH = {"same": "?after = ?before", "each": "true"}


def change(understood: Understood, services: AskServices) -> Result:
    """The difference between two years: of one programme, or of those that rose or fell."""
    stages = stage_labels(understood.frame)
    if len(stages) > 1 and understood.rule.op == "change":
        return _between_stages(understood, services, stages)
    pair = year_pair_of(understood.frame, services)
    if len(pair) < 2:
        return change_of_one_list(understood, services)
    kept = tuple(c for c in understood.frame.conditions if supports("line", c.kind) and c.kind != "year")
    frame = replace(understood.frame, over="line", item="programme", conditions=kept)
    slots = {"earlier": Term("year", str(pair[0])), "later": Term("year", str(pair[1]))}
    if understood.rule.op == "change_rank":
        falls = frame.order == "asc"
        template = template_text(f"change_rank_{'asc' if falls else 'desc'}")
        test = _WHICH.get(understood.rule.flag) or direction(frame)
        moved = _moved_by(falls=test == "?after < ?before", either=test == UNLIKE)
        test = " && ".join((test, *_change_tests(understood.frame.conditions, moved)))
        template = template.replace("$test", test)
        told = _CHARGE if charge_told(frame.text) else ""
        template = template.replace("#{shown}", " ?ministries" if told else "").replace("#{charge}", told)
        bound = {name: serialise(term) for name, term in slots.items()}
        query, rows = select_text(_in_order(template, frame.text), frame, services, **bound)
    else:
        query, rows = select("change", frame, services, slots)
    if not rows and understood.rule.op == "change_rank" and understood.rule.flag != "each":
        whatever = tuple(c for c in understood.frame.conditions if not c.kind.startswith("change_"))
        every = replace(understood.frame, conditions=whatever)
        each = replace(understood, rule=replace(understood.rule, flag="each"), frame=every)
        other = change(each, services)
        if not other.reason:
            word = "".join(f"{words_of(c)}で" for c in understood.frame.conditions if c not in whatever)
            word += _SOUGHT.get(understood.rule.flag or direction(frame), "当てはまる")
            text = f"{year_words(pair[0])}から{year_words(pair[1])}で{word}事業はありません。{other.text}"
            answer = {**other.answer, "type": "boolean", "value": False}
            return replace(other, text=text, answer=answer, sparql=whether_any(query))
    if not rows:
        return _no_change(understood, frame, services, query, pair)
    found = _changed(rows, pair, query, frame, many=understood.rule.op == "change_rank")
    if _SUMMED in frame.text and understood.rule.op == "change_rank":
        return _summed(found, rows)
    if (
        understood.rule.op == "change_rank"
        and frame.limit == 1
        and not _RATE.search(frame.text)
        and not _AMOUNT_SAID.search(frame.text)
    ):
        # いちばん減ったのは: by the amount; where another one leads by the rate, it is told too.
        by_rate = select_text(_in_order(template, f"{frame.text}率"), frame, services, **bound)[1]
        found.text += _leading_by_rate(by_rate, rows)
    return found


def _summed(found: Result, rows: Sequence[Row]) -> Result:
    """減った事業の減少額を合わせるといくら: the differences added up, behind those that have them.

    The query adds what the text adds: each difference of a programme at a stage once, whichever rows print it.
    """
    each = {(r["programme"], r["stage"], int(r["difference"])) for r in rows}
    total = sum(difference for _, _, difference in each)
    distinct = around(found.sparql, "SELECT DISTINCT ?programme ?stage ?difference WHERE")
    query = around(distinct, "SELECT (SUM(?difference) AS ?sum) WHERE")
    text = f"{found.text}合わせて{moved_words(total)}。"
    caveats = [*found.caveats]
    if len({key[:2] for key in each}) < len(each):
        caveats.append("額が二つ以上印刷されている事業は、どの差も一度ずつ足しています。")
    answer = {**found.answer, "type": "amount", "value": total}
    return replace(found, text=text, answer=answer, sparql=query, caveats=caveats)


def _leading_by_rate(by_rate: Sequence[Row], rows: Sequence[Row]) -> str:
    """The thing that moved most of itself, where it is not the one that moved by the largest amount; "" otherwise."""
    if not by_rate or by_rate[0]["programme"] in {row["programme"] for row in rows}:
        return ""
    return f"額の大きさで比べています。割合で比べると{_with_difference(by_rate[0])}です。"


def _in_order(template: str, text: str) -> str:
    """The template ordered by the part of the earlier amount where a rate is asked for, by size where direction is open."""
    size = "1.0 * (?after - ?before) / ?before" if _RATE.search(text) else "?difference"
    if both_or_either(text)[1]:
        return template.replace("DESC(?difference)", f"DESC(ABS({size}))").replace(
            "ASC(?difference)", f"ASC(ABS({size}))"
        )
    return template.replace("(?difference)", f"({size})")


def _moved_by(*, falls: bool, either: bool) -> str:
    if either:
        return "ABS(?after - ?before)"
    return "(?before - ?after)" if falls else "(?after - ?before)"


def _change_tests(conditions: Sequence[Condition], moved: str) -> list[str]:
    """How far an amount must have `moved` (1億円以上, 2倍以上, 3割以上), as tests of ?before and ?after in yen."""
    tests = []
    for condition in conditions:
        value, least = condition.values[0].value if condition.values else "", condition.operator
        match condition.kind:
            case "change_amount":
                tests.append(f"{moved} {least} {int(value)}")
            case "change_ratio":
                tests.append(f"?after {least} {float(value)} * ?before")
            case "change_percent":
                tests.append(f"{moved} * 100 {least} {float(value)} * ?before")
    return tests


def _with_difference(row: Row) -> str:
    """The name with by how much, and by what part, the amount changed."""
    difference, before = int(row["difference"]), int(row["before"])
    charge = f"担当: {row['ministries']}" if row.get("ministries") else ""
    if not difference:
        return f"{row['label']}（{charge}）" if charge else row["label"]
    part = f"、{100 * difference / before:+.1f}%" if before else ""
    return f"{row['label']}（{amount_words(difference)}{part}{'、' + charge if charge else ''}）"


def _part_of(row: Row) -> str:
    """The change as a part of the earlier amount, "" when there is none to speak of."""
    difference, before = int(row["difference"]), int(row["before"])
    return f"（{100 * difference / before:+.1f}%）" if difference and before else ""


def _moved(rows: Sequence[Row]) -> str:
    """What the differences of the rows have in common, in words."""
    signs = {(d > 0) - (d < 0) for d in (int(r["difference"]) for r in rows)}
    words = {1: "増えた", -1: "減った", 0: "変わらない"}
    return words[signs.pop()] if len(signs) == 1 else "両方の年度に額がある"


def _apart(rows: Sequence[Row]) -> str:
    """Those that rose and those that fell, told apart."""
    said = []
    for word, sign in (("増えた", 1), ("減った", -1)):
        own = list(dict.fromkeys(_with_difference(r) for r in rows if int(r["difference"]) * sign > 0))
        said.append(f"{word}のは{len(own)}事業（{'、'.join(own[:6])}）")
    return "、".join(said) + "です"


def year_pair_of(frame: Frame, services: AskServices) -> list[int]:
    """The two fiscal years compared, the earlier first: those asked for, or the newest loaded and the one before."""
    loaded = services.known.lexicon.budget_years()
    asked = sorted({int(t.value) for c in frame.conditions if c.kind == "year" for t in c.values})
    staged = any(c.kind == "stage" for c in frame.conditions)
    listed = [year for year in asked if year in loaded] if staged and len(asked) > 2 else []
    if len(listed) > 1:
        asked = listed  # R8補正, R9補正 and R10当初, then 補正どうしの差: the years whose lists are loaded
    return asked[-2:] if len(asked) > 1 else _pair(asked, loaded)


def _pair(asked: list[int], loaded: list[int]) -> list[int]:
    if not asked:
        return loaded[-2:]
    before = [year for year in loaded if year < asked[0]]
    return [before[-1], asked[0]] if before else [asked[0], *[y for y in loaded if y > asked[0]][:1]]


def _no_change(
    understood: Understood, frame: Frame, services: AskServices, query: str, pair: list[int]
) -> Result:
    named = [c for c in frame.conditions if c.kind == "programme"]
    if named and understood.rule.op != "change_rank":
        found = amounts(replace(understood, frame=replace(frame, conditions=tuple(named))), services)
        stages = stage_labels(frame)
        across = between_early(found, pair, stages) or across_sheets(found, pair, stages)
        if across is not None:
            return across
        text = f"{year_words(pair[0])}と{year_words(pair[1])}の両方に同じ段階の額がないため、差は出せません。{found.text}"
        return replace(found, text=text, answer={**found.answer, "value": None, "type": "table"})
    if understood.rule.flag == "each":
        found = amounts(understood, services)
        if not found.reason:
            text = f"両方の年度に確定額のある事業はなく、増減は出せません。{found.text}"
            return replace(found, text=text, answer={**found.answer, "value": None, "type": "table"})
    return nothing(understood, services, query, set_words(understood))


def _between_stages(understood: Understood, services: AskServices, stages: list[str]) -> Result:
    """当初と補正, 補正と翌年度の概算決定: amounts of unlike stages are shown side by side and not subtracted.

    The 概算決定 and the 予算案 of a year are its 当初予算 before the Diet has it: they are held against the 当初予算 of another year.
    """
    told = understood.frame.of_kind("printed_amount")
    rest = tuple(c for c in understood.frame.conditions if c not in told)
    whenever = tuple(c for c in rest if c.kind != "year")
    both, found = (
        amounts(replace(understood, frame=replace(understood.frame, conditions=kept)), services)
        for kept in (whenever, rest)
    )
    early = between_early(both, year_pair_of(understood.frame, services), stages)
    if early is not None or found.reason:
        return early or found
    text = f"{'と'.join(stages)}は段階が違うため、増減としては比べません。{found.text}{_untrue(told, found)}"
    answer = {**found.answer, "value": None, "type": "table"}
    return replace(found, text=text, answer=answer)


def _untrue(told: Sequence[Condition], found: Result) -> str:
    """7年度補正の2億から: what the question takes an amount to be, where no amount that is shown is so; "" otherwise."""
    shown = {str(row[3]) for row in found.answer.get("rows") or ()}
    wrong = [t.label for c in told for t in c.values if t.value not in shown]
    return f"{'・'.join(wrong)}という額は、印刷されていません。" if wrong else ""


def _changed(rows: Sequence[Row], pair: list[int], query: str, frame: Frame, *, many: bool) -> Result:
    asked, single = frame.text, frame.limit == 1

    def unlike(row: Row) -> bool:
        return bool(row.get("beforeKind")) and row["beforeKind"] != row["afterKind"]

    columns = [
        "事業",
        "段階",
        f"{year_words(pair[0])}（円）",
        f"{year_words(pair[1])}（円）",
        "差（円）",
        "増減率（%）",
    ]
    table = list(
        dict.fromkeys(
            (
                r["label"],
                stage_words(r["stage"]),
                int(r["before"]),
                int(r["after"]),
                "比べない" if unlike(r) else int(r["difference"]),
                ""
                if unlike(r) or not int(r["before"])
                else round(100 * int(r["difference"]) / int(r["before"]), 1),
            )
            for r in rows
        )
    )
    answer: dict[str, Any] = {
        "type": "table",
        "columns": columns,
        "rows": [list(r) for r in table],
        "unit": "円",
    }
    answer["items"] = things(rows, "programme")
    about = list(dict.fromkeys(r["programme"] for r in rows))
    first = rows[0]
    if unlike(first):
        text = (
            f"{first['label']}は{year_words(pair[0])}が{amount_words(first['before'])}（{kind_words(first['beforeKind'])}）、"
            f"{year_words(pair[1])}が{amount_words(first['after'])}（{kind_words(first['afterKind'])}）で、種別が違うため差は出しません。"
        )
        return Result(text, answer, query, ["内数と確定額は比べられません。"], about)
    difference = int(first["difference"])
    if not many or single or len(table) == 1:
        answer |= {"value": difference, "type": "amount" if not many else "list"}
        if _RATE.search(asked) and int(first["before"]):
            answer |= {"value": round(100 * difference / int(first["before"]), 1), "unit": "%"}
            answer["type"] = "number" if not many else "list"
    elif many:
        answer["type"] = "list"
    text = f"{first['label']}は{year_words(pair[0])}の{amount_words(first['before'])}から{year_words(pair[1])}の{amount_words(first['after'])}へ{moved_words(difference)}{_part_of(first)}。"
    if first.get("ministries") and (not many or single or len(table) == 1):
        text += f"担当は{first['ministries']}です。"
    if many and not single:
        names = "、".join(_with_difference(r) for r in rows[:6])
        text = f"{year_words(pair[0])}から{year_words(pair[1])}で{_moved(rows)}のは{len(about)}事業です: {names}。"
        if frame.nth:
            text = f"{year_words(pair[0])}から{year_words(pair[1])}の増減の順で{frame.nth}番目は{names}です。"
        elif len({int(r["difference"]) > 0 for r in rows}) > 1 and all(int(r["difference"]) for r in rows):
            text = f"{year_words(pair[0])}から{year_words(pair[1])}で{_apart(rows)}。"
    caveats = ["段階と種別が同じ額だけを比べています。"]
    if first.get("afterKind", "").endswith("includedIn"):
        caveats.append("どちらも内数（上限額）で、事業そのものの額の差ではありません。")
    if first.get("continued") and first["continued"] != first["programme"]:
        caveats.append("前の年度は、名称の違う前身の事業の額です（推定）。")
    return Result(text, answer, query, caveats, about)

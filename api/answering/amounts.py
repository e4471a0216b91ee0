"""Money: amounts, totals in three readings, averages, orders, changes between years, list against sheet.

Stages and kinds are never added; 内数 is an upper bound and stands outside every sum and order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.lists import count, nothing, wrong_ministry
from api.answering.result import (
    AskServices,
    Result,
    Row,
    coverage,
    select,
    select_text,
    template_text,
    things,
    year_of,
)
from api.answering.words import amount_words, kind_words, set_words, stage_words
from graph.question_graph import serialise, supports
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.sets import condition_data, year_words

_READINGS = {
    "once": "各事業を一度だけ数えた合計",
    "withoutRelisted": "再掲の行を除いた合計",
    "asPrinted": "印刷された行の合計",
}
_TAILS = {"includedIn": "の内数（上限額）", "ofWhich": "（うち数）"}
_PRINTED = re.compile(r"印刷(?:どおり|通り|された)|再掲(?:も|を)?含|のべ|延べ|単純")
_WITHOUT = re.compile(r"再掲(?:の行)?(?:を|は)?(?:除|抜|外)|再掲抜き|再掲なし|再掲以外|再掲でない|再掲を含ま")

# Which changes a question is about where it is not about a rise or a fall.
_GROUP_PATHS = {
    "section": "tsu:section",
    "pillar": "tsu:section/skos:broader",
    "target_group": "tsu:programme/tsu:targetGroup",
}
_WHICH = {"same": "?after = ?before", "each": "true"}


def totals(understood: Understood, services: AskServices) -> Result:
    """Sums of exact amounts per year and stage, in three readings side by side."""
    frame = understood.frame
    query, rows = select("totals", frame, services)
    rows = [r for r in rows if r.get("fiscalYear")]
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    text_of = frame.text
    distinct = re.search(r"二重計上|2重計上|重複|一度|1回|1度|実数|純計|ユニーク", text_of)
    reading = "withoutRelisted" if _WITHOUT.search(text_of) and not distinct else "once"
    if _PRINTED.search(text_of) and not distinct and not _WITHOUT.search(text_of):
        reading = "asPrinted"
    exact = [r for r in rows if int(r["lines"])]
    columns = [
        "年度",
        "段階",
        "印刷どおり（円）",
        "各事業を一度（円）",
        "再掲を除く（円）",
        "合計した行",
        "合計しない行（内数など）",
    ]
    keys = ("asPrinted", "once", "withoutRelisted", "lines", "notAdded")
    table = [[year_of(r), stage_words(r["stage"]), *(int(r[key]) for key in keys)] for r in rows]
    if not exact:
        text = "当てはまる行はどれも内数などで、確定額がないため合計できません（内数は上限額です）。"
        only: dict[str, Any] = {"type": "table", "columns": columns, "rows": table}
        return Result(text, only, query, ["内数は合計しません。"], _line_ids(frame, services), ("amount",))
    single = len(rows) == 1
    answer: dict[str, Any] = {"type": "amount" if single else "table", "columns": columns, "rows": table}
    if single:
        answer |= {"value": int(rows[0][reading]), "unit": "円"}
    said = "、".join(f"{year_of(r)}{stage_words(r['stage'])}は{amount_words(r[reading])}" for r in exact)
    first = exact[0]
    others = "、".join(f"{_READINGS[k]}は{amount_words(first[k])}" for k in _READINGS if k != reading)
    text = f"{said}（{_READINGS[reading]}）です。" + (f"なお{others}です。" if single else "")
    if re.search(r"施策", text_of) and not any(c.kind == "measure" for c in frame.conditions):
        text += "施策そのものには金額が印刷されていないため、予算一覧の行で答えています。"
    if understood.rule.flag == "pair" and len(exact) == 2 and exact[0]["stage"] == exact[1]["stage"]:
        difference = int(exact[0][reading]) - int(exact[1][reading])
        word = "増え" if difference > 0 else "減り" if difference < 0 else "同じで"
        text += (
            f"差は{amount_words(abs(difference))}で、{year_of(exact[1])}から{word}ています。"
            if difference
            else "差はありません。"
        )
    caveats = [f"{_READINGS[reading]}です。印刷どおり・各事業を一度・再掲を除く、の三つを表に並べています。"]
    caveats += [
        f"{year_of(r)}{stage_words(r['stage'])}は内数などの{r['notAdded']}行を合計に入れていません（内数は上限額）。"
        for r in rows
        if int(r["notAdded"])
    ]
    if not single:
        caveats.append("年度や段階の違う金額は足していません。")
    caveats += coverage(frame, services)
    return Result(text, answer, query, caveats, _line_ids(frame, services), ("amount",), view="/view/chain")


def _line_ids(frame: Frame, services: AskServices) -> list[str]:
    _, rows = select("list_lines", replace(frame, over="line", item="line"), services)
    return [r["line"] for r in rows]


def amounts(understood: Understood, services: AskServices) -> Result:
    """Every printed amount of what is named: list rows and sheets, year by year and stage by stage."""
    kept = tuple(c for c in understood.frame.conditions if supports("line", c.kind))
    frame = replace(understood.frame, over="line", item="programme", conditions=kept)
    one = any(c.kind in ("programme", "line", "measure", "number") for c in frame.conditions)
    one = one or _only_on_sheets(frame, services)
    query, rows = select("amounts" if one else "amounts_listed", frame, services)
    readable = [r for r in rows if r["amount"]]
    what = "・".join(dict.fromkeys(r["label"] for r in rows)) or _named(understood)
    if not readable:
        if rows:
            return Result(f"{what}の金額は、読み込んだ文書では読めません。", {}, query, reason="unreadable")
        return _no_amount(understood, frame, services, query, what)
    columns = ["事業", "年度", "段階", "金額（円）", "種別", "印刷", "箇所"]
    table = list(dict.fromkeys(_amount_row(r) for r in readable))
    shown = _preferred(readable)
    distinct = {(r["programme"], r["amount"], r["kind"]) for r in shown}
    answer: dict[str, Any] = {
        "type": "amount",
        "unit": "円",
        "columns": columns,
        "rows": [list(r) for r in table],
    }
    answer["value"] = int(shown[0]["amount"]) if len(distinct) == 1 else None
    if answer["value"] is None:
        answer["type"] = "table"
    several = list(dict.fromkeys(r["label"] for r in readable))
    if not one and len(several) > 1:
        said = "、".join(
            dict.fromkeys(
                f"{r['label']} {amount_words(r['amount'])}{_TAILS.get(_kind(r), '')}" for r in readable[:12]
            )
        )
        text = f"{len(several)}事業の額を表に示します: {said}。"
    else:
        text = _amount_text(readable, shown, what)
    result = Result(text, answer, query)
    result.about, result.supports = list(dict.fromkeys(r["source"] for r in readable)), ("amount",)
    if any(r["kind"].endswith("includedIn") for r in readable):
        result.caveats.append(
            "内数は、より大きな予算の一部であることを示し、事業そのものの額ではなく上限額です。"
        )
    if any(r["kind"].endswith("ofWhich") for r in readable):
        result.caveats.append("うち数は全体額の一部で、全体額とは別に示しています。足し合わせません。")
    if len({(r["fiscalYear"], r["stage"]) for r in readable}) > 1:
        result.caveats.append("年度や段階（当初・補正・概算決定）の違う額は足していません。")
        if not any(c.kind == "year" for c in frame.conditions) and answer["value"] is not None:
            first = shown[0]
            result.caveats.insert(
                0,
                f"年度の指定がないため、最も新しい予算一覧の{year_of(first)}{stage_words(first['stage'])}を先に示しています。",
            )
    if len({r["programme"] for r in shown}) == 1 and len({r["number"] for r in shown}) > 1:
        result.caveats.append(
            f"同じ額が再掲で{len({r['number'] for r in shown})}行に印刷されています。足し合わせません。"
        )
    if any(c.kind == "measure" for c in frame.conditions):
        result.caveats.append("施策そのものの額ではなく、関連付けられた事業の額です。")
    return result


def _only_on_sheets(frame: Frame, services: AskServices) -> bool:
    """Whether no list that is loaded has the year or the stage asked for (令和8年度概算決定), or うち数 are: only sheets print them."""
    lists = services.known.lexicon.budget_lists()
    years = {int(t.value) for c in frame.conditions if c.kind == "year" for t in c.values}
    stages = {t.value.rsplit("#", 1)[-1] for c in frame.conditions if c.kind == "stage" for t in c.values}
    if any(
        t.value.endswith("ofWhich") for c in frame.conditions if c.kind == "amount_kind" for t in c.values
    ):
        return True
    return bool(years or stages) and not any(
        (not years or item.year in years) and (not stages or item.stage in stages) for item in lists
    )


def _kind(row: Row) -> str:
    return row["kind"].rsplit("#", 1)[-1]


def _amount_row(row: Row) -> tuple[Any, ...]:
    return (
        row["label"],
        year_of(row),
        stage_words(row["stage"]),
        int(row["amount"]),
        kind_words(row["kind"]),
        row["amountText"],
        row["place"],
    )


def _preferred(rows: Sequence[Row]) -> list[Row]:
    """The rows that answer first: the list before the sheet, the newest year of the list, exact before 内数 before うち."""
    order = {"exact": 0, "includedIn": 1, "ofWhich": 2}
    printed = [r for r in rows if r["place"] == "予算一覧"] or list(rows)
    newest = max(r["fiscalYear"] for r in printed)
    found = [r for r in printed if r["fiscalYear"] == newest]
    stages = list(dict.fromkeys(r["stage"] for r in found))
    if len(stages) > 1:
        return found
    best = min(order.get(r["kind"].rsplit("#", 1)[-1], 0) for r in found)
    return [r for r in found if order.get(r["kind"].rsplit("#", 1)[-1], 0) == best]


def _amount_text(readable: Sequence[Row], shown: Sequence[Row], what: str) -> str:
    said: dict[str, None] = {}
    for row in (*shown, *readable):
        tail = _TAILS.get(_kind(row), "")
        place = "" if row["place"] == "予算一覧" else "（事業資料の表記）"
        said[f"{year_of(row)}{stage_words(row['stage'])}{place}は{amount_words(row['amount'])}{tail}"] = None
    return f"{what}の{'、'.join(list(said)[:6])}です。"


def _named(understood: Understood) -> str:
    labels = [
        t.label for c in understood.frame.conditions if c.kind in ("programme", "measure") for t in c.values
    ]
    return "・".join(labels) or set_words(understood)


def _no_amount(understood: Understood, frame: Frame, services: AskServices, query: str, what: str) -> Result:
    """No amount under the conditions: another year or stage may have one, and is then said."""
    wrong = wrong_ministry(frame, services, query)
    if wrong is not None:
        return wrong
    loose = tuple(c for c in frame.conditions if c.kind not in ("year", "stage", "amount_kind"))
    if len(loose) < len(frame.conditions):
        _, rows = select("amounts", replace(frame, conditions=loose), services)
        have = list(dict.fromkeys(f"{year_of(r)}{stage_words(r['stage'])}" for r in rows if r["amount"]))
        years = {int(t.value) for c in frame.conditions if c.kind == "year" for t in c.values}
        loaded = {b.year for b in services.known.lexicon.budget_lists()}
        reason = "not_loaded" if years and not years & loaded else "not_in_source"
        tail = f"書かれているのは{'、'.join(have)}です。" if have else ""
        stated = set_words(replace(understood, frame=frame))
        return Result(f"{stated}の額は、読み込んだ文書にありません。{tail}", {}, query, reason=reason)
    return Result(f"{what}の予算額は、読み込んだ文書に書かれていません。", {}, query, reason="not_in_source")


def count_and_total(understood: Understood, services: AskServices) -> Result:
    """How many and how much, asked in one breath: the count in words, the sums as the table."""
    counted = count(understood, services)
    summed = totals(understood, services)
    if counted.reason or summed.reason:
        return counted if counted.reason else summed
    summed.text = f"{counted.text}合計は、{summed.text}"
    summed.answer["items"] = counted.answer.get("items")
    summed.caveats = list(dict.fromkeys([*summed.caveats, *counted.caveats]))
    return summed


def average(understood: Understood, services: AskServices) -> Result:
    """Mean of exact amounts, each programme once."""
    query, rows = select("average", understood.frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    table = [
        [year_of(r), stage_words(r["stage"]), round(float(r["mean"])), int(r["programmes"])] for r in rows
    ]
    said = "、".join(
        f"{year_of(r)}{stage_words(r['stage'])}は{float(r['mean']) / 10**6:,.1f}百万円（{r['programmes']}事業）"
        for r in rows
    )
    columns = ["年度", "段階", "平均（円）", "事業数"]
    answer: dict[str, Any] = {"type": "table", "columns": columns, "rows": table, "unit": "円"}
    if len(table) == 1:
        answer |= {"type": "amount", "value": table[0][2]}
    caveats = ["内数を除き、再掲は一度だけ数えた平均です。", *coverage(understood.frame, services)]
    return Result(f"一事業あたりの平均は{said}です。", answer, query, caveats)


def rank(understood: Understood, services: AskServices) -> Result:
    """Programmes, or ministries by their sums, in the order of exact amounts."""
    frame = understood.frame
    key = understood.rule.op.removeprefix("rank_") if understood.rule.op != "rank" else "programme"
    template = template_text(f"rank_{'' if key == 'programme' else 'group_amount_'}{frame.order}")
    if key in _GROUP_PATHS:
        template = template.replace("tsu:ministry ?ministry", f"{_GROUP_PATHS[key]} ?{key}")
        template = template.replace("?ministry", f"?{key}")
    query, rows = select_text(template, frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    kind = str(condition_data()["items"].get(key, "事業"))
    columns = ["順位", kind, "年度", "段階", "金額（円）"]
    marks = {name.id: name.notation for name in services.known.lexicon.of_kind("section", "pillar")}
    for r in rows:
        r["label"] = f"{marks.get(r[key], '')} {r['label']}".strip()
    table = [
        [n, r["label"], year_of(r), stage_words(r["stage"]), int(r["amount"])] for n, r in enumerate(rows, 1)
    ]
    first = rows[0]
    word = "最も大きい" if frame.order == "desc" else "最も小さい"
    answer: dict[str, Any] = {"type": "list", "items": things(rows, key), "columns": columns, "rows": table}
    answer["value"] = int(first["amount"])
    text = f"{word}のは{first['label']}（{year_of(first)}{stage_words(first['stage'])} {amount_words(first['amount'])}）です。"
    if key != "programme" and frame.limit != 1:
        each = (
            f"{r['label']} {year_of(r)}{stage_words(r['stage'])} {amount_words(r['amount'])}"
            for r in rows[:6]
        )
        text = f"{kind}ごとの予算額: {'、'.join(each)}{' など' if len(rows) > 6 else ''}。"
    caveats = ["内数の額は順位に入れていません。", "再掲は一度だけ数えています。"]
    compared = [t for c in frame.conditions if c.kind == key and c.mode != "none" for t in c.values]
    without = [t.label for t in compared if t.value not in {r[key] for r in rows}]
    if len(compared) > 1 and without:
        caveats.insert(0, f"{'・'.join(without)}の行には確定額がなく（内数か、行がない）、比べられません。")
    if key in ("target_group", "section", "pillar"):
        caveats.append(
            f"一つの事業が二つ以上の{kind}にあれば、それぞれに数えています（足し合わせると重なります）。"
        )
    years = {r["fiscalYear"] for r in rows}
    if not any(c.kind == "year" for c in frame.conditions) and len(services.known.lexicon.budget_lists()) > 1:
        caveats.append(
            "年度の指定がないため、読み込んだすべての年度から選んでいます（年度の違う額は足していません）。"
        )
        del years
    return Result(text, answer, query, [*caveats, *coverage(frame, services)], [r[key] for r in rows])


def change(understood: Understood, services: AskServices) -> Result:
    """The difference between two years: of one programme, or of those that rose or fell."""
    lexicon = services.known.lexicon
    loaded = sorted({b.year for b in lexicon.budget_lists()})
    asked = sorted({int(t.value) for c in understood.frame.conditions if c.kind == "year" for t in c.values})
    pair = asked[-2:] if len(asked) > 1 else _pair(asked, loaded)
    if len(pair) < 2:
        return Result("年度の差を出すには、二つの年度の予算一覧が要ります。", {}, "", reason="not_loaded")
    kept = tuple(c for c in understood.frame.conditions if supports("line", c.kind) and c.kind != "year")
    frame = replace(understood.frame, over="line", item="programme", conditions=kept)
    slots = {"earlier": Term("year", str(pair[0])), "later": Term("year", str(pair[1]))}
    if understood.rule.op == "change_rank":
        falls = frame.order == "asc"
        text = template_text(f"change_rank_{'asc' if falls else 'desc'}")
        test = _WHICH.get(understood.rule.flag) or ("?after < ?before" if falls else "?after > ?before")
        test = " && ".join((test, *_change_tests(understood.frame.conditions, falls)))
        text = text.replace("$test", test)
        bound = {name: serialise(term) for name, term in slots.items()}
        query, rows = select_text(text, frame, services, **bound)
    else:
        query, rows = select("change", frame, services, slots)
    if not rows:
        return _no_change(understood, frame, services, query, pair)
    return _changed(rows, pair, query, understood.rule.op == "change_rank", frame.limit == 1)


def _change_tests(conditions: Sequence[Condition], falls: bool) -> list[str]:
    """How far an amount must have moved (1億円以上, 2倍以上, 3割以上), as tests of ?before and ?after in yen."""
    moved = "(?before - ?after)" if falls else "(?after - ?before)"
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


def _moved(rows: Sequence[Row]) -> str:
    """What the differences of the rows have in common, in words."""
    signs = {(d > 0) - (d < 0) for d in (int(r["difference"]) for r in rows)}
    words = {1: "増えた", -1: "減った", 0: "変わらない"}
    return words[signs.pop()] if len(signs) == 1 else "両方の年度に額がある"


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
        text = f"{year_words(pair[0])}と{year_words(pair[1])}の両方に同じ段階の額がないため、差は出せません。{found.text}"
        return replace(found, text=text, answer={**found.answer, "value": None, "type": "table"})
    return nothing(understood, services, query, set_words(understood))


def _changed(rows: Sequence[Row], pair: list[int], query: str, many: bool, single: bool) -> Result:
    def unlike(row: Row) -> bool:
        return bool(row.get("beforeKind")) and row["beforeKind"] != row["afterKind"]

    columns = ["事業", "段階", f"{year_words(pair[0])}（円）", f"{year_words(pair[1])}（円）", "差（円）"]
    table = list(
        dict.fromkeys(
            (
                r["label"],
                stage_words(r["stage"]),
                int(r["before"]),
                int(r["after"]),
                "比べない" if unlike(r) else int(r["difference"]),
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
    word = "増えました" if difference > 0 else "減りました" if difference < 0 else "変わりません"
    if not many or single or len(table) == 1:
        answer |= {"value": difference, "type": "amount" if not many else "list"}
    elif many:
        answer["type"] = "list"
    by = amount_words(abs(difference)) if difference else ""
    text = f"{first['label']}は{year_words(pair[0])}の{amount_words(first['before'])}から{year_words(pair[1])}の{amount_words(first['after'])}へ{by}{word}。"
    if many and not single:
        names = "、".join(f"{r['label']}（{amount_words(r['difference'])}）" for r in rows[:6])
        text = f"{year_words(pair[0])}から{year_words(pair[1])}で{_moved(rows)}のは{len(about)}事業です: {names}。"
    caveats = ["段階と種別が同じ額だけを比べています。"]
    if first.get("afterKind", "").endswith("includedIn"):
        caveats.append("どちらも内数（上限額）で、事業そのものの額の差ではありません。")
    if first.get("continued") and first["continued"] != first["programme"]:
        caveats.append("前の年度は、名称の違う前身の事業の額です（推定）。")
    return Result(text, answer, query, caveats, about)


def disagreement(understood: Understood, services: AskServices) -> Result:
    """Programmes whose amount on the list and on the sheet differ, and whether rounding explains it."""
    query, rows = select("disagreement", understood.frame, services)
    named = [t.label for c in understood.frame.conditions if c.kind == "programme" for t in c.values]
    if not rows and named:
        text = f"「{'・'.join(named)}」の一覧の額と資料の額に、同じ年度・段階で違うものはありません。"
        return Result(text, {}, query, coverage(understood.frame, services), reason="false_premise")
    if not rows:
        return nothing(understood, services, query, "一覧と資料で金額の表記が違う事業")
    seen: dict[tuple[Any, ...], list[Any]] = {}
    for r in rows:
        why = (
            "丸めで説明できる"
            if _rounded(r["listed"], r["sheetAmount"], r["sheetText"])
            else "丸めでは説明できない"
        )
        key = (r["label"], r["fiscalYear"], r["listed"], r["sheetAmount"])
        seen.setdefault(
            key,
            [
                r["label"],
                year_of(r),
                stage_words(r["stage"]),
                int(r["listed"]),
                r["listedText"],
                int(r["sheetAmount"]),
                r["sheetText"],
                why,
            ],
        )
    table = list(seen.values())
    columns = ["事業", "年度", "段階", "一覧（円）", "一覧の表記", "資料（円）", "資料の表記", "判定"]
    names = list(dict.fromkeys(row[0] for row in table))
    rounding = sum(row[-1] == "丸めで説明できる" for row in table)
    text = f"一覧と資料で金額の表記が違うのは{len(names)}事業・{len(table)}組で、うち{rounding}組は丸めの違いです: {'、'.join(names)}。"
    answer: dict[str, Any] = {
        "type": "table",
        "columns": columns,
        "rows": table,
        "items": things(rows, "programme"),
    }
    caveats = ["資料の額を印刷された桁に丸めると一覧の額に合うものを「丸めで説明できる」としています。"]
    return Result(text, answer, query, caveats, [r["programme"] for r in rows])


def _rounded(listed: str, on_sheet: str, printed: str) -> bool:
    """Whether the list's amount, rounded to the digits printed on the sheet, gives the sheet's (507百万円, 5億円)."""
    a, b = int(listed), int(on_sheet)
    folded = printed.translate(str.maketrans("０１２３４５６７８９．", "0123456789."))
    decimals = re.search(r"\.\s?(\d+)", folded)
    unit = 10**8 if "億" in folded else 10**6 if "百万" in folded else 10**3 if "千円" in folded else 1
    step = unit // 10 ** (len(decimals[1]) if decimals else 0)
    return abs(a - b) <= max(step // 2, 1) if step else a == b

"""List against sheet: one amount printed twice, whether the two say the same, and whether rounding explains it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import AskServices, Result, Row, coverage, select, things, year_of
from api.answering.words import kind_words, printed_words, stage_words
from graph.question_graph import serialise
from nlp.questions.found.numbers import find_numbers
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

# 丸めで説明できないもの, 丸めでは合わないもの; 丸めの違いだけのもの.
_ROUNDING = re.compile(
    r"(?:丸め|四捨五入)(?:の違い|の差|誤差)?(?:だけ)?(?:で|と)?(?:は)?(?:説明|合|一致|片付)?[^。]{0,6}(?P<no>ない|なく|以外)|(?:丸め|四捨五入)(?:の違い|の差|誤差)?(?:だけ|のみ|で説明)"
)

# 違うのはなぜ: that they differ is taken for granted.
_TAKEN_FOR_GRANTED = re.compile(
    r"なぜ|なんで|どうして|理由|わけ|原因|(?:違|食い違|ずれ|異な)[^。?]{0,4}のは|いくら(?:違|ずれ)"
)


def disagreement(understood: Understood, services: AskServices) -> Result:
    """Programmes whose amount on the list and on the sheet differ, and whether rounding explains it."""
    query, rows = select("disagreement", understood.frame, services)
    named = [t.label for c in understood.frame.conditions if c.kind == "programme" for t in c.values]
    about_one = named or any(c.kind in ("keyword", "line", "number") for c in understood.frame.conditions)
    agreed = _agreed(understood, services) if not rows and about_one else None
    if agreed is not None:
        return agreed
    if not rows and named:
        text = f"「{'・'.join(named)}」の一覧の額と資料の額に、同じ年度・段階で違うものはありません。"
        return Result(text, {}, query, coverage(understood.frame, services), reason="false_premise")
    if not rows:
        return nothing(understood, services, query, "一覧と資料で金額の表記が違う事業")
    seen: dict[tuple[Any, ...], list[Any]] = {}
    for r in rows:
        why = _verdict(r)
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
    said = _amounts_said(understood.frame.text)
    both = {key: row for key, row in seen.items() if {row[3], row[5]} & said}
    if both:
        # 一覧は507百万円、資料は5億円: the pairs that have the amounts of the question, both where there are such.
        whole = {key: row for key, row in both.items() if {row[3], row[5]} <= said}
        seen = whole or both
        rows = [r for r in rows if (r["label"], r["fiscalYear"], r["listed"], r["sheetAmount"]) in seen]
        query = _only_these(query, rows)
    wanted = _ROUNDING.search(understood.frame.text)
    if wanted:
        seen = {
            key: row for key, row in seen.items() if (row[-1] == "丸めで説明できる") is (not wanted["no"])
        }
        rows = [r for r in rows if (r["label"], r["fiscalYear"], r["listed"], r["sheetAmount"]) in seen]
        query = _only_these(query, rows)
    table = list(seen.values())
    if not table:
        return nothing(understood, services, query, "一覧と資料で金額の表記が違う事業のうち当てはまるもの")
    columns = ["事業", "年度", "段階", "一覧（円）", "一覧の表記", "資料（円）", "資料の表記", "判定"]
    names = list(dict.fromkeys(row[0] for row in table))
    rounding = sum(row[-1] == "丸めで説明できる" for row in table)
    text = f"一覧と資料で金額の表記が違うのは{len(names)}事業・{len(table)}組で、うち{rounding}組は丸めの違いです: {'、'.join(names)}。"
    if len(table) == 1:
        text = _one_pair(table[0], _part_printed(rows[0], understood, services))
    answer: dict[str, Any] = {
        "type": "table",
        "columns": columns,
        "rows": table,
        "items": things(rows, "programme"),
    }
    caveats = ["資料の額を印刷された桁に丸めると一覧の額に合うものを「丸めで説明できる」としています。"]
    return Result(text, answer, query, caveats, [r["programme"] for r in rows])


def _agreed(understood: Understood, services: AskServices) -> Result | None:
    """The list and the sheet print one amount for a year and stage: said so; None where they print none together."""
    frame = _of_one_programme(understood.frame, services)
    if frame is None or _TAKEN_FOR_GRANTED.search(understood.frame.text):
        return None
    query, rows = select("amounts", frame, services)
    whole = [r for r in rows if r["amount"] and not r["kind"].endswith("ofWhich")]
    pairs = {
        (a["fiscalYear"], a["stage"], a["amount"]): (a, b)
        for a in whole
        for b in whole
        if (a["place"], b["place"]) == ("予算一覧", "事業資料")
        and all(a[key] == b[key] for key in ("programme", "fiscalYear", "stage", "amount", "kind"))
    }
    said = _amounts_said(understood.frame.text)
    if not pairs or len({r["programme"] for r in rows}) != 1:
        return None
    other = "、問いの額とは違います" if not said <= {int(amount) for _, _, amount in pairs} else ""
    told = [
        f"{year_of(a)}{stage_words(a['stage'])}は、一覧では{printed_words(a['amountText'], a['amount'])}、"
        f"資料では{printed_words(b['amountText'], b['amount'])}"
        for a, b in pairs.values()
    ]
    text = f"一致しています（食い違いはありません）{'が' if other else ''}{other}。{rows[0]['label']}の{'、'.join(told)}と印刷されています。"
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["事業", "年度", "段階", "一覧の表記", "資料の表記"],
        "rows": [
            [a["label"], year_of(a), stage_words(a["stage"]), a["amountText"], b["amountText"]]
            for a, b in pairs.values()
        ],
    }
    about = [r["source"] for pair in pairs.values() for r in pair]
    return Result(text, answer, query, [], about, ("amount",))


def _of_one_programme(frame: Frame, services: AskServices) -> Frame | None:
    """The frame with the one programme that its words find; None where they find several or none."""
    if frame.of_kind("programme"):
        return frame
    _, found = select("list", replace(frame, over="line", item="programme"), services)
    if len({row["programme"] for row in found}) != 1:
        return None
    one = Condition("programme", (Term("iri", found[0]["programme"], found[0]["label"]),))
    when = tuple(c for c in frame.conditions if c.kind in ("year", "stage"))
    return replace(frame, conditions=(one, *when))


def _amounts_said(text: str) -> set[int]:
    """The amounts that a question names, in yen."""
    return {int(hit.values[0]) for hit in find_numbers(text) if hit.kind == "amount" and len(hit.values) == 1}


def _part_printed(row: Row, understood: Understood, services: AskServices) -> str:
    """The うち of the sheet's amount that the list's amount is, as printed; "" when there is none."""
    slots = {"programme": Term("iri", row["programme"]), "year": Term("year", row["fiscalYear"][:4])}
    parts = select("parts_on_sheet", understood.frame, services, slots)[1]
    return next((p["amountText"] for p in parts if _rounded(row["listed"], p["amount"], p["amountText"])), "")


def _one_pair(row: Sequence[Any], part: str) -> str:
    """One amount printed twice: how each says it, and whether one is the other rounded or a part of it."""
    label, year, stage, listed_yen, listed_text, sheet_yen, sheet_text, why = row
    listed_as, sheet_as = printed_words(listed_text, listed_yen), printed_words(sheet_text, sheet_yen)
    begun = f"「{label}」の{year}{stage}は、一覧では{listed_as}、資料では{sheet_as}と印刷されています。"
    if why == "丸めで説明できる":
        return f"{begun}資料の額は一覧の額を丸めたもので、同じ額です（食い違いではありません）。"
    if part:
        return f"{begun}資料の額は全体の額で、そのうち数（{part}）が一覧の額に当たります。"
    said = "丸めでは説明できません" if why == "丸めでは説明できない" else why
    return f"{begun}{said}。どちらが正しいかは、読み込んだ文書からは決められません。"


def _verdict(row: Row) -> str:
    """Why the two amounts are not the same."""
    if row["listedKind"] != row["sheetKind"]:
        return f"種別が違う（一覧は{kind_words(row['listedKind'])}、資料は{kind_words(row['sheetKind'])}）"
    rounded = _rounded(row["listed"], row["sheetAmount"], row["sheetText"])
    return "丸めで説明できる" if rounded else "丸めでは説明できない"


def _only_these(query: str, rows: list[Row]) -> str:
    """The query for those rows alone: what rounding explains is worked out here, not by the engine."""
    pairs = dict.fromkeys(
        f"(<{r['programme']}> {serialise(Term('year', r['fiscalYear'][:4]))} {int(r['sheetAmount'])})"
        for r in rows
    )
    head, tail = query.rstrip().rsplit("}", 1)
    return f"{head}  VALUES (?programme ?fiscalYear ?sheetAmount) {{ {' '.join(pairs)} }}\n}}{tail}\n"


def _rounded(listed: str, on_sheet: str, printed: str) -> bool:
    """Whether the list's amount, rounded to the digits printed on the sheet, gives the sheet's (507百万円, 5億円)."""
    a, b = int(listed), int(on_sheet)
    folded = printed.translate(str.maketrans("０１２３４５６７８９．", "0123456789."))
    decimals = re.search(r"\.\s?(\d+)", folded)
    unit = 10**8 if "億" in folded else 10**6 if "百万" in folded else 10**3 if "千円" in folded else 1
    step = unit // 10 ** (len(decimals[1]) if decimals else 0)
    return abs(a - b) <= max(step // 2, 1) if step else a == b

"""What of the budget lists is loaded, and which ministries stand in a plan but in no list, or the other way round."""

from __future__ import annotations

from typing import Any

from api.answering.result import AskServices, Result, coverage, select_text, template_text, things, year_of
from api.answering.words import stage_words
from graph.iris import NS
from nlp.questions.framing.list_questions import ListQuestion, list_question
from nlp.questions.framing.sets import year_words
from nlp.questions.records import Condition, Frame, Term

_NOT_ALL = "読み込んだ一覧の範囲での答えです。読み込まれていない柱や年度の一覧に載っていないとは言えません。"
_UNREAD = "担当府省庁が読み取れない施策・行は数えていません。"


def of_lists(question: str, services: AskServices) -> Result | None:
    """The answer to a question about the lists as such; with a reason where such a list is not loaded; None for others."""
    asked = list_question(question)
    if asked is None:
        return None
    lists = services.known.lexicon.budget_lists()
    loaded = {b.year for b in lists if not asked.stage or b.stage.removeprefix(NS) == asked.stage}
    if not set(asked.years) <= loaded:
        names = "・".join(
            year_words(y) + (stage_words(asked.stage) if asked.stage else "") for y in asked.years
        )
        text = f"{names}の予算一覧は読み込まれていません。"
        return Result(text, {}, reason="not_loaded", note=f"{names}の予算一覧")
    known = {pillar for b in lists for pillar in b.pillars}
    if asked.form == "scope":
        return _scope(asked, services)
    if asked.pillars and not set(asked.pillars) <= known:
        text = f"柱{'・'.join(asked.pillars)}の予算一覧は読み込まれていません。"
        return Result(text, {}, reason="not_loaded", note=text)
    return _gap(asked, services)


def _frame(asked: ListQuestion, item: str, services: AskServices) -> Frame:
    conditions = []
    if asked.years:
        conditions.append(Condition("year", tuple(Term("year", str(y), year_words(y)) for y in asked.years)))
    if asked.stage:
        conditions.append(Condition("stage", (Term("iri", f"{NS}{asked.stage}"),)))
    pillars = [n for n in services.known.lexicon.of_kind("pillar") if n.notation in asked.pillars]
    if pillars and asked.form != "scope":
        conditions.append(Condition("pillar", tuple(Term("iri", n.id, n.label) for n in pillars)))
    return Frame("lists", "line", item, tuple(conditions))


def _list_words(asked: ListQuestion) -> str:
    years = "・".join(map(year_words, asked.years))
    pillars = f"（柱{'・'.join(asked.pillars)}）" if asked.pillars and asked.form != "scope" else ""
    stage = stage_words(asked.stage) if asked.stage else ""
    return f"{years}{stage}{'の' if years or stage else ''}予算一覧{pillars}"


def _scope(asked: ListQuestion, services: AskServices) -> Result:
    query, rows = select_text(template_text("list_scope"), _frame(asked, "line", services), services)
    told = [
        f"{year_of(r)}{stage_words(r['stage'])}の予算一覧で読み込まれているのは、No.{r['first']}〜{r['last']}の{r['value']}行"
        f"（柱{r['pillars'] or '不明'}）です"
        for r in rows
    ]
    text = "。".join(told) + "。"
    having = {pillar for r in rows for pillar in r["pillars"].split("・")}
    lacking = [pillar for pillar in asked.pillars if pillar not in having]
    there = [pillar for pillar in asked.pillars if pillar in having]
    if lacking:
        text += f"柱{'・'.join(lacking)}の行は読み込まれていません。"
    if there:
        text += f"柱{'・'.join(there)}の行は読み込まれています。"
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["年度", "段階", "行数", "最初の番号", "最後の番号", "柱"],
        "rows": [
            [
                year_of(r),
                stage_words(r["stage"]),
                int(r["value"]),
                int(r["first"]),
                int(r["last"]),
                r["pillars"],
            ]
            for r in rows
        ],
    }
    ends = {(r["fiscalYear"][:4], number) for r in rows for number in (r["first"], r["last"])}
    about = [n.id for n in services.known.lexicon.of_kind("line") if (str(n.year), str(n.number)) in ends]
    return Result(
        text, answer, query, [], about, ("number",), note=f"{_list_words(asked)}の読み込まれている範囲"
    )


def _gap(asked: ListQuestion, services: AskServices) -> Result:
    plan_only = asked.form == "plan_only"
    frame = _frame(asked, "ministry", services)
    query, rows = select_text(
        template_text("gap_plan_list" if plan_only else "gap_list_plan"), frame, services
    )
    lists = _list_words(asked)
    said = (
        f"施策を担当していて{lists}に行のない府省庁" if plan_only else f"{lists}に行があって施策のない府省庁"
    )
    plan = Frame("lists", "measure", "ministry")
    caveats = [_NOT_ALL, _UNREAD, *coverage(frame, services), *coverage(plan, services)]
    if not rows:
        return Result(
            f"{said}は、読み込んだ文書の中に見つかりませんでした。",
            {},
            query,
            caveats,
            reason="not_in_source",
            note=said,
        )
    text = f"{said}は{len(rows)}府省庁です: {'、'.join(r['label'] for r in rows)}。"
    answer: dict[str, Any] = {"type": "list", "items": things(rows, "ministry")}
    return Result(text, answer, query, caveats, [r["ministry"] for r in rows], ("ministry",), note=said)


__all__ = ["of_lists"]

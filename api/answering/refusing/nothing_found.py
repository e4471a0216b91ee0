"""Nothing found: not in the field at all, not in what is loaded, a false premise, or truly none, each said so."""

from __future__ import annotations

from api.answering.result import (
    AskServices,
    Result,
    coverage,
    select,
    select_text,
    template_text,
)
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

# Computations over exact amounts: of things that have none there is something, but nothing to compare.
_BY_AMOUNT = ("rank", "mean_", "average")


def nothing(understood: Understood, services: AskServices, query: str, what: str) -> Result:
    """Nothing found: not in the field at all, not in what is loaded, or truly none within it, each said so."""
    frame = understood.frame
    wrong = wrong_ministry(frame, services, query)
    if wrong is not None:
        return wrong
    covered = coverage(frame, services)
    if understood.rule.op.startswith(_BY_AMOUNT) and _there_are(frame, services):
        text = f"{what}はありますが、確定額の印刷されたものがなく（内数など）、金額では比べられません。"
        return Result(text, {}, query, covered, reason="not_in_graph")
    for condition in frame.conditions:
        if condition.kind == "keyword" and not _anywhere(condition, services):
            word = condition.values[0].label
            text = f"「{word}」は、読み込んだ文書から読み取った名称や本文には現れません。"
            return Result(text, {}, query, covered, reason="out_of_domain")
    tail = f"（{covered[0]}）" if covered else ""
    if frame.over == "line" and partly_loaded(frame, services):
        text = f"{what}は、読み込んだ予算一覧には見つかりませんでした。ほかの柱の一覧は読み込まれていないため、無いとは言えません。"
        return Result(text + tail, {}, query, covered, reason="not_loaded")
    return Result(
        f"{what}は、読み込んだ文書の中に見つかりませんでした。{tail}",
        {},
        query,
        covered,
        reason="not_in_source",
    )


def _there_are(frame: Frame, services: AskServices) -> bool:
    """Whether there are such things at all, be they with an amount to be compared or not."""
    rows = select("exists", frame, services)[1]
    return bool(rows) and rows[0]["value"] == "true"


def wrong_ministry(frame: Frame, services: AskServices, query: str) -> Result | None:
    """A named thing said to be a ministry's that is another's: a false premise, with the right ministry."""
    real, told = real_ministries(frame, services)
    if not real or set(real) & set(told):
        return None
    named = [c for c in frame.conditions if c.kind in ("programme", "measure", "line")]
    thing = "・".join(t.label for t in named[0].values)
    sentence = f"「{thing}」の担当は{'・'.join(real)}で、{'・'.join(told)}ではありません。"
    return Result(sentence, {}, query, [], [t.value for t in named[0].values], reason="false_premise")


def real_ministries(frame: Frame, services: AskServices) -> tuple[list[str], list[str]]:
    """The ministries of a named thing, and those that the question says it has; both empty where it says none."""
    named = [c for c in frame.conditions if c.kind in ("programme", "measure", "line") and c.mode != "none"]
    said = [c for c in frame.conditions if c.kind == "ministry" and c.mode != "none"]
    if not named or not said:
        return [], []
    kind = named[0].kind
    alone = Frame(frame.id, kind, kind, (named[0],))
    text = template_text("attribute").replace("#{path}", "  " + template_text(f"attribute/{kind}-ministry"))
    _, rows = select_text(text, alone, services)
    real = list(dict.fromkeys(r["value"] for r in rows))
    return real, [t.label for c in said for t in c.values]


def _anywhere(condition: Condition, services: AskServices) -> bool:
    for term in condition.values:
        word = Condition("keyword", (Term("text", term.value),))
        if select("anywhere", Frame("anywhere", "anything", "anything", (word,)), services)[1]:
            return True
    return False


def partly_loaded(frame: Frame, services: AskServices) -> bool:
    """Whether pillars are known whose budget lists are not loaded, and the question is not about a loaded one."""
    if any(c.kind in ("pillar", "section", "programme", "line", "number") for c in frame.conditions):
        return False
    if not any(c.kind in ("ministry", "keyword", "target_group") for c in frame.conditions):
        return False
    loaded = {pillar for item in services.known.lexicon.budget_lists() for pillar in item.pillars}
    return any(name.notation not in loaded for name in services.known.lexicon.of_kind("pillar"))
